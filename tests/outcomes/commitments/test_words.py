"""Commitments are made of words that stand in a frozen text or a named public statement."""

from datetime import date

import pytest

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import SYSTEM, VISITOR
from folkmoot.kernel.refusals import Invalid, NotAllowed, NotFound
from folkmoot.rooms.evidence.models import Citation, Source
from folkmoot.rooms.evidence.terms import Visibility
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Agreement, Commitment, TextVersion
from folkmoot.rooms.outcomes.queries.commitments import (
    published_commitment,
    published_commitments,
    quotes_of,
    visible_commitment,
    visible_commitments,
)
from folkmoot.rooms.outcomes.services import (
    commitments,
    commitments_paper,
    commitments_parts,
    commitments_states,
)
from folkmoot.rooms.outcomes.terms.commitments import (
    CommitmentExists,
    CommitmentIncomplete,
    MoveNotPossible,
    NotInTime,
    PromiseFixed,
    QuoteDiffers,
    QuoteState,
    StatementNotNamed,
    TextNotFrozen,
)
from tests.outcomes.commitments.making import (
    DUE,
    FIRST,
    PROMISE,
    confirm,
    lead_of,
    make_active,
    make_body,
    make_commitment,
    make_in_force,
    make_statement,
)
from tests.outcomes.making import (
    NOON,
    both,
    make_agreed,
    make_agreement,
    make_edition,
    make_negotiation,
    make_paper,
    make_parties,
)

pytestmark = pytest.mark.django_db


def test_invariant_11_a_commitment_quotes_the_words_of_the_frozen_text(edition, own):
    agreement = make_in_force(edition)

    made = make_commitment(agreement, actor=own)

    quote = quotes_of([made], own)[made.pk]
    assert (made.quote, made.state, made.due_on) == (PROMISE[:45], "proposed", DUE)
    assert (quote.words, quote.state, quote.number) == (PROMISE[:45], QuoteState.HOLDS, "1")
    assert made.text == TextVersion.objects.get()
    assert [str(one) for one in made.responsibilities.all()] == ["Port Amber Council"]


def test_invariant_11_words_are_compared_whenever_they_are_shown(edition, own):
    made = make_commitment(make_in_force(edition))
    text = TextVersion.objects.get()

    TextVersion.objects.update(content=text.content.replace("ten berths", "two berths"))
    differs = quotes_of([made], own)[made.pk]
    TextVersion.objects.update(content="{}")
    broken = quotes_of([made], own)[made.pk]
    TextVersion.objects.update(content=text.content, voided_at=NOON)
    void = quotes_of([made], own)[made.pk]

    assert (differs.words, differs.state) == (None, QuoteState.DIFFERS)
    assert (broken.words, broken.state) == (None, QuoteState.DIFFERS)
    assert void.state is QuoteState.VOID
    with pytest.raises(CommitmentIncomplete):
        confirm(made)


def test_a_text_that_is_not_agreed_cannot_be_quoted(edition):
    negotiated = make_negotiation(edition, PROMISE)

    with pytest.raises(TextNotFrozen):
        make_commitment(negotiated)


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (0, 9999), (45, 46)])
def test_a_place_where_nothing_stands_is_refused(edition, span):
    agreement = make_in_force(edition)

    with pytest.raises(QuoteDiffers):
        make_commitment(agreement, span=span)


def test_who_may_not_edit_the_agreement_makes_nothing_of_it(edition, other, reader):
    agreement = make_in_force(edition)

    for actor in (other, reader, VISITOR):
        with pytest.raises(NotAllowed):
            make_commitment(agreement, actor=actor)

    assert not Commitment.objects.exists()


def test_the_same_words_with_the_same_title_are_one_commitment(edition):
    agreement = make_in_force(edition)
    make_commitment(agreement)

    with pytest.raises(CommitmentExists):
        make_commitment(agreement)
    another = make_commitment(agreement, "Berths that ships can use")

    assert another.repeats is None


