"""Organisations, and who belongs to which alliance."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.registry import policies
from folkmoot.rooms.registry.models import Membership, Organisation
from folkmoot.rooms.registry.services.checks import check_membership, check_organisation


def create_organisation(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Organisation:
    """Add an organisation.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: it would be part of itself, or ends before it begins; nothing is written.
    """
    policies.require_edit(actor)
    check_organisation(Organisation, values)
    return editing.create(actor=actor, model=Organisation, values=values, at=at)


def change_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Organisation:
    """Set columns of an organisation.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: as when it was created; nothing is written.
        ChangedMeanwhile: somebody else saved one of these columns.
    """
    policies.require_edit(actor)
    check_organisation(organisation, values)
    return editing.change(
        actor=actor,
        record=organisation,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_organisation(
    *, actor: Actor, organisation: Organisation, at: datetime, reason: str = ""
) -> None:
    """Remove an organisation.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        StillUsed: another record points at it; nothing is written.
    """
    policies.require_edit(actor)
    with transaction.atomic():
        # One entry of the trail each, so that they can be brought back as well.
        for membership in [*organisation.members.all(), *organisation.memberships.all()]:
            editing.remove(actor=actor, record=membership, at=at, reason=reason)
        editing.remove(actor=actor, record=organisation, at=at, reason=reason)


def create_membership(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Membership:
    """Enter that an organisation belongs to an alliance.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: the same membership exists, or it ends before it begins; nothing is written.
    """
    policies.require_edit(actor)
    check_membership(Membership, values)
    return editing.create(actor=actor, model=Membership, values=values, at=at)


def change_membership(
    *,
    actor: Actor,
    membership: Membership,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Membership:
    """Set columns of a membership.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: as when it was created; nothing is written.
        ChangedMeanwhile: somebody else saved one of these columns.
    """
    policies.require_edit(actor)
    check_membership(membership, values)
    return editing.change(
        actor=actor,
        record=membership,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_membership(
    *, actor: Actor, membership: Membership, at: datetime, reason: str = ""
) -> None:
    """Remove a membership that never was; one that ended gets an ``until``.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        StillUsed: another record points at it; nothing is written.
    """
    policies.require_edit(actor)
    editing.remove(actor=actor, record=membership, at=at, reason=reason)
