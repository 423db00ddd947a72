"""Read a timetable problem from JSON, strictly; the form is described in ``docs/timetable.md``."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from folkmoot.engines.timetable.problem.records import Fault, Record
from folkmoot.engines.timetable.problem.values import (
    Blocking,
    BridgeEnd,
    City,
    Edition,
    Hours,
    Part,
    Person,
    Placed,
    Problem,
    Role,
    Room,
    Session,
    Travel,
    Venue,
)
from folkmoot.engines.timetable.problem.writing import VERSION

_DAY_MINUTES = 24 * 60
_STEPS = (1, 5, 10, 15, 20, 30, 60)
_MOST_PEOPLE = 1_000_000
_LISTS = ("cities", "venues", "rooms", "people", "sessions")


class ProblemUnreadable(ValueError):
    """The text is not a timetable problem; ``faults`` tell what is wrong where."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{one.path}: {one.words}" for one in self.faults[:5]))


@dataclass(frozen=True, slots=True)
class _Known:
    """The keys of everything, so that references can be checked while reading."""

    cities: frozenset[str]
    venues: frozenset[str]
    rooms: frozenset[str]
    people: frozenset[str]
    sessions: frozenset[str]


def read_problem(told: Any) -> Problem:
    """The problem that ``json.loads`` has made plain values of.

    Raises:
        ProblemUnreadable: something is missing, unknown, of the wrong kind, named twice, or refers
            to what is not there.
    """
    faults: list[Fault] = []
    problem = _read(Record(told, "", faults), told)
    if faults:
        raise ProblemUnreadable(faults)
    return problem


def _read(one: Record, told: Any) -> Problem:
    known = _Known(*(frozenset(_keys(told, name, one)) for name in _LISTS))
    one.whole("version", (VERSION, VERSION))
    edition = one.record("edition", _edition)
    venues = one.records("venues", lambda each: _venue(each, known))
    zones = {venue.key: venue.zone for venue in venues}
    problem = Problem(
        edition=edition,
        cities=one.records("cities", _city),
        venues=venues,
        rooms=one.records("rooms", lambda each: _room(each, zones, edition.zone)),
        travel=one.records("travel", lambda each: _travel(each, known.cities | known.venues)),
        people=one.records("people", lambda each: _person(each, edition.zone)),
        sessions=one.records("sessions", lambda each: _session(each, known)),
        placements=one.records("placements", lambda each: _placed(each, known, edition.zone)),
    )
    _check_placements(problem, one)
    _check_parents(problem, one)
    for both in sorted(known.cities & known.venues):
        one.fault("venues", f"{both!r} is the key of a city too")
    one.close()
    return problem


def _keys(told: Any, name: str, one: Record) -> list[str]:
    """The keys of a list, told as a fault where one stands twice."""
    listed = told.get(name) if isinstance(told, dict) else None
    found: dict[str, None] = {}
    for number, each in enumerate(listed if isinstance(listed, list) else []):
        key = each.get("key") if isinstance(each, dict) else None
        if isinstance(key, str):
            if key in found:
                one.fault(f"{name}[{number}].key", f"{key!r} stands twice")
            found[key] = None
    return list(found)


def _edition(one: Record) -> Edition:
    step = one.whole("step_minutes", (1, 60), 15)
    if step not in _STEPS:
        one.fault("step_minutes", f"should be one of {', '.join(map(str, _STEPS))}")
    return Edition(one.text("name", ""), one.zone("zone", "UTC"), step)


def _city(one: Record) -> City:
    city = City(one.text("key"), one.records("hours", _hours))
    if not city.hours:
        one.fault("hours", "should say when the city is open")
    return city


def _hours(one: Record) -> Hours:
    hours = Hours(one.day("day"), one.clock("opens"), one.clock("closes"))
    if hours.closes_minute <= hours.opens_minute and one.has("opens") and one.has("closes"):
        one.fault("closes", "should be later than the opening; after midnight is the next day")
    return hours


def _venue(one: Record, known: _Known) -> Venue:
    return Venue(one.text("key"), one.name("city", known.cities), one.zone("zone"))


def _room(one: Record, zones: dict[str, str], usual: str) -> Room:
    venue = one.name("venue", zones)
    return Room(
        key=one.text("key"),
        venue=venue,
        capacity=one.whole("capacity", (0, _MOST_PEOPLE)) if one.has("capacity") else None,
        equipment=one.names("equipment"),
        channels=one.whole("channels", (0, 100), 0),
        unavailable=one.spans("unavailable", zones.get(venue, usual)),
    )


def _travel(one: Record, places: Collection[str]) -> Travel:
    minutes = one.whole("minutes", (0, 7 * _DAY_MINUTES))
    return Travel(one.name("from", places), one.name("to", places), minutes)


def _person(one: Record, zone: str) -> Person:
    return Person(one.text("key"), one.names("languages"), one.spans("unavailable", zone))


def _session(one: Record, known: _Known) -> Session:
    key = one.text("key")
    others = known.sessions - {key}
    bridge = one.records("bridge", lambda each: _end(each, known))
    cities = frozenset(end.city for end in bridge)
    if len(bridge) == 1 or len(cities) < len(bridge):
        one.fault("bridge", "should name two cities or more, each once")
    return Session(
        key=key,
        duration_minutes=one.whole("duration_minutes", (1, 7 * _DAY_MINUTES)),
        kind=one.text("kind", ""),
        expected=one.whole("expected", (0, _MOST_PEOPLE), 0),
        strands=one.names("strands"),
        audiences=one.names("audiences"),
        equipment=one.names("equipment"),
        interpretation=one.names("interpretation"),
        people=one.records("people", lambda each: _part(each, known, cities)),
        bridge=bridge,
        rooms=one.names("rooms", known.rooms),
        venues=one.names("venues", known.venues),
        days=one.days("days"),
        after=one.names("after", others),
        before=one.names("before", others),
        parent=one.name("parent", others, is_needed=False),
        blocks=one.word("blocks", Blocking, Blocking.NOTHING),
    )


def _end(one: Record, known: _Known) -> BridgeEnd:
    return BridgeEnd(one.name("city", known.cities), one.whole("expected", (0, _MOST_PEOPLE), 0))


def _part(one: Record, known: _Known, cities: Collection[str]) -> Part:
    return Part(
        person=one.name("person", known.people),
        role=one.word("role", Role, Role.SPEAKER),
        city=one.name("city", cities, is_needed=False),
        is_remote=one.flag("remote"),
    )


def _placed(one: Record, known: _Known, zone: str) -> Placed:
    starts_at, stated = one.moment("starts_at", zone)
    return Placed(
        session=one.name("session", known.sessions),
        starts_at=starts_at,
        rooms=one.name_list("rooms", known.rooms),
        is_pinned=one.flag("pinned"),
        stated=stated,
    )


def _check_placements(problem: Problem, one: Record) -> None:
    seen: dict[str, datetime] = {}
    for number, placed in enumerate(problem.placements):
        if placed.session in seen:
            one.fault(f"placements[{number}].session", f"{placed.session!r} is placed twice")
        seen[placed.session] = placed.starts_at


def _check_parents(problem: Problem, one: Record) -> None:
    parents = {session.key: session.parent for session in problem.sessions}
    for number, session in enumerate(problem.sessions):
        above, steps = session.parent, 0
        while above and above != session.key and steps <= len(parents):
            above, steps = parents.get(above, ""), steps + 1
        if above == session.key:
            one.fault(f"sessions[{number}].parent", "lies in itself")
