"""Removing a record with the rows inside it, and bringing all of them back together.

The rows go first, each through its own service and with its own entry in the trail; a
cascade of the database would forget them. Undoing the removal of the record finds these
entries again by its actor and moment.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import Record
from folkmoot.surfaces.desk.kinds import Collection, Kind, kind_of


@transaction.atomic
def remove(*, actor: Actor, kind: Kind, record: Record, at: datetime, reason: str) -> None:
    """Remove a record and its rows in one transaction.

    Raises:
        NotAllowed: the actor may not remove the record or one of its rows.
        StillUsed: another record points at it; nothing is written.
    """
    for collection in kind.collections:
        rows = kind_of(collection.kind)
        for row in rows_of(collection, record):
            rows.service("remove")(actor=actor, **{rows.word: row}, at=at, reason=reason)
    kind.service("remove")(actor=actor, **{kind.word: record}, at=at, reason=reason)


def rows_of(collection: Collection, owner: Record) -> list[Record]:
    """The rows of one collection, in their order. One query."""
    model = kind_of(collection.kind).model
    manager: Any = model._default_manager
    if collection.owner:
        rows = manager.filter(**{collection.owner: owner})
    else:
        rows = manager.filter(owner_kind=owner.ref.kind, owner_uid=owner.uid)
    relations = [name for name in collection.fields if model._meta.get_field(name).is_relation]
    ordering = ("position", "id") if collection.is_ordered else ("id",)
    return list(rows.select_related(*relations).order_by(*ordering))


def bring_back_rows(*, actor: Actor, kind: Kind, entry: AuditEntry, at: datetime) -> None:
    """Undo the removal of the rows that went with a record, after the record is back.

    Raises:
        CannotUndo: something that a row points at is gone meanwhile.
    """
    for collection in kind.collections:
        gone = AuditEntry.objects.filter(
            kind=collection.kind,
            action="removed",
            actor_key=entry.actor_key,
            at=entry.at,
            undone_by=None,
        )
        for row in gone.order_by("id"):
            if _belonged_to(row, collection, entry):
                editing.undo(actor=actor, entry=row, at=at)


def _belonged_to(row: AuditEntry, collection: Collection, owner: AuditEntry) -> bool:
    if collection.owner:
        pointer = row.before.get(collection.owner) or {}
        return str(pointer.get("uid")) == str(owner.uid)
    return str(row.before.get("owner_uid")) == str(owner.uid)
