"""A commitment whose office was written to, and a browser without an account."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.outcomes.services.reports_links import ask_for_report
from folkmoot.rooms.programme.models import Edition
from tests.outcomes.commitments.making import lead_of, make_active, make_user, user_actor
from tests.outcomes.making import NOON, make_edition


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _open_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON


@pytest.fixture
def edition(db: Any) -> Edition:
    return make_edition()


@pytest.fixture
def commitment(edition: Edition) -> Commitment:
    return make_active(edition)


@pytest.fixture
def secretary(edition: Edition) -> Actor:
    return user_actor(make_user("Vesna Holt"), "secretariat", edition)


@pytest.fixture
def office(db: Any) -> Client:
    """The browser of somebody in the office: no account."""
    return Client()


def letter_address() -> str:
    """The path of the link in the newest letter."""
    found = re.search(r"/\w\w/(?:report|reply|sign)/[\w-]+/", str(mail.outbox[-1].body))
    assert found
    return found[0]


@pytest.fixture
def address(commitment: Commitment, secretary: Actor) -> str:
    """The page of the link that was mailed to the office."""
    ask_for_report(actor=secretary, responsibility=lead_of(commitment), at=NOON)
    return letter_address()
