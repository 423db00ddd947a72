"""What following up keeps of people, and what it gives up."""

import pytest

from folkmoot.rooms.accounts.terms import AccountClosed
from folkmoot.rooms.outcomes.services.commitments_privacy import forget_follower
from tests.outcomes.commitments.making import (
    make_active,
    make_finalised,
    make_published,
    name_assessor,
)

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
