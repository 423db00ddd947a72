"""Background jobs of the evidence room: reading files, which is too slow for a page."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from folkmoot.kernel import clock, files
from folkmoot.kernel.actors import SYSTEM, VISITOR, Actor
from folkmoot.kernel.jobs import Progress, job
from folkmoot.kernel.models import StoredFile
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.queries import actor_of
from folkmoot.rooms.evidence.models import IngestRun, Source
from folkmoot.rooms.evidence.queries.runs import run_counts
from folkmoot.rooms.evidence.services import (
    IngestReport,
    attach_reported,
    find_files,
    ingest_document,
    ingest_paths,
)
from folkmoot.rooms.evidence.services.attaching import ATTACH_JOB
from folkmoot.rooms.evidence.services.folders import INGEST_FOLDER_JOB
from folkmoot.rooms.evidence.services.ingest import INGEST_JOB
from folkmoot.rooms.evidence.services.proposing import (
    PROPOSE_JOB,
    propose_if_wanted,
    work_on_queue,
)
from folkmoot.rooms.evidence.services.runs import RUN_JOB
from folkmoot.rooms.evidence.services.runs_working import work_on_run

# A job's row keeps every failure, but not a line for each of thousands of files that are fine.
_KEPT_REPORTS = 200


@job(INGEST_JOB)
def ingest_upload(
    progress: Progress,
    *,
    stored_uid: str,
    name: str,
    user_id: int | None,
    address: str,
    visibility: str,
    text_rights: str,
) -> dict[str, Any]:
    """Make a source of an uploaded file that was stored first."""
    progress.report(done=0, total=1, message=name)
    stored = StoredFile.objects.get(uid=stored_uid)
    actor = _actor(user_id)
    report = ingest_document(
        actor=actor,
        data=files.read(stored),
        name=name,
        at=clock.now(),
        address=address,
        visibility=visibility,
        text_rights=text_rights,
    )
    if report.is_refused:
        files.discard(stored)
    propose_if_wanted(actor=actor, report=report, at=clock.now())
    progress.report(done=1, total=1, message=name)
    return _result([report])


@job(ATTACH_JOB)
def attach_upload(
    progress: Progress, *, stored_uid: str, source_uid: str, name: str, user_id: int | None
) -> dict[str, Any]:
    """Give a catalogued source the text of an uploaded file that was stored first."""
    progress.report(done=0, total=1, message=name)
    stored = StoredFile.objects.get(uid=stored_uid)
    actor = _actor(user_id)
    report = attach_reported(
        actor=actor,
        source=Source.objects.get(uid=source_uid),
        data=files.read(stored),
        name=name,
        at=clock.now(),
    )
    if report.is_refused:
        files.discard(stored)
    propose_if_wanted(actor=actor, report=report, at=clock.now())
    progress.report(done=1, total=1, message=name)
    return _result([report])


@job(INGEST_FOLDER_JOB)
def ingest_folder(
    progress: Progress, *, path: str, user_id: int | None, visibility: str, text_rights: str
) -> dict[str, Any]:
    """Bring in a file or folder of the server's disk; starting it again goes on where it ended."""
    actor = _actor(user_id)
    total = len(find_files([path], actor=actor))
    progress.report(done=0, total=total)
    reports = []
    for report in ingest_paths(
        [path], actor=actor, at=clock.now(), visibility=visibility, text_rights=text_rights
    ):
        reports.append(report)
        propose_if_wanted(actor=actor, report=report, at=clock.now())
        progress.report(done=len(reports), total=max(total, len(reports)), message=report.name)
    return _result(reports)


@job(RUN_JOB)
def carry_on_run(progress: Progress, *, run: str) -> dict[str, Any]:
    """Work on a run for a while, then leave the rest to the next job."""
    row = IngestRun.objects.get(uid=run)
    work_on_run(
        run=row,
        actor=_actor_of_run(row),
        report=lambda done, total, label: progress.report(done=done, total=total, message=label),
    )
    counts = run_counts(row)
    progress.report(done=counts.done, total=counts.total)
    return {"run": run, **asdict(counts)}


@job(PROPOSE_JOB)
def propose_records(progress: Progress) -> dict[str, Any]:
    """Propose records from the sources that wait, for a while; the next job goes on."""
    return dict(
        work_on_queue(
            lambda done, total, title: progress.report(done=done, total=total, message=title)
        )
    )


def _actor_of_run(run: IngestRun) -> Actor:
    """As :func:`_actor`; whose account is gone may do nothing, and somebody else resumes."""
    try:
        return _actor(run.user_id)
    except User.DoesNotExist:
        return VISITOR


def _actor(user_id: int | None) -> Actor:
    """The person who asked, with the rights of this moment: they may have been withdrawn."""
    if user_id is None:
        return SYSTEM
    return actor_of(User.objects.get(pk=user_id))


def _result(reports: Iterable[IngestReport]) -> dict[str, Any]:
    plain = [report.to_plain() for report in reports]
    failed = [one for one in plain if one["code"]]
    fine = [one for one in plain if not one["code"]]
    return {
        "new": sum(one["is_new"] for one in fine),
        "attached": sum(one["is_attached"] for one in fine),
        "same": sum(not (one["is_new"] or one["is_attached"]) for one in fine),
        "failed": len(failed),
        "reports": [*failed, *fine[:_KEPT_REPORTS]],
    }
