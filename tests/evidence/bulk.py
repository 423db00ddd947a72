"""A small dump with faults, and working on its run by hand."""

import json
from pathlib import Path

from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.rooms.evidence.models import IngestRun
from folkmoot.rooms.evidence.queries.runs import RunCounts
from folkmoot.rooms.evidence.services import work_on_run

# What the dump of :func:`write_dump` comes to.
ALL = RunCounts(total=12, new=9, same=1, attached=0, failed=2, passed_over=0)


def words(number: int) -> str:
    return f"The council of Port Amber met {number} times and counted {number} boats."


def write_dump(folder: Path) -> Path:
    """Twelve lines: nine documents, one of them twice, an empty one and one that is torn."""
    lines = [{"text": words(n), "title": f"Boats {n}", "published": "2031-05"} for n in range(9)]
    lines.insert(3, {"text": words(1), "url": "https://coast.test/again"})
    lines.insert(5, {"title": "Nothing"})
    path = folder / "coast.jsonl"
    torn = '{"text": "torn'
    path.write_text("".join(json.dumps(one) + "\n" for one in lines) + torn)
    return path


def work(run: IngestRun, actor: Actor = SYSTEM, seconds: float = 60.0) -> None:
    run.refresh_from_db()
    work_on_run(run=run, actor=actor, report=lambda *_: None, turn_seconds=seconds)
