"""An office reports on a phone, assessors score, the office replies, the edition's page changes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.rooms.accounts import services as accounts
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.terms import Role
from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.outcomes.services.assessments import create_assessor
from folkmoot.rooms.outcomes.services.reports_links import ask_for_report
from folkmoot.rooms.programme.models import Edition
from tests.accounts.conftest import PASSWORD
from tests.browser.test_desk import go
from tests.outcomes.commitments.making import independent_evidence, lead_of, make_active
from tests.outcomes.making import NOON, make_edition
from tests.portal.conftest import letter_address

__all__ = ["go"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PHOTO = {
    "name": "berths.jpg",
    "mimeType": "image/jpeg",
    "buffer": b"\xff\xd8\xff" + b"ten berths" * 200,
}
SECRETARY, FIRST, SECOND = (f"{name}@forum.example" for name in ("vesna", "ada", "jon"))


@dataclass(frozen=True, slots=True)
class World:
    """A forum with one promise that came due yesterday."""

    edition: Edition
    commitment: Commitment

    @property
    def results(self) -> str:
        """Where everybody looks what came of the edition."""
        return f"/en/series/{self.edition.series.slug}/{self.edition.slug}/results/"


@pytest.fixture(autouse=True)
def _after_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=1))


@pytest.fixture
def world(db: None) -> World:
    edition = make_edition()
    commitment = make_active(edition, due_on=date(2031, 9, 11))
    agreement = commitment.agreement
    assert agreement is not None
    agreement.is_public, agreement.publication = True, "full"
    agreement.save()
    independent_evidence(commitment)
    scope = Scope("edition", str(edition.uid))
    _account(SECRETARY, "Vesna Holt", Role.SECRETARIAT, scope)
    for email, name in ((FIRST, "Ada Roth"), (SECOND, "Jon Vale")):
        user = _account(email, name, Role.ASSESSOR, scope)
        create_assessor(actor=SYSTEM, values={"edition": edition, "user": user}, at=NOON)
    return World(edition, commitment)


def _account(email: str, name: str, role: Role, scope: Scope) -> User:
    user = accounts.create_account(actor=SYSTEM, email=email, name=name, password=PASSWORD, at=NOON)
    accounts.grant_role(actor=SYSTEM, user=user, role=role, scope=scope, at=NOON)
    return user


@pytest.fixture
def as_person(browser: Any, live_server: Any) -> Iterator[Callable[[str], Any]]:
    """The desk of somebody in a browser of their own, signed in."""
    opened: list[Any] = []

    def sign_in(email: str) -> Any:
        context = browser.new_context(base_url=live_server.url, locale="en-GB")
        opened.append(context)
        page = context.new_page()
        page.goto("/en/accounts/login/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/en/desk/")
        return page

    yield sign_in
    for context in opened:
        context.close()


@pytest.fixture
def phone(browser: Any, live_server: Any) -> Iterator[Any]:
    """The phone of somebody in the office, without an account and without JavaScript."""
    context = browser.new_context(
        base_url=live_server.url, locale="en-GB", java_script_enabled=False, **PHONE
    )
    yield context.new_page()
    context.close()


def told(page: Any, world: World) -> dict[str, str]:
    """How many commitments of the edition stand where, as everybody reads it."""
    page.goto(page.url.split("/en/")[0] + world.results)
    items = page.locator("ul.tally li").all()
    pairs = (item.inner_text().strip().split(maxsplit=1) for item in items)
    return {words: number for number, words in pairs if number != "0"}


def ask_by_mail(secretary: Any, promise: str) -> None:
    """The secretariat writes a letter with a link to the office."""
    secretary.goto(promise)
    secretary.get_by_text("Ask for a report by mail").click()
    secretary.get_by_role("button", name="Send the letter").click()
    assert len(mail.outbox) == 1


def test_an_office_reports_an_assessor_scores_and_the_edition_page_changes(
    as_person: Callable[[str], Any], phone: Any, go: Callable[[str], Any], page: Any, world: World
) -> None:
    promise = f"/en/desk/commitments/{world.commitment.uid}/"
    go(world.results)
    assert told(page, world) == {"Unknown": "1"}

    # The secretariat asks the office by mail.
    secretary = as_person(SECRETARY)
    ask_by_mail(secretary, promise)

    # The office opens the letter on a phone: one page, no account, no script.
    phone.goto(letter_address())
    assert "Port Amber builds ten berths by 30 June 2032." in phone.content()
    phone.get_by_role("radio", name="Done").check()
    phone.get_by_label("What was done?").fill("All ten berths are built, six are let.")
    phone.locator('input[type="file"]').set_input_files(PHOTO)
    phone.get_by_label("Your name").fill("Mira Solen")
    phone.get_by_role("button", name="Hand the report in").click()
    assert phone.get_by_text("You are done.").is_visible()

    # Somebody who did not report checks it.
    secretary.goto("/en/desk/verification/")
    secretary.get_by_role("button", name="Take it up").click()
    secretary.get_by_role("button", name="Finalise it").click()
    assert secretary.get_by_text("Finalised. It counts from now on.").is_visible()
    assert told(page, world) == {"Late": "1"}

    # Two assessors of no party score it.
    first = as_person(FIRST)
    first.goto(f"{promise}assessments/")
    first.get_by_label("When").select_option("final")
    first.get_by_role("button", name="Begin an assessment").click()
    first.get_by_role("link", name="Open").first.click()
    for box in first.get_by_role("checkbox").all():
        box.check()
    first.get_by_role("radio", name="+1: done").check()
    first.get_by_label("Completion").select_option("complete")
    first.get_by_label("Confidence").select_option("high")
    first.locator("#id_rationale_en").fill("All ten berths are in use.")
    first.get_by_role("button", name="Hand it to the second assessor").click()
    written = first.url
    second = as_person(SECOND)
    second.goto(written)
    second.get_by_role("button", name="Agree, and send it to the party").click()
    assert second.get_by_text("The party may reply for a fortnight.").is_visible()

    # The party replies from the phone, in its own words, once.
    phone.goto(letter_address())
    assert "All ten berths are in use." in phone.content()
    phone.get_by_label("Your reply").fill("The last four are let from May.")
    phone.get_by_role("button", name="Send the reply").click()
    assert phone.get_by_text("You are done.").is_visible()

    # It is published, and the page of the edition says so to everybody.
    first.goto(written)
    first.get_by_role("button", name="Publish").click()
    first.get_by_role("dialog").get_by_role("button", name="Publish").click()
    first.get_by_text("Published. From now on it can only be superseded.").wait_for()
    assert told(page, world) == {"Done": "1"}
    go(f"/en/commitments/{world.commitment.uid}/")
    assert page.get_by_text("The last four are let from May.").is_visible()


def test_a_phone_never_scrolls_sideways_and_its_targets_are_large(
    phone: Any, world: World, as_person: Callable[[str], Any]
) -> None:
    ask_by_mail(as_person(SECRETARY), f"/en/desk/commitments/{world.commitment.uid}/")
    phone.goto(letter_address())
    for name in ("Hand the report in", "Keep, and go on later"):
        box = phone.get_by_role("button", name=name).bounding_box()
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 390
    for label in ("Not started", "Under way", "At risk", "Done"):
        assert phone.locator("label", has_text=label).first.bounding_box()["height"] >= 44


def test_what_is_typed_on_a_phone_is_kept_without_a_button(
    page: Any, go: Callable[[str], Any], world: World
) -> None:
    ask_for_report(actor=SYSTEM, responsibility=lead_of(world.commitment), at=clock.now())
    address = letter_address()
    page.set_viewport_size({"width": 390, "height": 844})
    go(address)
    page.get_by_label("What was done?").fill("Six berths stand.")
    page.get_by_text("Kept.", exact=True).wait_for()

    go(address)
    assert page.get_by_label("What was done?").input_value() == "Six berths stand."
    assert page.evaluate("document.documentElement.scrollWidth") == 390
