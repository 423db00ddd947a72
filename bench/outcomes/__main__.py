"""``python -m bench.outcomes [--quick]``: what agreements, the register and follow-up cost.

Runs the four measurements beside this module, each in a process of its own, and prints one table.
Ends with 1 when a budget is missed. Nothing of an installation is touched.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bench.report import Measure, table

# To set a page, sign it and accept it, while somebody waits.
SIGNED_MS = 300
APPEND_MS, PROOF_MS, VERIFY_MS = 5, 1, 100
COHORT_QUERIES = 8
ENTRIES, COMMITMENTS = 100_000, 5_000
_PAGE, _SIGNED = "one page, signed original", "sign + accept (guarded)"


def main() -> int:
    """Measure; 1 if any budget was missed."""
    parser = argparse.ArgumentParser(prog="bench.outcomes", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller; for a first look")
    measures = list(outcome_measures(quick=parser.parse_args().quick))
    print(table(measures))
    missed = [one.name for one in measures if one.is_missed]
    if missed:
        print("Missed: " + "; ".join(missed))
    return 1 if missed else 0


def outcome_measures(*, quick: bool) -> Iterator[Measure]:
    """All rows, as they come."""
    rounds = "5" if quick else "15"
    rendering = _told("rendering", "--rounds", rounds)
    signing = _told("signing", "--rounds", rounds)
    yield from signing_measures(rendering, signing)
    entries = ENTRIES // 20 if quick else ENTRIES
    yield from register_measures(_told("register", "--entries", str(entries)), entries)
    commitments = COMMITMENTS // 10 if quick else COMMITMENTS
    yield from cohort_measures(_told("cohort", "--commitments", str(commitments)), commitments)


def signing_measures(
    rendering: Mapping[str, float], signing: Mapping[str, float]
) -> Iterator[Measure]:
    """From the text to the accepted signature."""
    page, signed = rendering[_PAGE], signing[_SIGNED]
    note = f"set in {page:.0f}, signed and accepted in {signed:.0f} ms; medians"
    yield Measure("set, sign and accept one page", page + signed, "ms", SIGNED_MS, note=note)
    yield Measure("set 200 articles", rendering["200 articles"], "ms")
    yield Measure("seal one page", signing["seal"], "ms", note="validation data and timestamp")
    yield Measure("check one page, with report", signing["validate, with report"], "ms")


def register_measures(told: Mapping[str, Any], entries: int) -> Iterator[Measure]:
    """The register, one entry at a time."""
    found = told["milliseconds"]
    disk = f"one small file on this disk: {found['this disk, one small file']['median']:.1f} ms"
    size = f"register of {entries:,} entries"
    yield _median(f"{size}: append one", found["append one entry"], APPEND_MS, disk)
    yield _median(f"{size}: inclusion proof", found["inclusion proof"], PROOF_MS)
    yield _median(f"{size}: consistency proof", found["consistency proof"], PROOF_MS)
    yield _median(f"{size}: verify one entry", found["verify a bundle"], VERIFY_MS)
    whole = told["seconds"]["verify the whole register"]["took"]
    yield Measure(f"{size}: verify all", whole, "s")


def cohort_measures(told: Mapping[str, Any], commitments: int) -> Iterator[Measure]:
    """The table of all editions of a series."""
    queries, spent = told["cohort page"]["queries"], told["cohort page"]["median_ms"]
    few = told["cohort page, few"]["queries"]
    name = f"cohort of 10 editions, {commitments:,} commitments: queries"
    # With few commitments there must be as many queries as with many.
    note = f"{spent:.0f} ms" if queries == few else f"{few:.0f} with few commitments: not flat"
    yield Measure(name, queries, "", COHORT_QUERIES, note=note)
    yield Measure("cohort: queries more than with few commitments", queries - few, "", 0)


def _median(name: str, told: Mapping[str, float], budget: float, note: str = "") -> Measure:
    p95 = f"p95 {told['p95']:.2f} ms"
    how = "; ".join(filter(None, (p95, note)))
    return Measure(name, told["median"], "ms", budget, note=how)


def _told(name: str, *arguments: str) -> Any:
    """What a measurement says; its own verdict is left to the table.

    Raises:
        SystemExit: it broke off.
    """
    command = [sys.executable, "-m", f"bench.outcomes.{name}", "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise SystemExit(f"bench.outcomes.{name} broke off:\n{done.stderr[-2000:]}") from None


if __name__ == "__main__":
    sys.exit(main())
