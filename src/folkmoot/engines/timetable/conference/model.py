"""A part of a plan as a model for CP-SAT: what is freed may change, all else stands.

One model serves the whole search: to free everything is the whole problem, to free a few tracks
or sessions is a neighbourhood of a large-neighbourhood search. What does not change becomes a
number, so that small neighbourhoods are small models. Only here and in :mod:`relaxation` is
OR-Tools loaded, when a model is built.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from folkmoot.engines.timetable.conference.facts import Facts
from folkmoot.engines.timetable.conference.plans import Plan
from folkmoot.engines.timetable.conference.terms import Rule

# Variables of CP-SAT, and numbers where there is nothing to decide.
Term = Any
# Gives the value of a variable in a solution.
Value = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Freed:
    """What may change.

    Attributes:
        cells: tracks and sessions in which the rooms of the track may change.
        talks: sessions that a submission may be in; the one it is in belongs to them.
    """

    cells: frozenset[tuple[int, int]]
    talks: Mapping[int, tuple[int, ...]]


class PlanModel:
    """The model of one neighbourhood.

    The cost that it minimises leaves out what does not change, and two things that only packing
    decides: conflicts within a track between parallel rooms, and time slots. Whoever uses it
    prices the plan that comes out.
    """

    def __init__(self, facts: Facts, plan: Plan, freed: Freed) -> None:
        from ortools.sat.python import cp_model

        self.facts, self.plan, self.freed = facts, plan, freed
        self.model = cp_model.CpModel()
        self.costs: list[tuple[int, Term]] = []
        tracks = {track for track, _ in freed.cells}
        tracks |= {facts.conference.submissions[talk].track for talk in freed.talks}
        self.tracks = sorted(tracks)
        self.x: dict[tuple[int, int, int], Term] = {}
        self.held: dict[tuple[int, int], Term] = {}
        self.count: dict[tuple[int, int], Term] = {}
        self.y: dict[tuple[int, int], Term] = {}
        self._add_cells()
        self._add_talks()
        for track in self.tracks:
            self._add_capacity(track)
            self._add_rooms(track)
            self._add_consecutive(track)
            if facts.is_ordered[track]:
                self._add_order(track)
        self._add_track_pairs()
        self._add_conflicts()
        self.cost = sum(cost * term for cost, term in self.costs)
        self.model.minimize(self.cost)

    def _bool(self) -> Term:
        return self.model.new_bool_var("")

    def _pay(self, cost: int, term: Term) -> None:
        if cost and not isinstance(term, int):
            self.costs.append((cost, term))

    def _add_cells(self) -> None:
        """Rooms of freed cells: those that no fixed track holds."""
        facts, rooms = self.facts, range(len(self.facts.conference.rooms))
        blocked: dict[int, set[int]] = defaultdict(set)
        sessions = {session for _, session in self.freed.cells}
        for track, row in enumerate(self.plan.rooms):
            for session in sessions:
                if (track, session) not in self.freed.cells:
                    blocked[session].update(row[session])
        by_room: dict[tuple[int, int], list[Term]] = defaultdict(list)
        for track, session in sorted(self.freed.cells):
            here = []
            for room in rooms:
                if room not in blocked[session]:
                    held = self.x[track, session, room] = self._bool()
                    self._pay(facts.cell_cost[track][session][room], held)
                    by_room[session, room].append(held)
                    here.append(held)
            self._add_presence(track, session, here)
        for held_by in by_room.values():
            self.model.add_at_most_one(held_by)

    def _add_presence(self, track: int, session: int, here: list[Term]) -> None:
        held = self.held[track, session] = self._bool() if here else 0
        width = max(self.facts.width[track], len(self.plan.rooms[track][session]))
        count = self.count[track, session] = sum(here)
        if not here:
            return
        if width == 1:
            self.model.add(count == held)
            return
        self.model.add_max_equality(held, here)
        self.model.add(count <= width)
        weight = self.facts.weight(Rule.PARALLEL_TRACK)
        if weight:
            more = self.model.new_int_var(0, width - 1, "")
            self.model.add(more >= count - 1)
            self._pay(weight, more)

    def _is_held(self, track: int, session: int) -> Term:
        if (track, session) in self.held:
            return self.held[track, session]
        return int(bool(self.plan.rooms[track][session]))

    def _rooms_held(self, track: int, session: int) -> Term:
        if (track, session) in self.count:
            return self.count[track, session]
        return len(self.plan.rooms[track][session])

    def _is_in(self, talk: int, session: int) -> Term:
        """Whether a submission is in a session, as a variable or as 0 or 1."""
        if talk in self.freed.talks:
            return self.y.get((talk, session), 0)
        return int(self.plan.session_of[talk] == session)

    def _add_talks(self) -> None:
        facts = self.facts
        for talk, sessions in self.freed.talks.items():
            for session in sessions:
                chosen = self.y[talk, session] = self._bool()
                self._pay(facts.talk_cost[talk][session], chosen)
            self.model.add_exactly_one(self.y[talk, session] for session in sessions)
            self._add_room_costs(talk, sessions)

    def _add_room_costs(self, talk: int, sessions: Iterable[int]) -> None:
        """What the room costs a submission; of parallel rooms the dearest is assumed."""
        if not self.facts.room_cost:
            return
        track = self.facts.conference.submissions[talk].track
        dear = [(room, cost) for room, cost in enumerate(self.facts.room_cost[talk]) if cost]
        if not dear:
            return
        paid = self.model.new_int_var(0, max(cost for _, cost in dear), "")
        for session in sessions:
            for room, cost in dear:
                held = self.x.get((track, session, room))
                if held is None and room in self.plan.rooms[track][session]:
                    if (track, session) not in self.freed.cells:
                        self.model.add(paid >= cost).only_enforce_if(self.y[talk, session])
                elif held is not None:
                    self.model.add(paid >= cost).only_enforce_if(self.y[talk, session], held)
        self._pay(1, paid)

    def _add_capacity(self, track: int) -> None:
        """Submissions fit the rooms of their track, and a session is held only for some."""
        conference, talks = self.facts.conference, self.facts.talks_of[track]
        for session, period in enumerate(conference.sessions):
            inside = [(talk, self._is_in(talk, session)) for talk in talks]
            free = [one for _, one in inside if not isinstance(one, int)]
            held = self._is_held(track, session)
            if not free and isinstance(held, int):
                continue
            rooms = self._rooms_held(track, session)
            needs = sum(conference.submissions[talk].slots * one for talk, one in inside)
            self._add(needs <= period.slots * rooms)
            large = [
                one for talk, one in inside if 2 * conference.submissions[talk].slots > period.slots
            ]
            if large:
                self._add(sum(large) <= rooms)
            self._tie(held, [one for _, one in inside])

    def _add(self, constraint: Any) -> None:
        """A constraint; one that numbers fulfil already is none."""
        if constraint is not True:
            self.model.add(constraint)

    def _tie(self, held: Term, inside: list[Term]) -> None:
        """A session is held if and only if a submission is in it."""
        if isinstance(held, int):
            return
        for one in inside:
            if isinstance(one, int):
                if one:
                    self.model.add(held == 1)
            else:
                self.model.add_implication(one, held)
        if not any(isinstance(one, int) and one for one in inside):
            some = [one for one in inside if not isinstance(one, int)]
            self.model.add_bool_or([*some, held.Not()])

    def _add_rooms(self, track: int) -> None:
        """Each room of a track but one costs."""
        weight = self.facts.weight(Rule.ROOMS_PER_TRACK)
        sessions = range(len(self.facts.conference.sessions))
        if not weight or not any((track, session) in self.freed.cells for session in sessions):
            return
        fixed = {
            room
            for session in sessions
            if (track, session) not in self.freed.cells
            for room in self.plan.rooms[track][session]
        }
        used = []
        for room in range(len(self.facts.conference.rooms)):
            here = [
                self.x[key] for key in ((track, one, room) for one in sessions) if key in self.x
            ]
            if room in fixed or not here:
                continue
            one = self._bool()
            used.append(one)
            for held in here:
                self.model.add_implication(held, one)
        if not used:
            return
        more = self.model.new_int_var(0, len(used), "")
        self._add(more >= sum(used) + len(fixed) - 1)
        self._pay(weight, more)

    def _add_consecutive(self, track: int) -> None:
        """A track costs if it begins more than once."""
        weight = self.facts.weight(Rule.CONSECUTIVE)
        held = [self._is_held(track, one) for one in range(len(self.facts.conference.sessions))]
        if not weight or len(held) < 3 or all(isinstance(one, int) for one in held):
            return
        begins = [held[0]]
        for before, here in pairwise(held):
            begins.append(self._begin(before, here))
        broken = self._bool()
        total = sum(begins)
        if isinstance(total, int):
            return
        self.model.add(total <= 1).only_enforce_if(broken.Not())
        self._pay(weight, broken)

    def _begin(self, before: Term, here: Term) -> Term:
        if isinstance(here, int) and not here:
            return 0
        if isinstance(before, int) and before:
            return 0
        if isinstance(before, int):
            return here
        begin = self._bool()
        if isinstance(here, int):
            self.model.add_bool_or(begin, before)
        else:
            self.model.add_bool_or(begin, before, here.Not())
        return begin

    def _add_order(self, track: int) -> None:
        """A submission is at its place if as many as it says are before it or in its session."""
        conference, talks = self.facts.conference, self.facts.talks_of[track]
        if not any(talk in self.freed.talks for talk in talks):
            return
        weight, upto = self.facts.weight(Rule.ORDER), [0]
        for session in range(len(conference.sessions)):
            upto.append(upto[-1] + sum(self._is_in(talk, session) for talk in talks))
        for talk in talks:
            order = conference.submissions[talk].order
            if not order:
                continue
            missed = self._bool()
            self._pay(weight, missed)
            for session in range(len(conference.sessions)):
                chosen = self._is_in(talk, session)
                if isinstance(chosen, int) and not chosen:
                    continue
                unless = [missed.Not()] + ([] if isinstance(chosen, int) else [chosen])
                for bound in (upto[session] <= order - 1, upto[session + 1] >= order):
                    if bound is False:
                        self.model.add_bool_or(*(one.Not() for one in unless))
                    elif bound is not True:
                        self.model.add(bound).only_enforce_if(*unless)

    def _add_track_pairs(self) -> None:
        """Two tracks at once cost for each pair of their rooms."""
        mine = set(self.tracks)
        for one, two, cost in self.facts.track_pairs:
            if one not in mine and two not in mine:
                continue
            for session in range(len(self.facts.conference.sessions)):
                here, there = self._rooms_held(one, session), self._rooms_held(two, session)
                if isinstance(here, int) or isinstance(there, int):
                    # A number on either side: what is left is linear, or nothing.
                    fixed, open_side = (here, there) if isinstance(here, int) else (there, here)
                    if fixed:
                        self._pay(cost * fixed, open_side)
                else:
                    both = self.model.new_int_var(0, len(self.facts.conference.rooms) ** 2, "")
                    self.model.add(both >= here + there - 1).only_enforce_if(
                        self.held[one, session], self.held[two, session]
                    )
                    self._pay(cost, both)

    def _add_conflicts(self) -> None:
        """Two submissions of different tracks in one session cost."""
        for one, two, cost in self.facts.apart:
            here, there = self.freed.talks.get(one), self.freed.talks.get(two)
            if here is None and there is None:
                continue
            if here is None:
                self._pay(cost, self._is_in(two, self.plan.session_of[one]))
            elif there is None:
                self._pay(cost, self._is_in(one, self.plan.session_of[two]))
            elif common := set(here) & set(there):
                both = self._bool()
                for session in common:
                    self.model.add_bool_or(
                        both, self.y[one, session].Not(), self.y[two, session].Not()
                    )
                self._pay(cost, both)

    def hint(self) -> None:
        """Begin from the plan as it stands."""
        for (track, session, room), held in self.x.items():
            self.model.add_hint(held, room in self.plan.rooms[track][session])
        for (talk, session), chosen in self.y.items():
            self.model.add_hint(chosen, self.plan.session_of[talk] == session)

    def plan_from(self, value: Value) -> Plan:
        """The plan that a solution means."""
        held: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (track, session, room), one in self.x.items():
            if value(one):
                held[track, session].append(room)
        rooms = [list(row) for row in self.plan.rooms]
        for track, session in self.freed.cells:
            rooms[track][session] = tuple(held[track, session])
        session_of = list(self.plan.session_of)
        for (talk, session), one in self.y.items():
            if value(one):
                session_of[talk] = session
        return Plan(tuple(tuple(row) for row in rooms), tuple(session_of))
