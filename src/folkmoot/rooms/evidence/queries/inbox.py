"""The inbox: sources with what they propose, waiting for somebody to decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import get_language

from folkmoot.engines.extraction.rules import explained
from folkmoot.engines.values.spelling import search_text
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Decision, IngestItem, Proposal, ProposalRun, Source
from folkmoot.rooms.evidence.queries.cards import CARD_FIELDS, SourceCard, card_of
from folkmoot.rooms.evidence.queries.describing import (
    Candidates,
    LinkCandidate,
    abouts,
    candidates_for,
)
from folkmoot.rooms.evidence.queries.review import supported_by
from folkmoot.rooms.evidence.terms import (
    FIELD_LABELS,
    ProposalState,
    ProposedKind,
    RunState,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which sources to list; an empty field does not filter.

    ``state`` is "waiting" (something waits), "done" (everything is decided), "failed"
    (proposing failed) or "running"; ``kind`` asks for sources with a waiting proposal of it;
    ``run`` is the identity of the run that brought them in.
    """

    words: str = ""
    kind: str = ""
    state: str = ""
    language: str = ""
    min_confidence: float = 0.0
    run: UUID | None = None


@dataclass(frozen=True, slots=True)
class InboxSource:
    """A source with how many of its proposals stand where.

    Attributes:
        waiting: waiting proposals by kind.
        run_state: of :class:`RunState`; empty when nobody asked for proposals.
        error: why proposing failed, as a sentence or code.
    """

    card: SourceCard
    waiting: Mapping[str, int]
    decided: int
    run_state: str
    error: str
    proposed_at: datetime | None

    @property
    def waiting_total(self) -> int:
        """How many proposals wait, of all kinds."""
        return sum(self.waiting.values())


@dataclass(frozen=True, slots=True)
class InboxSummary:
    """A page of sources, how many fit, and all that waits by kind."""

    sources: tuple[InboxSource, ...]
    total: int
    waiting: Mapping[str, int]
    in_queue: int


