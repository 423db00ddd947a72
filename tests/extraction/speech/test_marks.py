"""Quotation marks are paired whatever their shape, and never cost more than the text is long."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.engines.extraction.finders.speech.marks import find_quoted
from tests.extraction.speech.told import article_of

LEAD = "The river forum met in Velmar on Monday and ended late.\n\n"


def outermost(text: str) -> list[str]:
    article = article_of(LEAD + text)
    return [article.words(piece) for one in find_quoted(article) for piece in one.inner]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We met,” she said.", ["We met,"]),
        ("„We met“, she said.", ["We met"]),
        ("«We met», she said.", ["We met"]),
        ("'We met,' she said.", ["We met,"]),
        ('"We met," she said. "We left."', ["We met,", "We left."]),
        ("“We call it ‘home’ here,” she said.", ["We call it ‘home’ here,"]),
        ("The forum’s guests and the cities’ mayors met.", []),
        ("‘Our winners’ heirs met,’ she said.", ["Our winners’ heirs met,"]),
        ("The firm «Holding «Len» signed.", ["Holding «Len"]),
    ],
)
def test_marks_are_paired_by_their_kind(text: str, words: list[str]) -> None:
    assert outermost(text) == words


def test_a_quotation_reopened_in_the_next_paragraph_is_one() -> None:
    article = article_of(LEAD + "“We lost a roof.\n\n“We kept the forum,” said Anna Lind.")
    (one,) = find_quoted(article)
    assert [article.words(piece) for piece in one.inner] == [
        "We lost a roof.",
        "We kept the forum,",
    ]


def test_a_quotation_that_nobody_closes_ends_with_its_paragraph() -> None:
    assert outermost("She said: “We met.\n\nThe forum ended on Tuesday.") == ["We met."]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab .,’'‘“”„«»\"\n–", max_size=60))
def test_no_stretch_overlaps_another_or_leaves_the_text(text: str) -> None:
    article = article_of(LEAD + text + "\n\nThe end of the forum.")
    found = find_quoted(article)
    assert all(one.start < one.end <= len(article.work) for one in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


def test_thousands_of_open_marks_cost_no_more_than_their_number() -> None:
    article = article_of(LEAD + "He said “we " * 6_000)
    begin = time.process_time()
    find_quoted(article)
    assert time.process_time() - begin < 5
