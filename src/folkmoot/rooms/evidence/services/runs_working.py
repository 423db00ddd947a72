"""Working on a run: batch after batch, each document in a transaction of its own."""

import hashlib
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from folkmoot.kernel import clock, files
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import (
    IngestBatch,
    IngestItem,
    IngestOutcome,
    IngestRun,
    IngestState,
    Source,
)
from folkmoot.rooms.evidence.services import runs_holding, runs_staging
from folkmoot.rooms.evidence.services.folders import UnreadError, bytes_of
from folkmoot.rooms.evidence.services.ingest import IngestReport, read_file, store_file
from folkmoot.rooms.evidence.services.proposing import request_proposals
from folkmoot.rooms.evidence.services.runs import OPEN_STATES, go_on_later
from folkmoot.rooms.evidence.services.runs_planning import plan_run
from folkmoot.rooms.evidence.services.runs_staging import Staged

# After so long a worker turns to what else is waiting, and comes back.
TURN_SECONDS = 60.0
# A document over which so many workers were lost is left out, and the report says so.
_TRIES_AT_MOST = 5
_REPORT_SECONDS = 1.0

Report = Callable[[int, int, str], None]


class _NotMine(Exception):
    """The batch was given to another worker, or the run was stopped."""


def work_on_run(
    *,
    run: IngestRun,
    actor: Actor,
    report: Report,
    turn_seconds: float = TURN_SECONDS,
) -> None:
    """Plan the run if that is still to do, then take batches until none is free.

    Args:
        actor: with whose rights documents come in, as they are now.
        report: gets done, total and the last label, about once a second.
        turn_seconds: after which a job for the rest is queued, so that other jobs get a turn.
    """
    try:
        policies.require_ingest(actor)
    except NotAllowed:
        _end(run, IngestState.FAILED, code="not_allowed")
        return
    if run.state == IngestState.PLANNING:
        plan_run(run, at=clock.now())
        run.refresh_from_db()
    until = time.monotonic() + turn_seconds
    tell = _teller(run, report)
    while not run.is_over:
        batch = _take(run)
        if batch is None:
            _finish(run)
            return
        _work_on(batch, run, actor, tell)
        if time.monotonic() > until:
            go_on_later(run, at=clock.now())
            return
        run.refresh_from_db()


def _take(run: IngestRun) -> IngestBatch | None:
    """Hold the next free batch; of several workers exactly one gets it."""
    holder, at = runs_holding.own_name(), clock.now()
    free = IngestBatch.objects.filter(run=run, is_done=False, holder="").order_by("number")
    # Another worker may be faster; then the next one is tried.
    while (batch := free.first()) is not None:
        taken = free.filter(pk=batch.pk).update(holder=holder, held_at=at, tries=F("tries") + 1)
        if taken:
            batch.refresh_from_db()
            return batch
    return None


def _work_on(batch: IngestBatch, run: IngestRun, actor: Actor, tell: Callable[[str], None]) -> None:
    mine = IngestBatch.objects.filter(pk=batch.pk, is_done=False, holder=batch.holder)
    done = set(_items_of(batch).values_list("position", flat=True))
    gives_up = batch.tries > _TRIES_AT_MOST
    try:
        for position, staged in runs_staging.staged_items(batch):
            if position in done:
                continue
            if gives_up:
                staged, gives_up = Staged(staged.label, code="gave_up"), False
            _bring_in(position, staged, run, actor, mine)
            tell(staged.label)
        if mine.update(is_done=True, holder=""):
            runs_staging.drop(batch)
    except _NotMine:
        return
    finally:
        mine.update(holder="")


