"""Reads of reports: those of one commitment, the queue of those to check, points of evidence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from folkmoot.kernel.actors import VISITOR, Actor
from folkmoot.rooms.accounts.policies import decide, granted_scopes
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Commitment, EvidenceItem, ProgressReport
from folkmoot.rooms.outcomes.policies import commitments_with, scope_path
from folkmoot.rooms.outcomes.queries.following_facts import HANDED_IN
from folkmoot.rooms.outcomes.terms.commitments import (
    REPORT_LATE_AFTER,
    ClaimedProgress,
    ReportState,
)
from folkmoot.rooms.outcomes.terms.method import Points, Shown, points

_TO_CHECK = (ReportState.SUBMITTED, ReportState.VERIFYING)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report with its evidence, and whether it came late."""

    report: ProgressReport
    evidence: tuple[EvidenceItem, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class QueuedReport:
    """A report that waits to be checked.

    Attributes:
        points: of the commitment's evidence, with what each part gave.
        is_own: the actor reported on this commitment, so somebody else checks it.
    """

    report: ProgressReport
    points: Points
    is_late: bool
    is_own: bool


def reports_of(commitment: Commitment, actor: Actor = VISITOR) -> list[ReportRow]:
    """The reports on one commitment, newest period first. Two queries.

    A visitor gets finalised public ones, with public evidence; the desk all of them.
    """
    rows = _loaded(commitment.reports.all())
    evidence = EvidenceItem.objects.filter(commitment=commitment, report__isnull=False)
    if not decide(actor, Permission.OUTCOMES_READ, scope_path(commitment)).is_allowed:
        rows = rows.filter(state=ReportState.FINALISED, is_public=True)
        evidence = evidence.filter(is_public=True)
    of_report: defaultdict[int | None, list[EvidenceItem]] = defaultdict(list)
    for one in evidence.select_related("file").order_by("id"):
        of_report[one.report_id].append(one)
    ordered = rows.order_by("-period_until", "-id")
    return [ReportRow(one, tuple(of_report[one.pk]), is_late(one)) for one in ordered]


def verification_queue(actor: Actor) -> list[QueuedReport]:
    """Reports that the actor may check, best evidenced first, then oldest. Four queries."""
    within = commitments_with(actor, Permission.OUTCOMES_VERIFY, "commitment__")
    rows = list(_loaded(ProgressReport.objects.filter(within, state__in=_TO_CHECK)))
    told = points_of({one.commitment_id: one.commitment for one in rows}.values())
    reporters = set(
        ProgressReport.objects.filter(
            commitment__in=list(told), reporter_key=actor.key
        ).values_list("commitment_id", flat=True)
    )
    queue = [
        QueuedReport(one, told[one.commitment_id], is_late(one), one.commitment_id in reporters)
        for one in rows
    ]
    return sorted(queue, key=lambda one: (-one.points.total, one.report.pk))


def reports_to_check(actor: Actor) -> int:
    """How many reports wait where the actor checks them. One query."""
    if not granted_scopes(actor, Permission.OUTCOMES_VERIFY):
        return 0
    within = commitments_with(actor, Permission.OUTCOMES_VERIFY, "commitment__")
    return ProgressReport.objects.filter(within, state=ReportState.SUBMITTED).count()


def is_late(report: ProgressReport, today: date | None = None) -> bool:
    """Whether a report came, or has not come by a day, over 30 days after its period.

    Args:
        today: asked of a draft; without it a draft is not called late.
    """
    day = today
    if report.submitted_at is not None:
        zone = ZoneInfo(report.commitment.edition.time_zone)
        day = report.submitted_at.astimezone(zone).date()
    return day is not None and day > report.period_until + REPORT_LATE_AFTER


def evidence_points(
    commitment: Commitment, evidence: Iterable[EvidenceItem] | None = None
) -> Points:
    """The points of the evidence for a commitment. At most two queries.

    Args:
        evidence: those that an assessment uses; all of the commitment's without them.
    """
    chosen = None if evidence is None else list(evidence)
    return points_of([commitment], chosen)[commitment.pk]


def points_of(
    commitments: Iterable[Commitment], evidence: list[EvidenceItem] | None = None
) -> dict[int, Points]:
    """The points of many commitments by primary key. Two queries."""
    told = {one.pk: one for one in commitments}
    items: defaultdict[int, list[EvidenceItem]] = defaultdict(list)
    rows = EvidenceItem.objects.filter(commitment__in=told) if evidence is None else evidence
    for item in rows:
        items[item.commitment_id].append(item)
    reports: defaultdict[int, list[ProgressReport]] = defaultdict(list)
    handed_in = ProgressReport.objects.filter(commitment__in=told, state__in=HANDED_IN)
    for report in handed_in.order_by("period_until", "id"):
        reports[report.commitment_id].append(report)
    return {pk: _points(told[pk], items[pk], reports[pk]) for pk in told}


def _points(
    commitment: Commitment, evidence: list[EvidenceItem], reports: list[ProgressReport]
) -> Points:
    shown = [Shown(one.kind, one.publisher, one.is_from_reporter) for one in evidence]
    # Two different bodies whose newest reports say the same.
    newest = {one.responsibility_id: one.progress for one in reports}
    confirms = len(newest) > 1 and len(set(newest.values())) == 1
    filled = _filled(commitment, reports[-1], bool(evidence)) if reports else 0.0
    return points(shown, both_sides_confirm=confirms, filled_share=filled)


def _filled(commitment: Commitment, report: ProgressReport, has_evidence: bool) -> float:
    """The share of the fields that this report needs, which it has."""
    needed = [
        bool(report.progress),
        bool(report.narrative),
        report.period_from is not None,
        has_evidence,
    ]
    if commitment.target_value is not None:
        needed.append(report.value is not None)
    if report.progress != ClaimedProgress.DONE:
        needed.append(bool(report.next_step))
    if report.progress in (ClaimedProgress.AT_RISK, ClaimedProgress.NOT_STARTED):
        needed.append(bool(report.obstacles))
    return sum(needed) / len(needed)


def _loaded(rows: QuerySet[ProgressReport]) -> QuerySet[ProgressReport]:
    return rows.select_related(
        "commitment__edition__series",
        "commitment__agreement",
        "responsibility__region",
        "responsibility__organisation",
    )