@dataclass(frozen=True, slots=True)
class ProposedField:
    """One field: its value as the engine read it and the exact words.

    ``value`` is JSON: a text, a number, or a list of texts with one span each.
    """

    name: str
    label: str
    value: Any
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """The last decision on a proposal."""

    uid: str
    verdict: str
    verdict_label: str
    reviewer: str
    reason: str
    at: datetime
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """A proposal with everything a reviewer needs to decide.

    Attributes:
        rules: why it was proposed, in plain words, the deciding rule first.
        warnings: doubts, in plain words.
        candidates: the records it may mean, best first; a strong one is linked by default.
        field_candidates: the same for fields that name a person or body.
        about: the edition it will belong to by default.
        record: what it became; ``record_label`` is empty when that was removed.
    """

    uid: str
    version: int
    source_uid: str
    kind: str
    kind_label: str
    state: str
    fields: tuple[ProposedField, ...]
    spans: tuple[tuple[int, int], ...]
    rules: tuple[str, ...]
    confidence: float
    origin: str
    warnings: tuple[str, ...]
    candidates: tuple[LinkCandidate, ...] = ()
    field_candidates: Mapping[str, tuple[LinkCandidate, ...]] = field(default_factory=dict)
    about: RecordRef | None = None
    about_label: str = ""
    record: RecordRef | None = None
    record_label: str = ""
    merged_into: str = ""
    decision: ShownDecision | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to decide."""
        return self.state == ProposalState.WAITING

    @property
    def link(self) -> LinkCandidate | None:
        """The record that accepting links to by default."""
        return next((one for one in self.candidates if one.is_strong), None)


_EVERY = InboxFilter()
_DECIDED = (ProposalState.ACCEPTED, ProposalState.REFUSED, ProposalState.MERGED)


def inbox_summary(
    actor: Actor, wanted: InboxFilter = _EVERY, *, limit: int = 50, offset: int = 0
) -> InboxSummary:
    """A page of the sources that were asked for proposals, those with work first. Six queries.

    Raises:
        NotAllowed: the actor may not review.
    """
    policies.require_review(actor)
    sources = Source.objects.filter(proposal_run__isnull=False)
    fitting = sources.filter(_condition(wanted))
    rows = list(
        fitting.only(*CARD_FIELDS)
        .annotate(
            waits=Count("proposals", filter=Q(proposals__state=ProposalState.WAITING)),
            decided=Count("proposals", filter=Q(proposals__state__in=_DECIDED)),
            newest=Max("proposal_run__requested_at"),
        )
        .order_by("-newest", "-id")[offset : offset + limit]
    )
    counted = _counted(Proposal.objects.filter(source__in=[row.pk for row in rows]))
    runs = {run.source_id: run for run in ProposalRun.objects.filter(source__in=rows)}
    by_kind = Proposal.objects.filter(state=ProposalState.WAITING).values_list("kind")
    return InboxSummary(
        sources=tuple(
            _inbox_source(row, counted.get(row.pk, {}), runs.get(row.pk)) for row in rows
        ),
        total=fitting.count(),
        waiting=dict(by_kind.annotate(Count("id")).order_by("kind")),
        in_queue=ProposalRun.objects.filter(state__in=(RunState.WAITING, RunState.RUNNING)).count(),
    )


def proposals_of(
    source: Source, actor: Actor, *, with_stale: bool = False
) -> tuple[ShownProposal, ...]:
    """What a source proposes, in the order of the text, decided ones among them.

    At most sixteen queries, however many proposals there are.

    Raises:
        NotAllowed: the actor may not review.
    """
    policies.require_review(actor)
    rows = Proposal.objects.filter(source=source)
    if not with_stale:
        rows = rows.exclude(state=ProposalState.STALE)
    return _shown(rows.order_by("first_start", "id"))


def proposal_for_review(uid: str, actor: Actor) -> ShownProposal:
    """One proposal as :func:`proposals_of` shows it. At most sixteen queries.

    Raises:
        NotAllowed: the actor may not review.
        NotFound: there is no such proposal.
    """
    policies.require_review(actor)
    shown = _shown(Proposal.objects.filter(uid=uid))
    if not shown:
        raise NotFound
    return shown[0]


def next_waiting(actor: Actor, after: str = "", *, source_uid: str = "") -> ShownProposal | None:
    """The waiting proposal after another one: in its source first, then in the next source.

    After the last comes the first again, so that what was passed over is met once more.

    Args:
        after: identity of a proposal, decided or not; empty for the very first.
        source_uid: look only in this source.

    Raises:
        NotAllowed: the actor may not review.
    """
    policies.require_review(actor)
    waiting = Proposal.objects.filter(state=ProposalState.WAITING)
    if source_uid:
        waiting = waiting.filter(source__uid=source_uid)
    waiting = waiting.order_by("source_id", "first_start", "id")
    before = Proposal.objects.filter(uid=after).first() if after else None
    chosen: Proposal | None = None
    if before is not None:
        waiting = waiting.exclude(pk=before.pk)
        here = Q(source=before.source_id)
        chosen = waiting.filter(
            (here & Q(first_start__gt=before.first_start))
            | (here & Q(first_start=before.first_start, pk__gt=before.pk))
            | Q(source__gt=before.source_id)
        ).first()
    chosen = chosen or waiting.first()
    return None if chosen is None else _shown(Proposal.objects.filter(pk=chosen.pk))[0]


def _shown(rows: QuerySet[Proposal]) -> tuple[ShownProposal, ...]:
    proposals = list(
        rows.select_related("source", "merged_into").defer("source__text", "source__summary")
    )
    about = abouts({one.source_id for one in proposals})
    candidates = candidates_for(
        (one for one in proposals if one.state == ProposalState.WAITING), about=about
    )
    decisions = {
        one.proposal_id: one
        for one in Decision.objects.filter(proposal__in=proposals).order_by("id")
    }
    records = {ref for one in proposals if (ref := record_of(one))}
    labels = supported_by(records | set(about.values()))
    return tuple(
        _shown_one(
            one,
            candidates.get(one.pk, Candidates()),
            about.get(one.source_id),
            labels,
            decisions.get(one.pk),
        )
        for one in proposals
    )


def record_of(proposal: Proposal) -> RecordRef | None:
    """What a proposal became."""
    if not proposal.record_uid:
        return None
    return RecordRef(proposal.record_kind, str(proposal.record_uid))


def _shown_one(
    row: Proposal,
    candidates: Candidates,
    about: RecordRef | None,
    labels: Mapping[RecordRef, str],
    decision: Decision | None,
) -> ShownProposal:
    language = get_language() or "en"
    record = record_of(row)
    return ShownProposal(
        uid=str(row.uid),
        version=row.version,
        source_uid=str(row.source.uid),
        kind=row.kind,
        kind_label=str(ProposedKind(row.kind).label),
        state=row.state,
        fields=tuple(_field(name, row.fields[name]) for name in _in_order(row.fields)),
        spans=_pairs(row.spans),
        rules=tuple(explained(rule, language) for rule in row.rules),
        confidence=row.confidence,
        origin=row.origin,
        warnings=tuple(explained(warning, language) for warning in row.warnings),
        candidates=candidates.record,
        field_candidates=candidates.fields,
        about=about if row.kind != ProposedKind.EDITION else None,
        about_label=labels.get(about, "") if about else "",
        record=record,
        record_label=labels.get(record, "") if record else "",
        merged_into=str(row.merged_into.uid) if row.merged_into else "",
        decision=_decision(decision) if decision else None,
    )


def _in_order(fields: Mapping[str, Any]) -> list[str]:
    """The names of fields as people read them; databases keep them in an order of their own."""
    places = {name: place for place, name in enumerate(FIELD_LABELS)}
    return sorted(fields, key=lambda name: (places.get(name, len(places)), name))


def _field(name: str, told: Mapping[str, Any]) -> ProposedField:
    label = str(FIELD_LABELS.get(name, name))
    return ProposedField(name, label, told["value"], told["text"], _pairs(told["spans"]))


def _decision(row: Decision) -> ShownDecision:
    return ShownDecision(
        uid=str(row.uid),
        verdict=row.verdict,
        verdict_label=str(Verdict(row.verdict).label),
        reviewer=row.reviewer_label,
        reason=row.reason,
        at=row.at,
        left=tuple(str(FIELD_LABELS.get(name, name)) for name in row.left),
    )


def _pairs(spans: Iterable[Iterable[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in spans)


def _counted(rows: QuerySet[Proposal]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    waiting = rows.filter(state=ProposalState.WAITING).values_list("source_id", "kind")
    for source, kind, count in waiting.annotate(Count("id")).order_by("source_id", "kind"):
        found.setdefault(source, {})[kind] = count
    return found


def _inbox_source(row: Any, waiting: Mapping[str, int], run: ProposalRun | None) -> InboxSource:
    return InboxSource(
        card=card_of(row),
        waiting=waiting,
        decided=row.decided,
        run_state=run.state if run else "",
        error=run.error if run else "",
        proposed_at=run.proposed_at if run else None,
    )


def _condition(wanted: InboxFilter) -> Q:
    condition = Q()
    waiting = Proposal.objects.filter(
        state=ProposalState.WAITING, confidence__gte=wanted.min_confidence
    )
    for word in search_text(wanted.words).split():
        found = SearchEntry.objects.filter(kind="evidence.source", search_text__contains=word)
        condition &= Q(uid__in=found.values("uid"))
    if wanted.run:
        brought = IngestItem.objects.filter(run__uid=wanted.run, source__isnull=False)
        condition &= Q(pk__in=brought.values("source"))
    if wanted.language:
        condition &= Q(language=wanted.language)
    if wanted.kind or wanted.min_confidence:
        fitting = waiting.filter(kind=wanted.kind) if wanted.kind else waiting
        condition &= Q(pk__in=fitting.values("source"))
    if wanted.state == "waiting":
        condition &= Q(pk__in=waiting.values("source"))
    elif wanted.state == "done":
        condition &= Q(proposal_run__state=RunState.DONE) & ~Q(pk__in=waiting.values("source"))
    elif wanted.state == "failed":
        condition &= Q(proposal_run__state=RunState.FAILED)
    elif wanted.state == "running":
        condition &= Q(proposal_run__state__in=(RunState.WAITING, RunState.RUNNING))
    return condition
