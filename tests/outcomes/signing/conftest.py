"""Fixtures of signing: one authority for all tests, configured anew for each."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outcomes.signing.world import NOON, World, served


@pytest.fixture(scope="session")
def _authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, str]]:
    world = World(tmp_path_factory.mktemp("signing"))
    with served(world.timestamps) as url:
        yield world, url


@pytest.fixture
def world(_authority: tuple[World, str], settings, tmp_path: Path) -> World:
    """Signing is set up; the register is empty."""
    made, url = _authority
    made.now, made.timestamps.is_down = NOON, False
    made.renew_lists()
    config = dataclasses.replace(made.configured(url), register_folder=tmp_path / "register")
    settings.CONFIG = config
    # Jobs and mails wait, so that a test does each step itself, in its own time.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return made
