"""Things of a text by where they stand, found without looking at all of them."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, TypeVar

from folkmoot.engines.extraction.terms import Span

Thing = TypeVar("Thing")


class SpanIndex(Generic[Thing]):
    """Answers what overlaps a span, in the order in which the things were given."""

    def __init__(self, things: Iterable[tuple[Span, Thing]]) -> None:
        placed = [(span.start, span.end, order, one) for order, (span, one) in enumerate(things)]
        placed.sort(key=lambda each: each[:3])
        self._placed = placed
        self._starts = [start for start, *_ in placed]
        # How far those that begin up to here reach.
        self._reach: list[int] = []
        furthest = 0
        for _, end, *_ in placed:
            furthest = max(furthest, end)
            self._reach.append(furthest)

    def overlapping(self, span: Span) -> list[Thing]:
        """The things whose span shares a character with this one."""
        found = []
        at = bisect_left(self._starts, span.end) - 1
        while at >= 0 and self._reach[at] > span.start:
            _, end, order, one = self._placed[at]
            if end > span.start:
                found.append((order, one))
            at -= 1
        found.sort(key=lambda each: each[0])
        return [one for _, one in found]
