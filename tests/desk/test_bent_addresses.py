"""Addresses that somebody bent by hand lead somewhere or nowhere, never to a fault."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk.conftest import Forum

HUGE = "9" * 30


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("search", {"q": "quay", "page": "²"}, 200),
        ("search", {"q": "quay", "page": HUGE}, 200),
        ("sources", {"page": HUGE}, 200),
        ("sources", {"page": "²"}, 200),
    ],
)
def test_a_page_number_that_is_none_shows_a_page(
    secretariat: Client, forum: Forum, name: str, query: dict[str, str], status: int
) -> None:
    assert secretariat.get(reverse(f"desk:{name}"), query).status_code == status


def test_a_new_session_of_an_edition_that_cannot_be_is_not_found(
    secretariat: Client, forum: Forum
) -> None:
    address = reverse("desk:record_new", args=["programme.session"])

    assert secretariat.get(address, {"edition": "garbage"}).status_code == 404


def test_a_version_that_is_no_number_counts_as_the_present_one(
    secretariat: Client, forum: Forum
) -> None:
    address = reverse("desk:record_edit", args=["registry.person", forum.person.uid])
    rows = {
        f"{name}-{total}": "²"
        for name in ("offices", "names", "identifiers")
        for total in ("TOTAL_FORMS", "INITIAL_FORMS")
    }

    answer = secretariat.post(address, {"version": "²", "add": "offices", **rows})

    assert answer.status_code == 200
