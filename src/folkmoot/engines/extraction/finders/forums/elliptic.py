"""Editions that a text mentions by their ordinal alone: "the first was held in 2004".

The noun is left out: "the forum, the fourteenth since the war", "they meet for the ninth
time", «первый прошёл в Велме». The ordinal belongs to the forum that the text is about.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.grammar import Grammar, grammar_of
from folkmoot.engines.extraction.finders.forums.names import ForumName
from folkmoot.engines.extraction.finders.forums.ordinals import OrdinalWords
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span


@dataclass(frozen=True, slots=True)
class _Lists:
    """Expressions with the group "ordinal" and perhaps "head".

    Attributes:
        other: tell of any edition.
        this: tell of the edition that the text is about, never the first.
    """

    other: tuple[Expression, ...]
    this: tuple[Expression, ...]


def bare_ordinals(
    article: Article, like: ForumName, lemmas: Collection[str]
) -> Iterator[tuple[ForumName, bool]]:
    """Ordinals without a noun as short names of the series; and whether of the main edition.

    Args:
        like: the name of the main edition, whose series the ordinals count.
        lemmas: what the main edition is called; other head nouns before the ordinal end it.
    """
    for number, block in enumerate(article.blocks):
        grammar, lists = grammar_of(article.lexicons[number]), _lists(article.lexicons[number])
        if grammar is None or lists is None:
            continue
        for patterns, is_this in ((lists.this, True), (lists.other, False)):
            for pattern in patterns:
                for found in pattern.finditer(article.held, block.start, block.end):
                    name = _name(found, like, lemmas, grammar, number)
                    if name is not None and (not is_this or (name.ordinal or 0) > 1):
                        yield name, is_this


def _name(
    found: re.Match[str],
    like: ForumName,
    lemmas: Collection[str],
    grammar: Grammar,
    block: int,
) -> ForumName | None:
    head = found.groupdict().get("head")
    lemma = grammar.lemmas.get(head.lower()) if head else None
    if lemma is not None and lemma not in lemmas and lemma not in grammar.generic:
        return None
    ordinal = number_of(found["ordinal"], grammar.ordinals)
    if ordinal is None:
        return None
    span = Span(*found.span("ordinal"))
    return replace(
        like,
        span=span,
        head=span,
        ordinal=ordinal,
        ordinal_span=span,
        year=None,
        title=None,
        alias=None,
        is_short=True,
        is_generic=True,
        is_capital=False,
        determiner="",
        block=block,
    )


def number_of(words: str, ordinals: OrdinalWords) -> int | None:
    """The number of an ordinal of one word or two."""
    first, _, second = words.lower().replace("\n", " ").rpartition(" ")
    number = ordinals.number(second)
    tens = ordinals.tens.get(first.strip())
    return tens + number if tens is not None and number is not None and number < 10 else number


def ordinal_regex(ordinals: OrdinalWords) -> str:
    """An expression for any ordinal in words or digits."""
    tens = rf"(?:{alternation(ordinals.tens)}[\s-])?" if ordinals.tens else ""
    words = f"{tens}{alternation(ordinals.units)}" if ordinals.units else "(?!)"
    digits = ordinals.digits.pattern.replace("(", "(?:", 1)
    return rf"(?<![\w-])(?i:{words}|{digits})(?![\w-])"


@cache
def _lists(lexicon: Lexicon) -> _Lists | None:
    table, grammar = lexicon.table("forums").get("elliptic"), grammar_of(lexicon)
    if not table or grammar is None:
        return None
    ordinal = f"(?P<ordinal>{ordinal_regex(grammar.ordinals)})"
    head = f"(?P<head>(?i:{alternation(grammar.lemmas)}))"

    def made(name: str) -> tuple[Expression, ...]:
        filled = (one.replace("{ordinal}", ordinal).replace("{head}", head) for one in table[name])
        return tuple(Expression(one) for one in filled)

    return _Lists(other=made("other"), this=made("this"))
