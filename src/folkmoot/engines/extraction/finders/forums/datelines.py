"""The place that an article's dateline or first line names."""

import re
from collections.abc import Iterator
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.found import Named
from folkmoot.engines.extraction.terms import Span

_NAME: Final = r"(?P<place>[^\W\d_a-zа-яё][\w'-]*(?:[ -][^\W\d_a-zа-яё][\w'-]*){0,2})"
# "KASTELL, 19 September 2021", «(с. Верхний Илгаз, 25 августа 2018 г.)», "Город Ветров, 9 октября".
_BEFORE_DATE: Final = re.compile(
    rf"\(?(?:(?:г|с|пос|город|село|посёлок)\.?\s+)?{_NAME}(?:,\s+[^\W\d_]+)?,\s+(?:\d|[^\W\d_]+\.?\s+\d)",
    re.IGNORECASE,
)
_AFTER_DATE: Final = re.compile(
    rf"\d(?:\s*г(?:ода|\.)?)?\s*[,|]\s+(?:(?:г|с|пос)\.\s+)?{_NAME}\s*[,|)]?\s*(?:$|,|\|)"
)
# "HARNOW – The forum".
_LEAD: Final = re.compile(
    r"(?P<place>[^\W\d_a-zа-яё]{2,}(?:[ -][^\W\d_a-zа-яё]{2,}){0,2})(?:\s*\([^)]{2,20}\)|,[^–\n]{2,40})?\s+–\s"
)
_FIRST_CHARACTERS: Final = 900
_LONGEST_LINE: Final = 110


def place_of_dateline(article: Article) -> Named | None:
    """The place beside the date above the text, else the one in capitals that begins it."""
    for start, end in _first_lines(article):
        for pattern in (_BEFORE_DATE, _AFTER_DATE):
            found = pattern.search(article.work, start, end)
            if found is not None and found["place"][0].isupper() and _has_year(article, start, end):
                return _named(article, Span(*found.span("place")))
    for block in article.blocks[:6]:
        found = _LEAD.match(article.work, block.start, block.end)
        if found is not None:
            return _named(article, Span(*found.span("place")))
    return None


def _first_lines(article: Article) -> Iterator[tuple[int, int]]:
    """The short lines near the beginning, also those that are not read for facts."""
    for block in article.document.blocks:
        if block.start > _FIRST_CHARACTERS:
            return
        if block.end - block.start <= _LONGEST_LINE:
            yield block.start, block.end


def _has_year(article: Article, start: int, end: int) -> bool:
    return re.search(r"\b(?:19|20)\d\d\b", article.work[start:end]) is not None


def _named(article: Article, span: Span) -> Named:
    words = article.plain(span)
    return Named(words.title() if words.isupper() else article.normal(span), span)
