"""Documents are dropped, reviewed with the keyboard alone, and the public checks every citation."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.accounts import services
from folkmoot.rooms.accounts.terms import Role
from folkmoot.rooms.evidence.models import Citation, Decision, Proposal, Source
from folkmoot.rooms.programme.models import Edition, Series
from tests.accounts.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

INVENTED = Path(__file__).parents[1] / "extraction" / "documents"
OPEN_CARD = ".proposal:has(> details[open])"


@pytest.fixture
def go(page: Any, live_server: Any) -> Iterator[Callable[[str], Any]]:
    """Opens a path; at the end nothing may have been refused by the content security policy."""
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield lambda path: page.goto(live_server.url + path)
    # A decision that cannot be taken answers 422, which the browser mentions as well.
    spoken = [one for one in complaints if "favicon" not in one and "status of 422" not in one]
    assert spoken == []


@pytest.fixture
def desk(page: Any, go: Callable[[str], Any], settings: Any) -> Any:
    """A secretary who has signed in with the keyboard, where documents are read for proposals."""
    settings.CONFIG = replace(settings.CONFIG, propose=True)
    at = clock.now()
    user = services.create_account(
        actor=SYSTEM, email="vesna@forum.example", name="Vesna Holt", password=PASSWORD, at=at
    )
    services.grant_role(actor=SYSTEM, user=user, role=Role.SECRETARIAT, at=at)
    # The test database lives in memory and serves one request at a time, so the page must not
    # ask for news while it decides; that it learns news has a test of its own.
    page.route("**/news/**", lambda route: route.fulfill(json={"since": "", "cards": {}}))
    go("/en/accounts/login/?next=/en/desk/review/sources/upload/")
    tab_to(page, 'input[name="login"]')
    page.keyboard.type("vesna@forum.example")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources/upload/")
    return page


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until something that fits has the focus."""
    for _ in range(120):
        if page.evaluate("query => document.activeElement?.matches(query) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reached {selector}")


def drop(page: Any, files: list[Path]) -> None:
    """Choose the files and send them off; the public may read everything."""
    page.set_input_files('input[type="file"]', [str(one) for one in files])
    tab_to(page, 'select[name="visibility"]')
    page.keyboard.type("public")
    tab_to(page, 'select[name="text_rights"]')
    page.keyboard.type("whole")
    tab_to(page, 'button[type="submit"].primary')
    page.keyboard.press("Enter")
    # Reading and proposing happen in this request here, where no worker runs beside.
    page.wait_for_url("**/sources/uploads/**", timeout=180_000)


def decide_all(page: Any) -> None:
    """Accept whatever can be accepted, refuse the rest with a reason, source after source."""
    for _ in range(500):
        card = page.locator(OPEN_CARD)
        if card.count() and card.first.get_attribute("data-state") == "waiting":
            decide_open_card(page, card.first)
            continue
        tab_to(page, "[data-inbox-next]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if page.url.endswith("/desk/inbox/"):
            return
        page.locator("#inbox-list").wait_for()
    raise AssertionError("the inbox never became empty")


def decide_open_card(page: Any, card: Any) -> None:
    """One keystroke; where the record lacks something, another one refuses with a reason."""
    key = card.get_attribute("id")
    with page.expect_response("**/decide/") as answered:
        page.keyboard.press("a")
    if answered.value.status != 200:
        page.keyboard.press("r")
        with page.expect_response("**/decide/") as answered:
            page.keyboard.press("Enter")
        assert answered.value.status == 200
    page.locator(f"#{key}:not([data-state='waiting'])").wait_for()


def review_everything(page: Any, go: Callable[[str], Any]) -> None:
    go("/en/desk/inbox/")
    tab_to(page, ".work-title a")
    page.keyboard.press("Enter")
    page.locator("#inbox-list").wait_for()
    decide_all(page)


def publish(page: Any, go: Callable[[str], Any]) -> list[str]:
    """Make every series and edition public on its form; gives the public pages of editions."""
    for record in (*Series.objects.order_by("id"), *Edition.objects.order_by("id")):
        go(f"/en/desk/records/{record.ref.kind}/{record.uid}/")
        tab_to(page, 'input[name="is_public"]')
        page.keyboard.press("Space")
        tab_to(page, 'button[type="submit"].primary')
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert not Edition.objects.filter(is_public=False).exists()
    editions = Edition.objects.select_related("series").order_by("id")
    return [f"/en/series/{one.series.slug}/{one.slug}/" for one in editions]


def citations_open_their_words(page: Any, go: Callable[[str], Any], path: str) -> int:
    """Follow every citation mark of a public page to its sentence; gives how many there were."""
    go(path)
    marks = page.locator('a[href*="#p-"]')
    targets = {marks.nth(number).get_attribute("href") for number in range(marks.count())}
    for target in sorted(filter(None, targets)):
        found = re.search(r"/sources/([0-9a-f-]+)/#p-(\d+)-(\d+)$", target)
        assert found is not None, target
        source = Source.objects.get(uid=found[1])
        words = source.text[int(found[2]) : int(found[3])]
        page.goto(page.url.split("/en/")[0] + target)
        anchor = page.locator(f"[id='p-{found[2]}-{found[3]}']")
        assert anchor.count() == 1
        shown = page.locator("main").evaluate("main => main.textContent")
        assert " ".join(words.split()) in " ".join(shown.split())
    return len(targets)


def test_invented_documents_become_a_public_record_by_keyboard_alone(desk: Any, go: Any) -> None:
    names = ("en-10-announcement-pair.txt", "en-11-report-pair.txt", "ru-01-prirechye.txt")
    drop(desk, [INVENTED / name for name in names])
    review_everything(desk, go)

    assert not Proposal.objects.filter(state="waiting").exists()
    assert Decision.objects.filter(verdict="accepted").count() > 20
    # The announcement and the report of one edition met in one record.
    editions = Edition.objects.select_related("series")
    orchards = sorted(one.ordinal for one in editions if "Orchard" in str(one.series))
    assert orchards == [1, 2]
    for path in publish(desk, go):
        assert citations_open_their_words(desk, go, path) > 0


@pytest.mark.sources
def test_the_five_real_documents_become_a_public_record_by_keyboard_alone(
    desk: Any, go: Any, sources_folder: Path
) -> None:
    drop(desk, sorted(sources_folder.glob("*.txt")))
    review_everything(desk, go)

    assert not Proposal.objects.filter(state="waiting").exists()
    assert Citation.objects.count() > 300
    opened = [citations_open_their_words(desk, go, path) for path in publish(desk, go)]
    assert len(opened) == Edition.objects.count()
    assert min(opened) > 0
