"""What came of it, counted: by edition, strand and body, and editions beside each other.

Every commitment is counted in exactly one standing, so that the counts add up; the unknown is
one of them and never left out. An index leaves out what has no score and says how many it rests
on. Intentions are counted and not scored. Nothing of this is stored.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet

from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.following import row_flag, row_standing
from folkmoot.rooms.outcomes.queries.following_facts import NO_FACTS, Facts, Part, facts_of
from folkmoot.rooms.outcomes.terms.commitments import Closing, Completion
from folkmoot.rooms.outcomes.terms.method import (
    Flag,
    Index,
    Specificity,
    Standing,
    index,
    specificity,
)
from folkmoot.rooms.programme.models import Edition, Series, Strand
from folkmoot.rooms.registry.models import Organisation, Region

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of some commitments.

    Attributes:
        agreed: how many there are; the counts of ``standings`` add up to it.
        standings: every standing, also those with none.
        flags: of those still open, every flag.
        final, interim: of the parts of responsible bodies, without intentions.
        completions: of the newest published assessment of each part; "" is not assessed.
        not_assessed: commitments of which no part has a final score, intentions aside.
        no_evidence: commitments with a part of which assessors found no evidence.
        flagged: how many lack one of the four elements.
        repeated: how many promise again what was promised before.
    """

    agreed: int
    standings: Mapping[Standing, int]
    flags: Mapping[Flag, int]
    final: Index
    interim: Index
    completions: Mapping[str, int]
    not_assessed: int
    no_evidence: int
    intentions: int
    flagged: int
    carried: int
    repeated: int

    @property
    def done(self) -> int:
        """Done, by final score or closing."""
        return self.standings[Standing.DONE]

    @property
    def partly(self) -> int:
        """Partly done."""
        return self.standings[Standing.PARTLY]

    @property
    def not_done(self) -> int:
        """Not done, or against it."""
        return self.standings[Standing.NOT_DONE]

    @property
    def late(self) -> int:
        """Past the day, with a report and without a result."""
        return self.standings[Standing.LATE]

    @property
    def open(self) -> int:
        """Not due yet."""
        return self.standings[Standing.OPEN]

    @property
    def unknown(self) -> int:
        """Past the day, or not confirmed, and nobody says what became of it."""
        return self.standings[Standing.UNKNOWN]

    @property
    def ended(self) -> int:
        """Released, superseded or carried over."""
        return self.standings[Standing.ENDED]


@dataclass(frozen=True, slots=True)
class CohortRow:
    """What became of what one edition promised."""

    edition: Edition
    tally: Tally


@dataclass(frozen=True, slots=True)
class Cohort:
    """The editions of a series beside each other, oldest first, and all of them together."""

    rows: tuple[CohortRow, ...]
    total: Tally


@dataclass(frozen=True, slots=True)
class BodyTally:
    """What became of what one body answers for."""

    body: Region | Organisation
    tally: Tally


@dataclass(frozen=True, slots=True)
class StrandTally:
    """What became of a strand's commitments; ``strand`` is none for those of no strand."""

    strand: Strand | None
    tally: Tally


class Counted(NamedTuple):
    """One commitment as far as counting goes; ``parts`` are those that are counted of it."""

    edition: int
    strand: int | None
    state: str
    closing: str
    due_on: date
    elements: tuple[str, ...]
    is_repeated: bool
    facts: Facts
    parts: tuple[Part, ...]


def tally(commitments: QuerySet[Commitment], today: date) -> Tally:
    """What became of them all. Five queries."""
    return tally_of(_counted(commitments), today)


def tallies_by_edition(commitments: QuerySet[Commitment], today: date) -> dict[int, Tally]:
    """By the primary key of the edition; editions without commitments are left out.

    Five queries.
    """
    return _by(_counted(commitments), today, lambda one: one.edition)


def tallies_by_strand(commitments: QuerySet[Commitment], today: date) -> list[StrandTally]:
    """By strand, in the order of strands, those of no strand last. Six queries."""
    tallies = _by(_counted(commitments), today, lambda one: one.strand)
    strands = Strand.objects.filter(pk__in=[pk for pk in tallies if pk is not None])
    told = [StrandTally(one, tallies[one.pk]) for one in strands]
    if None in tallies:
        told.append(StrandTally(None, tallies[None]))
    return told


