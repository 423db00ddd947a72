"""A timetable laid out so that one session's neighbours are found without looking at all others.

A board holds one problem and the present placements. It changes in place: ``put`` and ``lift``.
Times are whole minutes since 1970 in UTC, which are quick to compare; ``span_of`` turns them back.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Self
from zoneinfo import ZoneInfo

from folkmoot.engines.timetable.problem.values import (
    Blocking,
    LocalTime,
    Part,
    Placed,
    Problem,
    Room,
    Session,
    Span,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Minutes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """A session at a place and a time. ``starts`` and ``ends`` are minutes; half-open."""

    session: Session
    starts: int
    ends: int
    rooms: tuple[str, ...]
    is_pinned: bool = False
    stated: LocalTime | None = None

    @property
    def key(self) -> str:
        """Of the session."""
        return self.session.key

    @property
    def order(self) -> tuple[int, str]:
        """Sorts spots by start, then by key."""
        return self.starts, self.session.key

    def overlaps(self, other: "Spot") -> bool:
        """Whether both run at some moment."""
        return self.starts < other.ends and other.starts < self.ends


def minute_of(moment: datetime) -> int:
    """Minutes since 1970."""
    return (moment - EPOCH) // timedelta(minutes=1)


def moment_of(minute: int) -> datetime:
    """The moment, in UTC."""
    return EPOCH + timedelta(minutes=minute)


def span_of(starts: int, ends: int) -> Span:
    """Two minutes as a span."""
    return Span(moment_of(starts), moment_of(ends))


class Board:
    """A problem with its present placements, indexed by what sessions can quarrel about."""

    def __init__(self, problem: Problem, placements: Iterable[Placed] | None = None) -> None:
        self.problem = problem
        self.sessions = {session.key: session for session in problem.sessions}
        self.rooms = {room.key: room for room in problem.rooms}
        self.venues = {venue.key: venue for venue in problem.venues}
        self.people = {person.key: person for person in problem.people}
        self.city_of = {r.key: self.venues[r.venue].city for r in problem.rooms}
        self.spots: dict[str, Spot] = {}
        self.in_room: defaultdict[str, dict[str, Spot]] = defaultdict(dict)
        # Counts up whenever something in a room changes, for those who keep what they worked out.
        self.changes: Counter[str] = Counter()
        self._travel = {(way.origin, way.destination): way.minutes for way in problem.travel}
        for placed in problem.placements if placements is None else placements:
            self.put(self.spot(placed))

    def spot(self, placed: Placed) -> Spot:
        """A placement as the rules look at it."""
        session, starts = self.sessions[placed.session], minute_of(placed.starts_at)
        ends = starts + session.duration_minutes
        return Spot(session, starts, ends, placed.rooms, placed.is_pinned, placed.stated)

    def put(self, spot: Spot) -> None:
        """Place a session, or move it."""
        self.lift(spot.key)
        self.spots[spot.key] = spot
        for room in spot.rooms:
            self.in_room[room][spot.key] = spot
            self.changes[room] += 1

    def lift(self, key: str) -> Spot | None:
        """Take a session off the board; nothing happens if it is not there."""
        spot = self.spots.pop(key, None)
        for room in spot.rooms if spot else ():
            self.in_room[room].pop(key, None)
            self.changes[room] += 1
        return spot

    def copy(self) -> Self:
        """Another board with the same placements; changing one does not change the other."""
        other = type(self)(self.problem, ())
        for spot in self.spots.values():
            other.put(spot)
        return other

    def placements(self) -> tuple[Placed, ...]:
        """What stands on the board, in the order of the problem's sessions."""
        found = (self.spots.get(session.key) for session in self.problem.sessions)
        return tuple(
            Placed(one.key, moment_of(one.starts), one.rooms, one.is_pinned, one.stated)
            for one in found
            if one
        )

    # Who shares what: it follows from the problem alone, so it is worked out once.

    @cached_property
    def of_person(self) -> dict[str, dict[str, tuple[Part, ...]]]:
        """Every person's sessions, with all parts that the person has in each."""
        found: dict[str, dict[str, tuple[Part, ...]]] = {key: {} for key in self.people}
        for session in self.problem.sessions:
            for part in session.people:
                theirs = found[part.person]
                theirs[session.key] = (*theirs.get(session.key, ()), part)
        return found

    @cached_property
    def of_strand(self) -> dict[str, tuple[str, ...]]:
        """Every strand's sessions."""
        return _grouped((strand, one.key) for one in self._all() for strand in one.strands)

    @cached_property
    def of_audience(self) -> dict[str, tuple[str, ...]]:
        """The sessions that an audience wants."""
        return _grouped((name, one.key) for one in self._all() for name in one.audiences)

    @cached_property
    def earlier(self) -> dict[str, tuple[str, ...]]:
        """What must have ended before a session, as either of the two says."""
        return _grouped(self._orders())

    @cached_property
    def later(self) -> dict[str, tuple[str, ...]]:
        """What may not begin until a session has ended."""
        return _grouped((first, second) for second, first in self._orders())

    @cached_property
    def blockers(self) -> tuple[str, ...]:
        """Sessions beside which others may not run."""
        return tuple(one.key for one in self._all() if one.blocks is not Blocking.NOTHING)

    @cached_property
    def parts_of_block(self) -> dict[str, tuple[str, ...]]:
        """What lies directly in a block."""
        return _grouped((one.parent, one.key) for one in self._all() if one.parent)

    @cached_property
    def hours(self) -> dict[str, tuple[Minutes, ...]]:
        """When each venue is open; hours that touch are one."""
        cities = {city.key: city for city in self.problem.cities}
        return {
            venue.key: merged(
                _open(hours.day.toordinal(), hours.opens_minute, hours.closes_minute, venue.zone)
                for hours in cities[venue.city].hours
            )
            for venue in self.problem.venues
        }

    @cached_property
    def closed(self) -> dict[str, tuple[Minutes, ...]]:
        """When each room cannot be used."""
        return {room.key: _minutes(room.unavailable) for room in self.problem.rooms}

    @cached_property
    def away(self) -> dict[str, tuple[Minutes, ...]]:
        """When each person cannot come."""
        return {person.key: _minutes(person.unavailable) for person in self.problem.people}

    @cached_property
    def longest_way(self) -> int:
        """No travel takes longer."""
        return max(self._travel.values(), default=0)

    def is_inside(self, one: Session, two: Session) -> bool:
        """Whether either lies in the other, at any depth; then they quarrel about nothing."""
        return self._lies_in(one, two.key) or self._lies_in(two, one.key)

    def way(self, origin: str, destination: str) -> int:
        """Minutes from one venue to another; what nobody told takes no time."""
        if origin == destination:
            return 0
        start, end = self.venues[origin].city, self.venues[destination].city
        for one in ((origin, destination), (origin, end), (start, destination), (start, end)):
            for pair in (one, one[::-1]):
                if pair in self._travel:
                    return self._travel[pair]
        return 0

    def seat(self, spot: Spot, parts: Iterable[Part]) -> str | None:
        """The venue where somebody with these parts must be; ``None`` if nobody can tell."""
        bodily = [part for part in parts if not part.is_remote]
        if not bodily or not spot.rooms:
            return None
        if not spot.session.bridge:
            return self.rooms[spot.rooms[0]].venue
        city = bodily[0].city or spot.session.bridge[0].city
        found = [self.rooms[key].venue for key in spot.rooms if self.city_of[key] == city]
        return found[0] if found else None

    def zone(self, room: str) -> ZoneInfo:
        """What the clocks of a room show."""
        return ZoneInfo(self.venues[self.rooms[room].venue].zone)

    def zone_of(self, spot: Spot) -> ZoneInfo:
        """What the clocks show where a session is, or those of the edition."""
        return self.zone(spot.rooms[0]) if spot.rooms else ZoneInfo(self.problem.edition.zone)

    def room(self, key: str) -> Room:
        """A room by its key."""
        return self.rooms[key]

    def _all(self) -> tuple[Session, ...]:
        return self.problem.sessions

    def _lies_in(self, one: Session, block: str) -> bool:
        above, seen = one.parent, {one.key}
        while above and above not in seen:
            if above == block:
                return True
            seen.add(above)
            above = self.sessions[above].parent
        return False

    def _orders(self) -> Iterator[tuple[str, str]]:
        for session in self.problem.sessions:
            for key in sorted(session.after):
                yield session.key, key
            for key in sorted(session.before):
                yield key, session.key


