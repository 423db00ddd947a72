"""Passages are exact words, counted in characters and checked by hash."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.kernel.refusals import Invalid, NotAllowed, StillUsed
from folkmoot.rooms.evidence.models import Passage
from folkmoot.rooms.evidence.queries.citations import words_of
from folkmoot.rooms.evidence.services import (
    catalogue_source,
    change_passage,
    cite,
    create_passage,
    hash_of,
    passage,
    remove_passage,
    span_from_utf16,
    tidy_span,
)
from folkmoot.rooms.evidence.terms import (
    BlankSpan,
    EmptySpan,
    OtherSource,
    SpanOutOfRange,
    WordsDiffer,
    WordsHashNeeded,
)
from tests.evidence.conftest import ARTICLE, span_of

# No-break spaces, a combining accent, letters beyond U+FFFF, an emoji of several characters.
ODD = (
    "Prices rose by 12\N{NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}crowns.\n\n"
    "Ame\N{COMBINING ACUTE ACCENT}lie sang 𝔉𝔬𝔯𝔲𝔪 🇧🇾 and “Сёлы” to the towns of the coast.\r\n"
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "12\N{NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}crowns",
        "\N{NO-BREAK SPACE}000",
        "Ame\N{COMBINING ACUTE ACCENT}lie",
        "\N{COMBINING ACUTE ACCENT}lie sang",
        "𝔉𝔬𝔯𝔲𝔪",
        "𝔯",
        "🇧🇾 and “Сёлы”",
        "coast.\r\n",
    ],
)
def test_the_words_of_a_passage_are_the_words_that_were_chosen(words, ingested, secretary, noon):
    source = ingested(ODD)
    span = span_of(ODD, words)

    made = passage(actor=secretary, source=source, start=span.start, end=span.end, at=noon)

    assert made.words_sha256 == hash_of(words)
    assert words_of([made]) == {str(made.uid): words}


def test_one_span_is_one_passage(article, secretary, noon):
    first = passage(actor=secretary, source=article, start=60, end=70, at=noon)
    again = passage(
        actor=secretary, source=article, start=60, end=70, at=noon,
        words_sha256=first.words_sha256.upper(),
    )  # fmt: skip

    assert again == first
    assert Passage.objects.filter(start=60).count() == 1


@pytest.mark.parametrize(
    ("start", "end", "digest", "refusal"),
    [
        (5, 5, "", EmptySpan),
        (9, 4, "", EmptySpan),
        (-3, 4, "", SpanOutOfRange),
        (0, len(ARTICLE) + 1, "", SpanOutOfRange),
        (ARTICLE.index("\n\n"), ARTICLE.index("\n\n") + 2, "", BlankSpan),
        (0, 7, hash_of("lantern"), WordsDiffer),
    ],
)
def test_a_span_that_is_no_words_is_refused(start, end, digest, refusal, article, secretary, noon):
    before = Passage.objects.count()

    with pytest.raises(refusal) as refused:
        passage(actor=secretary, source=article, start=start, end=end, at=noon, words_sha256=digest)

    assert refused.value.code == refusal.code
    assert "%(" not in str(refused.value)
    assert Passage.objects.count() == before


def test_without_the_text_a_passage_needs_the_hash_and_keeps_to_it(secretary, noon):
    source = catalogue_source(actor=secretary, title="A letter", at=noon, length_chars=40)
    given_hash = hash_of("some words")

    with pytest.raises(WordsHashNeeded):
        passage(actor=secretary, source=source, start=0, end=10, at=noon)
    with pytest.raises(SpanOutOfRange):
        passage(actor=secretary, source=source, start=38, end=48, at=noon, words_sha256=given_hash)
    made = create_passage(
        actor=secretary, at=noon,
        values={"source": source, "start": 0, "end": 10, "words_sha256": given_hash},
    )  # fmt: skip
    assert words_of([made], actor=secretary) == {str(made.uid): None}
    with pytest.raises(WordsDiffer):
        passage(
            actor=secretary, source=source, start=0, end=10, at=noon,
            words_sha256=hash_of("other words"),
        )  # fmt: skip


def test_the_ends_of_a_passage_move_within_its_source(article, ingested, secretary, noon):
    made = passage(actor=secretary, source=article, start=60, end=70, at=noon)
    span = span_of(ARTICLE, "the organisers said")

    moved = change_passage(
        actor=secretary, passage=made, values={"start": span.start, "end": span.end}, at=noon
    )

    assert words_of([moved]) == {str(made.uid): "the organisers said"}
    with pytest.raises(OtherSource):
        change_passage(
            actor=secretary, passage=moved, values={"source": ingested("Other text.")}, at=noon
        )
    passage(actor=secretary, source=article, start=60, end=70, at=noon)
    with pytest.raises(Invalid):
        change_passage(actor=secretary, passage=moved, values={"start": 60, "end": 70}, at=noon)


def test_a_passage_is_removed_unless_something_cites_it(article, mayor, secretary, noon):
    used = passage(actor=secretary, source=article, start=60, end=70, at=noon)
    unused = passage(actor=secretary, source=article, start=61, end=70, at=noon)
    cite(actor=secretary, record=mayor.ref, passages=used, at=noon)

    remove_passage(actor=secretary, passage=unused, at=noon)
    with pytest.raises(StillUsed):
        remove_passage(actor=secretary, passage=used, at=noon)

    assert list(Passage.objects.filter(end=70)) == [used]


def test_a_reader_makes_moves_and_removes_no_passage(article, secretary, reader, noon):
    made = passage(actor=secretary, source=article, start=60, end=70, at=noon)

    with pytest.raises(NotAllowed):
        passage(actor=reader, source=article, start=60, end=70, at=noon)
    with pytest.raises(NotAllowed):
        change_passage(actor=reader, passage=made, values={"start": 61}, at=noon)
    with pytest.raises(NotAllowed):
        remove_passage(actor=reader, passage=made, at=noon)


@pytest.mark.parametrize(
    ("rights", "visibility", "visitor_sees", "reader_sees"),
    [
        ("full", "public", True, True),
        ("quotations", "public", True, True),
        ("none", "public", False, True),
        ("full", "desk", False, True),
    ],
)
def test_words_are_shown_as_the_rights_allow(
    rights, visibility, visitor_sees, reader_sees, ingested, secretary, reader, visitor, noon
):
    source = ingested(text_rights=rights, visibility=visibility)
    made = passage(actor=secretary, source=source, start=0, end=7, at=noon)

    assert words_of([made], actor=visitor)[str(made.uid)] == ("Lantern" if visitor_sees else None)
    assert words_of([made], actor=reader)[str(made.uid)] == ("Lantern" if reader_sees else None)


def test_words_of_many_passages_cost_one_query(article, secretary, noon, django_assert_num_queries):
    made = [
        passage(actor=secretary, source=article, start=0, end=end, at=noon) for end in range(1, 9)
    ]

    with django_assert_num_queries(1):
        assert words_of(made)[str(made[6].uid)] == "Lantern"
    with django_assert_num_queries(0):
        assert words_of([]) == {}


@given(text=st.text(max_size=40), ends=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_a_tidy_span_loses_white_space_and_nothing_else(text, ends):
    start, end = sorted(min(one, len(text)) for one in ends)

    first, last = tidy_span(text, start, end)

    assert text[first:last] == text[start:end].strip()
    assert start <= first <= last <= max(end, first)


@given(text=st.text(max_size=40), ends=st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_a_selection_counted_by_a_browser_finds_the_same_words(text, ends):
    start, end = sorted(min(one, len(text)) for one in ends)

    def units(part: str) -> int:
        return len(part.encode("utf-16-le", "surrogatepass")) // 2

    found = span_from_utf16(text, units(text[:start]), units(text[:end]))

    assert found == (start, end)
