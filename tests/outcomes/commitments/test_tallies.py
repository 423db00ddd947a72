"""What came of it: counts that add up, means that say on how many they rest."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.following import commitment_rows
from folkmoot.rooms.outcomes.queries.following_facts import (
    Facts,
    Part,
    Pause,
    Reported,
    Verdict,
    due_on_with_pauses,
    pauses_from,
)
from folkmoot.rooms.outcomes.queries.method import (
    Counted,
    cohort,
    tallies_by_body,
    tallies_by_edition,
    tallies_by_strand,
    tally,
    tally_of,
)
from folkmoot.rooms.outcomes.terms.agreements import ActKind
from folkmoot.rooms.outcomes.terms.commitments import (
    ClaimedProgress,
    Closing,
    CommitmentState,
    Completion,
    Confidence,
)
from folkmoot.rooms.outcomes.terms.method import Element, Specificity, Standing, specificity
from folkmoot.rooms.programme.models import Strand
from tests.outcomes.commitments.making import (
    DUE,
    confirm,
    make_active,
    make_body,
    make_commitment,
    make_in_force,
    make_published,
    make_submitted,
    name_assessor,
    write_guideline,
)
from tests.outcomes.making import NOON, TODAY, both

AFTER = DUE + timedelta(days=1)

verdicts = st.builds(
    Verdict,
    st.sampled_from([None, -1, 0, 1]),
    st.sampled_from(Completion.values),
    st.sampled_from(Confidence.values),
)
parts = st.builds(
    Part,
    st.integers(1, 9),
    st.sampled_from(["lead", "responsible"]),
    st.just(1),
    st.none(),
    st.none() | verdicts,
    st.none() | verdicts,
)
days = st.dates(date(2031, 1, 1), date(2033, 12, 31))
reports = st.builds(Reported, st.sampled_from(ClaimedProgress.values), days, st.just("finalised"))


@st.composite
def counted(draw) -> Counted:
    state = draw(st.sampled_from(CommitmentState.values))
    results = [one for one in Closing.values if one]
    held = tuple(draw(st.lists(parts, max_size=3)))
    facts = Facts(held, draw(st.none() | reports))
    return Counted(
        edition=draw(st.integers(1, 3)),
        strand=None,
        state=state,
        closing=draw(st.sampled_from(results)) if state == CommitmentState.CLOSED else "",
        due_on=draw(days),
        elements=tuple(draw(st.sets(st.sampled_from(Element.values)))),
        is_repeated=draw(st.booleans()),
        facts=facts,
        parts=held,
    )


@given(st.lists(counted(), max_size=30), days)
def test_invariant_17_standings_always_add_up_to_what_was_agreed(told, today):
    found = tally_of(told, today)

    assert sum(found.standings.values()) == sum(found.flags.values()) == found.agreed == len(told)
    assert set(found.standings) == set(Standing)
    named = (
        found.done, found.partly, found.not_done, found.late, found.open, found.unknown,
        found.ended,
    )  # fmt: skip
    assert sum(named) == found.agreed


@given(st.lists(counted(), max_size=30), days)
def test_invariant_17_averages_exclude_what_has_no_score_and_show_n(told, today):
    found = tally_of(told, today)
    scored = [
        part.final.score
        for one in told
        if specificity(one.elements) is not Specificity.INTENTION
        for part in one.parts
        if part.final is not None and part.final.score is not None
    ]
    possible = sum(
        len(one.parts) for one in told
        if specificity(one.elements) is not Specificity.INTENTION
    )  # fmt: skip

    assert found.final.n == len(scored) == sum(found.final.scores)
    assert found.final.n + found.final.not_assessed == possible
    if scored:
        mean = Decimal(sum(scored)) / len(scored)
        assert found.final.percent == ((mean + 1) * 50).quantize(Decimal("0.1"))
    else:
        assert found.final.percent is None


@given(st.lists(counted(), max_size=30), days)
def test_the_whole_is_the_sum_of_its_editions(told, today):
    whole = tally_of(told, today)
    some = [tally_of([one for one in told if one.edition == key], today) for key in (1, 2, 3)]

    for name in ("agreed", "not_assessed", "no_evidence", "intentions", "flagged", "carried"):
        assert getattr(whole, name) == sum(getattr(one, name) for one in some)
    assert whole.final.n == sum(one.final.n for one in some)
    for standing in Standing:
        assert whole.standings[standing] == sum(one.standings[standing] for one in some)


@given(st.lists(counted(), max_size=30), days)
def test_what_nobody_assessed_is_told_beside_the_index(told, today):
    found = tally_of(told, today)

    assert sum(found.completions.values()) == sum(len(one.parts) for one in told)
    assert found.not_assessed + found.intentions <= found.agreed


@given(days, st.lists(st.tuples(days, st.integers(0, 200)), max_size=3), days)
def test_pauses_only_ever_move_a_day_back_and_never_beyond_what_they_lasted(due, told, today):
    pauses = [Pause(since, since + timedelta(days=length)) for since, length in sorted(told)]

    moved = due_on_with_pauses(due, pauses, today)

    assert due <= moved <= due + timedelta(days=sum(length for _since, length in told))


def test_pauses_are_pairs_of_suspension_and_resumption():
    stop, go_on = ActKind.SUSPENSION, ActKind.RESUMPTION
    first, second, third = date(2031, 1, 1), date(2031, 2, 1), date(2031, 3, 1)

    assert pauses_from([(stop, first, True), (go_on, second, False)]) == (Pause(first, second),)
    assert pauses_from([(stop, first, True)]) == (Pause(first, None),)
    assert pauses_from([(stop, first, False), (go_on, second, False)]) == ()
    assert pauses_from([(stop, first, True), (stop, second, True), (go_on, third, False)]) == (
        Pause(first, third),
    )
    assert pauses_from([(go_on, first, False)]) == ()


pytestmark = pytest.mark.django_db


@pytest.fixture
def assessors(edition):
    return name_assessor(edition, "Noor Vale"), name_assessor(edition, "Sten Birk")


@pytest.fixture
def promised(edition, assessors):
    """One done, one partly done, one late, one unknown, one released, all public and past."""
    agreement = make_in_force(edition)
    made = {
        name: make_commitment(agreement, name, is_public=True, lead=make_body(name))
        for name in ("partly", "late", "unknown", "released")
    }
    for one in made.values():
        confirm(one)
    made["done"] = make_active(edition, title="done", lead=make_body("done"))
    for name in ("done", "partly"):
        if name == "partly":
            write_and_freeze(made[name])
        score = 1 if name == "done" else 0
        made[name].refresh_from_db()
        make_published(made[name], *assessors, score=score)
    make_submitted(made["late"])
    services.close_commitment(
        actor=SYSTEM, commitment=made["released"], closing="released", reason="All agreed.", at=NOON
    )
    return made


def write_and_freeze(commitment):

    write_guideline(commitment)
    services.freeze_guideline(actor=SYSTEM, commitment=commitment, at=NOON)


def test_the_page_of_an_edition_counts_every_standing(promised, edition, django_assert_num_queries):
    with django_assert_num_queries(5):
        found = tally(published_commitments(edition), AFTER)

    assert (found.agreed, found.done, found.partly, found.late, found.unknown, found.ended) == (
        5, 1, 1, 1, 1, 1,
    )  # fmt: skip
    assert (found.final.percent, found.final.n, found.final.scores) == (
        Decimal("75.0"),
        2,
        (0, 1, 1),
    )
    assert (found.final.not_assessed, found.not_assessed, found.no_evidence) == (3, 3, 0)


def test_every_number_leads_to_the_list_behind_it(promised, edition):
    found = tally(published_commitments(edition), AFTER)
    rows = commitment_rows(published_commitments(edition), AFTER)

    assert {one: sum(row.standing is one for row in rows) for one in Standing} == dict(
        found.standings
    )


def test_the_unknown_is_never_left_out_though_nobody_did_anything(edition):
    make_active(edition)

    found = tally(published_commitments(edition), AFTER)

    assert (found.agreed, found.unknown, found.not_assessed) == (1, 1, 1)
    assert (found.final.percent, found.final.n) == (None, 0)


def test_the_cohort_table_has_a_row_for_each_edition_and_costs_six_queries(
    promised, edition, following, django_assert_num_queries
):
    with django_assert_num_queries(6):
        table = cohort(edition.series, AFTER)
    with django_assert_num_queries(6):
        cohort(following.series, AFTER)

    assert [(one.edition, one.tally.agreed) for one in table.rows] == [(edition, 5), (following, 0)]
    assert table.total.agreed == 5


def test_what_is_not_public_is_in_no_public_total(promised, edition):
    Commitment.objects.filter(pk=promised["done"].pk).update(is_public=False)

    assert tally(published_commitments(edition), AFTER).agreed == 4
    assert tally(Commitment.objects.filter(edition=edition), AFTER).agreed == 5
    assert list(tallies_by_edition(published_commitments(), AFTER)) == [edition.pk]


def test_by_strand_those_of_no_strand_come_last(edition, django_assert_num_queries):
    strand = Strand.objects.create(edition=edition, name=both("Ports"))
    agreement = make_in_force(edition)
    confirm(make_commitment(agreement, "Of ports", is_public=True, strand=strand))
    confirm(make_commitment(agreement, "Of nothing", is_public=True))

    with django_assert_num_queries(6):
        told = tallies_by_strand(published_commitments(), TODAY)

    assert [(one.strand, one.tally.agreed) for one in told] == [(strand, 1), (None, 1)]


def test_by_body_each_is_counted_by_its_own_score(
    edition, assessors, own, django_assert_max_num_queries
):
    made = make_active(edition)
    slate = services.create_responsibility(
        actor=own, values={"commitment": made, "role": "responsible",
                           "organisation": make_body("Slate")}, at=NOON,
    )  # fmt: skip
    make_published(made, *assessors, score=1)
    make_published(made, *assessors, score=-1, body=slate, completion="not_started")

    with django_assert_max_num_queries(7):
        told = {str(one.body): one.tally for one in tallies_by_body(published_commitments(), AFTER)}

    assert told["Port Amber Council"].done == told["Slate"].not_done == 1
    assert tally(published_commitments(), AFTER).not_done == 1
