"""Undoing one entry of the trail, for those who may change the record it is about.

Rights first: the kernel reverses whatever it is told to.
"""

from datetime import datetime

from django.db import transaction

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import Record
from folkmoot.kernel.refusals import CannotUndo, NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.surfaces.desk.kinds import KINDS, Kind
from folkmoot.surfaces.desk.removing import bring_back_rows


def undo(*, actor: Actor, entry_id: int, at: datetime) -> tuple[Kind, Record | None]:
    """Reverse an entry; the record, or ``None`` when undoing removed it.

    Raises:
        NotFound: no such entry, or about something that is not edited at the desk.
        NotAllowed: the actor may not change the record.
        CannotUndo: it was changed again since, undone already, or cannot be reversed.
    """
    entry = AuditEntry.objects.filter(pk=entry_id).first()
    if entry is None or entry.kind not in KINDS:
        raise NotFound
    kind = KINDS[entry.kind]
    with transaction.atomic():
        require(actor, kind.write, kind.scope_path(_subject(kind, entry)))
        record = editing.undo(actor=actor, entry=entry, at=at)
        if entry.action == "removed":
            bring_back_rows(actor=actor, kind=kind, entry=entry, at=at)
        return kind, record


def _subject(kind: Kind, entry: AuditEntry) -> Record:
    """The record whose rights decide. A removed one is judged by what it belonged to."""
    record: Record | None = kind.model._default_manager.filter(uid=entry.uid).first()
    if record is not None:
        return record
    if entry.action != "removed":
        raise CannotUndo
    return editing.removed_record(entry=entry)
