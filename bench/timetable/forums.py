"""``python -m bench.timetable.forums [--quick] [--cpu] [--json]``: how soon a made-up forum is placed.

Solves forums of growing size, the largest with 2,000 sessions in 60 rooms on 5 days in 4 cities,
and measures how long one session in the hand takes to be judged. Ends with 1 when one has
no timetable without a broken hard rule within its minute, or a judgement takes too long. With
``--cpu`` seconds are those of the processor, for a machine that others use at the same time.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from bench.report import Measure, table
from bench.timetable.made_forums import Size, made_forum
from folkmoot.engines.timetable.rules import Board, find_all, find_where
from folkmoot.engines.timetable.solving import Progress, Request, solve

SECONDS = 60.0
JUDGED_MS = 5.0
SIZES = (Size(50, 8, 2, 2), Size(500, 24, 4, 3), Size(2000, 60, 5, 4))
QUICK = (Size(50, 8, 2, 2), Size(200, 16, 3, 2))


def main() -> int:
    """Measure; prints a table, or JSON."""
    parser = argparse.ArgumentParser(prog="bench.timetable.forums")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--cpu", action="store_true", help="count processor time, both threads")
    asked = parser.parse_args()
    clock = time.process_time if asked.cpu else time.monotonic
    measures = [
        measure
        for size in (QUICK if asked.quick else SIZES)
        for measure in forum_measures(size, asked.seed, asked.seconds, clock)
    ]
    cells = [one.cells for one in measures]
    print(json.dumps(cells, ensure_ascii=False) if asked.as_json else table(measures))
    return 1 if any(one.is_missed for one in measures) else 0


def forum_measures(
    size: Size, seed: int, seconds: float, clock: Callable[[], float]
) -> Iterator[Measure]:
    """All rows of one size."""
    problem = made_forum(size, seed)
    name = f"forum of {size.sessions:,} × {size.rooms} × {size.days} × {size.cities}"
    placed_after: list[float] = []

    def listen(progress: Progress) -> None:
        if not progress.unplaced and not placed_after:
            placed_after.append(progress.seconds)

    solved = solve(problem, Request(seconds=seconds, seed=seed), report=listen, clock=clock)
    solution = solved.solutions[0]
    yield Measure(f"{name}: left over", len(solution.unplaced), "", 0)
    hard = sum(one.severity.value == "hard" for one in solution.findings)
    yield Measure(f"{name}: hard rules broken", hard, "", 0)
    after = placed_after[0] if placed_after else None
    yield Measure(f"{name}: all placed after", after, "s", SECONDS)
    note = f"at least {solution.bound}; {solution.ending}, {solution.rounds} rounds"
    yield Measure(f"{name}: points of wishes broken", solution.cost, "", note=note)
    board = Board(replace(problem, placements=solution.placements))
    began = clock()
    list(find_all(board))
    yield Measure(f"{name}: check all", (clock() - began) * 1000, "ms")
    times = []
    for placed in solution.placements[:300]:
        began = clock()
        find_where(board, placed)
        times.append((clock() - began) * 1000)
    note = f"slowest {max(times):.1f} ms"
    yield Measure(f"{name}: judge one", statistics.median(times), "ms", JUDGED_MS, note=note)


if __name__ == "__main__":
    sys.exit(main())
