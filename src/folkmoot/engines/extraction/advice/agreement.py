"""A model's proposals joined with those of the rules.

The rules' proposals stay as they are; one that the model also found is marked so. What the
model alone found follows as proposals of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from folkmoot.engines.extraction.terms import Proposal, ProposalKind, Span

AGREES: Final = "model-agrees"
_EVENTS: Final = frozenset({ProposalKind.SESSION, ProposalKind.SIDE_EVENT})
_WORKS: Final = frozenset({ProposalKind.PROJECT, ProposalKind.PROGRAMME, ProposalKind.PRACTICE})


def joined(ruled: Sequence[Proposal], advised: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """All proposals in the order of the text, none twice."""
    ours = list(ruled)
    alone: list[Proposal] = []
    for proposal in advised:
        if (at := _same_as(proposal, ours)) is not None:
            ours[at] = _agreed(ours[at], proposal)
        elif _same_as(proposal, alone) is None:
            alone.append(proposal)
    return tuple(sorted([*ours, *alone], key=lambda one: (one.spans[0], one.kind)))


def _agreed(ours: Proposal, theirs: Proposal) -> Proposal:
    if AGREES in ours.rules:
        return ours
    return replace(ours, rules=(*ours.rules, AGREES), origin=f"{ours.origin} + {theirs.origin}")


def _same_as(proposal: Proposal, others: Sequence[Proposal]) -> int | None:
    """The index of a proposal of the same sort about mostly the same words."""
    for at, other in enumerate(others):
        if _sort(other.kind) == _sort(proposal.kind) and _share_words(other.spans, proposal.spans):
            return at
    return None


def _sort(kind: ProposalKind) -> frozenset[ProposalKind]:
    for sort in (_EVENTS, _WORKS):
        if kind in sort:
            return sort
    return frozenset({kind})


def _share_words(ones: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(
        _shared(one, other) * 2 >= min(_long(one), _long(other)) for one in ones for other in others
    )


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _long(span: Span) -> int:
    return span.end - span.start
