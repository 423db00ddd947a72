"""What leaves the process: written with the record in one transaction, sent afterwards.

Mail that a person should read first starts as a draft; the desk queues or discards it.
Delivery is tried five times with growing pauses, and every failure stays visible. No
transaction is open while a server is asked: SQLite would keep every other writer waiting.
"""

import json
import logging
import urllib.request
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.jobs import enqueue_later, open_arguments, task
from folkmoot.kernel.models import OutboxMessage
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid, NotFound

log = logging.getLogger(__name__)
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))


@transaction.atomic
def post_mail(
    *,
    to: str,
    subject: str,
    body: str,
    language: str,
    at: datetime,
    about: RecordRef | None = None,
    draft: bool = False,
    confidential: bool = False,
) -> OutboxMessage:
    """Write a mail to the outbox: queued at once, or a draft for a person to read first.

    Args:
        confidential: the text holds a link that lets its reader in. Screens must not show it,
            and it is blanked as soon as it is sent.
    """
    state = OutboxMessage.State.DRAFT if draft else OutboxMessage.State.QUEUED
    message = OutboxMessage.objects.create(
        channel=OutboxMessage.Channel.MAIL,
        state=state,
        to=to,
        subject=_one_line(subject),
        body=body,
        is_confidential=confidential,
        language=language,
        about_kind=about.kind if about else "",
        about_uid=about.uid if about else None,
        created_at=at,
        next_try_at=at,
    )
    if not draft:
        deliver.enqueue(message.pk)
    return message


def _one_line(subject: str) -> str:
    # A line break in a subject would start a new header.
    return " ".join(subject.split())[:300]


@transaction.atomic
def post_webhook(*, to: str, payload: object, at: datetime) -> OutboxMessage:
    """Write a webhook call to the outbox."""
    message = OutboxMessage.objects.create(
        channel=OutboxMessage.Channel.WEBHOOK,
        to=to,
        body=json.dumps(payload, ensure_ascii=False),
        created_at=at,
        next_try_at=at,
    )
    deliver.enqueue(message.pk)
    return message


def can_change(message: OutboxMessage) -> bool:
    """Whether people may still write it anew: a mail that waits for them and that they may read."""
    return (
        message.channel == OutboxMessage.Channel.MAIL
        and message.state in (OutboxMessage.State.DRAFT, OutboxMessage.State.FAILED)
        and not message.is_confidential
    )


@transaction.atomic
def change_draft(*, message_id: int, to: str, subject: str, body: str) -> OutboxMessage:
    """Write a mail anew before it leaves; it waits as before until it is released.

    Raises:
        NotFound: there is no draft or failed mail of that number, or its text is confidential.
        Invalid: the address is none or a text is missing; nothing is written.
    """
    message = OutboxMessage.objects.select_for_update().filter(pk=message_id).first()
    if message is None or not can_change(message):
        raise NotFound
    message.to, message.subject = to.strip(), _one_line(subject)
    message.body = body.replace("\r\n", "\n").strip()
    _check(message)
    message.save(update_fields=["to", "subject", "body"])
    return message


def _check(message: OutboxMessage) -> None:
    errors = {}
    try:
        validate_email(message.to)
    except ValidationError as fault:
        errors["to"] = fault.messages
    for name in ("subject", "body"):
        if not getattr(message, name):
            errors[name] = [_("Write something here.")]
    if errors:
        raise Invalid(errors)


@transaction.atomic
def release(*, message_id: int, at: datetime) -> OutboxMessage:
    """Queue a draft, or a failed message once more.

    Raises:
        NotFound: there is no draft or failed message of that number.
    """
    waiting = (OutboxMessage.State.DRAFT, OutboxMessage.State.FAILED)
    message = (
        OutboxMessage.objects.select_for_update().filter(pk=message_id, state__in=waiting).first()
    )
    if message is None:
        raise NotFound
    message.state, message.next_try_at, message.attempts = OutboxMessage.State.QUEUED, at, 0
    message.save()
    deliver.enqueue(message.pk)
    return message


@transaction.atomic
def discard(*, message_id: int) -> OutboxMessage:
    """Put a draft or failed message aside for good.

    Raises:
        NotFound: there is no draft or failed message of that number.
    """
    waiting = (OutboxMessage.State.DRAFT, OutboxMessage.State.FAILED)
    message = (
        OutboxMessage.objects.select_for_update().filter(pk=message_id, state__in=waiting).first()
    )
    if message is None:
        raise NotFound
    message.state = OutboxMessage.State.DISCARDED
    message.save()
    return message


@task()
def deliver(message_id: int) -> None:
    """Send one message; on failure plan the next attempt or mark it failed."""
    message = OutboxMessage.objects.filter(pk=message_id, state=OutboxMessage.State.QUEUED).first()
    if message is None:  # sent or discarded
        return
    # Counting the attempt claims it: of two workers that read the same number one goes on.
    unclaimed = OutboxMessage.objects.filter(
        pk=message_id, state=OutboxMessage.State.QUEUED, attempts=message.attempts
    )
    if not unclaimed.update(attempts=F("attempts") + 1):
        return
    error = ""
    try:
        _send(message)
    # smtplib's faults are OSErrors; an address that cannot be written is a ValueError.
    except (OSError, HTTPException, ValueError) as fault:
        error = f"{type(fault).__name__}: {fault}"
    _settle(message_id, error)


@transaction.atomic
def resume_lost(*, at: datetime) -> None:
    """Queue anew what should have left by now but has no task, because its worker died."""
    due = OutboxMessage.objects.filter(state=OutboxMessage.State.QUEUED, next_try_at__lte=at)
    lost = {message.pk: message for message in due}
    for (message_id,) in open_arguments(deliver):
        lost.pop(message_id, None)
    for message in lost.values():
        log.warning("outbox message %s was lost by a worker", message.pk)
        if message.attempts > len(PAUSES):
            _settle(message.pk, "The worker stopped at every attempt.")
        else:
            deliver.enqueue(message.pk)


@transaction.atomic
def _settle(message_id: int, error: str) -> None:
    message = (
        OutboxMessage.objects.select_for_update()
        .filter(pk=message_id, state=OutboxMessage.State.QUEUED)
        .first()
    )
    if message is None:  # removed meanwhile
        return
    if error:
        _plan_next(message, error)
    else:
        message.state, message.sent_at, message.last_error = (
            OutboxMessage.State.SENT,
            clock.now(),
            "",
        )
        if message.is_confidential:
            message.body = ""
    message.save()


def _plan_next(message: OutboxMessage, error: str) -> None:
    message.last_error = error
    if message.attempts > len(PAUSES):
        message.state = OutboxMessage.State.FAILED
        log.error("outbox message %s failed for good: %s", message.pk, error)
        return
    message.next_try_at = clock.now() + PAUSES[message.attempts - 1]
    enqueue_later(deliver, message.next_try_at, message.pk)


def _send(message: OutboxMessage) -> None:
    if message.channel == OutboxMessage.Channel.MAIL:
        EmailMessage(message.subject, message.body, to=[message.to]).send()
        return
    if urlsplit(message.to).scheme not in ("http", "https"):
        raise OSError("a webhook address must begin with http:// or https://")
    request = urllib.request.Request(  # noqa: S310 - scheme checked above
        message.to, data=message.body.encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=20):  # noqa: S310
        pass
