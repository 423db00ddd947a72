"""Solving small conferences: complete, as good as can be, reasons where nothing fits."""

import json
import time
from dataclasses import replace
from itertools import count
from random import Random

import pytest
import typer
from typer.testing import CliRunner

from folkmoot.engines.timetable.conference import (
    Conference,
    Outcome,
    Progress,
    Rule,
    read_conference,
    read_schedule,
    score,
    solve,
)
from folkmoot.engines.timetable.conference.facts import facts_of
from folkmoot.engines.timetable.conference.model import PlanModel
from folkmoot.engines.timetable.conference.plans import Plan, plan_of, schedule_of
from folkmoot.engines.timetable.conference.relaxation import SessionModel, everything
from folkmoot.engines.timetable.conference.starting import first_plans
from folkmoot.project.cli import timetable
from tests.timetable.conference_workbooks import TALKS, WEIGHTS, write_workbook


@pytest.fixture
def forum(tmp_path) -> Conference:
    return read_conference(write_workbook(tmp_path / "forum.xlsx"))


@pytest.fixture
def run():
    """Types one command and gives its exit code, output and error output."""
    app = typer.Typer()
    timetable.register(app)

    def type_command(*words: object) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, ["timetable", *(str(word) for word in words)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    return type_command


def test_a_conference_is_solved_completely_and_as_well_as_can_be(forum):
    told: list[Progress] = []

    solved = solve(forum, seconds=20, clock=time.monotonic, seed=3, on_progress=told.append)

    assert solved.schedule is not None
    scored = score(forum, solved.schedule)
    # The choir's presenter chairs both talks of Energy, so one of them is late in the evening.
    assert (solved.outcome, scored.total, scored.faults) == (Outcome.OPTIMAL, 1, ())
    assert (solved.seed, solved.seconds_allowed, solved.was_cancelled) == (3, 20, False)
    assert [one.best for one in told] == sorted((one.best for one in told), reverse=True)
    assert told[-1].best == solved.cost == 1


def test_what_cannot_be_avoided_is_proved_to_be_the_least(tmp_path):
    """Two talks of one presenter, one session: they are in different rooms at once."""
    path = write_workbook(
        tmp_path / "forum.xlsx",
        sessions=(("Mon1", 1),),
        talks=(
            ("wind", "Energy", 1, 0, None, "Una Ash", None),
            ("ferry", "Trade", 1, 0, None, "Una Ash", None),
        ),
        tracks=(("Energy",), ("Trade",)),
    )

    solved = solve(read_conference(path), seconds=20, clock=time.monotonic)

    assert (solved.outcome, solved.cost, solved.bound) == (Outcome.OPTIMAL, 1000, 1000)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"talks": (("gala", "Youth", 4, 0, None, None, None),), "tracks": (("Youth",),)},
            "gala needs 4 time slots, and no session has more than 3.",
        ),
        (
            {"rooms": ("Loft",), "sessions": (("Mon1", 5),)},
            "The submissions need 6 time slots, and the sessions have 5 in all rooms together.",
        ),
        (
            {"rooms": ("Loft",), "sessions": (("Mon1", 4), ("Mon2", 4))},
            "The tracks need 3 cells of one session in one room at least, and there are 2.",
        ),
        (
            {
                "rooms": ("Loft",),
                "sessions": (("Mon1", 3), ("Mon2", 3)),
                "talks": [(f"talk {at}", "Youth", 2, 0, None, None, None) for at in range(3)],
                "tracks": (("Youth",),),
            },
            "The submissions cannot be packed: no way to share the cells among the tracks.",
        ),
    ],
)
def test_where_nothing_fits_the_reasons_are_told(tmp_path, changes, reason):
    forum = read_conference(write_workbook(tmp_path / "full.xlsx", **changes))

    solved = solve(forum, seconds=20, clock=time.monotonic)

    assert (solved.outcome, solved.schedule) == (Outcome.INFEASIBLE, None)
    assert reason in solved.reasons


def test_a_person_wanted_twice_in_a_session_is_given_two_time_slots(tmp_path):
    talks = tuple(
        (f"{track} {at}", track, 1, 0, None, "Una Ash" if at == 1 else None, None)
        for track in ("Energy", "Trade")
        for at in (1, 2)
    )
    path = write_workbook(
        tmp_path / "forum.xlsx",
        weights={"Presenters Conflicts:": 0, "Presenters Conflicts Timeslot Level:": 50},
        sessions=(("Mon1", 2),),
        talks=talks,
        tracks=(("Energy",), ("Trade",)),
    )
    forum = read_conference(path)

    solved = solve(forum, seconds=20, clock=time.monotonic)

    assert solved.schedule is not None
    assert (solved.outcome, solved.cost) == (Outcome.OPTIMAL, 0)
    assert score(forum, solved.schedule).total == 0


def test_a_cancelled_search_keeps_what_it_found(forum):
    busy = replace(forum, weights={**forum.weights, Rule.SUBMISSION_SESSION: 1})
    busy = replace(busy, submission_session=((1, 1, 1),) * len(busy.submissions))
    asked = count()

    solved = solve(busy, seconds=60, clock=time.monotonic, is_cancelled=lambda: next(asked) > 0)

    assert solved.was_cancelled
    assert solved.schedule is not None
    assert score(busy, solved.schedule).faults == ()


