"""Runs: bringing in all documents of a dump or folder, by several workers, to the end.

A run is planned by one worker: its documents are taken out of the dump into batches that every
worker can read. Meanwhile and afterwards workers take batch after batch. What became of a document is written in one
transaction with its source, so that whoever is killed at any moment, nothing is lost or done
twice. A batch whose worker is gone is taken up by another; a run that nobody works on goes on
as soon as a worker looks around, or when somebody resumes it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.reading.dumps import DumpKind, kind_of
from folkmoot.kernel import files, jobs
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.models import Job, StoredFile
from folkmoot.kernel.refusals import NotFound, Refusal
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import IngestBatch, IngestKind, IngestRun, IngestState
from folkmoot.rooms.evidence.services import runs_holding, runs_staging
from folkmoot.rooms.evidence.services.folders import allowed_path, local_path, within_inbox
from folkmoot.rooms.evidence.terms import TextRights, Visibility

RUN_JOB = "evidence.ingest_run"
# So many workers can share a run; more would wait for the database.
WORKERS_PER_RUN = 4
_KEPT = timedelta(days=90)
OPEN_STATES = (IngestState.PLANNING, IngestState.WORKING)


class NotADump(Refusal):
    """The file is of no kind that holds many documents."""

    code = "not_a_dump"
    status = 422
    message = _("%(name)s is no dump. Use .jsonl, .warc, .rss or .xml, each also with .gz.")


class NotThere(Refusal):
    """The path leads to nothing."""

    code = "not_there"
    status = 422
    message = _("%(name)s: there is no such file or folder on this server.")


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How the documents of a run come in.

    Attributes:
        proposes: whether records are proposed from every new source; ``None``: as the
            settings say.
    """

    visibility: str = Visibility.DESK
    text_rights: str = TextRights.QUOTATIONS
    proposes: bool | None = None


@transaction.atomic
def request_dump_ingest(
    *,
    actor: Actor,
    at: datetime,
    path: str | Path = "",
    data: bytes = b"",
    name: str = "",
    kind: str = "",
    options: RunOptions = RunOptions(),
) -> IngestRun:
    """Start bringing in a dump or folder: one that lies on the server, or an uploaded dump.

    Args:
        actor: needs ``evidence.ingest``; only the system reads outside the inbox folder.
        path: absolute, a ``file://`` address, or relative to the inbox folder.
        data: an upload instead, with the ``name`` it had.
        kind: of :class:`DumpKind`; told from the name when not given.

    Raises:
        NotAllowed: the actor lacks the grant.
        PathNotAllowed: the path lies outside the inbox folder.
        NotThere, NotADump: there is nothing, or nothing with many documents.
        FileRefused: the upload is empty or larger than this installation accepts.
    """
    policies.require_ingest(actor)
    run = _of_upload(data, name, kind) if data or not path else _of_path(actor, path, kind)
    run.visibility, run.text_rights = options.visibility, options.text_rights
    wanted = options.proposes
    run.proposes = settings.CONFIG.propose if wanted is None else wanted
    run.actor_key, run.user_id, run.created_at = actor.key, actor.user_id, at
    run.save()
    _start_job(run, actor, at)
    return run


@transaction.atomic
def resume_ingest_run(*, actor: Actor, run: IngestRun, at: datetime) -> IngestRun:
    """Go on with a run that stands still, from where it stands; it then has the actor's rights.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
        NotFound: the run was removed meanwhile.
    """
    policies.require_ingest(actor)
    locked = _locked(run)
    if locked.state == IngestState.DONE:
        return locked
    if locked.is_over:
        locked.state = IngestState.WORKING if locked.is_planned else IngestState.PLANNING
        locked.code, locked.params, locked.ended_at, locked.plans_begun = "", {}, None, 0
        locked.actor_key, locked.user_id = actor.key, actor.user_id
        locked.save()
    _let_go_of_lost(locked, at)
    _start_missing_jobs(locked, at)
    return locked


@transaction.atomic
def stop_ingest_run(*, actor: Actor, run: IngestRun, at: datetime) -> IngestRun:
    """Let a run rest after the documents that have come in; it can be resumed.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
        NotFound: the run was removed meanwhile.
    """
    policies.require_ingest(actor)
    locked = _locked(run)
    if not locked.is_over:
        locked.state, locked.ended_at = IngestState.STOPPED, at
        locked.save()
    return locked


