"""How commitments do today: flags, standings, due days; what an edition still has to talk about.

Nothing of this is stored. Days with an agreement that pauses them are later by its pause.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import Commitment, Milestone, Responsibility
from folkmoot.rooms.outcomes.queries.following_facts import (
    NO_FACTS,
    Facts,
    due_on_with_pauses,
    facts_of,
    is_paused,
)
from folkmoot.rooms.outcomes.terms.commitments import CommitmentState, PartyRole
from folkmoot.rooms.outcomes.terms.method import (
    Flag,
    Specificity,
    Standing,
    flag,
    specificity,
    standing,
)
from folkmoot.rooms.programme.models import Edition

OPEN_STATES = (CommitmentState.CONFIRMED, CommitmentState.ACTIVE, CommitmentState.CLAIMED)


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """One commitment in a list.

    Attributes:
        due_on: with pauses.
        progress: what its newest report claims; empty where nobody reported.
        score: the lowest published final score.
        lead: the body that leads, with region and organisation loaded.
    """

    commitment: Commitment
    lead: Responsibility | None
    bodies: tuple[Responsibility, ...]
    due_on: date
    flag: Flag
    standing: Standing
    specificity: Specificity
    progress: str
    reported_until: date | None
    score: int | None


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day for a calendar: of a commitment, or of a step on its way."""

    uid: str
    commitment: Commitment
    on: date
    title: str
    is_milestone: bool


def commitment_rows(commitments: Iterable[Commitment], today: date) -> list[CommitmentRow]:
    """Rows of a list, in its order. Five queries beside the list's own, however long it is."""
    told = list(commitments)
    facts = facts_of([one.pk for one in told])
    bodies: dict[int, list[Responsibility]] = {one.pk: [] for one in told}
    rows = Responsibility.objects.filter(commitment__in=bodies).select_related(
        "region", "organisation"
    )
    for body in rows.order_by("id"):
        bodies[body.commitment_id].append(body)
    return [_row(one, facts.get(one.pk, NO_FACTS), bodies[one.pk], today) for one in told]


def rows_flagged(rows: Iterable[CommitmentRow], *flags: Flag) -> list[CommitmentRow]:
    """Those with one of the flags. No query."""
    return [one for one in rows if one.flag in flags]


def open_before(edition: Edition, commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """What earlier editions of the series promised and is not closed: the agenda of this one.

    By due day. One query.

    Args:
        commitments: those the reader may see, such as ``published_commitments()``.
    """
    rows = commitments.filter(edition__series=edition.series_id, state__in=OPEN_STATES)
    if edition.starts_on is not None:
        earlier = Q(edition__starts_on__lt=edition.starts_on)
    else:
        earlier = Q(edition__ordinal__lt=edition.ordinal or 0)
    return rows.filter(earlier).order_by("due_on", "id")


def due_dates(commitments: Iterable[Commitment], today: date) -> list[DueDate]:
    """The days of open commitments and of their open steps, in order. Six queries at most.

    Titles are in the language that is on.
    """
    rows = [one for one in commitment_rows(commitments, today) if _is_open(one.commitment)]
    told = [
        DueDate(
            str(one.commitment.uid), one.commitment, one.due_on, shown(one.commitment.title), False
        )
        for one in rows
    ]
    by_pk = {one.commitment.pk: one.commitment for one in rows}
    steps = Milestone.objects.filter(commitment__in=by_pk, met_on__isnull=True)
    told += [
        DueDate(str(one.uid), by_pk[one.commitment_id], one.due_on, shown(one.title), True)
        for one in steps
    ]
    return sorted(told, key=lambda one: (one.on, one.uid))


def row_flag(state: str, due_on: date, facts: Facts, today: date) -> Flag:
    """The flag of one commitment from its facts."""
    return flag(
        state=state,
        due_on=due_on_with_pauses(due_on, facts.pauses, today),
        today=today,
        progress=facts.reported.progress if facts.reported else "",
        is_paused=is_paused(facts.pauses, due_on, today),
    )


def row_standing(
    state: str, closing: str, due_on: date, facts: Facts, today: date, *, score: int | None
) -> Standing:
    """Where one commitment is counted, from its facts."""
    return standing(
        state=state,
        closing=closing,
        due_on=due_on_with_pauses(due_on, facts.pauses, today),
        today=today,
        score=score,
        is_reported=facts.reported is not None,
    )


def _row(one: Commitment, facts: Facts, bodies: list[Responsibility], today: date) -> CommitmentRow:
    return CommitmentRow(
        commitment=one,
        lead=next((body for body in bodies if body.role == PartyRole.LEAD), None),
        bodies=tuple(bodies),
        due_on=due_on_with_pauses(one.due_on, facts.pauses, today),
        flag=row_flag(one.state, one.due_on, facts, today),
        standing=row_standing(one.state, one.closing, one.due_on, facts, today, score=facts.score),
        specificity=specificity(one.elements),
        progress=facts.reported.progress if facts.reported else "",
        reported_until=facts.reported.until if facts.reported else None,
        score=facts.score,
    )


def _is_open(commitment: Commitment) -> bool:
    return commitment.state in OPEN_STATES
