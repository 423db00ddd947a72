"""Further names and outside identifiers of people, organisations and places.

A name or an office is part of how its owner is found and shown, so whoever hears of the
owner must hear of it: :func:`tell_owner` passes the news on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import RecordRef, model_of
from folkmoot.rooms.registry import policies
from folkmoot.rooms.registry.models import Identifier, Name, OfficeHeld
from folkmoot.rooms.registry.services.checks import check_name, check_owner
from folkmoot.rooms.registry.terms import IDENTIFIER, NAME, OFFICE_HELD


def create_name(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Name:
    """Give a record a further name.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: the owner does not exist or has this name already; nothing is written.
    """
    policies.require_edit(actor)
    check_name(Name, values)
    return editing.create(actor=actor, model=Name, values=values, at=at)


def change_name(
    *,
    actor: Actor,
    name: Name,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Name:
    """Set columns of a name.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: as when it was created; nothing is written.
        ChangedMeanwhile: somebody else saved one of these columns.
    """
    policies.require_edit(actor)
    check_name(name, values)
    return editing.change(
        actor=actor,
        record=name,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_name(*, actor: Actor, name: Name, at: datetime, reason: str = "") -> None:
    """Remove a further name.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        StillUsed: another record points at it; nothing is written.
    """
    policies.require_edit(actor)
    editing.remove(actor=actor, record=name, at=at, reason=reason)


def create_identifier(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Identifier:
    """Note under which number an outside register knows a record.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: the owner does not exist or has this identifier already; nothing is written.
    """
    policies.require_edit(actor)
    check_owner(Identifier, values)
    return editing.create(actor=actor, model=Identifier, values=values, at=at)


def change_identifier(
    *,
    actor: Actor,
    identifier: Identifier,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Identifier:
    """Set columns of an identifier.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: as when it was created; nothing is written.
        ChangedMeanwhile: somebody else saved one of these columns.
    """
    policies.require_edit(actor)
    check_owner(identifier, values)
    return editing.change(
        actor=actor,
        record=identifier,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_identifier(
    *, actor: Actor, identifier: Identifier, at: datetime, reason: str = ""
) -> None:
    """Remove an identifier.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        StillUsed: another record points at it; nothing is written.
    """
    policies.require_edit(actor)
    editing.remove(actor=actor, record=identifier, at=at, reason=reason)


def tell_owner(event: RecordWritten) -> None:
    """Hears that a name, identifier or office was written; announces its owner as written.

    At most two queries. Of a removed record only the trail still knows the owner.
    """
    if event.ref.kind not in (NAME, IDENTIFIER, OFFICE_HELD):
        return
    owner = _owner_in_trail(event.ref) if event.removed else _owner(event.ref)
    if owner is not None:
        announce(RecordWritten(owner))


def _owner(ref: RecordRef) -> RecordRef | None:
    record: Any = model_of(ref.kind)._default_manager.filter(uid=ref.uid).first()
    if record is None:
        return None
    if isinstance(record, OfficeHeld):
        return record.person.ref
    return RecordRef(record.owner_kind, str(record.owner_uid))


def _owner_in_trail(ref: RecordRef) -> RecordRef | None:
    entry = AuditEntry.objects.filter(kind=ref.kind, uid=ref.uid).order_by("-id").first()
    before = entry.before if entry else {}
    if "owner_kind" in before:
        return RecordRef(before["owner_kind"], str(before["owner_uid"]))
    person = before.get("person")
    return RecordRef(person["kind"], person["uid"]) if person else None