def test_one_sentence_with_two_actions_becomes_two(edition, own):
    agreement = make_in_force(edition)
    both_things = make_commitment(agreement, "Berths and a ferry", span=(0, len(PROMISE)))

    parts = [
        {"title": both("Ten berths"), "starts": 0, "ends": 45},
        {"title": both("A night ferry"), "starts": 45, "ends": 69, "due_on": date(2032, 1, 1)},
    ]
    told = commitments.split_commitment(actor=own, commitment=both_things, parts=parts, at=NOON)

    assert [(one.quote, one.due_on) for one in told] == [
        (PROMISE[:45], DUE),
        (PROMISE[46:], date(2032, 1, 1)),
    ]
    assert [one.state for one in quotes_of(told, own).values()] == [QuoteState.HOLDS] * 2
    assert all(lead_of(one).email == "harbour@example.org" for one in told)


def test_a_promise_of_an_earlier_edition_is_linked_when_it_is_repeated(edition, following):
    first = make_active(edition)

    again = make_commitment(make_in_force(following), "Ten berths in Port Amber")
    else_ = make_commitment(
        make_in_force(following, "Mount Slate plants four hundred pear trees."),
        "Pear trees in Mount Slate",
        span=(0, 43),
    )

    assert (again.repeats, else_.repeats) == (first, None)


def test_words_of_a_paper_are_typed_and_frozen_then_quoted(edition, own, other):
    paper = make_paper(edition)
    values = {"text": both("Mount Slate opens a school by 2033."), "number": "4"}

    with pytest.raises(NotAllowed):
        commitments_paper.type_clause(actor=other, agreement=paper, values=values, at=NOON)
    typed = commitments_paper.type_clause(actor=own, agreement=paper, values=values, at=NOON)
    first = commitments.commitment_from_words(
        actor=own, clause=typed.clause, language="en", starts=0, ends=11,
        values={"title": both("A school"), "due_on": DUE}, at=NOON,
    )  # fmt: skip
    commitments_paper.type_clause(
        actor=own, agreement=paper, values={"text": both("Costs are shared.")}, at=NOON
    )

    quote = quotes_of([first], own)[first.pk]
    assert (first.quote, quote.state, quote.number) == ("Mount Slate", QuoteState.HOLDS, "4")
    assert [one.number for one in TextVersion.objects.order_by("number")] == [1, 2]
    assert first.text == typed.text


def test_a_clause_of_a_negotiated_agreement_is_never_typed(edition, own):
    agreement = make_in_force(edition)

    with pytest.raises(Invalid):
        commitments_paper.type_clause(
            actor=own, agreement=agreement, values={"text": both("New")}, at=NOON
        )


def test_typing_in_a_language_the_paper_has_not_adds_it(edition, own):
    paper = make_paper(edition)
    words = Multilingual({"be": "Школа адчыняецца."}, "be")
    commitments_paper.type_clause(actor=own, agreement=paper, values={"text": words}, at=NOON)

    assert Agreement.objects.get(pk=paper.pk).languages == ["en", "be"]


def test_a_public_statement_of_a_named_body_becomes_a_commitment(edition, own, other):
    council = make_body("Mount Slate Council")
    statement = make_statement(council)
    told = {"statement": statement, "edition": edition, "at": NOON}
    values = {"title": both("A school"), "due_on": DUE, "lead": council}

    with pytest.raises(NotAllowed):
        commitments.commitment_from_statement(actor=other, values=values, **told)
    made = commitments.commitment_from_statement(actor=own, values=values, **told)

    assert made.quote == "We will open a school in Mount Slate."
    assert quotes_of([made])[made.pk].words == made.quote
    assert Citation.objects.filter(record_uid=made.uid, field="quote").count() == 1
    assert confirm(made).state == "active"


def test_invariant_11_a_statement_of_nobody_or_not_public_is_refused(edition, own):
    told = {"edition": edition, "values": {"title": both("A school"), "due_on": DUE}, "at": NOON}
    nobody = make_statement()
    with pytest.raises(StatementNotNamed):
        commitments.commitment_from_statement(actor=own, statement=nobody, **told)
    nobody.speaker_organisation = make_body()
    nobody.save()
    Source.objects.update(visibility=Visibility.DESK)
    nobody.refresh_from_db()

    with pytest.raises(StatementNotNamed):
        commitments.commitment_from_statement(actor=own, statement=nobody, **told)

    assert not Commitment.objects.exists()


