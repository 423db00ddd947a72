"""The timetable desk through a real browser: by pointer, by keyboard, by two people, without scripts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.accounts import services as accounts
from folkmoot.rooms.accounts.terms import Role
from folkmoot.rooms.programme.models import Room, Session
from folkmoot.rooms.programme.services import create_room
from folkmoot.rooms.programme.services.placing import Place, place_of
from tests.accounts.conftest import PASSWORD
from tests.programme.conftest import Forum, at, forum, text

__all__ = ["forum"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEN, ELEVEN = at(10, 8), at(10, 9)  # on the clock of Port Amber
SINCE = "**/timetable/state/?since=*"


@pytest.fixture
def pier(forum: Forum) -> Room:
    """A second room of the harbour."""
    values = {"venue": forum.harbour, "name": text("Pier Hall"), "position": 1}
    return create_room(actor=SYSTEM, values=values, at=clock.now())


@pytest.fixture
def secretaries(transactional_db: None) -> tuple[str, str]:
    """Two people of the secretariat, by the addresses they sign in with."""
    emails = ("vesna@forum.example", "ilo@forum.example")
    for email, name in zip(emails, ("Vesna Holt", "Ilo Marsh"), strict=True):
        user = accounts.create_account(
            actor=SYSTEM, email=email, name=name, password=PASSWORD, at=clock.now()
        )
        accounts.grant_role(actor=SYSTEM, user=user, role=Role.SECRETARIAT, at=clock.now())
    return emails


@pytest.fixture
def open_board(
    browser: Any, live_server: Any, forum: Forum, secretaries: tuple[str, str]
) -> Iterator[Callable[..., Any]]:
    """Opens the board as one of the two; at the end no script may have failed."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def opened(number: int = 0, **options: Any) -> Any:
        # High enough that nothing scrolls between measuring a place and going there.
        context = browser.new_context(viewport={"width": 1280, "height": 1400}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.goto(live_server.url + "/en/accounts/login/")
        page.get_by_label("E-mail").fill(secretaries[number])
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/en/desk/")
        # Nothing is heard of others until a test wants it: a database in memory bears no reading
        # while it is written.
        page.route(SINCE, lambda route: route.fulfill(status=204))
        page.goto(live_server.url + reverse("desk:timetable", args=[forum.edition.uid]))
        if options.get("java_script_enabled", True):
            page.locator("#timetable[data-ready]").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [one for one in complaints if "status of" not in one] == []


def slot(page: Any, room: Room, title: str) -> Any:
    return page.locator(f"#room-{room.uid} .slot", has_text=title)


def middle(locator: Any) -> tuple[float, float]:
    locator.scroll_into_view_if_needed()
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Any, start: tuple[float, float], *way: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    for point in way:
        page.mouse.move(*point, steps=6)
        page.wait_for_timeout(60)
    page.mouse.up()


def hour_height(page: Any, room: Room) -> float:
    """The height of an hour on the board."""
    style = "one => parseFloat(getComputedStyle(one).backgroundSize.split(' ')[1])"
    return float(page.locator(f"#room-{room.uid} .tt-column").evaluate(style))


def heard(page: Any, words: str) -> None:
    """Waits until the page says these words to those who hear it."""
    page.wait_for_function(
        "words => document.getElementById('live').textContent.includes(words)", arg=words
    )


def now(session: Session) -> Place:
    return place_of(Session.objects.get(pk=session.pk))


def test_a_session_is_dragged_to_another_room_and_time_pulled_longer_and_taken_off(
    open_board: Callable[..., Any], forum: Forum, pier: Room
) -> None:
    talk = forum.session("Talk", (forum.quay,), starts_at=TEN, ends_at=ELEVEN)
    forum.session("Toast", (pier,), starts_at=ELEVEN, ends_at=at(10, 10))
    page = open_board()
    hour = hour_height(page, pier)

    x, y = middle(slot(page, forum.quay, "Talk"))
    there, _y = middle(slot(page, pier, "Toast"))
    drag(page, (x, y), (there, y + hour / 2))
    slot(page, pier, "Talk").wait_for()
    heard(page, "Talk lies now: 10 September 2031: 10:30 – 11:30, Pier Hall.")
    assert now(talk) == Place(at(10, 8, 30), at(10, 9, 30), (pier,))
    page.get_by_text("Pier Hall is taken twice").wait_for()

    edge = slot(page, pier, "Talk").locator(".slot-edge")
    x, y = middle(edge)
    drag(page, (x, y), (x, y + hour))
    heard(page, "Talk lies now: 10 September 2031: 10:30 – 12:30, Pier Hall.")
    assert now(talk) == Place(at(10, 8, 30), at(10, 10, 30), (pier,))

    drag(page, middle(slot(page, pier, "Talk")), middle(page.locator("#tt-side-title")))
    page.locator("#tt-waiting .slot", has_text="Talk").wait_for()
    heard(page, "Talk lies now: not placed, Pier Hall.")
    assert now(talk) == Place(None, None, (pier,))

    page.get_by_role("button", name="Undo").click()
    heard(page, "Taken back: Talk lies at 10 September 2031: 10:30 – 12:30, Pier Hall.")
    assert now(talk) == Place(at(10, 8, 30), at(10, 10, 30), (pier,))
    page.get_by_role("button", name="Do it again").click()
    heard(page, "Done again: Talk lies at not placed, Pier Hall.")
    assert now(talk) == Place(None, None, (pier,))


def test_a_waiting_session_is_dragged_onto_another_day(
    open_board: Callable[..., Any], forum: Forum, pier: Room
) -> None:
    forum.session("Toast", (pier,), starts_at=ELEVEN, ends_at=at(10, 10))
    talk = forum.session("Talk")
    page = open_board()

    x, y = middle(slot(page, pier, "Toast"))
    tab = middle(page.get_by_role("link", name="11 September 2031"))
    page.mouse.move(*middle(page.locator("#tt-waiting .slot", has_text="Talk")))
    page.mouse.down()
    page.mouse.move(*tab, steps=8)
    page.locator(".tt-days a[aria-current]", has_text="11 September").wait_for()
    page.mouse.move(x, y, steps=8)
    page.wait_for_timeout(100)
    page.mouse.up()

    slot(page, pier, "Talk").wait_for()
    heard(page, "Talk lies now: 11 September 2031")
    assert (now(talk).starts_at.day, now(talk).rooms) == (11, (pier,))


def test_a_bridge_moves_as_one(open_board: Callable[..., Any], forum: Forum) -> None:
    bridge = forum.session("Link", (forum.quay, forum.dome), starts_at=TEN, ends_at=ELEVEN)
    page = open_board()
    hour = hour_height(page, forum.dome)

    x, y = middle(slot(page, forum.dome, "Link"))
    drag(page, (x, y), (x, y + hour))

    heard(page, "Link lies now: 10 September 2031: 11:00 – 12:00, Quay Hall, Dome.")
    assert now(bridge) == Place(ELEVEN, at(10, 10), (forum.quay, forum.dome))
    assert slot(page, forum.quay, "Link").locator(".slot-time").inner_text() == "11:00 – 12:00"
    assert slot(page, forum.dome, "Link").locator(".slot-time").inner_text() == "13:00 – 14:00"


def test_everything_is_done_by_keyboard_and_said_in_words(
    open_board: Callable[..., Any], forum: Forum, pier: Room
) -> None:
    talk = forum.session("Talk", (forum.quay,), starts_at=TEN, ends_at=ELEVEN)
    page = open_board()
    press = page.keyboard.press

    slot(page, forum.quay, "Talk").locator(".slot-lift").focus()
    press("Enter")
    heard(page, "Picked up: Talk.")
    press("ArrowDown")
    heard(page, "10:15 – 11:15, Quay Hall")
    press("ArrowRight")
    heard(page, "10:15 – 11:15, Pier Hall")
    press("Shift+ArrowDown")
    heard(page, "10:15 – 11:30, Pier Hall")
    press("PageDown")
    heard(page, "11 September 2031: 10:15 – 11:30, Pier Hall")
    press("Enter")
    heard(page, "Talk lies now: 11 September 2031: 10:15 – 11:30, Pier Hall.")
    assert now(talk) == Place(at(11, 8, 15), at(11, 9, 30), (pier,))
    lifted = "() => document.activeElement.className + document.activeElement.closest('section').id"
    assert page.evaluate(lifted) == f"slot-liftroom-{pier.uid}"

    press("Space")
    heard(page, "Picked up: Talk.")
    press("ArrowUp")
    press("Escape")
    heard(page, "Talk stays where it was.")
    press("Enter")
    press("Delete")
    heard(page, "not placed")
    press("Enter")
    heard(page, "Talk lies now: not placed, Pier Hall.")
    assert now(talk) == Place(None, None, (pier,))
    press("Control+z")
    heard(page, "Taken back: Talk")
    assert now(talk) == Place(at(11, 8, 15), at(11, 9, 30), (pier,))


def test_two_people_at_once_see_each_others_moves_and_overwrite_none(
    open_board: Callable[..., Any], forum: Forum, pier: Room
) -> None:
    talk = forum.session("Talk", (forum.quay,), starts_at=TEN, ends_at=ELEVEN)
    vesna, ilo = open_board(0), open_board(1)

    slot(vesna, forum.quay, "Talk").locator(".slot-lift").focus()
    for key in ("Enter", "ArrowRight", "Enter"):
        vesna.keyboard.press(key)
    heard(vesna, "Talk lies now: 10 September 2031: 10:00 – 11:00, Pier Hall.")
    slot(ilo, forum.quay, "Talk").locator(".slot-lift").focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        ilo.keyboard.press(key)

    ilo.locator("#tt-notice", has_text="Vesna Holt moved “Talk” meanwhile.").wait_for()
    assert "10:00 – 11:00, Pier Hall" in ilo.locator("#tt-notice").inner_text()
    slot(ilo, pier, "Talk").wait_for()
    assert now(talk) == Place(TEN, ELEVEN, (pier,))

    slot(ilo, pier, "Talk").locator(".slot-lift").focus()
    for key in ("Enter", "ArrowDown", "Enter"):
        ilo.keyboard.press(key)
    heard(ilo, "Talk lies now: 10 September 2031: 10:15 – 11:15, Pier Hall.")
    vesna.unroute(SINCE)
    heard(vesna, "Ilo Marsh moved “Talk”: 10 September 2031: 10:15 – 11:15, Pier Hall.")
    assert slot(vesna, pier, "Talk").locator(".slot-time").inner_text() == "10:15 – 11:15"


def test_without_scripts_a_link_leads_to_a_form_that_moves(
    open_board: Callable[..., Any], forum: Forum, pier: Room
) -> None:
    talk = forum.session("Talk", (forum.quay,), starts_at=TEN, ends_at=ELEVEN)
    page = open_board(java_script_enabled=False)

    page.get_by_role("link", name="Talk").click()
    page.get_by_label("From").fill("12:30")
    page.get_by_label("Length in minutes").fill("45")
    page.get_by_label("Quay Hall").uncheck()
    page.get_by_label("Pier Hall").check()
    page.get_by_role("button", name="Save").click()

    assert slot(page, pier, "Talk").inner_text().split("\n")[0].startswith("12:30 – 13:15")
    assert now(talk) == Place(at(10, 10, 30), at(10, 11, 15), (pier,))
    page.get_by_role("button", name="Undo").click()
    assert now(talk) == Place(TEN, ELEVEN, (forum.quay,))
