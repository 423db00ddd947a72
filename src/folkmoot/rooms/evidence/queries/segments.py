"""A source's text cut into runs that a template can highlight and anchor."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar


class Spanned(Protocol):
    """Anything with character offsets, half-open."""

    @property
    def start(self) -> int:
        """The first character."""
        ...

    @property
    def end(self) -> int:
        """The character after the last."""
        ...


B = TypeVar("B", bound=Spanned)
P = TypeVar("P", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Run(Generic[P]):
    """Characters that lie in the same passages.

    ``opens`` are the passages whose anchor belongs here: the first run that shows them.
    """

    start: int
    end: int
    text: str
    passages: tuple[P, ...]
    opens: tuple[P, ...]


@dataclass(frozen=True, slots=True)
class Segment(Generic[B, P]):
    """One block with its runs, in order and without gaps."""

    block: B
    runs: tuple[Run[P], ...]


def segments(text: str, blocks: Iterable[B], passages: Iterable[P]) -> list[Segment[B, P]]:
    """Split each block where a passage begins or ends. Pure; passages may overlap.

    A passage over several blocks is in the runs of each, and opens in the first. The runs
    of a block joined are its text; one that no passage touches is one run.
    """
    ordered = sorted(passages, key=lambda passage: (passage.start, -passage.end))
    found: list[Segment[B, P]] = []
    active: list[P] = []
    opened: set[int] = set()
    upcoming = 0
    for block in sorted(blocks, key=lambda block: block.start):
        while upcoming < len(ordered) and ordered[upcoming].start < block.end:
            active.append(ordered[upcoming])
            upcoming += 1
        active = [passage for passage in active if passage.end > block.start]
        runs = tuple(_runs(text, block, active, opened))
        found.append(Segment(block, runs))
    return found


def _runs(text: str, block: Spanned, passages: Sequence[P], opened: set[int]) -> Iterator[Run[P]]:
    cuts = {block.start, block.end}
    for passage in passages:
        cuts.update(cut for cut in (passage.start, passage.end) if block.start < cut < block.end)
    ends = sorted(cuts)
    for start, end in pairwise(ends):
        covering = tuple(one for one in passages if one.start < end and one.end > start)
        opens = tuple(one for one in covering if id(one) not in opened)
        opened.update(id(one) for one in opens)
        yield Run(start, end, text[start:end], covering, opens)
