"""Where a session may go: every hard rule as a set of starts that it takes away.

Each rule of ``rules`` that is hard stands here a second time, turned round: not "is this wrong"
but "which starts would be". A property test holds the two against each other: a start is free
exactly if the rules find nothing hard with the session there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from folkmoot.engines.timetable.problem.values import Blocking, Part, Room, Session
from folkmoot.engines.timetable.rules.board import Board, Spot, minute_of
from folkmoot.engines.timetable.rules.rooms import ends_of, may_use
from folkmoot.engines.timetable.rules.terms import RuleCode
from folkmoot.engines.timetable.solving.masks import between, union

# A rule, the other session it is about (or none), and the starts it takes away.
Barrier = tuple[RuleCode, str, int]


@dataclass(frozen=True, slots=True)
class Site:
    """A room that would do for one end of a session, and the starts at which it is free."""

    room: str
    starts: int


class Ground:
    """A board, and where sessions could go on it. Minutes count from the first opening."""

    def __init__(self, board: Board) -> None:
        self.board = board
        spans = [span for hours in board.hours.values() for span in hours]
        self.origin = min((span[0] for span in spans), default=0)
        self.width = max((span[1] for span in spans), default=0) - self.origin
        self.all = between(0, self.width, self.width)
        self._own: dict[str, tuple[tuple[Site, ...], ...]] = {}
        self._rooms: dict[tuple[str, int], tuple[int, int]] = {}
        self._kept: dict[tuple[str, str, int], int] = {}

    def sites(self, session: Session) -> tuple[tuple[Site, ...], ...]:
        """For each end of a session the rooms that are free at some start, as things stand."""
        always = union(mask for _rule, _key, mask in self.anywhere(session))
        found = []
        for (city, _expected), own in zip(ends_of(session), self.own_sites(session), strict=True):
            by_venue: dict[str, int] = {}
            free = []
            for site in own:
                venue = self.board.rooms[site.room].venue
                if venue not in by_venue:
                    by_venue[venue] = always | union(
                        mask for _rule, _key, mask in self.at_venue(session, city, venue)
                    )
                starts = site.starts & ~by_venue[venue]
                if starts:
                    starts &= ~self._taken(session, site.room)
                if starts:
                    free.append(Site(site.room, starts))
            found.append(tuple(free))
        return tuple(found)

    def barriers(self, session: Session, city: str, room: Room) -> Iterator[Barrier]:
        """Every rule that takes starts away from a session in a room of one of its ends."""
        for rule, mask in self.own(session, city, room):
            yield rule, "", mask
        yield from self.anywhere(session)
        yield from self.at_venue(session, city, room.venue)
        yield from self.in_room(session, room.key)

    def possible(self, session: Session, room: Room) -> int:
        """Starts on the step that end within opening hours: what there is without rules."""
        return self._steps(room.venue) & ~self._closed(room.venue, session.duration_minutes)

    def may_end(self, city: str, room: Room) -> bool:
        """Whether a room lies where an end of a session belongs."""
        return not city or self.board.city_of[room.key] == city

    def own(self, session: Session, city: str, room: Room) -> Iterator[tuple[RuleCode, int]]:
        """What follows from the session, the room and the people by themselves."""
        expected = dict(ends_of(session))[city]
        if not may_use(self.board, session, room):
            yield RuleCode.PLACE_NOT_ALLOWED, self.all
        if room.capacity is not None and room.capacity < expected:
            yield RuleCode.CAPACITY, self.all
        if session.equipment - room.equipment:
            yield RuleCode.EQUIPMENT_MISSING, self.all
        if room.channels < len(session.interpretation):
            yield RuleCode.INTERPRETATION_MISSING, self.all
        yield RuleCode.OUTSIDE_HOURS, self._closed(room.venue, session.duration_minutes)
        # A bridge is of the day that its first room shows.
        if session.days and (not session.bridge or city == session.bridge[0].city):
            yield RuleCode.DAY_NOT_ALLOWED, self._other_days(session, room.venue)
        for span in self.board.closed[room.key]:
            yield RuleCode.ROOM_UNAVAILABLE, self._meeting(session, *span)
        for part in session.people:
            for span in self.board.away[part.person]:
                yield RuleCode.PERSON_UNAVAILABLE, self._meeting(session, *span)

    def in_room(self, session: Session, room: str) -> Iterator[Barrier]:
        """Others in the room."""
        for other in self.board.in_room[room].values():
            if self._is_stranger(session, other.session):
                yield (
                    RuleCode.ROOM_TWICE,
                    other.key,
                    self._meeting(session, other.starts, other.ends),
                )

    def at_venue(self, session: Session, city: str, venue: str) -> Iterator[Barrier]:
        """The way of those who must be there, and what keeps the city clear."""
        for parts, other, theirs in self._shared_people(session):
            if not self._sits(session, parts, city):
                continue
            seat = self.board.seat(other, theirs)
            if seat is not None and seat != venue:
                yield (
                    RuleCode.TRAVEL_TOO_SHORT,
                    other.key,
                    self._meeting(
                        session,
                        other.starts - self.board.way(venue, seat),
                        other.ends + self.board.way(seat, venue),
                    ),
                )
        here = self.board.venues[venue].city
        for other in self._kept_clear(session):
            if Blocking.EDITION not in (session.blocks, other.session.blocks) and here in {
                self.board.city_of[key] for key in other.rooms
            }:
                mask = self._meeting(session, other.starts, other.ends)
                yield RuleCode.BESIDE_BLOCKER, other.key, mask

    def anywhere(self, session: Session) -> Iterator[Barrier]:
        """What others take away whatever the room."""
        for _parts, other, _theirs in self._shared_people(session):
            mask = self._meeting(session, other.starts, other.ends)
            yield RuleCode.PERSON_TWICE, other.key, mask
        for other in self._kept_clear(session):
            if Blocking.EDITION in (session.blocks, other.session.blocks):
                mask = self._meeting(session, other.starts, other.ends)
                yield RuleCode.BESIDE_BLOCKER, other.key, mask
        yield from self._order(session)
        yield from self._blocks(session)

    def _order(self, session: Session) -> Iterator[Barrier]:
        length, spots = session.duration_minutes, self.board.spots
        for key in self.board.earlier.get(session.key, ()):
            if key in spots:
                yield RuleCode.ORDER_BROKEN, key, ~self._from(spots[key].ends)
        for key in self.board.later.get(session.key, ()):
            if key in spots:
                yield RuleCode.ORDER_BROKEN, key, self._from(spots[key].starts - length + 1)

    def _blocks(self, session: Session) -> Iterator[Barrier]:
        length, spots = session.duration_minutes, self.board.spots
        block = spots.get(session.parent)
        if block:
            inside = ~self._from(block.ends - length + 1) & self._from(block.starts)
            yield RuleCode.OUTSIDE_BLOCK, block.key, ~inside
        for key in self.board.parts_of_block.get(session.key, ()):
            if key in spots:
                part = spots[key]
                around = ~self._from(part.starts + 1) & self._from(part.ends - length)
                yield RuleCode.OUTSIDE_BLOCK, key, ~around

    def _taken(self, session: Session, room: str) -> int:
        """What all others in a room take away; the same for every session of a length."""
        has_relatives = session.parent or session.key in self.board.parts_of_block
        if has_relatives or session.key in self.board.in_room[room]:
            return union(mask for _rule, _key, mask in self.in_room(session, room))
        key = room, session.duration_minutes
        changes, taken = self._rooms.get(key, (-1, 0))
        if changes != self.board.changes[room]:
            taken = union(mask for _rule, _key, mask in self.in_room(session, room))
            self._rooms[key] = self.board.changes[room], taken
        return taken

    def own_sites(self, session: Session) -> tuple[tuple[Site, ...], ...]:
        """The same if nothing else were on the board."""
        if session.key not in self._own:
            ends = []
            for city, _expected in ends_of(session):
                sites = []
                for room in self.board.problem.rooms:
                    if self.may_end(city, room):
                        masks = (mask for _rule, mask in self.own(session, city, room))
                        starts = self._steps(room.venue) & ~union(masks)
                        if starts:
                            sites.append(Site(room.key, starts))
                ends.append(tuple(sites))
            self._own[session.key] = tuple(ends)
        return self._own[session.key]

    def _sits(self, session: Session, parts: tuple[Part, ...], city: str) -> bool:
        """Whether somebody with these parts must be at this end."""
        bodily = [part for part in parts if not part.is_remote]
        if not bodily:
            return False
        return not session.bridge or (bodily[0].city or session.bridge[0].city) == city

    def _shared_people(
        self, session: Session
    ) -> Iterator[tuple[tuple[Part, ...], Spot, tuple[Part, ...]]]:
        """The parts of each person here and there, with each of that person's other sessions."""
        for person in dict.fromkeys(part.person for part in session.people):
            theirs = self.board.of_person[person]
            for key, parts in theirs.items():
                other = self.board.spots.get(key)
                if other and self._is_stranger(session, other.session):
                    yield theirs[session.key], other, parts

    def _kept_clear(self, session: Session) -> Iterator[Spot]:
        spots = self.board.spots
        others = self.board.blockers if session.blocks is Blocking.NOTHING else list(spots)
        for key in others:
            other = spots.get(key)
            if other and self._is_stranger(session, other.session):
                yield other

    def _is_stranger(self, one: Session, two: Session) -> bool:
        return one.key != two.key and not self.board.is_inside(one, two)

    def _meeting(self, session: Session, starts: int, ends: int) -> int:
        """Starts at which a session would run at some minute of a span."""
        begin = starts - self.origin
        return between(begin - session.duration_minutes + 1, ends - self.origin, self.width)

    def _from(self, minute: int) -> int:
        return between(minute - self.origin, self.width, self.width)

    def _closed(self, venue: str, length: int) -> int:
        """Starts at which a session of this length would not lie in the opening hours."""
        key = ("closed", venue, length)
        if key not in self._kept:
            fits = 0
            for opens, closes in self.board.hours[venue]:
                begin = opens - self.origin
                fits |= between(begin, closes - self.origin - length + 1, self.width)
            self._kept[key] = self.all & ~fits
        return self._kept[key]

    def _steps(self, venue: str) -> int:
        """Starts on a multiple of the step, as the venue's clock shows."""
        key = ("steps", self.board.venues[venue].zone, 0)
        if key not in self._kept:
            step = self.board.problem.edition.step_minutes
            offset = _Offsets(key[1], self.origin)
            found = 0
            for minute in range(self.width):
                if (self.origin + minute + offset(minute)) % step == 0:
                    found |= 1 << minute
            self._kept[key] = found
        return self._kept[key]

    def _other_days(self, session: Session, venue: str) -> int:
        zone = ZoneInfo(self.board.venues[venue].zone)
        found = 0
        for day in session.days:
            begin = [
                minute_of(midnight.replace(tzinfo=zone).astimezone(UTC))
                for midnight in (
                    datetime.fromordinal(day.toordinal()),
                    datetime.fromordinal(day.toordinal() + 1),
                )
            ]
            found |= between(begin[0] - self.origin, begin[1] - self.origin, self.width)
        return self.all & ~found


class _Offsets:
    """Minutes that a zone's clocks are ahead of UTC, looked up once a quarter of an hour."""

    def __init__(self, name: str, origin: int) -> None:
        self._zone = ZoneInfo(name)
        self._origin = origin
        self._known: dict[int, int] = {}

    def __call__(self, minute: int) -> int:
        quarter = (self._origin + minute) // 15
        if quarter not in self._known:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * quarter)
            ahead = moment.astimezone(self._zone).utcoffset() or timedelta()
            self._known[quarter] = int(ahead / timedelta(minutes=1))
        return self._known[quarter]
