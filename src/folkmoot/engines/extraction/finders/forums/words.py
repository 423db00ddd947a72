"""Words and quoted titles around a place in the text, for rules that walk from a head noun."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.layers import Token
from folkmoot.engines.extraction.terms import Span

_PIECE: Final = re.compile(r"[^\W_]+(?:['.&-][^\W_]+)*['+]?|\S")
_CLOSING: Final = {"”": "“„", "»": "«", '"': '"', "“": "„", "'": "'‘", "’": "‘"}
_OPENING: Final = {"“": "”", "«": "»", '"': '"', "„": "“”", "‘": "’'", "'": "'"}
LONGEST_TITLE: Final = 220
_TRIMMED: Final = " ,.;:"
# What named tuples are made by, without the function between.
_made: Final = tuple.__new__


class Piece(NamedTuple):
    """A word with its hyphens and apostrophes, or a sign."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def pieces(work: str, start: int, end: int) -> Iterator[Piece]:
    """Words and signs of ``work[start:end]`` in order."""
    for found in _PIECE.finditer(work, start, end):
        yield _made(Piece, (found.start(), found.end(), found.group()))


def token_of(article: Article, piece: Piece) -> Token | None:
    """The layer's token for a word; of a hyphenated word its last part."""
    found = article.tokens_in(piece.span)
    return found[-1] if found else None


def opening_of(work: str, closing: int, start: int) -> int | None:
    """Where the quotation opens that ends with the mark at ``closing``, not before ``start``."""
    marks = _CLOSING.get(work[closing])
    if marks is None:
        return None
    low = max(start, closing - LONGEST_TITLE)
    at = max(work.rfind(mark, low, closing) for mark in marks)
    return at if at >= 0 else None


def title_at(work: str, opening: int, end: int) -> Span | None:
    """The words inside the quotation that opens at ``opening`` and closes before ``end``.

    A title begins with a capital or a digit and is at most 220 characters long; full stops
    and commas that belong to the sentence around are left out.
    """
    marks = _OPENING.get(work[opening])
    if marks is None:
        return None
    high = min(end, opening + LONGEST_TITLE)
    found = [at for at in (work.find(mark, opening + 1, high) for mark in marks) if at >= 0]
    if work[opening] == "«" and found:
        found = [_matching(work, opening, found[0], high)]
    return titled(work, opening + 1, min(found)) if found else None


def _matching(work: str, opening: int, closing: int, end: int) -> int:
    """The guillemet that closes the outer of two nested quotations."""
    inner = work.count("«", opening + 1, closing)
    for _ in range(inner):
        further = work.find("»", closing + 1, end)
        if further < 0:
            break
        closing = further
    return closing


def titled(work: str, start: int, end: int) -> Span | None:
    """The span without spaces and commas at its edges, if it looks like a title."""
    while start < end and work[start] in _TRIMMED:
        start += 1
    while end > start and work[end - 1] in _TRIMMED:
        end -= 1
    if end - start < 2 or "\n" in work[start:end]:
        return None
    first = work[start]
    return Span(start, end) if first.isupper() or first.isdigit() else None


def one_line(words: str) -> str:
    """The words with single spaces."""
    return " ".join(words.split())
