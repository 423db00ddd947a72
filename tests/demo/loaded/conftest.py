"""The demonstration is loaded once for all tests of this folder, and rolled back after them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from folkmoot.kernel.actors import SYSTEM
from folkmoot.project.demo import load_demonstration
from folkmoot.rooms.registry.services import load_reference_data
from tests.demo.conftest import NOON

# Jobs and mails wait, as they do while the command runs.
WAITING = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture(scope="package")
def told(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[str]]:
    """Everything loaded; the lines that were told meanwhile. Keys and register are its own."""
    config = replace(settings.CONFIG, data=tmp_path_factory.mktemp("demo"))
    with (
        override_settings(CONFIG=config, TASKS=WAITING),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        load_reference_data(actor=SYSTEM, at=NOON)
        yield list(load_demonstration(at=NOON))
        transaction.set_rollback(True)


@pytest.fixture
def loaded(told: list[str], db: None) -> list[str]:
    """What a test may change as it likes: it sees everything loaded, and leaves it so."""
    return told
