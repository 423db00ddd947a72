"""Background jobs with progress that a page can show.

The only module that imports the task library (django-tasks now, ``django.tasks`` from
Django 6). A job is a plain function registered under a name; it gets a :class:`Progress`
and its arguments, and returns a JSON-like result.

A worker that is killed leaves its task and job "running" for ever. Workers therefore say
that they live (:func:`worker_lives`), and any of them settles what a silent one left.
"""

import logging
import traceback
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext, gettext_noop
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import Job

__all__ = [
    "Progress",
    "enqueue_later",
    "forget_tasks",
    "is_planned",
    "job",
    "new_worker_id",
    "open_arguments",
    "run_registered",
    "settle_lost_work",
    "start",
    "task",
    "worker_lives",
]

log = logging.getLogger(__name__)
SILENCE_SECONDS = 60
_OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
_WORKER = "folkmoot.worker."
_STOPPED = gettext_noop(
    "The worker stopped before this was finished. What was done so far is kept; start it again."
)
JobFunction = Callable[..., dict[str, Any]]
_jobs: dict[str, JobFunction] = {}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come. Writing it is cheap enough for every item of a batch."""

    job_id: int

    def report(self, *, done: int, total: int, message: str = "") -> None:
        """Store the present state; pages poll it."""
        Job.objects.filter(pk=self.job_id).update(done=done, total=total, message=message[:300])


def job(name: str) -> Callable[[JobFunction], JobFunction]:
    """Register a function as the job ``name``; its arguments must be JSON values."""

    def register(function: JobFunction) -> JobFunction:
        _jobs[name] = function
        return function

    return register


@transaction.atomic
def start(*, actor: Actor, name: str, title: str, at: datetime, arguments: dict[str, Any]) -> Job:
    """Queue a job with the caller's transaction and return the row that shows its progress.

    Raises:
        LookupError: no job of that name is registered.
    """
    if name not in _jobs:
        raise LookupError(name)
    row = Job.objects.create(
        uid=uuid.uuid4(),
        name=name,
        title=title[:300],
        actor_key=actor.key,
        arguments=arguments,
        created_at=at,
    )
    run_registered.enqueue(row.pk)
    return row


@task()
def run_registered(job_id: int) -> None:
    """Run one queued job in the worker; a failure is stored with the row and logged."""
    claimed = Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=clock.now()
    )
    if not claimed:  # delivered twice
        return
    row = Job.objects.get(pk=job_id)
    try:
        result = _jobs[row.name](Progress(job_id), **row.arguments)
    except Exception as fault:
        log.exception("job %s failed", row.name)
        _fail(job_id, "".join(traceback.format_exception_only(fault)).strip())
        return
    except BaseException:  # somebody stops the worker and will not wait
        _fail(job_id, gettext(_STOPPED))
        raise
    Job.objects.filter(pk=job_id).update(state=Job.State.DONE, result=result, ended_at=clock.now())


def enqueue_later(what: Any, at: datetime, *arguments: Any) -> None:
    """Queue a task to run not before a moment."""
    what.using(run_after=at).enqueue(*arguments)


def is_planned(what: Any) -> bool:
    """Whether a task of this function is waiting or running in the queue."""
    return DBTaskResult.objects.filter(task_path=what.module_path, status__in=_OPEN).exists()


def open_arguments(what: Any) -> Iterator[tuple[Any, ...]]:
    """The arguments of the waiting and running tasks of a function. One query."""
    rows = DBTaskResult.objects.filter(task_path=what.module_path, status__in=_OPEN)
    for arguments in rows.values_list("args_kwargs", flat=True):
        yield tuple(arguments["args"])


def forget_tasks(*, ended_before: datetime) -> None:
    """Remove tasks from the queue that ended before a moment; the jobs' own rows stay."""
    DBTaskResult.objects.finished().filter(finished_at__lt=ended_before).delete()


def new_worker_id() -> str:
    """A name for a worker that will say regularly that it lives."""
    return f"{_WORKER}{uuid.uuid4().hex}"


def worker_lives(worker_id: str) -> None:
    """Say that a worker is at work; oftener than every :data:`SILENCE_SECONDS`."""
    cache.set(worker_id, True, SILENCE_SECONDS)


def settle_lost_work(*, at: datetime) -> None:
    """Close the tasks of workers that fell silent, and the jobs that ran in them.

    A job that had begun is marked failed, not repeated: what killed the worker may have been
    the job. One that had not begun is queued again. Safe to call from several workers.
    """
    # Jobs are read before tasks: what ends in between ends its job first.
    open_jobs = list(Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING)))
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    for held_task in running:
        worker_id = held_task.worker_ids[-1] if held_task.worker_ids else ""
        if worker_id.startswith(_WORKER) and cache.get(worker_id) is None:
            log.warning("task %s was lost by its worker", held_task.task_path)
            running.filter(pk=held_task.pk).update(status=TaskResultStatus.FAILED, finished_at=at)
    held = {job_id for (job_id,) in open_arguments(run_registered)}
    for row in open_jobs:
        if row.pk in held:
            continue
        if row.state == Job.State.WAITING:
            run_registered.enqueue(row.pk)
        else:
            _fail(row.pk, gettext(_STOPPED))


def _fail(job_id: int, error: str) -> None:
    running = Job.objects.filter(pk=job_id, state=Job.State.RUNNING)
    running.update(state=Job.State.FAILED, error=error, ended_at=clock.now())
