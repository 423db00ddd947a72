"""Attaching a text that a person uploaded for a catalogued source, in the worker."""

from datetime import datetime

from django.db import transaction

from folkmoot.kernel import files, jobs
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import Job
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.services.ingest import IngestReport
from folkmoot.rooms.evidence.services.sources import attach_text
from folkmoot.rooms.evidence.terms import (
    DocumentUnreadable,
    PassagesDiffer,
    SameTextElsewhere,
    TextDiffers,
    TextIsFixed,
)

ATTACH_JOB = "evidence.attach"


@transaction.atomic
def request_attach(*, actor: Actor, source: Source, data: bytes, name: str, at: datetime) -> Job:
    """Keep an uploaded file and let the worker attach its text to a catalogued source.

    Returns:
        the job; its result is that of an upload, with one report.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
        FileRefused: the file is empty or larger than this installation accepts.
    """
    policies.require_ingest(actor)
    stored = files.store(data=data, name=name, media_type=files.sniff(data))
    arguments = {
        "stored_uid": str(stored.uid),
        "source_uid": str(source.uid),
        "name": name,
        "user_id": actor.user_id,
    }
    return jobs.start(actor=actor, name=ATTACH_JOB, title=name, at=at, arguments=arguments)


def attach_reported(
    *, actor: Actor, source: Source, data: bytes, name: str, at: datetime
) -> IngestReport:
    """:func:`attach_text` with its refusals as a report.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
    """
    try:
        attached = attach_text(actor=actor, source=source, data=data, name=name, at=at)
    except DocumentUnreadable as fault:
        params = {"name": name, "reason": str(fault.fields["reason"])}
        return IngestReport(name, code=fault.code, params=params)
    except (TextDiffers, PassagesDiffer, SameTextElsewhere, TextIsFixed) as fault:
        return IngestReport(name, code=fault.code, params=dict(fault.fields))
    return IngestReport(name, attached, is_attached=True)
