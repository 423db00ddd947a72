"""What is known of many commitments at once: bodies, verdicts, reports, pauses. Four queries.

Lists, tallies and calendars are computed from these, so that a number and the list behind it
cannot differ, and no page costs more with more rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from folkmoot.rooms.outcomes.models import (
    Act,
    Assessment,
    Commitment,
    ProgressReport,
    Responsibility,
)
from folkmoot.rooms.outcomes.terms.agreements import ActKind
from folkmoot.rooms.outcomes.terms.commitments import (
    PAUSES_DUE_DATES,
    AssessmentState,
    PartyRole,
    Phase,
    ReportState,
)

# Reports that somebody handed in and nobody gave back.
HANDED_IN = (ReportState.SUBMITTED, ReportState.VERIFYING, ReportState.FINALISED)


class Verdict(NamedTuple):
    """A published assessment, as far as counting goes."""

    score: int | None
    completion: str
    confidence: str


class Part(NamedTuple):
    """One responsible body's part of a commitment, with what was published of it."""

    responsibility: int
    role: str
    organisation: int | None
    region: int | None
    interim: Verdict | None = None
    final: Verdict | None = None


class Reported(NamedTuple):
    """What the newest report that was handed in claims."""

    progress: str
    until: date
    state: str


@dataclass(frozen=True, slots=True)
class Pause:
    """From when due dates paused with their agreement; ``until`` is the day they went on."""

    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is computed from of one commitment.

    Attributes:
        parts: of bodies that lead or are co-responsible; beneficiaries answer for nothing.
    """

    parts: tuple[Part, ...] = ()
    reported: Reported | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def score(self) -> int | None:
        """The lowest published final score of its parts."""
        scores = [
            one.final.score for one in self.parts if one.final and one.final.score is not None
        ]
        return min(scores) if scores else None


NO_FACTS = Facts()


def facts_of(commitments: QuerySet[Commitment] | Iterable[int]) -> dict[int, Facts]:
    """The facts of commitments by primary key. Four queries, however many there are.

    Args:
        commitments: primary keys, or an unevaluated queryset, which stays a subquery.
    """
    within: Any = (
        commitments.order_by().values("pk")
        if isinstance(commitments, QuerySet)
        else list(commitments)
    )
    parts = _parts(within)
    reports = _reports(within)
    pauses = _pauses(within)
    return {
        pk: Facts(tuple(parts[pk]), reports.get(pk), pauses.get(pk, ()))
        for pk in {*parts, *reports, *pauses}
    }


def _parts(within: Any) -> Mapping[int, list[Part]]:
    rows = Responsibility.objects.filter(commitment__in=within).exclude(role=PartyRole.BENEFICIARY)
    verdicts: dict[tuple[int, str], Verdict] = {}
    published = Assessment.objects.filter(
        commitment__in=within, state=AssessmentState.PUBLISHED
    ).order_by("id")
    for responsibility, phase, score, completion, confidence in published.values_list(
        "responsibility_id", "phase", "score", "completion", "confidence"
    ):
        verdicts[responsibility, phase] = Verdict(score, completion, confidence)
    parts: defaultdict[int, list[Part]] = defaultdict(list)
    for commitment, pk, role, organisation, region in rows.order_by("id").values_list(
        "commitment_id", "pk", "role", "organisation_id", "region_id"
    ):
        parts[commitment].append(
            Part(
                pk,
                role,
                organisation,
                region,
                verdicts.get((pk, Phase.INTERIM)),
                verdicts.get((pk, Phase.FINAL)),
            )
        )
    return parts


def _reports(within: Any) -> dict[int, Reported]:
    rows = ProgressReport.objects.filter(commitment__in=within, state__in=HANDED_IN)
    ordered = rows.order_by("period_until", "id").values_list(
        "commitment_id", "progress", "period_until", "state"
    )
    # The last one of each stays.
    return {pk: Reported(progress, until, state) for pk, progress, until, state in ordered}


def _pauses(within: Any) -> dict[int, tuple[Pause, ...]]:
    """Of commitments whose agreement was suspended by an act that pauses due dates."""
    kinds = (ActKind.SUSPENSION, ActKind.RESUMPTION)
    rows = (
        Act.objects.filter(kind__in=kinds)
        .filter(Q(agreement__commitments__in=within))
        .order_by("id")
        .values_list(
            "agreement__commitments__pk", "pk", "kind", "done_on", "effective_on", "details"
        )
    )
    acts: defaultdict[int, list[tuple[str, date, bool]]] = defaultdict(list)
    for commitment, _pk, kind, done_on, effective_on, details in rows:
        pauses = bool((details or {}).get(PAUSES_DUE_DATES))
        acts[commitment].append((kind, effective_on or done_on, pauses))
    return {pk: made for pk, told in acts.items() if (made := pauses_from(told))}


def pauses_from(acts: Iterable[tuple[str, date, bool]]) -> tuple[Pause, ...]:
    """The pauses that suspensions and resumptions make.

    Args:
        acts: kind, day from which it counts, and whether a suspension pauses due dates.
    """
    pauses: list[Pause] = []
    since: date | None = None
    for kind, day, does_pause in sorted(acts, key=lambda one: one[1]):
        if kind == ActKind.SUSPENSION and since is None and does_pause:
            since = day
        elif kind == ActKind.RESUMPTION and since is not None:
            pauses.append(Pause(since, day))
            since = None
    if since is not None:
        pauses.append(Pause(since, None))
    return tuple(pauses)


def due_on_with_pauses(due_on: date, pauses: Iterable[Pause], today: date) -> date:
    """The due day, later by the days for which it has paused by today.

    A pause that begins after the day came moves nothing: it was late already.
    """
    for pause in pauses:
        if pause.since > min(due_on, today):
            continue
        until = today if pause.until is None else min(pause.until, today)
        due_on += until - pause.since
    return due_on


def is_paused(pauses: Iterable[Pause], due_on: date, today: date) -> bool:
    """Whether the due day of a commitment rests today; one that had come before does not."""
    return any(
        one.since <= today and (one.until is None or today < one.until) and one.since <= due_on
        for one in pauses
    )
