"""Figures that somebody claims, and where sources disagree about one of them.

Nothing is averaged or preferred: every claim stays beside the others with who says it,
when, and the passage that says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import VISITOR, Actor
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Claim
from folkmoot.rooms.evidence.queries.attribution import (
    Attribution,
    about_of,
    attribution_of,
    with_attribution,
)
from folkmoot.rooms.evidence.queries.cards import CitedPassage, SourceCard, card_of
from folkmoot.rooms.evidence.queries.citations import citations_of, matching_refs


@dataclass(frozen=True, slots=True)
class ClaimedFigure:
    """One claim: a figure as one source states it."""

    ref: RecordRef
    kind: str
    value: Decimal | None
    comparator: str
    unit: Multilingual
    currency: str
    measure: str
    subject: Multilingual
    scope: Multilingual
    period: str
    status: str
    needs_review: bool
    by: Attribution
    source: SourceCard
    about: RecordRef | None
    passages: tuple[CitedPassage, ...] = ()

    @property
    def stated(self) -> tuple[Decimal | None, str, str]:
        """What is compared between sources: value, comparator, currency."""
        return self.value, self.comparator, self.currency


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Different figures from different sources for one thing of one state.

    "About 18 expected" and "over 100 signed" have two states and do not disagree.
    """

    about: RecordRef
    measure: str
    status: str
    period: str
    figures: tuple[ClaimedFigure, ...]

    @property
    def subject(self) -> Multilingual:
        """What is counted, as the earliest source words it."""
        return self.figures[0].subject


def claims_about(
    refs: Iterable[RecordRef], *, actor: Actor = VISITOR
) -> dict[RecordRef, tuple[ClaimedFigure, ...]]:
    """The figures claimed about each of the records, earliest source first.

    Two queries for any number of records, none for no record.
    """
    condition = matching_refs(refs, "about_kind", "about_uid")
    if condition is None:
        return {}
    found: dict[RecordRef, list[ClaimedFigure]] = {}
    for figure in _figures(condition, actor):
        if figure.about is not None:
            found.setdefault(figure.about, []).append(figure)
    return {about: tuple(figures) for about, figures in found.items()}


def claimed_figures(
    *,
    actor: Actor = VISITOR,
    measure: str = "",
    about: Iterable[RecordRef] | None = None,
    speaker_uid: str = "",
    source_uid: str = "",
    needs_review: bool | None = None,
    limit: int = 200,
    offset: int = 0,
) -> list[ClaimedFigure]:
    """Claims that fit every given filter, earliest source first. Two queries."""
    condition = Q()
    if about is not None:
        pointing = matching_refs(about, "about_kind", "about_uid")
        if pointing is None:
            return []
        condition &= pointing
    exact: dict[str, Any] = {
        "measure": measure, "speaker__uid": speaker_uid, "source__uid": source_uid,
    }  # fmt: skip
    condition &= Q(**{name: value for name, value in exact.items() if value})
    if needs_review is not None:
        condition &= Q(needs_review=needs_review)
    return _figures(condition, actor, slice(offset, offset + limit))


def measures(*, actor: Actor = VISITOR) -> list[str]:
    """The measures that claims use, for filters. One query."""
    rows = Claim.objects.filter(policies.readable(actor, "source__")).exclude(measure="")
    return list(rows.values_list("measure", flat=True).distinct().order_by("measure"))


def disagreements(figures: Iterable[ClaimedFigure]) -> list[Disagreement]:
    """Where sources state different figures for one thing. Pure: no query.

    One thing is one measure of one record in one state, period and scope. A source that
    differs only from itself is no disagreement.
    """
    groups: dict[tuple[RecordRef, str, str, str, str], list[ClaimedFigure]] = {}
    for figure in figures:
        if figure.about is None or not figure.measure or figure.value is None:
            continue
        scope = figure.scope.pick(("en",))[1].casefold()
        key = figure.about, figure.measure, figure.status, figure.period, scope
        groups.setdefault(key, []).append(figure)
    return [
        Disagreement(about, measure, status, period, tuple(group))
        for (about, measure, status, period, _), group in groups.items()
        if _differ_between_sources(group)
    ]


def disagreements_about(refs: Iterable[RecordRef], *, actor: Actor = VISITOR) -> list[Disagreement]:
    """Where sources disagree about any of the records. Two queries."""
    by_record = claims_about(refs, actor=actor)
    return disagreements(figure for figures in by_record.values() for figure in figures)


def figures_where(
    condition: Q, *, actor: Actor = VISITOR, limit: int, offset: int = 0
) -> tuple[list[ClaimedFigure], int]:
    """A page of the claims that fit a condition on :class:`Claim`, and how many fit. Three queries."""
    count = Claim.objects.filter(condition, policies.readable(actor, "source__")).count()
    return _figures(condition, actor, slice(offset, offset + limit)), count


def _differ_between_sources(group: list[ClaimedFigure]) -> bool:
    said: dict[str, set[tuple[Decimal | None, str, str]]] = {}
    for figure in group:
        said.setdefault(figure.source.uid, set()).add(figure.stated)
    first, *others = said.values()
    return any(other != first for other in others)


def _figures(condition: Q, actor: Actor, part: slice | None = None) -> list[ClaimedFigure]:
    rows = Claim.objects.filter(condition, policies.readable(actor, "source__"))
    ordered = with_attribution(rows).order_by("source__published", "source_id", "id")
    figures = [_figure(row) for row in (ordered if part is None else ordered[part])]
    cited = citations_of((figure.ref for figure in figures), fields=["value"], actor=actor)
    return [replace(figure, passages=cited.get((figure.ref, "value"), ())) for figure in figures]


def _figure(row: Claim) -> ClaimedFigure:
    return ClaimedFigure(
        ref=row.ref,
        kind=row.kind,
        value=row.plain_value,
        comparator=row.comparator,
        unit=row.unit,
        currency=row.currency,
        measure=row.measure,
        subject=row.subject,
        scope=row.scope,
        period=row.period,
        status=row.status,
        needs_review=row.needs_review,
        by=attribution_of(row),
        source=card_of(row.source),
        about=about_of(row),
    )
