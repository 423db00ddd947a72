"""The bodies named in a stretch that says who organises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.forums.words import one_line
from folkmoot.engines.extraction.found import Findings, Named
from folkmoot.engines.extraction.lexicon import Lexicon
from folkmoot.engines.extraction.terms import Span

_REACH: Final = 420
_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class _Lists:
    ends: re.Pattern[str]
    separator: re.Pattern[str]
    lead: re.Pattern[str]
    body: re.Pattern[str]


def body_names(
    article: Article, findings: Findings, stretch: Span, sentence: Sentence
) -> Iterator[Named]:
    """The bodies listed from the beginning of a stretch to the end of the clause."""
    lists = _lists(sentence.lexicon)
    if lists is None:
        return
    end = min(stretch.end, stretch.start + _REACH)
    stop = lists.ends.search(article.work, stretch.start, end)
    if stop is not None:
        end = stop.start()
    known = [
        mention
        for body in findings.organisations
        for mention in body.mentions
        if stretch.start <= mention.start and mention.end <= end
    ]
    for part in list(_parts(article, Span(stretch.start, end), known, lists))[:_MOST]:
        named = _body(article, findings, part, lists)
        if named is not None:
            yield named


def _parts(article: Article, stretch: Span, known: list[Span], lists: _Lists) -> Iterator[Span]:
    """The stretch cut at commas and "and" that lie outside known names."""
    begin = stretch.start
    for found in lists.separator.finditer(article.work, stretch.start, stretch.end):
        if found.start() < begin or any(
            one.start <= found.start() and found.end() <= one.end for one in known
        ):
            continue
        is_comma = found.group().strip() in (",", "–")
        if is_comma or lists.body.match(article.work, found.end(), stretch.end):
            if found.start() > begin:
                yield Span(begin, found.start())
            begin = found.end()
    if begin < stretch.end:
        yield Span(begin, stretch.end)


def _body(article: Article, findings: Findings, part: Span, lists: _Lists) -> Named | None:
    lead = lists.lead.match(article.work, part.start, part.end)
    start, end = lead.end() if lead else part.start, part.end
    while start < end and article.work[start] in " \n,–:":
        start += 1
    while end > start and article.work[end - 1] in " \n,.;–":
        end -= 1
    if end - start < 3 or not lists.body.match(article.work, start, end):
        return None
    span = Span(start, end)
    known = (one for one in findings.organisations if span in one.mentions)
    name = next((one.name.value for one in known), one_line(article.plain(span)))
    return Named(name, span)


@cache
def _lists(lexicon: Lexicon) -> _Lists | None:
    table = lexicon.table("forums").get("bodies")
    if not table:
        return None
    return _Lists(
        ends=re.compile(table["ends"]),
        separator=re.compile(table["separator"]),
        lead=re.compile(table["lead"], re.IGNORECASE),
        body=re.compile(table["body"]),
    )