def merged(spans: Iterable[Minutes]) -> tuple[Minutes, ...]:
    """Spans in order, those that touch or overlap made one; empty ones left out."""
    edges: list[Minutes] = []
    for starts, ends in sorted(span for span in spans if span[0] < span[1]):
        if edges and starts <= edges[-1][1]:
            edges[-1] = edges[-1][0], max(ends, edges[-1][1])
        else:
            edges.append((starts, ends))
    return tuple(edges)


def gaps(spans: Iterable[Minutes], within: Minutes) -> Iterator[Minutes]:
    """What of a span no other covers. ``spans`` are merged."""
    starts, ends = within
    inside = ((max(starts, one), min(ends, two)) for one, two in spans)
    cut = [(starts, starts), *(one for one in inside if one[0] < one[1]), (ends, ends)]
    yield from ((one[1], two[0]) for one, two in pairwise(cut) if one[1] < two[0])


def _minutes(spans: Iterable[Span]) -> tuple[Minutes, ...]:
    return merged((minute_of(span.starts_at), minute_of(span.ends_at)) for span in spans)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for group, key in pairs:
        found[group][key] = None
    return {group: tuple(keys) for group, keys in found.items()}


def _open(day: int, opens: int, closes: int, zone: str) -> Minutes:
    midnight = datetime.fromordinal(day)

    def at(minute: int) -> int:
        wall = midnight + timedelta(minutes=minute)
        return minute_of(wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC))

    return at(opens), at(closes)
