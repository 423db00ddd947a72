"""A reviewer reads a source, marks a figure with the keyboard, and the public sees who says it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.accounts import services
from folkmoot.rooms.accounts.terms import Role
from folkmoot.rooms.evidence.models import Claim, Passage, Source
from tests.accounts.conftest import PASSWORD
from tests.desk.review import ARTICLE, brought_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "About 18\u00a0agreements"
TEXT = "#source-text"


@pytest.fixture
def source(transactional_db: Any) -> Source:
    return brought_in()


@pytest.fixture
def go(page: Any, live_server: Any) -> Iterator[Callable[[str], Any]]:
    """Opens a path; at the end nothing may have been refused by the content security policy."""
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield lambda path: page.goto(live_server.url + path)
    assert [one for one in complaints if "favicon" not in one] == []


@pytest.fixture
def reviewing(page: Any, go: Callable[[str], Any], source: Source) -> Any:
    """A reviewer who has signed in and opened the source."""
    at = clock.now()
    user = services.create_account(
        actor=SYSTEM, email="vesna@forum.example", name="Vesna Holt", password=PASSWORD, at=at
    )
    services.grant_role(actor=SYSTEM, user=user, role=Role.REVIEWER, at=at)
    go(f"/en/accounts/login/?next=/en/desk/review/sources/{source.uid}/")
    page.get_by_label("E-mail").fill("vesna@forum.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator(f"{TEXT}[contenteditable=true]").wait_for()
    return page


def select_with_keyboard(page: Any, words: str) -> None:
    """Go to the words with the arrow keys of a caret, and select them with Shift."""
    before = ARTICLE[: ARTICLE.index(words)]
    line = before.count("\n\n")
    page.locator(TEXT).focus()
    page.keyboard.press("Control+Home")
    for _ in range(line):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    for _ in before.rsplit("\n", 1)[-1]:
        page.keyboard.press("ArrowRight")
    for _ in words:
        page.keyboard.press("Shift+ArrowRight")


def noted_words(claim: Claim) -> str:
    (passage,) = Passage.objects.filter(citations__record_uid=claim.uid)
    return ARTICLE[passage.start : passage.end]


def test_reviewer_cites_a_figure_with_the_keyboard_and_the_public_sees_it(reviewing, go, source):
    page = reviewing
    select_with_keyboard(page, WORDS)

    page.keyboard.press("f")
    page.get_by_role("heading", name="Note a figure").wait_for()
    figure = page.get_by_label("Figure", exact=True).input_value()
    measure = page.get_by_label("Measure")
    focused = measure.evaluate("field => field === document.activeElement")
    measure.fill("agreements")
    page.keyboard.press("Enter")
    page.get_by_text("The figure is noted.").first.wait_for()

    claim = Claim.objects.get()
    assert (figure, focused) == ("18", True)
    assert noted_words(claim) == WORDS
    assert page.locator(".run.cited", has_text="About 18").inner_text() == WORDS

    go("/en/figures/")
    page.get_by_text("about 18").first.wait_for()
    page.locator(f'a[href*="#p-{ARTICLE.index(WORDS)}-"]').first.click()
    anchor = f"p-{ARTICLE.index(WORDS)}-{ARTICLE.index(WORDS) + len(WORDS)}"
    assert page.url.endswith(f"/sources/{source.uid}/#{anchor}")
    assert page.locator(f"[id='{anchor}']").count() == 1


def test_the_text_has_a_caret_but_cannot_be_changed(reviewing):
    page = reviewing
    before = page.locator(TEXT).inner_text()

    select_with_keyboard(page, "12 May")
    page.keyboard.press("Delete")
    page.keyboard.type("xyz 1")
    page.keyboard.press("Control+x")
    page.keyboard.press("Control+v")

    assert page.locator(TEXT).inner_text() == before


def test_escape_returns_to_the_text_and_nothing_is_noted(reviewing):
    page = reviewing
    select_with_keyboard(page, "Over 700 guests")

    page.keyboard.press("f")
    page.get_by_role("heading", name="Note a figure").wait_for()
    page.keyboard.press("Escape")

    assert page.locator("#note-panel").count() == 0
    assert page.locator(TEXT).evaluate("text => text === document.activeElement")
    assert not Claim.objects.exists()


def test_words_selected_with_the_mouse_become_a_statement(reviewing):
    page = reviewing
    page.get_by_text("We came to trade").dblclick(position={"x": 20, "y": 10})

    page.get_by_role("button", name="Statement").click()
    page.get_by_role("heading", name="Note a statement").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()

    page.get_by_text("The statement is noted.").first.wait_for()
    assert page.locator(".noted-card.of-statement").count() == 1


def test_a_record_and_its_words_light_up_together(reviewing):
    page = reviewing
    select_with_keyboard(page, WORDS)
    page.keyboard.press("f")
    page.get_by_role("heading", name="Note a figure").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    card = page.locator(".noted-card.of-claim")
    card.wait_for()

    card.locator("a").first.focus()
    lit = page.locator(".run.glow").inner_text()
    page.locator(".run.cited", has_text="About 18").click()

    assert lit == WORDS
    page.locator(".noted-card.of-claim.is-here").wait_for()


def test_typed_words_in_several_places_are_asked_about_in_the_margin(reviewing):
    page = reviewing
    page.get_by_label("Words", exact=True).fill("Port Amber")

    page.get_by_role("button", name="Citation C").click()
    places = page.locator("[data-place]")
    places.nth(1).wait_for()
    count = places.count()
    places.nth(1).click()

    page.get_by_role("heading", name="Cite these words").wait_for()
    assert count == ARTICLE.count("Port Amber")
