"""One day of the board as columns of rooms, for a page that needs no script. No query.

Places are said by classes, because the content policy allows no styles in the page: ``b-h9
b-m35`` begins nine hours and thirty-five minutes below the top, ``l-h1 l-m30`` is that long.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from folkmoot.engines.timetable.views import Slot, assign_lanes
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.programme.queries.board import Board, BoardRoom, BoardSession
from folkmoot.surfaces.desk.timetable.days import BoardDay, Hours, slots
from folkmoot.ui.dates import offset_from_utc, say_time

STEP = 5
"""Minutes to which places on the page are rounded; the times shown are exact."""
LANES_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """One session in one column."""

    session: BoardSession
    times: str
    place: str


@dataclass(frozen=True, slots=True)
class Column:
    """One room with what lies in it on the day, in order."""

    room: BoardRoom
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class VenueColumns:
    """The rooms of a venue."""

    name: Multilingual
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class CityColumns:
    """The venues of a city that share a clock; ``ticks`` are the hours on its walls."""

    uid: str
    name: Multilingual
    zone: str
    offset: str
    ticks: tuple[str, ...]
    venues: tuple[VenueColumns, ...]


def city_columns(
    board: Board, day: BoardDay, hours: Hours, city: str = ""
) -> tuple[CityColumns, ...]:
    """The columns of a day, city by city; of one city only where it is named."""
    by_uid = {one.uid: one for one in board.sessions}
    today = [slot for slot in slots(board.sessions) if _is_on(slot, day)]
    rooms = [room for room in board.rooms if city in ("", room.city_uid)]
    result = []
    for (uid, zone), group in groupby(rooms, key=lambda room: (room.city_uid, room.time_zone)):
        of_city = list(group)
        clock = ZoneInfo(zone)
        first = day.starts_at + timedelta(hours=hours.first)
        result.append(
            CityColumns(
                uid=uid,
                name=of_city[0].city_name,
                zone=zone,
                offset=offset_from_utc(first, clock),
                ticks=tuple(
                    say_time(first + timedelta(hours=number), clock)
                    for number in range(hours.count)
                ),
                venues=tuple(
                    VenueColumns(
                        rooms_of[0].venue_name,
                        tuple(
                            Column(room, tuple(_marks(room, today, by_uid, day, hours)))
                            for room in rooms_of
                        ),
                    )
                    for _uid, rows in groupby(of_city, key=lambda room: room.venue_uid)
                    if (rooms_of := list(rows))
                ),
            )
        )
    return tuple(result)


def _is_on(slot: Slot, day: BoardDay) -> bool:
    return slot.ends_at > day.starts_at and slot.starts_at < day.starts_at + timedelta(hours=24)


def _marks(
    room: BoardRoom,
    today: Iterable[Slot],
    by_uid: dict[str, BoardSession],
    day: BoardDay,
    hours: Hours,
) -> Iterator[Mark]:
    zone = ZoneInfo(room.time_zone)
    top = day.starts_at + timedelta(hours=hours.first)
    bottom = day.starts_at + timedelta(hours=hours.last)
    for cluster in _clusters(slot for slot in today if room.uid in slot.columns):
        lanes = assign_lanes(cluster)
        lane_of = {slot.key: number for number, lane in enumerate(lanes) for slot in lane}
        for slot in cluster:
            lane = min(lane_of[slot.key], LANES_AT_MOST - 1)
            place = f"{_place(slot, top, bottom)} lane-{lane} of-{min(len(lanes), LANES_AT_MOST)}"
            session = by_uid[slot.key]
            yield Mark(session, say_times(session, zone), place)


def _clusters(column: Iterable[Slot]) -> Iterator[list[Slot]]:
    """Runs of sessions that overlap; only within one do they stand side by side."""
    cluster: list[Slot] = []
    until: datetime | None = None
    for slot in sorted(column, key=lambda one: (one.starts_at, one.ends_at, one.key)):
        if until is not None and slot.starts_at >= until:
            yield cluster
            cluster, until = [], None
        cluster.append(slot)
        until = max(until, slot.ends_at) if until else slot.ends_at
    if cluster:
        yield cluster


def _place(slot: Slot, top: datetime, bottom: datetime) -> str:
    begins = _steps(max(slot.starts_at, top) - top)
    length = max(_steps(min(slot.ends_at, bottom) - top) - begins, STEP)
    return f"b-h{begins // 60} b-m{begins % 60} l-h{length // 60} l-m{length % 60}"


def _steps(span: timedelta) -> int:
    return round(span.total_seconds() / 60 / STEP) * STEP


def say_times(session: BoardSession, zone: ZoneInfo) -> str:
    """From when until when on the clock of a zone; empty without a time."""
    if session.starts_at is None:
        return ""
    if session.ends_at is None:
        return say_time(session.starts_at, zone)
    return f"{say_time(session.starts_at, zone)} – {say_time(session.ends_at, zone)}"
