"""Undoing one entry of the trail, for those who may change the record it is about.

Rights first: the kernel reverses whatever it is told to. A creation is taken back by the
room's own removal, because a cascade of the database asks nobody and leaves no trail.
"""

from datetime import datetime

from django.db import transaction

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import Record
from folkmoot.kernel.refusals import CannotUndo, NotFound, StillUsed
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.programme.models import Session
from folkmoot.rooms.programme.services.placing import PLACED, undo_move
from folkmoot.surfaces.desk.finding import edited_rows_lost_with
from folkmoot.surfaces.desk.kinds import KINDS, Kind
from folkmoot.surfaces.desk.removing import bring_back_rows, remove


def undo(*, actor: Actor, entry_id: int, at: datetime) -> tuple[Kind, Record | None]:
    """Reverse an entry; the record, or ``None`` when undoing removed it.

    Raises:
        NotFound: no such entry, or about something that is not edited at the desk.
        NotAllowed: the actor may not change the record, or not as it would be afterwards.
        CannotUndo: it was changed again since, undone already, or cannot be reversed.
        MovedMeanwhile: a session was moved again since.
        StillUsed: others made something of the new record since.
    """
    entry = AuditEntry.objects.filter(pk=entry_id).first()
    if entry is None or entry.kind not in KINDS:
        raise NotFound
    kind = KINDS[entry.kind]
    with transaction.atomic():
        subject = _subject(kind, entry)
        require(actor, kind.write, kind.scope_path(subject))
        if entry.action == "created":
            _unmake(actor, kind, subject, at)
            return kind, None
        if entry.action == PLACED and isinstance(subject, Session):
            return kind, undo_move(actor=actor, entry=entry, at=at).session
        record = editing.undo(actor=actor, entry=entry, at=at)
        if record is not None:
            # It may lie elsewhere again, such as in the strand of another team.
            require(actor, kind.write, kind.scope_path(record))
        if entry.action == "removed":
            bring_back_rows(actor=actor, kind=kind, entry=entry, at=at)
        return kind, record


def _unmake(actor: Actor, kind: Kind, record: Record, at: datetime) -> None:
    """Remove a new record; rows of its own form go with it, the work of others keeps it."""
    if record.version != 1:
        raise CannotUndo
    if lost := edited_rows_lost_with(kind, record):
        raise StillUsed(used_by=", ".join(lost))
    remove(actor=actor, kind=kind, record=record, at=at, reason="undo")


def _subject(kind: Kind, entry: AuditEntry) -> Record:
    """The record whose rights decide. A removed one is judged by what it belonged to."""
    record: Record | None = kind.model._default_manager.filter(uid=entry.uid).first()
    if record is not None:
        return record
    if entry.action != "removed":
        raise CannotUndo
    return editing.removed_record(entry=entry)
