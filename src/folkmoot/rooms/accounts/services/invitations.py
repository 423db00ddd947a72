"""Invitations: sent by mail, accepted once, sent again, withdrawn, forgotten."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.kernel import audit, editing, outbox
from folkmoot.kernel.actors import EVERYWHERE, SYSTEM, Actor, Scope
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.accounts import policies
from folkmoot.rooms.accounts.models import Invitation, User
from folkmoot.rooms.accounts.queries import actor_of, token_hash
from folkmoot.rooms.accounts.services.grants import store_grant
from folkmoot.rooms.accounts.services.people import check_language, store_account
from folkmoot.rooms.accounts.terms import (
    INVITATION_KEPT,
    INVITATION_LASTS,
    AlreadyGranted,
    AlreadyInvited,
    InvitationClosed,
    Role,
)


@transaction.atomic
def invite(
    *,
    actor: Actor,
    email: str,
    role: Role,
    at: datetime,
    scope: Scope = EVERYWHERE,
    around: Iterable[Scope] = (),
    scope_label: str = "",
    name: str = "",
    language: str = "",
) -> Invitation:
    """Offer an account with a role by mail, in the language of the invited person.

    Args:
        around: the wider scopes that ``scope`` lies in, such as the series of an edition.
        scope_label: what the mail says the role is for, in the invited person's language.
        language: of the mail and of the account; empty means the installation's first.

    Raises:
        NotAllowed: the actor may not invite in the scope.
        RoleTooHigh: the role may do more there than the actor may.
        AlreadyInvited: an open invitation offers the same; it can be sent again.
        AlreadyGranted: the person has the role there.
        Invalid: the address or the language cannot be used.
    """
    policies.require_may_give(actor, role, scope, around)
    email = email.strip().lower()
    language = language or settings.LANGUAGE_CODE
    check_language(language)
    offer = {"role": role, "scope_kind": scope.kind, "scope_uid": scope.uid}
    if _open(at).filter(email=email, **offer).exists():
        raise AlreadyInvited(email=email)
    holder = User.objects.filter(email=email, is_active=True).first()
    if holder is not None and holder.grants.filter(**offer).exists():
        raise AlreadyGranted(name=str(holder))
    # What expired makes room; only one offer of a kind may stand open.
    _unanswered().filter(email=email, **offer).update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    values = {
        **offer,
        "email": email,
        "name": name.strip(),
        "language": language,
        "scope_label": scope_label,
        "token_hash": token_hash(token),
        "invited_by": actor.key,
        "expires_at": at + INVITATION_LASTS,
    }
    try:
        invitation = editing.create(actor=actor, model=Invitation, values=values, at=at)
    except Invalid as fault:
        if _open(at).filter(email=email, **offer).exists():  # two invited at the same moment
            raise AlreadyInvited(email=email) from fault
        raise
    _mail(invitation, token, actor, at)
    return invitation


@transaction.atomic
def resend_invitation(
    *, actor: Actor, invitation: Invitation, at: datetime, around: Iterable[Scope] = ()
) -> Invitation:
    """Mail a new link, good for another fortnight; the old link dies.

    Raises:
        NotAllowed: the actor may not invite in the scope.
        RoleTooHigh: the role may do more there than the actor may.
        InvitationClosed: it was accepted or withdrawn. An expired one can be sent again.
    """
    role, scope = Role(invitation.role), policies.scope_of(invitation)
    policies.require_may_give(actor, role, scope, around)
    locked = _locked(invitation)
    token = secrets.token_urlsafe(32)
    locked.token_hash, locked.expires_at = token_hash(token), at + INVITATION_LASTS
    locked.version += 1
    locked.save()
    audit.note(actor=actor, action="sent again", record=locked, at=at)
    _mail(locked, token, actor, at)
    return locked


@transaction.atomic
def withdraw_invitation(
    *,
    actor: Actor,
    invitation: Invitation,
    at: datetime,
    around: Iterable[Scope] = (),
    reason: str = "",
) -> Invitation:
    """Close an invitation before it is accepted; its link stops working.

    Raises:
        NotAllowed: the actor may not invite in the scope.
        RoleTooHigh: the role may do more there than the actor may.
        InvitationClosed: it was accepted or withdrawn meanwhile.
    """
    role, scope = Role(invitation.role), policies.scope_of(invitation)
    policies.require_may_give(actor, role, scope, around)
    locked = _locked(invitation)
    locked.withdrawn_at = at
    locked.version += 1
    locked.save()
    audit.note(actor=actor, action="withdrawn", record=locked, at=at, reason=reason)
    return locked


@transaction.atomic
def accept_invitation(*, token: str, at: datetime, name: str = "", password: str = "") -> User:
    """Make the account that an invitation offers, or add the role to the account that exists.

    The token proves that the mail was read, which also verifies the address. It never touches
    name, password or second factor of an account that exists.

    Args:
        name, password: of a new account; not used where one exists.

    Raises:
        InvitationClosed: the token opens nothing (any more); nothing is written.
        Invalid: the name is missing or the password too weak; the invitation stays open.
    """
    invitation = (
        _open(at).select_for_update(of=("self",)).filter(token_hash=token_hash(token)).first()
    )
    if invitation is None:
        raise InvitationClosed
    user = User.objects.select_for_update(of=("self",)).filter(email=invitation.email).first()
    if user is None:
        _check_new(invitation.email, name.strip(), password)
        user = store_account(
            actor=SYSTEM,
            email=invitation.email,
            name=name.strip(),
            password=password,
            language=invitation.language,
            at=at,
        )
    elif not user.is_active:
        raise InvitationClosed
    role, scope = Role(invitation.role), policies.scope_of(invitation)
    who = actor_of(user)
    invitation.accepted_at = at
    invitation.version += 1
    invitation.save()
    audit.note(actor=who, action="accepted", record=invitation, at=at)
    if not user.grants.filter(role=role, scope_kind=scope.kind, scope_uid=scope.uid).exists():
        store_grant(actor=who, user=user, role=role, scope=scope, at=at, reason="invitation")
    return user


def sweep_invitations(*, at: datetime) -> int:
    """Remove invitations 30 days after they were accepted, withdrawn or expired; say how many."""
    limit = at - INVITATION_KEPT
    ended = Q(accepted_at__lt=limit) | Q(withdrawn_at__lt=limit) | Q(expires_at__lt=limit)
    return Invitation.objects.filter(ended).delete()[0]


def _unanswered() -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None)


def _open(at: datetime) -> QuerySet[Invitation]:
    return _unanswered().filter(expires_at__gt=at)


def _locked(invitation: Invitation) -> Invitation:
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
        .first()
    )
    if locked is None:
        raise InvitationClosed
    return locked


def _check_new(email: str, name: str, password: str) -> None:
    errors: dict[str, list[str]] = {}
    if not name:
        errors["name"] = [_("Please give your name: it stands beside what you publish.")]
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as fault:
        errors["password"] = fault.messages
    if errors:
        raise Invalid(errors)


def _mail(invitation: Invitation, token: str, actor: Actor, at: datetime) -> None:
    with translation.override(invitation.language):
        context = {
            "invitation": invitation,
            "inviter": actor.label,
            "site": settings.BASE_URL,
            "address": settings.BASE_URL + reverse("accounts_invitation", args=[token]),
        }
        outbox.post_mail(
            to=invitation.email,
            subject=render_to_string("accounts/mail/invitation_subject.txt", context),
            body=render_to_string("accounts/mail/invitation.txt", context),
            language=invitation.language,
            at=at,
            about=invitation.ref,
            confidential=True,
        )
