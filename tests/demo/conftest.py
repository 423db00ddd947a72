"""The demonstration is loaded once for all tests of this folder, and rolled back after them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from folkmoot.kernel.actors import SYSTEM
from folkmoot.project.demo import load_demonstration
from folkmoot.project.demo.fiction.calendar import Calendar
from folkmoot.project.demo.fiction.story import Story, write_story
from folkmoot.rooms.registry.services import load_reference_data

NOON = datetime(2031, 5, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def story() -> Story:
    """The fictional forum as packs, without a database."""
    return write_story(Calendar(date(2031, 5, 20)))


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker) -> Iterator[list[str]]:
    """Everything loaded; the lines that were told meanwhile."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference_data(actor=SYSTEM, at=NOON)
        yield list(load_demonstration(at=NOON))
        transaction.set_rollback(True)


@pytest.fixture
def loaded(told: list[str], db: None) -> list[str]:
    """What a test may change as it likes: it sees everything loaded, and leaves it so."""
    return told
