"""One edition, and who works on its agreements."""

import pytest

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.models import Agreement
from folkmoot.rooms.programme.models import Edition
from tests.outcomes.making import make_agreement, make_edition, secretary_of


@pytest.fixture
def edition(db) -> Edition:
    return make_edition()


@pytest.fixture
def agreement(edition) -> Agreement:
    return make_agreement(edition)


@pytest.fixture
def own(edition) -> Actor:
    """The secretariat of the edition."""
    return secretary_of(edition)


@pytest.fixture
def other(db) -> Actor:
    """The secretariat of another edition of another series."""
    return secretary_of(make_edition("2029"), "Ada Roth", 22)
