"""``python -m bench.extraction``: how well documents are read, by kind of fact.

By default on the source documents (where their folder is present) and on the held-out ones;
with ``--development`` on the documents that rules are written against.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.extraction.floors import write_floors
from bench.extraction.gold import GoldSet, load
from bench.extraction.measured import write_measured
from bench.extraction.report import misses, plain_score, table, trap_lines
from bench.extraction.running import read_all
from bench.extraction.scoring import score
from bench.extraction.speed import speed_measures
from bench.report import table as measure_table

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT.parent / "shared" / "sources"
HELD_OUT = Path(__file__).parent / "documents"
DEVELOPMENT = ROOT / "tests" / "extraction" / "documents"


def main() -> int:
    """Measure and print; 1 where a bound on speed or memory was missed."""
    options = _parser().parse_args()
    if options.speed:
        measures = list(speed_measures())
        print(measure_table(measures))
        return 1 if any(one.is_missed for one in measures) else 0
    told_of_sets = {one.name: (one, read_all(one)) for one in _sets(options)}
    if not told_of_sets:
        print("There is nothing to measure: no folder with marked documents was found.")
        return 1
    result: dict[str, Any] = {}
    for name, (gold, told) in told_of_sets.items():
        counted = score(told)
        result[name] = plain_score(counted, told)
        if options.json:
            continue
        print(f"\n{name}: {len(told)} documents\n")
        print(table(counted, with_targets=name == "sources", only=options.type))
        print("\n".join(trap_lines(told, is_open=gold.is_open or options.show_held_out)))
        if options.misses and (gold.is_open or options.show_held_out):
            print("\n".join(("", *misses(told, options.type))))
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    if options.write_floors:
        write_floors(
            options.write_floors,
            {name: told for name, (gold, told) in told_of_sets.items() if gold.is_open},
        )
    if options.write_measured:
        write_measured(options.write_measured, [told for _, told in told_of_sets.values()])
    return 0


def _sets(options: argparse.Namespace) -> Iterator[GoldSet]:
    if options.development:
        yield load(DEVELOPMENT, "development", is_open=True)
        return
    if options.sources.is_dir():
        yield load(options.sources, "sources", is_open=True)
    if (options.documents / "gold.json").is_file():
        yield load(options.documents, "held-out", is_open=False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench.extraction", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--sources", type=Path, default=SOURCES, metavar="FOLDER")
    parser.add_argument("--documents", type=Path, default=HELD_OUT, metavar="FOLDER")
    parser.add_argument(
        "--development", action="store_true", help="only the documents rules are written against"
    )
    parser.add_argument("--json", action="store_true", help="counts as JSON, also of every rule")
    parser.add_argument(
        "--type", action="append", default=[], metavar="ROW", help="only this row; may be repeated"
    )
    parser.add_argument(
        "--misses",
        action="store_true",
        help="list what was missed and wrong; never of held-out documents",
    )
    parser.add_argument(
        "--show-held-out",
        action="store_true",
        help="show held-out documents too; whoever does so cannot measure with them any more",
    )
    parser.add_argument(
        "--write-measured",
        type=Path,
        metavar="PATH",
        help="write how often each rule was right, as the engine reads it",
    )
    parser.add_argument(
        "--write-floors",
        type=Path,
        metavar="PATH",
        help="what was reached becomes the least that tests accept, on sets open to rule writers",
    )
    parser.add_argument("--speed", action="store_true", help="words a second, memory, linearity")
    return parser


if __name__ == "__main__":
    sys.exit(main())
