"""Lists of agreements with the states that their acts lead to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.policies import decide, granted_scopes
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Agreement, RegisterEntry
from folkmoot.rooms.outcomes.queries.agreements import agreement_rows, visible_agreements
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind, AgreementState
from folkmoot.rooms.outcomes.terms.signing import EntryKind
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.surfaces.desk.finding import Filter, FilterOption, number_in
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.views.editions import edition_of, edition_page
from folkmoot.ui.navigation import Crumb

PAGE_LENGTH = 50
# Computed states cannot be asked of the database; beyond this a filter by state narrows less.
_STATES_OF_AT_MOST = 2000
_S = AgreementState
STATE_SHAPES = {
    _S.DRAFT: "draft",
    _S.NEGOTIATING: "waiting",
    _S.TEXT_AGREED: "waiting",
    _S.OPEN: "waiting",
    _S.PARTLY_SIGNED: "waiting",
    _S.SIGNED: "active",
    _S.PENDING_APPROVAL: "waiting",
    _S.IN_FORCE: "active",
    _S.SUSPENDED: "late",
    _S.FULFILLED: "done",
}
"""The mark of each state; what is not named has stopped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement in a list."""

    agreement: Agreement
    number: str
    parties: str
    kind: str
    state: str
    shape: str
    signed: str


@desk_view
@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """Every agreement that the actor may see, 50 to a page. At most sixteen queries."""
    rows = visible_agreements(actor_of(request))
    return desk_page(
        request,
        "desk/agreements/list.html",
        _context(request, rows),
        crumbs=(Crumb(_("Agreements")),),
    )


@desk_view
@require_safe
def edition_agreements(request: HttpRequest, uid: object) -> HttpResponse:
    """The agreements of one edition, in its workspace. At most twenty queries."""
    edition = edition_of(request, uid)
    rows = visible_agreements(actor_of(request)).filter(edition=edition)
    path = scope_path(edition)
    may_add = decide(actor_of(request), Permission.OUTCOMES_EDIT, path).is_allowed
    context = {**_context(request, rows), "may_add": may_add}
    template = "desk/agreements/edition.html"
    return edition_page(request, edition, "edition_agreements", context, template=template)


def may_see_agreements(request: HttpRequest) -> bool:
    """Whether the list may hold anything for this person."""
    actor = actor_of(request)
    asked = (Permission.OUTCOMES_READ, Permission.OUTCOMES_NEGOTIATE)
    return any(granted_scopes(actor, one) for one in asked)


def _context(request: HttpRequest, rows: QuerySet[Agreement]) -> dict[str, Any]:
    asked = request.GET
    kind = asked.get("kind", "") if asked.get("kind") in AgreementKind.values else ""
    state = asked.get("state", "") if asked.get("state") in AgreementState.values else ""
    words = asked.get("q", "").strip()
    if kind:
        rows = rows.filter(kind=kind)
    if words:
        rows = rows.filter(title__icontains=words)
    rows = rows.order_by("-signed_on", "-id")
    page, lines = _page(rows, state, max(number_in(asked.get("page")) or 1, 1))
    return {
        "lines": lines,
        "page": page,
        "asked": words,
        "is_narrowed": bool(kind or state or words),
        "filters": (
            _filter("kind", _("Kind"), AgreementKind.choices, kind),
            _filter("state", _("State"), AgreementState.choices, state),
        ),
    }


def _page(rows: QuerySet[Agreement], state: str, number: int) -> tuple[Page[Any], list[Line]]:
    """A page of the list. With a state asked for, all rows are looked at, in a fixed number of queries."""
    today = clock.now().date()
    if not state:
        page: Page[Any] = Paginator(rows, PAGE_LENGTH).get_page(number)
        return page, _lines(agreement_rows(page.object_list, today))
    fitting = [
        one
        for one in agreement_rows(rows[:_STATES_OF_AT_MOST], today)
        if one.standing.state == state
    ]
    page = Paginator(fitting, PAGE_LENGTH).get_page(number)
    return page, _lines(list(page.object_list))


def _lines(rows: Sequence[Any]) -> list[Line]:
    registered = RegisterEntry.objects.filter(
        kind=EntryKind.REGISTERED, agreement__in=[row.agreement for row in rows]
    )
    numbers = dict(registered.values_list("agreement", "serial"))
    return [
        Line(
            agreement=row.agreement,
            number=str(numbers.get(row.agreement.pk) or ""),
            parties=" · ".join(shown(party.name) for party in row.parties),
            kind=capfirst(row.agreement.get_kind_display()),
            state=str(AgreementState(row.standing.state).label),
            shape=STATE_SHAPES.get(row.standing.state, "stopped"),
            signed=row.standing.signed_as_stated or "",
        )
        for row in rows
    ]


def _filter(name: str, label: str, choices: Any, chosen: str) -> Filter:
    options = (
        FilterOption(value, capfirst(str(said)), value == chosen)
        for value, said in (("", _("all")), *choices)
    )
    return Filter(name, label, tuple(options))


def crumbs_to(edition: Edition, last: str) -> tuple[Crumb, ...]:
    """The way to a page below an edition's agreements."""
    return (
        Crumb(str(edition), reverse("desk:edition", args=[edition.uid])),
        Crumb(_("Agreements"), reverse("desk:edition_agreements", args=[edition.uid])),
        Crumb(last),
    )
