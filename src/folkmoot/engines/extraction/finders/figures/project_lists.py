"""Projects that are items of a list: below "Joint projects", or behind "projects such as".

What stands above a list says what its items are; no deed is needed then. Items that begin
with a verb are resolutions and are read like any other sentence.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.documents import listed_nouns
from folkmoot.engines.extraction.finders.figures.explained import quoted_names
from folkmoot.engines.extraction.finders.figures.introduced import (
    introduction_of,
    is_first_of_item,
    item_start,
)
from folkmoot.engines.extraction.finders.figures.novelty import PROJECTS
from folkmoot.engines.extraction.finders.figures.undertakings import Undertaking
from folkmoot.engines.extraction.layers.base import Token
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import ProposalKind, Span

_ENDS: Final = re.compile(r"[:;,(]|\s[–—-]\s|\.(?=\s|$)")
_ITEM_ENDS: Final = re.compile(r"[;,.:(]|\s[–—-]\s")
_FEWEST, _LONGEST, _MOST_WORDS = 3, 90, 12
_LONGEST_PIECE: Final = 7
_VERBS: Final = frozenset({"VERB", "AUX"})
_TALLY: Final = re.compile(r"\d")


def listed_in(article: Article, sentence: Sentence, taken: Sequence[Span]) -> Iterator[Undertaking]:
    """The projects that a sentence lists, or that it is, as an item of a list."""
    above = introduction_of(article, sentence)
    if above is not None:
        kind = None if taken else _kind_of_list(article, above)
        if kind is not None and is_first_of_item(article, sentence):
            yield from _item(article, sentence, kind)
        return
    yield from _enumerated(article, sentence, taken)


def _kind_of_list(article: Article, above: Sentence) -> ProposalKind | None:
    """What the words above a list call its items: projects, practices, or neither."""
    start, end = above.span.start, above.span.end
    if _pattern(above.lexicon, "others").search(article.work, start, end):
        return None
    if _pattern(above.lexicon, "practices").search(article.work, start, end):
        return ProposalKind.PRACTICE
    if _pattern(above.lexicon, "projects").search(article.work, start, end):
        return ProposalKind.PROJECT
    calls = any(
        kind != "thing" and _is_plural(article, span, above.lexicon)
        for span, kind in listed_nouns(article, above, PROJECTS)
    )
    return ProposalKind.PROJECT if calls else None


def _is_plural(article: Article, noun: Span, lexicon: Lexicon) -> bool:
    token = next(iter(article.tokens_in(noun)), None)
    number = token.feats.get("Number", "") if token else ""
    written = article.plain(noun).lower()
    return number == "Plur" or (not number and written.endswith("s"))


def _item(article: Article, sentence: Sentence, kind: ProposalKind) -> Iterator[Undertaking]:
    start = item_start(article, sentence)
    tokens = article.tokens_in(Span(start, sentence.span.end))
    if not tokens or _TALLY.match(article.work, start) or _is_order(article, sentence, tokens):
        return
    quoted = next(quoted_names(article, start, sentence.span.end), None)
    if quoted is not None and quoted.start <= start + 1:
        yield _made(article, quoted, kind)
        return
    ends = _ENDS.search(article.work, start, sentence.span.end)
    name = _without_article(
        article, sentence.lexicon, Span(start, ends.start() if ends else sentence.span.end)
    )
    if (
        _FEWEST < name.end - name.start <= _LONGEST
        and len(article.plain(name).split()) <= _MOST_WORDS
    ):
        yield _made(article, name, kind)


def _is_order(article: Article, sentence: Sentence, tokens: Sequence[Token]) -> bool:
    """ "Build a bridge" resolves; "Walking tutors" names."""
    first = article.work[tokens[0].start : tokens[0].end].lower()
    participles = sentence.lexicon.words(PROJECTS, "listing", "participles")
    return tokens[0].pos in _VERBS and not first.endswith(participles)


def _enumerated(
    article: Article, sentence: Sentence, taken: Sequence[Span]
) -> Iterator[Undertaking]:
    """ "Projects such as a bus route, a fund and “Lights On”"."""
    if article.is_heading(sentence.block):
        return
    at = _where_listing_begins(article, sentence)
    if at is None:
        return
    for piece in _pieces(article, sentence.lexicon, Span(at, sentence.span.end)):
        if any(one.overlaps(piece) for one in taken):
            continue
        name = next(quoted_names(article, piece.start, piece.end), None)
        name = name or _without_article(article, sentence.lexicon, piece)
        if name.end - name.start > _FEWEST:
            yield _made(article, name)


def _where_listing_begins(article: Article, sentence: Sentence) -> int | None:
    """Behind "projects such as", "among the projects … are", «в планах –»."""
    work, start, end = article.work, sentence.span.start, sentence.span.end
    starter = _starter(sentence.lexicon).match(work, start, end)
    if starter is not None:
        return starter.end()
    is_among = _among(sentence.lexicon).match(work, start, end) is not None
    for span, kind in listed_nouns(article, sentence, PROJECTS):
        if kind == "thing" or not _is_plural(article, span, sentence.lexicon):
            continue
        opener = _opener(sentence.lexicon).match(work, span.end, end)
        if opener is None and is_among:
            opener = _link(sentence.lexicon).search(work, span.end, min(end, span.end + _LONGEST))
        if opener is not None:
            return opener.end()
    return None


def _pieces(article: Article, lexicon: Lexicon, span: Span) -> Iterator[Span]:
    """The parts of an enumeration; it ends with the first that is no short noun phrase."""
    at = span.start
    joint = _and(lexicon)
    while at < span.end:
        ends = _ITEM_ENDS.search(article.work, at, span.end)
        stop = ends.start() if ends else span.end
        for piece in _split(article, joint, Span(at, stop)):
            tokens = article.tokens_in(piece)
            if not 1 <= len(tokens) <= 2 * _LONGEST_PIECE or tokens[0].pos in _VERBS | {"PRON"}:
                return
            if any(token.pos == "AUX" for token in tokens):
                return
            yield piece
        if ends is None or ends.group() not in (",", ";"):
            return
        at = ends.end()


def _split(article: Article, joint: re.Pattern[str], span: Span) -> Iterator[Span]:
    """At "and" before an article, a name or the last item."""
    start = span.start
    for found in joint.finditer(article.work, span.start, span.end):
        yield from _trimmed(article, Span(start, found.start()))
        start = found.end()
    yield from _trimmed(article, Span(start, span.end))


def _trimmed(article: Article, span: Span) -> Iterator[Span]:
    words = article.plain(span)
    start = span.start + len(words) - len(words.lstrip())
    end = span.start + len(words.rstrip())
    if start < end:
        yield Span(start, end)


def _without_article(article: Article, lexicon: Lexicon, span: Span) -> Span:
    found = _articles(lexicon).match(article.work, span.start, span.end)
    return Span(found.end(), span.end) if found else span


def _made(article: Article, name: Span, kind: ProposalKind = ProposalKind.PROJECT) -> Undertaking:
    return Undertaking(
        kind=kind,
        name=article.value(" ".join(article.plain(name).split()), name),
        span=name,
        noun=name,
        rule="practice-listed" if kind is ProposalKind.PRACTICE else "project-listed",
    )


@cache
def _opener(lexicon: Lexicon) -> re.Pattern[str]:
    either = alternation(lexicon.words(PROJECTS, "listing", "openers"))
    return re.compile(rf"\s*{either}\s*", re.IGNORECASE)


@cache
def _starter(lexicon: Lexicon) -> re.Pattern[str]:
    starters = alternation(lexicon.words(PROJECTS, "listing", "starters"))
    links = alternation(lexicon.words(PROJECTS, "listing", "links"))
    return re.compile(rf"\W*{starters}\s*{links}\s+", re.IGNORECASE)


@cache
def _among(lexicon: Lexicon) -> re.Pattern[str]:
    either = alternation(lexicon.words(PROJECTS, "listing", "among"))
    return re.compile(rf"{either}\s", re.IGNORECASE)


@cache
def _link(lexicon: Lexicon) -> re.Pattern[str]:
    either = alternation(lexicon.words(PROJECTS, "listing", "links"))
    return re.compile(rf"(?<=[\s,]){either}(?:\s+)", re.IGNORECASE)


@cache
def _pattern(lexicon: Lexicon, name: str) -> re.Pattern[str]:
    either = alternation(lexicon.words(PROJECTS, "listing", name))
    return re.compile(rf"(?<!\w){either}(?!\w)", re.IGNORECASE)


@cache
def _and(lexicon: Lexicon) -> re.Pattern[str]:
    either = alternation(lexicon.words(PROJECTS, "listing", "and"))
    return re.compile(rf"(?:^|\s+){either}\s+", re.IGNORECASE)


@cache
def _articles(lexicon: Lexicon) -> re.Pattern[str]:
    either = alternation(lexicon.words(PROJECTS, "listing", "articles"))
    return re.compile(rf"{either}\s+", re.IGNORECASE)
