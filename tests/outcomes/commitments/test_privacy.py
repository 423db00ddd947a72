"""What following up keeps of people, and what it gives up."""

import pytest

from folkmoot.kernel.models import AuditEntry
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.services.export import export_account
from folkmoot.rooms.accounts.terms import AccountClosed
from folkmoot.rooms.outcomes.models import Assessor
from folkmoot.rooms.outcomes.services.commitments_privacy import forget_follower
from tests.outcomes.commitments.making import (
    make_active,
    make_finalised,
    make_published,
    name_assessor,
)
from tests.outcomes.making import NOON

pytestmark = pytest.mark.django_db


def test_a_closed_account_loses_its_name_and_keeps_its_key(edition, own):
    commitment = make_active(edition)
    report = make_finalised(commitment, own)
    first, again = name_assessor(edition, "Noor Vale"), name_assessor(edition, "Sten Birk")
    assessment = make_published(commitment, first, again)

    for actor in (own, again):
        forget_follower(AccountClosed(actor.key))
    report.refresh_from_db()
    assessment.refresh_from_db()

    assert (report.verifier_key, report.verifier_label) == (own.key, "former user")
    assert report.reporter_name == "Harbour office"
    assert (assessment.second_key, assessment.second_label) == (again.key, "former user")
    assert assessment.assessor_label == "Noor Vale"


def test_an_account_takes_along_what_it_checked_and_assessed(edition, own):
    commitment = make_active(edition)
    report = make_finalised(commitment, own)

    told = export_account(actor=own, user=User.objects.get(pk=own.user_id), at=NOON)

    done = [one["action"] for one in told["actions"] if one["uid"] == str(report.uid)]
    assert done == ["taken up", "finalised"]


def test_for_whom_an_assessor_worked_goes_with_the_account(edition):
    first = name_assessor(edition, "Noor Vale")
    kept = name_assessor(edition, "Sten Birk")

    forget_follower(AccountClosed(first.key))

    assert [one.user_id for one in Assessor.objects.all()] == [kept.user_id]
    told = AuditEntry.objects.filter(kind="outcomes.assessor").order_by("id")
    assert [(one.label, bool(one.after)) for one in told] == [
        ("former user", False),
        ("Sten Birk", True),
    ]
