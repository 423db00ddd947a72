"""Whether two names are of one person, across scripts, spellings, initials and order.

A likeness of names is no proof: namesakes exist, so office and country are weighed too, and
a person decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from folkmoot.engines.values.spelling import name_key

# Skeletons of one name in two romanisations score 88 and more; of two names seldom.
_SPELT_ALIKE: Final = 86
_SHORTEST_ALIKE: Final = 4


class Kinship(IntEnum):
    """How two people's names compare."""

    NONE = 0
    SURNAME = 1
    INITIALS = 2
    SPELLING = 3
    SAME = 4


@dataclass(frozen=True, slots=True)
class _Fit:
    exact: int
    alike: int
    initials: int


@lru_cache(maxsize=20_000)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(name_key(name).split())


def kinship(one: str, two: str) -> Kinship:
    """How two names compare. Every part of the shorter must find one of the longer."""
    short, long = sorted((_parts(one), _parts(two)), key=len)
    if not short:
        return Kinship.NONE
    fit = _fitted(short, long)
    if fit is None or not fit.exact + fit.alike:
        return Kinship.NONE
    if len(short) == 1:
        # A single word may be anybody of that family.
        return Kinship.SAME if len(long) == 1 and fit.exact else Kinship.SURNAME
    if fit.initials:
        return Kinship.INITIALS
    return Kinship.SPELLING if fit.alike else Kinship.SAME


def best_kinship(ones: Iterable[str], others: Iterable[str]) -> Kinship:
    """The closest of any name on one side to any on the other."""
    others = tuple(others)
    return max((kinship(one, two) for one in ones for two in others), default=Kinship.NONE)


def _fitted(short: tuple[str, ...], long: tuple[str, ...]) -> _Fit | None:
    left = list(long)
    exact = alike = initials = 0
    # Exact parts first, so that an initial does not take the place of a word.
    waiting = []
    for part in short:
        if len(part) > 1 and part in left:
            left.remove(part)
            exact += 1
        else:
            waiting.append(part)
    for part in waiting:
        found = next((other for other in left if _alike(part, other)), None)
        if found is not None:
            alike += 1
        else:
            found = next((other for other in left if _initial(part, other)), None)
            if found is None:
                return None
            initials += 1
        left.remove(found)
    return _Fit(exact, alike, initials)


def _alike(one: str, two: str) -> bool:
    if min(len(one), len(two)) < _SHORTEST_ALIKE or one[0] != two[0]:
        return False
    return fuzz.ratio(one, two) >= _SPELT_ALIKE


def _initial(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return len(short) == 1 and long.startswith(short)
