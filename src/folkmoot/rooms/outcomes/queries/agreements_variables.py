"""Typed values inside clauses: what is stored, what is wrong with it, how readers see it.

Stored as plain ``{"name", "type", "value"}`` with ``unit`` for amounts. Values are whole and
machine-readable ("2031-10-01", "1250000.00", "12", the uid of a party); an empty value is still
open. Their wording in each language is made by CLDR (``engines.typesetting.variables``).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.engines import typesetting as engine
from folkmoot.engines.typesetting.agreement import PLACEHOLDER
from folkmoot.engines.typesetting.variables import (
    amount_variable,
    count_variable,
    date_variable,
    party_variable,
)
from folkmoot.engines.values.multilingual import Multilingual

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEYS = {"name", "type", "value", "unit"}
_AT_MOST = 40
# Whole numbers that every program reads alike.
_LARGEST_COUNT = 2**53 - 1
_AMOUNT = re.compile(r"\d{1,18}(\.\d{1,4})?")


def variable_faults(
    raw: Any, text: Multilingual, parties: Iterable[str], currencies: Callable[[str], bool]
) -> list[str]:
    """Sentences on everything that is wrong; empty when the variables can be stored.

    Args:
        parties: identities of the agreement's parties; for a library clause none.
        currencies: says of three letters whether they are a currency.
    """
    if not isinstance(raw, list) or len(raw) > _AT_MOST:
        return [_("The variables are a list of at most %(count)s.") % {"count": _AT_MOST}]
    faults: list[str] = []
    names: list[str] = []
    known = set(parties)
    for one in raw:
        fault = _fault(one, known, currencies)
        if fault:
            faults.append(fault)
        else:
            names.append(one["name"])
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.append(_("There are two variables “%(name)s”.") % {"name": name})
    used = {found for words in text.texts.values() for found in PLACEHOLDER.findall(words)}
    if not faults:
        for name in sorted(used - set(names)):
            faults.append(
                _("The text names “%(name)s”, and there is no such variable.") % {"name": name}
            )
    return faults


def shown_variables(
    raw: Iterable[Mapping[str, Any]], languages: Iterable[str], parties: Iterable[engine.Party]
) -> tuple[engine.Variable, ...]:
    """The variables that have a value, in the words of each language."""
    tags = tuple(languages)
    by_key = {party.key: party for party in parties}
    made = (_shown(one, tags, by_key) for one in raw)
    return tuple(one for one in made if one is not None)


def filled(text: Multilingual, variables: Iterable[engine.Variable]) -> dict[str, str]:
    """The text of each language with the values in place; open ones stay in braces."""
    clause = engine.Clause(
        uid="", number="", text=engine.Wording.of(text.texts), variables=tuple(variables)
    )
    return {language: clause.shown(language) for language in text.texts}


def _fault(one: Any, parties: set[str], currencies: Callable[[str], bool]) -> str:
    if (
        not isinstance(one, dict)
        or not set(one) <= _KEYS
        or not all(isinstance(value, str) for value in one.values())
    ):
        return _("A variable has a name, a type, a value and, for money, a currency.")
    name, kind, value = one.get("name", ""), one.get("type", ""), one.get("value", "")
    if not _NAME.fullmatch(name):
        return _("“%(name)s”: use small letters a to z, digits and _.") % {"name": name[:40]}
    checks: dict[str, Callable[[], bool]] = {
        "date": lambda: _is_date(value),
        "amount": lambda: bool(_AMOUNT.fullmatch(value)),
        "count": lambda: value.isascii() and value.isdigit() and int(value) <= _LARGEST_COUNT,
        "party": lambda: value in parties,
    }
    if kind not in checks:
        return _("“%(name)s”: choose date, amount, count or party.") % {"name": name}
    if kind == "amount" and one.get("unit") and not currencies(one["unit"]):
        return _("“%(name)s”: write the currency as in EUR.") % {"name": name}
    if not value:
        return ""
    if kind == "amount" and not one.get("unit"):
        return _("“%(name)s”: say in which currency.") % {"name": name}
    if checks[kind]():
        return ""
    sentences = {
        "date": _("“%(name)s”: write a day like 2031-10-01."),
        "amount": _("“%(name)s”: write an amount like 1250000.00."),
        "count": _("“%(name)s”: write a whole number."),
        "party": _("“%(name)s”: choose a party of this agreement."),
    }
    return sentences[kind] % {"name": name}


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _shown(
    one: Mapping[str, Any], languages: tuple[str, ...], parties: Mapping[str, engine.Party]
) -> engine.Variable | None:
    name, value = one["name"], one.get("value", "")
    if not value:
        return None
    try:
        match one["type"]:
            case "date":
                return date_variable(name, date.fromisoformat(value), languages)
            case "amount":
                return amount_variable(name, Decimal(value), one.get("unit", ""), languages)
            case "count":
                return count_variable(name, int(value), languages)
            case _:
                return party_variable(name, parties[value]) if value in parties else None
    except (ValueError, InvalidOperation):  # stored by other means than our services
        return None
