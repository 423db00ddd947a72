"""Comparing names across cases, accents and scripts, loosely, within one document."""

from functools import cache

from folkmoot.engines.extraction.finders.people.declension import surname_forms
from folkmoot.engines.values.spelling import name_key


@cache
def sound(word: str) -> str:
    """The skeleton that the spellings of a name share."""
    return name_key(word)


@cache
def surname_sounds(word: str) -> frozenset[str]:
    """The sounds of a surname in all forms that it can be a case of."""
    return frozenset(sound(form) for form in surname_forms(word))


def alike(one: str, other: str) -> bool:
    """Whether two given names can be one: nearly equal, or one the initial of the other."""
    first, second = sound(one), sound(other)
    if len(one.strip(".")) == 1 or len(other.strip(".")) == 1:
        return first[:1] == second[:1]
    common = 0
    for left, right in zip(first, second, strict=False):
        if left != right:
            break
        common += 1
    return first == second or common >= max(3, max(len(first), len(second)) - 3)
