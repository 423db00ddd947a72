"""A party reads what assessors found, and replies once by its mailed link."""

from typing import Any

import pytest
from django.test import Client

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.models import Assessment, Commitment
from folkmoot.rooms.outcomes.services.assessments import create_assessor, draft_assessment
from folkmoot.rooms.outcomes.services.assessments_states import send_for_reply, send_to_second
from folkmoot.rooms.outcomes.services.evidence import add_evidence
from folkmoot.rooms.programme.models import Edition
from tests.outcomes.commitments.making import lead_of, make_user, user_actor
from tests.outcomes.making import NOON, both
from tests.portal.conftest import letter_address


def assessor(edition: Edition, name: str, own: Actor) -> Actor:
    user = make_user(name)
    create_assessor(actor=own, values={"edition": edition, "user": user}, at=NOON)
    return user_actor(user, "assessor", edition)


@pytest.fixture
def assessment(edition: Edition, commitment: Commitment, secretary: Actor) -> Assessment:
    """Sent to the party: partly done, by one independent piece of evidence."""
    first, second = (assessor(edition, one, secretary) for one in ("Ada Roth", "Jon Vale"))
    item = add_evidence(
        actor=first,
        commitment=commitment,
        values={"kind": "data", "title": both("Berth register"), "is_from_reporter": False},
        data=b"berth;in use\n1;yes\n",
        name="berths.csv",
        at=NOON,
    ).item
    values = {
        "score": 0, "completion": "substantial", "confidence": "medium",
        "rationale": both("Five of ten berths are in use."), "evidence": [item],
    }  # fmt: skip
    draft = draft_assessment(
        actor=first, responsibility=lead_of(commitment), values=values, at=NOON
    )
    send_to_second(actor=first, assessment=draft, at=NOON)
    return send_for_reply(actor=second, assessment=draft, at=NOON)


def test_a_party_reads_the_findings_and_replies_in_its_own_words(
    office: Client, assessment: Assessment
) -> None:
    address = letter_address()
    page = office.get(address).content.decode()
    for words in ("Five of ten berths are in use.", "At least five berths are in use.",
                  "Berth register", "Nobody else has seen this yet."):  # fmt: skip
        assert words in page

    answer = office.post(address, {"reply": "Two more opened yesterday."})
    assert (answer.status_code, answer["Location"]) == (302, "/en/reply/done/")
    assessment.refresh_from_db()
    assert dict(assessment.reply.texts) == {"en": "Two more opened yesterday."}
    assert office.get(address).status_code == 410


def test_an_empty_reply_is_told_at_its_field(office: Client, assessment: Assessment) -> None:
    answer = office.post(letter_address(), {"reply": " "})
    assert answer.status_code == 422
    assert "Write your reply first." in answer.content.decode()


def test_the_evidence_can_be_read_by_the_link_and_by_nobody_else(
    office: Client, assessment: Assessment
) -> None:
    address, item = letter_address(), assessment.evidence.get()
    file: Any = office.get(f"{address}evidence/{item.uid}/")
    assert b"".join(file.streaming_content) == b"berth;in use\n1;yes\n"
    assert file["Content-Disposition"] == 'attachment; filename="berths.csv"'
    assert file["Cache-Control"] == "no-store, private"
    assert office.get(f"/en/reply/wrong/evidence/{item.uid}/").status_code == 410
    assert office.get(f"{address}evidence/{assessment.uid}/").status_code == 404


def test_the_page_costs_the_same_with_much_evidence(
    office: Client, assessment: Assessment, secretary: Actor, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        added = add_evidence(
            actor=secretary,
            commitment=assessment.commitment,
            values={"kind": "news", "title": both(f"Article {number}")},
            data=f"article {number}".encode(),
            name=f"{number}.txt",
            at=NOON,
        )
        assessment.evidence.add(added.item)
    with django_assert_max_num_queries(6):
        office.get(letter_address())
