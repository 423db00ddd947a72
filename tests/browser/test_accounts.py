"""Coming in by invitation, with a second factor, with a passkey; and being signed out."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.accounts import services
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.terms import Role
from tests.accounts.conftest import PASSWORD, link_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def go(page: Any, live_server: Any) -> Iterator[Callable[[str], Any]]:
    """Opens a path; at the end nothing may have been refused by the content security policy."""
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield lambda path: page.goto(live_server.url + path)
    assert [one for one in complaints if "favicon" not in one] == []


def sign_in(page: Any, go: Callable[[str], Any], email: str) -> None:
    go("/en/accounts/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def confirm(page: Any) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def make_account() -> User:
    at = clock.now()
    user = services.create_account(
        actor=SYSTEM, email="ilo@forum.example", name="Ilo Marsh", password=PASSWORD, at=at
    )
    services.grant_role(actor=SYSTEM, user=user, role=Role.READER, at=at)
    return user


def test_an_invitation_leads_to_an_account_with_a_second_factor(page, go):
    services.invite(
        actor=SYSTEM, email="runa@forum.example", role=Role.EDITOR, name="Runa", at=clock.now()
    )

    go(link_in(mail.outbox[-1].body))
    page.get_by_label("Your name").fill("Runa Vale")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("link", name="Second factor").click()
    page.get_by_role("link", name="Set up an app").click()
    confirm(page)
    secret = page.locator(".copy code").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Turn on").click()
    assert page.locator(".codes code").count() == 10
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, go, "runa@forum.example")
    # A code works once; the next half minute's is within the tolerance.
    page.get_by_label("Code").fill(code_of(secret, later=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/en/desk/")

    go("/en/accounts/")
    assert page.get_by_label("Name").input_value() == "Runa Vale"
    assert EmailAddress.objects.get(email="runa@forum.example").verified


def code_of(secret: str, later: int = 0) -> str:
    """What an authenticator app shows now, or ``later`` half minutes from now."""
    now = list(yield_hotp_counters_from_time())[0]
    return format_hotp_value(hotp_value(secret, now + later))


def test_a_passkey_signs_in_without_a_password(page, go):
    make_account()
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, go, "ilo@forum.example")
    page.wait_for_url("**/en/desk/")

    go("/en/accounts/2fa/webauthn/add/")
    confirm(page)
    page.get_by_label("Name").fill("Pocket lantern")
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url("**/recovery-codes/")
    go("/en/accounts/2fa/webauthn/")
    assert page.get_by_role("row", name="Pocket lantern").get_by_text("Passkey").is_visible()
    page.get_by_role("button", name="Sign out").click()

    go("/en/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/en/desk/")
    go("/en/accounts/")
    assert page.get_by_text("ilo@forum.example").is_visible()


def test_a_person_signs_out_their_other_devices(page, go, browser, live_server):
    make_account()
    elsewhere = browser.new_context().new_page()
    sign_in(elsewhere, lambda path: elsewhere.goto(live_server.url + path), "ilo@forum.example")
    elsewhere.wait_for_url("**/en/desk/")
    sign_in(page, go, "ilo@forum.example")
    page.wait_for_url("**/en/desk/")

    go("/en/accounts/sessions/")
    assert page.get_by_role("row").count() == 3
    page.get_by_role("button", name="Sign out everywhere else").click()

    assert page.get_by_text("You are signed out everywhere else.").is_visible()
    assert page.get_by_role("row").count() == 2
    elsewhere.goto(live_server.url + "/en/accounts/")
    assert "/accounts/login/" in elsewhere.url
    elsewhere.context.close()
