"""A list of agreements from a spreadsheet: chosen, looked at row by row, then taken in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.engines.interchange import Column, Table, write_csv
from folkmoot.kernel import clock
from folkmoot.kernel.files import FileRefused, read, store
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.kernel.texts import shown
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.services.importing import import_agreements, plan_import
from folkmoot.rooms.outcomes.services.importing_rows import ImportPlan, RowState
from folkmoot.rooms.outcomes.terms.importing import ImportHasFaults
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.surfaces.desk.agreements.forms import ImportForm
from folkmoot.surfaces.desk.agreements.lists import crumbs_to
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.views.editions import edition_of

_STATES = {
    RowState.NEW: ("active", gettext_lazy("new")),
    RowState.SAME: ("done", gettext_lazy("here already")),
    RowState.DIFFERENT: ("waiting", gettext_lazy("here already, says something else")),
    RowState.REPEATED: ("stopped", gettext_lazy("twice in the list")),
    RowState.WRONG: ("late", gettext_lazy("cannot be taken")),
}
_EXAMPLE = (
    ("title", gettext_lazy("Title"), gettext_lazy("Agreement on cooperation in tourism")),
    ("parties", gettext_lazy("Parties"), gettext_lazy("Northern Region; Southern Region")),
    ("kind", gettext_lazy("Kind"), gettext_lazy("agreement")),
    ("date", gettext_lazy("Date"), "2031-05-20"),
    ("place", gettext_lazy("Place"), gettext_lazy("Port Amber")),
    ("amount", gettext_lazy("Amount"), "250000.00"),
    ("currency", gettext_lazy("Currency"), "EUR"),
)


@desk_view
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest, uid: object) -> HttpResponse:
    """Take a file and go on to what it would make. Three queries to ask.

    Raises:
        NotAllowed: the actor may not edit outcomes here.
        NotFound: there is no such edition.
    """
    edition = edition_of(request, uid)
    require(actor_of(request), Permission.OUTCOMES_EDIT, scope_path(edition))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        address = _kept(request, edition, form)
        if address:
            return redirect(address)
    title = _("Agreements from a list")
    context = {"title": title, "form": form, "edition": edition}
    return desk_page(
        request,
        "desk/agreements/import.html",
        context,
        crumbs=crumbs_to(edition, title),
        status=422 if form.is_bound else 200,
    )


@desk_view
@require_http_methods(["GET", "POST"])
def import_plan(request: HttpRequest, uid: object, file: UUID) -> HttpResponse:
    """Show what the list would make, and on confirmation make it: all or nothing.

    Raises:
        NotAllowed: the actor may not edit outcomes here.
        NotFound: there is no such edition, or the file is gone.
    """
    edition = edition_of(request, uid)
    require(actor_of(request), Permission.OUTCOMES_EDIT, scope_path(edition))
    stored = StoredFile.objects.filter(uid=file).first()
    if stored is None:
        raise NotFound
    wanted: dict[str, Any] = {
        "actor": actor_of(request),
        "edition": edition,
        "data": read(stored),
        "name": stored.name,
        "at": clock.now(),
        "default_date": request.GET.get("date", ""),
    }
    if request.method == "POST":
        try:
            done = import_agreements(**wanted, skip_wrong="skip" in request.POST)
        except ImportHasFaults as fault:
            messages.error(request, str(fault))
        else:
            made = done.count(RowState.NEW)
            said = ngettext("%(count)s agreement recorded.", "%(count)s agreements recorded.", made)
            messages.success(request, said % {"count": made})
            return redirect("desk:edition_agreements", edition.uid)
    try:
        plan = plan_import(**wanted)
    except (FileRefused, Invalid) as fault:
        messages.error(request, _sentence(fault))
        return redirect("desk:agreement_import", edition.uid)
    title = _("What the list would make")
    context = {"title": title, "edition": edition, **_shown(plan)}
    return desk_page(
        request, "desk/agreements/plan.html", context, crumbs=crumbs_to(edition, title)
    )


@desk_view
@require_safe
def import_example(_request: HttpRequest) -> HttpResponse:
    """An empty list with its headings and one row, for filling in. No query."""
    columns = tuple(Column(str(head), {}) for _name, head, _cell in _EXAMPLE)
    data = write_csv(
        Table("agreements.csv", "", columns, ()),
        [tuple(str(cell) for _name, _head, cell in _EXAMPLE)],
    )
    # Spreadsheet programs take a file without a mark for one in an old encoding.
    answer = HttpResponse(b"\xef\xbb\xbf" + data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="agreements.csv"'
    return answer


def _kept(request: HttpRequest, edition: Edition, form: ImportForm) -> str:
    """Keep the file and say where its plan is; empty when it is refused, and the form says why."""
    data, upload = form.cleaned_data, form.cleaned_data["table"]
    try:
        content = bytes_of(upload)
        plan_import(
            actor=actor_of(request),
            edition=edition,
            data=content,
            name=upload.name,
            at=clock.now(),
            default_date=data["default_date"],
        )
        stored = store(data=content, name=upload.name, media_type=upload.content_type or "")
    except FileRefused as fault:
        form.add_error("table", str(fault))
        return ""
    except Invalid as fault:
        form.add_error("default_date", _sentence(fault))
        return ""
    address = reverse("desk:agreement_import_plan", args=[edition.uid, stored.uid])
    return f"{address}?date={data['default_date']}" if data["default_date"] else address


def _sentence(fault: FileRefused | Invalid) -> str:
    if isinstance(fault, Invalid):
        return " ".join(sentence for found in fault.errors.values() for sentence in found)
    return str(fault)


def _shown(plan: ImportPlan) -> dict[str, Any]:
    rows = [
        {
            "row": row,
            "title": shown(row.title),
            "kind": capfirst(str(row.kind.label)),
            "parties": [
                {"name": shown(party.name), "is_known": bool(party.region or party.organisation)}
                for party in row.parties
            ],
            "shape": _STATES[row.state][0],
            "state": str(_STATES[row.state][1]),
        }
        for row in plan.rows
    ]
    return {
        "plan": plan,
        "rows": rows,
        "new": plan.count(RowState.NEW),
        "wrong": plan.count_wrong,
        "may_import": not plan.faults and plan.count(RowState.NEW) > 0,
    }
