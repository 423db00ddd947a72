"""Place the sessions of a forum: as many as can be, then as pleasantly as can be.

``solve`` never raises for a problem that cannot be solved: it answers with the best timetable
found and says why a session is left over. What it returns has been judged by the rules themselves.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import replace

from folkmoot.engines.timetable.problem.values import Placed, Problem
from folkmoot.engines.timetable.rules import Board, Severity, find_all, find_where
from folkmoot.engines.timetable.rules.rooms import ends_of
from folkmoot.engines.timetable.solving.construction import Builder, free_board
from folkmoot.engines.timetable.solving.explaining import explain
from folkmoot.engines.timetable.solving.ground import Ground
from folkmoot.engines.timetable.solving.improving import Improved, Improver, Watch
from folkmoot.engines.timetable.solving.liking import Liking, Stand, bound, by_ends, liking
from folkmoot.engines.timetable.solving.terms import (
    UNPLACED_POINTS,
    Cancel,
    Clock,
    Ending,
    Obstacle,
    Progress,
    Report,
    Request,
    Scope,
    Solution,
    Solved,
    Unplaced,
    Weight,
    Wishes,
)

__all__ = [
    "Ending",
    "Obstacle",
    "Progress",
    "Request",
    "Scope",
    "Solution",
    "Solved",
    "Unplaced",
    "Weight",
    "Wishes",
    "solve",
]

# Of the time of one solution, at most this part goes into making room for what is left over.
_MAKING_ROOM = 0.4


def solve(
    problem: Problem,
    request: Request | None = None,
    *,
    report: Report = lambda _progress: None,
    is_cancelled: Cancel = lambda: False,
    clock: Clock = time.monotonic,
) -> Solved:
    """Place what is not placed, and improve the rest unless the request says to leave it.

    The first solution is always there, at worst with sessions left over. Further ones differ from
    all before in at least one session; there may be fewer than asked for. With the same seed the
    same steps are tried, but how many fit into the time depends on the machine.

    Args:
        report: is told about progress, in the calling thread.
        is_cancelled: is asked often; then the best so far is returned.
        clock: seconds that only go forward.
    """
    asked = request or Request()
    search = _Search(problem, asked, report, is_cancelled, clock)
    found: list[Solution] = []
    for number in range(max(1, asked.alternatives)):
        if number and (is_cancelled() or search.left(asked.seconds) <= 0):
            break
        solution = search.run(number, found)
        if not number or solution.differs:
            found.append(solution)
    ranked = sorted(found, key=lambda one: (len(one.unplaced), one.cost))
    ranked = [replace(one, differs=_difference(one, ranked[0])) for one in ranked]
    return Solved(tuple(ranked), asked, clock() - search.began)


class _Search:
    """One request: what is fixed, what may move, and the time that is left."""

    def __init__(
        self, problem: Problem, asked: Request, report: Report, cancel: Cancel, clock: Clock
    ) -> None:
        self.asked = asked
        self.report = report
        self.is_cancelled = cancel
        self.clock = clock
        self.began = clock()
        self.given = Board(problem)
        spots = self.given.spots.values()
        is_kept = asked.scope is Scope.UNPLACED
        self.fixed = frozenset(
            spot.key
            for spot in spots
            if is_kept or spot.is_pinned or len(spot.rooms) > len(ends_of(spot.session))
        )
        self.movable = [one.key for one in problem.sessions if one.key not in self.fixed]
        self.points = liking(self.given, asked.wishes, self.movable)
        self.bound = bound(self.given, self.points, self.movable, asked.wishes)

    def left(self, until: float) -> float:
        """Seconds until so many after the beginning."""
        return self.began + until - self.clock()

    def run(self, number: int, earlier: Sequence[Solution]) -> Solution:
        """One solution, unlike earlier ones as far as that is possible."""
        until = self.asked.seconds * (number + 1) / max(1, self.asked.alternatives)
        chance = random.Random(f"{self.asked.seed} {number}")  # noqa: S311 - for variety, not for secrets
        points = self._points(earlier)
        board, left = self._begin(is_fresh=number > 0)
        ground = Ground(board)
        watch = Watch(
            lambda: self.left(until),
            self.is_cancelled,
            lambda cost, low: self._tell(number, cost, low),
        )
        self._build(Builder(ground, points, chance), left, watch)
        improver = Improver(ground, points, self.movable, chance=chance, workers=self.asked.workers)
        improved = improver.improve(watch, self.bound)
        if not earlier:
            self.bound = max(self.bound, improved.bound)
        return self._told(board, improved, earlier)

    def _points(self, earlier: Sequence[Solution]) -> Liking:
        again: dict[str, tuple[Stand, ...]] = {}
        for solution in earlier:
            board = Board(self.given.problem, solution.placements)
            for key in self.movable:
                if key in board.spots:
                    stand = Stand(board.spots[key].starts, board.spots[key].rooms)
                    again[key] = (*again.get(key, ()), stand)
        return replace(self.points, again=again)

    def _begin(self, *, is_fresh: bool) -> tuple[Board, list[str]]:
        """What is fixed, and of the rest what stands soundly; an alternative begins anew."""
        board, left = free_board(self.given, self.fixed)
        for spot in [] if is_fresh else self.given.placements():
            if spot.session in self.fixed or not spot.rooms:
                continue
            told = find_where(board, spot)
            if not any(one.severity is Severity.HARD for one in told):
                here = board.spot(spot)
                board.put(replace(here, rooms=by_ends(board, here)))
                left.remove(spot.session)
        return board, left

    def _build(self, builder: Builder, keys: list[str], watch: Watch) -> None:
        left = builder.place_all(keys)
        movable = frozenset(self.movable)
        until = watch.left() * (1 - _MAKING_ROOM)
        rounds = 0
        while left and not watch.is_over() and watch.left() > until and rounds < 50:
            cost = self.points.of_board(builder.board)
            watch.tell(cost, self.bound)
            still = [key for key in left if not builder.make_room(key, movable)]
            # What was put aside for another and found no place again is left over instead.
            left = [key for key in still if key not in builder.board.spots]
            rounds += 1

    def _tell(self, number: int, cost: int, low: int) -> None:
        unplaced, points = divmod(cost, UNPLACED_POINTS)
        low = max(0, low - unplaced * UNPLACED_POINTS)
        self.report(Progress(number + 1, unplaced, points, low, self.clock() - self.began))

    def _told(self, board: Board, improved: Improved, earlier: Sequence[Solution]) -> Solution:
        corrected = self._lift_unsound(board)
        findings = tuple(find_all(board))
        missing = [key for key in self.movable if key not in board.spots]
        unplaced = tuple(explain(board, key, self.fixed) for key in missing)
        before = {placed.session: placed for placed in self.given.problem.placements}
        placements = tuple(_kept(one, before.get(one.session)) for one in board.placements())
        cost = self.points.of_board(board) - UNPLACED_POINTS * len(missing)
        is_sound = not any(one.severity is Severity.HARD for one in findings)
        moved = [one for one in placements if one.session in before and one != before[one.session]]
        solution = Solution(
            placements=placements,
            unplaced=unplaced,
            findings=findings,
            is_complete=is_sound and not missing,
            cost=cost,
            bound=min(cost, max(0, self.bound - UNPLACED_POINTS * len(missing))),
            ending=improved.ending,
            moved=len(moved),
            differs=0,
            rounds=improved.rounds,
            corrected=corrected,
        )
        differs = min((_difference(solution, one) for one in earlier), default=0)
        return replace(solution, differs=differs)

    def _lift_unsound(self, board: Board) -> int:
        """Take off what the rules find wrong with what was placed here; how many that were.

        The rules have the last word, not the model of them.
        """
        movable = set(self.movable)
        lifted = 0
        for finding in list(find_all(board)):
            key = next((one for one in reversed(finding.sessions) if one in movable), None)
            is_there = all(one in board.spots for one in finding.sessions)
            if finding.severity is Severity.HARD and key is not None and is_there:
                board.lift(key)
                lifted += 1
        return lifted


def _kept(now: Placed, before: Placed | None) -> Placed:
    """The placement as it was given, if nothing about it has changed."""
    if before and before.starts_at == now.starts_at and set(before.rooms) == set(now.rooms):
        return before
    return now


def _difference(one: Solution, two: Solution) -> int:
    places = {placed.session: (placed.starts_at, placed.rooms) for placed in two.placements}
    mine = {placed.session: (placed.starts_at, placed.rooms) for placed in one.placements}
    return sum(mine.get(key) != places.get(key) for key in mine.keys() | places.keys())
