"""The days of a board, and the hours of a day that it shows. No query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from folkmoot.engines.timetable.views import Slot, day_bounds, days_touched
from folkmoot.rooms.programme.queries.board import Board, BoardSession

DAYS_IN_A_ROW = 21
"""Longer editions, of several weeks with empty days between, show the days that have sessions."""
_FIRST_HOUR, _LAST_HOUR = 7, 22


@dataclass(frozen=True, slots=True)
class BoardDay:
    """A day of the edition's zone; ``starts_at`` is its first moment, in UTC."""

    day: date
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours a board shows, counted from the first moment of a day: the same on all days."""

    first: int
    last: int

    @property
    def count(self) -> int:
        """How many hours that are."""
        return self.last - self.first


def board_days(board: Board) -> tuple[BoardDay, ...]:
    """The days of the edition and those on which sessions lie, in order; never none."""
    edition, zone = board.edition, ZoneInfo(board.edition.time_zone)
    days = {day for slot in slots(board.sessions) for day in days_touched(slot, zone)}
    if edition.starts_on is not None:
        last = max(edition.ends_on or edition.starts_on, edition.starts_on)
        length = (last - edition.starts_on).days + 1
        whole = (edition.starts_on + timedelta(days=number) for number in range(length))
        days |= set(whole) if length <= DAYS_IN_A_ROW else {edition.starts_on, last}
    if not days:
        days = {datetime.now(UTC).astimezone(zone).date()}
    return tuple(BoardDay(day, day_bounds(day, zone)[0]) for day in sorted(days))


def board_hours(board: Board, days: Iterable[BoardDay]) -> Hours:
    """From an hour before the earliest session in a room of any day until an hour after the latest.

    What waits beside the board, such as a night train, does not stretch it.
    """
    first, last = _FIRST_HOUR, _LAST_HOUR
    zone = ZoneInfo(board.edition.time_zone)
    starts = {one.day: one.starts_at for one in days}
    for slot in slots(board.sessions):
        for day in days_touched(slot, zone) if slot.columns else ():
            begins = (slot.starts_at - starts[day]).total_seconds() / 3600
            ends = (slot.ends_at - starts[day]).total_seconds() / 3600
            first = min(first, max(0, int(begins) - 1))
            last = max(last, min(24, int(ends) + 1))
    return Hours(first, last)


def slots(sessions: Iterable[BoardSession]) -> list[Slot]:
    """The sessions that have a time, as the engine's views need them."""
    return [
        Slot(one.uid, one.starts_at, one.laid_out_until, one.rooms)
        for one in sessions
        if one.starts_at is not None and one.laid_out_until is not None
    ]
