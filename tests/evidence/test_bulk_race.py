"""Several workers on one run at the same moment, each with its own connection."""

import json
import threading
from pathlib import Path

import pytest
from django.db import connection

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.evidence.models import IngestItem, IngestRun, Source
from folkmoot.rooms.evidence.queries.runs import run_counts
from folkmoot.rooms.evidence.services import (
    request_dump_ingest,
    runs,
    runs_staging,
    work_on_run,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the threads of a test share one in-memory SQLite connection")


def test_workers_share_a_run_without_losing_or_doubling(
    tmp_path: Path, noon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_start_job", lambda run, actor, at: None)
    monkeypatch.setattr(runs_staging, "BATCH_ITEMS", 3)
    dump = tmp_path / "coast.jsonl"
    # Every text twice, so that workers meet at the same text too.
    texts = [f"Port Amber counted {number % 20} boats." for number in range(40)]
    dump.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    gate = threading.Barrier(3)

    def work() -> None:
        try:
            gate.wait()
            while not (mine := IngestRun.objects.get(pk=run.pk)).is_over:
                work_on_run(run=mine, actor=SYSTEM, report=lambda *_: None)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    counts = run_counts(run)
    assert (counts.new, counts.same, counts.failed) == (20, 20, 0)
    assert Source.objects.count() == 20
    positions = IngestItem.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(1, 41))
