"""The place that an article's dateline or first line names."""

import re
from collections.abc import Iterator
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.cues import cues_of
from folkmoot.engines.extraction.found import DateFound, EditionFound, Findings, Named
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.reading.terms import SourceKind
from folkmoot.engines.values import dates as edtf

_NAME: Final = r"(?P<place>[^\W\d_a-zа-яё][\w'-]*(?:[ -][^\W\d_a-zа-яё][\w'-]*){0,2})"
_KIND: Final = r"(?:(?:[Гг]|[Сс]|[Пп]ос|[Гг]ород|[Сс]ело|[Пп]осёлок)\.?\s+)?"
_DAY: Final = r"(?:[^\W\d_]+,\s+)?(?:\d{1,2}(?:\s?[–-]\s?\d{1,2})?[\s.]|[^\W\d_]+\.?\s+\d)"
# "KASTELL, 19 September 2021", «(с. Верхний Илгаз, 25 августа 2018 г.)», "Tarn, Old Hall, 3 May 2020".
_BEFORE_DATE: Final = re.compile(
    rf"(?:^|\(|[|–]\s){_KIND}{_NAME}(?:,\s+[^,\d\n(]{{3,40}})?,\s+{_DAY}"
)
_AFTER_DATE: Final = re.compile(
    rf"\d(?:\s*г(?:ода|\.)?)?\s*[,|]\s+(?:(?:г|с|пос)\.\s+)?{_NAME}\s*[,|)]?\s*(?:$|,|\|)"
)
# "HARNOW – The forum", "TARN, 3 May (Agency) –", «ТАРСК, 23 ноября. /Агентство/», «3 мая, Тарск /Корр./».
_AGENCY: Final = r"(?:\([^)\n]{2,40}\)|/[^/\n]{2,40}/)"
_LEADS: Final = (
    re.compile(
        r"(?P<place>[^\W\d_a-zа-яё]{2,}(?:[ -][^\W\d_a-zа-яё]{2,}){0,2})"
        r"(?:\s*\([^)]{2,20}\)|,[^–\n]{2,40})?\s+[–-]\s"
    ),
    re.compile(
        rf"{_NAME}(?:,\s+[^\W\d_]+)?,\s+{_DAY}[^\n.()/–]{{0,24}}[.,]?\s*(?:{_AGENCY}|–\s|[^\W\d_]+\.\s)"
    ),
    re.compile(rf"\d{{1,2}}\s[^\W\d_]{{3,}}(?:\s20\d\d)?,\s+{_NAME}\s*{_AGENCY}"),
)
_LINE: Final = re.compile(r"[^\n]+")
_FIRST_CHARACTERS: Final = 900
_LONGEST_LINE: Final = 110


def place_of_dateline(article: Article, findings: Findings) -> Named | None:
    """The place that begins the text in the manner of agencies, else the one beside the date."""
    for block in article.blocks[:6]:
        for lead in _LEADS:
            found = lead.match(article.work, block.start, block.end)
            if found is not None and not _is_no_place(article, findings, _span(found)):
                return _named(article, _span(found))
    for start, end in _first_lines(article):
        if not _has_year(article, start, end):
            continue
        for pattern in (_BEFORE_DATE, _AFTER_DATE):
            found = pattern.search(article.work[start:end])
            if found is None:
                continue
            span = Span(start + found.start("place"), start + found.end("place"))
            is_sure = "|" not in found.group() or _is_told(article, findings, span)
            if is_sure and not _is_no_place(article, findings, span):
                return _named(article, span)
    return None


def _span(found: re.Match[str]) -> Span:
    return Span(*found.span("place"))


def _is_told(article: Article, findings: Findings, span: Span) -> bool:
    """Whether the text names the place elsewhere: between bars stand sections of a paper too."""
    words = article.plain(span).casefold()
    return any(
        one.name.span != span and one.name.value.casefold() == words for one in findings.places
    )


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
        sentence = article.sentence_at(name.start)
        cues = cues_of(sentence.lexicon) if sentence else None
        if cues is not None and cues.terms.search(article.work[line_start:line_end]):
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


def _is_no_place(article: Article, findings: Findings, span: Span) -> bool:
    """What stands before a date may be the sort of text, the paper, or who wrote it."""
    words = article.plain(span)
    if words.lower() in article.lexicon.words("forums", "places", "never"):
        return True
    press = article.lexicon.table("forums").get("places", {}).get("press", "(?!)")
    return bool(re.search(press, words)) or findings.person_at(span) is not None


def _named(article: Article, span: Span) -> Named:
    words = article.plain(span)
    return Named(words.title() if words.isupper() else article.normal(span), span)
