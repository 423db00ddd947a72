"""The review screen gets text, passages and what they support; a page gets runs to highlight."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel import editing
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.evidence.queries.review import source_for_review
from folkmoot.rooms.evidence.queries.segments import segments
from folkmoot.rooms.evidence.services import cite, note_claim, note_statement, passage
from folkmoot.rooms.registry.models import Person
from tests.evidence.conftest import ARTICLE, named, span_of


@dataclass(frozen=True)
class Part:
    """A stretch of text: a block or a passage."""

    start: int
    end: int


@pytest.mark.django_db
def test_a_reviewer_sees_what_each_passage_supports(article, mayor, mayors_office, secretary, noon):
    span = span_of(ARTICLE, "mayor of Port Amber")
    words = passage(actor=secretary, source=article, start=span.start, end=span.end, at=noon)
    cite(actor=secretary, record=mayors_office.ref, field="title", passages=words, at=noon)
    gone = editing.create(actor=secretary, model=Person, values={"name": named("Bo")}, at=noon)
    cite(actor=secretary, record=gone.ref, passages=words, at=noon)
    editing.remove(actor=secretary, record=gone, at=noon)

    review = source_for_review(str(article.uid), actor=secretary)

    assert review.text == ARTICLE
    assert [one.kind for one in review.blocks][0] == "title"
    by_words = {
        one.words: [(two.ref, two.field, two.label) for two in one.supports]
        for one in review.passages
    }
    assert by_words["mayor of Port Amber"] == [
        (mayors_office.ref, "title", "Ilka Brandt: mayor of Port Amber")
    ]
    assert by_words["12 May 2031"] == [(article.ref, "published", article.title)]


@pytest.mark.django_db
@pytest.mark.parametrize("uses", [1, 6])
def test_a_review_costs_six_queries_whatever_the_source_supports(
    uses, article, mayor, mayors_office, secretary, noon, django_assert_num_queries
):
    for number in range(uses):
        spans = [span_of(ARTICLE, ARTICLE[number : number + 5])]
        note_statement(actor=secretary, source=article, spans=spans, values={}, at=noon)
        values = {"subject": named("songs")}
        note_claim(actor=secretary, source=article, spans=spans, values=values, at=noon)
        made = passage(actor=secretary, source=article, start=number, end=40, at=noon)
        for record in (mayor, mayors_office):
            cite(actor=secretary, record=record.ref, passages=made, at=noon)

    with django_assert_num_queries(6):
        source_for_review(str(article.uid), actor=secretary)


@pytest.mark.django_db
def test_a_visitor_sees_of_a_review_what_the_rights_allow(ingested, secretary, visitor, noon):
    quoted = ingested("Some words that may be quoted.", text_rights="quotations")
    hidden = ingested("Some words that are not public.", visibility="desk")
    passage(actor=secretary, source=quoted, start=0, end=10, at=noon)

    seen = source_for_review(str(quoted.uid), actor=visitor)

    assert (seen.text, seen.blocks) == ("", ())
    assert "Some words" in [one.words for one in seen.passages]
    with pytest.raises(NotFound):
        source_for_review(str(hidden.uid), actor=visitor)


def test_overlapping_passages_are_cut_into_runs_and_open_once():
    text = "abcdefghij\nklm"
    first, second, over = Part(1, 5), Part(3, 8), Part(7, 13)

    found = segments(text, [Part(0, 10), Part(11, 14)], [over, second, first])

    runs = [[(run.text, run.passages, run.opens) for run in one.runs] for one in found]
    assert runs == [
        [
            ("a", (), ()),
            ("bc", (first,), (first,)),
            ("de", (first, second), (second,)),
            ("fg", (second,), ()),
            ("h", (second, over), (over,)),
            ("ij", (over,), ()),
        ],
        [("kl", (over,), ()), ("m", (), ())],
    ]


@st.composite
def cut_texts(draw):
    """A text, blocks of it in order with gaps, and passages anywhere."""
    text = draw(st.text(min_size=1, max_size=60))
    positions = st.integers(0, len(text))
    edges = sorted(draw(st.sets(positions, max_size=10)))
    blocks = [Part(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    pairs = draw(st.lists(st.tuples(positions, positions), max_size=12))
    return text, blocks, [Part(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]


@given(cut_texts())
def test_runs_joined_are_the_block_and_every_character_knows_its_passages(cut):
    text, blocks, passages = cut

    found = segments(text, blocks, passages)

    assert [one.block for one in found] == blocks
    opened = []
    for segment in found:
        block = segment.block
        assert "".join(run.text for run in segment.runs) == text[block.start : block.end]
        for run in segment.runs:
            for position in range(run.start, run.end):
                covering = [one for one in passages if one.start <= position < one.end]
                assert sorted(run.passages, key=repr) == sorted(covering, key=repr)
            opened += run.opens
    shown = [
        one
        for one in passages
        if any(one.start < block.end and one.end > block.start for block in blocks)
    ]
    assert sorted(opened, key=repr) == sorted(shown, key=repr)
