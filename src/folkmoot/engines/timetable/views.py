"""How a timetable reads: by day, as a grid of columns and times, and by the clock.

Pure functions over plain values. Moments are aware; days are those of a zone the caller
names, because one programme may run in several. Spans are half-open.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Slot:
    """One session as the views need it; ``columns`` are its halls, several for a bridge."""

    key: str
    starts_at: datetime
    ends_at: datetime
    columns: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A session on one day. ``is_continued``: it began on an earlier day."""

    key: str
    is_continued: bool


@dataclass(frozen=True, slots=True)
class GridCell:
    """One table cell: a session, or nothing (``key`` is ``None``).

    Attributes:
        rows: how many rows of time it spans.
        began_before: the session began before the first row of the grid.
        goes_on: the session goes on after the last row of the grid.
    """

    column: str
    lane: int
    key: str | None
    rows: int = 1
    began_before: bool = False
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """The cells that begin at one moment; columns reached from above by a span are left out."""

    starts_at: datetime
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A hall with as many lanes side by side as it has sessions at one time."""

    key: str
    lanes: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A day as a table: columns of halls, rows of time. Empty if nothing has a hall."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class NowAndNext:
    """What runs at a moment, and what begins next: all that start at the same next moment."""

    now: tuple[str, ...]
    next: tuple[str, ...]
    next_at: datetime | None


def day_bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first moment of a day in a zone and of the day after, in UTC.

    A day on which clocks change has 23 or 25 hours.
    """
    starts = datetime.combine(day, time(), zone).astimezone(UTC)
    return starts, datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)


def days_touched(slot: Slot, zone: ZoneInfo) -> tuple[date, ...]:
    """Every day of the zone on which some of the session lies, in order.

    A session that ends at midnight does not touch the day that begins then.
    """
    first = slot.starts_at.astimezone(zone).date()
    last = slot.ends_at.astimezone(zone).date()
    if last > first and slot.ends_at <= day_bounds(last, zone)[0]:
        last -= timedelta(days=1)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def group_by_day(
    slots: Iterable[Slot], zone: ZoneInfo
) -> tuple[tuple[date, tuple[DayEntry, ...]], ...]:
    """The sessions of each day of a zone.

    One that crosses midnight is on both days, marked as continued on the second. Within a
    day what goes on from before comes first, the rest by start; equal starts keep the order
    given.
    """
    days: defaultdict[date, list[tuple[datetime, DayEntry]]] = defaultdict(list)
    for slot in slots:
        for number, day in enumerate(days_touched(slot, zone)):
            days[day].append((slot.starts_at, DayEntry(slot.key, is_continued=number > 0)))
    return tuple(
        (day, tuple(entry for _start, entry in sorted(entries, key=lambda pair: pair[0])))
        for day, entries in sorted(days.items())
    )


def lay_out(slots: Iterable[Slot], columns: Sequence[str], day: date, zone: ZoneInfo) -> Grid:
    """One day as a table, clipped to the day; columns without sessions are left out.

    A row begins wherever a session begins or ends. A session in several columns (a bridge)
    stands in each; overlapping sessions of one column stand side by side in lanes.
    """
    start, end = day_bounds(day, zone)
    today = [slot for slot in slots if slot.starts_at < end and slot.ends_at > start]
    chosen = [key for key in columns if any(key in slot.columns for slot in today)]
    shown = [slot for slot in today if set(slot.columns) & set(chosen)]
    edges = sorted({max(s.starts_at, start) for s in shown} | {min(s.ends_at, end) for s in shown})
    row_of = {edge: number for number, edge in enumerate(edges)}
    table: list[list[GridCell]] = [[] for _row in edges[:-1]]
    headings = []
    for key in chosen:
        lanes = assign_lanes([slot for slot in shown if key in slot.columns])
        headings.append(GridColumn(key, len(lanes)))
        for number, lane in enumerate(lanes):
            _fill_lane(table, key, number, lane, (start, end), row_of)
    rows = tuple(
        GridRow(edge, tuple(cells))
        for (edge, _next), cells in zip(pairwise(edges), table, strict=True)
    )
    return Grid(tuple(headings), rows)


def assign_lanes(slots: Iterable[Slot]) -> list[list[Slot]]:
    """Spread sessions over as few lanes as hold them without overlap, the earliest leftmost."""
    lanes: list[list[Slot]] = []
    for slot in sorted(slots, key=lambda one: (one.starts_at, one.ends_at, one.key)):
        free = next((lane for lane in lanes if lane[-1].ends_at <= slot.starts_at), None)
        if free is None:
            lanes.append([slot])
        else:
            free.append(slot)
    return lanes


def _fill_lane(
    table: list[list[GridCell]],
    column: str,
    lane: int,
    slots: Iterable[Slot],
    bounds: tuple[datetime, datetime],
    row_of: dict[datetime, int],
) -> None:
    start, end = bounds
    row = 0
    for slot in slots:
        first, last = row_of[max(slot.starts_at, start)], row_of[min(slot.ends_at, end)]
        _leave_empty(table, column, lane, row, first)
        table[first].append(
            GridCell(
                column, lane, slot.key, last - first, slot.starts_at < start, slot.ends_at > end
            )
        )
        row = last
    _leave_empty(table, column, lane, row, len(table))


def _leave_empty(
    table: list[list[GridCell]], column: str, lane: int, first: int, last: int
) -> None:
    if last > first:
        table[first].append(GridCell(column, lane, None, last - first))


def now_and_next(slots: Iterable[Slot], moment: datetime) -> NowAndNext:
    """What runs at a moment and what begins next, each in order of start, then as given."""
    ordered = sorted(slots, key=lambda slot: slot.starts_at)
    running = tuple(slot.key for slot in ordered if slot.starts_at <= moment < slot.ends_at)
    next_at = next((slot.starts_at for slot in ordered if slot.starts_at > moment), None)
    coming = tuple(slot.key for slot in ordered if slot.starts_at == next_at)
    return NowAndNext(running, coming, next_at)
