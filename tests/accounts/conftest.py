"""People with accounts, and one in the secretariat of an edition."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.cache import cache

from folkmoot.kernel.actors import SYSTEM, Actor, Scope
from folkmoot.kernel.models import OutboxMessage
from folkmoot.rooms.accounts import services
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.queries import actor_of
from folkmoot.rooms.accounts.terms import Role

PASSWORD = "seven amber lanterns"
SERIES = Scope("series", "5e000000-0000-4000-8000-000000000001")
EDITION = Scope("edition", "ed000000-0000-4000-8000-000000000001")
OTHER_EDITION = Scope("edition", "ed000000-0000-4000-8000-000000000002")


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    """Rate limits are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def account(db: object) -> Callable[..., User]:
    """Makes an account with a verified address, and roles as (role, scope) pairs."""

    def make(email: str = "ilo@forum.example", *roles: tuple[Role, Scope], **fields: str) -> User:
        at = datetime(2031, 5, 1, 9, 0, tzinfo=UTC)
        fields = {"name": "Ilo Marsh", "password": PASSWORD, **fields}
        user = services.create_account(actor=SYSTEM, email=email, at=at, **fields)
        for role, scope in roles:
            services.grant_role(actor=SYSTEM, user=user, role=role, scope=scope, at=at)
        return user

    return make


@pytest.fixture
def edition_secretary(account: Callable[..., User]) -> Actor:
    """Somebody of the secretariat of one edition, with an account."""
    user = account("vesna@forum.example", (Role.SECRETARIAT, EDITION), name="Vesna Holt")
    return actor_of(user)


def newest_mail() -> mail.EmailMessage:
    """The mail that was sent last; the outbox delivers at once in tests."""
    return mail.outbox[-1]


def link_in(body: str) -> str:
    """The path of the one link to a page of ours that a mail holds."""
    (path,) = re.findall(r"^https?://[^/\s]+(/\S+)$", body, re.MULTILINE)
    return path


def outbox_texts() -> list[str]:
    """What the outbox still holds of its messages."""
    return list(OutboxMessage.objects.order_by("pk").values_list("body", flat=True))
