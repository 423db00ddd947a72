"""Forums as JSON for ``folkmoot timetable``: what is solved, checked and said.

The form of the file and of the answers is described in ``docs/timetable.md``.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from folkmoot.engines.timetable.problem import (
    Problem,
    ProblemUnreadable,
    read_problem,
    write_placed,
    write_problem,
)
from folkmoot.engines.timetable.problem.writing import write_span
from folkmoot.engines.timetable.rules import LABELS, Board, Finding, Severity, find_all
from folkmoot.engines.timetable.solving import (
    Ending,
    Progress,
    Request,
    Solution,
    Unplaced,
    solve,
)
from folkmoot.project.cli.interrupting import interruptible

# That many are told in sentences, all of them in JSON.
_MOST_TOLD = 20
_ENDINGS = {
    Ending.OPTIMAL: "proved the best there is",
    Ending.TIME: "the best found in the time",
    Ending.CANCELLED: "the best found until it was cancelled",
}


def solve_file(
    file: Path, out: Path | None, *, seconds: float, seed: int, alternatives: int
) -> dict[str, Any]:
    """Solve a forum; with ``out`` the problem is written there with its best placements."""
    problem = _read(file)
    request = Request(seconds=seconds, seed=seed, alternatives=alternatives)
    with interruptible() as is_cancelled:
        solved = solve(problem, request, report=_teller(), is_cancelled=is_cancelled)
    best = solved.solutions[0]
    if out is not None:
        written = write_problem(replace(problem, placements=best.placements))
        out.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return {
        "seed": seed,
        "seconds_allowed": seconds,
        "seconds_taken": round(solved.seconds, 3),
        "solutions": [_solution(one) for one in solved.solutions],
        "sentences": [
            line
            for number, one in enumerate(solved.solutions, start=1)
            for line in _told(number, one)
        ],
        "is_fine": best.is_complete,
    }


def check_file(file: Path) -> dict[str, Any]:
    """What is wrong with the placements of a forum; fine unless a hard rule is broken."""
    problem = _read(file)
    findings = list(find_all(Board(problem)))
    missing = len(problem.sessions) - len(problem.placements)
    lines = [f"{len(findings)} findings; {missing} sessions are not placed."]
    return {
        "findings": [_finding(one) for one in findings],
        "sentences": lines + [_sentence(one) for one in findings],
        "is_fine": not any(one.severity is Severity.HARD for one in findings),
    }


def _read(file: Path) -> Problem:
    try:
        return read_problem(json.loads(file.read_text(encoding="utf-8")))
    except ProblemUnreadable as unreadable:
        for fault in unreadable.faults:
            typer.echo(f"{file.name}: {fault.path}: {fault.words}", err=True)
    except ValueError as fault:
        typer.echo(f"{file.name} is not JSON: {fault}", err=True)
    raise typer.Exit(1)


def _teller() -> Callable[[Progress], None]:
    """Tells progress on the error output, at most once a second."""
    last = [-1.0]

    def tell(progress: Progress) -> None:
        if progress.seconds - last[0] >= 1:
            last[0] = progress.seconds
            typer.echo(
                f"{progress.seconds:8.1f} s  solution {progress.alternative}: "
                f"{progress.unplaced} left over, {progress.cost} points, "
                f"at least {progress.bound}",
                err=True,
            )

    return tell


def _solution(one: Solution) -> dict[str, Any]:
    return {
        "is_complete": one.is_complete,
        "cost": one.cost,
        "bound": one.bound,
        "ending": one.ending.value,
        "moved": one.moved,
        "differs": one.differs,
        "rounds": one.rounds,
        "corrected": one.corrected,
        "placements": [write_placed(placed) for placed in one.placements],
        "unplaced": [_unplaced(left) for left in one.unplaced],
        "findings": [_finding(finding) for finding in one.findings],
    }


def _unplaced(left: Unplaced) -> dict[str, Any]:
    return {
        "session": left.session,
        "considered": left.considered,
        "is_impossible": left.is_impossible,
        "conflict": list(left.conflict),
        "obstacles": [
            {
                "rule": one.rule.value,
                "label": LABELS[one.rule],
                "excluded": one.excluded,
                "alone": one.alone,
                "is_needed": one.is_needed,
                "sessions": list(one.sessions),
            }
            for one in left.obstacles
        ],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule.value,
        "label": LABELS[one.rule],
        "severity": one.severity.value,
        "sessions": list(one.sessions),
        "room": one.room,
        "person": one.person,
        "what": one.what,
        "roles": [role.value for role in one.roles],
        "span": None if one.span is None else write_span(one.span),
        "wanted": one.wanted,
        "there": one.there,
    }


def _told(number: int, one: Solution) -> list[str]:
    hard = sum(finding.severity is Severity.HARD for finding in one.findings)
    lines = [
        f"Solution {number}: {len(one.placements)} placed, {len(one.unplaced)} left over, "
        f"{hard} hard rules broken, {one.cost} points of wishes (at least {one.bound}); "
        f"{_ENDINGS[one.ending]}."
    ]
    for left in one.unplaced[:_MOST_TOLD]:
        needed = [LABELS[each.rule] for each in left.obstacles if each.is_needed]
        lines.append(f"  {left.session} has no place: {'; '.join(needed) or 'no room at all'}.")
        if left.conflict:
            lines.append(f"    What is fixed in its way: {', '.join(left.conflict)}.")
    return lines


def _sentence(one: Finding) -> str:
    about = ", ".join(filter(None, (one.room, one.person, one.what)))
    return f"{one.severity.value}: {LABELS[one.rule]}: {', '.join(one.sessions)}" + (
        f" ({about})" if about else ""
    )
