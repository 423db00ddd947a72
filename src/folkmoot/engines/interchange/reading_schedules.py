"""Reads schedule.xml and schedule.json, as this package and others write them.

What one entry lacks is a fault of that entry; only a file that is no schedule is refused whole.
Slots with the same title, start and end in several rooms are one session held at once: the
format has no other way to say so.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from folkmoot.engines.interchange.elements import Element, read_elements
from folkmoot.engines.interchange.incoming import (
    SESSIONS_AT_MOST,
    Fault,
    FaultKind,
    StatedPerson,
    StatedProgramme,
    StatedSession,
    Unreadable,
)
from folkmoot.engines.interchange.schedule_xml import GENERATOR

_LENGTH = re.compile(r"(\d{1,4}):([0-5]\d)(?::[0-5]\d)?")
# A session held at once in several cities stands in the file once for each room.
_SLOTS_AT_MOST = 10_000
_LONGEST = timedelta(days=60)


def read_schedule_xml(data: bytes, *, zone: str) -> StatedProgramme:
    """The sessions of a schedule.xml.

    Args:
        zone: IANA name; of times that state no offset, where the file names no zone.

    Raises:
        Unreadable: it is no schedule, made to harm, or has no session or too many.
    """
    root = read_elements(data)
    if root.name != "schedule":
        raise Unreadable(Fault(FaultKind.NOT_THIS_FORMAT, f"line {root.line}", root.name))
    conference = root.one("conference")
    title = (conference.text("title") if conference else "") or ""
    own = (conference.text("time_zone_name") if conference else "") or zone
    generator = root.one("generator")
    is_ours = generator is not None and generator.attributes.get("name") == GENERATOR
    sessions = (
        _from_element(event, day, _zone(own, zone), is_ours=is_ours)
        for day in root.all("day")
        for room in day.all("room")
        for event in room.all("event")
    )
    return StatedProgramme("schedule.xml", title, _joined(sessions))


def read_schedule_json(data: bytes, *, zone: str) -> StatedProgramme:
    """The sessions of a schedule.json; the same arguments and refusals."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise Unreadable(Fault(FaultKind.NOT_THIS_FORMAT)) from fault
    schedule = told.get("schedule") if isinstance(told, dict) else None
    conference = schedule.get("conference") if isinstance(schedule, dict) else None
    days = conference.get("days") if isinstance(conference, dict) else None
    if not isinstance(conference, dict) or not isinstance(days, list):
        raise Unreadable(Fault(FaultKind.NOT_THIS_FORMAT, "schedule.conference.days"))
    own = _zone(_words(conference.get("time_zone_name")) or zone, zone)
    is_ours = _mapping(told.get("generator")).get("name") == GENERATOR
    sessions = (
        _from_values(event, f"days[{day}].rooms[{room}][{place}]", own, is_ours=is_ours)
        for day, one in enumerate(days)
        for room, events in _mapping(_mapping(one).get("rooms")).items()
        for place, event in enumerate(events if isinstance(events, list) else ())
    )
    return StatedProgramme("schedule.json", _words(conference.get("title")), _joined(sessions))


def _from_element(event: Element, day: Element, zone: ZoneInfo, *, is_ours: bool) -> StatedSession:
    persons = event.one("persons")
    values: dict[str, Any] = {
        name: event.text(name)
        for name in ("title", "abstract", "type", "track", "language", "date", "start", "duration",
                     "room", "description")
    }  # fmt: skip
    values["guid"] = event.attributes.get("guid", "")
    values["id"] = event.attributes.get("id", "")
    values["day"] = day.attributes.get("date", "")
    if persons is not None:
        values["persons"] = [
            {"name": one.words, "guid": one.attributes.get("guid", "")}
            for one in persons.all("person")
        ]
    return _from_values(values, f"line {event.line}", zone, is_ours=is_ours)


