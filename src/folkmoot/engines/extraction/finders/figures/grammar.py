"""The number words of a language, compiled: ``lexicons/<language>/figures.toml`` as patterns.

Digits and signs are the same everywhere and stand here; words stand in the lexicon.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final

from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.values.figures import Comparator

SUBJECT: Final = "figures"
SIGNS: Final = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB", "¥": "JPY", "₸": "KZT",
    "₴": "UAH", "₹": "INR", "₩": "KRW", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD",
    "NZ$": "NZD", "R$": "BRL", "Br": "BYN",
}  # fmt: skip
CODES: Final = (
    "USD", "EUR", "GBP", "RUB", "BYN", "KZT", "CNY", "RMB", "JPY", "KRW", "INR", "CHF", "PLN",
    "CZK", "SEK", "NOK", "DKK", "HUF", "UAH", "TRY", "UZS", "KGS", "AMD", "AZN", "GEL", "CAD",
    "AUD", "NZD", "BRL", "MXN", "ARS", "ZAR", "KES", "UGX", "TZS", "NGN", "IDR", "THB", "MYR",
    "PHP", "VND", "SGD", "HKD", "AED", "SAR", "ILS", "RON", "BGN", "RSD", "ISK", "MNT",
)  # fmt: skip
# No part of a longer number, word, clock time, label or fraction stands before or after.
_EDGE_BEFORE: Final = r"(?<![\w/:№#])(?<!\d[.,])(?<![^\W\d_]-)"
EDGE_AFTER: Final = re.compile(r"(?![^\W\d_]|\d|[.,:/]\d)")
SIGN_BEFORE: Final = re.compile(
    r"(?<![^\W\d_])(?P<sign>"
    + rf"(?:{'|'.join(CODES)})(?=\s?[$€£])|"
    + "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
    + "|"
    + "|".join(CODES)
    + r")\s?[$€£]?\s?$"
)
UPPER: Final = re.compile(r"\s?[–-]\s?(?=\d)")


@dataclass(frozen=True)
class Grammar:
    """The patterns of a language; forms in lower case.

    Attributes:
        decimal: the sign before decimals.
        starters: first words of numbers in letters.
        words: a run of number words, sound or not.
        values: words that add; ``scales``: words that multiply.
        lone: scales that are a number alone; ``lone_vague``: only behind a comparator.
    """

    decimal: str
    digits: re.Pattern[str]
    suffix: re.Pattern[str]
    starters: frozenset[str]
    words: re.Pattern[str]
    values: Mapping[str, Decimal]
    scales: Mapping[str, Decimal]
    lone: Mapping[str, Decimal]
    lone_vague: Mapping[str, Decimal]
    articles: frozenset[str]
    joiners: frozenset[str]
    and_half: re.Pattern[str]
    half_of: re.Pattern[str]
    fractions: re.Pattern[str]
    fraction_values: Mapping[str, Decimal]
    scale_after: re.Pattern[str]
    range_opener: re.Pattern[str]
    range_link: re.Pattern[str]
    range_bare: re.Pattern[str]
    comparator_before: re.Pattern[str]
    comparator_after: re.Pattern[str]
    comparators: Mapping[str, Comparator]
    percent_after: re.Pattern[str]
    currency_after: re.Pattern[str]
    currencies: Mapping[str, str]


def key_of(words: str) -> str:
    """Words as the lexicons list them."""
    return " ".join(words.lower().split())


@cache
def grammar_of(lexicon: Lexicon) -> Grammar:
    """The grammar of a language; without a lexicon only digits, signs and codes are read."""
    table = lexicon.table(SUBJECT)
    decimal = str(table.get("decimal", "."))
    values = _numbers(table.get("numerals"))
    scales = _numbers(table.get("scales"))
    short = _numbers(table.get("short_scales"))
    lone = _numbers(table.get("lone_scales"))
    vague = _numbers(table.get("lone_after_comparator"))
    fractions = _numbers(table.get("fractions"))
    articles = lexicon.words(SUBJECT, "articles")
    half_of = lexicon.words(SUBJECT, "half_of")
    before = _comparators(table.get("comparators", {}))
    after = _comparators(table.get("comparators_after", {}))
    currencies = {
        key_of(form): code for code, forms in table.get("currencies", {}).items() for form in forms
    }
    return Grammar(
        decimal=decimal,
        digits=_digits(decimal),
        suffix=_pattern(rf"-{alternation(lexicon.words(SUBJECT, 'cardinal_suffixes'))}(?!\w)"),
        starters=_first_words((*values, *lone, *vague, *articles, *half_of, *fractions)),
        words=_words(lexicon, (*values, *scales, *lone, *vague, *articles)),
        values=values,
        scales=scales | short,
        lone=lone,
        lone_vague=vague,
        articles=frozenset(articles),
        joiners=frozenset(lexicon.words(SUBJECT, "joiners")),
        and_half=_pattern(rf"\s+{alternation(lexicon.words(SUBJECT, 'and_half'))}(?!\w)"),
        half_of=_pattern(rf"{alternation(half_of)}\s+(?P<scale>{alternation(scales)})(?!\w)"),
        fractions=_pattern(rf"(?<![\w-])(?P<fraction>{alternation(fractions)})(?![\w-])"),
        fraction_values=fractions,
        scale_after=_scale_after(scales, short),
        range_opener=_pattern(rf"(?<!\w){_listed(lexicon, 'openers')}\s+[$€£]?$"),
        range_link=_pattern(rf"\s+{_listed(lexicon, 'links')}\s+[$€£]?(?=\d)"),
        range_bare=_pattern(rf"\s+{_listed(lexicon, 'bare')}\s+(?=\d)"),
        comparator_before=_pattern(rf"(?<![\w-])(?P<words>{alternation(before)})\s*$"),
        comparator_after=_pattern(rf"\+(?![\d\w])|\s+(?P<words>{alternation(after)})(?!\w)"),
        comparators=before | after,
        percent_after=_percent(table.get("percent", {})),
        currency_after=re.compile(
            rf"\s?-?(?P<currency>(?i:{alternation(currencies)})(?!\w)"
            + rf"|(?:{'|'.join(CODES)})(?!\w)|[$€£₽₸₴])"
        ),
        currencies=currencies,
    )


def _listed(lexicon: Lexicon, name: str) -> str:
    return alternation(lexicon.words(SUBJECT, "ranges", name))


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


def _digits(decimal: str) -> re.Pattern[str]:
    mark, other = re.escape(decimal), re.escape("," if decimal == "." else ".")
    return re.compile(
        _EDGE_BEFORE
        + rf"(?:\d{{1,3}}(?:{other}\d{{3}})+(?!\d)(?:{mark}\d+)?"
        + r"|\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?"
        + rf"|\d{{1,3}}(?:{mark}\d{{3}}){{2,}}(?!\d)"
        + rf"|\d+(?:{mark}\d+|{other}\d{{1,2}}(?!\d))?)"
    )


def _words(lexicon: Lexicon, forms: Iterable[str]) -> re.Pattern[str]:
    word = alternation(forms)
    join = alternation(lexicon.words(SUBJECT, "joiners"))
    half = alternation(lexicon.words(SUBJECT, "and_half"))
    return _pattern(rf"(?<![\w-]){word}(?!\w)(?:(?:\s+|-)(?:{half}|(?:{join}\s+)?{word})(?!\w))*")


def _scale_after(scales: Iterable[str], short: Iterable[str]) -> re.Pattern[str]:
    """A single letter is a scale only where it touches the digits."""
    spaced = alternation((*scales, *(form for form in short if len(form) > 1)))
    touching = alternation(form for form in short if len(form) == 1)
    return _pattern(rf"[\s-]?(?P<scale>{spaced})(?!\w)|(?P<letter>{touching})(?!\w)")


def _percent(table: Mapping[str, list[str]]) -> re.Pattern[str]:
    points = alternation(table.get("points", ()))
    words = alternation(table.get("percent", ()))
    return _pattern(rf"\s?-?(?:(?P<points>{points}(?!\w))|%|{words}(?!\w))")


def _numbers(table: Any) -> dict[str, Decimal]:
    """Forms to numbers, of a table that lists the forms of each number."""
    listed: Mapping[str, list[str]] = table or {}
    return {form: Decimal(value) for value, forms in listed.items() for form in forms}


def _comparators(table: Mapping[str, list[str]]) -> dict[str, Comparator]:
    return {key_of(form): Comparator(name) for name, forms in table.items() for form in forms}


def _first_words(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(re.split(r"[\s.-]", form, maxsplit=1)[0] for form in forms)
