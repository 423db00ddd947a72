"""``python -m bench.timetable [--quick] [--instance NAME] [--seconds N] [--cpu]``: conferences solved.

Solves every workbook of a folder of public conferences and prints one table: the best published
solution, ours, how long until a timetable was complete and until it was better than published,
and the lower bound. What is published is scored anew from the solutions beside the workbooks.
Ends with 1 when a timetable was late, incomplete or no better than published.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from folkmoot.engines.timetable.conference import (
    Conference,
    Progress,
    read_conference,
    read_schedule,
    score,
    solve,
    write_schedule,
)

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "bench" / "conferences"
COMPLETE_SECONDS = 30
QUICK_SECONDS, FULL_SECONDS = 20.0, 600.0


@dataclass(frozen=True, slots=True)
class Row:
    """One conference.

    Attributes:
        published: the cheapest of the published solutions; ``None`` where there is none.
        complete_after: seconds until the first complete timetable.
        better_after: seconds until one cheaper than published.
        cpu: seconds of processor time that the search took, both threads together.
    """

    name: str
    published: int | None
    ours: int | None
    bound: int | None
    complete_after: float | None
    better_after: float | None
    best_after: float | None
    seconds: float
    cpu: float

    @property
    def faults(self) -> list[str]:
        """What was promised and missed."""
        told = []
        if self.complete_after is None or self.complete_after > COMPLETE_SECONDS:
            told.append(f"{self.name}: no complete timetable within {COMPLETE_SECONDS} s")
        if self.published is not None and self.better_after is None:
            told.append(f"{self.name}: not better than published")
        return told


def main() -> int:
    """Solve, print, and tell what was missed."""
    parser = argparse.ArgumentParser(prog="bench.timetable", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="20 seconds each; for a first look")
    parser.add_argument("--instance", action="append", help="only this one; repeatable")
    parser.add_argument("--seconds", type=float, help="for each conference; default 600")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="workbooks and solutions/")
    parser.add_argument("--keep", type=Path, help="write our solutions into this folder")
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="count seconds of processor time of both threads, on a machine busy with other things",
    )
    parser.add_argument("--json", action="store_true", dest="as_json")
    asked = parser.parse_args()
    seconds = asked.seconds or (QUICK_SECONDS if asked.quick else FULL_SECONDS)
    files = _files(asked.folder, asked.instance)
    if not files:
        print(f"Left out: no conferences in {asked.folder}.", file=sys.stderr)
        return 0
    clock = time.process_time if asked.cpu else time.monotonic
    rows = []
    for file in files:
        row = measured(file, seconds=seconds, seed=asked.seed, clock=clock, keep=asked.keep)
        print("  ".join(_cells(row)), file=sys.stderr, flush=True)
        rows.append(row)
    print(json.dumps([asdict(row) for row in rows], indent=1) if asked.as_json else table(rows))
    missed = [fault for row in rows for fault in row.faults]
    print("\n".join(missed), file=sys.stderr, end="\n" if missed else "")
    return 1 if missed else 0


def _files(folder: Path, names: list[str] | None) -> list[Path]:
    """Workbooks of the folder, or those asked for.

    Raises:
        SystemExit: one asked for is not there.
    """
    files = sorted(folder.glob("*.xlsx"))
    if names is None:
        return files
    unknown = sorted(set(names) - {file.stem for file in files})
    if unknown:
        raise SystemExit(f"Not in {folder}: {', '.join(unknown)}.")
    return [file for file in files if file.stem in names]


def measured(
    file: Path, *, seconds: float, seed: int, clock: Callable[[], float], keep: Path | None
) -> Row:
    """Solve one conference and score what came out anew."""
    conference = read_conference(file)
    published = _published(conference, file)
    better: list[float] = []

    def tell(progress: Progress) -> None:
        if published is not None and progress.best is not None and progress.best < published:
            better.append(progress.after_seconds)

    before = time.process_time()
    solved = solve(conference, seconds=seconds, clock=clock, seed=seed, on_progress=tell)
    cpu = time.process_time() - before
    ours = None
    if solved.schedule is not None:
        told = score(conference, solved.schedule)
        ours = told.total if told.is_complete and told.total == solved.cost else None
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            write_schedule(conference, solved.schedule, keep / file.name)
    return Row(
        name=file.stem,
        published=published,
        ours=ours,
        bound=solved.bound,
        complete_after=solved.first_after_seconds,
        better_after=better[0] if better else None,
        best_after=solved.best_after_seconds,
        seconds=solved.seconds_taken,
        cpu=cpu,
    )


def _published(conference: Conference, file: Path) -> int | None:
    """The cheapest published solution, by our scorer, which agrees with the library's."""
    solutions = sorted((file.parent / "solutions").glob(f"{file.stem}.*.xlsx"))
    costs = [score(conference, read_schedule(conference, one)).total for one in solutions]
    return min(costs, default=None)


def table(rows: Iterable[Row]) -> str:
    """A Markdown table, aligned, so that it reads as well in a terminal."""
    head = (
        "Conference", "Published", "Ours", "Bound", "Complete", "Better", "Best", "Seconds", "CPU",
    )  # fmt: skip
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    told = ["| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines]
    told.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(told)


def _cells(row: Row) -> tuple[str, ...]:
    whole = ["-" if one is None else f"{one:,}" for one in (row.published, row.ours, row.bound)]
    times = [row.complete_after, row.better_after, row.best_after, row.seconds, row.cpu]
    return row.name, *whole, *("-" if one is None else f"{one:,.1f}" for one in times)


if __name__ == "__main__":
    sys.exit(main())
