"""Whether the parts an installation stands on work right now.

Each check is cheap and reports a sentence that says what to do. ``/readyz`` asks the four
that decide whether requests can be answered; ``folkmoot doctor`` asks these and more.
"""

import time
import uuid
from dataclasses import dataclass
from enum import StrEnum

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from folkmoot.kernel.files import storage_faults

_SEEN = "folkmoot.worker.seen"
WORKER_SILENCE_SECONDS = 60


class Health(StrEnum):
    """Works; works but somebody should look; does not work."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do about it."""

    check: str
    health: Health
    sentence: str


def check_database() -> Finding:
    """The database answers and has every migration."""
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as fault:
        return Finding("database", Health.FAULT, f"The database does not answer: {fault}".strip())
    if missing:
        return Finding(
            "database",
            Health.FAULT,
            f"{len(missing)} migrations are missing: run `folkmoot migrate`.",
        )
    return Finding("database", Health.GOOD, f"{connection.vendor} answers, all migrations applied.")


def check_files() -> Finding:
    """A file can be written, read and removed."""
    name = f"health/{uuid.uuid4().hex}"
    try:
        default_storage.save(name, ContentFile(b"folkmoot"))
        with default_storage.open(name) as file:
            intact = file.read() == b"folkmoot"
        default_storage.delete(name)
    except storage_faults() as fault:
        return Finding("files", Health.FAULT, f"Files cannot be stored: {fault}.")
    if not intact:
        return Finding(
            "files", Health.FAULT, "A stored file came back changed: check the file storage."
        )
    return Finding("files", Health.GOOD, "Files can be written, read and removed.")


def worker_is_alive() -> None:
    """Called by the worker every few seconds."""
    cache.set(_SEEN, time.time(), 24 * 3600)


def check_worker() -> Finding:
    """The worker was seen within the last minute. Pages work without it; jobs and mail wait."""
    seen = cache.get(_SEEN)
    if seen is None:
        return Finding("worker", Health.WARNING, "No worker was seen: start `folkmoot work`.")
    silence = int(time.time() - seen)
    if silence > WORKER_SILENCE_SECONDS:
        return Finding(
            "worker",
            Health.WARNING,
            f"The worker was last seen {silence} seconds ago: start `folkmoot work`.",
        )
    return Finding("worker", Health.GOOD, "The worker is running.")
