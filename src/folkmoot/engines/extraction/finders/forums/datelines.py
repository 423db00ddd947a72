"""The place that an article's dateline or first line names."""

import re
from collections.abc import Iterator
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.found import DateFound, EditionFound, Findings, Named
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.reading.terms import SourceKind
from folkmoot.engines.values import dates as edtf

_NAME: Final = r"(?P<place>[^\W\d_a-zа-яё][\w'-]*(?:[ -][^\W\d_a-zа-яё][\w'-]*){0,2})"
# "KASTELL, 19 September 2021", «(с. Верхний Илгаз, 25 августа 2018 г.)», "Город Ветров, 9 октября".
_BEFORE_DATE: Final = re.compile(
    rf"(?:^|\(|\s)(?:(?:[Гг]|[Сс]|[Пп]ос|[Гг]ород|[Сс]ело|[Пп]осёлок)\.?\s+)?{_NAME}(?:,\s+[^\W\d_]+)?,\s+"
    r"(?:\d|[^\W\d_]+\.?\s+\d)"
)
_AFTER_DATE: Final = re.compile(
    rf"\d(?:\s*г(?:ода|\.)?)?\s*[,|]\s+(?:(?:г|с|пос)\.\s+)?{_NAME}\s*[,|)]?\s*(?:$|,|\|)"
)
# "HARNOW – The forum".
_LEAD: Final = re.compile(
    r"(?P<place>[^\W\d_a-zа-яё]{2,}(?:[ -][^\W\d_a-zа-яё]{2,}){0,2})(?:\s*\([^)]{2,20}\)|,[^–\n]{2,40})?\s+–\s"
)
_LINE: Final = re.compile(r"[^\n]+")
_FIRST_CHARACTERS: Final = 900
_LONGEST_LINE: Final = 110


def place_of_dateline(article: Article) -> Named | None:
    """The place beside the date above the text, else the one in capitals that begins it."""
    for start, end in _first_lines(article):
        for pattern in (_BEFORE_DATE, _AFTER_DATE):
            found = pattern.search(article.work[start:end])
            if found is not None and found["place"][0].isupper() and _has_year(article, start, end):
                return _named(
                    article, Span(start + found.start("place"), start + found.end("place"))
                )
    for block in article.blocks[:6]:
        found = _LEAD.match(article.work, block.start, block.end)
        if found is not None:
            return _named(article, Span(*found.span("place")))
    return None


def date_of_heading(
    article: Article, findings: Findings, edition: EditionFound
) -> DateFound | None:
    """The days on the line that names the edition or on the two lines below it.

    Only an interval of days counts: a single day there is the day of writing, which only
    a declaration shares with the forum that adopted it.
    """
    is_declaration = article.document.kind is SourceKind.DECLARATION
    for name in edition.names:
        line_end = article.work.find("\n", name.end)
        line_start = article.work.rfind("\n", 0, name.start) + 1
        if name.start > _FIRST_CHARACTERS or line_end - line_start > _LONGEST_LINE:
            continue
        end = name.end
        for _ in range(3):
            end = article.work.find("\n", end + 1)
            end = len(article.work) if end < 0 else end
        near = [
            one
            for one in findings.dates
            if name.end <= one.span.start < end and _are_days(one, is_declaration)
        ]
        if near:
            return near[0]
    return None


def _are_days(date: DateFound, single: bool) -> bool:
    value = edtf.parse(date.edtf)
    ends = (value.first, value.last or value.first)
    exact = all(isinstance(one, edtf.DatePoint) and one.day is not None for one in ends)
    return exact and (single or value.is_interval)


def _first_lines(article: Article) -> Iterator[tuple[int, int]]:
    """The short lines near the beginning, also those that are not read for facts."""
    for found in _LINE.finditer(article.work, 0, _FIRST_CHARACTERS):
        if found.end() - found.start() <= _LONGEST_LINE:
            yield found.span()


def _has_year(article: Article, start: int, end: int) -> bool:
    return re.search(r"\b(?:19|20)\d\d\b", article.work[start:end]) is not None


def _is_no_place(article: Article, words: str) -> bool:
    """ "Interview, 12 January": what stands before the date is the sort of text."""
    return words.lower() in article.lexicon.words("forums", "places", "never")


def _named(article: Article, span: Span) -> Named:
    words = article.plain(span)
    return Named(words.title() if words.isupper() else article.normal(span), span)
