"""Proposing at the desk: new words side by side, for one party, shared or not."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Agreement, Clause, ClauseProposal
from tests.desk.agreements.conftest import party_of
from tests.desk.agreements.test_text import propose
from tests.outcomes.making import NOON, both

WORDS = {"text_text_en": "The ferry runs hourly.", "text_text_ru": "Паром ходит каждый час."}


def page(agreement: Agreement, **asked: object) -> str:
    address = reverse("desk:agreement_propose", args=[agreement.uid])
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in asked.items())}"


def sent(version: int = 0, **more: str) -> dict[str, object]:
    return {**WORDS, "version": version, "audience": "shared", **more}


def test_another_wording_is_proposed_in_both_languages(
    amber: Client, talks: Agreement, clause: Clause
) -> None:
    address = page(talks, clause=clause.uid)
    asked = amber.get(address).content.decode()

    answer = amber.post(address, sent(clause.version, reason="Demand."))

    assert "RU The ferry runs daily.</textarea>" in asked
    assert answer.headers["Location"] == reverse("desk:agreement", args=[talks.uid])
    made = ClauseProposal.objects.get()
    assert (made.change, made.clause, made.party, made.reason, made.audience) == (
        "change", clause, party_of(talks, 1), "Demand.", "shared",
    )  # fmt: skip
    assert dict(made.text.texts) == {
        "en": "The ferry runs hourly.",
        "ru": "Паром ходит каждый час.",
    }


def test_a_language_that_is_left_as_it_is_is_not_proposed(
    amber: Client, talks: Agreement, clause: Clause
) -> None:
    amber.post(
        page(talks, clause=clause.uid),
        sent(clause.version, text_text_en="RU", text_text_ru="RU The ferry runs daily."),
    )

    assert dict(ClauseProposal.objects.get().text.texts) == {"en": "RU"}


def test_a_new_clause_and_a_removal_are_proposed(
    amber: Client, talks: Agreement, clause: Clause
) -> None:
    amber.post(page(talks), sent(kind="money", after=str(clause.uid), heading_text_en="Bicycles"))
    amber.post(
        page(talks, clause=clause.uid, change="remove"),
        {"version": clause.version, "audience": "shared", "reason": "Not needed."},
    )

    new, gone = ClauseProposal.objects.order_by("id")
    assert (new.change, new.kind, new.after, str(new.heading)) == (
        "add", "money", clause, "Bicycles",
    )  # fmt: skip
    assert (gone.change, gone.clause, gone.reason) == ("remove", clause, "Not needed.")


def test_what_was_typed_stays_when_the_clause_changed_meanwhile(
    amber: Client, talks: Agreement, clause: Clause
) -> None:
    address, seen = page(talks, clause=clause.uid), clause.version
    other = propose(clause, 2, text=both("Weekly.", "Раз в неделю."))
    services.accept_proposal(actor=SYSTEM, proposal=other, party=party_of(talks, 1), at=NOON)

    answer = amber.post(address, sent(seen))
    told = answer.content.decode()

    assert answer.status_code == 409
    assert "The words were changed meanwhile" in told
    assert "Weekly." in told
    assert "The ferry runs hourly.</textarea>" in told
    clause.refresh_from_db()
    assert amber.post(address, sent(clause.version)).status_code == 302


def test_words_for_a_clause_that_was_taken_out_meanwhile_become_a_new_one(
    amber: Client, talks: Agreement, clause: Clause
) -> None:
    address, seen = page(talks, clause=clause.uid), clause.version
    Clause.objects.filter(pk=clause.pk).update(is_removed=True)

    first = amber.post(address, sent(seen))
    again = amber.post(address, sent(0))

    assert (first.status_code, again.status_code) == (409, 302)
    assert "The ferry runs hourly.</textarea>" in first.content.decode()
    assert ClauseProposal.objects.get().change == "add"
    assert amber.get(address).status_code == 404


def test_one_rewords_and_shares_ones_own_proposal_and_nobody_elses(
    amber: Client, slate: Client, talks: Agreement, clause: Clause
) -> None:
    one = propose(clause, audience="internal", text=both("Hourly.", ""))
    address = page(talks, proposal=one.uid)

    hidden = slate.get(address).status_code
    answer = amber.post(address, sent(one.version))
    shown = slate.post(address, sent(one.version + 1, reason="Mine"))

    one.refresh_from_db()
    assert (hidden, answer.status_code, shown.status_code) == (404, 302, 403)
    assert (one.audience, str(one.text), one.reason) == ("shared", "The ferry runs hourly.", "")


def test_what_all_have_read_is_not_hidden_again(
    amber: Client, talks: Agreement, clause: Clause
) -> None:
    one = propose(clause)

    answer = amber.post(
        page(talks, proposal=one.uid), sent(one.version, audience="internal", reason="Hm")
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["audience"])
    assert "The ferry runs hourly.</textarea>" in answer.content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"text_text_en": "", "text_text_ru": ""}, "text"),
        ({"text_text_en": "x" * 6001}, "text"),
        ({"heading_text_en": "x" * 201}, "heading"),
        ({"reason": "x" * 1001}, "reason"),
        ({"audience": "everyone"}, "audience"),
        ({"after": "no-such"}, "after"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_words_are_kept(
    amber: Client, talks: Agreement, changed: dict[str, str], field: str
) -> None:
    answer = amber.post(page(talks), sent(**changed))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    if field != "text":
        assert "Паром ходит каждый час.</textarea>" in answer.content.decode()
    assert ClauseProposal.objects.count() == 0


def test_who_speaks_for_nobody_proposes_nothing(
    reader: Client, talks: Agreement, clause: Clause
) -> None:
    assert reader.get(page(talks)).status_code == 403
    assert reader.post(page(talks), sent()).status_code == 403
    assert "Propose a new clause" not in reader.get(
        reverse("desk:agreement", args=[talks.uid])
    ).content.decode()  # fmt: skip


def test_the_secretariat_says_for_whom_it_proposes(secretariat: Client, talks: Agreement) -> None:
    secretariat.post(page(talks), sent(party=str(party_of(talks, 2).uid)))
    secretariat.post(page(talks), sent(party=""))

    made = ClauseProposal.objects.order_by("id")
    assert [one.party for one in made] == [party_of(talks, 2), None]


def test_nothing_is_proposed_to_a_text_that_is_agreed(amber: Client, talks: Agreement) -> None:
    offer = services.offer_text(actor=SYSTEM, agreement=talks, at=NOON)
    for party in talks.parties.all():
        services.accept_text(actor=SYSTEM, text=offer, party=party, hashes=offer.hashes, at=NOON)

    answer = amber.post(page(talks), sent())

    assert answer.status_code == 422
    assert "is not possible" in answer.content.decode()
    assert "The ferry runs hourly.</textarea>" in answer.content.decode()
