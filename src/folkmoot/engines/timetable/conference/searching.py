"""The search of one thread: free a part of the best plan, let CP-SAT settle it, keep what is better.

A large-neighbourhood search. Kinds of neighbourhoods that gain are chosen more often; a kind that
CP-SAT settles quickly grows, one that it cannot settle shrinks. Plans of the same cost are
accepted too, so that the search drifts along plateaus. What threads share is in :class:`Best`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Lock

from folkmoot.engines.timetable.conference.arranging import arranged
from folkmoot.engines.timetable.conference.facts import Facts
from folkmoot.engines.timetable.conference.model import Freed, PlanModel
from folkmoot.engines.timetable.conference.neighbourhoods import Kind, choose, most
from folkmoot.engines.timetable.conference.plans import Plan, schedule_of
from folkmoot.engines.timetable.conference.rules import score
from folkmoot.engines.timetable.conference.terms import Schedule

# Effort of one neighbourhood in CP-SAT's own deterministic seconds, and a bound by the clock for
# machines that are busy with other things.
_EFFORT, _PATIENCE_SECONDS = 0.8, 60.0
# The longer nothing is gained, the more effort: doubled after so many vain steps, up to a limit.
_VAIN_STEPS, _MOST_EFFORT = 30, 12.0


@dataclass(slots=True)
class Best:
    """The best that all threads know, and when they should stop.

    Attributes:
        seconds_left: until the search must end; 0 or less to stop at once.
        on_better: called with the lock held, so it sees costs fall and never rise.
    """

    seconds_left: Callable[[], float]
    on_better: Callable[["Best"], None]
    lock: Lock = field(default_factory=Lock)
    plan: Plan | None = None
    schedule: Schedule | None = None
    cost: int | None = None
    bound: int | None = None

    def offer(self, plan: Plan, schedule: Schedule, cost: int) -> None:
        """Keep a plan if it is better, or as good as the best."""
        with self.lock:
            if self.cost is not None and cost > self.cost:
                return
            is_better = self.cost is None or cost < self.cost
            self.plan, self.cost = plan, cost
            if is_better:
                self.schedule = schedule
                self.on_better(self)

    def raise_bound(self, bound: int) -> None:
        """Note that no schedule costs less."""
        with self.lock:
            if bound > (self.bound or 0) or self.bound is None:
                self.bound = bound
                self.on_better(self)

    def is_over(self) -> bool:
        """Whether time is up or the best cannot be bettered."""
        is_optimal = self.cost is not None and self.bound is not None and self.cost <= self.bound
        return is_optimal or self.cost == 0 or self.seconds_left() <= 0


def priced(facts: Facts, plan: Plan) -> tuple[Schedule, int] | None:
    """The schedule of a plan and its exact cost; ``None`` if it is none."""
    schedule = schedule_of(facts, plan)
    if schedule is None:
        return None
    schedule = arranged(facts, schedule)
    return schedule, score(facts.conference, schedule).total


class Search:
    """One thread's search."""

    def __init__(self, facts: Facts, best: Best, seed: int) -> None:
        self.facts, self.best = facts, best
        # No secret depends on these numbers.
        self.random = Random(seed)  # noqa: S311
        tracks = len(facts.conference.tracks)
        small = float(min(4, tracks))
        self.size = dict.fromkeys(Kind, small)
        self.size[Kind.SESSIONS] = 2.0
        self.gain = dict.fromkeys(Kind, 1.0)
        self.vain = 0

    def run(self) -> None:
        """Until time is up or nothing can be better. There must be a plan to begin with."""
        while not self.best.is_over():
            kind = self.random.choices(list(self.gain), list(self.gain.values()))[0]
            self._step(kind)

    def _step(self, kind: Kind) -> None:
        plan, cost = self.best.plan, self.best.cost
        if plan is None or cost is None:
            return
        size = max(1, round(self.size[kind]))
        freed = choose(kind, self.facts, plan, size, self._blame(plan), self.random)
        found, was_settled = self._settle(plan, freed)
        self._learn(kind, was_settled=was_settled)
        gained = False
        if found is not None and found != plan:
            told = priced(self.facts, found)
            if told is not None:
                gained = told[1] < cost
                self.best.offer(found, *told)
        self.vain = 0 if gained else self.vain + 1
        self.gain[kind] = max(0.15, 0.9 * self.gain[kind] + 0.1 * (2.0 if gained else 0.0))

    def _learn(self, kind: Kind, *, was_settled: bool) -> None:
        top = most(kind, self.facts)
        grown = self.size[kind] * (1.06 if was_settled else 0.9)
        self.size[kind] = min(max(grown, 1.0), float(top))

    def _settle(self, plan: Plan, freed: Freed) -> tuple[Plan | None, bool]:
        """The best plan of a neighbourhood, and whether CP-SAT is sure that it is the best."""
        from ortools.sat.python import cp_model

        built = PlanModel(self.facts, plan, freed)
        if not built.costs:
            return None, True
        built.hint()
        solver = cp_model.CpSolver()
        told = solver.parameters
        told.num_workers = 1
        told.random_seed = self.random.randrange(1 << 30)
        told.max_deterministic_time = min(_EFFORT * (1 + self.vain / _VAIN_STEPS), _MOST_EFFORT)
        told.max_time_in_seconds = max(0.01, min(_PATIENCE_SECONDS, self.best.seconds_left()))
        status = solver.solve(built.model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, False
        return built.plan_from(solver.value), status == cp_model.OPTIMAL

    def _blame(self, plan: Plan) -> list[int]:
        """What each track pays: its cells, its submissions, its conflicts; plus a little."""
        facts = self.facts
        paid = [0] * len(facts.talks_of)
        for track, row in enumerate(plan.rooms):
            for session, rooms in enumerate(row):
                paid[track] += sum(facts.cell_cost[track][session][room] for room in rooms)
        track_of = [one.track for one in facts.conference.submissions]
        for talk, session in enumerate(plan.session_of):
            paid[track_of[talk]] += facts.talk_cost[talk][session]
        for one, two, cost in facts.apart:
            if plan.session_of[one] == plan.session_of[two]:
                paid[track_of[one]] += cost
                paid[track_of[two]] += cost
        # Roots tame penalties that differ by orders of magnitude.
        return [1 + int(one**0.5) for one in paid]
