"""People and the offices they held."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.registry import policies
from folkmoot.rooms.registry.models import OfficeHeld, Person
from folkmoot.rooms.registry.services.checks import check_office


def create_person(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Person:
    """Add a person of the public record.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: there is no name; nothing is written.
    """
    policies.require_edit(actor)
    return editing.create(actor=actor, model=Person, values=values, at=at)


def change_person(
    *,
    actor: Actor,
    person: Person,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Person:
    """Set columns of a person.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: as when it was created; nothing is written.
        ChangedMeanwhile: somebody else saved one of these columns.
    """
    policies.require_edit(actor)
    return editing.change(
        actor=actor,
        record=person,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_person(*, actor: Actor, person: Person, at: datetime, reason: str = "") -> None:
    """Remove a person entered by mistake, with the offices; to erase a real one see
    :func:`withhold_person`.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        StillUsed: another record points at it; nothing is written.
    """
    policies.require_edit(actor)
    with transaction.atomic():
        # One entry of the trail each, so that they can be brought back as well.
        for office in person.offices.all():
            editing.remove(actor=actor, record=office, at=at, reason=reason)
        editing.remove(actor=actor, record=person, at=at, reason=reason)


def create_office_held(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> OfficeHeld:
    """Enter an office that a person holds or held.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: it ends before it begins; nothing is written.
    """
    policies.require_edit(actor)
    check_office(OfficeHeld, values)
    return editing.create(actor=actor, model=OfficeHeld, values=values, at=at)


def change_office_held(
    *,
    actor: Actor,
    office_held: OfficeHeld,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> OfficeHeld:
    """Set columns of an office held.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: as when it was created; nothing is written.
        ChangedMeanwhile: somebody else saved one of these columns.
    """
    policies.require_edit(actor)
    check_office(office_held, values)
    return editing.change(
        actor=actor,
        record=office_held,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_office_held(
    *, actor: Actor, office_held: OfficeHeld, at: datetime, reason: str = ""
) -> None:
    """Remove an office that was never held; one that ended gets an ``until``.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        StillUsed: another record points at it; nothing is written.
    """
    policies.require_edit(actor)
    editing.remove(actor=actor, record=office_held, at=at, reason=reason)
