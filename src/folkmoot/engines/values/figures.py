"""A figure as somebody states it: value, comparator, unit or currency.

Values are :class:`decimal.Decimal`; money is never a float. "Over 50 billion dollars" is
value 50000000000, comparator ``OVER``, currency "USD" (ISO 4217).
"""

from decimal import Decimal, InvalidOperation
from enum import StrEnum


class Comparator(StrEnum):
    """How the stated figure relates to the true one, in the claimant's own words."""

    EXACTLY = "exactly"
    ABOUT = "about"
    OVER = "over"
    NEARLY = "nearly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UNDER = "under"


class ClaimKind(StrEnum):
    """What sort of figure it is."""

    COUNT = "count"
    MONEY = "money"
    GROWTH = "growth"
    ABSOLUTE_GROWTH = "absolute_growth"
    RANK = "rank"
    SHARE = "share"
    DURATION = "duration"


def parse_decimal(text: str) -> Decimal:
    """Read a decimal number with spaces, no-break spaces or apostrophes between thousands.

    Raises:
        ValueError: the text is no finite number.
    """
    compact = "".join(character for character in text if not character.isspace())
    compact = compact.replace("'", "").replace("’", "")
    if "," in compact and "." not in compact:
        compact = compact.replace(",", ".", 1)
    try:
        number = Decimal(compact)
    except InvalidOperation as fault:
        raise ValueError(f"{text!r} is not a number") from fault
    if not number.is_finite():
        raise ValueError(f"{text!r} is not a finite number")
    return number
