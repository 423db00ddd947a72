"""Conferences as workbooks for ``folkmoot timetable``: what is solved, scored and said."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from folkmoot.engines.timetable.conference import (
    Conference,
    Outcome,
    Progress,
    Score,
    Solved,
    WorkbookFault,
    read_conference,
    read_schedule,
    score,
    solve,
    write_schedule,
)
from folkmoot.project.cli.interrupting import interruptible

# The dearest findings are told in sentences, all of them in JSON.
_MOST_FINDINGS = 20
_OUTCOMES = {
    Outcome.OPTIMAL: "The best timetable there is.",
    Outcome.FOUND: "A timetable; whether there is a better one is not known.",
    Outcome.INFEASIBLE: "There is no timetable.",
    Outcome.NOTHING_FOUND: "No timetable was found.",
}


def solve_file(
    file: Path, out: Path | None, *, seconds: float, seed: int, alternatives: int
) -> dict[str, Any]:
    """Solve a workbook and write the solution where there is one."""
    if out is None or alternatives > 1:
        raise typer.BadParameter("A workbook needs --out, and has one solution.")
    with _faults_told(file):
        conference = read_conference(file)
    with interruptible() as is_cancelled:
        solved = solve(
            conference,
            seconds=seconds,
            clock=time.monotonic,
            seed=seed,
            on_progress=_teller(),
            is_cancelled=is_cancelled,
        )
    if solved.schedule is not None:
        write_schedule(conference, solved.schedule, out)
    return _solved(conference, solved, out)


def score_file(file: Path, solution: Path) -> dict[str, Any]:
    """Score a solution of a workbook."""
    with _faults_told(file):
        conference = read_conference(file)
    with _faults_told(solution):
        schedule = read_schedule(conference, solution)
    told = score(conference, schedule)
    return {
        **_scored(told),
        "findings": [asdict(one) for one in told.findings],
        "sentences": _sentences(told),
        "is_fine": told.is_complete,
    }


@contextmanager
def _faults_told(file: Path) -> Iterator[None]:
    """A workbook that cannot be understood is told with its place, and ends with 1."""
    try:
        yield
    except WorkbookFault as fault:
        typer.echo(f"{file.name}: {fault}.", err=True)
        raise typer.Exit(1) from None


def _teller() -> Callable[[Progress], None]:
    """Tells progress on the error output, at most once a second."""
    last = [-1.0]

    def tell(progress: Progress) -> None:
        if progress.best is None or progress.after_seconds - last[0] < 1:
            return
        last[0] = progress.after_seconds
        bound = "" if progress.bound is None else f", at least {progress.bound:,}"
        typer.echo(f"{progress.after_seconds:8.1f} s  {progress.best:,}{bound}", err=True)

    return tell


def _solved(conference: Conference, solved: Solved, out: Path) -> dict[str, Any]:
    told: dict[str, Any] = {
        "outcome": solved.outcome.value,
        "cost": solved.cost,
        "bound": solved.bound,
        "reasons": list(solved.reasons),
        "seed": solved.seed,
        "seconds_allowed": solved.seconds_allowed,
        "seconds_taken": round(solved.seconds_taken, 3),
        "first_after_seconds": solved.first_after_seconds,
        "best_after_seconds": solved.best_after_seconds,
        "was_cancelled": solved.was_cancelled,
        "solution": None if solved.schedule is None else str(out),
        "sentences": [_OUTCOMES[solved.outcome], *solved.reasons],
        "is_fine": solved.schedule is not None,
    }
    if solved.schedule is not None:
        scored = score(conference, solved.schedule)
        told["by_rule"] = _scored(scored)["by_rule"]
        told["sentences"] += [
            *_sentences(scored),
            f"At least {solved.bound:,} whatever one does. Written to {out}.",
        ]
    return told


def _scored(told: Score) -> dict[str, Any]:
    return {
        "total": told.total,
        "is_complete": told.is_complete,
        "faults": list(told.faults),
        "by_rule": {rule.value: cost for rule, cost in told.by_rule.items()},
    }


def _sentences(told: Score) -> list[str]:
    lines = [f"Costs {told.total:,}.", *told.faults]
    lines += [f"{cost:14,}  {rule.value}" for rule, cost in told.by_rule.items()]
    dearest = sorted(told.findings, key=lambda one: -one.cost)
    if dearest:
        lines.append("Dearest:")
    lines += [f"{one.cost:14,}  {one.what}" for one in dearest[:_MOST_FINDINGS]]
    return lines
