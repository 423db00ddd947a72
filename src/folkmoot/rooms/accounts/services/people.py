"""Accounts and their profiles, and the sessions that are open with them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import EVERYWHERE, Actor
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.accounts import policies
from folkmoot.rooms.accounts.models import Grant, User
from folkmoot.rooms.accounts.services.grants import store_grant
from folkmoot.rooms.accounts.terms import Permission, Role

PROFILE = ("name", "language", "time_zone")


@transaction.atomic
def create_account(
    *,
    actor: Actor,
    email: str,
    name: str,
    password: str,
    at: datetime,
    language: str = "",
    time_zone: str = "UTC",
) -> User:
    """Make an account without an invitation, its address taken as verified.

    For the command line and demonstrations; people come by invitation.

    Raises:
        NotAllowed: the actor may not manage accounts.
        Invalid: the address is taken or malformed, or the password too weak.
    """
    policies.require(actor, Permission.ACCOUNTS_MANAGE)
    email, errors = email.strip().lower(), {}
    language = language or settings.LANGUAGE_CODE
    check_language(language)
    check_time_zone(time_zone)
    try:
        validate_email(email)
    except ValidationError as fault:
        errors["email"] = fault.messages
    if User.objects.filter(email=email).exists():
        errors["email"] = [_("There is an account with this address.")]
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as fault:
        errors["password"] = fault.messages
    if errors:
        raise Invalid(errors)
    return store_account(
        actor=actor, email=email, name=name, password=password, language=language,
        time_zone=time_zone, at=at,
    )  # fmt: skip


@transaction.atomic
def create_admin(
    *, actor: Actor, email: str, name: str, password: str, at: datetime, language: str = ""
) -> User:
    """Make an administrator of the whole installation, or make one of an account that exists.

    An account that exists keeps its name and password.

    Raises:
        NotAllowed: the actor is neither the system nor an administrator.
        Invalid: the address is malformed or the password too weak; nothing is written.
    """
    policies.require_may_give(actor, Role.ADMINISTRATOR, EVERYWHERE)
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        user = create_account(
            actor=actor, email=email, name=name, password=password, language=language, at=at
        )
    if not Grant.objects.filter(user=user, role=Role.ADMINISTRATOR, scope_kind="").exists():
        store_grant(actor=actor, user=user, role=Role.ADMINISTRATOR, scope=EVERYWHERE, at=at)
    return user


@transaction.atomic
def change_profile(
    *,
    actor: Actor,
    user: User,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
) -> User:
    """Change name, language or time zone of an account.

    Raises:
        NotAllowed: it is somebody else's account and the actor may not manage accounts.
        Invalid: a value cannot be stored.
        ChangedMeanwhile: somebody saved the same field since.
    """
    policies.require_self_or_manager(actor, user)
    wanted = {name: values[name] for name in PROFILE if name in values}
    if "language" in wanted:
        check_language(wanted["language"])
    if "time_zone" in wanted:
        check_time_zone(wanted["time_zone"])
    return editing.change(
        actor=actor, record=user, values=wanted, at=at, expected_version=expected_version
    )


@transaction.atomic
def end_sessions(*, actor: Actor, user: User, at: datetime, except_key: str = "") -> int:
    """Sign a person out everywhere, except in one session; say how many sessions ended.

    Args:
        except_key: the session that stays, such as the one asking.

    Raises:
        NotAllowed: it is somebody else's account and the actor may not manage accounts.
    """
    policies.require_self_or_manager(actor, user)
    ended = 0
    for session in UserSession.objects.filter(user=user).exclude(session_key=except_key):
        session.end()
        ended += 1
    if ended:
        audit.note(actor=actor, action="signed out", record=user, at=at)
    return ended


@transaction.atomic
def end_session(
    *, actor: Actor, user: User, number: int, at: datetime, except_key: str = ""
) -> None:
    """Sign a person out in one place.

    Args:
        number: the key of the :class:`UserSession`.
        except_key: the session that is asking, which ends by signing out.

    Raises:
        NotAllowed: it is somebody else's account and the actor may not manage accounts.
        NotFound: the person has no such session any more.
    """
    policies.require_self_or_manager(actor, user)
    session = UserSession.objects.filter(user=user, pk=number).exclude(session_key=except_key)
    found = session.first()
    if found is None:
        raise NotFound
    found.end()
    audit.note(actor=actor, action="signed out", record=user, at=at)


@transaction.atomic
def sweep_sessions(*, at: datetime) -> int:
    """Remove sessions that ran out, with the address and browser kept of each; say how many.

    They count as over an hour late, so that one that is just being opened stays.
    """
    limit = at - timedelta(hours=1)
    Session.objects.filter(expire_date__lt=limit).delete()
    known = Session.objects.values("session_key")
    lost = UserSession.objects.filter(created_at__lt=limit).exclude(session_key__in=known)
    removed: int = lost.delete()[0]
    return removed


def store_account(
    *,
    actor: Actor,
    email: str,
    name: str,
    password: str,
    language: str,
    at: datetime,
    time_zone: str = "UTC",
) -> User:
    """Write an account whose values were checked before. Only for services of this room.

    The trail keeps the profile but never the password's hash, which is why this does not go
    through the general editing functions.
    """
    user = User.objects.create_user(
        email, password, name=name, language=language, time_zone=time_zone
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    after = audit.snapshot(user, PROFILE)
    audit.note(actor=actor, action="created", record=user, at=at, after=after)
    return user


def check_language(language: str) -> None:
    """Refuse a language in which the interface does not exist.

    Raises:
        Invalid: there is no such language.
    """
    if language not in dict(settings.LANGUAGES):
        raise Invalid({"language": [_("The interface does not exist in this language.")]})


def check_time_zone(name: str) -> None:
    """Refuse a name that is not in the time zone database.

    Raises:
        Invalid: there is no such zone.
    """
    if name not in available_timezones():
        raise Invalid({"time_zone": [_("There is no such time zone.")]})
