"""A timetable problem as JSON: one form, so that equal problems are equal texts.

What has its usual value is left out. The form is described in ``docs/timetable.md``.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from folkmoot.engines.timetable.problem.values import (
    Blocking,
    City,
    Part,
    Person,
    Placed,
    Problem,
    Room,
    Session,
    Span,
)

VERSION = 1


def write_problem(problem: Problem) -> dict[str, Any]:
    """The problem as plain values for ``json.dumps``; moments in UTC, stated times as stated."""
    edition = problem.edition
    return {
        "version": VERSION,
        "edition": {
            "name": edition.name,
            "zone": edition.zone,
            "step_minutes": edition.step_minutes,
        },
        "cities": [_city(city) for city in problem.cities],
        "venues": [{"key": v.key, "city": v.city, "zone": v.zone} for v in problem.venues],
        "rooms": [_room(room) for room in problem.rooms],
        "travel": [
            {"from": way.origin, "to": way.destination, "minutes": way.minutes}
            for way in problem.travel
        ],
        "people": [_person(person) for person in problem.people],
        "sessions": [_session(session) for session in problem.sessions],
        "placements": [write_placed(placed) for placed in problem.placements],
    }


def write_placed(placed: Placed) -> dict[str, Any]:
    """One placement, also as solutions list them."""
    stated = placed.stated
    starts: Any = write_moment(placed.starts_at)
    if stated is not None:
        starts = {"local": stated.wall.isoformat(timespec="minutes"), "zone": stated.zone}
    return _without_usual(
        {
            "session": placed.session,
            "starts_at": starts,
            "rooms": list(placed.rooms),
            "pinned": placed.is_pinned,
        }
    )


def write_moment(moment: datetime) -> str:
    """A moment in UTC, to the minute."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def write_span(span: Span) -> dict[str, str]:
    """A span by its two moments."""
    return {"from": write_moment(span.starts_at), "until": write_moment(span.ends_at)}


def _without_usual(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ([], "", 0, False, None)}


def _city(city: City) -> dict[str, Any]:
    return {
        "key": city.key,
        "hours": [
            {
                "day": hours.day.isoformat(),
                "opens": _clock(hours.opens_minute),
                "closes": _clock(hours.closes_minute),
            }
            for hours in city.hours
        ],
    }


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _room(room: Room) -> dict[str, Any]:
    told = _without_usual(
        {
            "key": room.key,
            "venue": room.venue,
            "equipment": sorted(room.equipment),
            "channels": room.channels,
            "unavailable": [write_span(span) for span in room.unavailable],
        }
    )
    # Nobody fits into a room of no seats, but into one of unknown size anybody may.
    return told if room.capacity is None else {**told, "capacity": room.capacity}


def _person(person: Person) -> dict[str, Any]:
    return _without_usual(
        {
            "key": person.key,
            "languages": sorted(person.languages),
            "unavailable": [write_span(span) for span in person.unavailable],
        }
    )


def _session(session: Session) -> dict[str, Any]:
    return _without_usual(
        {
            "key": session.key,
            "kind": session.kind,
            "duration_minutes": session.duration_minutes,
            "expected": session.expected,
            "strands": sorted(session.strands),
            "audiences": sorted(session.audiences),
            "equipment": sorted(session.equipment),
            "interpretation": sorted(session.interpretation),
            "people": [_part(part) for part in session.people],
            "bridge": [
                _without_usual({"city": end.city, "expected": end.expected})
                for end in session.bridge
            ],
            "rooms": sorted(session.rooms),
            "venues": sorted(session.venues),
            "days": sorted(day.isoformat() for day in session.days),
            "after": sorted(session.after),
            "before": sorted(session.before),
            "parent": session.parent,
            "blocks": "" if session.blocks is Blocking.NOTHING else session.blocks.value,
        }
    )


def _part(part: Part) -> dict[str, Any]:
    return _without_usual(
        {
            "person": part.person,
            "role": part.role.value,
            "city": part.city,
            "remote": part.is_remote,
        }
    )