def test_a_search_without_time_ends_at_once(forum):
    solved = solve(forum, seconds=0.0, clock=time.monotonic)

    assert solved.outcome in (Outcome.FOUND, Outcome.OPTIMAL, Outcome.NOTHING_FOUND)
    assert solved.seconds_taken < 5


@pytest.fixture
def heavy(forum) -> Conference:
    """Every rule of rooms, sessions and likeness costs something somewhere."""
    return replace(
        forum,
        similar=((0, 6, 2), (6, 0, 0), (2, 0, 0)),
        track_session=((0, 3, 0), (0, 0, 1), (2, 0, 0)),
        track_room=((0, 3), (1, 0), (0, 0)),
        submission_room=((0, 0), (0, 5), (0, 0), (7, 0), (0, 0)),
        submission_session=((5, 0, 0), (0, 1, 0), (0, 0, 2), (4, 0, 0), (0, 3, 0)),
    )


def _plans(forum: Conference) -> list[Plan]:
    """Plans of many kinds: greedy ones, and what they become when parts are torn apart."""
    facts = facts_of(forum)
    told = [plan for seed in range(4) for plan in first_plans(facts, Random(seed))]
    for seed in range(60):
        random = Random(seed)
        rooms = [[() for _ in forum.sessions] for _ in forum.tracks]
        session_of = [random.randrange(len(forum.sessions)) for _ in forum.submissions]
        for session in range(len(forum.sessions)):
            free = list(range(len(forum.rooms)))
            random.shuffle(free)
            here = {
                one.track for at, one in enumerate(forum.submissions) if session_of[at] == session
            }
            for track in sorted(here)[: len(free)]:
                rooms[track][session] = (free.pop(),)
            if free and here and random.random() < 0.5:
                track = min(here)
                rooms[track][session] = tuple(sorted((*rooms[track][session], free.pop())))
        plan = Plan(tuple(tuple(row) for row in rooms), tuple(session_of))
        schedule = schedule_of(facts, plan)
        if schedule is not None and not score(forum, schedule).faults:
            told.append(plan_of(facts, schedule))
    return list(dict.fromkeys(told))


def _fixed(built: PlanModel, plan: Plan) -> int | None:
    """What a model says a plan costs."""
    from ortools.sat.python import cp_model

    for (talk, session), chosen in built.y.items():
        built.model.add(chosen == int(plan.session_of[talk] == session))
    for (track, session), rooms in built.count.items():
        if not isinstance(rooms, int):
            built.model.add(rooms == len(plan.rooms[track][session]))
    for (track, session, room), held in built.x.items():
        built.model.add(held == int(room in plan.rooms[track][session]))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(built.model) != cp_model.OPTIMAL:
        return None
    return round(solver.objective_value)


def test_models_price_plans_as_the_rules_do_and_bounds_lie_below(heavy):
    facts = facts_of(heavy)
    plans = _plans(heavy)
    assert len(plans) > 8
    seen_parallel = 0

    for plan in plans:
        schedule = schedule_of(facts, plan)
        assert schedule is not None
        total = score(heavy, schedule).total
        below = _fixed(SessionModel(facts), plan)
        whole = _fixed(PlanModel(facts, plan, everything(facts)), plan)

        is_parallel = any(len(rooms) > 1 for row in plan.rooms for rooms in row)
        seen_parallel += is_parallel
        assert below is not None
        assert below <= total
        # With parallel rooms the model leaves to packing who is in which, so it may be off.
        assert is_parallel or whole == total
    assert seen_parallel


def test_the_command_writes_a_solution_that_scores_the_same(run, tmp_path):
    file, out = write_workbook(tmp_path / "forum.xlsx"), tmp_path / "solution.xlsx"

    code, said, _ = run("solve", file, "--out", out, "--seconds", 20, "--seed", 5, "--json")
    scored, told, _ = run("score", file, out, "--json")

    solved = json.loads(said)
    assert (code, scored) == (0, 0)
    assert (solved["cost"], solved["seed"], solved["solution"]) == (1, 5, str(out))
    assert json.loads(told) == {
        "total": 1,
        "is_complete": True,
        "faults": [],
        "by_rule": {"time_zone": 1},
        "findings": [{"rule": "time_zone", "what": "choir: Tue1, Harbour", "cost": 1}],
    }
    forum = read_conference(file)
    assert score(forum, read_schedule(forum, out)).faults == ()


def test_the_command_tells_reasons_and_faults_with_exit_codes(run, tmp_path):
    full = write_workbook(tmp_path / "full.xlsx", rooms=("Loft",), sessions=(("Mon1", 5),))
    faulty = write_workbook(tmp_path / "faulty.xlsx", without=("rooms",))
    out = tmp_path / "out.xlsx"

    refused, said, _ = run("solve", full, "--out", out)
    wrong, _, fault = run("solve", faulty, "--out", out)
    unknown, _, _ = run("score", __file__, full)

    assert (refused, wrong, unknown) == (1, 1, 2)
    assert said.startswith("There is no timetable.\nThe submissions need 6 time slots")
    assert fault == "faulty.xlsx: the sheet 'rooms' is missing.\n"
    assert not out.exists()


def test_the_small_conference_uses_every_rule_that_a_workbook_can_weigh():
    assert (len(WEIGHTS), len(TALKS)) == (len(Rule), 5)