def _bring_in(position: int, staged: Staged, run: IngestRun, actor: Actor, mine: Any) -> None:
    """Make a source of one document and note it, or note why not. Nothing in between is kept."""
    at = clock.now()
    data, found = _read(staged)
    try:
        with transaction.atomic():
            # Also the sign of life, and proof that nobody else was given the batch meanwhile.
            is_open = IngestRun.objects.filter(pk=run.pk, state__in=OPEN_STATES).exists()
            if not is_open or not mine.update(held_at=at, tries=0):
                raise _NotMine
            told = _stored(found, staged, data, run, actor, at)
            _note(position, staged, data, told, run)
            if run.proposes and told.source is not None and (told.is_new or told.is_attached):
                _ask_for_proposals(told.source, actor, at)
    except IntegrityError:
        # A worker that was taken for lost has been here; what it wrote counts.
        if not IngestItem.objects.filter(run=run, position=position).exists():
            raise


def _read(staged: Staged) -> tuple[bytes, Any]:
    """The slow part, before any transaction: the bytes, and a document or a report."""
    if staged.code:
        return b"", IngestReport(staged.label, code=staged.code, params=staged.params)
    try:
        data = bytes_of(Path(staged.path)) if staged.path else staged.data
    except UnreadError as fault:
        return b"", IngestReport(staged.label, code=fault.code, params=fault.params)
    return data, read_file(data, staged.file_name)


def _stored(
    found: Any, staged: Staged, data: bytes, run: IngestRun, actor: Actor, at: datetime
) -> IngestReport:
    if isinstance(found, IngestReport):
        return found
    given = {
        **staged.values,
        "address": staged.address,
        "visibility": run.visibility,
        "text_rights": run.text_rights,
    }
    name = staged.file_name or staged.label
    try:
        return store_file(actor=actor, document=found, data=data, name=name, given=given, at=at)
    except Invalid as fault:
        detail = ", ".join(sorted(fault.errors))
        return IngestReport(staged.label, code="invalid", params={"detail": detail})


def _note(position: int, staged: Staged, data: bytes, told: IngestReport, run: IngestRun) -> None:
    params = dict(told.params)
    if staged.left_out:
        params["left_out"] = ", ".join(staged.left_out)
    IngestItem.objects.create(
        run=run,
        position=position,
        label=staged.label[:500],
        sha256=hashlib.sha256(data).hexdigest() if data else "",
        outcome=_outcome(told),
        code=told.code[:40],
        params=params,
        source=told.source,
    )


def _outcome(told: IngestReport) -> IngestOutcome:
    if told.is_refused:
        return IngestOutcome.FAILED
    if told.is_new:
        return IngestOutcome.NEW
    return IngestOutcome.ATTACHED if told.is_attached else IngestOutcome.SAME


def _ask_for_proposals(source: Source, actor: Actor, at: datetime) -> None:
    """The one place where a run asks for records to be proposed from a new source."""
    request_proposals(actor=actor, sources=[source], at=at)


def _finish(run: IngestRun) -> None:
    if run.is_planned and not IngestBatch.objects.filter(run=run, is_done=False).exists():
        _end(run, IngestState.DONE)


def _end(run: IngestRun, state: IngestState, *, code: str = "") -> None:
    going = IngestRun.objects.filter(pk=run.pk, state__in=OPEN_STATES)
    if not going.update(state=state, code=code, ended_at=clock.now()):
        return
    run.refresh_from_db()
    if state == IngestState.DONE:
        runs_staging.discard(run)
        upload = run.upload
        if upload is not None:
            IngestRun.objects.filter(pk=run.pk).update(upload=None)
            files.discard(upload)


def _items_of(batch: IngestBatch) -> Any:
    last = batch.first + batch.size - 1
    return IngestItem.objects.filter(run=batch.run_id, position__range=(batch.first, last))


def _teller(run: IngestRun, report: Report) -> Callable[[str], None]:
    last = 0.0

    def tell(label: str) -> None:
        nonlocal last
        if time.monotonic() - last >= _REPORT_SECONDS:
            last = time.monotonic()
            report(IngestItem.objects.filter(run=run).count(), run.total, label)

    return tell