def keep_runs_going(*, at: datetime) -> None:
    """Take up what lost workers held, and let nothing stand still. Safe to call from several."""
    for run in IngestRun.objects.filter(state__in=OPEN_STATES):
        with transaction.atomic():
            locked = _locked(run)
            if locked.is_over:
                continue
            _let_go_of_lost(locked, at)
            _start_missing_jobs(locked, at)


def go_on_later(run: IngestRun, *, at: datetime) -> None:
    """Queue the jobs that a run can use and does not have."""
    with transaction.atomic():
        _start_missing_jobs(_locked(run), at)


def sweep_ingest_runs(*, at: datetime) -> None:
    """Remove runs 90 days after they ended, and what dead workers left behind."""
    for run in IngestRun.objects.filter(ended_at__lt=at - _KEPT):
        runs_staging.discard(run)
        upload, run.upload = run.upload, None
        run.delete()
        if upload is not None:
            files.discard(upload)
    runs_holding.forget_lost(before=at - timedelta(days=1))


def unfinished_run(*, path: Path) -> IngestRun | None:
    """The run that was begun with this very file or folder and is not done yet."""
    size, changed = state_of(path)
    begun = IngestRun.objects.filter(path=str(path.resolve())).exclude(state=IngestState.DONE)
    return begun.filter(size_bytes=size, changed_ns=changed).order_by("-id").first()


def state_of(path: Path) -> tuple[int, int]:
    """Size and last change of a file, by which another one is told; zeros for a folder."""
    if path.is_dir():
        return 0, 0
    state = path.stat()
    return state.st_size, state.st_mtime_ns


def _of_upload(data: bytes, name: str, kind: str) -> IngestRun:
    stored: StoredFile = files.store(data=data, name=name, media_type=files.sniff(data))
    return IngestRun(kind=_dump_kind(name, kind), title=name[:300], upload=stored)


def _of_path(actor: Actor, path: str | Path, kind: str) -> IngestRun:
    local = local_path(path)
    if local is None:
        raise NotThere(name=str(path))
    real = within_inbox(allowed_path(actor, local))
    if real is None:
        raise NotThere(name=local.name or str(path))
    found = IngestKind.FOLDER.value if real.is_dir() else _dump_kind(real.name, kind)
    size, changed = state_of(real)
    return IngestRun(
        kind=found, title=real.name[:300], path=str(real), size_bytes=size, changed_ns=changed
    )


def _dump_kind(name: str, kind: str) -> str:
    found = DumpKind(kind) if kind in set(DumpKind) else kind_of(name)
    if found is None:
        raise NotADump(name=name)
    return found.value


def _locked(run: IngestRun) -> IngestRun:
    locked = IngestRun.objects.select_for_update().filter(pk=run.pk).first()
    if locked is None:
        raise NotFound
    return locked


def _let_go_of_lost(run: IngestRun, at: datetime) -> None:
    if run.holder and runs_holding.is_lost(run.holder, run.held_at, at=at):
        run.holder = ""
        run.save(update_fields=["holder"])
    held = IngestBatch.objects.filter(run=run, is_done=False).exclude(holder="")
    for batch in held:
        if runs_holding.is_lost(batch.holder, batch.held_at, at=at):
            held.filter(pk=batch.pk, holder=batch.holder).update(holder="")


def _start_missing_jobs(run: IngestRun, at: datetime) -> None:
    if run.is_over:
        return
    batches = IngestBatch.objects.filter(run=run, is_done=False)
    wanted = batches.filter(holder="").count()
    if run.state == IngestState.PLANNING:
        wanted += not run.holder
    elif not wanted and not batches.exists():
        # The last batch may have ended in a worker that was killed before it could say so.
        wanted = 1
    waiting = Job.objects.filter(
        name=RUN_JOB, state=Job.State.WAITING, arguments__run=str(run.uid)
    ).count()
    for _number in range(min(wanted, WORKERS_PER_RUN) - waiting):
        _start_job(run, SYSTEM, at)


def _start_job(run: IngestRun, actor: Actor, at: datetime) -> Job:
    # Shown to the person who began the run, whoever goes on with it.
    owner = Actor(key=run.actor_key or actor.key, label="")
    arguments = {"run": str(run.uid)}
    return jobs.start(actor=owner, name=RUN_JOB, title=run.title, at=at, arguments=arguments)
