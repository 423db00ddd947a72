"""An expression is left out only where it could not match."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.extraction.gates import Gate, Held

EXPRESSIONS = (
    r"откры(?:л|ва)\w+",
    r"(?i)\b(?:the|this)\s+(?:tenth|10th)\s+(?:forum|summit)",
    r"(?<!\w)(?:форум|съезд)(?:а|у|ом)?(?!\w)",
    r"as\s+well\s+as|together with",
    r"[Сс]ледующ\w+ (?:\d{1,3}-й )?форум",
    r"(?:held|hosted)?\s*in\b",
    r"\d+(?:[.,]\d+)?\s*(?:%|percent)",
    r"(?=forum)f\w+",
    r"(?P<one>ab+c)(?P=one)",
)


def lets(pattern: re.Pattern[str], text: str) -> bool:
    return Gate(pattern).lets(Held(text).between(0, len(text)), text)


@pytest.mark.parametrize("expression", EXPRESSIONS)
@given(data=st.data())
def test_what_an_expression_matches_its_gate_lets_through(
    expression: str, data: st.DataObject
) -> None:
    pattern = re.compile(expression)
    text = data.draw(st.from_regex(pattern))
    assert lets(pattern, text)
    assert lets(re.compile(expression, re.IGNORECASE), text.upper()) or not re.search(
        expression, text.upper(), re.IGNORECASE
    )


def test_words_without_the_letters_are_not_let_through() -> None:
    pattern = re.compile(r"(?:forum|summit)\s+(?:was\s+)?opened")
    assert [
        lets(pattern, text)
        for text in ("The summit was opened", "It opened", "The forum ended", "Opened: Summits")
    ] == [True, False, False, True]


def test_a_gate_of_several_expressions_lets_through_what_one_of_them_needs() -> None:
    gate = Gate(re.compile("forum"), re.compile(r"\d+ (?:towns|cities)"))
    held = [Held(text).between(0, 99) for text in ("A forum", "12 towns", "twelve towns")]
    assert [gate.lets(one) for one in held] == [True, True, True]
    assert not gate.lets(Held("a summit").between(0, 99))


def test_signs_of_a_masked_sentence_are_needed_too() -> None:
    pattern = re.compile("\ue000 (?:opened|closed) in \ue002")
    held = Held("The forum opened in Velm").between(0, 24)
    assert Gate(pattern).lets(held, "\ue000 opened in \ue002")
    assert not Gate(pattern).lets(held, "\ue000 opened in Velm")


def test_expressions_made_later_are_asked_for_in_texts_that_are_already_open() -> None:
    held = Held("The caravan of towns")
    held.between(0, 20)
    assert Gate(re.compile("caravanserai|caravan")).lets(held.between(0, 20))
    assert not Gate(re.compile("biennale")).lets(held.between(0, 20))
