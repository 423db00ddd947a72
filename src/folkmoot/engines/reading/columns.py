"""Columns of a printed page, told from the boxes of its lines.

A PDF lists its words in the order in which a program drew them. Most programs draw column by
column; some draw row by row, and then sentences of neighbouring columns are mixed. Here it is
told whether a page has columns of prose and whether they were drawn one after the other.
Tables look alike: their cells are short or narrow, and they are left as they are.

Lengths are in points, the origin is at the bottom left, as in PDF.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

# A column has at least so many lines, and this share of the width of the printed area.
_LEAST_LINES: Final = 5
_LEAST_WIDTH: Final = 0.18
# Half of the lines of prose fill this share of their column; cells of a table rarely do.
_PROSE_FILL: Final = 0.6
_TABLE_FILL: Final = 0.4
_EDGE_GRID: Final = 3.0
_MOST_GUTTERS: Final = 3
_MOST_BANDS: Final = 40
# A page of a book has a hundred boxes; what has more is a drawing or a table.
_MOST_BOXES: Final = 3_000


@dataclass(frozen=True, slots=True)
class Box:
    """Where a run of words stands on its page."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Its height above the foot of the page."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a page.

    Attributes:
        regions: what to read one after the other; empty when the page may be read as drawn.
        is_doubtful: there are columns, drawn row by row, that may as well be a table.
    """

    regions: tuple[Box, ...] = ()
    is_doubtful: bool = False


AS_DRAWN: Final = Layout()


def layout_of(boxes: Sequence[Box]) -> Layout:
    """How a page with these boxes, given in the order of drawing, is to be read."""
    lines = [box for box in boxes if box.right > box.left and box.top > box.bottom]
    if not 2 * _LEAST_LINES <= len(lines) <= _MOST_BOXES:
        return AS_DRAWN
    gutters = _gutters(lines)
    if not gutters:
        return AS_DRAWN
    bands = list(_bands(lines, gutters))
    if not any(_is_mixed(lines, band, gutters) for band in bands):
        return AS_DRAWN
    fill = min(_fills(lines, bands, gutters), default=0.0)
    if fill < _TABLE_FILL:
        return AS_DRAWN
    if fill < _PROSE_FILL or len(bands) > _MOST_BANDS:
        return Layout(is_doubtful=True)
    return Layout(regions=tuple(_regions(lines, bands, gutters)))


def _gutters(lines: Sequence[Box]) -> list[float]:
    """The left edges of the second and further columns, each a little to the left of its words."""
    left, right = min(box.left for box in lines), max(box.right for box in lines)
    least = (right - left) * _LEAST_WIDTH
    edges = Counter(round(box.left / _EDGE_GRID) for box in lines)
    scored = []
    for edge in edges:
        # Letters begin a little apart, so one edge may lie on two steps of the grid.
        count = edges[edge] + edges[edge + 1]
        if count < _LEAST_LINES or not left + least < edge * _EDGE_GRID < right - least:
            continue
        at = (edge - 1) * _EDGE_GRID
        score = _lines_beside(lines, at)
        if score:
            scored.append((score, at))
    chosen: list[float] = []
    for _, at in sorted(scored, key=lambda one: (-one[0], one[1])):
        if all(abs(at - other) >= least for other in chosen) and len(chosen) < _MOST_GUTTERS:
            chosen.append(at)
    return sorted(chosen)


def _lines_beside(lines: Sequence[Box], gutter: float) -> int:
    """How many lines stand on both sides of the gutter where nothing crosses it."""
    return sum(
        min(before, after)
        for before, after in (
            (
                sum(box.right <= gutter for box in _within(lines, band)),
                sum(box.left >= gutter for box in _within(lines, band)),
            )
            for band in _bands(lines, [gutter])
        )
        if min(before, after) >= _LEAST_LINES
    )


def _crosses(box: Box, gutters: Sequence[float]) -> bool:
    return any(box.left < gutter < box.right for gutter in gutters)


def _bands(lines: Sequence[Box], gutters: Sequence[float]) -> Iterator[tuple[float, float]]:
    """Parts of the page from top to bottom, as (bottom, top): between what crosses a gutter."""
    edge, wide_until = float("inf"), float("inf")
    previous_wide: bool | None = None
    for box in sorted(lines, key=lambda one: -one.middle):
        wide = _crosses(box, gutters)
        if previous_wide is not None and wide != previous_wide:
            cut = (wide_until + box.middle) / 2
            yield cut, edge
            edge = cut
        previous_wide, wide_until = wide, box.middle
    yield float("-inf"), edge


def _within(lines: Sequence[Box], band: tuple[float, float]) -> list[Box]:
    return [box for box in lines if band[0] < box.middle <= band[1]]


def _column(box: Box, gutters: Sequence[float]) -> int:
    return sum(box.left >= gutter for gutter in gutters)


def _is_mixed(lines: Sequence[Box], band: tuple[float, float], gutters: Sequence[float]) -> bool:
    """Whether the drawing goes to and fro between the columns of a band."""
    within = _within(lines, band)
    if any(_crosses(box, gutters) for box in within):
        return False
    columns = [_column(box, gutters) for box in within]
    sizes = Counter(columns)
    if len(sizes) < 2 or sorted(sizes.values())[-2] < _LEAST_LINES:
        return False
    changes = sum(one != other for one, other in pairwise(columns))
    return changes > len(gutters) + len(columns) // 5


def _fills(
    lines: Sequence[Box], bands: Sequence[tuple[float, float]], gutters: Sequence[float]
) -> Iterator[float]:
    """For each column, which share of its width half of its lines reach."""
    narrow = [
        box for band in bands if _is_mixed(lines, band, gutters) for box in _within(lines, band)
    ]
    for column in range(len(gutters) + 1):
        own = [box for box in narrow if _column(box, gutters) == column]
        if not own:
            continue
        start = min(box.left for box in own)
        end = gutters[column] if column < len(gutters) else max(box.right for box in own)
        rows = Counter[int]()
        for box in own:
            rows[round(box.middle)] += round(box.right - box.left)
        yield median(rows.values()) / max(1.0, end - start)


def _regions(
    lines: Sequence[Box], bands: Sequence[tuple[float, float]], gutters: Sequence[float]
) -> Iterator[Box]:
    page_left = min(box.left for box in lines) - 1
    page_right = max(box.right for box in lines) + 1
    lowest = min(box.bottom for box in lines) - 1
    highest = max(box.top for box in lines) + 1
    edges = [page_left, *gutters, page_right]
    for bottom, top in bands:
        bottom, top = max(bottom, lowest), min(top, highest)
        if _is_mixed(lines, (bottom, top), gutters):
            for left, right in pairwise(edges):
                yield Box(left, bottom, right, top)
        else:
            yield Box(page_left, bottom, page_right, top)
