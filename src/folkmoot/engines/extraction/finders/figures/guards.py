"""Numbers that are no figures: years, dates, labels, ages, clock times, telephone numbers.

What is counted is looked at elsewhere; here only the number and the words that touch it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.grammar import SUBJECT
from folkmoot.engines.extraction.finders.figures.numbers import Number
from folkmoot.engines.extraction.found import DateFound
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

# Addresses on the net and telephone numbers; their digits count nothing.
_ZONES: Final = re.compile(
    r"(?:https?://|www\.)\S{1,200}|[\w.+-]{1,64}@[\w.-]{1,200}"
    r"|\+\d[\d\s()-]{7,20}\d|\(\d{3,5}\)\s?\d[\d -]{4,12}\d|\b\d{2,3}-\d{2}-\d{2}\b"
)
_LIST_MARK: Final = re.compile(r"\s*\d{1,3}(?:\.\d{1,2})*[.)]\s")
# A short phrase in marks that begins with the number is a title: «Тысяча писем».
_NAME_BEGINS: Final = re.compile(r"^[«“„\"]\w[^«»“”\"„.!?]{1,60}[»”“\"](?!,)")
_WORD_BOUND: Final = re.compile(r"-[^\W\d_]")
_FIRST_YEAR: Final = 1000
_LAST_YEAR: Final = 2100


@dataclass(frozen=True)
class _Words:
    before: re.Pattern[str]
    after: re.Pattern[str]
    year_after: re.Pattern[str]


class Guards:
    """What is no figure in a text."""

    def __init__(self, article: Article, dates: Sequence[DateFound]) -> None:
        self._article = article
        self._dates = Ranges([one.span for one in dates])
        self._zones = Ranges([Span(*one.span()) for one in _ZONES.finditer(article.work)])

    def allow(self, number: Number, lexicon: Lexicon, block_start: int) -> bool:
        """Whether a number can be a figure, as far as its neighbours tell."""
        text, digits = self._article.work, number.digits
        if number.currency or number.percent:
            return not self._zones.touch(digits)
        if _WORD_BOUND.match(text, digits.end) or self._zones.touch(digits):
            return False
        if self._dates.touch(digits):
            return False
        if not number.is_in_words and _LIST_MARK.match(text, block_start, digits.end + 2):
            first = text[block_start : digits.start].strip()
            if not first:
                return False
        if _NAME_BEGINS.search(text[max(0, digits.start - 1) : digits.start + 80]):
            return False
        words = _words(lexicon)
        if words.before.search(text[max(0, digits.start - 24) : digits.start]):
            return False
        if words.after.match(text, number.span.end):
            return False
        return not words.year_after.match(text, number.span.end) or not is_year(number)

    def in_date(self, number: Number) -> bool:
        return self._dates.touch(number.digits)


class Ranges:
    """Spans in order, asked whether any touches another span."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [one.start for one in self._spans]

    def touch(self, span: Span) -> bool:
        at = bisect_right(self._starts, span.end - 1) - 1
        return any(self._spans[one].end > span.start for one in range(max(0, at - 2), at + 1))


def is_year(number: Number) -> bool:
    """Whether a bare number looks like a year."""
    return (
        not number.is_scaled
        and not number.is_in_words
        and _FIRST_YEAR <= number.value <= _LAST_YEAR
        and number.digits.end - number.digits.start >= 4
    )


@cache
def _words(lexicon: Lexicon) -> _Words:
    before = alternation(lexicon.words(SUBJECT, "exclude", "before"))
    after = alternation(lexicon.words(SUBJECT, "exclude", "after"))
    years = alternation(lexicon.words(SUBJECT, "exclude", "year_after"))
    return _Words(
        before=re.compile(rf"(?<![\w-]){before}\s*$", re.IGNORECASE),
        after=re.compile(rf"[\s-]{{0,2}}{after}(?!\w)", re.IGNORECASE),
        year_after=re.compile(rf"\s*{years}(?!\w)", re.IGNORECASE),
    )
