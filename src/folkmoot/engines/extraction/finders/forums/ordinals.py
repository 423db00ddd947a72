"""Ordinals as numbers: "seventh", "21st", "XII", «десятого», «10-й», «двадцать первый»."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.lexicon import Lexicon

# Cyrillic letters typed for Roman numerals.
_ROMAN_SIGNS: Final = str.maketrans("ХхСМІіѴ", "XxCMIiV")
_ROMAN_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN: Final = re.compile(r"C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_HIGHEST: Final = 150


@dataclass(frozen=True, slots=True)
class OrdinalWords:
    """The ordinals of a language.

    Attributes:
        units: every form → its number.
        tens: the first word of a two-word ordinal → its number.
        digits: digits with a suffix, the number as the only group.
    """

    units: Mapping[str, int]
    tens: Mapping[str, int]
    digits: re.Pattern[str]

    def number(self, word: str) -> int | None:
        """What a single word says; none if it is no ordinal."""
        lower = word.lower()
        if lower in self.units:
            return self.units[lower]
        found = self.digits.fullmatch(lower)
        if found:
            return _within(int(found[1]))
        head, _, tail = lower.partition("-")
        if head in self.tens and self.units.get(tail, 10) < 10:
            return self.tens[head] + self.units[tail]
        return None

    def roman(self, word: str) -> int | None:
        """What a Roman numeral says; also in Cyrillic letters and with a Russian ending."""
        signs = word.partition("-")[0].translate(_ROMAN_SIGNS)
        if not signs or not _ROMAN.fullmatch(signs):
            return None
        values = [_ROMAN_VALUES[sign] for sign in signs]
        following = [*values[1:], 0]
        return _within(
            sum(-one if one < after else one for one, after in zip(values, following, strict=True))
        )


def _within(number: int) -> int | None:
    return number if 0 < number <= _HIGHEST else None


@cache
def ordinals_of(lexicon: Lexicon) -> OrdinalWords:
    """The ordinals of a lexicon; of an unknown language digits and Roman numerals alone."""
    table = lexicon.table("forums").get("ordinals", {})
    endings: Sequence[str] = table.get("endings", ("",))
    units = {
        stem + ending: number
        for stem, number in table.get("words", {}).items()
        for ending in endings
    }
    suffix = table.get("suffix", r"(?:\.|º|ª|e|er|ème|th)")
    return OrdinalWords(units, table.get("tens", {}), re.compile(rf"(\d{{1,3}}){suffix}"))
