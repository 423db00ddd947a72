"""Offices are reminded 30 and 7 days before and on the day after, and never twice."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import OutcomeLink, Reminder
from folkmoot.rooms.outcomes.services.reminders import kind_on
from folkmoot.rooms.outcomes.terms.agreements import ActKind
from folkmoot.rooms.outcomes.terms.commitments import PAUSES_DUE_DATES
from tests.outcomes.commitments.making import (
    DUE,
    confirm,
    lead_of,
    make_active,
    make_body,
    make_commitment,
    make_in_force,
    make_submitted,
    newest_link,
)
from tests.outcomes.making import NOON, add_act

pytestmark = pytest.mark.django_db


def on(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "kind"),
    [(31, None), (30, "month"), (8, "month"), (7, "week"), (0, "week"), (-1, "after"),
     (-30, "after"), (-31, None)],
)  # fmt: skip
def test_each_reminder_has_its_days(left, kind):
    assert kind_on(DUE, DUE - timedelta(days=left)) == kind


def test_an_office_is_reminded_three_times_and_never_twice_for_a_day(edition):
    make_active(edition)
    sent = [
        services.send_reminders(at=on(DUE - timedelta(days=left)))
        for left in (31, 30, 30, 29, 7, 6, 0, -1, -1, -5)
    ]

    assert sent == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert [one.kind for one in Reminder.objects.order_by("id")] == ["month", "week", "after"]
    assert "It was due on" in str(mail.outbox[-1].body)


def test_a_day_on_which_no_worker_ran_is_made_good(edition):
    make_active(edition)

    assert services.send_reminders(at=on(DUE - timedelta(days=25))) == 1
    assert Reminder.objects.get().kind == "month"


def test_one_letter_for_each_office_lists_all_its_commitments_in_its_language(edition):
    agreement = make_in_force(edition)
    for number in range(3):
        confirm(make_commitment(agreement, f"Promise {number}"))
    slate = make_body("Slate")
    confirm(make_commitment(agreement, "Trees", lead=slate, email="slate@example.org",
                            mail_language="ru"))  # fmt: skip

    count = services.send_reminders(at=on(DUE - timedelta(days=7)))

    letters = {one.to[0]: str(one.body) for one in mail.outbox}
    assert count == 2
    assert letters["harbour@example.org"].count("/en/report/") == 3
    assert letters["slate@example.org"].count("/ru/report/") == 1
    assert OutcomeLink.objects.filter(ended_at__isnull=True).count() == 4


def test_the_link_of_a_reminder_opens_the_report_that_was_begun(edition):
    made = make_active(edition)
    services.send_reminders(at=on(DUE - timedelta(days=30)))
    access = services.come_to_report(newest_link(), at=on(DUE - timedelta(days=29)))
    begun = services.draft_report(
        actor=access.actor, responsibility=lead_of(made), values={}, at=on(DUE - timedelta(days=29))
    )
    services.send_reminders(at=on(DUE - timedelta(days=7)))

    assert services.come_to_report(newest_link(), at=on(DUE - timedelta(days=6))).report == begun


def test_who_claims_delivery_or_rests_or_has_no_address_is_left_alone(edition, own):
    day = on(DUE - timedelta(days=7))
    claimed = make_active(edition)
    make_submitted(claimed, "done")
    mail.outbox.clear()
    paused = make_active(edition, title="Another", lead=make_body("Slate"))
    add_act(paused.agreement, ActKind.SUSPENSION, on=DUE - timedelta(days=40),
            details={PAUSES_DUE_DATES: True})  # fmt: skip
    make_commitment(make_in_force(edition), "Proposed only", lead=make_body("Reed"))
    make_active(edition, title="No address", lead=make_body("Moss"), email="")

    assert services.send_reminders(at=day) == 0
    assert mail.outbox == []


def test_the_daily_sweep_reminds_too(edition):
    from folkmoot.project.sweeps import sweep_rooms

    make_active(edition, due_on=(NOON + timedelta(days=7)).date())

    services.sweep_commitments(at=NOON)
    services.sweep_commitments(at=NOON)

    assert len(mail.outbox) == 1
    assert "sweep_commitments" in sweep_rooms.__code__.co_names
