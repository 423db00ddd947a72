"""The plan of a run: which documents there are, in batches.

The plan of a dump grows batch by batch; one that was broken off goes on behind the last batch,
for the same dump always has the same documents in the same order. A folder may change under
our hands, so its plan stands whole or not at all.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet, Sum

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
from folkmoot.rooms.evidence.services.runs import go_on_later, state_of
from folkmoot.rooms.evidence.services.runs_staging import Staged

# A dump over which so many workers were lost is left alone until somebody resumes its run.
_PLANS_AT_MOST = 5


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
    mine.update(plans_begun=run.plans_begun + 1)
    try:
        if run.kind == IngestKind.FOLDER:
            runs_staging.discard(run)
            is_mine = _keep(list(_batches(run, 0, 0, _of_folder(Path(run.path)))), mine)
        else:
            is_mine = _plan_dump(run, mine)
    except OSError:
        mine.update(state=IngestState.FAILED, code="not_found", ended_at=at)
        return
    except _Changed:
        mine.update(state=IngestState.FAILED, code="changed", ended_at=at)
        return
    if is_mine:
        mine.update(state=IngestState.WORKING, is_planned=True)


def _plan_dump(run: IngestRun, mine: QuerySet[IngestRun]) -> bool:
    """Add batches until the dump ends; whether the plan is still ours then."""
    known = IngestBatch.objects.filter(run=run)
    count, number = known.aggregate(Sum("size"))["size__sum"] or 0, known.count()
    passed_over = 0

    def documents(path: Path) -> Iterator[Staged]:
        nonlocal passed_over
        seen = 0
        for part in split_guarded(path, kind=DumpKind(run.kind)):
            if isinstance(part, PassedOver):
                passed_over += 1
                continue
            seen += 1
            if seen > count:
                yield _staged(part)

    with _dump(run) as path:
        for batch in _batches(run, number, count, documents(path)):
            if not _keep([batch], mine):
                return False
            go_on_later(run, at=clock.now())
    return bool(mine.update(passed_over=passed_over))


def _keep(batches: list[IngestBatch], mine: QuerySet[IngestRun]) -> bool:
    """Add batches to the plan, unless it was given to another worker or stopped."""
    count = sum(batch.size for batch in batches)
    with transaction.atomic():
        is_mine = mine.update(total=F("total") + count, plans_begun=0, held_at=clock.now())
        if is_mine:
            IngestBatch.objects.bulk_create(batches, batch_size=500)
    return bool(is_mine)


class _Changed(Exception):
    """The dump is another file than the one the run was begun with."""


def _batches(
    run: IngestRun, number: int, count: int, documents: Iterable[Staged]
) -> Iterator[IngestBatch]:
    """Batches of documents, written to the storage; behind those that are there already."""
    waiting: list[Staged] = []
    weight = 0
    for one in documents:
        heavy = weight + one.weight_bytes > runs_staging.BATCH_BYTES
        if waiting and (heavy or len(waiting) >= runs_staging.BATCH_ITEMS):
            number += 1
            yield runs_staging.stage(run, number, count + 1, waiting)
            count += len(waiting)
            waiting, weight = [], 0
        waiting.append(one)
        weight += one.weight_bytes
    if waiting:
        yield runs_staging.stage(run, number + 1, count + 1, waiting)


def _staged(part: DumpItem | DumpFault) -> Staged:
    if isinstance(part, DumpFault):
        params = dict(part.params)
        if part.is_end:
            params["rest"] = "unread"
        return Staged(part.label, code=part.code.value, params=params)
    return Staged(
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
