"""Whether the process lives, and whether the installation can do its work.

``/healthz`` answers without touching anything, so that a supervisor restarts only what is
dead. ``/readyz`` tries what a visitor and the worker need and says what is wrong; answers
are never stored.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from folkmoot.kernel import clock
from folkmoot.kernel.files import storage_faults
from folkmoot.kernel.models import Job, OutboxMessage

# A worker that is alive takes a job within seconds; long jobs ahead of it are allowed for.
WORK_MAY_WAIT = timedelta(minutes=10)
_PROBE = "readyz-probe"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried. ``is_needed``: without it the installation is not ready."""

    name: str
    is_good: bool
    says: str
    is_needed: bool = True


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. No query."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Every check with its result; 503 when one that is needed fails. Seven queries at most."""
    database = _database()
    checks = [database, _files()]
    if database.is_good:
        checks += [
            _guarded("migrations", _migrations),
            _guarded("worker", _worker),
            _guarded("outbox", _outbox),
        ]
    is_ready = all(check.is_good for check in checks if check.is_needed)
    body = {
        "ready": is_ready,
        "checks": {check.name: {"ok": check.is_good, "message": check.says} for check in checks},
    }
    return JsonResponse(body, status=200 if is_ready else 503)


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as fault:
        return Check("database", False, f"does not answer: {type(fault).__name__}")
    return Check("database", True, "answers")


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except DatabaseError as fault:  # a table is missing, or the server went away meanwhile
        return Check(name, False, f"cannot be read: {type(fault).__name__}")


def _migrations() -> Check:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Check("migrations", False, f"{len(waiting)} not applied: run `folkmoot migrate`")
    return Check("migrations", True, "applied")


def _files() -> Check:
    name = ""
    try:
        name = default_storage.save(_PROBE, ContentFile(b"probe"))
    except storage_faults() as fault:
        return Check("files", False, f"cannot be written: {type(fault).__name__}")
    finally:
        if name:
            with contextlib.suppress(*storage_faults()):
                default_storage.delete(name)
    return Check("files", True, "can be written")


def _worker() -> Check:
    """Judged by what waits, which is what matters, whichever way the worker is run."""
    since = clock.now() - WORK_MAY_WAIT
    waiting = Job.objects.filter(state=Job.State.WAITING, created_at__lt=since).count()
    waiting += OutboxMessage.objects.filter(
        state=OutboxMessage.State.QUEUED, next_try_at__lt=since
    ).count()
    if waiting:
        return Check(
            "worker",
            False,
            f"{waiting} pieces of work wait for over ten minutes: is the worker running?",
        )
    return Check("worker", True, "no work waits for long")


def _outbox() -> Check:
    failed = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).count()
    if failed:
        return Check(
            "outbox",
            False,
            f"{failed} messages failed for good: see the outbox at the desk",
            is_needed=False,
        )
    return Check("outbox", True, "nothing failed")
