"""The words of an article one after the other, with what the layer knows of each.

Layers split hyphens, initials and possessives each in their own way; names and offices need
one way for all languages. The words are made once for an article and kept while it lives.
"""

import re
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Final, NamedTuple, TypeVar

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.layers import Token
from folkmoot.engines.extraction.terms import Span

_LETTERS: Final = r"(?:[^\W\d_][\u0300-\u036f]*)+"
_WORD: Final = re.compile(
    rf"'s(?![^\W_])|{_LETTERS}(?:(?:'(?!s(?![^\W_]))|-){_LETTERS})*|\d+(?:[.,]\d+)*[^\W\d_]*|\S"
)
Made = TypeVar("Made")
_NOTHING: Final = Token(0, 1, "X")
# What named tuples are made by, without the function between.
_made: Final = tuple.__new__


class Word(NamedTuple):
    """A word, number or sign; a tuple, as there is one for every word of a text.

    Attributes:
        low: in lower case, with ё written as е, as word lists are looked up.
        token: the layer's token that begins here.
        is_word: not a number or sign; ``is_capital``: begins with a capital.
    """

    start: int
    end: int
    text: str
    low: str
    token: Token
    is_word: bool
    is_capital: bool

    @property
    def pos(self) -> str:
        return self.token.pos

    @property
    def is_letter(self) -> bool:
        return len(self.text) == 1 and self.text.isalpha()

    @property
    def is_acronym(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    def feat(self, name: str) -> str:
        return self.token.feats.get(name, "")


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one sentence."""

    sentence: Sentence
    words: tuple[Word, ...]

    def span(self, first: int, end: int) -> Span:
        """From the first word to the last before ``end``."""
        return Span(self.words[first].start, self.words[end - 1].end)

    def low(self, at: int) -> str:
        """The word at a position in lower case; empty outside the line."""
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def word(self, at: int) -> Word | None:
        return self.words[at] if 0 <= at < len(self.words) else None

    @property
    def is_shouted(self) -> bool:
        """Whether the line is in capitals, where capitals tell nothing."""
        words = [word for word in self.words if word.is_word and len(word.text) > 1]
        loud = sum(word.text.isupper() for word in words)
        return len(words) > 1 and loud * 3 > len(words) * 2


def per_article(
    make: Callable[[Article], tuple[Made, ...]],
) -> Callable[[Article], tuple[Made, ...]]:
    """Keep what is made of an article while the article lives, for the finders after this one."""
    kept: list[tuple[weakref.ref[Article], tuple[Made, ...]]] = []

    @wraps(make)
    def found(article: Article) -> tuple[Made, ...]:
        for of_article, made in kept:
            if of_article() is article:
                return made
        made = make(article)
        # One article at a time goes through the finders of a worker; threads keep a few more.
        kept[:] = [*kept[-3:], (weakref.ref(article), made)]
        return made

    return found


@per_article
def lines_of(article: Article) -> tuple[Line, ...]:
    """The sentences of an article as words."""
    return tuple(_line(article, sentence) for sentence in article.sentences)


def _line(article: Article, sentence: Sentence) -> Line:
    tokens = article.tokens_in(sentence.span)
    words = []
    at = 0
    for found in _WORD.finditer(article.work, sentence.span.start, sentence.span.end):
        start = found.start()
        while at < len(tokens) and tokens[at].start < start:
            at += 1
        here = at < len(tokens) and tokens[at].start == start
        text = found.group()
        low = text.lower().replace("ё", "е")
        first = text[0]
        words.append(
            _made(
                Word,
                (
                    start,
                    found.end(),
                    text,
                    low,
                    tokens[at] if here else _NOTHING,
                    first.isalpha(),
                    first.isupper(),
                ),
            )
        )
    return Line(sentence, tuple(words))


def split_words(form: str) -> list[str]:
    """A form of a word list as its words and signs."""
    return _WORD.findall(form)


def spaced(words: Sequence[Word], texts: Sequence[str]) -> str:
    """Texts put in the place of words, spaced as the words were, on one line."""
    parts: list[str] = []
    for before, word, text in zip((None, *words), words, texts, strict=False):
        parts.append(" " + text if before is not None and word.start > before.end else text)
    return " ".join("".join(parts).split())


def joined(words: Sequence[Word]) -> str:
    """Words on one line, spaced as they were written."""
    parts: list[str] = []
    for before, word in zip((None, *words), words, strict=False):
        if before is not None and word.start > before.end:
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)
