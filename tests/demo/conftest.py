"""The fictional forum as packs, and the moment at which the demonstration is loaded."""

from datetime import UTC, date, datetime

import pytest

from folkmoot.project.demo.fiction.calendar import Calendar
from folkmoot.project.demo.fiction.story import Story, write_story

NOON = datetime(2031, 5, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def story() -> Story:
    """The fictional forum as packs, without a database."""
    return write_story(Calendar(date(2031, 5, 20)))
