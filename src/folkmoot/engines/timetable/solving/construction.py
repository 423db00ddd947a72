"""Place sessions one by one, the hardest first; make room for those left over."""

import random
from collections.abc import Iterable, Sequence

from folkmoot.engines.timetable.problem.values import Blocking, Session
from folkmoot.engines.timetable.rules.board import Board, Spot
from folkmoot.engines.timetable.rules.rooms import ends_of
from folkmoot.engines.timetable.solving.ground import Ground, Site
from folkmoot.engines.timetable.solving.liking import Liking
from folkmoot.engines.timetable.solving.masks import first, levels, minutes, union

_TRIES = 24


class Builder:
    """Puts single sessions where they cost least."""

    def __init__(self, ground: Ground, points: Liking, chance: random.Random) -> None:
        self.ground = ground
        self.board = ground.board
        self.points = points
        self.chance = chance
        self._order: dict[str, tuple[int, ...]] = {}

    def place_all(self, keys: Iterable[str]) -> list[str]:
        """Place what can be placed, hardest first; the keys of the rest, in order."""
        left = []
        for key in sorted(keys, key=lambda one: (self.hardness(one), self.chance.random())):
            if not self.place(key):
                left.append(key)
        return left

    def place(self, key: str) -> bool:
        """Put a session where it costs least, if anywhere is free."""
        spot = self.cheapest(self.board.sessions[key])
        if spot is None:
            return False
        self.board.put(spot)
        return True

    def cheapest(self, session: Session) -> Spot | None:
        """The best free spot: least points, then earliest, then the tightest rooms."""
        sites = self.ground.sites(session)
        starts = _common(sites, self.ground.all)
        if not starts:
            return None
        ground = self.ground
        spans = [
            (
                other.starts - session.duration_minutes + 1 - ground.origin,
                other.ends - ground.origin,
                points,
            )
            for other, points in self.points.beside(self.board, session.key)
        ]
        graded = levels(spans, starts, ground.width)
        cost, best = graded[0]
        spot = self.spot(session, sites, self._earliest(best))
        again = self._before(session, sites)
        if again and self.points.of_spot(self.board, again) <= cost + self.points.of_stand(spot):
            return again
        return spot

    def spot(self, session: Session, sites: Sequence[Sequence[Site]], start: int) -> Spot:
        """A session at a start at which every end has a free room."""
        rooms = []
        for end, (_city, expected) in zip(sites, ends_of(session), strict=True):
            fit = [site.room for site in end if site.starts >> start & 1]
            rooms.append(min(fit, key=lambda key: self._waste(key, session, expected)))
        begin = self.ground.origin + start
        return Spot(session, begin, begin + session.duration_minutes, tuple(rooms))

    def hardness(self, key: str) -> tuple[int, ...]:
        """Sorts sessions: what others wait for, then what has the fewest places."""
        if key not in self._order:
            session = self.board.sessions[key]
            sites = self.ground.own_sites(session)
            places = min((sum(site.starts.bit_count() for site in end) for end in sites), default=0)
            self._order[key] = (
                self._depth(key, frozenset()),
                0 if session.blocks is not Blocking.NOTHING else 1,
                0 if session.bridge else 1,
                places // max(1, session.duration_minutes),
                -session.duration_minutes,
            )
        return self._order[key]

    def make_room(self, key: str, movable: frozenset[str]) -> bool:
        """Place a session by putting others elsewhere; nothing changes if that fails.

        Fails too if it would leave as many unplaced as before.
        """
        session = self.board.sessions[key]
        for _attempt in range(_TRIES):
            wish = self._wish(session, movable)
            if wish is None:
                return False
            spot, others = wish
            lifted = [self.board.spots[other] for other in others]
            for other in others:
                self.board.lift(other)
            again = self._where_wished(session, spot)
            if again:
                self.board.put(again)
                if not self.place_all(others):
                    return True
                self.board.lift(key)
            for one in lifted:
                self.board.put(one)
        return False

    def _where_wished(self, session: Session, spot: Spot) -> Spot | None:
        """The spot, if nothing stands in its way any more."""
        sites = self.ground.sites(session)
        start = spot.starts - self.ground.origin
        free = all(
            any(site.room == room and site.starts >> start & 1 for site in end)
            for end, room in zip(sites, spot.rooms, strict=True)
        )
        return spot if free else None

    def _wish(self, session: Session, movable: frozenset[str]) -> tuple[Spot, list[str]] | None:
        """A random spot that only movable sessions occupy, the least occupied of a few."""
        ends = []
        for city, _expected in ends_of(session):
            rooms = [
                room
                for room in self.board.problem.rooms
                if self.ground.may_end(city, room) and self.ground.possible(session, room)
            ]
            self.chance.shuffle(rooms)
            end = []
            for room in rooms[:_TRIES]:
                walls, others = self.ground.possible(session, room), []
                for _rule, other, mask in self.ground.barriers(session, city, room):
                    if other in movable:
                        others.append((other, mask))
                    else:
                        walls &= ~mask
                if walls:
                    end.append((room.key, walls, others))
            ends.append(end)
        starts = union(one[1] for one in ends[0]) if ends else 0
        for end in ends[1:]:
            starts &= union(one[1] for one in end)
        if not starts:
            return None
        known = list(minutes(starts))
        wishes = [self._least(session, ends, self.chance.choice(known)) for _one in range(_TRIES)]
        return min(wishes, key=lambda wish: (len(wish[1]), self.chance.random()))

    def _least(
        self,
        session: Session,
        ends: Sequence[Sequence[tuple[str, int, list[tuple[str, int]]]]],
        start: int,
    ) -> tuple[Spot, list[str]]:
        rooms, inside = [], set()
        for end in ends:
            options = []
            for room, walls, others in end:
                if walls >> start & 1:
                    options.append((room, {key for key, mask in others if mask >> start & 1}))
            room, occupied = min(options, key=lambda one: (len(one[1]), self.chance.random()))
            rooms.append(room)
            inside |= occupied
        begin = self.ground.origin + start
        spot = Spot(session, begin, begin + session.duration_minutes, tuple(rooms))
        return spot, sorted(inside)

    def _earliest(self, starts: int) -> int:
        """Mostly the first start, which leaves whole gaps; sometimes another."""
        start = first(starts)
        if self.chance.random() < 0.15:
            return self.chance.choice(list(minutes(starts)))
        return start

    def _before(self, session: Session, sites: Sequence[Sequence[Site]]) -> Spot | None:
        stand = self.points.before.get(session.key)
        if stand is None or len(stand.rooms) != len(sites):
            return None
        ends = stand.starts + session.duration_minutes
        start = stand.starts - self.ground.origin
        spot = Spot(session, stand.starts, ends, stand.rooms)
        if start < 0:
            return None
        free = all(
            any(site.room == room and site.starts >> start & 1 for site in end)
            for end, room in zip(sites, stand.rooms, strict=True)
        )
        return spot if free else None

    def _waste(self, key: str, session: Session, expected: int) -> tuple[int, int, int, str]:
        room = self.board.rooms[key]
        channels = room.channels - len(session.interpretation)
        things = len(room.equipment - session.equipment)
        return (max(0, (room.capacity or 0) - expected), channels, things, key)

    def _depth(self, key: str, above: frozenset[str]) -> int:
        """How many sessions must come before, one after the other; a circle is cut."""
        before = [*self.board.earlier.get(key, ()), self.board.sessions[key].parent]
        found = [
            self._depth(other, above | {key})
            for other in before
            if other and other not in above and other != key
        ]
        return 1 + max(found) if found else 0


def _common(sites: Sequence[Sequence[Site]], everything: int) -> int:
    """Starts at which every end has a free room."""
    starts = everything
    for end in sites:
        starts &= union(site.starts for site in end)
    return starts


def free_board(board: Board, fixed: frozenset[str]) -> tuple[Board, list[str]]:
    """A copy with only what is fixed, and the keys of all others."""
    bare = board.copy()
    for key in list(bare.spots):
        if key not in fixed:
            bare.lift(key)
    return bare, [one.key for one in board.problem.sessions if one.key not in fixed]
