"""One edition and the one after it, and who follows up on what was promised."""

from datetime import date

import pytest

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.programme.models import Edition
from tests.outcomes.commitments.making import make_user, user_actor
from tests.outcomes.making import make_edition


@pytest.fixture
def edition(db) -> Edition:
    return make_edition()


@pytest.fixture
def following(edition) -> Edition:
    """The next edition of the series, a year later."""
    return make_edition(
        "2032",
        edition.series,
        ordinal=4,
        starts_on=date(2032, 9, 8),
        ends_on=date(2032, 9, 10),
    )


@pytest.fixture
def own(edition) -> Actor:
    """The secretariat of the edition."""
    return user_actor(make_user("Vesna Holt"), "secretariat", edition)


@pytest.fixture
def second(edition) -> Actor:
    """Another person of the secretariat."""
    return user_actor(make_user("Tomas Reed"), "secretariat", edition)


@pytest.fixture
def reader(edition) -> Actor:
    return user_actor(make_user("Ilo Marsh"), "reader", edition)


@pytest.fixture
def other(db) -> Actor:
    """The secretariat of another edition of another series."""
    return user_actor(make_user("Ada Roth"), "secretariat", make_edition("2029"))
