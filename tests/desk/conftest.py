"""People with roles who sign in at the desk, around the small forum of the programme's tests."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from folkmoot.kernel.actors import EVERYWHERE, Scope
from folkmoot.rooms.accounts.models import Grant, User
from tests.desk.pages import sent_by
from tests.programme.conftest import Forum, forum, text

__all__ = ["Forum", "forum", "text"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def signed_in(role: str, scope: Scope = EVERYWHERE, email: str = "") -> Client:
    """A browser in which somebody with one role is signed in."""
    user = User.objects.create_user(email or f"{role}@example.org", None, name=role.title())
    Grant.objects.create(user=user, role=role, scope_kind=scope.kind, scope_uid=scope.uid)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def secretariat(db: Any) -> Client:
    return signed_in("secretariat")


@pytest.fixture
def reader(db: Any) -> Client:
    return signed_in("reader")


def texts(name: str, words: str, language: str = "en") -> dict[str, str]:
    """How a browser sends a text in languages."""
    return {f"{name}_text_{language}": words, f"{name}_original": language}


def no_rows(*names: str) -> dict[str, str]:
    """How a browser sends collections in which nothing was typed."""
    sent: dict[str, str] = {}
    for name in names:
        sent |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}
    return sent


def form_data(client: Client, address: str) -> dict[str, Any]:
    """Every field of the record form of a page, with the value it shows."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return sent_by(answer.content.decode())
