"""Letters with a link, as a real mail server takes them in."""

import re
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.services.reports_links import ask_for_report
from folkmoot.rooms.programme.models import Edition
from tests.kernel.test_outbox import Inbox, free_port
from tests.outcomes.commitments.making import lead_of, make_active
from tests.outcomes.making import NOON


@pytest.mark.parametrize(
    ("language", "subject", "sentence"),
    [
        ("en", "Please report: Ten berths in Port Amber", "Due on 30 June 2032."),
        ("ru", "Ten berths in Port Amber", "30 июня 2032"),
        ("be", "Ten berths in Port Amber", "30 чэрвеня 2032"),
    ],
)
def test_the_letter_arrives_in_the_office_s_language_and_its_link_opens_the_page(
    edition: Edition,
    secretary: Actor,
    office: Client,
    settings: Any,
    language: str,
    subject: str,
    sentence: str,
) -> None:
    commitment = make_active(edition, mail_language=language)
    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        ask_for_report(actor=secretary, responsibility=lead_of(commitment), at=NOON)
    finally:
        controller.stop()

    [data] = inbox.received
    letter: Any = message_from_bytes(data, policy=policy.default)
    words = letter.get_content()
    assert letter["to"] == "harbour@example.org"
    assert subject in letter["subject"]
    assert sentence in words
    address = re.search(rf"/{language}/report/[\w-]+/", words)
    assert address is not None
    page = office.get(address[0])
    assert (page.status_code, page["Content-Language"]) == (200, language)
