"""The forum that visitors of these tests see, and the record of what came of another."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from folkmoot.kernel import clock
from tests.public.forum import Forum, make_forum
from tests.public.outcome_records import DAY, Record, make_record


@pytest.fixture
def forum(db: None) -> Forum:
    return make_forum()


@pytest.fixture(scope="module")
def _record(django_db_setup: None, django_db_blocker: Any) -> Iterator[Record]:
    """Made once for the tests of a module: each of them works in a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_record()
        transaction.set_rollback(True)


@pytest.fixture
def record(_record: Record, db: None, monkeypatch: pytest.MonkeyPatch) -> Record:
    """The third forum is over, the fourth two months ahead."""
    monkeypatch.setattr(clock, "now", lambda: DAY)
    return _record
