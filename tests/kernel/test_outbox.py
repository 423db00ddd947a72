"""Mail leaves after the transaction, is tried again, and stays visible when it fails."""

import socket
import socketserver
import threading
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from folkmoot.kernel import clock, jobs, outbox
from folkmoot.kernel.jobs import new_worker_id
from folkmoot.kernel.models import OutboxMessage
from folkmoot.kernel.refusals import Invalid, NotFound

pytestmark = pytest.mark.django_db


def post(at, **more):
    return outbox.post_mail(
        to="runa@forum.example", subject="Welcome", body="Come in.", language="en", at=at, **more
    )


def test_a_queued_mail_is_sent(noon):
    message = post(noon)

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("sent", 1)
    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [
        (["runa@forum.example"], "Welcome", "Come in.")
    ]


def test_a_draft_waits_until_a_person_releases_it(noon):
    message = post(noon, draft=True)
    assert (message.state, mail.outbox) == ("draft", [])

    outbox.release(message_id=message.pk, at=noon)

    assert len(mail.outbox) == 1


def test_a_discarded_draft_is_never_sent(noon):
    message = post(noon, draft=True)

    outbox.discard(message_id=message.pk)

    with pytest.raises(NotFound):
        outbox.release(message_id=message.pk, at=noon)
    assert mail.outbox == []


def test_a_line_break_cannot_smuggle_a_header_into_a_mail(noon):
    outbox.post_mail(
        to="runa@forum.example",
        subject="Hello\r\nBcc: all@x.example",
        body="-",
        language="en",
        at=noon,
    )

    assert mail.outbox[0].subject == "Hello Bcc: all@x.example"


# Nothing listens on port 1. Waiting tasks need the real queue, which the suite otherwise skips.
AWAY = override_settings(
    EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
    EMAIL_HOST="127.0.0.1",
    EMAIL_PORT=1,
    TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
)
QUEUE = override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})


def work() -> None:
    """Run what waits in the queue now."""
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)


# The worker closes connections, which would end the transaction of an ordinary test.
@pytest.mark.django_db(transaction=True)
@AWAY
def test_a_mail_server_that_is_away_leaves_the_mail_waiting_with_the_reason(noon):
    message = post(noon)
    work()

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)
    assert "refused" in message.last_error
    assert message.next_try_at > clock.now()


@pytest.mark.django_db(transaction=True)
@AWAY
def test_after_the_last_attempt_a_mail_is_marked_failed_and_can_be_tried_once_more(noon):
    message = post(noon)
    for _ in range(5):
        outbox.deliver.func(message.pk)

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("failed", 5)
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        outbox.release(message_id=message.pk, at=noon + timedelta(days=1))
        work()
    message.refresh_from_db()
    assert message.state == "sent"


class Watching(EmailBackend):
    """A mail server that notes whether it is asked inside a transaction."""

    asked_inside: list[bool] = []

    def send_messages(self, messages) -> int:
        self.asked_inside.append(connection.in_atomic_block)
        return super().send_messages(messages)


@pytest.mark.django_db(transaction=True)
@override_settings(
    EMAIL_BACKEND=f"{__name__}.Watching",
    TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
)
def test_a_slow_mail_server_keeps_nobody_else_from_writing(noon):
    Watching.asked_inside.clear()
    message = post(noon)
    work()

    message.refresh_from_db()
    assert (message.state, Watching.asked_inside) == ("sent", [False])


@pytest.mark.django_db(transaction=True)
@QUEUE
def test_an_address_that_no_mail_can_have_does_not_wait_for_ever(noon):
    message = outbox.post_mail(
        to="runa@forum.example\nx: y", subject="Hello", body="-", language="en", at=noon
    )
    work()

    message.refresh_from_db()
    assert (message.state, message.attempts) == ("queued", 1)
    assert message.last_error.startswith("BadHeaderError")
    assert message.next_try_at > clock.now()


