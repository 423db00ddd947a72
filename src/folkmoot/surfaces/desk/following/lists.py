"""Lists of commitments: all that one may see, those of an edition, what earlier ones left open."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.engines.interchange import Column, Table, write_csv
from folkmoot.kernel import clock
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.policies import decide, granted_scopes
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Assessor, Commitment
from folkmoot.rooms.outcomes.queries.commitments import quotes_of, visible_commitments
from folkmoot.rooms.outcomes.queries.following import CommitmentRow, commitment_rows, open_before
from folkmoot.rooms.outcomes.queries.method import Tally, tally
from folkmoot.rooms.outcomes.terms.commitments import ClaimedProgress, CommitmentState, DueBasis
from folkmoot.rooms.outcomes.terms.method import Flag, Standing
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.surfaces.desk.finding import Filter, FilterOption, number_in
from folkmoot.surfaces.desk.following.saying import STANDING_SHAPES, row_lines
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.views.editions import edition_of, edition_page
from folkmoot.ui.navigation import Crumb

PAGE_LENGTH = 50
# Flags and standings are computed and cannot be asked of the database; more are narrowed first.
_COMPUTED_OF_AT_MOST = 2000
_NOT_CLOSED = [one for one in CommitmentState if one is not CommitmentState.CLOSED]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what it does not know is empty."""

    words: str = ""
    state: str = ""
    flag: str = ""
    standing: str = ""
    edition: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> "Asked":
        """Out of the address."""

        def known(name: str, values: list[str]) -> str:
            value = asked.get(name, "")
            return value if value in values else ""

        return cls(
            words=asked.get("q", "").strip()[:200],
            state=known("state", CommitmentState.values),
            flag=known("flag", Flag.values),
            standing=known("standing", Standing.values),
            edition=asked.get("edition", "")[:40],
        )

    @property
    def is_computed(self) -> bool:
        """Whether rows must be computed before they are chosen."""
        return bool(self.flag or self.standing)

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.words or self.state or self.is_computed or self.edition)


@desk_view
@require_safe
def commitments(request: HttpRequest) -> HttpResponse:
    """Every commitment that the actor may see, 50 to a page. At most 20 queries."""
    rows = visible_commitments(actor_of(request))
    asked = Asked.of(request.GET)
    editions = _editions(rows)
    chosen = next((one for one in editions if str(one.uid) == asked.edition), None)
    if chosen is not None:
        rows = rows.filter(edition=chosen)
    context = _context(request, rows, asked)
    pairs = [(str(one.uid), str(one)) for one in editions]
    context["filters"] = (
        _filter("edition", _("Edition"), pairs, asked.edition),
        *context["filters"],
    )
    context["csv_url"] = _csv_url(request, reverse("desk:commitments_csv"))
    return desk_page(
        request,
        "desk/following/list.html",
        context,
        crumbs=(Crumb(_("Commitments")),),
    )


@desk_view
@require_safe
def edition_commitments(request: HttpRequest, uid: object) -> HttpResponse:
    """The commitments of one edition, with what became of them. At most 24 queries."""
    edition = edition_of(request, uid)
    actor = actor_of(request)
    seen = visible_commitments(actor)
    context = _context(request, seen.filter(edition=edition), Asked.of(request.GET))
    path = scope_path(edition)
    context |= {
        "may_edit_outcomes": decide(actor, Permission.OUTCOMES_EDIT, path).is_allowed,
        "assessors": Assessor.objects.filter(edition=edition).count(),
        "before": open_before(edition, seen).count(),
        "csv_url": _csv_url(request, reverse("desk:edition_commitments_csv", args=[edition.uid])),
    }
    template = "desk/following/edition.html"
    return edition_page(request, edition, "edition_commitments", context, template=template)


@desk_view
@require_safe
def edition_open_before(request: HttpRequest, uid: object) -> HttpResponse:
    """What earlier editions promised and is not closed: the agenda of this one.

    At most 18 queries.
    """
    edition = edition_of(request, uid)
    actor = actor_of(request)
    rows = open_before(edition, visible_commitments(actor))
    page = Paginator(rows, PAGE_LENGTH).get_page(number_in(request.GET.get("page")) or 1)
    may_edit = decide(actor, Permission.OUTCOMES_EDIT, scope_path(edition)).is_allowed
    context = {
        "page": page,
        "lines": row_lines(commitment_rows(page.object_list, clock.now().date())),
        "may_carry": may_edit,
    }
    template = "desk/following/before.html"
    return edition_page(request, edition, "edition_commitments", context, template=template)


