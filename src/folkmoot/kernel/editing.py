"""Create, change, remove, undo: the one way in which rooms write a single record.

Each function checks the values, writes the row and its audit entry, tells the listeners,
all inside the caller's transaction. Rights are the calling service's business.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import Record, RecordRef, model_of
from folkmoot.kernel.refusals import CannotUndo, ChangedMeanwhile, Invalid, NotFound, StillUsed

log = logging.getLogger(__name__)

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class RecordWritten:
    """A record was created, changed or removed. Search and stored pages listen."""

    ref: RecordRef
    removed: bool = False


def create(
    *, actor: Actor, model: type[R], values: Mapping[str, Any], at: datetime, reason: str = ""
) -> R:
    """Store a new record.

    Raises:
        Invalid: a value cannot be stored; nothing is written.
    """
    record = model(**values)
    _check(record)
    with transaction.atomic():
        _save(record)
        after = audit.snapshot(record, _columns(model))
        audit.note(actor=actor, action="created", record=record, at=at, after=after, reason=reason)
        announce(RecordWritten(record.ref))
    return record


def change(
    *,
    actor: Actor,
    record: R,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
    action: str = "changed",
    undoes: AuditEntry | None = None,
) -> R:
    """Set columns of a record, under a row lock. Values equal to the stored ones are no change.

    Args:
        expected_version: the version the actor saw; ``None`` only where no person edited.

    Raises:
        ChangedMeanwhile: somebody saved a later version that touches a field in ``values``;
            a later version that touches only other fields is no conflict.
        Invalid: a value cannot be stored; nothing is written.
        NotFound: the record was removed meanwhile.
    """
    with transaction.atomic():
        locked = _locked(record)
        if expected_version is not None and locked.version != expected_version:
            _refuse_if_overlapping(locked, expected_version, values)
        before = audit.snapshot(locked, values)
        for name, value in values.items():
            setattr(locked, name, value)
        after = audit.snapshot(locked, values)
        changed = [name for name in values if before[name] != after[name]]
        if not changed:
            return locked
        _check(locked)
        locked.version += 1
        _save(locked)
        audit.note(
            actor=actor,
            action=action,
            record=locked,
            at=at,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            reason=reason,
            undoes=undoes,
        )
        announce(RecordWritten(locked.ref))
    return locked


def remove(*, actor: Actor, record: Record, at: datetime, reason: str = "") -> None:
    """Delete a record and keep its last state in the trail, so that it can be brought back.

    Raises:
        StillUsed: another record points at it; nothing is written.
    """
    with transaction.atomic():
        locked = _locked(record)
        ref, before = locked.ref, audit.snapshot(locked, _columns(type(locked)))
        audit.note(
            actor=actor, action="removed", record=locked, at=at, before=before, reason=reason
        )
        try:
            locked.delete()
        except (models.ProtectedError, models.RestrictedError) as fault:
            users = fault.args[1]
            raise StillUsed(used_by=", ".join(sorted({str(user) for user in users})[:3])) from fault
        announce(RecordWritten(ref, removed=True))


def undo(*, actor: Actor, entry: AuditEntry, at: datetime) -> Record | None:
    """Reverse one entry of the trail. Returns the record, or ``None`` if undoing removed it.

    Raises:
        CannotUndo: the entry is of a kind that cannot be reversed, was undone already, or a
            field it set has another value now.
    """
    if hasattr(entry, "undone_by"):
        raise CannotUndo
    model = model_of(entry.kind)
    if entry.action == "removed":
        return _bring_back(actor, model, entry, at)
    record = model._default_manager.filter(uid=entry.uid).first()
    if record is None:
        raise CannotUndo
    if entry.action == "created":
        if record.version != 1:
            raise CannotUndo
        remove(actor=actor, record=record, at=at, reason="undo")
        return None
    if entry.action != "changed" or audit.snapshot(record, entry.after) != _comparable(
        model, entry.after
    ):
        raise CannotUndo
    values = {name: _value_from_plain(model, name, plain) for name, plain in entry.before.items()}
    return change(actor=actor, record=record, values=values, at=at, reason="undo", undoes=entry)


def seen_values(*, record: Record, version: int) -> dict[str, Any]:
    """The columns of a record as somebody saw them at an earlier version. Ready for a form.

    Two queries and one per changed relation. A related record that is gone meanwhile
    reads as ``None``.
    """
    fields = _columns(type(record))
    values: dict[str, Any] = {name: getattr(record, name) for name in fields}
    if version >= record.version:
        return values
    # Newest first, so that the oldest of the later entries has the last word.
    for entry in _entries_since(record, version).order_by("-id"):
        for name in entry.before:
            if name in values:
                values[name] = _value_or_none(type(record), name, entry.before[name])
    return values


def removed_record(*, entry: AuditEntry) -> Record:
    """The record that an entry removed, as it was and not saved; for asking whose it was.

    Raises:
        CannotUndo: something it belonged to is gone too.
    """
    model = model_of(entry.kind)
    values = {name: _value_from_plain(model, name, plain) for name, plain in entry.before.items()}
    return model(**{**values, "uid": entry.uid})


def _value_or_none(model: type[Record], name: str, plain: Any) -> Any:
    try:
        return _value_from_plain(model, name, plain)
    except CannotUndo:
        return None


def _bring_back(actor: Actor, model: type[Record], entry: AuditEntry, at: datetime) -> Record:
    values = {name: _value_from_plain(model, name, plain) for name, plain in entry.before.items()}
    try:
        return create(
            actor=actor, model=model, values={**values, "uid": entry.uid}, at=at, reason="undo"
        )
    except Invalid as fault:
        raise CannotUndo from fault


def _value_from_plain(model: type[Record], name: str, plain: Any) -> Any:
    field: Any = model._meta.get_field(name)
    if field.is_relation:
        if plain is None:
            return None
        target: Any = field.related_model
        key = {"uid": plain["uid"]} if "uid" in plain else {"pk": plain["id"]}
        try:
            return target._default_manager.get(**key)
        except ObjectDoesNotExist as fault:
            raise CannotUndo from fault
    return field.to_python(plain)


def _comparable(model: type[Record], plain: Mapping[str, Any]) -> dict[str, Any]:
    """The trail's JSON brought back to what :func:`audit.snapshot` gives today."""
    result = {}
    for name, value in plain.items():
        field: Any = model._meta.get_field(name)
        result[name] = value if field.is_relation else audit.plain_value(field.to_python(value))
    return result


