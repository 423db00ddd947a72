"""Reads about accounts."""

from folkmoot.kernel.actors import VISITOR, Actor, GrantedRole, Scope
from folkmoot.rooms.accounts.models import User


def actor_of(user: User | None) -> Actor:
    """The actor a signed-in user is, with all grants. One query; none for a visitor."""
    if user is None or not user.is_active:
        return VISITOR
    grants = tuple(
        GrantedRole(role, Scope(kind, uid))
        for role, kind, uid in user.grants.values_list("role", "scope_kind", "scope_uid")
    )
    return Actor(key=f"user:{user.pk}", label=str(user), grants=grants, user_id=user.pk)
