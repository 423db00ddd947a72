"""The text of a source cut into runs that know which proposals speak of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from folkmoot.rooms.evidence.models import Block
from folkmoot.rooms.evidence.queries.inbox import ShownProposal
from folkmoot.rooms.evidence.queries.review import SourceReview
from folkmoot.rooms.evidence.queries.segments import segments
from folkmoot.rooms.evidence.terms import BlockKind


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a proposal, or of one of its fields."""

    start: int
    end: int
    key: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class InboxRun:
    """Characters that lie in the words of the same proposals."""

    start: int
    text: str
    keys: str
    is_decided: bool


@dataclass(frozen=True, slots=True)
class InboxBlock:
    """A stretch of the text; ``page`` where a new page begins."""

    kind: str
    page: int | None
    runs: tuple[InboxRun, ...]


def blocks_of(review: SourceReview, proposals: Mapping[str, ShownProposal]) -> list[InboxBlock]:
    """The text in blocks and runs; proposals by the key of their card. No query.

    Fields cut runs of their own, so that the words of a single field can be lit up.
    """
    places = [
        Place(start, end, key, not one.is_waiting)
        for key, one in proposals.items()
        for start, end in {*one.spans, *(span for field in one.fields for span in field.spans)}
    ]
    found: list[InboxBlock] = []
    page = None
    for segment in segments(review.text, _blocks(review), places):
        number = segment.block.page if segment.block.page != page else None
        page = segment.block.page
        runs = tuple(
            InboxRun(
                run.start,
                run.text,
                " ".join(dict.fromkeys(place.key for place in run.passages)),
                bool(run.passages) and all(place.is_decided for place in run.passages),
            )
            for run in segment.runs
        )
        found.append(InboxBlock(segment.block.kind, number, runs))
    return found


def _blocks(review: SourceReview) -> tuple[Block, ...]:
    if review.blocks or not review.text:
        return review.blocks
    return (Block(source=review.source, kind=BlockKind.PARAGRAPH, start=0, end=len(review.text)),)
