"""Comparing words, names and stretches of text as a patient reader would.

Names are compared across scripts and spellings, words by their stems, stretches by the words
they share.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from bench.extraction.gold import Span

_WORD = re.compile(r"\w+")
# Latin letters for Cyrillic ones, loosely: only for telling whether two spellings are one name.
_LATIN = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdezijklmnoprstufye", strict=True)),
    "ё": "e",
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "і": "i",
    "ї": "i",
    "є": "e",
    "ў": "u",
    "ґ": "g",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
}
_SPELLINGS = (("iy", "i"), ("yi", "i"), ("y", "i"), ("j", "i"), ("kh", "h"), ("ks", "x"))
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord"})
# fmt: off
_SMALL = frozenset({
    "a", "an", "the", "of", "for", "in", "on", "at", "to", "and", "or", "by", "with", "from",
    "is", "was", "were", "are", "be", "as", "its", "his", "her", "their",
    "в", "во", "на", "и", "или", "о", "об", "по", "с", "со", "к", "ко", "у", "за", "из", "от",
    "до", "для",
})
# fmt: on
_STEM_LETTERS = 5


def plain(words: str) -> str:
    """Folded case, no accents, one kind of space."""
    # The breve of a Cyrillic short i is no accent, so that script is left whole.
    split = "".join(
        sign if "\u0400" <= sign <= "\u04ff" else unicodedata.normalize("NFKD", sign)
        for sign in unicodedata.normalize("NFC", words.casefold())
    )
    letters = "".join(sign for sign in split if not unicodedata.combining(sign))
    return " ".join(letters.replace("ё", "е").split())


@cache
def latin(word: str) -> str:
    """A word in Latin letters, with the spellings joined that transliterations differ in."""
    letters = "".join(_LATIN.get(sign, sign) for sign in plain(word))
    for old, new in _SPELLINGS:
        letters = letters.replace(old, new)
    return re.sub(r"(.)\1", r"\1", letters)


def stems(words: str) -> frozenset[str]:
    """The beginnings of the words that carry meaning."""
    found = (word for word in _WORD.findall(plain(words)) if word not in _SMALL)
    return frozenset(word[:_STEM_LETTERS] for word in found)


def shared(one: frozenset[Any], other: frozenset[Any]) -> float:
    """Share of the smaller set that the larger one holds; 0 where one is empty."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def agree_both_ways(one: frozenset[str], other: frozenset[str], least: float) -> bool:
    """Whether each of two sets holds at least this share of the other."""
    if not one or not other:
        return False
    return min(len(one & other) / len(one), len(one & other) / len(other)) >= least


def is_same_name(one: str | None, other: str | None) -> bool:
    """Whether two names can be one person's: every word of the shorter finds its like."""
    short, long = sorted((_name_words(one), _name_words(other)), key=len)
    if not short or not any(len(word) > 1 for word in short):
        return False
    left = list(long)
    for word in sorted(short, key=len, reverse=True):
        like = next((candidate for candidate in left if _alike(word, candidate)), None)
        if like is None:
            return False
        left.remove(like)
    # The surname, last or first, must be among the words that found their like.
    return len(short) > 1 or any(_alike(short[0], end) for end in (long[0], long[-1]))


def _name_words(name: str | None) -> list[str]:
    found = _WORD.findall((name or "").replace("’", "").replace("'", ""))
    return [latin(word) for word in found if plain(word) not in _TITLES]


def _alike(one: str, other: str) -> bool:
    """Equal, an initial of the other, or the same but for an ending."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long.startswith(short)
    common = next(
        (i for i, pair in enumerate(zip(short, long, strict=False)) if pair[0] != pair[1]),
        len(short),
    )
    return common >= max(3, len(long) - 3) or one == other


def words_at(text: str, spans: Iterable[Span]) -> str:
    """The words at spans, on one line."""
    return " ".join(" ".join(text[start:end].split()) for start, end in spans)


def token_overlap(text: str, one: Iterable[Span], other: Iterable[Span]) -> float:
    """The best share, over pairs of spans, of the shorter span's words that lie in both."""
    others = [(span, _starts(text, span)) for span in other]
    best = 0.0
    for span in one:
        starts = _starts(text, span)
        for other_span, other_starts in others:
            if span[0] < other_span[1] and other_span[0] < span[1]:
                best = max(best, shared(starts, other_starts))
    return best


def _starts(text: str, span: Span) -> frozenset[int]:
    return frozenset(match.start() for match in _WORD.finditer(text, *span))


def letter_overlap(one: Iterable[Span], other: Iterable[Span]) -> float:
    """Characters in both over characters in either, all spans of each side together."""
    mine = {at for start, end in one for at in range(start, end)}
    theirs = {at for start, end in other for at in range(start, end)}
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
