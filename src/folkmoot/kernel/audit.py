"""The audit trail: who did what to which record, when, from what to what, and why.

Append-only: services write entries in their own transaction, nothing edits them.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import Record, RecordRef


def plain_value(value: Any) -> Any:
    """A column's value as it is kept in the trail: JSON, never a model."""
    if isinstance(value, Multilingual):
        return value.to_plain()
    if isinstance(value, Record):
        return {"kind": value.ref.kind, "uid": value.ref.uid, "label": str(value)}
    if isinstance(value, models.Model):
        return {"id": value.pk, "label": str(value)}
    return value


def snapshot(record: Record, fields: Iterable[str]) -> dict[str, Any]:
    """The named columns of a record as the trail keeps them."""
    return {name: plain_value(getattr(record, name)) for name in fields}


def note(
    *,
    actor: Actor,
    action: str,
    record: Record,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    undoes: AuditEntry | None = None,
) -> AuditEntry:
    """Write one entry. ``action`` is a verb in the past such as "changed" or "released"."""
    return AuditEntry.objects.create(
        at=at,
        actor_key=actor.key,
        actor_label=actor.label[:200],
        action=action,
        kind=record.ref.kind,
        uid=record.uid,
        version=record.version,
        label=str(record)[:300],
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
        undoes=undoes,
    )


def history(ref: RecordRef, *, limit: int = 100) -> list[AuditEntry]:
    """The newest entries of one record, newest first. One query."""
    entries = AuditEntry.objects.filter(kind=ref.kind, uid=ref.uid)
    return list(entries.select_related("undone_by").order_by("-id")[:limit])
