"""A programme from a file: chosen, looked at session by session, then taken in."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.files import FileRefused, read, store
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotFound
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.services.importing import import_programme, plan_programme_import
from folkmoot.rooms.programme.services.importing_plan import EntryState, ImportPlan
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.views.editions import edition_of
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.navigation import Crumb

_STATES = {
    EntryState.NEW: ("active", gettext_lazy("new")),
    EntryState.CHANGED: ("waiting", gettext_lazy("will be changed")),
    EntryState.SAME: ("done", gettext_lazy("here already")),
    EntryState.REPEATED: ("stopped", gettext_lazy("twice in the file")),
    EntryState.WRONG: ("late", gettext_lazy("cannot be taken")),
}


class ProgrammeFileForm(FolkmootForm):
    """A programme as a file."""

    file = forms.FileField(label=gettext_lazy("File"))


@desk_view
@require_http_methods(["GET", "POST"])
def programme_import(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a file and go on to what it would change.

    Raises:
        NotAllowed: the actor may not edit every session of the edition.
        NotFound: there is no such edition.
    """
    edition = _own(request, uid)
    form = ProgrammeFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            data = bytes_of(upload)
            plan_programme_import(
                actor=actor_of(request), edition=edition, data=data, name=upload.name
            )
            stored = store(data=data, name=upload.name, media_type=upload.content_type or "")
        except FileRefused as fault:
            form.add_error("file", str(fault))
        else:
            return redirect("desk:programme_import_plan", edition.uid, stored.uid)
    title = _("Sessions from a file")
    return desk_page(
        request,
        "desk/programme_import.html",
        {"title": title, "form": form, "edition": edition},
        crumbs=_crumbs(edition, title),
        status=422 if form.is_bound else 200,
    )


@desk_view
@require_http_methods(["GET", "POST"])
def programme_import_plan(request: HttpRequest, uid: UUID, file: UUID) -> HttpResponse:
    """Show what a file would make and change, and on confirmation do it.

    Raises:
        NotAllowed: the actor may not edit every session of the edition.
        NotFound: there is no such edition, or the file is gone.
    """
    edition = _own(request, uid)
    stored = StoredFile.objects.filter(uid=file).first()
    if stored is None:
        raise NotFound
    actor = actor_of(request)
    try:
        data = read(stored)
        if request.method == "POST":
            done = import_programme(
                actor=actor, edition=edition, data=data, name=stored.name, at=clock.now()
            )
            messages.success(request, _told(done))
            return redirect("desk:edition", edition.uid)
        plan = plan_programme_import(actor=actor, edition=edition, data=data, name=stored.name)
    except FileRefused as fault:
        messages.error(request, str(fault))
        return redirect("desk:programme_import", edition.uid)
    title = _("What the file would change")
    context = {
        "title": title,
        "edition": edition,
        "plan": plan,
        "counts": [(plan.count(state), label) for state, (_shape, label) in _STATES.items()],
        "rows": [
            {"entry": one, "shape": _STATES[one.state][0], "state": _STATES[one.state][1]}
            for one in plan.entries
        ],
        "may_import": plan.count(EntryState.NEW) + plan.count(EntryState.CHANGED) > 0,
    }
    return desk_page(
        request, "desk/programme_import_plan.html", context, crumbs=_crumbs(edition, title)
    )


def _own(request: HttpRequest, uid: UUID) -> Edition:
    edition = edition_of(request, uid)
    require(actor_of(request), Permission.PROGRAMME_SESSIONS, scope_path(edition))
    return edition


def _told(done: ImportPlan) -> str:
    made, changed = done.count(EntryState.NEW), done.count(EntryState.CHANGED)
    first = ngettext("%(count)s session added.", "%(count)s sessions added.", made)
    second = ngettext("%(count)s session changed.", "%(count)s sessions changed.", changed)
    return f"{first % {'count': made}} {second % {'count': changed}}"


def _crumbs(edition: Edition, last: str) -> tuple[Crumb, ...]:
    return (Crumb(str(edition), reverse("desk:edition", args=[edition.uid])), Crumb(last))
