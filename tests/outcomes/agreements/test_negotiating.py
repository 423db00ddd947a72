"""Two regions negotiate: proposals, decisions, comments, and who may see which of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.refusals import Invalid, NotAllowed, NotFound
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Clause, ClauseProposal, Comment
from folkmoot.rooms.outcomes.policies import side_of
from folkmoot.rooms.outcomes.queries.negotiating import (
    negotiation,
    visible_comments,
    visible_proposals,
)
from folkmoot.rooms.outcomes.queries.negotiating_redline import PieceKind, redline
from folkmoot.rooms.outcomes.terms.agreements import (
    ActNotPossible,
    Audience,
    ProposedChange,
    TextNegotiated,
)
from folkmoot.rooms.outcomes.terms.negotiating import (
    OwnProposal,
    ProposalChanged,
    ProposalDecided,
    ProposalStale,
    TooFewParties,
)
from tests.outcomes.making import (
    NOON,
    both,
    make_clause,
    make_negotiation,
    make_parties,
    make_party,
    negotiator,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks(edition):
    return make_negotiation(edition)


@pytest.fixture
def amber(talks):
    return talks.parties.get(place=1)


@pytest.fixture
def slate(talks):
    return talks.parties.get(place=2)


@pytest.fixture
def clause(talks):
    return talks.clauses.get()


@pytest.fixture
def ilo(amber):
    """Negotiates for Port Amber."""
    return negotiator(amber)


@pytest.fixture
def una(slate):
    """Negotiates for Mount Slate."""
    return negotiator(slate, "Una Bell", 12)


def propose(actor, party, clause, english="The ferry runs hourly.", **values):
    told = {"text": both(english, f"RU {english}"), **values}
    return services.propose_change(
        actor=actor,
        agreement=clause.agreement,
        party=party,
        change=ProposedChange.CHANGE,
        clause=clause,
        values=told,
        at=NOON,
    )


def test_negotiating_takes_two_parties_and_the_secretariat_to_open_it(agreement, own, other):
    make_party(agreement)
    with pytest.raises(TooFewParties):
        services.open_negotiation(actor=own, agreement=agreement, at=NOON)
    two = make_party(agreement, "Mount Slate")

    for actor in (other, negotiator(two)):
        with pytest.raises(NotAllowed):
            services.open_negotiation(actor=actor, agreement=agreement, at=NOON)
    services.open_negotiation(actor=own, agreement=agreement, at=NOON)

    with pytest.raises(ActNotPossible):
        services.open_negotiation(actor=own, agreement=agreement, at=NOON)


def test_while_parties_negotiate_nobody_writes_clauses_past_them(talks, clause, own):
    for refused in (
        lambda: services.change_clause(
            actor=own, clause=clause, values={"text": both("Mine")}, at=NOON
        ),
        lambda: services.remove_clause(actor=own, clause=clause, at=NOON),
        lambda: make_clause(talks),
        lambda: services.move_clause(actor=own, clause=clause, after=None, at=NOON),
        lambda: services.remove_party(actor=own, party=talks.parties.first(), at=NOON),
    ):
        with pytest.raises(TextNegotiated):
            refused()

    clause.refresh_from_db()
    assert str(clause.text) == "The ferry runs daily."


def test_an_accepted_change_becomes_the_clause_in_all_its_languages(clause, ilo, una, amber, slate):
    proposal = propose(ilo, amber, clause)

    services.accept_proposal(actor=una, proposal=proposal, party=slate, at=NOON)

    clause.refresh_from_db()
    assert dict(clause.text.texts) == {
        "en": "The ferry runs hourly.",
        "ru": "RU The ferry runs hourly.",
    }
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == ("accepted", slate)


def test_a_language_that_a_proposal_is_silent_on_stays_as_it_is(clause, ilo, una, amber, slate):
    russian = Multilingual({"ru": "Паром ходит часто."}, "ru")
    proposal = propose(ilo, amber, clause, text=russian)

    services.accept_proposal(actor=una, proposal=proposal, party=slate, at=NOON)

    clause.refresh_from_db()
    assert dict(clause.text.texts) == {"en": "The ferry runs daily.", "ru": "Паром ходит часто."}


def test_only_another_party_decides(talks, clause, own, ilo, una, amber, slate):
    proposal = propose(ilo, amber, clause)

    with pytest.raises(OwnProposal):
        services.accept_proposal(actor=ilo, proposal=proposal, party=amber, at=NOON)
    with pytest.raises(NotAllowed):
        services.accept_proposal(actor=ilo, proposal=proposal, party=slate, at=NOON)
    observer = make_party(talks, "Watcher", capacity="observer")
    with pytest.raises(Invalid):
        services.accept_proposal(actor=own, proposal=proposal, party=observer, at=NOON)
    services.refuse_proposal(actor=una, proposal=proposal, party=slate, reason="too often", at=NOON)

    clause.refresh_from_db()
    assert str(clause.text) == "The ferry runs daily."
    with pytest.raises(ProposalDecided):
        services.accept_proposal(actor=una, proposal=proposal, party=slate, at=NOON)


def test_a_proposal_against_an_older_clause_is_stale_and_says_so(clause, ilo, una, amber, slate):
    first = propose(ilo, amber, clause)
    second = propose(ilo, amber, clause, "The ferry runs weekly.")
    services.accept_proposal(actor=una, proposal=first, party=slate, at=NOON)

    views = negotiation(una, clause.agreement).clauses[0].proposals
    with pytest.raises(ProposalStale):
        services.accept_proposal(actor=una, proposal=second, party=slate, at=NOON)

    assert [(view.proposal, view.is_stale) for view in views] == [(second, True)]
    clause.refresh_from_db()
    assert str(clause.text) == "The ferry runs hourly."
    services.withdraw_proposal(actor=ilo, proposal=second, at=NOON)


def test_what_was_reworded_after_it_was_read_is_not_accepted(clause, ilo, una, amber, slate):
    proposal = propose(ilo, amber, clause)
    read = proposal.version
    services.change_proposal(
        actor=ilo, proposal=proposal, values={"text": both("It never runs.", "RU")}, at=NOON
    )

    with pytest.raises(ProposalChanged):
        services.accept_proposal(
            actor=una, proposal=proposal, party=slate, at=NOON, expected_version=read
        )


def test_a_new_clause_comes_where_it_was_proposed_and_numbers_follow(
    edition, own, ilo, una, amber, slate, talks, clause
):
    proposal = services.propose_change(
        actor=una,
        agreement=talks,
        party=slate,
        change=ProposedChange.ADD,
        values={"text": both("Tickets are free.", "Билеты даром."), "after": clause},
        at=NOON,
    )
    services.accept_proposal(actor=ilo, proposal=proposal, party=amber, at=NOON)
    removal = services.propose_change(
        actor=ilo,
        agreement=talks,
        party=amber,
        change=ProposedChange.REMOVE,
        clause=clause,
        values={},
        at=NOON,
    )

    before = [(view.number, str(view.clause.text)) for view in negotiation(ilo, talks).clauses]
    services.accept_proposal(actor=una, proposal=removal, party=slate, at=NOON)
    after = [(view.number, str(view.clause.text)) for view in negotiation(ilo, talks).clauses]

    assert before == [("1", "The ferry runs daily."), ("2", "Tickets are free.")]
    assert after == [("1", "Tickets are free.")]
    assert Clause.objects.count() == 2  # what was said about it stays


def test_internal_proposals_and_comments_are_read_by_their_own_side_alone(
    talks, clause, own, ilo, una, amber, slate
):
    inner = propose(ilo, amber, clause, audience=Audience.INTERNAL)
    shared = propose(ilo, amber, clause, "The ferry runs at night.")
    told = {"agreement": talks, "clause": clause, "at": NOON}
    services.add_comment(
        actor=ilo, party=amber, body="We can give in", audience=Audience.INTERNAL, **told
    )
    services.add_comment(actor=una, party=slate, body="Why daily?", **told)
    services.add_comment(actor=ilo, party=amber, body="On the draft", proposal=inner, **told)
    services.add_comment(
        actor=own, party=None, body="Watch them", audience=Audience.INTERNAL, **told
    )

    def seen(actor):
        side = side_of(actor, talks)
        return (
            list(visible_proposals(side, talks)),
            [comment.body for comment in visible_comments(side, talks)],
        )

    assert seen(ilo) == ([inner, shared], ["We can give in", "Why daily?", "On the draft"])
    assert seen(una) == ([shared], ["Why daily?"])
    assert seen(own) == ([shared], ["Why daily?", "Watch them"])
    for refused in (
        lambda: services.accept_proposal(actor=una, proposal=inner, party=slate, at=NOON),
        lambda: services.withdraw_proposal(actor=own, proposal=inner, at=NOON),
        lambda: services.add_comment(
            actor=una, party=slate, agreement=talks, body="I saw", proposal=inner, at=NOON
        ),
    ):
        with pytest.raises(NotFound):
            refused()
    with pytest.raises(NotAllowed):
        services.withdraw_proposal(actor=una, proposal=inner, at=NOON)
    inner.refresh_from_db()
    assert (inner.state, Comment.objects.count()) == ("open", 4)


def test_an_internal_proposal_is_shared_and_never_hidden_again(clause, ilo, una, amber, slate):
    proposal = propose(ilo, amber, clause, audience=Audience.INTERNAL)
    with pytest.raises(NotFound):
        services.refuse_proposal(actor=una, proposal=proposal, party=slate, reason="", at=NOON)

    services.change_proposal(
        actor=ilo, proposal=proposal, values={"audience": Audience.SHARED}, at=NOON
    )

    with pytest.raises(Invalid):
        services.change_proposal(
            actor=ilo, proposal=proposal, values={"audience": Audience.INTERNAL}, at=NOON
        )
    services.accept_proposal(actor=una, proposal=proposal, party=slate, at=NOON)


def test_who_speaks_for_no_party_here_proposes_nothing(talks, clause, ilo, amber, slate, other):
    stranger = negotiator(make_parties(make_negotiation(talks.edition))[0], number=13)
    for actor, party in ((ilo, slate), (ilo, None), (other, amber), (stranger, amber)):
        with pytest.raises(NotAllowed):
            propose(actor, party, clause)

    assert not ClauseProposal.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": both("")}, "text"),
        ({"state": "accepted"}, "state"),
        ({"text": both("On {{day}}.", "RU {{day}}")}, "variables"),
        ({"variables": [{"name": "day", "type": "date", "value": "soon"}]}, "variables"),
    ],
)
def test_what_cannot_become_a_clause_cannot_be_proposed(clause, ilo, amber, values, field):
    with pytest.raises(Invalid) as refused:
        propose(ilo, amber, clause, **values)

    assert set(refused.value.errors) == {field}


def test_the_redline_shows_both_languages_side_by_side(talks, clause, ilo, una, amber):
    propose(ilo, amber, clause)

    (view,) = negotiation(una, talks).clauses[0].proposals

    assert [(one.language, one.is_changed) for one in view.text] == [("en", True), ("ru", True)]
    assert [(piece.kind.value, piece.text) for piece in view.text[0].pieces] == [
        ("same", "The ferry runs "),
        ("removed", "daily"),
        ("added", "hourly"),
        ("same", "."),
    ]
    assert (view.is_own, [str(one.name) for one in view.deciders]) == (False, ["Mount Slate"])


def test_a_decided_proposal_still_shows_what_it_changed(talks, clause, ilo, una, amber, slate):
    proposal = propose(ilo, amber, clause)
    services.accept_proposal(actor=una, proposal=proposal, party=slate, at=NOON)

    (view,) = negotiation(ilo, talks).decided

    assert (view.text[0].is_changed, view.is_stale, view.deciders) == (True, False, ())


@pytest.mark.parametrize("count", [1, 3])
def test_a_negotiation_costs_no_more_with_more_in_it(edition, count, django_assert_num_queries):
    talks = make_negotiation(edition, *[f"Clause {number}." for number in range(count)])
    amber = talks.parties.get(place=1)
    ilo = negotiator(amber)
    for clause in talks.clauses.all():
        proposal = propose(ilo, amber, clause)
        told = {"actor": ilo, "agreement": talks, "party": amber, "body": "Why?", "at": NOON}
        services.add_comment(proposal=proposal, **told)
        services.add_comment(clause=clause, **told)
    talks.refresh_from_db()

    with django_assert_num_queries(8):
        told = negotiation(ilo, talks)

    assert [(len(one.proposals), len(one.comments)) for one in told.clauses] == [(1, 1)] * count


@given(st.text(max_size=200), st.text(max_size=200))
def test_a_redline_loses_nothing(old, new):
    pieces = redline(old, new)

    kept = [piece for piece in pieces if piece.kind is not PieceKind.ADDED]
    come = [piece for piece in pieces if piece.kind is not PieceKind.REMOVED]
    assert "".join(piece.text for piece in kept) == old
    assert "".join(piece.text for piece in come) == new