def _columns(model: type[Record]) -> list[str]:
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key
    ]


def _locked(record: R) -> R:
    try:
        manager: Any = type(record)._default_manager
        locked: R = manager.select_for_update(of=("self",)).get(pk=record.pk)
    except ObjectDoesNotExist as fault:
        raise NotFound from fault
    return locked


def _check(record: Record) -> None:
    try:
        record.full_clean()
    except ValidationError as fault:
        raise Invalid(fault.message_dict) from fault


def _save(record: Record) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as fault:  # the constraint is the backstop when two are created at once
        log.warning("the database refused %s: %s", record.ref, fault)
        sentence = _(
            "This cannot be stored: it is here already, or contradicts another record. "
            "Reload the page and try again."
        )
        raise Invalid({"__all__": [sentence]}) from fault


def _refuse_if_overlapping(
    locked: Record, expected_version: int, values: Mapping[str, Any]
) -> None:
    changes: dict[str, Any] = {}
    changed_by = ""
    for entry in _entries_since(locked, expected_version).order_by("id"):
        for name in set(entry.after) & set(values):
            if audit.plain_value(values[name]) == audit.plain_value(getattr(locked, name)):
                continue  # both want the same
            first_seen = changes[name][0] if name in changes else entry.before.get(name)
            changes[name] = [first_seen, entry.after[name]]
            changed_by = entry.actor_label
    if changes:
        raise ChangedMeanwhile(changed_by=changed_by, changes=changes, version=locked.version)


def _entries_since(record: Record, version: int) -> models.QuerySet[AuditEntry]:
    """What was done to the record after somebody saw it at a version."""
    return AuditEntry.objects.filter(
        kind=record.ref.kind, uid=record.uid, version__gt=version
    ).exclude(action="removed")
