"""Two assessors and the party's reply, step by step at the desk."""

import pytest
from django.test import Client

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Assessment, Commitment
from tests.desk.conftest import Forum, signed_in
from tests.desk.following.conftest import sent, user_of
from tests.desk.following.test_pages import page
from tests.outcomes.commitments.making import independent_evidence, lead_of
from tests.outcomes.making import NOON

pytestmark = pytest.mark.django_db


def named(client: Client, forum: Forum, **of: object) -> Client:
    services.create_assessor(
        actor=SYSTEM, values={"edition": forum.edition, "user": user_of(client), **of}, at=NOON
    )
    return client


@pytest.fixture
def first(forum: Forum, assessor: Client) -> Client:
    return named(assessor, forum)


@pytest.fixture
def again(forum: Forum) -> Client:
    return named(signed_in("assessor", email="again@example.org"), forum)


def begin(client: Client, commitment: Commitment) -> Assessment:
    deed = {"do": "begin", "body": str(lead_of(commitment).uid), "phase": "final"}
    client.post(page("commitment_assessments", commitment), deed)
    return Assessment.objects.latest("id")


def finding(commitment: Commitment, **values: object) -> dict[str, object]:
    item = independent_evidence(commitment)
    return {
        "do": "save", "then": "second", "evidence": [str(item.pk)], "score": "1",
        "completion": "complete", "confidence": "high", "conflicts": "",
        **sent("All ten are in use.", "rationale"), **values,
    }  # fmt: skip


def test_an_assessment_goes_from_the_draft_to_publication(
    active: Commitment, first: Client, again: Client, secretariat: Client
) -> None:
    draft = begin(first, active)
    address = page("assessment", draft)
    first.post(address, finding(active))

    own = first.post(address, {"do": "agree"})
    again.post(address, {"do": "agree"})
    early = first.post(address, {"do": "publish"})
    secretariat.post(address, {"do": "reply", "words": "We agree."})
    first.post(address, {"do": "publish"})

    draft.refresh_from_db()
    assert (own.status_code, early.status_code) == (403, 409)
    assert "A second assessor looks at it." in own.content.decode()
    assert (draft.state, draft.score, str(draft.reply)) == ("published", 1, "We agree.")


def test_a_draft_is_kept_half_and_handed_on_whole(active: Commitment, first: Client) -> None:
    draft = begin(first, active)
    address = page("assessment", draft)
    half = sent("All ten are in use.", "rationale")

    kept = first.post(address, {"do": "save", **half})
    refused = first.post(address, {"do": "save", "then": "second", **half})

    draft.refresh_from_db()
    assert (kept.status_code, refused.status_code, draft.state) == (302, 422, "draft")
    assert set(refused.context["form"].errors) == {"completion", "confidence"}
    assert "All ten are in use." in refused.content.decode()


def test_a_score_without_evidence_is_refused_at_its_field(
    active: Commitment, first: Client
) -> None:
    draft = begin(first, active)

    refused = first.post(page("assessment", draft), finding(active, evidence=[], then=""))

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["score"])


def test_who_is_not_named_begins_nothing_and_is_told_why(
    active: Commitment, assessor: Client, reader: Client
) -> None:
    deed = {"do": "begin", "body": str(lead_of(active).uid), "phase": "final"}
    address = page("commitment_assessments", active)

    told = assessor.post(address, deed)
    denied = reader.post(address, deed)

    assert (told.status_code, denied.status_code, Assessment.objects.count()) == (403, 403, 0)
    assert "You are not named as an assessor of this edition." in told.content.decode()


def test_the_second_assessor_sends_it_back_with_a_reason(
    active: Commitment, first: Client, again: Client
) -> None:
    draft = begin(first, active)
    address = page("assessment", draft)
    first.post(address, finding(active))

    wordless = again.post(address, {"do": "send_back", "words": ""})
    again.post(address, {"do": "send_back", "words": "Which berths?"})

    draft.refresh_from_db()
    assert (wordless.status_code, draft.state) == (422, "draft")
    assert "Which berths?" in first.get(address).content.decode()


def test_what_is_at_work_is_listed_for_assessors_alone(
    active: Commitment, first: Client, reader: Client
) -> None:
    draft = begin(first, active)

    listed = first.get(page("assessments"))

    assert [one["record"] for one in listed.context["lines"]] == [draft]
    assert reader.get(page("assessments")).status_code == 403
    assert reader.get(page("assessment", draft)).status_code == 200
    assert reader.post(page("assessment", draft), {"do": "discard"}).status_code == 403
