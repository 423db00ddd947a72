"""Giving and taking roles."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from folkmoot.kernel import editing
from folkmoot.kernel.actors import EVERYWHERE, Actor, Scope
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts import policies
from folkmoot.rooms.accounts.models import Grant, User
from folkmoot.rooms.accounts.terms import AlreadyGranted, LastAdministrator, Role


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    user: User,
    role: Role,
    at: datetime,
    scope: Scope = EVERYWHERE,
    around: Iterable[Scope] = (),
    reason: str = "",
) -> Grant:
    """Give a person a role in a scope.

    Args:
        around: the wider scopes that ``scope`` lies in, such as the series of an edition.

    Raises:
        NotAllowed: the actor may not invite in the scope.
        RoleTooHigh: the role may do more there than the actor may.
        AlreadyGranted: the person has the role there; nothing is written.
    """
    policies.require_may_give(actor, role, scope, around)
    return store_grant(actor=actor, user=user, role=role, scope=scope, at=at, reason=reason)


def store_grant(
    *, actor: Actor, user: User, role: Role, scope: Scope, at: datetime, reason: str = ""
) -> Grant:
    """Write a grant whose giving was allowed before. Only for services of this room.

    Raises:
        AlreadyGranted: the person has the role there.
    """
    values = {"user": user, "role": role, "scope_kind": scope.kind, "scope_uid": scope.uid}
    if Grant.objects.filter(**values).exists():
        raise AlreadyGranted(name=str(user))
    return editing.create(actor=actor, model=Grant, values=values, at=at, reason=reason)


@transaction.atomic
def withdraw_role(
    *,
    actor: Actor,
    grant: Grant,
    at: datetime,
    around: Iterable[Scope] = (),
    reason: str = "",
) -> None:
    """Take a role from a person. Whoever could not give it cannot take it either.

    Raises:
        NotAllowed: the actor may not invite in the scope.
        RoleTooHigh: the role may do more there than the actor may.
        LastAdministrator: nobody else could manage the installation; nothing is written.
        NotFound: the grant was withdrawn meanwhile.
    """
    policies.require_may_give(actor, Role(grant.role), policies.scope_of(grant), around)
    if policies.is_installation_administrator(grant):
        refuse_if_last_administrator(grant.user)
    if not Grant.objects.filter(pk=grant.pk).exists():
        raise NotFound
    editing.remove(actor=actor, record=grant, at=at, reason=reason)


def refuse_if_last_administrator(user: User) -> None:
    """Refuse when no other active person is administrator everywhere.

    The grants stay locked until the transaction ends, so that two administrators who
    withdraw each other at once cannot both succeed.

    Raises:
        LastAdministrator: ``user`` is the only one.
    """
    locked = Grant.objects.select_for_update(of=("self",)).filter(
        role=Role.ADMINISTRATOR, scope_kind="", user__is_active=True
    )
    holders = set(locked.order_by("pk").values_list("user_id", flat=True))
    if holders == {user.pk}:
        raise LastAdministrator
