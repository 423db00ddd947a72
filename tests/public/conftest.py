"""The forum that visitors of these tests see."""

import pytest

from tests.public.forum import Forum, make_forum


@pytest.fixture
def forum(db: None) -> Forum:
    return make_forum()
