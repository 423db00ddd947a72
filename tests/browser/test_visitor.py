"""A visitor on a phone, with scripts and without."""

from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from folkmoot.kernel import clock
from tests.public.forum import make_forum

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DURING_THE_OPENING = datetime(2031, 5, 12, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_visitor_on_a_phone_finds_what_is_on_now_in_the_other_city(
    browser: Any, live_server: Any, monkeypatch: pytest.MonkeyPatch, scripts: bool
) -> None:
    make_forum()
    monkeypatch.setattr(clock, "now", lambda: DURING_THE_OPENING)
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        java_script_enabled=scripts,
        timezone_id="Europe/Berlin",
        locale="en-GB",
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/en/")
    page.get_by_role("link", name="Now and next").tap()

    there = page.locator("section", has=page.get_by_role("heading", name="Steppe Gate"))
    expect(there.get_by_role("heading", name="On now", exact=True)).to_be_visible()
    expect(there.locator(".session-time").first).to_contain_text("15:00")
    # Who is far away watches from here.
    watch = there.get_by_role("link", name="Watch")
    expect(watch).to_have_attribute("href", "https://stream.example.org/1")
    if scripts:
        expect(there.locator(".session-time").first).to_contain_text("your time 09:00")
    else:
        page.get_by_text("Show times on my clock too").tap()
        page.get_by_label("My time zone").fill("Europe/Berlin")
        page.get_by_role("button", name="Show", exact=True).tap()
        expect(there.locator(".session-time").first).to_contain_text("your time 09:00")
    there.get_by_role("link", name="Opening of the lamps", exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Opening of the lamps")
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    if scripts:
        assert not page.evaluate(wider)
    context.close()