def test_a_part_of_a_statement_is_quoted_and_nothing_beside_it(edition, own):
    statement = make_statement(make_body())
    told = {"statement": statement, "edition": edition, "at": NOON}
    values = {"title": both("A school"), "due_on": DUE}

    made = commitments.commitment_from_statement(
        actor=own, values=values, starts=17, ends=38, **told
    )
    with pytest.raises(QuoteDiffers):
        commitments.commitment_from_statement(actor=own, values=values, starts=0, ends=20, **told)

    assert made.quote == "We will open a school"
    assert Citation.objects.get(record_uid=made.uid).passage.start == 17


def test_words_of_an_agreement_that_is_not_published_in_full_are_not_shown(edition, own):
    agreement = make_in_force(edition)
    make_active_one = make_commitment(agreement, is_public=True)
    confirm(make_active_one)
    shown = published_commitments(edition).get()

    hidden = quotes_of([shown])[shown.pk]
    services.change_agreement(
        actor=own, agreement=agreement, values={"is_public": True, "publication": "full"}, at=NOON
    )
    shown = published_commitments(edition).get()

    assert (hidden.words, hidden.state) == (None, QuoteState.HOLDS)
    assert quotes_of([shown])[shown.pk].words == PROMISE[:45]


def test_only_confirmed_public_commitments_of_public_editions_are_published(edition, own, reader):
    made = make_commitment(make_in_force(edition), is_public=True)

    with pytest.raises(NotFound):
        published_commitment(made.uid)
    confirm(made)
    found = published_commitment(made.uid)
    edition.is_public = False
    edition.save()

    assert found == made
    assert visible_commitment(reader, made.uid) == made
    with pytest.raises(NotFound):
        published_commitment(made.uid)
    with pytest.raises(NotFound):
        published_commitment("not-a-uid")


def test_the_desk_shows_commitments_to_those_who_may_read_them(edition, own, other, reader):
    make_commitment(make_in_force(edition))

    assert visible_commitments(own).count() == visible_commitments(reader).count() == 1
    assert visible_commitments(other).count() == visible_commitments(VISITOR).count() == 0


def test_invariant_12_nothing_is_confirmed_without_exactly_one_lead(edition, own):
    made = make_commitment(make_in_force(edition))
    lead = lead_of(made)

    with pytest.raises(Invalid):
        commitments_parts.create_responsibility(
            actor=own,
            values={"commitment": made, "role": "lead", "organisation": make_body("Slate")},
            at=NOON,
        )
    commitments_parts.remove_responsibility(actor=own, responsibility=lead, at=NOON)
    with pytest.raises(CommitmentIncomplete) as refused:
        confirm(made)

    assert refused.value.fields["lacks"] == ["Name the body that leads."]


def test_invariant_12_a_day_is_needed_and_has_a_basis(edition, own, following):
    agreement = make_in_force(edition)

    by_next = make_commitment(agreement, "By the next forum", due_on=None)
    derived = make_commitment(agreement, "Derived", due_basis="derived")
    stated = make_commitment(agreement, "Stated")
    with pytest.raises(Invalid):
        make_commitment(agreement, "No day", due_on=None, due_basis="explicit")

    assert [(one.due_basis, one.due_on) for one in (by_next, derived, stated)] == [
        ("next_edition", date(2032, 9, 8)),
        ("derived", DUE),
        ("explicit", DUE),
    ]


def test_what_is_due_by_the_next_edition_follows_its_first_day(edition, own):
    agreement = make_in_force(edition)
    with pytest.raises(Invalid):
        make_commitment(agreement, "By the next forum", due_on=None)
    made = make_commitment(agreement, "By the next forum", due_basis="next_edition")
    make_edition("2032", edition.series, ordinal=4, starts_on=date(2032, 9, 15), ends_on=None)

    moved = commitments_states.follow_next_editions(at=NOON)
    again = commitments_states.follow_next_editions(at=NOON)

    made.refresh_from_db()
    assert (made.due_on, moved, again) == (date(2032, 9, 15), 1, 0)