@desk_view
@require_safe
def commitments_csv(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a table for a spreadsheet. At most 12 queries."""
    rows = visible_commitments(actor_of(request))
    asked = Asked.of(request.GET)
    chosen = next((one for one in _editions(rows) if str(one.uid) == asked.edition), None)
    return _csv(request, rows if chosen is None else rows.filter(edition=chosen), asked)


@desk_view
@require_safe
def edition_commitments_csv(request: HttpRequest, uid: object) -> HttpResponse:
    """The same, of one edition. At most 12 queries."""
    edition = edition_of(request, uid)
    rows = visible_commitments(actor_of(request)).filter(edition=edition)
    return _csv(request, rows, Asked.of(request.GET))


def may_see_commitments(request: HttpRequest) -> bool:
    """Whether the list may hold anything for this person."""
    asked = (Permission.OUTCOMES_READ, Permission.OUTCOMES_NEGOTIATE)
    return any(granted_scopes(actor_of(request), one) for one in asked)


def _context(request: HttpRequest, rows: QuerySet[Commitment], asked: Asked) -> dict[str, Any]:
    today = clock.now().date()
    told = tally(rows, today)
    narrowed = _narrowed(rows, asked)
    number = number_in(request.GET.get("page")) or 1
    rows_of: Any = _fitting(narrowed, asked, today) if asked.is_computed else narrowed
    page: Page[Any] = Paginator(rows_of, PAGE_LENGTH).get_page(number)
    shown_rows = (
        list(page.object_list) if asked.is_computed else commitment_rows(page.object_list, today)
    )
    return {
        "lines": row_lines(shown_rows),
        "page": page,
        "tally": told,
        "standings": _standings(told),
        "asked": asked.words,
        "is_narrowed": asked.is_narrow,
        "filters": (
            _filter("standing", _("What became of it"), Standing.choices, asked.standing),
            _filter("flag", _("How it does"), _flags(), asked.flag),
            _filter("state", _("State"), CommitmentState.choices, asked.state),
        ),
    }


def _narrowed(rows: QuerySet[Commitment], asked: Asked) -> QuerySet[Commitment]:
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.words:
        rows = rows.filter(title__icontains=asked.words)
    return rows.order_by("due_on", "id")


def _fitting(rows: QuerySet[Commitment], asked: Asked, today: date) -> list[CommitmentRow]:
    """The rows with the flag and standing asked for. Six queries."""
    # What is closed has no flag, so it need not be computed for one.
    if asked.flag:
        rows = rows.filter(state__in=_NOT_CLOSED)
    return [
        one
        for one in commitment_rows(rows[:_COMPUTED_OF_AT_MOST], today)
        if (not asked.flag or one.flag == asked.flag)
        and (not asked.standing or one.standing == asked.standing)
    ]


def _standings(told: Tally) -> list[dict[str, Any]]:
    """The sums, the unknown among them; each leads to the list behind it."""
    return [
        {
            "value": told.standings[one],
            "label": str(one.label),
            "url": f"?standing={one.value}",
            "shape": STANDING_SHAPES[one],
        }
        for one in Standing
    ]


def _flags() -> list[tuple[str, str]]:
    return [(one.value, str(one.label)) for one in Flag if one is not Flag.NONE]


def _editions(rows: QuerySet[Commitment]) -> list[Edition]:
    """The editions that have commitments, newest first. One query."""
    within = rows.order_by().values("edition")
    found = Edition.objects.filter(pk__in=within).select_related("series")
    return list(found.order_by("-starts_on", "-id"))


def _filter(name: str, label: str, choices: Any, chosen: str) -> Filter:
    options = (
        FilterOption(value, capfirst(str(said)), value == chosen)
        for value, said in (("", _("all")), *choices)
    )
    return Filter(name, label, tuple(options))


def _csv_url(request: HttpRequest, address: str) -> str:
    told = request.GET.copy()
    told.pop("page", None)
    return f"{address}?{told.urlencode()}" if told else address


def _csv(request: HttpRequest, rows: QuerySet[Commitment], asked: Asked) -> HttpResponse:
    today = clock.now().date()
    narrowed = _narrowed(rows, asked)
    told = (
        _fitting(narrowed, asked, today) if asked.is_computed else commitment_rows(narrowed, today)
    )
    quotes = quotes_of([one.commitment for one in told], actor_of(request))
    columns = tuple(Column(str(head), {}) for head in _heads())
    lines = [_cells(one, quotes[one.commitment.pk].words or "") for one in told]
    data = write_csv(Table("commitments.csv", "", columns, ()), lines)
    # Spreadsheet programs take a file without a mark for one in an old encoding.
    answer = HttpResponse(b"\xef\xbb\xbf" + data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="commitments.csv"'
    return answer


def _heads() -> list[str]:
    return [
        _("Edition"), _("Commitment"), _("Words"), _("Agreement"), _("Who leads"), _("Office"),
        _("Due"), _("Basis of the date"), _("State"), _("How it does"), _("What became of it"),
        _("Newest report says"), _("Reported until"), _("Score"), _("Identity"),
    ]  # fmt: skip


def _cells(row: CommitmentRow, words: str) -> tuple[Any, ...]:
    one = row.commitment
    return (
        str(one.edition),
        shown(one.title),
        words,
        str(one.agreement or ""),
        str(row.lead or ""),
        shown(row.lead.office) if row.lead else "",
        row.due_on,
        str(DueBasis(one.due_basis).label),
        str(CommitmentState(one.state).label),
        str(row.flag.label) if row.flag is not Flag.NONE else "",
        str(row.standing.label),
        str(ClaimedProgress(row.progress).label) if row.progress else "",
        row.reported_until,
        row.score,
        str(one.uid),
    )
