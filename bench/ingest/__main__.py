"""``python -m bench.ingest [--documents N] [--kill]``: many documents, two workers, exactly once.

In a throw-away installation. With ``--kill`` a worker is killed (SIGKILL) again and again and
started anew. Ends with 1 when anything is lost, doubled or left over.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WAIT_SECONDS = 0.3
KILL_AFTER_SECONDS = (1.5, 5.0)


def main() -> int:
    """Measure and check; prints a table, or JSON."""
    parser = argparse.ArgumentParser(prog="bench.ingest", description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill", action="store_true", help="kill a worker every few seconds")
    parser.add_argument("--kills", type=int, default=1_000, help="at most so many times")
    parser.add_argument("--propose", action="store_true", help="propose records too")
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database")
    parser.add_argument("--limit-seconds", type=int, default=3_600)
    parser.add_argument("--json", action="store_true", dest="as_json")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-ingest-") as folder:
        _prepare(Path(folder), asked)
        # Models exist only once Django is set up for the throw-away installation.
        from bench.ingest.documents import write_dump

        dump = Path(folder) / "dump.jsonl"
        expected = write_dump(dump, asked.documents)
        told = _run(dump, asked)
        from bench.ingest.checking import faults

        told["faults"] = faults(expected)
    _tell(told, as_json=asked.as_json)
    return 1 if told["faults"] else 0


def _prepare(folder: Path, asked: argparse.Namespace) -> None:
    for name in [name for name in os.environ if name.startswith("FOLKMOOT_")]:
        del os.environ[name]
    os.environ.update(
        FOLKMOOT_DATA=str(folder / "var"),
        FOLKMOOT_DATABASE_URL=asked.database_url,
        FOLKMOOT_LOG_LEVEL="ERROR",
        FOLKMOOT_OCR="no",
        DJANGO_SETTINGS_MODULE="folkmoot.project.settings",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def _run(dump: Path, asked: argparse.Namespace) -> dict[str, Any]:
    from folkmoot.kernel import clock
    from folkmoot.kernel.actors import SYSTEM
    from folkmoot.rooms.evidence.queries.runs import run_counts
    from folkmoot.rooms.evidence.services import RunOptions, request_dump_ingest

    options = RunOptions(proposes=asked.propose)
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=clock.now(), options=options)
    workers = _Workers(asked.workers)
    chance, kills, memory = random.Random(1), 0, 0
    began = time.monotonic()
    next_kill = began + chance.uniform(*KILL_AFTER_SECONDS)
    try:
        while not run.is_over or (asked.propose and _proposals_wait()):
            now = time.monotonic()
            if now - began > asked.limit_seconds:
                break
            time.sleep(WAIT_SECONDS)
            memory = max(memory, workers.memory_bytes())
            if asked.kill and kills < asked.kills and now > next_kill:
                workers.kill_one(chance)
                kills += 1
                next_kill = now + chance.uniform(*KILL_AFTER_SECONDS)
            run.refresh_from_db()
        seconds = time.monotonic() - began
    finally:
        workers.end()
    counts = run_counts(run)
    return {
        "documents": counts.total,
        "new": counts.new,
        "same": counts.same,
        "failed": counts.failed,
        "workers": asked.workers,
        "kills": kills,
        "seconds": round(seconds, 1),
        "documents_per_second": round(counts.done / seconds, 1),
        "peak_megabytes": round(memory / 1e6),
        "proposes": asked.propose,
    }


def _proposals_wait() -> bool:
    from folkmoot.rooms.evidence.models import ProposalRun

    return ProposalRun.objects.filter(state__in=("waiting", "running")).exists()


class _Workers:
    """Workers as an operator starts them, each started anew when it was killed."""

    def __init__(self, number: int) -> None:
        self._processes = [_start_worker() for _ in range(number)]

    def kill_one(self, chance: random.Random) -> None:
        at = chance.randrange(len(self._processes))
        self._processes[at].kill()
        self._processes[at].wait()
        self._processes[at] = _start_worker()

    def memory_bytes(self) -> int:
        """Of all workers with the processes that they started."""
        family = {process.pid for process in self._processes}
        total = 0
        for status in _statuses():
            if status["pid"] in family or status["parent"] in family:
                family.add(status["pid"])
                total += status["bytes"]
        return total

    def end(self) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "folkmoot", "work"])


def _statuses() -> list[dict[str, int]]:
    """Process, parent and resident memory of everything that runs, parents first."""
    found = []
    for path in sorted(Path("/proc").glob("[0-9]*/status"), key=lambda one: int(one.parts[2])):
        try:
            lines = dict(line.split(":\t", 1) for line in path.read_text().splitlines())
        except (OSError, ValueError):  # it ended meanwhile
            continue
        size = int(lines.get("VmRSS", "0 kB").split()[0]) * 1024
        found.append({"pid": int(path.parts[2]), "parent": int(lines["PPid"]), "bytes": size})
    return found


def _tell(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(told))
        return
    for name, value in told.items():
        print(f"{name.replace('_', ' '):22} {value if value != [] else 'none'}")


if __name__ == "__main__":
    sys.exit(main())
