"""Some sessions at once, by a constraint solver, while all others stay where they are.

What the others forbid is the ground's; only rules between the chosen sessions become constraints
here. The solver is imported when it is needed, never by importing this module.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from folkmoot.engines.timetable.problem.values import Blocking, Part, Session
from folkmoot.engines.timetable.rules.board import Spot
from folkmoot.engines.timetable.rules.rooms import ends_of
from folkmoot.engines.timetable.solving.ground import Ground, Site
from folkmoot.engines.timetable.solving.liking import SAME_AGAIN_POINTS, Liking, Stand
from folkmoot.engines.timetable.solving.masks import levels, runs, union
from folkmoot.engines.timetable.solving.terms import UNPLACED_POINTS


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the chosen sessions go; those without a spot are left out.

    Attributes:
        cost: points of the chosen sessions against all; ``bound``: it cannot become less.
    """

    spots: tuple[Spot, ...]
    cost: int
    bound: int
    is_optimal: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how the constraint solver may think."""

    seconds: float
    seed: int
    workers: int
    stop: Callable[[], bool] = lambda: False


@dataclass(slots=True)
class _Chosen:
    """One session as variables. ``rooms``: for each end its rooms, each with a literal."""

    session: Session
    start: Any
    is_placed: Any
    rooms: tuple[dict[str, Any], ...]


class Model:
    """The chosen sessions as variables and constraints; they must be off the board."""

    def __init__(
        self,
        ground: Ground,
        points: Liking,
        chosen: Sequence[tuple[Session, Sequence[Sequence[Site]]]],
    ) -> None:
        from ortools.sat.python import cp_model

        self._cp = cp_model
        self._model = cp_model.CpModel()
        self._ground = ground
        self._board = ground.board
        self._points = points
        self._price: list[Any] = []
        self._chosen = [self._add(session, sites) for session, sites in chosen]
        self._by_key = {one.session.key: one for one in self._chosen}
        self._rooms_once()
        self._people_once()
        for one, two in combinations(self._chosen, 2):
            self._pair(one, two)
        self._model.minimize(sum(self._price))

    def hint(self, spots: Sequence[Spot]) -> None:
        """Begin from these spots."""
        known = {spot.key: spot for spot in spots}
        for one in self._chosen:
            spot = known.get(one.session.key)
            self._model.add_hint(one.is_placed, spot is not None)
            if spot:
                self._model.add_hint(one.start, spot.starts - self._ground.origin)
                for rooms, chosen in zip(one.rooms, spot.rooms, strict=True):
                    for key, literal in rooms.items():
                        self._model.add_hint(literal, key == chosen)

    def solve(self, limits: Limits) -> Answer | None:
        """The best found within the limits; ``None`` if nothing was."""
        solver = self._cp.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.05, limits.seconds)
        solver.parameters.random_seed = limits.seed % (2**31)
        solver.parameters.num_workers = limits.workers
        stopper = _stopper(self._cp, limits.stop)

        def look(_bound: float) -> None:
            if limits.stop():
                solver.stop_search()

        solver.best_bound_callback = look
        status = solver.solve(self._model, stopper)
        if status not in (self._cp.OPTIMAL, self._cp.FEASIBLE):
            return None
        return Answer(
            spots=tuple(self._spots(solver)),
            cost=round(solver.objective_value),
            bound=max(0, math.ceil(solver.best_objective_bound - 1e-6)),
            is_optimal=status == self._cp.OPTIMAL,
        )

    def _spots(self, solver: Any) -> Iterator[Spot]:
        for one in self._chosen:
            if solver.value(one.is_placed):
                begin = self._ground.origin + solver.value(one.start)
                rooms = tuple(
                    next(key for key, literal in rooms.items() if solver.value(literal))
                    for rooms in one.rooms
                )
                yield Spot(one.session, begin, begin + one.session.duration_minutes, rooms)

    def _add(self, session: Session, sites: Sequence[Sequence[Site]]) -> _Chosen:
        model = self._model
        starts = self._ground.all
        for end in sites:
            starts &= union(site.starts for site in end)
        placed = model.new_bool_var(f"{session.key} placed")
        self._price.append(UNPLACED_POINTS * (1 - placed))
        if not starts:
            model.add(placed == 0)
            return _Chosen(session, model.new_constant(0), placed, tuple({} for _end in sites))
        start = model.new_int_var_from_domain(self._domain(starts), f"{session.key} start")
        rooms = []
        for end in sites:
            literals = {}
            for site in end:
                if site.starts & starts:
                    literal = model.new_bool_var(f"{session.key} {site.room}")
                    literals[site.room] = literal
                    if starts & ~site.starts:
                        domain = self._domain(site.starts & starts)
                        model.add_linear_expression_in_domain(start, domain).only_enforce_if(
                            literal
                        )
            model.add(sum(literals.values()) == placed)
            rooms.append(literals)
        one = _Chosen(session, start, placed, tuple(rooms))
        self._price_of_start(one, starts)
        self._price_of_stand(one)
        return one

    def _domain(self, mask: int) -> Any:
        return self._cp.Domain.from_intervals([[begin, end - 1] for begin, end in runs(mask)])

    def _price_of_start(self, one: _Chosen, starts: int) -> None:
        """Points for clashes with those that stay, as steps over what each start costs."""
        origin, length = self._ground.origin, one.session.duration_minutes
        spans = [
            (other.starts - length + 1 - origin, other.ends - origin, points)
            for other, points in self._points.beside(self._board, one.session.key)
        ]
        graded = levels(spans, starts, self._ground.width)
        below, cheaper = 0, 0
        for cost, mask in graded:
            if cost > below:
                dearer = self._model.new_bool_var("")
                if cheaper:
                    domain = self._domain(cheaper)
                    self._model.add_linear_expression_in_domain(one.start, domain).only_enforce_if(
                        [dearer.negated(), one.is_placed]
                    )
                else:
                    self._model.add_implication(one.is_placed, dearer)
                self._price.append((cost - below) * dearer)
            below, cheaper = cost, cheaper | mask

    def _price_of_stand(self, one: _Chosen) -> None:
        key = one.session.key
        before = self._points.before.get(key)
        if before is not None and self._points.moved:
            is_there = self._is_at(one, before)
            self._price.append(self._points.moved * (one.is_placed - is_there))
        for stand in self._points.again.get(key, ()):
            literals = self._literals(one, stand)
            if literals is not None:
                same = self._model.new_bool_var("")
                is_then = self._is_then(one, stand)
                self._model.add_bool_or(
                    [same, is_then.negated(), *(one.negated() for one in literals)]
                )
                self._price.append(SAME_AGAIN_POINTS * same)

    def _is_at(self, one: _Chosen, stand: Stand) -> Any:
        """A literal that can be true only if the session stands there."""
        there = self._model.new_bool_var("")
        self._model.add_implication(there, one.is_placed)
        literals = self._literals(one, stand)
        if literals is None:
            self._model.add(there == 0)
            return there
        for literal in literals:
            self._model.add_implication(there, literal)
        start = stand.starts - self._ground.origin
        self._model.add(one.start == start).only_enforce_if(there)
        return there

    def _is_then(self, one: _Chosen, stand: Stand) -> Any:
        """A literal that must be true if the session begins at that time."""
        then = self._model.new_bool_var("")
        start = stand.starts - self._ground.origin
        self._model.add(one.start != start).only_enforce_if(then.negated())
        return then

    def _literals(self, one: _Chosen, stand: Stand) -> list[Any] | None:
        if len(stand.rooms) != len(one.rooms):
            return None
        found = [rooms.get(key) for rooms, key in zip(one.rooms, stand.rooms, strict=True)]
        # Literals make a constraint of "==", so membership would not be what it seems.
        return None if any(literal is None for literal in found) else found

    def _rooms_once(self) -> None:
        in_room: dict[str, list[Any]] = {}
        for one in self._chosen:
            length = one.session.duration_minutes
            for rooms in one.rooms:
                for key, literal in rooms.items():
                    span = self._model.new_optional_fixed_size_interval_var(
                        one.start, length, literal, ""
                    )
                    in_room.setdefault(key, []).append(span)
        for spans in in_room.values():
            if len(spans) > 1:
                self._model.add_no_overlap(spans)

    def _people_once(self) -> None:
        of_person: dict[str, list[Any]] = {}
        for one in self._chosen:
            length = one.session.duration_minutes
            people = dict.fromkeys(part.person for part in one.session.people)
            if people:
                span = self._model.new_optional_fixed_size_interval_var(
                    one.start, length, one.is_placed, ""
                )
            for person in people:
                of_person.setdefault(person, []).append(span)
        for spans in of_person.values():
            if len(spans) > 1:
                self._model.add_no_overlap(spans)

    def _pair(self, one: _Chosen, two: _Chosen) -> None:
        both = [one.is_placed, two.is_placed]
        for first, second in ((one, two), (two, one)):
            if first.session.key in self._board.earlier.get(second.session.key, ()):
                self._follows(first, second, 0, both)
        clear = {one.session.blocks, two.session.blocks}
        if Blocking.EDITION in clear:
            self._apart(one, two, 0, 0, both)
        elif Blocking.CITIES in clear:
            for mine, theirs in self._same_city(one, two):
                self._apart(one, two, 0, 0, [mine, theirs])
        self._ways(one, two)
        points = self._points.partners.get(one.session.key, {}).get(two.session.key, 0)
        if points:
            self._dislike(one, two, points)

    def _follows(self, one: _Chosen, two: _Chosen, way: int, when: list[Any]) -> None:
        end = one.start + one.session.duration_minutes
        self._model.add(two.start >= end + way).only_enforce_if(when)

    def _apart(self, one: _Chosen, two: _Chosen, there: int, back: int, when: list[Any]) -> None:
        """One after the other, with time between, whenever all these literals are true."""
        first = self._model.new_bool_var("")
        self._follows(one, two, there, [*when, first])
        self._follows(two, one, back, [*when, first.negated()])

    def _dislike(self, one: _Chosen, two: _Chosen, points: int) -> None:
        first, second, beside = (self._model.new_bool_var("") for _each in range(3))
        self._follows(one, two, 0, [first])
        self._follows(two, one, 0, [second])
        self._model.add_bool_or(
            [first, second, beside, one.is_placed.negated(), two.is_placed.negated()]
        )
        self._price.append(points * beside)

    def _same_city(self, one: _Chosen, two: _Chosen) -> Iterator[tuple[Any, Any]]:
        mine, theirs = self._by_place(one, self._city), self._by_place(two, self._city)
        for city in sorted(mine.keys() & theirs.keys()):
            yield mine[city], theirs[city]

    def _ways(self, one: _Chosen, two: _Chosen) -> None:
        """Time for the way of everybody who must be at both."""
        for person in sorted({p.person for p in one.session.people} & self._names(two)):
            mine, theirs = self._seats(one, person), self._seats(two, person)
            for origin, here in mine.items():
                for destination, there in theirs.items():
                    way = self._board.way(origin, destination)
                    back = self._board.way(destination, origin)
                    if origin != destination and (way or back):
                        self._apart(one, two, way, back, [here, there])

    def _names(self, one: _Chosen) -> set[str]:
        return {part.person for part in one.session.people}

    def _seats(self, one: _Chosen, person: str) -> dict[str, Any]:
        """The venues where a person may have to be, each with a literal; none if by video."""
        parts: list[Part] = [
            part for part in one.session.people if part.person == person and not part.is_remote
        ]
        if not parts:
            return {}
        cities = [city for city, _expected in ends_of(one.session)]
        end = cities.index(parts[0].city or cities[0]) if one.session.bridge else 0
        return self._by_place(one, self._venue, end)

    def _by_place(
        self, one: _Chosen, place: Callable[[str], str], end: int | None = None
    ) -> dict[str, Any]:
        grouped: dict[str, list[Any]] = {}
        for number, rooms in enumerate(one.rooms):
            for key, literal in rooms.items():
                if end is None or number == end:
                    grouped.setdefault(place(key), []).append(literal)
        found = {}
        for name, literals in grouped.items():
            found[name] = literals[0] if len(literals) == 1 else self._any(literals)
        return found

    def _any(self, literals: list[Any]) -> Any:
        one = self._model.new_bool_var("")
        for literal in literals:
            self._model.add_implication(literal, one)
        return one

    def _city(self, room: str) -> str:
        return self._board.city_of[room]

    def _venue(self, room: str) -> str:
        return self._board.rooms[room].venue


def _stopper(cp_model: Any, stop: Callable[[], bool]) -> Any:
    """Ends the search as soon as somebody asks to, at the next solution at the latest."""

    class Stopper(cp_model.CpSolverSolutionCallback):
        def on_solution_callback(self) -> None:
            if stop():
                self.stop_search()

    return Stopper()
