"""The plan of a run: which documents there are, in batches. It stands whole or not at all."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from folkmoot.engines.reading.dumps import (
    DumpFault,
    DumpItem,
    DumpKind,
    PassedOver,
    split_guarded,
)
from folkmoot.kernel import clock
from folkmoot.kernel.models import StoredFile
from folkmoot.rooms.evidence.models import IngestBatch, IngestKind, IngestRun, IngestState
from folkmoot.rooms.evidence.services import runs_holding, runs_staging
from folkmoot.rooms.evidence.services.folders import walk_folder
from folkmoot.rooms.evidence.services.ingest import IngestReport
from folkmoot.rooms.evidence.services.runs import state_of
from folkmoot.rooms.evidence.services.runs_staging import Staged

# A dump over which so many workers were lost is left alone until somebody resumes its run.
_PLANS_AT_MOST = 3


def plan_run(run: IngestRun, *, at: datetime) -> None:
    """Make the plan, unless another worker is at it or has made it.

    Afterwards the run is ``working``, or ``failed`` with the reason.
    """
    holder = runs_holding.own_name()
    mine = IngestRun.objects.filter(pk=run.pk, state=IngestState.PLANNING)
    if not mine.filter(holder="").update(holder=holder, held_at=at):
        return
    mine = mine.filter(holder=holder)
    run.refresh_from_db()
    try:
        _plan(run, mine, at)
    finally:
        mine.update(holder="")


def _plan(run: IngestRun, mine: QuerySet[IngestRun], at: datetime) -> None:
    if run.plans_begun >= _PLANS_AT_MOST:
        mine.update(state=IngestState.FAILED, code="too_costly", ended_at=at)
        return
    run.plans_begun += 1
    mine.update(plans_begun=run.plans_begun)
    # What an earlier plan left that did not come to its end.
    runs_staging.discard(run)
    counted = _Counted()
    batches = []
    try:
        for batch in _batches(run, counted):
            batches.append(batch)
            if not mine.update(held_at=clock.now()):
                return
    except OSError:
        mine.update(state=IngestState.FAILED, code="not_found", ended_at=at)
        return
    except _Changed:
        mine.update(state=IngestState.FAILED, code="changed", ended_at=at)
        return
    with transaction.atomic():
        is_mine = mine.update(
            state=IngestState.WORKING,
            total=counted.documents,
            passed_over=counted.passed_over,
        )
        if is_mine:
            IngestBatch.objects.bulk_create(batches, batch_size=500)


class _Changed(Exception):
    """The dump is another file than the one the run was begun with."""


class _Counted:
    """What a plan has seen so far."""

    def __init__(self) -> None:
        self.documents = 0
        self.passed_over = 0


def _batches(run: IngestRun, counted: _Counted) -> Iterator[IngestBatch]:
    waiting: list[Staged] = []
    weight = number = 0
    for one in _documents(run, counted):
        heavy = weight + one.weight_bytes > runs_staging.BATCH_BYTES
        if waiting and (heavy or len(waiting) >= runs_staging.BATCH_ITEMS):
            number += 1
            yield runs_staging.stage(run, number, counted.documents - len(waiting) + 1, waiting)
            waiting, weight = [], 0
        waiting.append(one)
        weight += one.weight_bytes
        counted.documents += 1
    if waiting:
        first = counted.documents - len(waiting) + 1
        yield runs_staging.stage(run, number + 1, first, waiting)


def _documents(run: IngestRun, counted: _Counted) -> Iterable[Staged]:
    if run.kind == IngestKind.FOLDER:
        yield from _of_folder(Path(run.path))
        return
    with _dump(run) as path:
        for part in split_guarded(path, kind=DumpKind(run.kind)):
            match part:
                case PassedOver():
                    counted.passed_over += 1
                case DumpFault():
                    code, params = part.code.value, dict(part.params)
                    if part.is_end:
                        params["rest"] = "unread"
                    yield Staged(part.label, code=code, params=params)
                case DumpItem():
                    yield Staged(
                        part.label,
                        file_name=part.file_name,
                        data=part.data,
                        address=part.address,
                        values=dict(part.values),
                        left_out=part.left_out,
                    )


def _of_folder(root: Path) -> Iterator[Staged]:
    for one in walk_folder(root):
        if isinstance(one, IngestReport):
            yield Staged(one.name, code=one.code, params=dict(one.params))
        else:
            yield Staged(one.name, file_name=one.path.name, path=str(one.path))


@contextmanager
def _dump(run: IngestRun) -> Iterator[Path]:
    if run.upload is not None:
        with tempfile.TemporaryDirectory(prefix="folkmoot-dump-") as folder:
            path = Path(folder) / "dump"
            _copy(run.upload, path)
            yield path
        return
    path = Path(run.path)
    if state_of(path) != (run.size_bytes, run.changed_ns):
        raise _Changed
    yield path
    if state_of(path) != (run.size_bytes, run.changed_ns):
        raise _Changed


def _copy(stored: StoredFile, path: Path) -> None:
    """Bring an upload from the storage, which may be far away, to where a process can read it."""
    with default_storage.open(stored.path) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
