"""The desk on the day after the agreements of the small forum were signed, in 2031."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor, Scope
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.outcomes.models import Commitment
from tests.desk.conftest import Forum, forum, signed_in
from tests.outcomes.commitments.making import make_active, make_user, user_actor
from tests.outcomes.making import NOON

__all__ = ["Forum", "forum"]


@pytest.fixture(autouse=True)
def _in_2031(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))


@pytest.fixture
def active(forum: Forum) -> Commitment:
    """A commitment in effect, public, with a frozen guideline."""
    return make_active(forum.edition)


@pytest.fixture
def assessor(forum: Forum) -> Client:
    """Somebody with the role of an assessor in the edition, not named yet."""
    return signed_in("assessor", Scope("edition", str(forum.edition.uid)))


@pytest.fixture
def other(forum: Forum) -> Actor:
    """Somebody else of the secretariat."""
    return user_actor(make_user("Tomas Reed"), "secretariat", forum.edition)


def user_of(client: Client) -> User:
    """Who is signed in."""
    return User.objects.get(pk=client.session["_auth_user_id"])


def sent(words: str, name: str = "title", language: str = "en") -> dict[str, Any]:
    """A text in languages, as a browser sends it."""
    return {f"{name}_text_{language}": words, f"{name}_original": language}
