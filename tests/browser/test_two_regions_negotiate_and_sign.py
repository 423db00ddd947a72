"""Two regions negotiate in English and Russian, approve and sign in order; a visitor verifies it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.utils import translation

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Scope
from folkmoot.rooms.accounts.models import Grant, User
from folkmoot.rooms.outcomes.models import Agreement, RegisterEntry
from tests.browser.test_accessibility import OPTIONS
from tests.outcomes.making import make_agreement, make_clause, make_parties, make_signatory
from tests.outcomes.signing.conftest import _authority, world
from tests.outcomes.signing.world import NOON, PHRASE, World
from tests.programme.conftest import Forum, forum

__all__ = ["_authority", "forum", "world"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Window = Callable[[str], Any]
# Setting, signing and judging a document happen in the request here, where no worker runs beside.
SLOW = 180_000


@pytest.fixture
def draft(world: World, forum: Forum, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Agreement:
    """A draft in two languages; signing is set up, and a worker does its jobs at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr(clock, "now", lambda: NOON)
    agreement = make_agreement(forum.edition)
    amber, slate = make_parties(agreement)
    make_clause(agreement, "The ferry runs daily.")
    make_signatory(amber, "Anna Yolkina", email="anna@example.org")
    make_signatory(slate, "Boris Orevaerk", email="boris@example.org", language="ru")
    return agreement


@pytest.fixture
def window(new_context: Any, live_server: Any) -> Iterator[Window]:
    """A browser of its own for each person, with an account or without; nothing may be blocked."""
    complaints: list[str] = []

    def opened(email: str) -> Any:
        context = new_context(base_url=live_server.url)
        if email:
            client = Client()
            client.force_login(User.objects.get(email=email))
            name = django_settings.SESSION_COOKIE_NAME
            cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
            context.add_cookies([cookie])
        page = context.new_page()
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if line.type == "error" else None,
        )
        return page

    yield opened
    assert [one for one in complaints if "status of" not in one] == []


def account(role: str, scope: Scope) -> str:
    """Somebody with one role."""
    email = f"{role}-{scope.uid[:8]}@example.org"
    user = User.objects.create_user(email, None, name=role.title())
    Grant.objects.create(user=user, role=role, scope_kind=scope.kind, scope_uid=scope.uid)
    return email


def letter_to(address: str) -> str:
    """The link in the newest letter to an address."""
    newest = next(
        one for one in reversed(mail.outbox) if address in one.to and "/sign/" in one.body
    )
    found = re.search(r"/\w\w/sign/[\w-]+/", str(newest.body))
    assert found
    return found[0]


def assert_accessible(page: Any) -> None:
    """Nothing on the page breaks WCAG 2.2 AA, with everything unfolded."""
    page.locator("main details").evaluate_all("all => all.forEach(one => { one.open = true })")
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def negotiate(secretary: Any, amber: Any, slate: Any, desk: str) -> None:
    """Hand the draft over, change its words in both languages, and accept the same hashes."""
    secretary.goto(desk)
    secretary.get_by_role("button", name="Open the negotiation").click()

    amber.goto(desk)
    amber.get_by_role("link", name="Propose another wording").click()
    amber.locator('[name="text_text_en"]').fill("The ferry runs every hour.")
    amber.locator('[name="text_text_ru"]').fill("Паром ходит каждый час.")
    amber.locator('[name="reason"]').fill("People asked for it.")
    amber.get_by_role("button", name="Propose", exact=True).click()
    slate.goto(desk)
    assert slate.get_by_text("People asked for it.").is_visible()
    slate.get_by_role("button", name="Accept", exact=True).click()

    secretary.goto(f"{desk}acceptance/")
    secretary.get_by_role("button", name="Offer the text for acceptance").click()
    for page, name in ((amber, "Port Amber"), (slate, "Mount Slate")):
        page.goto(f"{desk}acceptance/")
        page.get_by_role("button", name=f"Accept for {name}").click()


