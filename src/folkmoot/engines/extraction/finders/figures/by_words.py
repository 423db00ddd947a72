"""The figures of a text by the words that they count, or whose worth they tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.claim import Claim
from folkmoot.engines.extraction.spans import SpanIndex
from folkmoot.engines.extraction.terms import Span

_MEMO = "figures by words"


@dataclass(frozen=True, slots=True)
class _ByWords:
    claims: Sequence[Claim]
    counted: SpanIndex[Claim]
    worth: SpanIndex[Claim]


def counting(article: Article, claims: Sequence[Claim], noun: Span) -> list[Claim]:
    """The figures whose unit is the noun, in order."""
    return _by_words(article, claims).counted.overlapping(noun)


def worth_of(article: Article, claims: Sequence[Claim], noun: Span) -> list[Claim]:
    """The figures whose subject is the noun, in order."""
    return _by_words(article, claims).worth.overlapping(noun)


def _by_words(article: Article, claims: Sequence[Claim]) -> _ByWords:
    known = article.memo.get(_MEMO)
    if isinstance(known, _ByWords) and known.claims is claims:
        return known
    made = _ByWords(
        claims,
        SpanIndex((span, one) for one in claims if one.unit for span in one.unit.spans),
        SpanIndex((span, one) for one in claims if one.subject for span in one.subject.spans),
    )
    article.memo[_MEMO] = made
    return made
