"""The runs, and one of them: how far it is, what became of each document, why some failed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import (
    IngestOutcome,
    IngestRun,
    IngestState,
    Proposal,
)
from folkmoot.rooms.evidence.queries.runs import (
    ItemRow,
    RunCounts,
    RunReport,
    ingest_run,
    ingest_run_report,
    ingest_runs,
    report_lines,
    run_counts,
)
from folkmoot.rooms.evidence.terms import ProposalState
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.review.waiting import Proposed, proposed_by
from folkmoot.ui.navigation import Crumb, NavItem

_SHAPES = {
    IngestState.PLANNING: "waiting",
    IngestState.WORKING: "active",
    IngestState.DONE: "done",
    IngestState.FAILED: "late",
    IngestState.STOPPED: "stopped",
}
_EVERY = "all"
# A byte order mark, by which spreadsheets know that the letters are UTF-8.
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run as a line: its state as shape and word, and how far it is."""

    run: IngestRun
    shape: str
    state: str
    said: str
    message: str


@dataclass(frozen=True, slots=True)
class ListedItem:
    """A document of a run, with what it proposes."""

    row: ItemRow
    outcome: str
    proposed: Proposed | None


@desk_view
@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """The latest runs. Five queries, however many there are.

    Raises:
        NotAllowed: the actor may not bring in sources.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_INGEST)
    rows = [
        ListedRun(
            one.run, _shape(one.run), _state(one.run), _said(one.run, one.counts), one.message
        )
        for one in ingest_runs(actor=actor)
    ]
    title = _("Runs")
    return desk_page(
        request, "desk/runs/list.html", {"title": title, "rows": rows}, crumbs=_crumbs(title)
    )


@desk_view
@require_safe
def run(request: HttpRequest, uid: str) -> HttpResponse:
    """One run with its counts, reasons and documents, 100 to a page. Ten queries at most.

    As JSON (``?state=1``) for the script that moves the bar.

    Raises:
        NotAllowed: the actor may not bring in sources.
        NotFound: there is no such run.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_INGEST)
    found = wanted_run(request, uid)
    if request.GET.get("state"):
        return _told(request, found)
    wanted = _wanted_outcome(request.GET.get("outcome", IngestOutcome.FAILED))
    after = number_in(request.GET.get("after")) or 0
    report = ingest_run_report(
        actor=actor, run=found, outcome="" if wanted == _EVERY else wanted, after=after
    )
    may_review = decide(actor, Permission.EVIDENCE_REVIEW).is_allowed
    context = {
        "title": found.title,
        "run": found,
        "report": report,
        "shape": _shape(found),
        "state": _state(found),
        "said": _said(found, report.counts),
        "state_url": f"{request.path}?state=1&total={found.total}",
        "tabs": _tabs(request.path, report.counts, wanted),
        "wanted": wanted,
        "items": _listed(report.items, proposed_by(_sources(report), actor=actor)),
        "next_url": _next_url(request.path, wanted, report) if report.has_more else "",
        "first_url": f"{request.path}?outcome={wanted}" if after else "",
        "may_review": may_review,
        "waiting": _waiting(found) if may_review else 0,
    }
    return desk_page(request, "desk/runs/run.html", context, crumbs=crumbs_to(found.title))


@desk_view  # type: ignore[arg-type]  # a stream takes headers as well
@require_safe
def run_report(request: HttpRequest, uid: str) -> StreamingHttpResponse:
    """What became of every document, or of those of one outcome, as CSV. Five queries.

    Raises:
        NotAllowed: the actor may not bring in sources.
        NotFound: there is no such run.
    """
    found = wanted_run(request, uid)
    wanted = _wanted_outcome(request.GET.get("outcome", _EVERY))
    lines = report_lines(
        actor=actor_of(request), run=found, outcome="" if wanted == _EVERY else wanted
    )
    language = translation.get_language() or "en"
    answer = StreamingHttpResponse(_marked(lines, language), content_type="text/csv; charset=utf-8")
    name = slugify(found.title) or "run"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{wanted}.csv"'
    return answer