def approve_and_open(secretary: Any, slate: Any, desk: str) -> None:
    """Signing waits for the approval that Mount Slate planned; then the worker prepares it."""
    slate.get_by_text("Plan an approval").first.click()
    slate.locator('form:has([value="plan"]) [name="words"]').fill("The council")
    slate.locator('form:has([value="plan"]) button').click()
    secretary.goto(f"{desk}signing/")
    secretary.get_by_role("button", name="Open it for signature").click()
    assert_accessible(secretary)
    missing = "“The council” of Mount Slate has not approved."
    assert secretary.get_by_text(missing).first.is_visible()
    slate.get_by_role("button", name="Approve", exact=True).click()
    secretary.goto(f"{desk}signing/")
    secretary.get_by_role("button", name="Open it for signature").click(no_wait_after=True)
    secretary.get_by_role("heading", name="Who signs, in this order").wait_for(timeout=SLOW)


def sign(page: Any, address: str, file: bytes, button: str) -> None:
    """Choose the certificate file, type the pass phrase, sign."""
    page.goto(letter_to(address))
    chosen = {"name": "own.p12", "mimeType": "application/x-pkcs12", "buffer": file}
    page.locator('input[name="key_file"]').set_input_files(chosen)
    page.locator('input[name="pass_phrase"]').fill(PHRASE)
    page.get_by_role("button", name=button, exact=True).click(no_wait_after=True)
    page.locator(".notice.success").wait_for(timeout=SLOW)


def verify(visitor: Any, file: Path, number: int) -> None:
    """Find the agreement in the register, take the signed document, have it checked."""
    visitor.goto("/en/register/")
    visitor.locator("main").get_by_role("link", name="Ferry accord").first.click()
    assert visitor.get_by_text("Паром ходит каждый час.").first.is_visible()
    with visitor.expect_download() as taken:
        visitor.locator("#files").get_by_role("link", name="Signed revision").click()
    taken.value.save_as(file)
    visitor.goto("/en/verify/")
    visitor.locator('input[name="file"]').set_input_files(file)
    visitor.get_by_role("button", name="Check it").click(no_wait_after=True)
    visitor.locator("#verdict").wait_for(timeout=SLOW)
    assert visitor.get_by_text(f"No. {number}").first.is_visible()
    for person in ("Ганна Ёлкіна", "Boris Øreværk"):
        assert visitor.get_by_text(person).first.is_visible()
    assert visitor.locator("#verdict").inner_text() == "Every signature in this file holds."


def test_two_regions_negotiate_and_sign_and_a_visitor_verifies_the_file(
    world: World, draft: Agreement, window: Window, tmp_path: Path
) -> None:
    desk = f"/en/desk/agreements/{draft.uid}/"
    parties = list(draft.parties.order_by("place"))
    secretary = window(account("secretariat", Scope("edition", str(draft.edition.uid))))
    amber = window(account("negotiator", Scope("party", str(parties[0].uid))))
    slate = window(account("negotiator", Scope("party", str(parties[1].uid))))

    negotiate(secretary, amber, slate, desk)
    approve_and_open(secretary, slate, desk)

    # Anna signs in English, then Boris in Russian; each without an account.
    anna, boris = window(""), window("")
    anna.goto(letter_to("anna@example.org"))
    assert_accessible(anna)
    sign(anna, "anna@example.org", world.file_of(world.anna), "Sign")
    assert_accessible(anna)
    assert anna.get_by_text("Next signs Boris Orevaerk").is_visible()
    with translation.override("ru"):
        word = translation.gettext("Sign")
    sign(boris, "boris@example.org", world.file_of(world.boris), word)
    entry = RegisterEntry.objects.get(kind="registered")

    # The register has the number, and the secretariat publishes the agreement.
    secretary.goto(f"{desk}register/")
    assert secretary.get_by_text(f"No. {entry.serial}").first.is_visible()
    secretary.locator("#extent").select_option("full")
    secretary.get_by_role("button", name="Publish it so").click()

    for tab in ("register", "acts", "signing"):
        secretary.goto(f"{desk}{tab}/")
        assert_accessible(secretary)

    verify(window(""), tmp_path / "signed.pdf", entry.serial)
