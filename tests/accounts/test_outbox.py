"""Letters with personal links wait and leave unseen by the desk."""

import pytest
from django.core.mail import EmailMessage

from folkmoot.kernel.actors import EVERYWHERE
from folkmoot.kernel.models import OutboxMessage
from folkmoot.rooms.accounts.terms import Role

pytestmark = pytest.mark.django_db


def test_a_failed_letter_with_a_password_link_is_not_shown_at_the_desk(
    client, account, monkeypatch
):
    account("ada@forum.example", (Role.ADMINISTRATOR, EVERYWHERE))
    secretary = account("vesna@forum.example", (Role.SECRETARIAT, EVERYWHERE))

    def no_connection(_mail: EmailMessage) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", no_connection)
    client.post("/en/accounts/password/reset/", {"email": "ada@forum.example"})
    waiting = OutboxMessage.objects.get()
    assert "/password/reset/key/" in waiting.body
    OutboxMessage.objects.update(state="failed")

    client.force_login(secretary)
    page = client.get("/en/desk/outbox/?state=failed").content.decode()

    assert "ada@forum.example" in page
    assert "/password/reset/key/" not in page
