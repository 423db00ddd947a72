"""Abbreviations that a text introduces in brackets and goes on with: "Small Towns Congress (STC)".

An abbreviation of the body inside the name ("conference of the Sister Cities Network (SCN)")
is none of the forum.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.grammar import Grammar, grammar_of
from folkmoot.engines.extraction.finders.forums.names import ForumName, ordinal_before
from folkmoot.engines.extraction.finders.forums.words import pieces
from folkmoot.engines.extraction.terms import Span

_SHORTEST: Final = 3
_BEFORE: Final = 40
_YEAR: Final = re.compile(r"[\s–-]{1,2}((?:19|20)\d\d)(?!\d)")


def alias_mentions(article: Article, name: ForumName) -> Iterator[ForumName]:
    """Where the text goes on with the abbreviation of a name, with ordinal and year."""
    alias = name.alias
    if alias is None or len(alias.value) < _SHORTEST or not is_of_forum(article, name):
        return
    pattern = re.compile(rf"(?<![\w-]){re.escape(alias.value)}(?!\w)")
    for number, block in enumerate(article.blocks):
        grammar = grammar_of(article.lexicons[number])
        if grammar is None:
            continue
        for found in pattern.finditer(article.work, block.start, block.end):
            if not name.span.contains(Span(*found.span())):
                yield _mention(article, name, found, number, grammar)


def is_of_forum(article: Article, name: ForumName) -> bool:
    """Whether the abbreviation in brackets is that of the forum and not of a body in its name."""
    if name.alias is None:
        return False
    letters = name.alias.value.lower()
    body = article.work[name.head.end : name.alias.span.start]
    return not _is_spelt(letters, _initials(body))


def _initials(words: str) -> str:
    return "".join(word[0] for word in re.findall(r"[^\W\d_]{4,}", words.lower()))


def _is_spelt(letters: str, initials: str) -> bool:
    """Whether the letters are initials in their order."""
    left = iter(initials)
    return all(letter in left for letter in letters)


def _mention(
    article: Article, name: ForumName, found: re.Match[str], number: int, grammar: Grammar
) -> ForumName:
    block = article.block_span(number)
    before = list(pieces(article.work, max(block.start, found.start() - _BEFORE), found.start()))
    told = ordinal_before(before, grammar)
    year = _YEAR.match(article.work, found.end(), block.end)
    start = told[1].start if told else found.start()
    determiner = before[-1].text.lower() if before else ""
    return replace(
        name,
        span=Span(start, year.end() if year else found.end()),
        head=Span(*found.span()),
        ordinal=told[0] if told else None,
        ordinal_span=told[1] if told else None,
        year=int(year[1]) if year else None,
        title=None,
        alias=None,
        is_short=True,
        is_generic=True,
        is_capital=True,
        determiner=determiner if determiner in grammar.lists["determiners"] else "",
        block=number,
    )
