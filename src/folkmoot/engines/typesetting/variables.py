"""Typed values in the words of each language, by CLDR through Babel.

Made when a clause is written and stored with it, so that readers agree to what they saw.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from folkmoot.engines.typesetting.agreement import Party, Variable, VariableKind, Wording


def date_variable(name: str, day: date, languages: Iterable[str]) -> Variable:
    """ "12 June 2026", "12 июня 2026 г."."""
    shown = Wording.of({tag: date_words(day, tag) for tag in languages})
    return Variable(name, VariableKind.DATE, day.isoformat(), shown)


def amount_variable(
    name: str, amount: Decimal, currency: str, languages: Iterable[str]
) -> Variable:
    """ "1,250,000.00 euros", "1 250 000,00 евро". Never rounded; currency by ISO 4217."""
    shown = Wording.of({tag: _amount_words(amount, currency, tag) for tag in languages})
    return Variable(name, VariableKind.AMOUNT, format(amount, "f"), shown, unit=currency)


def count_variable(name: str, count: int, languages: Iterable[str]) -> Variable:
    """ "1,200", "1 200"; the noun stays in the clause."""
    shown = Wording.of({tag: _count_words(count, tag) for tag in languages})
    return Variable(name, VariableKind.COUNT, str(count), shown)


def party_variable(name: str, party: Party) -> Variable:
    """The name of a party in the languages it is known in; grammar stays in the clause."""
    return Variable(name, VariableKind.PARTY, party.key, party.name)


def date_words(day: date, language: str) -> str:
    """A day in words, or in ISO form where the language is unknown to CLDR."""
    locale = _locale(language)
    return day.isoformat() if locale is None else format_date(day, "long", locale)


def _amount_words(amount: Decimal, currency: str, language: str) -> str:
    locale = _locale(language)
    if locale is None:
        return f"{amount:f} {currency}"
    return format_currency(
        amount, currency, locale=locale, format_type="name", decimal_quantization=False
    )


def _count_words(count: int, language: str) -> str:
    locale = _locale(language)
    return str(count) if locale is None else format_decimal(count, locale=locale)


def _locale(language: str) -> Locale | None:
    # Plain "en" means American habits to CLDR; forums of several countries write day before month.
    try:
        return Locale.parse("en-gb" if language == "en" else language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
