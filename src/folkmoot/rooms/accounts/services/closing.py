"""Closing an account and forgetting the person, as the models declare it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q

from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry, Job, OutboxMessage
from folkmoot.rooms.accounts import policies
from folkmoot.rooms.accounts.models import CLOSED_DOMAIN, Grant, Invitation, User
from folkmoot.rooms.accounts.services.grants import refuse_if_last_administrator
from folkmoot.rooms.accounts.terms import AccountClosed

FORMER_USER = "former user"


@transaction.atomic
def close_account(*, actor: Actor, user: User, at: datetime) -> User:
    """Close an account for good: nobody can sign in, and what names the person is replaced.

    The row and its key stay, so that the trail still tells that the same person did two
    things; who that was is forgotten. This cannot be undone.

    Raises:
        NotAllowed: it is somebody else's account and the actor may not manage accounts.
        LastAdministrator: nobody else could manage the installation; nothing is written.
    """
    policies.require_self_or_manager(actor, user)
    locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if locked.is_closed:
        return locked
    if any(policies.is_installation_administrator(grant) for grant in locked.grants.all()):
        refuse_if_last_administrator(locked)
    addresses = {
        locked.email,
        *EmailAddress.objects.filter(user=locked).values_list("email", flat=True),
    }
    _forget_ways_in(locked)
    _forget_traces(locked, addresses)
    locked.email, locked.name = f"{locked.uid}{CLOSED_DOMAIN}", ""
    locked.is_active, locked.last_login = False, None
    locked.time_zone = "UTC"
    locked.set_unusable_password()
    locked.version += 1
    locked.save()
    entry = audit.note(actor=actor, action="closed", record=locked, at=at)
    by_owner = actor.user_id == locked.pk
    labels = {"label": FORMER_USER, **({"actor_label": FORMER_USER} if by_owner else {})}
    AuditEntry.objects.filter(pk=entry.pk).update(**labels)
    announce(AccountClosed(f"user:{locked.pk}"))
    return locked


def _forget_ways_in(user: User) -> None:
    for session in UserSession.objects.filter(user=user):
        session.end()
    for model in (EmailAddress, Authenticator, SocialAccount, Grant):
        model.objects.filter(user=user).delete()


def _forget_traces(user: User, addresses: set[str]) -> None:
    """Blank what other tables keep of the person; each declares so in its ``personal_data``."""
    key = f"user:{user.pk}"
    AuditEntry.objects.filter(actor_key=key).update(actor_label=FORMER_USER)
    invitations = Invitation.objects.filter(email__in=addresses)
    theirs = Q(kind=user.ref.kind, uid=user.uid)
    theirs |= Q(kind="accounts.invitation", uid__in=list(invitations.values_list("uid", flat=True)))
    # A grant's trail names its holder as a pointer with a label.
    theirs |= Q(kind="accounts.grant", after__user__uid=str(user.uid))
    theirs |= Q(kind="accounts.grant", before__user__uid=str(user.uid))
    AuditEntry.objects.filter(theirs).update(label=FORMER_USER, before={}, after={})
    invitations.delete()
    OutboxMessage.objects.filter(to__in=addresses).delete()
    Job.objects.filter(actor_key=key).delete()
