"""``folkmoot ingest`` for dumps: a run that goes on where it stood, with its progress and report."""

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import typer

from folkmoot.engines.reading.dumps import kind_of
from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.evidence.models import IngestRun
from folkmoot.rooms.evidence.queries.runs import ingest_run_report, report_lines, run_counts
from folkmoot.rooms.evidence.services import (
    RunOptions,
    keep_runs_going,
    request_dump_ingest,
    resume_ingest_run,
    unfinished_run,
    work_on_run,
)

# Between two lines of progress, and between two looks at what other workers do.
_TELL_SECONDS = 5.0
_LOOK_SECONDS = 1.0


def is_for_a_run(path: str, *, background: bool) -> bool:
    """Whether a path is brought in as a run: a dump, or a folder for the workers."""
    local = _local(path)
    return (local.is_dir() and background) or (kind_of(local.name) is not None and local.is_file())


def bring_in(
    path: str, *, options: RunOptions, background: bool, report: Path | None, as_json: bool
) -> int:
    """Bring in one dump or folder, or go on with it; says how many documents failed."""
    run = _run_of(path, options)
    if background:
        typer.echo(
            json.dumps({"run": str(run.uid)}) if as_json else f"The workers bring in {path}."
        )
        return 0
    try:
        _work(run, is_silent=as_json)
    except KeyboardInterrupt:
        typer.echo("Broken off. Give the same command to go on.", err=True)
        raise
    if report is not None:
        report.write_text("".join(report_lines(actor=SYSTEM, run=run)), encoding="utf-8")
    told = _told(run)
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else _sentences(told))
    return int(told["failed"] + (told["state"] != "done"))


def _run_of(path: str, options: RunOptions) -> IngestRun:
    at = clock.now()
    begun = unfinished_run(path=_local(path))
    if begun is not None:
        return resume_ingest_run(actor=SYSTEM, run=begun, at=at)
    return request_dump_ingest(actor=SYSTEM, path=path, at=at, options=options)


def _work(run: IngestRun, *, is_silent: bool) -> None:
    """Work until the run is over; other workers may take their share, and are waited for."""
    told_at = 0.0

    def tell(done: int, total: int, label: str) -> None:
        nonlocal told_at
        if not is_silent and time.monotonic() - told_at >= _TELL_SECONDS:
            told_at = time.monotonic()
            typer.echo(f"{done} of {total}: {label}", err=True)

    while not run.is_over:
        work_on_run(run=run, actor=SYSTEM, report=tell)
        run.refresh_from_db()
        if not run.is_over:
            time.sleep(_LOOK_SECONDS)
            keep_runs_going(at=clock.now())


def _told(run: IngestRun) -> dict[str, Any]:
    found = ingest_run_report(actor=SYSTEM, run=run)
    return {
        "run": str(run.uid),
        "name": run.title,
        "state": run.state,
        "message": found.message,
        **asdict(run_counts(run)),
        "reasons": [asdict(one) for one in found.reasons],
        "failures": [
            {"position": one.position, "document": one.label, "reason": one.sentence}
            for one in found.items
        ],
    }


def _sentences(told: dict[str, Any]) -> str:
    lines = [
        "{name}: {total} documents, {new} new, {same} here already, {attached} attached, "
        "{failed} failed.".format(**told)
    ]
    lines += [f"  {one['document']}: {one['reason']}" for one in told["failures"]]
    if told["failed"] > len(told["failures"]):
        lines.append("  … and more; --report FILE.csv names them all.")
    return "\n".join([*lines, told["message"]]).rstrip()


def _local(path: str) -> Path:
    parts = urlsplit(path)
    return Path(unquote(parts.path)) if parts.scheme == "file" else Path(path).expanduser()
