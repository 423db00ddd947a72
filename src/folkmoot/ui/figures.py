"""How figures are said in the language of the interface.

Decimals only: a figure that somebody claimed is never rounded here. A large figure is
said in words of the language ("3 trillion") only where that loses no digit.
"""

from decimal import Decimal

from babel.numbers import format_compact_decimal, format_decimal, get_currency_name
from django.utils.translation import gettext as _

from folkmoot.engines.values.figures import ClaimKind, Comparator
from folkmoot.ui.dates import interface_locale

_MILLION = Decimal(1_000_000)
_SAID_DIGITS = 3  # "3.125 trillion" is read at a glance, more digits are not


def say_number(value: Decimal | int) -> str:
    """A number with the separators of the language; "3 trillion" where nothing is lost."""
    number = Decimal(value)
    locale = interface_locale()
    if _is_said_exactly(number):
        return format_compact_decimal(
            number, format_type="long", locale=locale, fraction_digits=_SAID_DIGITS
        )
    return format_decimal(number, locale=locale, decimal_quantization=False)


def say_figure(
    value: Decimal | int,
    *,
    comparator: str = "",
    currency: str = "",
    unit: str = "",
    kind: str = "",
) -> str:
    """A figure as claimed: "over 3 trillion US dollars", "number 4", "growth of 12 percent".

    Args:
        kind: a :class:`ClaimKind` value; ranks and growth are said as such.
        comparator: a :class:`Comparator` value; empty means exactly.
        currency: ISO 4217 code; wins over ``unit``.
        unit: the unit's name, already in the language and number needed.
    """
    said = say_number(value)
    name = unit
    if currency:
        name = get_currency_name(currency, count=abs(Decimal(value)), locale=interface_locale())
    if name == "%":
        said = _("%(number)s%%") % {"number": said}
    elif name:
        said = _("%(number)s %(unit)s") % {"number": said, "unit": name}
    return _as_kind(_compare(said, comparator), kind)


def say_status(status: str) -> str:
    """The state of a claimed figure; one that we have no word for is said as it is noted."""
    known = {
        "expected": _("expected"),
        "planned": _("planned"),
        "signed": _("signed"),
        "reported": _("reported"),
        "achieved": _("achieved"),
        "applied": _("applied for"),
    }
    return known.get(status, status.replace("_", " "))


def _as_kind(said: str, kind: str) -> str:
    patterns = {
        ClaimKind.RANK: _("number %(figure)s"),
        ClaimKind.GROWTH: _("growth of %(figure)s"),
        ClaimKind.ABSOLUTE_GROWTH: _("growth of %(figure)s"),
    }
    pattern = patterns.get(ClaimKind(kind)) if kind else None
    return pattern % {"figure": said} if pattern else said


def _compare(said: str, comparator: str) -> str:
    patterns = {
        Comparator.ABOUT: _("about %(figure)s"),
        Comparator.OVER: _("over %(figure)s"),
        Comparator.NEARLY: _("nearly %(figure)s"),
        Comparator.AT_LEAST: _("at least %(figure)s"),
        Comparator.AT_MOST: _("at most %(figure)s"),
        Comparator.UNDER: _("under %(figure)s"),
    }
    if not comparator or comparator == Comparator.EXACTLY:
        return said
    return patterns[Comparator(comparator)] % {"figure": said}


def _is_said_exactly(number: Decimal) -> bool:
    size = abs(number)
    if size < _MILLION:
        return False
    # CLDR names thousand-powers; beyond 10^15 languages disagree and babel stops.
    if size >= Decimal(10) ** 15:
        return False
    power = 3 * ((size.adjusted()) // 3)
    scaled = size.scaleb(-power)
    return scaled == round(scaled, _SAID_DIGITS)
