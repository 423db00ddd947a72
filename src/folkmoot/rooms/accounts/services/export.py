"""Everything the installation keeps about one person with an account, as plain JSON values."""

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry, Job, OutboxMessage
from folkmoot.rooms.accounts import policies
from folkmoot.rooms.accounts.models import Grant, Invitation, User


def export_account(*, actor: Actor, user: User, at: datetime) -> dict[str, Any]:
    """What a person may take along. Secrets (password, keys, tokens) are not part of it.

    Moments are ISO 8601 in UTC. The export is noted in the trail.

    Raises:
        NotAllowed: it is somebody else's account and the actor may not manage accounts.
    """
    policies.require_self_or_manager(actor, user)
    addresses = [
        user.email,
        *EmailAddress.objects.filter(user=user).values_list("email", flat=True),
    ]
    key = f"user:{user.pk}"
    exported = {
        "exported_at": at.isoformat(),
        "account": {
            "uid": str(user.uid),
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "time_zone": user.time_zone,
            "created_at": user.created_at.isoformat(),
            "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        },
        "addresses": _rows(EmailAddress.objects.filter(user=user), "email", "verified", "primary"),
        "roles": _rows(
            Grant.objects.filter(user=user), "role", "scope_kind", "scope_uid", "created_at"
        ),
        "invitations": _rows(
            Invitation.objects.filter(email__in=addresses),
            "email", "name", "role", "scope_label", "created_at", "accepted_at",
        ),
        "second_factors": _rows(
            Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
        ),
        "providers": _rows(SocialAccount.objects.filter(user=user), "provider", "uid"),
        "sessions": _rows(
            UserSession.objects.filter(user=user), "ip", "user_agent", "created_at", "last_seen_at"
        ),
        "messages": _rows(
            OutboxMessage.objects.filter(to__in=addresses, is_confidential=False),
            "subject", "body", "created_at", "sent_at",
        ),
        "actions": _rows(
            AuditEntry.objects.filter(actor_key=key), "at", "action", "kind", "uid", "reason"
        ),
        "jobs": _rows(Job.objects.filter(actor_key=key), "name", "title", "created_at"),
    }  # fmt: skip
    audit.note(actor=actor, action="exported", record=user, at=at)
    return exported


def _rows(rows: "QuerySet[Any]", *names: str) -> list[dict[str, Any]]:
    return [
        {name: _plain(value) for name, value in row.items()}
        for row in rows.order_by("pk").values(*names)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int) else str(value)
