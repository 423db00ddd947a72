"""Two workers remind, two people draft or take up the same thing at the same moment."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import AuditEntry, OutboxMessage
from folkmoot.kernel.refusals import Refusal
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Assessment, Commitment, ProgressReport, Reminder
from tests.outcomes.commitments.making import (
    DUE,
    come,
    lead_of,
    make_active,
    make_submitted,
    make_user,
    name_assessor,
    report_values,
    user_actor,
)
from tests.outcomes.making import NOON, both, make_edition

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the threads of a test share one in-memory SQLite connection")


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Results or refusals of the calls, all begun together, each with its own connection."""
    gate = threading.Barrier(len(calls))
    results: list[object] = []

    def run(call: Callable[[], object]) -> None:
        try:
            gate.wait()
            results.append(call())
        except Refusal as refused:
            results.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_two_workers_that_sweep_at_once_send_one_letter(db):
    make_active(make_edition())
    week = datetime(DUE.year, DUE.month, DUE.day, 12, tzinfo=UTC) - timedelta(days=7)

    sent = at_once(*(lambda: services.send_reminders(at=week) for _ in range(3)))

    assert sorted(map(str, sent)) == ["0", "0", "1"]
    assert (Reminder.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_two_tabs_of_one_office_type_into_one_report(db):
    made = make_active(make_edition())
    office, body = come(lead_of(made)), lead_of(made)

    at_once(
        *(
            lambda words=words: services.draft_report(
                actor=office, responsibility=body, values={"narrative": both(words)}, at=NOON
            )
            for words in ("Six", "Seven")
        )
    )

    assert ProgressReport.objects.count() == 1


def test_two_assessors_who_begin_at_once_make_one_assessment(db):
    edition = make_edition()
    made = make_active(edition)
    actors = [name_assessor(edition, "Noor Vale"), name_assessor(edition, "Sten Birk")]

    told = at_once(
        *(
            lambda actor=actor: services.draft_assessment(
                actor=actor, responsibility=lead_of(made), values={}, at=NOON
            )
            for actor in actors
        )
    )

    assert "assessment_open" in told
    assert Assessment.objects.count() == 1


def test_a_report_handed_in_twice_at_once_is_handed_in_once(db):
    made = make_active(make_edition())
    office, body = come(lead_of(made)), lead_of(made)
    report = services.draft_report(
        actor=office, responsibility=body, values=report_values("done"), at=NOON
    )

    told = at_once(
        *(lambda: services.submit_report(actor=office, report=report, at=NOON) for _ in range(2))
    )

    assert told.count("move_not_possible") + told.count("not_allowed") == 1
    handed_in = AuditEntry.objects.filter(uid=report.uid, action="submitted")
    assert (handed_in.count(), ProgressReport.objects.get().state) == (1, "submitted")


def test_two_verifiers_at_once_take_a_report_up_once(db):
    edition = make_edition()
    report = make_submitted(make_active(edition))
    people = [
        user_actor(make_user(name), "secretariat", edition) for name in ("Vesna Holt", "Tomas Reed")
    ]

    told = at_once(
        *(
            lambda actor=actor: services.take_up_report(actor=actor, report=report, at=NOON)
            for actor in people
        )
    )

    assert told.count("move_not_possible") == 1
    taken = AuditEntry.objects.filter(uid=report.uid, action="taken up")
    report.refresh_from_db()
    assert [one.actor_key for one in taken] == [report.verifier_key]


def test_one_verifier_finalises_while_another_returns(db):
    edition = make_edition()
    report = make_submitted(make_active(edition))
    one, other = (
        user_actor(make_user(name), "secretariat", edition) for name in ("Vesna Holt", "Tomas Reed")
    )
    services.take_up_report(actor=one, report=report, at=NOON)

    told = at_once(
        lambda: services.finalise_report(actor=one, report=report, at=NOON),
        lambda: services.return_report(actor=other, report=report, reason="Which berths?", at=NOON),
    )

    assert told.count("move_not_possible") == 1
    report.refresh_from_db()
    done = AuditEntry.objects.get(uid=report.uid, action__in=("finalised", "returned"))
    assert report.state == done.action


def test_a_commitment_is_carried_over_once(db):
    edition = make_edition()
    later = make_edition("2032", edition.series, ordinal=4, starts_on=date(2032, 9, 8),
                         ends_on=date(2032, 9, 9))  # fmt: skip
    made = make_active(edition)
    make_submitted(made)

    told = at_once(
        *(
            lambda: services.carry_over(
                actor=SYSTEM, commitment=made, edition=later, at=NOON,
                values={"due_on": date(2033, 1, 1)},
            )
            for _ in range(2)
        )
    )  # fmt: skip

    assert "move_not_possible" in told
    assert Commitment.objects.count() == 2
