"""Two people edit one record at once: nothing that either typed is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.desk.conftest import Forum, form_data, signed_in, texts
from tests.desk.pages import sent_by


@pytest.fixture
def vera(db: None) -> Client:
    return signed_in("secretariat", email="vera@example.org")


@pytest.fixture
def boris(db: None) -> Client:
    return signed_in("secretariat", email="boris@example.org")


def address_of(forum: Forum) -> str:
    return reverse("desk:record_edit", args=["registry.organisation", forum.council.uid])


def both_open(forum: Forum, vera: Client, boris: Client) -> tuple[dict, dict]:
    """Both read the page; then Boris renames the council."""
    hers, his = form_data(vera, address_of(forum)), form_data(boris, address_of(forum))
    boris.post(address_of(forum), his | texts("name", "Council of the Bay"))
    return hers, his


def test_both_values_are_shown_and_nothing_is_written(
    forum: Forum, vera: Client, boris: Client
) -> None:
    hers, _his = both_open(forum, vera, boris)

    answer = vera.post(address_of(forum), hers | texts("name", "Amber Regional Council"))

    page = answer.content.decode()
    forum.council.refresh_from_db()
    assert (answer.status_code, str(forum.council)) == (409, "Council of the Bay")
    assert ["Amber Regional Council" in page, "Council of the Bay" in page] == [True, True]


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "Amber Regional Council"), ("theirs", "Council of the Bay")]
)
def test_the_second_save_keeps_what_was_chosen_and_what_was_typed_besides(
    forum: Forum, vera: Client, boris: Client, choice: str, kept: str
) -> None:
    hers, _his = both_open(forum, vera, boris)
    mine = texts("name", "Amber Regional Council") | {"website": "https://council.example"}

    asked = vera.post(address_of(forum), hers | mine)
    answer = vera.post(address_of(forum), sent_by(asked.content.decode()) | {"choose_name": choice})

    forum.council.refresh_from_db()
    assert answer.status_code == 302
    assert (str(forum.council), forum.council.website) == (kept, "https://council.example")


def test_changes_to_different_fields_meet_without_a_question(
    forum: Forum, vera: Client, boris: Client
) -> None:
    hers, _his = both_open(forum, vera, boris)

    answer = vera.post(address_of(forum), hers | {"website": "https://council.example"})

    forum.council.refresh_from_db()
    assert answer.status_code == 302
    assert (str(forum.council), forum.council.website) == (
        "Council of the Bay",
        "https://council.example",
    )


def test_a_third_change_during_the_choice_is_noticed_too(
    forum: Forum, vera: Client, boris: Client
) -> None:
    hers, _his = both_open(forum, vera, boris)
    asked = vera.post(address_of(forum), hers | texts("name", "Amber Regional Council"))
    again = form_data(boris, address_of(forum)) | texts("name", "Council of Amber Bay")
    boris.post(address_of(forum), again)

    answer = vera.post(address_of(forum), sent_by(asked.content.decode()))

    assert answer.status_code == 409
    assert "Council of Amber Bay" in answer.content.decode()


def test_a_row_changed_by_another_is_shown_before_it_is_overwritten(
    forum: Forum, vera: Client, boris: Client
) -> None:
    address = reverse("desk:record_edit", args=["registry.person", forum.person.uid])
    hers, his = form_data(vera, address), form_data(boris, address)
    boris.post(address, his | texts("offices-0-title", "President"))

    asked = vera.post(address, hers | texts("offices-0-title", "First chair"))
    saved = vera.post(address, sent_by(asked.content.decode()))

    forum.office.refresh_from_db()
    assert (asked.status_code, saved.status_code) == (422, 302)
    assert "President" in asked.content.decode()
    assert str(forum.office.title) == "First chair"


def test_a_row_taken_away_by_another_becomes_a_new_one(
    forum: Forum, vera: Client, boris: Client
) -> None:
    address = reverse("desk:record_edit", args=["registry.person", forum.person.uid])
    hers, his = form_data(vera, address), form_data(boris, address)
    boris.post(address, his | {"offices-0-DELETE": "on"})

    answer = vera.post(address, hers | texts("offices-0-title", "First chair"))

    assert answer.status_code == 302
    assert [str(one.title) for one in forum.person.offices.all()] == ["First chair"]
