"""The solver keeps every hard rule, says why something has no place, and never breaks off."""

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from folkmoot.engines.timetable.problem import (
    Blocking,
    BridgeEnd,
    Part,
    Person,
    Placed,
    Session,
    Span,
)
from folkmoot.engines.timetable.rules import Board, RuleCode, Severity, find_all, find_where
from folkmoot.engines.timetable.rules.board import moment_of
from folkmoot.engines.timetable.rules.rooms import ends_of
from folkmoot.engines.timetable.solving import (
    Ending,
    Request,
    Scope,
    Weight,
    Wishes,
    solve,
)
from folkmoot.engines.timetable.solving.ground import Ground
from folkmoot.engines.timetable.solving.masks import minutes, runs
from tests.engines.timetable.drawn import problems
from tests.engines.timetable.test_rules import ONE, TWO, at, forum

_DRAWN = settings(deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
# Long enough on a busy machine; whoever proves the best ends sooner.
QUICK = Request(seconds=20, workers=1)


def hard(board):
    return [one for one in find_all(board) if one.severity is Severity.HARD]


def stands(solution):
    return {one.session: (one.starts_at, one.rooms) for one in solution.placements}


@given(st.frozensets(st.integers(0, 200)))
def test_runs_of_minutes_hold_exactly_the_minutes(chosen):
    mask = sum(1 << minute for minute in chosen)

    assert set(minutes(mask)) == chosen
    assert {n for begin, end in runs(mask) for n in range(begin, end)} == chosen
    assert all(two[0] > one[1] for one, two in pairwise(runs(mask)))


@settings(_DRAWN, max_examples=50)
@given(problems(), st.randoms(use_true_random=False))
def test_a_start_is_free_exactly_where_the_rules_find_nothing_hard(problem, chance):
    board = Board(problem)
    ground = Ground(board)
    for session in problem.sessions:
        sites = [{site.room: site.starts for site in end} for end in ground.sites(session)]
        for _draw in range(6):
            rooms, free = [], ground.all
            for (city, _expected), end in zip(ends_of(session), sites, strict=True):
                there = [room for room in problem.rooms if ground.may_end(city, room)]
                room = chance.choice(there)
                rooms.append(room.key)
                free &= end.get(room.key, 0)
            start = 15 * chance.randrange(ground.width // 15)
            told = find_where(
                board, Placed(session.key, moment_of(ground.origin + start), tuple(rooms))
            )

            is_sound = not any(one.severity is Severity.HARD for one in told)
            assert bool(free >> start & 1) == is_sound


@settings(_DRAWN, max_examples=20)
@given(problems(), st.sampled_from(Scope), st.booleans())
def test_what_is_called_complete_breaks_no_hard_rule_and_what_is_pinned_stays(
    problem, scope, is_begun
):
    problem = problem if is_begun else replace(problem, placements=())
    solved = solve(problem, replace(QUICK, scope=scope, seconds=0.5))

    solution = solved.solutions[0]
    board = Board(problem, solution.placements)
    left = {one.session for one in solution.unplaced}
    fixed = {
        one.session
        for one in problem.placements
        if one.is_pinned
        or scope is Scope.UNPLACED
        or len(one.rooms) > len(ends_of(board.sessions[one.session]))
    }
    assert solution.is_complete == (not left and not hard(board))
    assert {one.key for one in problem.sessions} == left | set(board.spots)
    assert not left & set(board.spots)
    # Whatever is still wrong was fixed so.
    assert all(set(one.sessions) <= fixed for one in hard(board))
    assert [one for one in problem.placements if one.session in fixed] == [
        one for one in solution.placements if one.session in fixed
    ]
    assert solution.bound <= solution.cost
    # The rules had nothing to correct, so the model keeps them by itself.
    assert solution.corrected == 0


def crowded(count, **changes):
    """So many sessions of an hour that only the aula, open ten hours, will do."""
    return [
        Session(f"s{number}", 60, rooms=frozenset({"aula"}), **changes) for number in range(count)
    ]


def test_a_hall_is_filled_to_the_last_hour_and_proved_full():
    solution = solve(forum(crowded(10), []), QUICK).solutions[0]

    assert solution.is_complete
    assert (solution.cost, solution.ending) == (0, Ending.OPTIMAL)
    assert sorted(one.starts_at for one in solution.placements) == [
        at(hour) for hour in range(8, 18)
    ]


def test_what_finds_no_place_is_told_with_the_rule_that_is_in_the_way():
    sessions = [replace(ONE, expected=5000), TWO]
    rooms = tuple(replace(room, capacity=100) for room in forum([], []).rooms)

    solution = solve(forum(sessions, [], rooms=rooms), QUICK).solutions[0]

    assert set(stands(solution)) == {"two"}
    (left,) = solution.unplaced
    assert (left.session, left.is_impossible, left.conflict) == ("one", True, ())
    assert [(one.rule, one.is_needed) for one in left.obstacles] == [(RuleCode.CAPACITY, True)]
    assert left.obstacles[0].excluded == left.obstacles[0].alone == left.considered


def test_fixed_sessions_that_leave_no_place_are_named_and_no_others():
    day_long = replace(TWO, duration_minutes=600)
    other = Session("other", 60)
    session = replace(ONE, rooms=frozenset({"aula"}))
    problem = forum(
        [session, day_long, other],
        [
            Placed("two", at(8), ("aula",), is_pinned=True),
            Placed("other", at(9), ("attic",), is_pinned=True),
        ],
    )

    (left,) = solve(problem, QUICK).solutions[0].unplaced

    assert (left.session, left.is_impossible, left.conflict) == ("one", True, ("two",))
    needed = {one.rule for one in left.obstacles if one.is_needed}
    assert needed == {RuleCode.ROOM_TWICE, RuleCode.PLACE_NOT_ALLOWED}


def test_one_too_many_is_left_over_but_not_called_impossible():
    solution = solve(forum(crowded(11), []), QUICK).solutions[0]

    assert len(solution.placements) == 10
    assert [one.is_impossible for one in solution.unplaced] == [False]
    assert not solution.is_complete


def test_a_bridge_gets_a_room_in_each_city_and_its_people_their_way():
    bridge = (BridgeEnd("east", 90), BridgeEnd("west", 30))
    sessions = [
        replace(ONE, bridge=bridge, people=(Part("mira", city="west"), Part("ilo"))),
        replace(TWO, people=(Part("mira"),), rooms=frozenset({"aula"})),
    ]
    problem = forum(sessions, [Placed("two", at(13), ("aula",), is_pinned=True)])

    solution = solve(problem, QUICK).solutions[0]

    assert solution.is_complete
    starts_at, rooms = stands(solution)["one"]
    assert rooms in (("aula", "crypt"), ("attic", "crypt"))
    assert starts_at <= at(10, 30) or starts_at >= at(15, 30)


def test_nothing_is_put_beside_an_opening():
    opening = Session("opening", 540, blocks=Blocking.EDITION)

    solution = solve(forum([TWO, opening, ONE], []), QUICK).solutions[0]

    assert solution.is_complete
    assert stands(solution)["one"][0] == stands(solution)["two"][0]


def test_sessions_of_a_strand_are_kept_apart_unless_that_wish_is_off():
    sessions = [Session(f"s{number}", 300, strands=frozenset({"water"})) for number in range(3)]
    problem = forum(sessions, [])
    off = replace(QUICK, wishes=Wishes(strand_clash=Weight.OFF))

    wished, unwished = solve(problem, QUICK).solutions[0], solve(problem, off).solutions[0]

    assert (wished.cost, wished.bound, wished.ending) == (3, 3, Ending.OPTIMAL)
    assert len([one for one in wished.findings if one.rule is RuleCode.STRAND_CLASH]) == 1
    assert (unwished.cost, unwished.ending) == (0, Ending.OPTIMAL)


def test_what_stands_well_stays_and_what_stands_badly_moves():
    problem = forum(
        [ONE, TWO], [Placed("one", at(10), ("crypt",)), Placed("two", at(10, 30), ("crypt",))]
    )

    solution = solve(problem, QUICK).solutions[0]

    assert solution.is_complete
    assert (solution.moved, solution.cost) == (1, 1)


def test_alternatives_are_unlike_each_other_and_the_best_comes_first():
    problem = forum(crowded(6, strands=frozenset({"water"})), [])

    solved = solve(problem, replace(QUICK, seconds=30, alternatives=3))

    assert len(solved.solutions) == 3
    assert len({frozenset(stands(one).items()) for one in solved.solutions}) == 3
    assert [one.is_complete for one in solved.solutions] == [True] * 3
    costs = [one.cost for one in solved.solutions]
    assert costs == sorted(costs)
    assert solved.solutions[0].differs == 0 < solved.solutions[1].differs


def test_who_cancels_gets_what_was_found_so_far():
    solved = solve(forum(crowded(3), []), QUICK, is_cancelled=lambda: True)

    (solution,) = solved.solutions
    assert (solution.is_complete, solution.ending) == (True, Ending.OPTIMAL)


def test_the_solver_of_models_is_not_loaded_until_a_model_is_built():
    code = "import sys, folkmoot.engines.timetable.solving; print('ortools' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_progress_tells_the_best_so_far_and_a_bound_below_it():
    told = []

    solve(forum(crowded(8, strands=frozenset({"water"})), []), QUICK, report=told.append)

    assert told
    assert all(0 <= one.bound <= one.cost for one in told)
    assert told[-1].unplaced == 0


def test_a_person_who_is_away_all_day_is_named_as_the_obstacle():
    away = Person("mira", unavailable=(Span(at(0), at(0) + timedelta(days=1)),))
    problem = forum([replace(ONE, people=(Part("mira"),))], [], people=(away,))

    (left,) = solve(problem, QUICK).solutions[0].unplaced

    assert [(one.rule, one.is_needed) for one in left.obstacles] == [
        (RuleCode.PERSON_UNAVAILABLE, True)
    ]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_forum_without_sessions_or_rooms_is_solved_with_nothing_or_left_over(seed):
    empty = solve(forum([], []), replace(QUICK, seed=seed)).solutions[0]
    homeless = solve(forum([ONE], [], rooms=()), replace(QUICK, seed=seed)).solutions[0]

    assert (empty.is_complete, empty.placements) == (True, ())
    assert [one.session for one in homeless.unplaced] == ["one"]
    assert homeless.unplaced[0].considered == 0
