"""Forums that are made up to measure the solver can be solved, and are the same every time."""

from dataclasses import replace

import pytest

from bench.timetable.made_forums import Size, made_forum, made_with_plan
from folkmoot.engines.timetable.problem import Blocking, Role, read_problem, write_problem
from folkmoot.engines.timetable.rules import Board, Severity, find_all
from folkmoot.engines.timetable.solving import Request, solve


@pytest.mark.parametrize(
    ("size", "seed"),
    [(Size(50, 8, 2, 2), 1), (Size(50, 8, 2, 2), 2), (Size(300, 24, 3, 4), 3)],
    ids=str,
)
def test_the_planted_timetable_breaks_no_hard_rule(size, seed):
    problem, plan = made_with_plan(size, seed)

    findings = find_all(Board(replace(problem, placements=plan)))

    assert len(plan) == len(problem.sessions) == size.sessions
    assert [one for one in findings if one.severity is Severity.HARD] == []


def test_a_made_forum_has_what_makes_forums_hard_and_is_the_same_again():
    problem = made_forum(Size(300, 24, 3, 4), 1)

    assert problem == made_forum(Size(300, 24, 3, 4), 1)
    assert problem == read_problem(write_problem(problem))
    assert {part.role for one in problem.sessions for part in one.people} == set(Role) - {
        Role.PARTICIPANT
    }
    assert any(one.blocks is Blocking.EDITION for one in problem.sessions)
    assert sum(bool(one.bridge) for one in problem.sessions) > 5
    assert any(one.after for one in problem.sessions)
    assert {one.is_pinned for one in problem.placements} == {True, False}


def test_a_made_forum_is_placed_whole():
    solution = solve(made_forum(Size(50, 8, 2, 2), 1), Request(seconds=15, workers=1)).solutions[0]

    assert solution.is_complete
    assert len(solution.placements) == 50
