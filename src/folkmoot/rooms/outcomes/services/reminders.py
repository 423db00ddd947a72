"""Letters before a day comes: 30 days, 7 days, and on the day after. Swept every day.

One letter for each office, whatever it is responsible for, in its language; each commitment in it
with a link of its own. A row for each kind of reminder, body and day makes sure that nobody is
reminded twice, even by two workers, and that a day on which no worker ran is made good.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.kernel.outbox import post_mail
from folkmoot.rooms.outcomes.models import Commitment, Reminder, Responsibility
from folkmoot.rooms.outcomes.queries.following import CommitmentRow, commitment_rows
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.services.commitments_checks import ANSWERING
from folkmoot.rooms.outcomes.services.commitments_states import (
    activate_commitments,
    follow_next_editions,
)
from folkmoot.rooms.outcomes.services.links import link_address, make_link
from folkmoot.rooms.outcomes.services.reports_mail import day_in, language_of, title_in
from folkmoot.rooms.outcomes.terms.commitments import (
    REPORT_LINK_LASTS,
    CommitmentState,
    LinkPurpose,
    ReminderKind,
)
from folkmoot.rooms.outcomes.terms.method import Flag

_MONTH: Final = timedelta(days=30)
_WEEK: Final = timedelta(days=7)
# Who was not reminded within this time after the day is not reminded by a letter any more.
_AFTER: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _Due:
    """One body to be reminded of one commitment."""

    responsibility: Responsibility
    row: CommitmentRow
    kind: ReminderKind


def sweep_commitments(*, at: datetime) -> None:
    """What follows on days alone: next editions, entry into force, reminders."""
    follow_next_editions(at=at)
    activate_commitments(at=at)
    send_reminders(at=at)


def send_reminders(*, at: datetime) -> int:
    """Write to every office that has something due; says how many letters left.

    Seven queries, and those of each letter.
    """
    of_office: defaultdict[tuple[str, str], list[_Due]] = defaultdict(list)
    for one in _to_remind(at):
        office = one.responsibility.email, language_of(one.responsibility)
        of_office[office].append(one)
    return sum(_remind(told, at) for told in of_office.values())


def kind_on(due_on: date, today: date) -> ReminderKind | None:
    """Which reminder belongs to a day; the one before counts no more when the next has come."""
    left = due_on - today
    if left > _MONTH or left < -_AFTER:
        return None
    if left > _WEEK:
        return ReminderKind.MONTH
    return ReminderKind.WEEK if left >= timedelta() else ReminderKind.AFTER


def _to_remind(at: datetime) -> Iterable[_Due]:
    states = (CommitmentState.CONFIRMED, CommitmentState.ACTIVE)
    day = at.date()
    # Pauses only ever move a day back, so what is due much later cannot be due now.
    near = Commitment.objects.filter(
        state__in=states, due_on__lte=day + _MONTH + timedelta(days=1)
    ).select_related("edition__series", "agreement")
    of_day: defaultdict[date, list[Commitment]] = defaultdict(list)
    for one in near:
        of_day[today_in(one.edition, at)].append(one)
    sent = set(
        Reminder.objects.filter(responsibility__commitment__state__in=states).values_list(
            "responsibility_id", "kind", "due_on"
        )
    )
    for today, some in of_day.items():
        for row in commitment_rows(some, today):
            kind = kind_on(row.due_on, today)
            if kind is None or row.flag is Flag.PAUSED:
                continue
            for body in row.bodies:
                is_asked = body.role in ANSWERING and body.email
                if is_asked and (body.pk, kind.value, row.due_on) not in sent:
                    yield _Due(body, row, kind)


def _remind(told: list[_Due], at: datetime) -> int:
    """One letter to one office."""
    rows = [
        Reminder(
            responsibility=one.responsibility, kind=one.kind, due_on=one.row.due_on, sent_at=at
        )
        for one in told
    ]
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(rows)
            _post(told, at)
    except IntegrityError:  # another worker is writing to this office
        return 0
    return 1


def _post(told: list[_Due], at: datetime) -> None:
    first = told[0].responsibility
    language = language_of(first)
    ordered = sorted(told, key=lambda one: (one.row.due_on, one.row.commitment.pk))
    with translation.override(language):
        items = "\n\n".join(_item(one, language, at) for one in ordered)
        if len(ordered) == 1:
            title = title_in(ordered[0].row.commitment, language)
            subject = _("A commitment of your office: %(title)s") % {"title": title}
        else:
            subject = _("Commitments of your office: %(count)s") % {"count": len(ordered)}
        body = _(
            "Hello,\n\n"
            "your office is responsible for what follows. Please say how far it has come: "
            "it takes about three minutes for each, on a phone too, and needs no account.\n\n"
            "%(items)s\n\n"
            "Do not pass this letter on: its links let their reader report for your office. "
            "Earlier links for the same commitments work no longer; what you typed is kept."
        ) % {"items": items}
    post_mail(
        to=first.email,
        subject=subject,
        body=body,
        language=language,
        at=at,
        about=ordered[0].row.commitment.ref,
        confidential=True,
    )


def _item(one: _Due, language: str, at: datetime) -> str:
    made = make_link(
        purpose=LinkPurpose.REPORT, about=one.responsibility, at=at, lasts=REPORT_LINK_LASTS
    )
    told = {
        "title": title_in(one.row.commitment, language),
        "day": day_in(one.row.due_on),
        "address": link_address(LinkPurpose.REPORT, made.token, language),
    }
    if one.kind is ReminderKind.AFTER:
        return _("%(title)s\nIt was due on %(day)s.\n%(address)s") % told
    return _("%(title)s\nIt is due on %(day)s.\n%(address)s") % told