def tallies_by_body(commitments: QuerySet[Commitment], today: date) -> list[BodyTally]:
    """By body that leads or is co-responsible, most commitments first. Seven queries.

    A commitment of two bodies counts for both, so these do not add up to the whole; each is
    counted by its own score.
    """
    of_body: defaultdict[tuple[str, int], list[Counted]] = defaultdict(list)
    for one in _counted(commitments):
        for part in one.parts:
            key = (
                ("organisation", part.organisation)
                if part.organisation is not None
                else ("region", part.region or 0)
            )
            of_body[key].append(one._replace(parts=(part,)))
    bodies: dict[tuple[str, int], Region | Organisation] = {}
    models: tuple[tuple[str, Any], ...] = (("organisation", Organisation), ("region", Region))
    for kind, model in models:
        rows = model.objects.filter(pk__in=[pk for name, pk in of_body if name == kind])
        bodies |= {(kind, one.pk): one for one in rows}
    told = [BodyTally(bodies[key], tally_of(some, today)) for key, some in of_body.items()]
    return sorted(told, key=lambda one: (-one.tally.agreed, str(one.body)))


def cohort(series: Series, today: date, commitments: QuerySet[Commitment] | None = None) -> Cohort:
    """The cohort table of a series. Six queries, however many editions and commitments.

    Args:
        commitments: those the reader may see; what anyone may see without them. Editions
            without a commitment have a row of noughts where they are public.
    """
    rows = published_commitments() if commitments is None else commitments
    counted = _counted(rows.filter(edition__series=series))
    tallies = _by(counted, today, lambda one: one.edition)
    editions = Edition.objects.filter(series=series).order_by("starts_on", "ordinal", "pk")
    told = tuple(
        CohortRow(one, tallies.get(one.pk) or tally_of((), today))
        for one in editions
        if one.is_public or one.pk in tallies
    )
    return Cohort(told, tally_of(counted, today))


def tally_of(counted: Iterable[Counted], today: date) -> Tally:
    """The counts of loaded commitments. No query."""
    told = list(counted)
    standings: Counter[Standing] = Counter()
    flags: Counter[Flag] = Counter()
    completions: Counter[str] = Counter()
    kinds: Counter[Specificity] = Counter()
    finals: list[int | None] = []
    interims: list[int | None] = []
    not_assessed = no_evidence = carried = repeated = 0
    for one in told:
        kind = specificity(one.elements)
        kinds[kind] += 1
        score = _lowest(one.parts)
        standings[
            row_standing(one.state, one.closing, one.due_on, one.facts, today, score=score)
        ] += 1
        flags[row_flag(one.state, one.due_on, one.facts, today)] += 1
        carried += one.closing == Closing.CARRIED
        repeated += one.is_repeated
        newest = [part.final or part.interim for part in one.parts]
        completions.update(verdict.completion if verdict else "" for verdict in newest)
        no_evidence += any(
            verdict is not None and verdict.completion == Completion.NO_EVIDENCE
            for verdict in newest
        )
        if kind is Specificity.INTENTION:
            continue
        finals += [part.final.score if part.final else None for part in one.parts]
        interims += [part.interim.score if part.interim else None for part in one.parts]
        not_assessed += score is None
    return Tally(
        agreed=len(told),
        standings={one: standings[one] for one in Standing},
        flags={one: flags[one] for one in Flag},
        final=index(finals),
        interim=index(interims),
        completions={one: completions[one] for one in ("", *Completion.values)},
        not_assessed=not_assessed,
        no_evidence=no_evidence,
        intentions=kinds[Specificity.INTENTION],
        flagged=kinds[Specificity.FLAGGED],
        carried=carried,
        repeated=repeated,
    )


def _counted(commitments: QuerySet[Commitment]) -> list[Counted]:
    """Five queries."""
    facts = facts_of(commitments)
    rows = commitments.order_by("pk").values_list(
        "pk",
        "edition_id",
        "strand_id",
        "state",
        "closing",
        "due_on",
        "elements",
        "repeats_id",
    )
    told = []
    for pk, edition, strand, state, closing, due_on, elements, repeats in rows:
        known = facts.get(pk, NO_FACTS)
        told.append(
            Counted(
                edition,
                strand,
                state,
                closing,
                due_on,
                tuple(elements or ()),
                repeats is not None,
                known,
                known.parts,
            )
        )
    return told


def _by(counted: Iterable[Counted], today: date, key: Callable[[Counted], K]) -> dict[K, Tally]:
    groups: defaultdict[K, list[Counted]] = defaultdict(list)
    for one in counted:
        groups[key(one)].append(one)
    return {one: tally_of(some, today) for one, some in groups.items()}


def _lowest(parts: Iterable[Part]) -> int | None:
    scores = [one.final.score for one in parts if one.final and one.final.score is not None]
    return min(scores) if scores else None
