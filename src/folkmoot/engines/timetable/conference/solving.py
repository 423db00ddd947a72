"""Solve a conference: a first schedule within moments, then better ones until time is up.

Two threads, because CP-SAT leaves Python's lock alone while it computes: one seeks a lower bound
for a share of the time, then both search. The clock, the limit and the seed are the caller's;
what they were is told with the result. On a busy machine the same seed may find another schedule.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Event, Thread

from folkmoot.engines.timetable.conference.facts import Facts, facts_of
from folkmoot.engines.timetable.conference.feasibility import reasons_against
from folkmoot.engines.timetable.conference.model import Value
from folkmoot.engines.timetable.conference.plans import Plan
from folkmoot.engines.timetable.conference.relaxation import SessionModel, deal_rooms
from folkmoot.engines.timetable.conference.searching import Best, Search, priced
from folkmoot.engines.timetable.conference.starting import first_plans
from folkmoot.engines.timetable.conference.terms import Conference, Outcome, Progress, Solved

# Share of the time that one thread may spend on a lower bound.
_SHARE_FOR_BOUND = 0.25
# Greedy plans in a row that were no better, before the search proper begins.
_VAIN_STARTS = 3


@dataclass(slots=True)
class _Run:
    """What one call of :func:`solve` keeps."""

    facts: Facts
    best: Best
    seed: int
    faults: list[BaseException] = field(default_factory=list)
    is_infeasible: bool = False


def solve(
    conference: Conference,
    *,
    seconds: float,
    clock: Callable[[], float],
    seed: int = 1,
    on_progress: Callable[[Progress], None] = lambda _told: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Solved:
    """The best schedule that is found in time.

    Args:
        seconds: how long to search; packing and reading come on top, well under a second.
        clock: seconds from any beginning, such as ``time.monotonic``.
        on_progress: called from the searching threads, one call at a time, whenever the best or
            the bound changes.
        is_cancelled: asked between neighbourhoods, every few seconds at least.
    """
    began = clock()
    reasons = reasons_against(conference)
    if reasons:
        return Solved(Outcome.INFEASIBLE, None, None, None, reasons, seed, seconds, clock() - began)
    times: list[float] = []

    def tell(best: Best) -> None:
        after = clock() - began
        if best.cost is not None and (not times or best.cost != told[-1]):
            times.append(after)
            told.append(best.cost)
        on_progress(Progress(best.cost, best.bound, after))

    told: list[int] = []
    was_cancelled = Event()

    def left() -> float:
        if was_cancelled.is_set() or is_cancelled():
            was_cancelled.set()
            return 0.0
        return seconds - (clock() - began)

    run = _Run(facts_of(conference), Best(left, tell), seed)
    _search(run)
    if run.faults:
        raise run.faults[0]
    return _result(run, seconds, clock() - began, times, was_cancelled=was_cancelled.is_set())


def _search(run: _Run) -> None:
    """Start, then search in two threads."""
    _start(run)
    if run.best.is_over():
        return
    if run.best.plan is None and _any_plan(run) is None:
        return
    threads = [
        Thread(target=_guarded, args=(run, work)) for work in (_bound_then_search, _only_search)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _start(run: _Run) -> None:
    """Offer greedy plans until a few in a row were no better."""
    vain = 0
    # No secret depends on these numbers: the same seed should start the same way.
    for plan in first_plans(run.facts, Random(run.seed)):  # noqa: S311
        told = priced(run.facts, plan)
        known = run.best.cost
        if told is not None:
            run.best.offer(plan, *told)
        vain = 0 if run.best.cost != known else vain + 1
        if vain == _VAIN_STARTS or run.best.is_over():
            return


def _guarded(run: _Run, work: Callable[[_Run], None]) -> None:
    """A thread's fault is the caller's to hear of; the other thread goes on."""
    try:
        work(run)
    except BaseException as fault:
        run.faults.append(fault)


def _only_search(run: _Run) -> None:
    Search(run.facts, run.best, run.seed * 2 + 1).run()


def _bound_then_search(run: _Run) -> None:
    _seek_bound(run)
    Search(run.facts, run.best, run.seed * 2).run()


def _seek_bound(run: _Run) -> None:
    """What the conference costs at least, whatever its rooms."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = run.seed
    solver.parameters.max_time_in_seconds = max(0.01, _SHARE_FOR_BOUND * run.best.seconds_left())
    model = SessionModel(run.facts)
    known = run.best.cost
    if known is not None:
        # Only what is better counts, which settles much before the search begins.
        model.at_most(known - 1)
    status = solver.solve(model.model)
    if status == cp_model.INFEASIBLE and known is not None:
        run.best.raise_bound(known)
    elif status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.UNKNOWN):
        bound = solver.best_objective_bound if model.costs else 0
        # A bound within rounding of the next whole number is that number.
        least = max(0, int(-(-(bound - 1e-6) // 1)))
        run.best.raise_bound(least if known is None else min(least, known))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        _offer_dealt(run, model, solver.value)


def _offer_dealt(run: _Run, model: SessionModel, value: Value) -> Plan | None:
    plan = deal_rooms(run.facts, *model.counts_from(value))
    told = priced(run.facts, plan)
    if told is None:
        return None
    run.best.offer(plan, *told)
    return plan


def _any_plan(run: _Run) -> Plan | None:
    """Any schedule at all, by CP-SAT, while there is time; notes if there is none."""
    from ortools.sat.python import cp_model

    model = SessionModel(run.facts)
    model.forget_costs()
    forbidden = 0
    while run.best.seconds_left() > 0:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        solver.parameters.random_seed = run.seed + forbidden
        solver.parameters.max_time_in_seconds = max(0.01, run.best.seconds_left())
        status = solver.solve(model.model)
        if status == cp_model.INFEASIBLE:
            # Only a first answer proves it; later ones leave plans out that could not be packed.
            run.is_infeasible = not forbidden
            return None
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        plan = _offer_dealt(run, model, solver.value)
        if plan is not None:
            return plan
        forbidden += 1
        _forbid(model, solver.value)
    return None


def _forbid(model: SessionModel, value: Value) -> None:
    """Leave out exactly the submissions' sessions that could not be packed."""
    chosen = [one for one in model.y.values() if value(one)]
    model.model.add_bool_or([one.Not() for one in chosen])


def _result(
    run: _Run, seconds: float, taken: float, times: list[float], *, was_cancelled: bool
) -> Solved:
    best = run.best
    if best.schedule is not None and best.cost is not None:
        bound = 0 if best.bound is None else best.bound
        outcome = Outcome.OPTIMAL if best.cost <= bound else Outcome.FOUND
        reasons: tuple[str, ...] = ()
    elif run.is_infeasible:
        outcome, bound = Outcome.INFEASIBLE, 0
        reasons = ("The submissions cannot be packed: no way to share the cells among the tracks.",)
    else:
        outcome, bound = Outcome.NOTHING_FOUND, 0
        reasons = ("No schedule was found in the time allowed; that does not prove there is none.",)
    return Solved(
        outcome=outcome,
        schedule=best.schedule,
        cost=best.cost,
        bound=bound,
        reasons=reasons,
        seed=run.seed,
        seconds_allowed=seconds,
        seconds_taken=taken,
        first_after_seconds=times[0] if times else None,
        best_after_seconds=times[-1] if times else None,
        was_cancelled=was_cancelled,
    )
