"""Signing is set up, the clock stands at noon, and everybody who works on it is signed in."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel import clock
from folkmoot.rooms.outcomes.models import Agreement
from tests.desk.conftest import Forum, signed_in
from tests.outcomes.signing.conftest import _authority, world
from tests.outcomes.signing.world import NOON, World, agreed

__all__ = ["_authority", "world"]


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def ferry(world: World, forum: Forum) -> Agreement:
    """Both parties have accepted the text, and named Anna and Boris to sign."""
    return agreed(forum.edition)


@pytest.fixture
def registrar(db: None) -> Client:
    """Somebody who keeps the register."""
    return signed_in("secretariat", email="registrar@example.org")


def page(agreement: Agreement, tab: str) -> str:
    """The address of a tab."""
    return reverse(f"desk:agreement_{tab}", args=[agreement.uid])


def words_of(answer: object) -> str:
    """What a page says, on one line."""
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]
