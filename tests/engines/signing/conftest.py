"""One world for all tests of signing, and no way out to the network."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.engines.signing.world import World, new_world


@pytest.fixture(scope="session")
def world() -> World:
    return new_world()


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whoever connects or asks for an address fails the test, even if it is caught."""
    tried: list[Any] = []

    def refuse(*told: Any, **_: Any) -> Any:
        tried.append(told)
        raise OSError("no network in these tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield
    assert tried == []
