"""The first hour of a secretariat: an edition from nothing, and its slips of the pen."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import Scope
from folkmoot.rooms.programme.models import Edition, Session, Venue
from tests.desk.conftest import Forum, form_data, no_rows, signed_in, texts


def address(kind: str, **given: object) -> str:
    asked = "&".join(f"{name}={record.uid}" for name, record in given.items())
    return reverse("desk:record_new", args=[f"programme.{kind}"]) + (asked and f"?{asked}")


def new_edition(**values: str) -> dict[str, str]:
    begun = {"slug": "2040", "starts_on": "2040-06-12", "time_zone": "Europe/Minsk"}
    return {**texts("name", "First"), **no_rows("places", "organisers"), **begun, **values}


def test_a_new_edition_leads_to_its_workspace(secretariat: Client, forum: Forum) -> None:
    answer = secretariat.post(address("edition", series=forum.edition.series), new_edition())

    made = Edition.objects.get(slug="2040")
    assert answer["Location"] == reverse("desk:edition", args=[made.uid])


def test_days_in_the_wrong_order_are_told_at_the_field(secretariat: Client, forum: Forum) -> None:
    sent = new_edition(ends_on="2040-06-10")

    answer = secretariat.post(address("edition", series=forum.edition.series), sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"ends_on": ["The last day is before the first day."]}


def test_a_new_edition_begins_with_the_clock_of_the_last(secretariat: Client, forum: Forum) -> None:
    shown = form_data(secretariat, address("edition", series=forum.edition.series))

    assert shown["time_zone"] == forum.edition.time_zone


def test_a_venue_keeps_the_time_of_its_city_unless_told_otherwise(
    secretariat: Client, forum: Forum
) -> None:
    city = forum.dome.venue.city
    chosen = {"city": str(city), "city_uid": str(city.uid), "city_for": str(city)}
    sent = {
        **texts("name", "Annexe"),
        **no_rows("rooms"),
        **chosen,
        "time_zone": "",
        "position": "0",
    }

    answer = secretariat.post(address("venue", edition=forum.edition), sent)

    made = Venue.objects.order_by("-id")[0]
    assert answer["Location"] == reverse("desk:edition_places", args=[forum.edition.uid])
    assert (str(made), made.time_zone) == ("Annexe", city.time_zone)


@pytest.mark.parametrize(
    ("rows", "typed", "sentence"),
    [
        ("parts", {"role": "moderator"}, "Say who it is"),
        ("materials", texts("title", "Recording"), "Give the address this link leads to."),
    ],
)
def test_a_row_that_says_too_little_is_told_above_the_form(
    secretariat: Client, forum: Forum, rows: str, typed: dict[str, str], sentence: str
) -> None:
    session = forum.session("Opening")
    edit = reverse("desk:record_edit", args=["programme.session", session.uid])
    row = {f"{rows}-0-{name}": value for name, value in typed.items()}

    answer = secretariat.post(edit, form_data(secretariat, edit) | row | {f"{rows}-TOTAL_FORMS": 1})

    assert answer.status_code == 422
    # Above the form, and again in the row that it is about.
    assert answer.content.decode().count(sentence) == 2


def test_a_hall_of_another_city_is_refused_without_losing_what_was_typed(forum: Forum) -> None:
    team = signed_in("editor", Scope("venue", str(forum.hill.uid)))
    sent = {"title": "Night market", "kind": "cultural", "room": str(forum.quay.uid)}

    answer = team.post(reverse("desk:quick_session", args=[forum.edition.uid]), sent)

    assert (answer.status_code, Session.objects.count()) == (403, 0)
    assert answer.context["quick"]["title"].value() == "Night market"
    assert list(answer.context["quick"].errors) == ["room"]
