"""Every screen opens for those who may, and stays closed for others."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import Scope
from folkmoot.surfaces.desk.kinds import KINDS
from tests.desk.conftest import Forum, signed_in
from tests.outcomes.making import make_agreement, make_practice

LISTED = [name for name, kind in KINDS.items() if not kind.is_part]


@pytest.mark.parametrize("name", ["home", "search", "jobs", "outbox", "access"])
def test_a_page_of_the_desk_opens_for_the_secretariat(secretariat: Client, name: str) -> None:
    assert secretariat.get(reverse(f"desk:{name}")).status_code == 200


@pytest.mark.parametrize("name", LISTED)
def test_the_list_of_a_kind_opens_empty_and_filled(
    secretariat: Client, forum: Forum, name: str
) -> None:
    answer = secretariat.get(reverse("desk:record_list", args=[name]))

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "edition",
        "edition_tasks",
        "edition_places",
        "edition_release",
        "edition_access",
        "edition_copy",
    ],
)
def test_a_page_of_an_edition_opens(secretariat: Client, forum: Forum, page: str) -> None:
    forum.session("Opening", (forum.quay, forum.dome))

    answer = secretariat.get(reverse(f"desk:{page}", args=[forum.edition.uid]))

    assert answer.status_code == 200


@pytest.mark.parametrize("name", LISTED)
def test_a_new_record_can_be_begun(secretariat: Client, forum: Forum, name: str) -> None:
    kind = KINDS[name]
    parents = {
        "series": forum.series.uid,
        "edition": forum.edition.uid,
        "venue": forum.harbour.uid,
        "agreement": make_agreement(forum.edition).uid,
        "practice": make_practice(forum.edition).uid,
    }
    query = f"?{kind.parent}={parents[kind.parent]}" if kind.parent else ""

    answer = secretariat.get(reverse("desk:record_new", args=[name]) + query)

    assert answer.status_code == (200 if kind.can_create else 404)


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    address = reverse("desk:home")

    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('account_login')}?next={address}",
    )


def test_a_desk_page_is_kept_by_no_cache(secretariat: Client) -> None:
    assert secretariat.get(reverse("desk:home"))["Cache-Control"] == "no-store, private"


def test_a_reader_sees_a_session_but_no_way_to_save_it(reader: Client, forum: Forum) -> None:
    session = forum.session()
    address = reverse("desk:record_edit", args=["programme.session", session.uid])

    seen, sent = reader.get(address), reader.post(address, {"version": 1})

    assert (seen.status_code, sent.status_code) == (200, 403)
    form = seen.content.decode().split('class="form record-form"')[1].split("</form>")[0]
    assert 'name="then"' not in form
    assert 'disabled id="id_kind"' in form


@pytest.mark.parametrize("page", ["edition_release", "edition_access", "edition_copy"])
def test_a_reader_is_kept_out_of_what_only_the_secretariat_does(
    reader: Client, forum: Forum, page: str
) -> None:
    address = reverse(f"desk:{page}", args=[forum.edition.uid])

    assert (reader.get(address).status_code, reader.post(address).status_code) == (403, 403)


def test_the_team_of_a_venue_sees_only_sessions_in_its_rooms(forum: Forum) -> None:
    forum.session("On the quay", (forum.quay,))
    elsewhere = forum.session("Under the dome", (forum.dome,))
    team = signed_in("editor", Scope("venue", str(forum.harbour.uid)))

    page = team.get(reverse("desk:record_list", args=["programme.session"])).content.decode()
    other = team.get(reverse("desk:record_edit", args=["programme.session", elsewhere.uid]))

    assert ("On the quay" in page, "Under the dome" in page) == (True, False)
    assert other.status_code == 404


def test_the_navigation_offers_only_what_one_may_open(reader: Client, secretariat: Client) -> None:
    home = reverse("desk:home")
    outbox = f'href="{reverse("desk:outbox")}"'

    assert outbox in secretariat.get(home).content.decode()
    assert outbox not in reader.get(home).content.decode()


@pytest.mark.parametrize("name", LISTED)
def test_each_kind_has_the_services_its_screens_call(name: str) -> None:
    kind = KINDS[name]
    verbs = ["change", "remove", *(["create"] if kind.can_create else [])]
    parts = [
        KINDS[one.kind].service(verb)
        for one in kind.collections
        for verb in ("create", "change", "remove")
    ]

    assert all(callable(one) for one in [*map(kind.service, verbs), *parts])
