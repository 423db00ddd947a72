"""Reads about accounts: who acts, who has access here, what an invitation offers."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from folkmoot.kernel.actors import EVERYWHERE, VISITOR, Actor, GrantedRole, Scope
from folkmoot.rooms.accounts import policies
from folkmoot.rooms.accounts.models import Grant, Invitation, User
from folkmoot.rooms.accounts.terms import DEMO_DOMAIN, Permission, Role


def actor_of(user: User | None) -> Actor:
    """The actor a signed-in user is, with all grants. One query; none for a visitor."""
    if user is None or not user.is_active:
        return VISITOR
    grants = tuple(
        GrantedRole(role, Scope(kind, uid))
        for role, kind, uid in user.grants.values_list("role", "scope_kind", "scope_uid")
    )
    return Actor(key=f"user:{user.pk}", label=str(user), grants=grants, user_id=user.pk)


def token_hash(token: str) -> str:
    """What is stored of an invitation's token; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Access:
    """One line of "who has access": a grant here, or in a wider scope around here."""

    grant: Grant
    user: User
    role: Role
    is_inherited: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """One line of "who is invited". ``is_expired`` ones can still be sent again."""

    invitation: Invitation
    role: Role
    is_expired: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page behind an invitation's link shows."""

    email: str
    name: str
    role: Role
    scope_label: str
    language: str
    has_account: bool


def access_in(*, actor: Actor, scope: Scope, around: Iterable[Scope] = ()) -> tuple[Access, ...]:
    """Who has access in a scope, own grants of the scope first, then by name. One query.

    Raises:
        NotAllowed: the actor may not invite here, and so need not know.
    """
    path = policies.path_from(scope, around)
    policies.require(actor, Permission.ACCOUNTS_INVITE, path)
    wanted = Q()
    for one in {EVERYWHERE, *path}:
        wanted |= Q(scope_kind=one.kind, scope_uid=one.uid)
    grants = Grant.objects.filter(wanted, user__is_active=True).select_related("user")
    lines = [_access(actor, grant, scope, path) for grant in grants]
    return tuple(
        sorted(lines, key=lambda line: (line.is_inherited, str(line.user).casefold(), line.role))
    )


def _access(actor: Actor, grant: Grant, scope: Scope, path: tuple[Scope, ...]) -> Access:
    role, own = Role(grant.role), policies.scope_of(grant)
    is_inherited = own != scope
    return Access(
        grant=grant,
        user=grant.user,
        role=role,
        is_inherited=is_inherited,
        may_withdraw=not is_inherited and policies.may_give(actor, role, own, path),
    )


def invitations_in(
    *, actor: Actor, scope: Scope, at: datetime, around: Iterable[Scope] = ()
) -> tuple[OpenInvitation, ...]:
    """Invitations into exactly this scope that are neither accepted nor withdrawn. One query.

    Raises:
        NotAllowed: the actor may not invite here.
    """
    path = policies.path_from(scope, around)
    policies.require(actor, Permission.ACCOUNTS_INVITE, path)
    rows = Invitation.objects.filter(
        scope_kind=scope.kind, scope_uid=scope.uid, accepted_at=None, withdrawn_at=None
    )
    return tuple(_open_invitation(actor, row, path, at) for row in rows.order_by("email", "role"))


def _open_invitation(
    actor: Actor, row: Invitation, path: tuple[Scope, ...], at: datetime
) -> OpenInvitation:
    role = Role(row.role)
    return OpenInvitation(
        invitation=row,
        role=role,
        is_expired=row.expires_at <= at,
        may_change=policies.may_give(actor, role, policies.scope_of(row), path),
    )


def access_to_each(
    *, actor: Actor, scopes: Iterable[Scope], at: datetime, around: Iterable[Scope] = ()
) -> dict[Scope, tuple[tuple[Access, ...], tuple[OpenInvitation, ...]]]:
    """Who has access to each of several scopes by a grant of its own, and who is invited. Two queries.

    Raises:
        NotAllowed: the actor may not invite into one of them.
    """
    asked, around = tuple(scopes), tuple(around)
    paths = {scope: policies.path_from(scope, around) for scope in asked}
    for path in paths.values():
        policies.require(actor, Permission.ACCOUNTS_INVITE, path)
    uids = [scope.uid for scope in asked]
    grants = Grant.objects.filter(scope_uid__in=uids, user__is_active=True).select_related("user")
    offers = Invitation.objects.filter(scope_uid__in=uids, accepted_at=None, withdrawn_at=None)
    told: dict[Scope, tuple[list[Access], list[OpenInvitation]]] = {
        scope: ([], []) for scope in asked
    }
    for grant in grants.order_by("user__name", "id"):
        own = policies.scope_of(grant)
        if own in told:
            told[own][0].append(_access(actor, grant, own, paths[own]))
    for row in offers.order_by("email", "role"):
        own = policies.scope_of(row)
        if own in told:
            told[own][1].append(_open_invitation(actor, row, paths[own], at))
    return {scope: (tuple(people), tuple(open_ones)) for scope, (people, open_ones) in told.items()}


def roles_to_give(*, actor: Actor, scope: Scope, around: Iterable[Scope] = ()) -> tuple[Role, ...]:
    """The roles the actor may give in a scope. No query."""
    around = tuple(around)
    return tuple(role for role in Role if policies.may_give(actor, role, scope, around))


def demonstration_people() -> tuple[tuple[User, Role], ...]:
    """The accounts of the demonstration, each with one of its roles. One query."""
    grants = Grant.objects.filter(user__email__endswith=DEMO_DOMAIN, user__is_active=True)
    by_user = {
        grant.user: Role(grant.role)
        for grant in grants.select_related("user").order_by("user__email", "-pk")
    }
    return tuple(by_user.items())


def offer_of(*, token: str, at: datetime) -> Offer | None:
    """What an open invitation offers to whoever holds its token; else nothing. Two queries."""
    invitation = Invitation.objects.filter(
        token_hash=token_hash(token), accepted_at=None, withdrawn_at=None, expires_at__gt=at
    ).first()
    if invitation is None:
        return None
    return Offer(
        email=invitation.email,
        name=invitation.name,
        role=Role(invitation.role),
        scope_label=invitation.scope_label,
        language=invitation.language,
        has_account=User.objects.filter(email=invitation.email).exists(),
    )
