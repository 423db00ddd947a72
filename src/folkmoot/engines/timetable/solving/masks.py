"""Sets of minutes as whole numbers: bit n stands for the n-th minute of the forum.

A week has 10,080 minutes, and Python joins such numbers in a tenth of a microsecond or two.
"""

from collections.abc import Iterable, Iterator


def between(first: int, last: int, width: int) -> int:
    """Minutes from ``first`` until before ``last``, cut to the forum's."""
    first, last = max(first, 0), min(last, width)
    return ((1 << (last - first)) - 1) << first if first < last else 0


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """The runs of set bits, each from its first minute until after its last, in order."""
    at = 0
    while mask:
        empty = (mask & -mask).bit_length() - 1
        mask >>= empty
        at += empty
        full = (~mask & (mask + 1)).bit_length() - 1
        yield at, at + full
        mask >>= full
        at += full


def minutes(mask: int) -> Iterator[int]:
    """Every minute of a set, in order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def first(mask: int) -> int:
    """The first minute of a set that is not empty."""
    return (mask & -mask).bit_length() - 1


def union(masks: Iterable[int]) -> int:
    """What lies in any of them."""
    found = 0
    for mask in masks:
        found |= mask
    return found


def levels(spans: Iterable[tuple[int, int, int]], within: int, width: int) -> list[tuple[int, int]]:
    """The minutes of a set by what they cost, cheapest first.

    ``spans`` are first minute, minute after the last, and points; points add up where spans meet.
    """
    changes: dict[int, int] = {0: 0}
    for start, end, points in spans:
        start, end = max(start, 0), min(end, width)
        if start < end:
            changes[start] = changes.get(start, 0) + points
            changes[end] = changes.get(end, 0) - points
    edges = sorted(changes)
    found: dict[int, int] = {}
    cost = 0
    for edge, after in zip(edges, [*edges[1:], width], strict=True):
        cost += changes[edge]
        part = within & between(edge, after, width)
        if part:
            found[cost] = found.get(cost, 0) | part
    return sorted(found.items())
