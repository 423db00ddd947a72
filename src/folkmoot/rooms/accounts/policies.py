"""May this actor do this here? One rule answers for one object and for a list of them.

Deny by default. A scope *path* is every scope an object lies in: an edition lies in itself
and in its series, a session also in its strand and in the venues of its rooms.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.kernel.actors import EVERYWHERE, Actor, Scope
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.accounts.models import Grant, Invitation, User
from folkmoot.rooms.accounts.terms import (
    PERMISSIONS,
    SHARED,
    Permission,
    Role,
    RoleTooHigh,
    ScopeKind,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether something is allowed, and by which grant or for lack of what."""

    is_allowed: bool
    reason: str


def decide(actor: Actor, permission: Permission, path: Iterable[Scope] = ()) -> Decision:
    """Look for a grant whose role has the permission and whose scope lies on the path.

    Args:
        path: the scopes the object lies in; empty for things that belong to no edition.
    """
    if actor.is_system:
        return Decision(True, "the system acts")
    path = tuple(path)
    scopes = {EVERYWHERE, *path}
    for grant in actor.grants:
        if permission not in PERMISSIONS[Role(grant.role)]:
            continue
        if grant.scope in scopes or (permission in SHARED and not path):
            return Decision(True, f"{grant.role} in {grant.scope.kind or 'everywhere'}")
    return Decision(False, f"no role of {actor.key} has {permission} here")


def require(actor: Actor, permission: Permission, path: Iterable[Scope] = ()) -> None:
    """Refuse unless allowed.

    Raises:
        NotAllowed: with the reason.
    """
    decision = decide(actor, permission, path)
    if not decision.is_allowed:
        raise NotAllowed(permission=permission, reason=decision.reason)


def granted_scopes(actor: Actor, permission: Permission) -> frozenset[Scope]:
    """The scopes in which the actor has a permission; ``EVERYWHERE`` among them means all.

    Queries turn this into a filter, so that a list and a single object obey the same rule.
    """
    if actor.is_system:
        return frozenset({EVERYWHERE})
    return frozenset(
        grant.scope for grant in actor.grants if permission in PERMISSIONS[Role(grant.role)]
    )


def scope_of(record: Grant | Invitation) -> Scope:
    """The scope that a grant or an invitation names."""
    return Scope(record.scope_kind, record.scope_uid)


def scope_path(record: Grant | Invitation) -> tuple[Scope, ...]:
    """The scope as a path; the wider scopes around it are known only to higher rooms."""
    return path_from(scope_of(record))


_WIDTH = {
    ScopeKind.PARTY: 0,
    ScopeKind.AGREEMENT: 1,
    ScopeKind.VENUE: 1,
    ScopeKind.STRAND: 1,
    ScopeKind.EDITION: 2,
    ScopeKind.SERIES: 3,
}


def path_from(scope: Scope, around: Iterable[Scope] = ()) -> tuple[Scope, ...]:
    """A scope and the wider ones around it.

    Narrower scopes in ``around`` are dropped: a right in one edition must never count as a
    right in its series, whatever path a caller brings along.
    """
    if scope == EVERYWHERE:
        return ()
    width = _WIDTH[ScopeKind(scope.kind)]
    wider = (one for one in around if one.kind and _WIDTH[ScopeKind(one.kind)] > width)
    return (scope, *dict.fromkeys(wider))


def may_give(actor: Actor, role: Role, scope: Scope, around: Iterable[Scope] = ()) -> bool:
    """Whether the actor may invite into the scope and do there everything the role may do."""
    path = path_from(scope, around)
    wanted = {Permission.ACCOUNTS_INVITE, *PERMISSIONS[role]}
    return all(decide(actor, permission, path).is_allowed for permission in wanted)


def require_may_give(actor: Actor, role: Role, scope: Scope, around: Iterable[Scope] = ()) -> None:
    """Refuse unless the actor may give, and so may also take, the role in the scope.

    Args:
        around: the wider scopes that the scope lies in, which only higher rooms know.

    Raises:
        NotAllowed: the actor may not invite here at all.
        RoleTooHigh: the role may do more than the actor.
    """
    around = tuple(around)
    require(actor, Permission.ACCOUNTS_INVITE, path_from(scope, around))
    if not may_give(actor, role, scope, around):
        raise RoleTooHigh


def require_self_or_manager(actor: Actor, user: User) -> None:
    """Refuse unless people act on their own account, or may manage accounts.

    Raises:
        NotAllowed: neither is so.
    """
    if actor.user_id != user.pk or user.pk is None:
        require(actor, Permission.ACCOUNTS_MANAGE)


def is_installation_administrator(grant: Grant) -> bool:
    """Whether the grant makes its holder administrator of everything."""
    return grant.role == Role.ADMINISTRATOR and not grant.scope_kind
