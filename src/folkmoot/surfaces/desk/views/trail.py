"""What was done to a record; taking a change back; removing a record."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.kernel import audit, clock
from folkmoot.kernel.refusals import CannotUndo, StillUsed
from folkmoot.rooms.accounts.policies import require
from folkmoot.surfaces.desk.addresses import OWN_PAGES, seen_on
from folkmoot.surfaces.desk.finding import uses_for_removal, visible_record
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved, zone_of
from folkmoot.surfaces.desk.kinds import Kind, kind_of
from folkmoot.surfaces.desk.places import place_of
from folkmoot.surfaces.desk.removing import remove
from folkmoot.surfaces.desk.telling import tell
from folkmoot.surfaces.desk.undoing import undo as undo_entry
from folkmoot.ui.navigation import Crumb


@desk_view
@require_safe
def record_history(request: HttpRequest, kind: str, uid: object) -> HttpResponse:
    """The newest hundred entries of a record. Four queries."""
    described = kind_of(kind)
    actor = actor_of(request)
    record = visible_record(described, actor, uid)
    may_write = described.may_write(actor, record)
    context = {
        "record": record,
        "kind": described,
        "entries": tell(audit.history(record.ref), zone_of(request), with_undo=may_write),
    }
    crumbs = (
        Crumb(str(described.title_many), reverse("desk:record_list", args=[kind])),
        Crumb(str(record), reverse("desk:record_edit", args=[kind, uid])),
        Crumb(_("History")),
    )
    return desk_page(request, "desk/history.html", context, crumbs=crumbs)


@desk_view
@require_http_methods(["GET", "POST"])
def record_remove(request: HttpRequest, kind: str, uid: object) -> HttpResponse:
    """Ask, saying what uses the record, then remove it. One query per relation when asking.

    Raises:
        NotAllowed: the actor may not remove it.
    """
    described = kind_of(kind)
    actor = actor_of(request)
    record = visible_record(described, actor, uid)
    require(actor, described.write, described.scope_path(record))
    if request.method == "POST":
        place, name, ref = place_of(record, {}), str(record), record.ref
        # A part goes back to what it was a part of.
        around = "" if kind in OWN_PAGES else seen_on(kind, record)
        try:
            remove(
                actor=actor,
                kind=described,
                record=record,
                at=clock.now(),
                reason=request.POST.get("reason", "").strip()[:500],
            )
        except StillUsed as fault:
            messages.error(request, str(fault))
            return redirect("desk:record_remove", kind=kind, uid=uid)
        say_saved(request, _("“%(name)s” is removed.") % {"name": name}, ref)
        if around:
            return redirect(around)
        if place.edition is not None and kind != "programme.edition":
            return redirect("desk:edition", uid=place.edition.uid)
        return redirect("desk:record_list", kind=kind)
    context = {"record": record, "kind": described, "uses": uses_for_removal(described, record)}
    crumbs = (
        Crumb(str(described.title_many), reverse("desk:record_list", args=[kind])),
        Crumb(str(record), reverse("desk:record_edit", args=[kind, uid])),
        Crumb(_("Remove")),
    )
    return desk_page(request, "desk/record_remove.html", context, crumbs=crumbs)


@desk_view
@require_POST
def undo(request: HttpRequest, entry: int) -> HttpResponse:
    """Take one change back and return to where the person was."""
    try:
        kind, record = undo_entry(actor=actor_of(request), entry_id=entry, at=clock.now())
    except (CannotUndo, StillUsed) as fault:
        messages.error(request, str(fault))
        return redirect(_back(request, None, None))
    if record is None:
        messages.success(request, _("The change is undone."))
    else:
        messages.success(request, _("The change to “%(name)s” is undone.") % {"name": record})
    return redirect(_back(request, kind, str(record.uid) if record is not None else None))


def _back(request: HttpRequest, kind: Kind | None, uid: str | None) -> str:
    wanted = request.POST.get("back", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return wanted
    if kind is None or kind.is_part:
        return reverse("desk:home")
    if uid is None:
        return reverse("desk:record_list", args=[kind.name])
    return reverse("desk:record_edit", args=[kind.name, uid])
