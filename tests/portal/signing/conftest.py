"""An agreement that lies open, and the browsers of those who were asked to sign it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from folkmoot.kernel.models import OutboxMessage
from folkmoot.rooms.outcomes.models import SigningRound
from tests.outcomes.signing.conftest import _authority, world
from tests.outcomes.signing.world import World, agreed, opened

__all__ = ["_authority", "world"]

Addressed = Callable[[str], str]


@pytest.fixture
def opening(world: World, db: None) -> SigningRound:
    """A prepared round: Anna signs first, then Boris."""
    return opened(agreed())


@pytest.fixture
def signer() -> Client:
    """Somebody's browser, without an account."""
    return Client()


def mailed(address: str) -> str:
    """The page of the link in the newest mail to an address."""
    body = OutboxMessage.objects.filter(to=address).latest("id").body
    found = re.search(r"/\w\w/sign/[\w-]+/", str(body))
    assert found
    return found[0]
