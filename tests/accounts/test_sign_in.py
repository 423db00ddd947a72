"""Signing in and all its pages: what strangers learn, what limits hold, which mails leave."""

import re
from dataclasses import replace

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import OutboxMessage
from folkmoot.rooms.accounts import services
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.queries import actor_of
from folkmoot.rooms.accounts.terms import DEMO_DOMAIN, DEMO_PASSWORD, Role
from tests.accounts.conftest import EDITION, PASSWORD, SERIES, link_in, newest_mail

pytestmark = pytest.mark.django_db
LOGIN, RESET = "/en/accounts/login/", "/en/accounts/password/reset/"
NEW_PASSWORD = "nine copper kettles"


def sign_in(client: Client, email: str = "ilo@forum.example", password: str = PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def without_tokens(page: str) -> str:
    """A page without what differs between any two requests."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def confirm(client: Client) -> None:
    """Give the password once more, as delicate pages ask."""
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})


def is_signed_in(client: Client) -> bool:
    return client.get("/en/accounts/").status_code == 200


def test_the_right_password_signs_in_and_goes_on_in_the_persons_language(client, account):
    account("ilo@forum.example", (Role.READER, EDITION), language="ru")

    answer = sign_in(client)

    assert (answer.status_code, answer["Location"]) == (302, "/ru/desk/")
    assert is_signed_in(client)
    assert client.cookies["django_language"].value == "ru"


def test_without_a_role_the_way_leads_to_the_account_and_not_to_a_refusal(client, account):
    account()

    assert sign_in(client)["Location"] == "/en/accounts/"


def test_a_wanted_page_is_reached_after_signing_in_but_never_another_site(client, account):
    account()

    inside = sign_in(client, next="/en/accounts/close/")
    client.logout()
    outside = sign_in(client, next="https://elsewhere.example/")

    assert inside["Location"] == "/en/accounts/close/"
    assert outside["Location"] == "/en/accounts/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, account):
    account()

    wrong = sign_in(client, password="a wrong password")
    unknown = sign_in(client, email="who@forum.example", password="a wrong password")

    assert wrong.status_code == unknown.status_code == 200
    shown = without_tokens(wrong.content.decode()).replace("ilo@", "who@")
    assert shown == without_tokens(unknown.content.decode())
    assert "The address or the password is not right." in shown
    assert mail.outbox == []


def test_a_closed_account_gets_the_answer_of_an_unknown_one(client, account, noon):
    ilo = account()
    services.close_account(actor=SYSTEM, user=ilo, at=noon)

    assert b"The address or the password is not right." in sign_in(client).content


def test_asking_for_a_password_gets_the_same_answer_and_a_like_mail_for_known_and_unknown(
    client, account
):
    account()

    known = client.post(RESET, {"email": "ilo@forum.example"}, follow=True)
    unknown = client.post(RESET, {"email": "who@forum.example"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert without_tokens(known.content.decode()) == without_tokens(unknown.content.decode())
    first, second = mail.outbox
    assert (first.to, second.to) == (["ilo@forum.example"], ["who@forum.example"])
    assert first.subject == second.subject == "A new password"
    assert "/password/reset/key/" in first.body
    assert "/password/reset/key/" not in second.body


def test_a_mailed_link_sets_a_password_once_and_signs_out_every_device(client, account):
    ilo = account(language="ru")
    elsewhere = Client()
    sign_in(elsewhere)
    client.post(RESET, {"email": "ilo@forum.example"})
    link = link_in(newest_mail().body)
    assert link.startswith("/ru/")

    page = client.get(link, follow=True)
    form_at = page.redirect_chain[-1][0]
    answer = client.post(form_at, {"password1": NEW_PASSWORD})

    assert answer.status_code == 302
    ilo.refresh_from_db()
    assert ilo.check_password(NEW_PASSWORD)
    assert not is_signed_in(elsewhere)
    assert newest_mail().to == ["ilo@forum.example"]
    assert client.get(link, follow=True).context["token_fail"]


def test_links_in_mails_begin_with_the_configured_address_whatever_host_asks(client, account):
    account()

    client.post(RESET, {"email": "ilo@forum.example"}, headers={"host": "evil.example"})

    assert "\nhttp://localhost:8000/en/accounts/password/reset/key/" in newest_mail().body
    assert "evil.example" not in newest_mail().body


def test_the_outbox_forgets_the_links_it_sent(client, account):
    account()

    client.post(RESET, {"email": "ilo@forum.example"})

    message = OutboxMessage.objects.get()
    assert (message.state, message.is_confidential, message.body) == ("sent", True, "")


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(client, account):
    account()
    for _attempt in range(5):
        sign_in(client, password="a wrong password")

    answer = sign_in(client)

    assert b"Too many failed attempts. Wait five minutes, then try again." in answer.content
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("address", "fields", "allowed"),
    [
        (LOGIN, {"login": "who{}@forum.example", "password": "x"}, 10),
        (RESET, {"email": "who{}@forum.example"}, 20),
        (RESET, {"email": "who@forum.example"}, 5),
    ],
)
def test_too_many_attempts_get_429_or_a_warning_and_advice(client, address, fields, allowed):
    def attempt(number):
        filled = {name: value.format(number) for name, value in fields.items()}
        return client.post(address, filled)

    answers = [attempt(number) for number in range(allowed + 1)]

    words = answers[-1].content.decode()
    assert all(answer.status_code in (200, 302) for answer in answers[:-1])
    assert (answers[-1].status_code == 429 and "Wait a few minutes" in words) or (
        "Too many failed attempts" in words
    )


def test_the_page_of_the_limit_says_what_to_do(client):
    answers = [client.post(RESET, {"email": "who@forum.example"}) for _attempt in range(6)]

    assert answers[-1].status_code == 429
    assert "<h1>Too many attempts</h1>" in answers[-1].content.decode()


def test_nobody_signs_up_without_an_invitation(client):
    answer = client.post(
        "/en/accounts/signup/", {"email": "who@forum.example", "password1": PASSWORD}
    )

    assert b"By invitation only" in answer.content
    assert not User.objects.exists()


def test_a_new_password_needs_the_present_one_and_signs_out_other_devices(client, account):
    ilo = account()
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    address = "/en/accounts/password/change/"

    client.post(address, {"oldpassword": "a wrong password", "password1": NEW_PASSWORD})
    ilo.refresh_from_db()
    assert ilo.check_password(PASSWORD)
    client.post(address, {"oldpassword": PASSWORD, "password1": NEW_PASSWORD})

    ilo.refresh_from_db()
    assert ilo.check_password(NEW_PASSWORD)
    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    assert newest_mail().subject == "Your password was changed"


def test_an_address_changes_only_when_the_mailed_link_is_followed(client, account):
    ilo = account()
    sign_in(client)

    client.post("/en/accounts/email/", {"email": "marsh@forum.example", "action_add": "1"})
    ilo.refresh_from_db()
    assert ilo.email == "ilo@forum.example"
    sent = newest_mail()
    assert (sent.to, sent.subject) == (["marsh@forum.example"], "Confirm your new address")
    link = link_in(sent.body)
    assert b"marsh@forum.example" in client.get(link).content
    client.post(link)

    ilo.refresh_from_db()
    assert ilo.email == "marsh@forum.example"
    addresses = EmailAddress.objects.filter(user=ilo)
    assert list(addresses.values_list("email", "verified")) == [("marsh@forum.example", True)]
    notices = [(one.to, one.subject) for one in mail.outbox if "changed" in one.subject]
    assert (["ilo@forum.example"], "Your address was changed") in notices


def test_an_address_of_somebody_else_gets_the_same_answer_and_changes_nothing(client, account):
    ilo = account()
    account("ada@forum.example")
    sign_in(client)

    answers = [
        client.post("/en/accounts/email/", {"email": email, "action_add": "1"})
        for email in ("free@forum.example", "ada@forum.example")
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    first, second = mail.outbox
    assert (first.subject, second.to) == (second.subject, ["ada@forum.example"])
    client.post(link_in(second.body))
    ilo.refresh_from_db()
    assert ilo.email == "ilo@forum.example"


def code_of(authenticator_secret: str, skip: int = 0) -> str:
    """What an authenticator app shows."""
    counter = next(iter(yield_hotp_counters_from_time())) + skip
    return format_hotp_value(hotp_value(authenticator_secret, counter))


def test_a_second_factor_is_asked_for_once_it_is_set_up(
    client, account, django_capture_on_commit_callbacks
):
    account()
    sign_in(client)
    confirm(client)
    page = client.get("/en/accounts/2fa/totp/activate/", follow=True)
    secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/en/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert newest_mail().subject == "Second factor turned on"
    codes = client.get("/en/accounts/2fa/recovery-codes/").context["unused_codes"]

    other = Client()
    answer = sign_in(other)

    assert answer["Location"].endswith("/accounts/2fa/authenticate/")
    assert not is_signed_in(other)
    other.post(answer["Location"], {"code": "000000"})
    assert not is_signed_in(other)
    other.post(answer["Location"], {"code": codes[0]})
    assert is_signed_in(other)


def test_delicate_things_ask_who_is_there_again(client, account):
    account()
    sign_in(client)

    answers = [
        client.get(f"/en/accounts/{page}")
        for page in ("export/", "close/", "2fa/totp/activate/", "2fa/webauthn/add/")
    ]

    assert [answer["Location"].split("?")[0] for answer in answers] == [
        "/en/accounts/reauthenticate/"
    ] * 4


def test_the_list_of_sessions_ends_all_but_this_one(client, account):
    ilo = account()
    elsewhere = Client(HTTP_USER_AGENT="Lantern/1")
    sign_in(elsewhere)
    sign_in(client)
    assert b"Lantern/1" in client.get("/en/accounts/sessions/").content

    client.post("/en/accounts/sessions/end/")

    assert (is_signed_in(client), is_signed_in(elsewhere)) == (True, False)
    assert UserSession.objects.filter(user=ilo).count() == 1


@pytest.mark.parametrize(
    "place",
    [
        "", "email/", "password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/",
        "2fa/webauthn/", "sessions/", "close/", "logout/", "3rdparty/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_every_page_of_the_account_opens_in_every_language(client, account, place, language):
    account(language=language)
    sign_in(client)
    confirm(client)

    answer = client.get(f"/{language}/accounts/{place}")

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()
    assert b'name="robots" content="noindex"' in answer.content
    assert b"<style" not in answer.content
    assert b"style=" not in answer.content


@pytest.mark.parametrize(
    "place",
    ["login/", "password/reset/", "password/reset/done/", "password/reset/key/done/", "signup/",
     "inactive/", "confirm-email/", "3rdparty/login/cancelled/", "3rdparty/login/error/"],
)  # fmt: skip
def test_every_page_before_sign_in_opens_without_inline_script(client, place):
    answer = client.get(f"/en/accounts/{place}")

    assert answer.status_code in (200, 401)
    assert b"style=" not in answer.content
    scripts = re.findall(rb"<script([^>]*)>", answer.content)
    assert all(b"src=" in one or b'type="application/json"' in one for one in scripts)


def test_pages_of_an_account_send_strangers_to_the_sign_in(client):
    pages = ("", "export/", "close/", "sessions/", "2fa/", "email/", "password/change/")

    answers = [client.get(f"/en/accounts/{page}") for page in pages]

    assert {answer["Location"].split("?")[0] for answer in answers} == {LOGIN}


def test_the_invitation_page_makes_an_account_and_signs_in(
    client, account, noon, edition_secretary
):
    services.invite(
        actor=edition_secretary, email="runa@forum.example", role=Role.EDITOR, scope=EDITION,
        around=[SERIES], scope_label="Amber Forum", at=clock.now(),
    )  # fmt: skip
    link = link_in(newest_mail().body)

    page = client.get(link)
    weak = client.post(link, {"name": "Runa Vale", "password": "short"})
    good = client.post(link, {"name": "Runa Vale", "password": PASSWORD})

    assert b"Amber Forum" in page.content
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert (weak.status_code, good.status_code) == (422, 302)
    assert is_signed_in(client)
    assert actor_of(User.objects.get(email="runa@forum.example")).grants[0].role == Role.EDITOR
    assert client.get(link).status_code == 410


def test_the_profile_is_saved_and_the_page_changes_its_language(client, account):
    ilo = account()
    sign_in(client)

    answer = client.post(
        "/en/accounts/",
        {"name": "Ilo M.", "language": "be", "time_zone": "Europe/Minsk", "version": ilo.version},
    )

    assert answer["Location"] == "/be/accounts/"
    ilo.refresh_from_db()
    assert (ilo.name, ilo.language, ilo.time_zone) == ("Ilo M.", "be", "Europe/Minsk")


def test_data_can_be_taken_along_and_the_account_closed(client, account):
    ilo = account()
    sign_in(client)
    confirm(client)

    exported = client.get("/en/accounts/export/")
    closed = client.post("/en/accounts/close/", follow=True)

    assert exported.json()["account"]["email"] == "ilo@forum.example"
    assert "attachment" in exported["Content-Disposition"]
    assert b"Your account is closed." in closed.content
    ilo.refresh_from_db()
    assert ilo.is_closed
    assert not is_signed_in(client)


def test_a_signed_in_request_is_the_actor_in_their_time_zone(client, account):
    account("ilo@forum.example", (Role.READER, EDITION), time_zone="Asia/Vladivostok")
    sign_in(client)

    request = client.get("/en/accounts/sessions/").wsgi_request

    assert request.actor == actor_of(User.objects.get())


def test_the_demonstrations_people_are_shown_and_let_in_only_in_a_demonstration(
    client, account, settings
):
    email = f"vesna{DEMO_DOMAIN}"
    account(email, (Role.SECRETARIAT, EDITION), password=DEMO_PASSWORD)

    assert DEMO_PASSWORD.encode() not in client.get(LOGIN).content
    refused = sign_in(client, email, DEMO_PASSWORD)
    assert refused["Location"] == "/en/accounts/inactive/"
    assert not is_signed_in(client)

    settings.CONFIG = replace(settings.CONFIG, demo=True)
    page = client.get(LOGIN).content.decode()
    assert f"<code>{email}</code> · secretariat" in page
    assert DEMO_PASSWORD in page
    sign_in(client, email, DEMO_PASSWORD)
    assert is_signed_in(client)
