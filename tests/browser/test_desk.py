"""The secretariat at the desk, through a real browser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.accounts import services as accounts
from folkmoot.rooms.accounts.terms import Role
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.services import create_person
from tests.accounts.conftest import PASSWORD
from tests.programme.conftest import Forum, at, forum, text

__all__ = ["forum"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def go(page: Any, live_server: Any) -> Iterator[Callable[[str], Any]]:
    """Opens a path; at the end no script may have failed and no policy been broken."""
    complaints: list[str] = []
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    yield lambda path: page.goto(live_server.url + path)
    assert [one for one in complaints if "status of" not in one] == []


@pytest.fixture
def secretary(db: None) -> str:
    """Somebody of the secretariat; gives the address to sign in with."""
    user = accounts.create_account(
        actor=SYSTEM,
        email="vesna@forum.example",
        name="Vesna Holt",
        password=PASSWORD,
        at=clock.now(),
    )
    accounts.grant_role(actor=SYSTEM, user=user, role=Role.SECRETARIAT, at=clock.now())
    return "vesna@forum.example"


def sign_in(page: Any, go: Callable[[str], Any], email: str) -> None:
    go("/en/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/en/desk/")


def test_the_secretariat_makes_the_next_edition_from_the_last_and_publishes_it(
    page: Any, go: Callable[[str], Any], secretary: str, forum: Forum
) -> None:
    forum.session("Opening of the forum", (forum.quay,), starts_at=at(10, 8), ends_at=at(10, 9))
    sign_in(page, go, secretary)

    page.get_by_role("link", name="Third", exact=True).first.click()
    page.get_by_role("link", name="Next edition").click()
    page.locator("#id_name_en").fill("Fourth")
    page.get_by_label("Address name").fill("2032")
    page.get_by_label("First day").fill("2032-09-08")
    page.locator("#id_venues").select_option("all")
    page.get_by_role("button", name="Show the plan").click()
    page.get_by_text("1 session as a draft").click()
    assert page.get_by_text("8 September 2032, 10:00").is_visible()
    page.get_by_role("button", name="Make this edition").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Fourth"
    page.get_by_role("link", name="Opening of the forum").click()
    page.get_by_label("Status").select_option("confirmed")
    page.get_by_role("button", name="Save", exact=True).last.click()
    assert page.get_by_text("is saved.").is_visible()
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Public", exact=True).check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_role("link", name="Release", exact=True).click()
    page.get_by_role("button", name="Publish this programme").click()
    assert page.get_by_text("Release 1.0 is published.").is_visible()

    new = Edition.objects.get(slug="2032")
    page.context.clear_cookies()
    go(reverse("public:programme", args=["amber", "2032"]))
    assert page.get_by_text("Opening of the forum").first.is_visible()
    assert new.releases.count() == 1


def test_a_person_is_chosen_by_keyboard_across_scripts(
    page: Any, go: Callable[[str], Any], secretary: str, forum: Forum
) -> None:
    values = {"name": text("Valentina Matviyenko")}
    create_person(actor=SYSTEM, values=values, at=clock.now())
    session = forum.session("Opening", (forum.quay,))
    sign_in(page, go, secretary)

    go(reverse("desk:record_edit", args=["programme.session", session.uid]))
    page.get_by_role("button", name="Add a person").click()
    box = page.get_by_role("combobox", name="Person")
    box.press_sequentially("Матвиенко")
    page.get_by_role("option", name="Valentina Matviyenko").wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    assert box.input_value() == "Valentina Matviyenko"
    page.get_by_role("button", name="Save", exact=True).last.click()

    page.get_by_text("is saved.").wait_for()
    assert [str(one) for one in session.parts.all()] == ["Valentina Matviyenko"]


def test_a_mistake_is_undone_with_one_button(
    page: Any, go: Callable[[str], Any], secretary: str, forum: Forum
) -> None:
    session = forum.session("Opening")
    sign_in(page, go, secretary)

    go(reverse("desk:record_edit", args=["programme.session", session.uid]))
    page.locator("#id_title_en").fill("Closing")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_role("button", name="Undo").click()

    page.get_by_text("is undone.").wait_for()
    session.refresh_from_db()
    assert str(session) == "Opening"


def test_leaving_with_unsaved_changes_warns(
    page: Any, go: Callable[[str], Any], secretary: str, forum: Forum
) -> None:
    session = forum.session("Opening")
    sign_in(page, go, secretary)
    go(reverse("desk:record_edit", args=["programme.session", session.uid]))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.locator("#id_title_en").fill("Closing")
    page.get_by_role("link", name="Overview").click()
    page.wait_for_url("**/en/desk/")

    assert asked == ["beforeunload"]


def test_a_row_just_added_is_not_lost_by_leaving(
    page: Any, go: Callable[[str], Any], secretary: str, forum: Forum
) -> None:
    session = forum.session("Opening")
    sign_in(page, go, secretary)
    go(reverse("desk:record_edit", args=["programme.session", session.uid]))
    page.locator("#id_title_en").fill("Closing")
    page.get_by_role("button", name="Add a person").click()
    page.get_by_role("combobox", name="Person").wait_for()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.get_by_role("link", name="Overview").click()
    page.wait_for_url("**/en/desk/")

    assert asked == ["beforeunload"]