@QUEUE
def test_a_mail_whose_worker_was_killed_is_sent_by_the_next_one(noon):
    message = post(noon)
    lost = DBTaskResult.objects.get()
    lost.claim(new_worker_id())
    outbox.resume_lost(at=noon)  # the task may still be at work
    assert DBTaskResult.objects.count() == 1

    jobs.settle_lost_work(at=noon)
    outbox.resume_lost(at=noon)
    outbox.resume_lost(at=noon)

    waiting = DBTaskResult.objects.exclude(pk=lost.pk).values_list("status", "args_kwargs")
    assert list(waiting) == [("READY", {"args": [message.pk], "kwargs": {}})]


@QUEUE
def test_a_mail_that_kills_every_worker_is_given_up(noon):
    message = post(noon)
    DBTaskResult.objects.all().delete()
    OutboxMessage.objects.update(attempts=5)

    outbox.resume_lost(at=noon)

    message.refresh_from_db()
    assert (message.state, DBTaskResult.objects.exists()) == ("failed", False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Inbox:
    """A real mail server's handler that keeps what arrives."""

    def __init__(self) -> None:
        self.received: list[bytes] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        self.received.append(envelope.content)
        return "250 OK"


def test_a_mail_in_cyrillic_arrives_at_a_real_server_as_written(noon):
    from email import message_from_bytes, policy

    inbox = Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        with override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=controller.port,
        ):
            outbox.post_mail(
                to="runa@forum.example",
                subject="Приглашение на форум",
                body="Добро пожаловать.",
                language="ru",
                at=noon,
            )
    finally:
        controller.stop()

    arrived = message_from_bytes(inbox.received[0], policy=policy.default)
    assert (arrived["subject"], arrived.get_content().strip()) == (
        "Приглашение на форум",
        "Добро пожаловать.",
    )


def test_a_webhook_is_posted_as_json(noon):
    received: list[bytes] = []

    class Answer(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            length = 0
            while (line := self.rfile.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            received.append(self.rfile.read(length))
            self.wfile.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        message = outbox.post_webhook(
            to=f"http://127.0.0.1:{server.server_address[1]}/hook",
            payload={"release": "1.2"},
            at=noon,
        )

    assert received == [b'{"release": "1.2"}']
    assert OutboxMessage.objects.get(pk=message.pk).state == "sent"


@pytest.mark.django_db(transaction=True)
def test_a_webhook_to_a_file_is_refused_and_says_so(noon):
    with AWAY:
        message = outbox.post_webhook(to="file:///etc/passwd", payload={}, at=noon)
        work()

    message.refresh_from_db()
    assert (message.state, "http" in message.last_error) == ("queued", True)


@pytest.mark.parametrize("state", ["draft", "failed"])
def test_a_letter_that_waits_is_written_anew_and_sent_as_written(noon, state):
    message = post(noon, draft=True)
    OutboxMessage.objects.update(state=state)

    outbox.change_draft(
        message_id=message.pk,
        to=" ilo@forum.example ",
        subject="Come\r\nBcc: everybody",
        body="Dear Ilo,\r\ncome in.\n",
    )

    message.refresh_from_db()
    assert (message.state, mail.outbox) == (state, [])
    outbox.release(message_id=message.pk, at=noon)
    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [
        (["ilo@forum.example"], "Come Bcc: everybody", "Dear Ilo,\ncome in.")
    ]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"to": "nobody"}, ["to"]),
        ({"to": "a@forum.example, b@forum.example"}, ["to"]),
        ({"subject": " ", "body": "\n"}, ["body", "subject"]),
    ],
)
def test_a_letter_keeps_an_address_and_words(noon, values, wrong):
    message = post(noon, draft=True)

    with pytest.raises(Invalid) as refusal:
        outbox.change_draft(
            message_id=message.pk, **{"to": message.to, "subject": "S", "body": "B", **values}
        )

    message.refresh_from_db()
    assert sorted(refusal.value.errors) == wrong
    assert message.body == "Come in."


@pytest.mark.parametrize(
    "fixed",
    [{"state": "sent"}, {"state": "queued"}, {"is_confidential": True}, {"channel": "webhook"}],
)
def test_what_left_or_is_confidential_cannot_be_written_anew(noon, fixed):
    message = post(noon, draft=True)
    OutboxMessage.objects.update(**fixed)

    with pytest.raises(NotFound):
        outbox.change_draft(message_id=message.pk, to="x@forum.example", subject="S", body="B")
