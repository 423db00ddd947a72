"""Make a whole timetable better, a neighbourhood at a time.

First every session that costs something is lifted and put where it costs least. Then some
sessions that have to do with each other are lifted together and placed anew by the constraint
solver; a result is taken if it costs no more. A small problem is one neighbourhood.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from folkmoot.engines.timetable.problem.values import Session
from folkmoot.engines.timetable.rules.board import Spot
from folkmoot.engines.timetable.solving.construction import Builder
from folkmoot.engines.timetable.solving.ground import Ground, Site
from folkmoot.engines.timetable.solving.liking import Liking
from folkmoot.engines.timetable.solving.model import Limits, Model
from folkmoot.engines.timetable.solving.terms import UNPLACED_POINTS, Ending

# A problem with no more sessions to place is solved as one model, so that it can be proved best.
WHOLE_MODEL = 60
_SMALLEST, _LARGEST = 6, 40
_ROOMS_EACH = 8
_SECONDS_EACH = 3.0


@dataclass(frozen=True, slots=True)
class Watch:
    """When to stop, and whom to tell. ``left`` gives seconds, ``tell`` takes cost and bound."""

    left: Callable[[], float]
    is_cancelled: Callable[[], bool]
    tell: Callable[[int, int], None]

    def is_over(self) -> bool:
        """Whether the search must end."""
        return self.left() <= 0 or self.is_cancelled()


@dataclass(frozen=True, slots=True)
class Improved:
    """How an improvement ended. ``bound``: no timetable costs less."""

    ending: Ending
    bound: int
    rounds: int


class Improver:
    """Improves the board of a ground in place."""

    def __init__(
        self,
        ground: Ground,
        points: Liking,
        movable: Iterable[str],
        *,
        chance: random.Random,
        workers: int,
    ) -> None:
        self.ground = ground
        self.board = ground.board
        self.points = points
        # A block stays around what lies in it; only its construction places it.
        keys = list(movable)
        self.movable = [key for key in keys if key not in self.board.parts_of_block]
        self._is_everything = len(self.movable) == len(keys)
        self.chance = chance
        self.workers = workers
        self.builder = Builder(ground, points, chance)

    def improve(self, watch: Watch, bound: int) -> Improved:
        """Go on until nothing can be better, time is over or somebody cancels."""
        rounds = self._settle(watch)
        cost = self.points.of_board(self.board)
        watch.tell(cost, bound)
        if cost <= bound:
            return Improved(Ending.OPTIMAL, bound, rounds)
        if 0 < len(self.movable) <= WHOLE_MODEL and not watch.is_over():
            ending, bound = self._whole(watch, cost, bound)
            return Improved(ending, bound, rounds + 1)
        size = 12
        while self.movable and not watch.is_over():
            is_proved, gained = self._renew(self._neighbours(size), watch)
            rounds += 1
            if self._take_in():
                cost, gained = self.points.of_board(self.board), 0
            size = min(_LARGEST, size + 1) if is_proved else max(_SMALLEST, size - 2)
            cost -= gained
            watch.tell(cost, bound)
            if cost <= bound:
                return Improved(Ending.OPTIMAL, bound, rounds)
        ending = Ending.CANCELLED if watch.is_cancelled() else Ending.TIME
        return Improved(ending, bound, rounds)

    def _take_in(self) -> bool:
        """Try to make room for one that is left over; wherever others went, it may fit now."""
        left = [key for key in self.movable if key not in self.board.spots]
        if not left:
            return False
        return self.builder.make_room(self.chance.choice(left), frozenset(self.movable))

    def _settle(self, watch: Watch) -> int:
        """Lift and put back what costs something, while that helps."""
        rounds = 0
        movable = set(self.movable)
        while not watch.is_over() and rounds < 4:
            gained = 0
            troubled = [spot for spot in self.board.spots.values() if spot.key in movable]
            self.chance.shuffle(troubled)
            for spot in troubled:
                before = self.points.of_spot(self.board, spot)
                if not before or watch.is_over():
                    continue
                self.board.lift(spot.key)
                better = self.builder.cheapest(spot.session)
                if better and self.points.of_spot(self.board, better) < before:
                    gained += before - self.points.of_spot(self.board, better)
                    self.board.put(better)
                else:
                    self.board.put(spot)
            rounds += 1
            if not gained:
                break
        return rounds

    def _whole(self, watch: Watch, cost: int, bound: int) -> tuple[Ending, int]:
        """All at once; what is proved of all movable sessions is proved of the whole."""
        before = [self.board.spots[key] for key in self.movable if key in self.board.spots]
        for spot in before:
            self.board.lift(spot.key)
        rest = self.points.of_board(self.board) - UNPLACED_POINTS * len(self.movable)
        model = Model(self.ground, self.points, self._sites(self.movable, []))
        model.hint(before)
        limits = Limits(
            watch.left(), self.chance.randrange(2**31), self.workers, watch.is_cancelled
        )
        answer = model.solve(limits)
        is_better = answer is not None and rest + answer.cost <= cost
        for spot in answer.spots if answer is not None and is_better else before:
            self.board.put(spot)
        if answer is not None and self._is_everything:
            bound = max(bound, min(rest + answer.bound, cost))
        watch.tell(self.points.of_board(self.board), bound)
        if answer is not None and answer.is_optimal and self._is_everything:
            return Ending.OPTIMAL, bound
        return (Ending.CANCELLED if watch.is_cancelled() else Ending.TIME), bound

    def _renew(self, keys: Sequence[str], watch: Watch) -> tuple[bool, int]:
        """Place some anew together; whether that is proved best for them, and points gained."""
        before = [self.board.spots[key] for key in keys if key in self.board.spots]
        cost = self._cost(before, len(keys))
        for spot in before:
            self.board.lift(spot.key)
        model = Model(self.ground, self.points, self._sites(keys, before))
        model.hint(before)
        seconds = min(_SECONDS_EACH, max(0.1, watch.left()))
        answer = model.solve(Limits(seconds, self.chance.randrange(2**31), 1, watch.is_cancelled))
        if answer is None or answer.cost > cost:
            for spot in before:
                self.board.put(spot)
            return False, 0
        for spot in answer.spots:
            self.board.put(spot)
        return answer.is_optimal, cost - answer.cost

    def _cost(self, spots: Sequence[Spot], count: int) -> int:
        """What the chosen cost against all, each pair once."""
        missing = count - len(spots)
        twice = 0
        keys = {spot.key for spot in spots}
        for spot in spots:
            for other, points in self.points.beside(self.board, spot.key):
                if other.key in keys and spot.overlaps(other):
                    twice += points
        whole = sum(self.points.of_spot(self.board, spot) for spot in spots)
        return whole - twice // 2 + UNPLACED_POINTS * missing

    def _sites(
        self, keys: Sequence[str], before: Sequence[Spot]
    ) -> list[tuple[Session, tuple[tuple[Site, ...], ...]]]:
        """The free rooms of each; in a large problem a few of them, with the present ones."""
        now = {spot.key: spot.rooms for spot in before}
        is_large = len(self.movable) > WHOLE_MODEL
        chosen = []
        for key in keys:
            session = self.board.sessions[key]
            sites = self.ground.sites(session)
            if is_large:
                sites = tuple(self._some(end, now.get(key, ())) for end in sites)
            chosen.append((session, sites))
        return chosen

    def _some(self, end: tuple[Site, ...], kept: Sequence[str]) -> tuple[Site, ...]:
        if len(end) <= _ROOMS_EACH:
            return end
        chosen = set(self.chance.sample(range(len(end)), _ROOMS_EACH - 1))
        return tuple(
            site for number, site in enumerate(end) if number in chosen or site.room in kept
        )

    def _neighbours(self, size: int) -> list[str]:
        """Sessions that have to do with each other: around an unplaced, a clashing or any one."""
        movable = set(self.movable)
        seed = self._seed()
        chosen = {seed: None}
        spot = self.board.spots.get(seed)
        near = list(self.points.partners.get(seed, {}))
        for part in self.board.sessions[seed].people:
            near += self.board.of_person[part.person]
        near = [key for key in near if key in movable]
        beside = [
            key
            for key in self.movable
            if spot and key in self.board.spots and self.board.spots[key].overlaps(spot)
        ]
        for pool in (near, beside, self.movable):
            wanted = max(1, (size - len(chosen)) // 2) if pool is not self.movable else size
            picked = self.chance.sample(pool, min(len(pool), wanted))
            for key in picked:
                if len(chosen) < size:
                    chosen[key] = None
        return self._without_relatives(list(chosen))

    def _seed(self) -> str:
        left = [key for key in self.movable if key not in self.board.spots]
        if left and self.chance.random() < 0.5:
            return self.chance.choice(left)
        for _attempt in range(30):
            key = self.chance.choice(self.movable)
            spot = self.board.spots.get(key)
            if spot and self.points.of_spot(self.board, spot):
                return key
        return self.chance.choice(self.movable)

    def _without_relatives(self, keys: list[str]) -> list[str]:
        """A part is never lifted together with its block, whose span it needs."""
        chosen = set(keys)
        return [key for key in keys if self.board.sessions[key].parent not in chosen]