def wanted_run(request: HttpRequest, uid: str) -> IngestRun:
    """The run of an address. One query.

    Raises:
        NotAllowed: the actor may not bring in sources.
        NotFound: there is no such run.
    """
    found = ingest_run(actor=actor_of(request), uid=str(uid))
    if found is None:
        raise NotFound
    return found


def crumbs_to(title: str) -> tuple[Crumb, ...]:
    """The way to a page below the list of runs."""
    return (*_crumbs(_("Runs"), reverse("desk:runs")), Crumb(title))


def _crumbs(title: str, url: str = "") -> tuple[Crumb, ...]:
    return (Crumb(_("Sources"), reverse("desk:sources")), Crumb(title, url))


def _told(request: HttpRequest, found: IngestRun) -> JsonResponse:
    counts = run_counts(found)
    # The bar was drawn for another total, or the run is over: the page is to be drawn anew.
    is_stale = found.is_over or number_in(request.GET.get("total")) != found.total
    return JsonResponse(
        {
            "value": counts.done if found.total else None,
            "text": _said(found, counts),
            "done": found.is_over,
            "next": request.path if is_stale else "",
        }
    )


def _shape(found: IngestRun) -> str:
    return _SHAPES[IngestState(found.state)]


def _state(found: IngestRun) -> str:
    return str(IngestState(found.state).label)


def _said(found: IngestRun, counts: RunCounts) -> str:
    """How far a run is, in one sentence."""
    if not found.total:
        return _("The documents are being counted.") if not found.is_over else ""
    sentence = ngettext(
        "%(done)s of %(all)s document dealt with",
        "%(done)s of %(all)s documents dealt with",
        found.total,
    )
    return sentence % {"done": counts.done, "all": found.total}


def _wanted_outcome(asked: str) -> str:
    """Raises:
    NotFound: no document ends so.
    """
    if asked != _EVERY and asked not in IngestOutcome.values:
        raise NotFound
    return asked


def _tabs(path: str, counts: RunCounts, wanted: str) -> tuple[NavItem, ...]:
    outcomes = (
        (IngestOutcome.FAILED, _("Failed"), counts.failed),
        (IngestOutcome.NEW, _("New"), counts.new),
        (IngestOutcome.SAME, _("Here already"), counts.same),
        (IngestOutcome.ATTACHED, _("Text attached"), counts.attached),
        (_EVERY, _("All"), counts.done),
    )
    return tuple(
        NavItem(label, f"{path}?outcome={name}#documents", name == wanted, count=count)
        for name, label, count in outcomes
        if count or name in (wanted, IngestOutcome.FAILED, _EVERY)
    )


def _sources(report: RunReport) -> Iterator[str]:
    return (row.source_uid for row in report.items if row.source_uid)


def _listed(rows: Iterable[ItemRow], proposed: Any) -> list[ListedItem]:
    return [
        ListedItem(row, str(IngestOutcome(row.outcome).label), proposed.get(row.source_uid))
        for row in rows
    ]


def _next_url(path: str, wanted: str, report: RunReport) -> str:
    return f"{path}?outcome={wanted}&after={report.items[-1].position}#documents"


def _waiting(found: IngestRun) -> int:
    """How many proposals of the documents that this run brought in wait. One query."""
    rows = Proposal.objects.filter(
        state=ProposalState.WAITING,
        source__ingest_items__run=found,
        source__ingest_items__outcome__in=(IngestOutcome.NEW, IngestOutcome.ATTACHED),
    )
    return rows.count()


def _marked(lines: Iterable[str], language: str) -> Iterator[str]:
    # Lines are made while they are sent, when the request's language is in force no more.
    with translation.override(language):
        yield _MARK
        yield from lines
