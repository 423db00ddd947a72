"""Statements and claims: who said what, where, and where sources disagree."""

from decimal import Decimal

import pytest

from folkmoot.kernel import audit, editing
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid, NotAllowed, NotFound
from folkmoot.rooms.evidence.models import Claim, Statement
from folkmoot.rooms.evidence.queries.attribution import Attribution, Named
from folkmoot.rooms.evidence.queries.figures import (
    claimed_figures,
    claims_about,
    disagreements_about,
    measures,
)
from folkmoot.rooms.evidence.queries.statements import statements_about, statements_of_person
from folkmoot.rooms.evidence.services import (
    change_claim,
    change_statement,
    cite_exactly,
    create_claim,
    create_statement,
    note_claim,
    note_statement,
    remove_claim,
    remove_statement,
)
from folkmoot.rooms.evidence.terms import NoWords, OfficeOfAnother, OtherSource, Span
from folkmoot.rooms.programme.models import Series
from folkmoot.rooms.registry.models import Person
from tests.evidence.conftest import ARTICLE, named, span_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def forum(secretary, noon) -> Series:
    values = {"slug": "lantern-coast", "name": named("Lantern Coast Forum")}
    return editing.create(actor=secretary, model=Series, values=values, at=noon)


@pytest.fixture
def quotation(article, mayor, mayors_office, forum, secretary, noon) -> Statement:
    spans = [span_of(ARTICLE, "we stayed to sing"), span_of(ARTICLE, "We came to trade")]
    values = {"speaker": mayor, "office": mayors_office, "speaker_as_written": "Ilka Brandt"}
    return note_statement(
        actor=secretary, source=article, spans=spans, values=values, at=noon, about=forum.ref
    )


@pytest.fixture
def claim_of(ingested, forum, secretary, noon):
    """A text of its own that claims a number of agreements."""

    def make(count: int, published: str = "2031-05-12", **further) -> Claim:
        text = f"There were {count} agreements ({published}, {len(Claim.objects.all())})."
        values = {
            "subject": named("agreements"),
            "measure": "agreements",
            "value": Decimal(count),
            "status": "signed",
            **further,
        }
        return note_claim(
            actor=secretary,
            source=ingested(text, values={"published": published}),
            spans=[Span(0, text.index(" ("))],
            values=values,
            at=noon,
            about=forum.ref,
        )

    return make


def test_a_statement_shows_its_words_in_order_with_speaker_office_and_source(
    quotation, article, mayor, mayors_office, forum
):
    (said,) = statements_of_person(str(mayor.uid))

    assert [one.words for one in said.passages] == ["we stayed to sing", "We came to trade"]
    assert said.by == Attribution(
        Named(mayor.ref, mayor.name), None, Named(mayors_office.ref, mayors_office.title),
        "Ilka Brandt",
    )  # fmt: skip
    assert (said.about, said.source.uid, said.is_reported) == (forum.ref, str(article.uid), False)
    assert statements_about([forum.ref]) == {forum.ref: (said,)}


def test_words_that_nobody_is_named_for_are_said_by_the_source(article, forum, secretary, noon):
    note_statement(
        actor=secretary, source=article, spans=[span_of(ARTICLE, "12 May 2031")],
        values={"mode": "indirect"}, at=noon, about=forum.ref,
    )  # fmt: skip

    (said,) = statements_about([forum.ref])[forum.ref]

    assert (said.by.is_by_the_source, said.is_reported) == (True, True)


def test_the_words_of_a_statement_can_be_chosen_anew(quotation, article, mayor, secretary, noon):
    cite_exactly(
        actor=secretary, record=quotation.ref, field="words", source=article,
        spans=[span_of(ARTICLE, "We came to trade, and we stayed to sing")], at=noon,
    )  # fmt: skip

    (said,) = statements_of_person(str(mayor.uid))
    assert [one.words for one in said.passages] == ["We came to trade, and we stayed to sing"]


def test_a_statement_without_words_and_one_in_the_office_of_another_are_refused(
    article, mayors_office, secretary, noon
):
    other = editing.create(actor=secretary, model=Person, values={"name": named("Bo")}, at=noon)
    spans = [span_of(ARTICLE, "12 May 2031")]
    values = {"speaker": other, "office": mayors_office}

    with pytest.raises(NoWords):
        note_statement(actor=secretary, source=article, spans=[], values={}, at=noon)
    with pytest.raises(OfficeOfAnother):
        note_statement(actor=secretary, source=article, spans=spans, values=values, at=noon)
    with pytest.raises(NotFound):
        note_statement(
            actor=secretary, source=article, spans=spans, values={}, at=noon,
            about=RecordRef("programme.series", str(other.uid)),
        )  # fmt: skip

    assert Statement.objects.count() == 0


