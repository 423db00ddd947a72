"""Agreeing on the whole text at the desk: offer, acceptance, approvals, reopening."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Acceptance, Agreement, Approval, Clause, TextVersion
from tests.desk.agreements.conftest import party_of
from tests.desk.agreements.test_text import propose
from tests.outcomes.making import NOON, both


def page(agreement: Agreement) -> str:
    return reverse("desk:agreement_acceptance", args=[agreement.uid])


def do(client: Client, agreement: Agreement, deed: str, target: object = "", **sent: object):
    return client.post(page(agreement), {"do": deed, "target": str(target), **sent})


def offered(agreement: Agreement) -> TextVersion:
    return services.offer_text(actor=SYSTEM, agreement=agreement, at=NOON)


def hashes(text: TextVersion) -> dict[str, object]:
    """What the form of acceptance sends beside the party."""
    told = {f"hash_{language}": value for language, value in text.hashes.items()}
    return {"text": text.uid, **told}


@pytest.fixture
def agreed(talks: Agreement) -> Agreement:
    text = offered(talks)
    for party in talks.parties.all():
        services.accept_text(actor=SYSTEM, text=text, party=party, hashes=text.hashes, at=NOON)
    return talks


def test_a_party_offers_the_text_and_both_accept_the_same_hashes(
    amber: Client, slate: Client, talks: Agreement
) -> None:
    one, two = party_of(talks, 1), party_of(talks, 2)

    do(amber, talks, "offer", party=one.uid)
    text = TextVersion.objects.get()
    read = slate.get(page(talks)).content.decode()
    first = do(amber, talks, "accept", one.uid, **hashes(text))
    second = do(slate, talks, "accept", two.uid, **hashes(text))

    assert all(value in read for value in text.hashes.values())
    assert (first.status_code, second.status_code) == (302, 302)
    assert [one.hashes for one in Acceptance.objects.all()] == [text.hashes, text.hashes]
    assert "text agreed" in amber.get(page(talks)).content.decode()


def test_nobody_accepts_for_another_party(amber: Client, reader: Client, talks: Agreement) -> None:
    text, two = offered(talks), party_of(talks, 2)

    answers = [do(one, talks, "accept", two.uid, **hashes(text)) for one in (amber, reader)]
    offers = do(reader, talks, "offer").status_code, do(amber, talks, "offer").status_code

    assert [one.status_code for one in answers] == [403, 403]
    assert offers == (403, 403)
    assert Acceptance.objects.count() == 0


def test_hashes_that_are_not_those_of_the_offer_are_not_accepted(
    amber: Client, talks: Agreement
) -> None:
    text, one = offered(talks), party_of(talks, 1)
    wrong = {**hashes(text), "hash_ru": "0" * 64}

    answer = do(amber, talks, "accept", one.uid, **wrong)

    assert answer.status_code == 409
    assert "These are not the hashes of the text on offer." in answer.content.decode()
    assert do(amber, talks, "accept", one.uid, text=text.uid).status_code == 409
    assert do(amber, talks, "accept", one.uid, text="no-such").status_code == 404


def test_open_proposals_and_gaps_are_told_before_the_text_is_offered(
    amber: Client, talks: Agreement, clause: Clause
) -> None:
    one = party_of(talks, 1)
    proposal = propose(clause, text=both("Only English."))
    waiting = do(amber, talks, "offer", party=one.uid)
    services.refuse_proposal(
        actor=SYSTEM, proposal=proposal, party=party_of(talks, 2), reason="", at=NOON
    )
    Clause.objects.filter(pk=clause.pk).update(text=both("Only English."))

    told = amber.get(page(talks)).content.decode()
    answer = do(amber, talks, "offer", party=one.uid)

    assert "Decide the open proposals first: 1." in waiting.content.decode()
    assert "Clause 1, Russian: the words are missing" in told
    assert answer.status_code == 422
    assert TextVersion.objects.count() == 0


def test_a_text_that_changed_after_it_was_offered_is_offered_again(
    amber: Client, slate: Client, talks: Agreement, clause: Clause
) -> None:
    text = offered(talks)
    proposal = propose(clause)
    services.accept_proposal(actor=SYSTEM, proposal=proposal, party=party_of(talks, 2), at=NOON)

    told = slate.get(page(talks)).content.decode()
    answer = do(slate, talks, "accept", party_of(talks, 2).uid, **hashes(text))
    again = do(amber, talks, "offer", party=party_of(talks, 1).uid)

    assert "The text was changed after it was offered." in told
    assert "Accept for" not in told
    assert (answer.status_code, again.status_code) == (409, 302)
    assert TextVersion.objects.filter(voided_at=None).get().number == 2


def test_an_agreed_text_is_reopened_with_a_reason_and_everything_is_void(
    amber: Client, reader: Client, agreed: Agreement
) -> None:
    one = party_of(agreed, 1)

    silent = do(amber, agreed, "reopen", party=one.uid, words=" ")
    denied = do(reader, agreed, "reopen", words="No"), do(amber, agreed, "reopen", words="No")
    done = do(amber, agreed, "reopen", party=one.uid, words="A wrong number.")

    assert silent.status_code == 422
    assert "Say why the text is reopened." in silent.content.decode()
    assert [one.status_code for one in denied] == [403, 403]
    assert done.status_code == 302
    assert "being negotiated" in amber.get(page(agreed)).content.decode()


def test_a_party_plans_its_approvals_and_decides_on_them(
    amber: Client, slate: Client, reader: Client, agreed: Agreement
) -> None:
    one, text = party_of(agreed, 1), agreed.texts.get()
    plan = {"party": one.uid, "text": text.uid, "words": "Legal department"}

    empty = do(amber, agreed, "plan", **{**plan, "words": " "})
    denied = [do(client, agreed, "plan", **plan).status_code for client in (slate, reader)]
    do(amber, agreed, "plan", **plan)
    do(amber, agreed, "plan", **{**plan, "words": "Council"})
    do(amber, agreed, "plan", **{**plan, "words": "Treasury"})
    legal, council, treasury = Approval.objects.order_by("id")
    other = do(slate, agreed, "approve", legal.uid).status_code
    do(amber, agreed, "approve", legal.uid)
    silent = do(amber, agreed, "disapprove", council.uid, words="")
    do(amber, agreed, "disapprove", council.uid, words="Too dear.")
    do(amber, agreed, "unplan", treasury.uid)

    assert empty.status_code == 422
    assert denied == [403, 403]
    assert other == 403
    assert "Say why it is not approved." in silent.content.decode()
    rows = Approval.objects.order_by("id").values_list("decision", "reason")
    assert list(rows) == [(True, ""), (False, "Too dear.")]
    assert do(amber, agreed, "approve", council.uid).status_code == 409


def test_a_reader_sees_who_accepted_and_no_button(reader: Client, talks: Agreement) -> None:
    text = offered(talks)
    services.accept_text(
        actor=SYSTEM, text=text, party=party_of(talks, 1), hashes=text.hashes, at=NOON
    )

    told = reader.get(page(talks)).content.decode()

    assert "accepted" in told
    assert "Accept for" not in told
    assert 'name="do"' not in told


@pytest.mark.parametrize("count", [1, 6])
def test_cost_of_the_page_does_not_grow_with_approvals(
    amber: Client, agreed: Agreement, django_assert_max_num_queries, count: int
) -> None:
    for number in range(count):
        services.plan_approval(
            actor=SYSTEM,
            text=agreed.texts.get(),
            party=party_of(agreed, 1),
            step=both(f"Step {number}"),
            at=NOON,
        )

    with django_assert_max_num_queries(30):
        answer = amber.get(page(agreed))

    assert len(answer.context["approvals"]) == count
