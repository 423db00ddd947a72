"""Names as sets of comparable words, whatever their order, hyphens, script and endings.

"Great Heritage – Common Future: forum of the Union State" and "Forum of the Union State
«Great Heritage — Common Future»" have the same words; "the 7th Forum of Regions" has those
of "Forum of Regions". Russian and English names of one thing do not meet here: records keep
their names in several languages, and one of them is enough. Words that tell no name from
another stand in ``words.toml``, a table for each language.
"""

import re
import tomllib
from collections.abc import Iterable
from enum import IntEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from folkmoot.engines.values.spelling import search_words, transliterate

_COUNTED: Final = re.compile(
    r"(?:\d+(?:st|nd|rd|th|[-‑]?(?:й|я|е|го|ый|ой|ий|ая|ое))?|[ivxl]{1,6})"
)
# Of the longer word; "russia" and "russian", "belarus" and "belarusian" are one word here.
_SHARED_BEGINNING: Final = 0.65
_SHORTEST_BEGINNING: Final = 4
_TELLING: Final = 5


class Likeness(IntEnum):
    """How two names compare by their words."""

    NONE = 0
    SIMILAR = 1
    PART = 2
    SAME = 3


@lru_cache(maxsize=20_000)
def words_of(name: str) -> frozenset[str]:
    """The words of a name that tell it apart, by their stems, in Latin letters."""
    plain = re.sub(r"[-‐‑–—/]", " ", name)
    found = {transliterate(stem) for stem in search_words(plain)}
    return frozenset(word for word in found if not _is_idle(word)) or frozenset(found)


def words_alike(one: str, two: str) -> bool:
    """Whether two stems are of one word: the same, or with another ending."""
    if one == two:
        return True
    shared = _shared_beginning(one, two)
    return shared >= max(_SHORTEST_BEGINNING, _SHARED_BEGINNING * max(len(one), len(two)))


def likeness(one: str, two: str) -> Likeness:
    """How two names compare. Part: all words of one stand in the other, two of them telling."""
    return _likeness(words_of(one), words_of(two))


def best_likeness(ones: Iterable[str], others: Iterable[str]) -> Likeness:
    """The closest of any name on one side to any on the other."""
    others = tuple(others)
    return max((likeness(one, two) for one in ones for two in others), default=Likeness.NONE)


def nearly_same(one: str, two: str) -> bool:
    """Whether a long name lacks a single word of the other, as "patriotic" is often left out.

    Of names with fewer than five telling words in common one word more is another thing: a
    youth forum beside the forum.
    """
    short, long = sorted((words_of(one), words_of(two)), key=len)
    telling = sum(not _is_head(word) for word in short if _in(word, long))
    lacking = [word for word in long if not _in(word, short)]
    return _all_in(short, long) and len(lacking) <= 1 and telling >= _TELLING


def words_meet(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Whether all words of a name on one side stand in one on the other: places, offices."""
    right = [words_of(name) for name in others]
    return any(
        _all_in(words_of(name), two) or _all_in(two, words_of(name))
        for name in ones
        for two in right
    )


def _likeness(one: frozenset[str], two: frozenset[str]) -> Likeness:
    if not one or not two or not _heads_agree(one, two):
        return Likeness.NONE
    lacking_here = [word for word in two if not _in(word, one)]
    lacking_there = [word for word in one if not _in(word, two)]
    if not lacking_here and not lacking_there:
        return Likeness.SAME
    shared = len(one) - len(lacking_there)
    telling = sum(not _is_head(word) for word in one if _in(word, two))
    if not (lacking_here and lacking_there) and telling >= 2:
        return Likeness.PART
    if len(lacking_here) <= 1 and len(lacking_there) <= 1 and telling >= 4 and shared >= 5:
        return Likeness.SIMILAR
    return Likeness.NONE


def _heads_agree(one: frozenset[str], two: frozenset[str]) -> bool:
    """A congress is no forum, but a name in quotation marks may go without either word."""
    left = {word for word in one if _is_head(word)}
    right = {word for word in two if _is_head(word)}
    return not left or not right or any(_in(word, frozenset(right)) for word in left)


def _in(word: str, others: frozenset[str]) -> bool:
    return word in others or any(words_alike(word, other) for other in others)


def _all_in(words: frozenset[str], others: frozenset[str]) -> bool:
    return bool(words) and all(_in(word, others) for word in words)


def _shared_beginning(one: str, two: str) -> int:
    count = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        count += 1
    return count


@lru_cache(maxsize=20_000)
def _is_idle(word: str) -> bool:
    return bool(_COUNTED.fullmatch(word)) or word in _stems_of("idle")


@lru_cache(maxsize=20_000)
def _is_head(word: str) -> bool:
    return word in _stems_of("heads")


@cache
def _stems_of(table: str) -> frozenset[str]:
    """The stems of one table of ``words.toml`` in every language."""
    data = resources.files("folkmoot.engines.linking") / "words.toml"
    languages = tomllib.loads(data.read_text(encoding="utf-8")).values()
    words = " ".join(language[table] for language in languages)
    return frozenset(transliterate(stem) for stem in search_words(words))
