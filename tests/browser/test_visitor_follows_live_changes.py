"""Two people at once: one says at the desk what is so, the other sees it without loading again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.accounts import services as accounts
from folkmoot.rooms.accounts.terms import Role
from tests.accounts.conftest import PASSWORD
from tests.public.forum import Forum, make_forum

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPENING = datetime(2031, 5, 12, 8, 0, tzinfo=UTC)
EDITION = ["lantern-coast", "2"]
# Five seconds are promised; a machine full of tests gets more.
PATIENCE_MS = 30_000


@pytest.fixture
def forum(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Forum:
    made = make_forum()
    monkeypatch.setattr(clock, "now", lambda: OPENING)
    return made


@pytest.fixture
def secretary(forum: Forum) -> str:
    user = accounts.create_account(
        actor=SYSTEM, email="vesna@forum.example", name="Vesna Holt", password=PASSWORD,
        at=clock.now(),
    )  # fmt: skip
    accounts.grant_role(actor=SYSTEM, user=user, role=Role.SECRETARIAT, at=clock.now())
    return user.email


def test_what_the_desk_says_from_a_phone_reaches_an_open_page_and_the_screen_at_the_door(
    browser: Any, live_server: Any, forum: Forum, secretary: str
) -> None:
    visitor = browser.new_context(locale="en-GB", timezone_id="Europe/Minsk").new_page()
    visitor.goto(live_server.url + reverse("public:now", args=EDITION))
    door = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
    door.goto(
        live_server.url + reverse("public:sign_room", args=[*EDITION, forum.rooms["small"].uid])
    )
    phone = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB").new_page()
    phone.goto(live_server.url + reverse("account_login"))
    phone.get_by_label("E-mail").fill(secretary)
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    phone.goto(live_server.url + reverse("desk:edition", args=[forum.second.uid]))

    phone.get_by_role("link", name="During the days").click()
    phone.get_by_role("link", name="Locks and ferries").click()
    phone.get_by_role("button", name="15 minutes").click()
    began = datetime.now(tz=UTC)

    expect(visitor.get_by_text("15 minutes late")).to_be_visible(timeout=PATIENCE_MS)
    took = datetime.now(tz=UTC) - began
    expect(visitor.locator("#live")).to_have_text("The programme has changed on this page.")
    expect(door.get_by_text("15 minutes late")).to_be_visible(timeout=PATIENCE_MS)

    phone.get_by_role("button", name="Take back").click()
    expect(visitor.get_by_text("15 minutes late")).to_have_count(0, timeout=PATIENCE_MS)
    expect(door.get_by_text("15 minutes late")).to_have_count(0, timeout=PATIENCE_MS)
    assert took < timedelta(milliseconds=PATIENCE_MS)


def test_a_screen_keeps_the_last_state_without_network_and_says_since_when(
    browser: Any, live_server: Any, forum: Forum
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="en-GB")
    page = context.new_page()
    page.goto(
        live_server.url + reverse("public:sign_room", args=[*EDITION, forum.rooms["great"].uid])
    )
    expect(page.get_by_text("Opening of the lamps")).to_be_visible()

    context.set_offline(True)
    expect(page.get_by_text("No connection since")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("Opening of the lamps")).to_be_visible()

    context.set_offline(False)
    expect(page.get_by_text("No connection since")).to_be_hidden(timeout=PATIENCE_MS)
