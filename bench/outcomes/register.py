"""``python -m bench.outcomes.register [--entries N] [--json]``: what a large register costs.

Builds a register of 100,000 entries in a throw-away folder, then appends one by one, proves and
verifies. Every file is waited for until it is on the disk, as in service; what one small file costs
here is told beside it, because a busy disk decides how long an append takes. Ends with 1 when a
median is over its bound.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from folkmoot.engines.translog.commitments import Disclosure, commit, disclose
from folkmoot.engines.translog.entries import Entry
from folkmoot.engines.translog.keys import Signer
from folkmoot.engines.translog.register import Register
from folkmoot.engines.translog.stores import FolderStore
from folkmoot.engines.translog.trees import Tree
from folkmoot.engines.translog.verdicts import Trust
from folkmoot.engines.translog.verifying import verify_bundle, verify_register

ROUNDS = 500
BATCH = 5_000
SIGNER = Signer("bench.example/register", b"b" * 32)
SALT = b"s" * 32
BOUNDS_MS = {
    "append one entry": 5.0,
    "inclusion proof": 1.0,
    "consistency proof": 1.0,
    "verify a bundle": 100.0,
}


def main() -> int:
    """Measure; prints a table, or JSON."""
    parser = argparse.ArgumentParser(prog="bench.outcomes.register")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--json", action="store_true", dest="as_json")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-register-") as folder:
        told = _measure(Path(folder), asked.entries)
    failed = [
        name for name, bound in BOUNDS_MS.items() if told["milliseconds"][name]["median"] > bound
    ]
    _tell(told, failed, as_json=asked.as_json)
    return 1 if failed else 0


def _measure(folder: Path, entries: int) -> dict[str, dict[str, dict[str, float]]]:
    store = FolderStore(folder / "register")
    register = Register(store, signer=SIGNER)
    began = time.perf_counter()
    for first in range(1, entries + 1, BATCH):
        last = min(entries, first + BATCH - 1)
        register.append(*[_entry(serial) for serial in range(first, last + 1)])
    built = time.perf_counter() - began
    chance = random.Random(1)
    size = entries + ROUNDS
    trust = Trust(register.keys)
    fresh = iter([_entry(serial) for serial in range(entries + 1, size + 1)])
    found = {"append one entry": _times(lambda: register.append(next(fresh)))}
    found["this disk, one small file"] = _times(lambda: store.write("probe", b"x" * 300))
    unsettled = Register(FolderStore(store.root, durable=False), signer=SIGNER)
    more = iter([_entry(serial) for serial in range(size + 1, size + ROUNDS + 1)])
    found["append, disk not waited for"] = _times(lambda: unsettled.append(next(more)))
    size += ROUNDS
    found["inclusion proof"] = _times(
        lambda: Tree(store, size).inclusion_proof(chance.randrange(size))
    )
    found["consistency proof"] = _times(
        lambda: Tree(store, size).consistency_proof(chance.randrange(1, size))
    )
    found["bundle with proof"] = _times(lambda: register.bundle(chance.randrange(1, size)))
    bundle = register.bundle(size // 3, disclosed=[_disclosure(size // 3)]).write()
    found["verify a bundle"] = _times(lambda: verify_bundle(bundle, trust=trust))
    began = time.perf_counter()
    verdict = verify_register(store, trust=trust)
    whole = time.perf_counter() - began
    if not (verdict.holds and verdict.entries == size and verify_bundle(bundle, trust=trust).holds):
        raise SystemExit(f"the register does not hold: {verdict.faults}")
    return {
        "milliseconds": found,
        "seconds": {
            "build in batches": {"entries": entries, "took": round(built, 2)},
            "verify the whole register": {"entries": size, "took": round(whole, 2)},
        },
    }


def _times(act: Callable[[], object]) -> dict[str, float]:
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1_000)
    spent.sort()
    return {
        "median": round(statistics.median(spent), 3),
        "p95": round(spent[int(len(spent) * 0.95)], 3),
    }


def _value(serial: int) -> dict[str, object]:
    return {"files": [{"role": "signed", "sha256": f"{serial:064x}"}]}


def _disclosure(serial: int) -> Disclosure:
    return disclose("document", _value(serial), salt=SALT)


def _entry(serial: int) -> Entry:
    return Entry(
        serial=serial,
        type="signed",
        subject=str(UUID(int=serial)),
        at=datetime(2031, 5, 12, 8, tzinfo=UTC),
        objects={"document": commit("document", _value(serial), salt=SALT)},
    )


def _tell(
    told: dict[str, dict[str, dict[str, float]]], failed: list[str], *, as_json: bool
) -> None:
    if as_json:
        print(json.dumps({**told, "failed": failed}))
        return
    print(f"{'milliseconds':28} {'median':>9} {'p95':>9} {'bound':>9}")
    for name, one in told["milliseconds"].items():
        bound = f"{BOUNDS_MS[name]:g}" if name in BOUNDS_MS else "told"
        mark = "  OVER" if name in failed else ""
        print(f"{name:28} {one['median']:9.3f} {one['p95']:9.3f} {bound:>9}{mark}")
    for name, one in told["seconds"].items():
        print(f"{name:28} {one['took']:7.2f} s for {one['entries']:,} entries")


if __name__ == "__main__":
    sys.exit(main())
