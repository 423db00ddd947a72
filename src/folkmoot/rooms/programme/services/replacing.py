"""Replace a whole list that hangs on a record, with one audit entry on that record.

Rows that stay keep their identity, so that citations and addresses go on pointing at them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import Record
from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid, NotFound

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of rows: their model, the column that points at the owner, and what tells them apart.

    Attributes:
        name: what the list is called in the trail, such as "parts".
        key: columns by which a row is the same as before.
        columns: further columns that a caller may set.
    """

    name: str
    model: type[Record]
    owner: str
    key: tuple[str, ...]
    columns: tuple[str, ...] = ()

    def row_key(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """What makes a row the same as another; absent columns count as their default."""
        return tuple(_or_default(self.model, name, values) for name in self.key)


@transaction.atomic
def replace_list(
    *,
    actor: Actor,
    record: R,
    what: ListOf,
    wanted: Sequence[Mapping[str, Any]],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> R:
    """Make the list exactly what is wanted, in that order. Equal lists are no change.

    Raises:
        ChangedMeanwhile: somebody replaced the same list after the version the actor saw.
        Invalid: a row cannot be stored or is there twice; nothing is written.
        NotFound: the record was removed meanwhile.
    """
    locked = _locked(record)
    if expected_version is not None and locked.version != expected_version:
        _refuse_if_replaced(locked, what, expected_version)
    before, after = write_rows(locked, what, wanted)
    if before != after:
        _note(actor, locked, what, before, after, at, reason)
    return locked


def write_rows(
    locked: Record, what: ListOf, wanted: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Make the rows of a locked record what is wanted; both lists as the trail keeps them.

    The caller counts the version and writes the entry where they differ.

    Raises:
        Invalid: a row cannot be stored or is there twice.
    """
    keys = [what.row_key(values) for values in wanted]
    if len(set(keys)) != len(keys):
        raise Invalid({what.name: [_("The same entry is there twice.")]})
    manager: Any = what.model._default_manager
    present = list(manager.filter(**{what.owner: locked}).order_by("position", "id"))
    before = [_described(row, what) for row in present]
    known = {what.row_key({name: getattr(row, name) for name in what.key}): row for row in present}
    rows = []
    for position, (key, values) in enumerate(zip(keys, wanted, strict=True)):
        row = known.pop(key, None) or what.model(**{what.owner: locked})
        for name, value in {**values, "position": position}.items():
            setattr(row, name, value)
        rows.append(row)
    after = [_described(row, what) for row in rows]
    if before != after:
        for row in known.values():
            row.delete()
        for row in rows:
            _store(row, what.name)
    return before, after


def _note(
    actor: Actor,
    locked: Record,
    what: ListOf,
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    at: datetime,
    reason: str,
) -> None:
    locked.version += 1
    locked.save(update_fields=["version", "changed_at"])
    audit.note(
        actor=actor,
        action=f"{what.name}_changed",
        record=locked,
        at=at,
        before={what.name: before},
        after={what.name: after},
        reason=reason,
    )
    announce(RecordWritten(locked.ref))


def _locked(record: R) -> R:
    manager: Any = type(record)._default_manager
    locked: R | None = manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if locked is None:
        raise NotFound
    return locked


def _store(row: Record, name: str) -> None:
    try:
        row.full_clean()
    except ValidationError as fault:
        sentences = [sentence for found in fault.message_dict.values() for sentence in found]
        raise Invalid({name: sentences}) from fault
    row.save()


def _described(row: Record, what: ListOf) -> dict[str, Any]:
    return audit.snapshot(row, (*what.key, *what.columns))


def _or_default(model: type[Record], name: str, values: Mapping[str, Any]) -> Any:
    if name in values:
        return values[name]
    field: Any = model._meta.get_field(name)
    return field.get_default()


def _refuse_if_replaced(locked: Record, what: ListOf, expected_version: int) -> None:
    later = AuditEntry.objects.filter(kind=locked.ref.kind, uid=locked.uid).order_by("-id")
    for entry in later[: max(locked.version - expected_version, 1)]:
        if what.name in entry.after:
            changes = {what.name: [entry.before.get(what.name), entry.after[what.name]]}
            raise ChangedMeanwhile(
                changed_by=entry.actor_label, changes=changes, version=locked.version
            )
