"""A programme by day, by city, as a grid, by the clock: values in, values out, no query.

Days of the whole programme are those of the edition's zone; days of one city's programme
are those of that city, because its readers live by its clocks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from folkmoot.engines.timetable import views
from folkmoot.engines.timetable.views import Grid, Slot
from folkmoot.engines.values.dates import parse
from folkmoot.rooms.programme.queries.frozen import (
    NOMINAL_MINUTES,
    ShownCity,
    ShownRoom,
    ShownSession,
)
from folkmoot.rooms.programme.queries.released import Programme

# Before it begins, people look for the way in: stream, interpretation, the door.
SOON = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """A session on one day. ``is_continued``: it began on an earlier day."""

    session: ShownSession
    is_continued: bool


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """One day: what has a time, in order, and what is stated for the day without one."""

    day: date
    entries: tuple[ProgrammeEntry, ...]
    untimed: tuple[ShownSession, ...]


@dataclass(frozen=True, slots=True)
class CityProgramme:
    """The sessions of one city; ``city`` is ``None`` for those whose place is not known."""

    city: ShownCity | None
    time_zone: str
    days: tuple[ProgrammeDay, ...]
    undated: tuple[ShownSession, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeGrid:
    """One day as a table with what its keys mean; ``elsewhere`` has a time but no hall."""

    day: date
    grid: Grid
    rooms: dict[str, ShownRoom]
    sessions: dict[str, ShownSession]
    elsewhere: tuple[ShownSession, ...]


@dataclass(frozen=True, slots=True)
class CityNow:
    """What runs in a city at a moment and what begins there next.

    ``called_off`` would run or begin before or with the next: people may stand at its door.
    """

    city: ShownCity | None
    time_zone: str
    local_moment: datetime
    now: tuple[ShownSession, ...]
    next: tuple[ShownSession, ...]
    next_at: datetime | None
    called_off: tuple[ShownSession, ...] = ()


def by_day(programme: Programme) -> tuple[ProgrammeDay, ...]:
    """The programme day by day in the edition's zone; see :func:`undated` for the rest."""
    return _days(programme.sessions, ZoneInfo(programme.frame.time_zone))


def undated(programme: Programme) -> tuple[ShownSession, ...]:
    """Sessions with neither a time nor an exact day: a month, a span, or nothing at all."""
    return _undated(programme.sessions)


def by_city(programme: Programme) -> tuple[CityProgramme, ...]:
    """The programme city by city, in order of the venues; a bridge is in each of its cities."""
    return tuple(
        CityProgramme(city, zone, _days(sessions, ZoneInfo(zone)), _undated(sessions))
        for city, zone, sessions in _by_city(programme)
    )


def grid(programme: Programme, day: date) -> ProgrammeGrid:
    """One day of the edition's zone as a table of halls and times."""
    zone = ZoneInfo(programme.frame.time_zone)
    sessions = {one.uid: one for one in programme.sessions}
    slots = [slot for slot in map(slot_of, programme.sessions) if slot]
    rooms = {room.uid: room for room in programme.frame.rooms}
    return ProgrammeGrid(
        day=day,
        grid=views.lay_out(slots, tuple(rooms), day, zone),
        rooms=rooms,
        sessions=sessions,
        elsewhere=tuple(
            sessions[slot.key]
            for slot in slots
            if not slot.columns and day in views.days_touched(slot, zone)
        ),
    )


def now_and_next(programme: Programme, moment: datetime) -> tuple[CityNow, ...]:
    """For each city what runs at a moment and what begins next. Cancelled sessions stand apart;
    blocks are left out: what lies in a block says more.
    """
    result = []
    for city, zone, sessions in _by_city(programme):
        shown = {one.uid: one for one in sessions if not one.is_cancelled and one.kind != "block"}
        found = views.now_and_next([slot for slot in map(slot_of, shown.values()) if slot], moment)
        result.append(
            CityNow(
                city=city,
                time_zone=zone,
                local_moment=moment.astimezone(ZoneInfo(zone)),
                now=tuple(shown[key] for key in found.now),
                next=tuple(shown[key] for key in found.next),
                next_at=found.next_at,
                called_off=_called_off(sessions, moment, found.next_at),
            )
        )
    return tuple(result)


def _called_off(
    sessions: Iterable[ShownSession], moment: datetime, until: datetime | None
) -> tuple[ShownSession, ...]:
    until = max(until or moment, moment + SOON)
    cancelled = [one for one in sessions if one.is_cancelled and one.kind != "block"]
    slots = [(one, slot_of(one)) for one in cancelled]
    return tuple(
        one for one, slot in slots if slot and slot.ends_at > moment and slot.starts_at <= until
    )


def turns_at(sessions: Iterable[ShownSession], moment: datetime) -> datetime | None:
    """When a page that tells what is on must next be drawn anew: something begins, ends, or is
    about to begin.
    """
    edges = [
        edge
        for slot in map(slot_of, sessions)
        if slot
        for edge in (slot.starts_at - SOON, slot.starts_at, slot.ends_at)
    ]
    return min((edge for edge in edges if edge > moment), default=None)


def slot_of(session: ShownSession) -> Slot | None:
    """The session's place in time and halls; ``None`` without a start."""
    if session.starts_at is None:
        return None
    ends_at = session.ends_at or session.starts_at + timedelta(minutes=NOMINAL_MINUTES)
    return Slot(session.uid, session.starts_at, ends_at, tuple(room.uid for room in session.rooms))


def stated_day(session: ShownSession) -> date | None:
    """The one day a source states for a session without a time."""
    if session.starts_at is not None or not session.on_date:
        return None
    return parse(session.on_date).day


def _days(sessions: Iterable[ShownSession], zone: ZoneInfo) -> tuple[ProgrammeDay, ...]:
    by_uid = {one.uid: one for one in sessions}
    timed = dict(views.group_by_day([slot for slot in map(slot_of, by_uid.values()) if slot], zone))
    untimed: dict[date, list[ShownSession]] = {}
    for session in by_uid.values():
        day = stated_day(session)
        if day is not None:
            untimed.setdefault(day, []).append(session)
    return tuple(
        ProgrammeDay(
            day=day,
            entries=tuple(
                ProgrammeEntry(by_uid[entry.key], entry.is_continued)
                for entry in timed.get(day, ())
            ),
            untimed=tuple(untimed.get(day, ())),
        )
        for day in sorted({*timed, *untimed})
    )


def _undated(sessions: Iterable[ShownSession]) -> tuple[ShownSession, ...]:
    rest = [one for one in sessions if one.starts_at is None and stated_day(one) is None]
    # EDTF text sorts by year and month; sessions about which nothing is stated come last.
    return tuple(sorted(rest, key=lambda one: (not one.on_date, one.on_date)))


def _by_city(programme: Programme) -> list[tuple[ShownCity | None, str, list[ShownSession]]]:
    cities: dict[str, ShownCity] = {venue.city.uid: venue.city for venue in programme.frame.venues}
    grouped: dict[str, list[ShownSession]] = {uid: [] for uid in cities}
    for session in programme.sessions:
        for city in session.cities:
            cities.setdefault(city.uid, city)
            grouped.setdefault(city.uid, []).append(session)
        if not session.cities:
            grouped.setdefault("", []).append(session)
    placed = [(cities[uid], cities[uid].time_zone, grouped[uid]) for uid in cities if grouped[uid]]
    if "" not in grouped:
        return [*placed]
    return [*placed, (None, programme.frame.time_zone, grouped[""])]