def _from_values(event: object, where: str, zone: ZoneInfo, *, is_ours: bool) -> StatedSession:
    values = _mapping(event)
    title = " ".join(_words(values.get("title")).split())
    faults = [] if title else [Fault(FaultKind.NO_TITLE, where)]
    starts_at, ends_at = None, None
    try:
        starts_at = _start(values, zone)
        ends_at = _end(values, starts_at)
    except ValueError as fault:
        kind = FaultKind.BAD_LENGTH if str(fault) == "length" else FaultKind.BAD_DATE
        given = _words(values.get("duration" if kind is FaultKind.BAD_LENGTH else "date"))
        faults.append(Fault(kind, where, given[:80]))
    room = " ".join(_words(values.get("room")).split())
    language = _words(values.get("language"))
    return StatedSession(
        where=where,
        identities=tuple(
            one for one in (_words(values.get("guid")).lower(), _words(values.get("id"))) if one
        ),
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        # Where there is no abstract, others describe the session; we tell notes of our own.
        abstract=_either(values, "abstract", *(() if is_ours else ("description",))),
        kind=_words(values["type"]) if values.get("type") else None,
        strand=" ".join(_words(values.get("track")).split()) or None,
        rooms=(room,) if room else None,
        people=_people(values.get("persons")),
        languages=(language,) if language else None,
        faults=tuple(faults),
    )


def _start(values: Mapping[str, Any], zone: ZoneInfo) -> datetime | None:
    """``date`` with its offset; else the day and ``start`` on the clock of the zone."""
    stated = _words(values.get("date"))
    if not stated and values.get("day") and values.get("start"):
        stated = f"{values['day']}T{values['start']}"
    if not stated:
        return None
    at = datetime.fromisoformat(stated)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _end(values: Mapping[str, Any], starts_at: datetime | None) -> datetime | None:
    if starts_at is None:
        return None
    if stated := _words(values.get("end")):
        at = datetime.fromisoformat(stated)
        ends_at = at if at.tzinfo else at.replace(tzinfo=starts_at.tzinfo)
    elif stated := _words(values.get("duration")):
        length = _LENGTH.fullmatch(stated)
        if length is None:
            raise ValueError("length")
        by = timedelta(hours=int(length[1]), minutes=int(length[2]))
        # By the time that passes, whatever the clocks of the zone do meanwhile.
        ends_at = starts_at.astimezone(UTC) + by
    else:
        return None
    if not timedelta() < ends_at.astimezone(UTC) - starts_at.astimezone(UTC) <= _LONGEST:
        raise ValueError("length")
    return ends_at


def _people(told: object) -> tuple[StatedPerson, ...] | None:
    if not isinstance(told, list):
        return None
    found = []
    for one in map(_mapping, told[:200]):
        name = _words(one.get("name")) or _words(one.get("public_name"))
        if name:
            found.append(
                StatedPerson(" ".join(name.split())[:300], _words(one.get("guid")).lower())
            )
    return tuple(found)


def _either(values: Mapping[str, Any], *names: str) -> str | None:
    told = [_words(values[name]) for name in names if values.get(name) is not None]
    return next((words for words in told if words), "" if told else None)


def _joined(sessions: Iterable[StatedSession]) -> tuple[StatedSession, ...]:
    """The sessions, those that are one in several rooms once.

    Raises:
        Unreadable: there is none, or there are too many.
    """
    found: dict[tuple[Any, ...], StatedSession] = {}
    for count, one in enumerate(sessions, 1):
        if count > _SLOTS_AT_MOST or len(found) > SESSIONS_AT_MOST:
            raise Unreadable(Fault(FaultKind.TOO_MANY, one.where))
        key: tuple[Any, ...] = (one.title, one.starts_at, one.ends_at)
        if one.starts_at is None or not one.rooms or one.faults:
            key = (count,)
        known = found.get(key)
        if known is None:
            found[key] = one
        elif known.rooms and one.rooms and one.rooms[0] not in known.rooms:
            rooms, own = (*known.rooms, *one.rooms), (*known.identities, *one.identities)
            found[key] = replace(known, rooms=rooms, identities=own)
        else:
            found[(count,)] = one
    if not found:
        raise Unreadable(Fault(FaultKind.NO_SESSIONS))
    if len(found) > SESSIONS_AT_MOST:
        raise Unreadable(Fault(FaultKind.TOO_MANY))
    return tuple(found.values())


def _zone(name: str, fallback: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(fallback)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _words(value: object) -> str:
    return (
        str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    )
