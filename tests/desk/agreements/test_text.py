"""The text of an agreement at the desk: written as a draft, then negotiated clause by clause."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Agreement, Clause, ClauseProposal, Comment
from folkmoot.rooms.outcomes.terms.agreements import Audience, ProposedChange
from tests.desk.agreements.conftest import negotiates_for, party_of
from tests.desk.conftest import Forum
from tests.outcomes.making import (
    NOON,
    both,
    make_agreement,
    make_clause,
    make_negotiation,
    make_parties,
)


def page(agreement: Agreement) -> str:
    return reverse("desk:agreement", args=[agreement.uid])


def do(client: Client, agreement: Agreement, deed: str, target: object = "", **sent: object):
    return client.post(page(agreement), {"do": deed, "target": str(target), **sent})


def propose(clause: Clause, place: int = 1, **values: object) -> ClauseProposal:
    """A proposal of the party at this place."""
    told = {"text": both("The ferry runs hourly.", "Паром ходит каждый час."), **values}
    return services.propose_change(
        actor=SYSTEM,
        agreement=clause.agreement,
        party=party_of(clause.agreement, place),
        change=ProposedChange.CHANGE,
        clause=clause,
        values=told,
        at=NOON,
    )


def words_of(clause: Clause) -> str:
    return str(Clause.objects.get(pk=clause.pk).text)


def test_both_languages_of_a_clause_and_of_what_is_proposed_stand_side_by_side(
    amber: Client, talks: Agreement, clause: Clause
) -> None:
    propose(clause, 2)

    told = amber.get(page(talks)).content.decode()

    assert "The ferry runs daily." in told
    assert "RU The ferry runs daily." in told
    assert "<ins><span" in told
    assert "hourly" in told
    assert "каждый" in told
    assert "1 proposal waits for your decision." in told


def test_the_other_party_accepts_a_proposal_and_the_clause_reads_so(
    slate: Client, talks: Agreement, clause: Clause
) -> None:
    one = propose(clause)

    answer = do(slate, talks, "accept", one.uid, party=party_of(talks, 2).uid, version=one.version)

    assert answer.headers["Location"] == page(talks)
    assert words_of(clause) == "The ferry runs hourly."


def test_nobody_accepts_for_another_party_nor_their_own_proposal(
    amber: Client, reader: Client, talks: Agreement, clause: Clause
) -> None:
    one = propose(clause)
    outsider = negotiates_for(party_of(make_negotiation(talks.edition), 1))

    own = do(amber, talks, "accept", one.uid, party=party_of(talks, 1).uid)
    for_the_other = do(amber, talks, "accept", one.uid, party=party_of(talks, 2).uid)
    as_reader = do(reader, talks, "accept", one.uid, party=party_of(talks, 2).uid)
    from_elsewhere = do(outsider, talks, "accept", one.uid, party=party_of(talks, 2).uid)

    codes = [one.status_code for one in (own, for_the_other, as_reader, from_elsewhere)]
    assert codes == [409, 403, 403, 404]
    assert "Another party decides on this proposal." in own.content.decode()
    assert words_of(clause) == "The ferry runs daily."


def test_a_proposal_that_was_reworded_meanwhile_is_read_again_before_it_is_accepted(
    slate: Client, talks: Agreement, clause: Clause
) -> None:
    one = propose(clause)
    seen = one.version
    services.change_proposal(
        actor=SYSTEM, proposal=one, values={"text": both("Never.", "Никогда.")}, at=NOON
    )

    answer = do(slate, talks, "accept", one.uid, party=party_of(talks, 2).uid, version=seen)

    assert answer.status_code == 409
    assert "The proposal was changed meanwhile." in answer.content.decode()
    assert words_of(clause) == "The ferry runs daily."


def test_a_proposal_on_words_that_changed_is_marked_and_cannot_be_accepted(
    slate: Client, talks: Agreement, clause: Clause
) -> None:
    old, new = propose(clause), propose(clause)
    do(slate, talks, "accept", new.uid, party=party_of(talks, 2).uid)

    told = slate.get(page(talks)).content.decode()
    answer = do(slate, talks, "accept", old.uid, party=party_of(talks, 2).uid)

    assert "The clause was changed after this was proposed." in told
    assert answer.status_code == 409


def test_a_refusal_and_a_withdrawal_are_told_with_their_reasons(
    amber: Client, slate: Client, talks: Agreement, clause: Clause
) -> None:
    one, two = propose(clause), propose(clause)

    do(slate, talks, "refuse", one.uid, party=party_of(talks, 2).uid, words="Too dear.")
    do(amber, talks, "withdraw", two.uid, words="We think again.")

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.state, one.decision_reason) == ("refused", "Too dear.")
    assert (two.state, two.decision_reason) == ("withdrawn", "We think again.")
    told = amber.get(page(talks)).content.decode()
    assert "Too dear." in told
    assert "We think again." in told


def test_only_its_own_side_withdraws_a_proposal(
    slate: Client, reader: Client, talks: Agreement, clause: Clause
) -> None:
    one = propose(clause)

    assert do(slate, talks, "withdraw", one.uid).status_code == 403
    assert do(reader, talks, "withdraw", one.uid).status_code == 403
    one.refresh_from_db()
    assert one.state == "open"


def test_what_a_side_keeps_to_itself_is_seen_by_that_side_alone(
    amber: Client, slate: Client, secretariat: Client, talks: Agreement, clause: Clause
) -> None:
    one = propose(clause, audience=Audience.INTERNAL, reason="Our red line.")
    do(amber, talks, "comment", f"clause {clause.uid}", party=party_of(talks, 1).uid,
       words="Do not yield.", audience="internal")  # fmt: skip

    own, other, office = (
        client.get(page(talks)).content.decode() for client in (amber, slate, secretariat)
    )

    assert ("Our red line." in own, "Do not yield." in own) == (True, True)
    for told in (other, office):
        assert ("Our red line." in told, "Do not yield." in told) == (False, False)
    answer = do(slate, talks, "refuse", one.uid, party=party_of(talks, 2).uid)
    assert answer.status_code == 404


def test_all_parties_read_a_shared_remark_and_readers_write_none(
    amber: Client, slate: Client, reader: Client, talks: Agreement, clause: Clause
) -> None:
    sent = {"party": party_of(talks, 1).uid, "words": "From which day?"}
    do(amber, talks, "comment", f"clause {clause.uid}", **sent)

    assert "From which day?" in slate.get(page(talks)).content.decode()
    assert do(reader, talks, "comment", **sent).status_code == 403
    assert do(slate, talks, "comment", **sent).status_code == 403
    assert Comment.objects.count() == 1


def test_an_empty_remark_is_told_at_its_form_with_everything_else_kept(
    amber: Client, talks: Agreement, clause: Clause
) -> None:
    answer = do(amber, talks, "comment", f"clause {clause.uid}", party=party_of(talks, 1).uid,
                words="  ", audience="internal")  # fmt: skip

    told = answer.content.decode()
    form = told.split(f'value="clause {clause.uid}"')[1].split("</form>")[0]
    assert answer.status_code == 422
    assert "Write something first." in form
    assert "checked" in form


def test_the_secretariat_opens_the_negotiation_and_nobody_else(
    secretariat: Client, reader: Client, forum: Forum
) -> None:
    agreement = make_agreement(forum.edition)
    party, _other = make_parties(agreement)
    make_clause(agreement)
    amber = negotiates_for(party)

    assert [do(one, agreement, "open").status_code for one in (reader, amber)] == [403, 403]
    assert "Open the negotiation" in secretariat.get(page(agreement)).content.decode()
    assert do(secretariat, agreement, "open").status_code == 302

    assert "being negotiated" in secretariat.get(page(agreement)).content.decode()


def test_clauses_of_a_draft_move_and_come_from_the_library(
    secretariat: Client, reader: Client, forum: Forum
) -> None:
    agreement = make_agreement(forum.edition)
    one, two = make_clause(agreement, "One."), make_clause(agreement, "Two.")
    library = services.create_library_clause(
        actor=SYSTEM,
        values={"slug": "final", "kind": "final", "text": both("In force on the day.", "В силе.")},
        at=NOON,
    )

    denied = do(reader, agreement, "move", two.uid, way="up").status_code
    do(secretariat, agreement, "take", library=library.uid)
    do(secretariat, agreement, "move", two.uid, way="up")
    do(secretariat, agreement, "move", one.uid, way="down")

    rows = agreement.clauses.order_by("position")
    assert denied == 403
    assert [str(row.text) for row in rows] == ["Two.", "In force on the day.", "One."]


def test_a_value_that_does_not_fit_is_told_and_what_was_typed_is_kept(
    secretariat: Client, forum: Forum
) -> None:
    agreement = make_agreement(forum.edition)
    clause = make_clause(
        agreement,
        "From {{from}} on.",
        variables=[{"name": "from", "type": "date", "value": ""}],
    )

    answer = do(secretariat, agreement, "fill", clause.uid, value_from="next spring", version=1)
    late = do(secretariat, agreement, "fill", clause.uid, value_from="2031-10-01", version=1)

    assert answer.status_code == 422
    assert 'value="next spring"' in answer.content.decode()
    assert late.status_code == 302
    assert Clause.objects.get(pk=clause.pk).variables[0]["value"] == "2031-10-01"
    assert "From 1 October 2031 on." in secretariat.get(page(agreement)).content.decode()
    again = do(secretariat, agreement, "fill", clause.uid, value_from="2031-11-01", version=1)
    assert again.status_code == 409
    assert 'value="2031-11-01"' in again.content.decode()


def test_a_draft_is_unknown_to_strangers_and_negotiators_of_other_agreements(
    forum: Forum, talks: Agreement, amber: Client
) -> None:
    draft = make_agreement(forum.edition, "Secret plan")

    assert amber.get(page(draft)).status_code == 404
    assert Client().get(page(draft)).status_code == 302
    listed = amber.get(reverse("desk:agreements")).content.decode()
    assert ("Secret plan" in listed, str(talks) in listed) == (False, True)


@pytest.mark.parametrize("deed", ["", "nonsense"])
def test_a_bent_form_is_no_deed(amber: Client, talks: Agreement, deed: str) -> None:
    assert do(amber, talks, deed).status_code == 400
    assert do(amber, talks, "withdraw", "no-such").status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_cost_of_the_text_does_not_grow_with_proposals(
    amber: Client, talks: Agreement, clause: Clause, django_assert_max_num_queries, count: int
) -> None:
    for _number in range(count):
        propose(clause)
        propose(clause, 2)

    with django_assert_max_num_queries(34):
        answer = amber.get(page(talks))

    assert len(answer.context["clauses"][0]["proposals"]) == 2 * count
