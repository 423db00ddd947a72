"""The bodies named in a stretch that says who organises."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.forums.words import one_line
from folkmoot.engines.extraction.found import Findings, Named
from folkmoot.engines.extraction.lexicon import Lexicon
from folkmoot.engines.extraction.terms import Span

_REACH: Final = 420
_MOST: Final = 6
_NEAR: Final = 80


@dataclass(frozen=True, slots=True)
class _Lists:
    ends: re.Pattern[str]
    separator: re.Pattern[str]
    lead: re.Pattern[str]
    body: re.Pattern[str]
    does: re.Pattern[str]
    doer: re.Pattern[str]
    which: re.Pattern[str]
    has_done: re.Pattern[str]


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
    if end <= stretch.start:
        return
    known = [mention for _, mention, _ in findings.bodies_in(Span(stretch.start, end))]
    parts = list(_parts(article, Span(stretch.start, end), known, lists))[:_MOST]
    for part, after in zip_longest(parts, parts[1:]):
        named = _body(article, findings, part, lists)
        if named is None or (after is not None and _is_explained(article, named, after)):
            continue
        yield named


def _is_explained(article: Article, named: Named, after: Span) -> bool:
    """ "The chambers of both parliaments – the Senate and the Diet": the names say it."""
    is_common = article.work[named.span.start].islower()
    return is_common and "–" in article.work[named.span.end : after.start]


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
    known = (body for _, mention, body in findings.bodies_in(span) if mention == span)
    name = next((one.name.value for one in known), one_line(article.plain(span)))
    return Named(name, span)


def bodies_before(
    article: Article, findings: Findings, names: Sequence[Span], sentence: Sentence
) -> Iterator[Named]:
    """Bodies that do something for the edition: "the League, which convened this forum"."""
    lists = _lists(sentence.lexicon)
    if lists is None or not names:
        return
    for name in names:
        found = lists.doer.search(article.work[sentence.span.start : name.start])
        if found is not None:
            start = sentence.span.start + found.start("body")
            span = Span(start, start + len(found["body"]))
            yield Named(one_line(article.plain(span)), span)
    for _, mention, body in findings.bodies_in(sentence.span):
        if lists.has_done.match(article.work, mention.end) and lists.which.search(
            article.work, max(0, mention.start - _NEAR), mention.start
        ):
            yield Named(body.name.value, mention)
            continue
        for name in names:
            between = article.work[mention.end : max(mention.end, name.start)]
            if len(between) < _NEAR and lists.does.fullmatch(between):
                yield Named(body.name.value, mention)


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
        which=re.compile(table.get("which", "(?!)")),
        has_done=re.compile(table.get("has_done", "(?!)")),
        does=re.compile(table.get("does", "(?!)")),
        doer=re.compile(
            rf"(?P<body>{table['doer']}){table['does']}$" if "doer" in table else "(?!)"
        ),
    )
