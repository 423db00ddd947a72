"""Workers are killed as the system kills them, and nothing is lost or done twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_three_hundred_documents_come_in_exactly_once_although_workers_are_killed():
    environment = {name: value for name, value in os.environ.items() if name[:8] != "FOLKMOOT"}
    command = [sys.executable, "-m", "bench.ingest", "--documents", "300", "--kill"]
    done = subprocess.run(
        [*command, "--kills", "4", "--limit-seconds", "240", "--json"],
        cwd=ROOT, capture_output=True, env=environment, timeout=280,
    )  # fmt: skip

    told = json.loads(done.stdout)
    assert (told["faults"], done.returncode) == ([], 0), done.stderr.decode()[-2000:]
    assert (told["documents"], told["new"], told["same"], told["failed"]) == (300, 292, 5, 3)
    assert told["kills"] > 0
