"""Fixtures that every part of the suite shares: moments, actors, one small forum."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from folkmoot.kernel.actors import EVERYWHERE, SYSTEM, VISITOR, Actor, GrantedRole, Scope

# A slow machine is no fault of what is tested: bounds of time belong to the benchmarks.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

SOURCES = Path(__file__).resolve().parents[2] / "shared" / "sources"


@pytest.fixture
def noon() -> datetime:
    """A fixed moment for services that take one."""
    return datetime(2031, 5, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def system() -> Actor:
    return SYSTEM


@pytest.fixture
def visitor() -> Actor:
    return VISITOR


def actor_with(role: str, scope: Scope = EVERYWHERE, name: str = "Vesna Holt") -> Actor:
    """An actor with one grant who needs no row in the database."""
    return Actor(key="user:1", label=name, grants=(GrantedRole(role, scope),), user_id=1)


@pytest.fixture
def secretary() -> Actor:
    """Somebody of the secretariat, everywhere."""
    return actor_with("secretariat")


@pytest.fixture
def administrator() -> Actor:
    return actor_with("administrator")


@pytest.fixture
def reader() -> Actor:
    return actor_with("reader", name="Ilo Marsh")


@pytest.fixture
def sources_folder() -> Path:
    """The folder of real source documents, where it is present."""
    if not SOURCES.is_dir():
        pytest.skip("the folder of source documents is not here")
    return SOURCES


@pytest.fixture(autouse=True)
def _fresh_pages() -> Iterator[None]:
    """No test sees a page that another one stored."""
    from folkmoot.kernel.pages import memory

    memory.clear()
    yield
    memory.clear()