def test_a_statement_stays_in_the_source_its_words_stand_in(quotation, ingested, secretary, noon):
    other = ingested("Another text altogether.")

    with pytest.raises(OtherSource):
        change_statement(actor=secretary, statement=quotation, values={"source": other}, at=noon)
    with pytest.raises(OtherSource):
        cite_exactly(
            actor=secretary, record=quotation.ref, field="words", source=other,
            spans=[Span(0, 7)], at=noon,
        )  # fmt: skip

    changed = change_statement(
        actor=secretary, statement=quotation, values={"mode": "indirect"}, at=noon,
        expected_version=1,
    )  # fmt: skip
    assert (changed.mode, changed.source) == ("indirect", quotation.source)


def test_a_removed_statement_comes_back_with_its_words(quotation, mayor, secretary, noon):
    remove_statement(actor=secretary, statement=quotation, at=noon)
    assert statements_of_person(str(mayor.uid)) == []

    editing.undo(actor=secretary, entry=audit.history(quotation.ref)[0], at=noon)

    (said,) = statements_of_person(str(mayor.uid))
    assert [one.words for one in said.passages] == ["we stayed to sing", "We came to trade"]


def test_a_figure_comes_with_the_words_that_state_it(claim_of, forum, django_assert_num_queries):
    claim_of(40, comparator="over")

    with django_assert_num_queries(2):
        (figure,) = claims_about([forum.ref])[forum.ref]

    assert (figure.value, figure.comparator, str(figure.subject)) == (
        Decimal(40), "over", "agreements",
    )  # fmt: skip
    assert [one.words for one in figure.passages] == ["There were 40 agreements"]
    assert measures() == ["agreements"]


@pytest.mark.parametrize("claims", [1, 7])
def test_figures_and_statements_cost_two_queries_however_many_there_are(
    claims, claim_of, quotation, forum, django_assert_num_queries
):
    for count in range(claims):
        claim_of(count + 1)

    with django_assert_num_queries(2):
        assert len(claimed_figures(measure="agreements")) == claims
    with django_assert_num_queries(2):
        disagreements_about([forum.ref])
    with django_assert_num_queries(2):
        assert len(statements_about([forum.ref])[forum.ref]) == 1


def test_sources_that_state_different_figures_stand_side_by_side_earliest_first(claim_of, forum):
    later = claim_of(43, "2031-05-20")
    earlier = claim_of(40, "2031-05-12", comparator="over")

    (found,) = disagreements_about([forum.ref])

    assert (found.about, found.measure, found.status) == (forum.ref, "agreements", "signed")
    assert [one.ref for one in found.figures] == [earlier.ref, later.ref]
    assert [one.source.published for one in found.figures] == ["2031-05-12", "2031-05-20"]


@pytest.mark.parametrize(
    "other",
    [
        {"status": "expected"},
        {"measure": "delegations"},
        {"period": "2030"},
        {"scope": named("the northern towns")},
        {"value": None},
        {"value": Decimal("40.0000")},
    ],
)
def test_figures_for_different_things_and_equal_figures_do_not_disagree(other, claim_of, forum):
    claim_of(40)
    claim_of(18, **{"value": Decimal(18), **other})

    assert disagreements_about([forum.ref]) == []


def test_a_figure_from_a_source_for_the_desk_disagrees_with_nothing_in_public(
    claim_of, ingested, forum, secretary, reader, noon
):
    claim_of(40)
    text = "An internal count gives 38 agreements."
    note_claim(
        actor=secretary, source=ingested(text, visibility="desk"), spans=[Span(0, 8)], at=noon,
        about=forum.ref,
        values={
            "subject": named("agreements"), "measure": "agreements", "value": Decimal(38),
            "status": "signed",
        },
    )  # fmt: skip

    assert disagreements_about([forum.ref]) == []
    assert len(disagreements_about([forum.ref], actor=reader)) == 1


def test_a_claim_is_changed_removed_and_checked(claim_of, secretary, noon):
    claim = claim_of(40)

    changed = change_claim(
        actor=secretary, claim=claim, values={"value": Decimal(41)}, at=noon, expected_version=1
    )
    assert changed.plain_value == Decimal(41)
    with pytest.raises(Invalid):
        change_claim(actor=secretary, claim=claim, values={"comparator": "roughly"}, at=noon)
    with pytest.raises(NotFound):
        change_claim(actor=secretary, claim=claim, values={"about_kind": "no.such"}, at=noon)
    remove_claim(actor=secretary, claim=changed, at=noon)

    assert Claim.objects.count() == 0


def test_a_reader_attributes_nothing(quotation, claim_of, article, reader, noon):
    claim = claim_of(40)
    common = {"actor": reader, "at": noon}
    spans = [Span(0, 7)]

    for refused in (
        lambda: note_statement(source=article, spans=spans, values={}, **common),
        lambda: note_claim(source=article, spans=spans, values={}, **common),
        lambda: create_statement(values={"source": article}, **common),
        lambda: create_claim(values={"source": article}, **common),
        lambda: change_statement(statement=quotation, values={"mode": "indirect"}, **common),
        lambda: change_claim(claim=claim, values={"status": ""}, **common),
        lambda: remove_statement(statement=quotation, **common),
        lambda: remove_claim(claim=claim, **common),
    ):
        with pytest.raises(NotAllowed):
            refused()

    assert (Statement.objects.count(), Claim.objects.count()) == (1, 1)