def test_nothing_is_confirmed_before_the_agreement_is_signed(edition):
    made = make_commitment(make_agreed(edition, PROMISE))

    with pytest.raises(NotInTime):
        confirm(made)


def test_a_promise_is_changed_until_it_is_in_effect_and_ambition_only_before(edition, own):
    made = make_commitment(make_in_force(edition), ambition="modest")
    change = commitments.change_commitment

    change(actor=own, commitment=made, values={"ambition": "substantial"}, at=NOON)
    confirm(made)
    for values in ({"ambition": "modest"}, {"due_on": date(2040, 1, 1)}, {"title": both("Less")}):
        with pytest.raises(PromiseFixed):
            change(actor=own, commitment=made, values=values, at=NOON)
    kept = change(actor=own, commitment=made, values={"is_priority": True}, at=NOON)

    assert (kept.ambition, kept.due_on, kept.is_priority) == ("substantial", DUE, True)


def test_the_words_are_never_changed_by_hand(edition, own):
    made = make_commitment(make_in_force(edition))

    with pytest.raises(Invalid):
        commitments.change_commitment(
            actor=own, commitment=made, values={"quote": "Something else"}, at=NOON
        )


def test_only_what_nobody_confirmed_is_removed(edition, own, other):
    agreement = make_in_force(edition)
    first, second = make_commitment(agreement), make_commitment(agreement, "Another")
    confirm(second)

    with pytest.raises(NotAllowed):
        commitments.remove_commitment(actor=other, commitment=first, at=NOON)
    commitments.remove_commitment(actor=own, commitment=first, at=NOON)
    with pytest.raises(MoveNotPossible):
        commitments.remove_commitment(actor=own, commitment=second, at=NOON)

    assert list(Commitment.objects.all()) == [second]


def test_an_agreed_text_proposes_what_its_library_clauses_bring_along(edition, own, following):
    clause = services.create_library_clause(
        actor=SYSTEM,
        values={
            "slug": "trees", "kind": "undertaking",
            "text": both("Plant {{count}} trees.", "Посадить {{count}} деревьев."),
            "variables": [{"name": "count", "type": "count", "value": ""},
                          {"name": "who", "type": "party", "value": ""}],
            "skeleton": {"title": {"en": "{{count}} trees", "ru": "{{count}} деревьев"},
                         "target_value": "{{count}}", "target_unit": "trees", "lead": "{{who}}"},
        },
        at=NOON,
    )  # fmt: skip
    agreement = make_agreement(edition)
    amber, _slate = make_parties(agreement)
    amber.organisation = make_body()
    amber.save()
    services.use_library_clause(
        actor=own, agreement=agreement, library_clause=clause,
        values={"count": "40", "who": str(amber.uid)}, at=NOON,
    )  # fmt: skip
    services.open_negotiation(actor=own, agreement=agreement, at=NOON)
    text = services.offer_text(actor=own, agreement=agreement, at=NOON)
    for party in agreement.parties.all():
        services.accept_text(actor=SYSTEM, text=text, party=party, hashes=text.hashes, at=NOON)

    made = Commitment.objects.get()
    assert (str(made.title), made.quote, made.target_value) == (
        "40 trees",
        "Plant 40 trees.",
        40,
    )
    assert (made.due_basis, made.due_on) == ("next_edition", date(2032, 9, 8))
    assert made.elements == ["deliverable", "measure", "owner"]
    assert str(lead_of(made)) == "Port Amber Council"


def test_a_reopened_text_leaves_proposals_that_quote_the_one_agreed_next(edition, own):
    agreement = make_agreed(edition, PROMISE)
    made = make_commitment(agreement)

    services.reopen_text(actor=own, agreement=agreement, reason="A comma", at=NOON)
    void = quotes_of([made], own)[made.pk].state
    text = services.offer_text(actor=own, agreement=agreement, at=NOON)
    for party in agreement.parties.all():
        services.accept_text(actor=SYSTEM, text=text, party=party, hashes=text.hashes, at=NOON)
    made.refresh_from_db()

    assert void is QuoteState.VOID
    assert made.text == text
    assert quotes_of([made], own)[made.pk].state is QuoteState.HOLDS
    assert (made.starts, made.ends) == FIRST
