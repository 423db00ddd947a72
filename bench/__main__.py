"""``python -m bench [--quick]``: measure everything, print the table, exit 1 on a miss.

In throw-away installations; an existing one is never touched. Results are also written to
``bench/results/``.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench.extraction.speed import speed_measures
from bench.installation import Installation, installation
from bench.load import GENERATOR
from bench.outcomes.__main__ import outcome_measures
from bench.pages import measure_pages
from bench.report import Measure, table
from bench.weight import weigh

RESULTS = Path(__file__).parent / "results"
POSTGRES = os.environ.get("FOLKMOOT_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
QUERIES_COLD, QUERIES_WARM = 5, 0
SEARCH_MS = {"PostgreSQL": 50, "SQLite": 80}
HOME_KB, HOME_REQUESTS = 60, 6
START_SECONDS = 10


def main() -> int:
    """Measure; 1 if any budget was missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a minute or two; for a first look")
    quick = parser.parse_args().quick
    began = time.monotonic()
    measures: list[Measure] = []
    parts = (
        speed_measures(quick),
        outcome_measures(quick=quick),
        search_measures(quick),
        installation_measures(quick),
    )
    for part in parts:
        for measure in part:
            print("  ".join(filter(None, measure.cells[:4])), flush=True)
            measures.append(measure)
    text = f"{machine(quick)}\n\n{table(measures)}\n"
    print(f"\n{text}\n{time.monotonic() - began:.0f} s in all")
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "table.md").write_text(text)
    (RESULTS / "values.json").write_text(json.dumps([one.cells for one in measures], indent=1))
    missed = [one.name for one in measures if one.is_missed]
    if missed:
        print("Missed: " + "; ".join(missed))
    return 1 if missed else 0


def installation_measures(quick: bool) -> Iterator[Measure]:
    """Everything that is measured on one installation with 200 and with 2,000 sessions."""
    with installation() as made:
        made.folkmoot("demo")
        filled = made.ask("data")
        for size, seconds in filled["release_seconds"].items():
            yield Measure(f"release of {size} sessions", seconds, "s")
        yield Measure("start-up to the first page", made.start_up_seconds(), "s", START_SECONDS)
        yield from cost_measures(made.ask("costs", json.dumps(filled["pages"])))
        with made.server() as server:
            yield from home_measures(server.address + "/en/")
            yield from measure_pages(
                made,
                server,
                filled["pages"],
                seconds=1,
                rounds=1 if quick else 5,
            )
            sizes = server.memory_mb()
            if sizes:
                note = f"{len(sizes)} processes after all of the load above"
                yield Measure("memory of a web process", max(sizes), "MiB", note=note)


def cost_measures(costs: dict[str, dict[str, float]]) -> Iterator[Measure]:
    """Queries of every page; the budget is on programmes, the price of others is told."""
    for name, cost in costs.items():
        limits = (
            (QUERIES_COLD, QUERIES_WARM) if name.startswith("programme") else (None, QUERIES_WARM)
        )
        note = f"rendered in {cost['cold_milliseconds']:.0f} ms"
        yield Measure(f"{name}: queries cold", cost["cold_queries"], "", limits[0], note=note)
        yield Measure(f"{name}: queries warm", cost["warm_queries"], "", limits[1])


def home_measures(address: str) -> Iterator[Measure]:
    """Weight of the home page, where Chromium is installed."""
    weight = weigh(address)
    lack = "" if weight else "Chromium is not installed"
    size, requests = (weight.size_bytes / 1000, weight.requests) if weight else (None, None)
    yield Measure("home page, compressed", size, "kB", HOME_KB, note=lack or "headers included")
    yield Measure("home page, requests", requests, "", HOME_REQUESTS, note=lack)


def search_measures(quick: bool) -> Iterator[Measure]:
    """Search on both databases over the same records with the same questions."""
    count = 10_000 if quick else 100_000
    with installation() as made:
        yield from found_measures("SQLite", count, made.ask("finding", str(count)))
    with postgres_database() as url:
        if not url:
            note = f"PostgreSQL does not answer at {POSTGRES}"
            yield Measure(search_name("PostgreSQL", count), None, note=note)
            return
        with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
            other = Installation(Path(folder), url)
            other.folkmoot("migrate")
            yield from found_measures("PostgreSQL", count, other.ask("finding", str(count)))


def found_measures(database: str, count: int, found: dict[str, Any]) -> Iterator[Measure]:
    """The row of one database."""
    note = f"p50 {found['p50']:.1f}, p99 {found['p99']:.1f} ms; slowest {found['slowest']}"
    name = search_name(database, count)
    yield Measure(name, found["p95"], "ms", SEARCH_MS[database], note=note)


def search_name(database: str, count: int) -> str:
    """What the row of one database is called."""
    return f"search over {count:,} records, {database}, p95"


@contextmanager
def postgres_database() -> Iterator[str]:
    """The address of a fresh database, dropped afterwards; empty where no server answers."""
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        yield ""
        return
    name = f"folkmoot_bench_{uuid.uuid4().hex[:8]}"
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield POSTGRES.rpartition("/")[0] + f"/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def machine(quick: bool) -> str:
    """Where and how the figures were taken."""
    how = "quick run" if quick else "full run"
    return (
        f"{time.strftime('%Y-%m-%d')}, {how}, Python {platform.python_version()}, "
        f"{os.cpu_count()} processor cores shared by server and load, load by {GENERATOR}."
    )


if __name__ == "__main__":
    sys.exit(main())
