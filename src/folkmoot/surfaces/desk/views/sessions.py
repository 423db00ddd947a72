"""Work on sessions that is more than one form: many at once, and files that belong to one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.kernel import clock
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.refusals import Invalid
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.programme.models import Session
from folkmoot.rooms.programme.services import change_session, upload_material
from folkmoot.rooms.programme.terms import SessionStatus
from folkmoot.surfaces.desk.finding import visible_record, visible_rows
from folkmoot.surfaces.desk.forms import LanguageField, put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.views.editions import edition_of
from folkmoot.ui.forms import FolkmootForm, MultilingualField
from folkmoot.ui.navigation import Crumb

CHANGED_AT_MOST = 500


@desk_view
@require_POST
def session_statuses(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give the ticked sessions of an edition one status, all or none.

    Six queries per session changed: each gets its own entry in the trail.

    Raises:
        NotAllowed: the actor may not change one of them.
    """
    edition = edition_of(request, uid)
    wanted = request.POST.get("status", "")
    if wanted not in SessionStatus.values:
        raise Invalid({"status": [_("There is no such status.")]})
    ticked = [one for one in request.POST.getlist("session") if _is_uid(one)][:CHANGED_AT_MOST]
    rows = visible_rows(KINDS["programme.session"], actor_of(request))
    sessions = rows.filter(edition=edition, uid__in=ticked).exclude(status=wanted)
    with transaction.atomic():
        for session in sessions:
            change_session(
                actor=actor_of(request), session=session, values={"status": wanted}, at=clock.now()
            )
    count = len(sessions)
    if count:
        words = ngettext(
            "%(n)s session is now: %(status)s.", "%(n)s sessions are now: %(status)s.", count
        )
        label = SessionStatus(wanted).label
        messages.success(request, words % {"n": count, "status": label})
    else:
        messages.warning(request, _("Nothing was changed: tick the sessions first."))
    address = reverse("desk:edition", args=[edition.uid])
    return redirect(f"{address}?{urlencode({'day': request.POST.get('day', '')})}")


class MaterialForm(FolkmootForm):
    """A file for a session."""

    file = forms.FileField(label=gettext_lazy("File"))
    title = MultilingualField(label=gettext_lazy("Title"), max_length=300)
    language = LanguageField(label=gettext_lazy("Language"), required=False)
    is_public = forms.BooleanField(
        label=gettext_lazy("Public"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Shown with the session from the next release on."),
    )


@desk_view
@require_http_methods(["GET", "POST"])
def material_upload(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hang a file on a session. Six queries, and those of storing it.

    Raises:
        NotAllowed: the actor may not change the session.
    """
    kind = KINDS["programme.session"]
    session = visible_record(kind, actor_of(request), uid)
    assert isinstance(session, Session)  # noqa: S101 - the kind's own model
    require(actor_of(request), kind.write, kind.scope_path(session))
    is_sent = request.method == "POST"
    form = MaterialForm(request.POST, request.FILES) if is_sent else MaterialForm()
    address = reverse("desk:record_edit", args=[kind.name, session.uid])
    if is_sent and form.is_valid() and _stored(request, session, form):
        return redirect(address + "#rows-materials")
    context = {"form": form, "session": session, "title": str(session), "back_url": address}
    crumbs = (
        Crumb(str(session.edition), reverse("desk:edition", args=[session.edition.uid])),
        Crumb(str(session), address),
        Crumb(_("Add a file")),
    )
    status = 422 if is_sent else 200
    return desk_page(request, "desk/material_upload.html", context, crumbs=crumbs, status=status)


def _stored(request: HttpRequest, session: Session, form: MaterialForm) -> bool:
    data: dict[str, Any] = form.cleaned_data
    try:
        material = upload_material(
            actor=actor_of(request),
            edition=session.edition,
            session=session,
            title=data["title"],
            data=bytes_of(data["file"]),
            name=data["file"].name,
            media_type=(data["file"].content_type or "application/octet-stream")[:100],
            at=clock.now(),
            language=data["language"],
            is_public=data["is_public"],
        )
    except FileRefused as fault:
        form.add_error("file", str(fault))
        return False
    except Invalid as fault:
        put_errors(form, dict(fault.errors))
        return False
    say_saved(request, _("“%(name)s” is added.") % {"name": material}, material.ref)
    return True


def _is_uid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
