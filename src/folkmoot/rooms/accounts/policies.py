"""May this actor do this here? One rule answers for one object and for a list of them.

Deny by default. A scope *path* is every scope an object lies in: an edition lies in itself
and in its series, a session also in its strand and in the venues of its rooms.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.kernel.actors import EVERYWHERE, Actor, Scope
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.accounts.terms import PERMISSIONS, SHARED, Permission, Role


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
