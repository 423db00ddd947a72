"""Background jobs with progress that a page can show.

The only module that imports the task library (django-tasks now, ``django.tasks`` from
Django 6). A job is a plain function registered under a name; it gets a :class:`Progress`
and its arguments, and returns a JSON-like result.
"""

import logging
import traceback
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import Job

__all__ = ["Progress", "enqueue_later", "is_planned", "job", "run_registered", "start", "task"]

log = logging.getLogger(__name__)
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
        Job.objects.filter(pk=job_id).update(
            state=Job.State.FAILED,
            error="".join(traceback.format_exception_only(fault)).strip(),
            ended_at=clock.now(),
        )
        return
    Job.objects.filter(pk=job_id).update(state=Job.State.DONE, result=result, ended_at=clock.now())


def enqueue_later(what: Any, at: datetime, *arguments: Any) -> None:
    """Queue a task to run not before a moment."""
    what.using(run_after=at).enqueue(*arguments)


def is_planned(what: Any) -> bool:
    """Whether a task of this function is waiting or running in the queue."""
    open_states = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return DBTaskResult.objects.filter(task_path=what.module_path, status__in=open_states).exists()
