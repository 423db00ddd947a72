"""The quickened dictionary answers what pymorphy3's own reader answers."""

import re
from pathlib import Path

import pymorphy3
import pytest

from folkmoot.engines.extraction.automata import quicken

_DOCUMENTS = Path(__file__).parent / "documents"
# Unknown to the dictionary, spelled with other letters, in another script, no words at all.
_RARE = ("", "ё", "Елка", "елка", "ёлка", "бутявкать", "ежеее", "по-русски", "hello", "123", "😀")


@pytest.fixture(scope="module")
def words() -> list[str]:
    texts = (path.read_text(encoding="utf-8") for path in sorted(_DOCUMENTS.glob("ru-0*.txt")))
    found = {word for text in texts for word in re.findall(r"[\w-]+", text)}
    return [*sorted(found)[::3], *_RARE]


@pytest.fixture(scope="module")
def readers() -> tuple[pymorphy3.MorphAnalyzer, pymorphy3.MorphAnalyzer]:
    plain, quick = pymorphy3.MorphAnalyzer(), pymorphy3.MorphAnalyzer()
    quicken(quick)
    return plain, quick


def test_every_word_is_read_as_before(readers, words):
    plain, quick = ([_told(each.parse(word)) for word in words] for each in readers)
    assert quick == plain


def test_the_same_words_are_known(readers, words):
    plain, quick = ([each.word_is_known(word) for word in words] for each in readers)
    assert quick == plain


def test_quickened_twice_is_quickened_once(words):
    analyser = pymorphy3.MorphAnalyzer()
    quicken(analyser)
    once = [_told(analyser.parse(word)) for word in words[:200]]
    quicken(analyser)
    assert [_told(analyser.parse(word)) for word in words[:200]] == once


def _told(parses):
    return [(*one[:1], str(one.tag), *one[2:4], str(one.methods_stack)) for one in parses]
