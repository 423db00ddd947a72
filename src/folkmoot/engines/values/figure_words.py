"""Figures as texts word them: "more than 3 trillion rubles", «около 18 соглашений».

Reads digits, magnitudes, comparators, currencies and per cent in English, Russian and
Belarusian. It suggests and a person decides: numbers in letters ("a hundred") are left
unread, and "rubles" without a country are taken for Russian ones.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from folkmoot.engines.values.figures import ClaimKind, Comparator, parse_decimal


@dataclass(frozen=True, slots=True)
class WordedFigure:
    """What the words tell of a figure.

    Attributes:
        value: all digits with the magnitude worked in; ``None`` where no digit stands.
        currency: ISO 4217 code, or empty.
        unit: "%" or empty; other units stand in ``rest``.
        rest: the words after the figure and its unit: usually what is counted.
    """

    value: Decimal | None
    comparator: Comparator
    currency: str
    unit: str
    kind: ClaimKind
    rest: str


_SPACE: Final = r"[ \u00a0\u2009\u202f]"
_NUMBER: Final = re.compile(
    rf"\d{{1,3}}(?:(?:{_SPACE}|['’,.])\d{{3}})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")

# Longer wordings first: "not more than" must not be read as "more than".
_COMPARATORS: Final[tuple[tuple[Comparator, str], ...]] = (
    (
        Comparator.AT_MOST,
        r"(?:no|not) more than|at most|up to|не более(?: чем)?|не больше|не больш(?: за| як)?"
        r"|максимум|максімум|до|да",
    ),
    (
        Comparator.AT_LEAST,
        r"(?:no|not) (?:less|fewer) than|at least|не менее(?: чем)?|не меньше|как минимум"
        r"|не менш(?: за| як)?|як мінімум|прынамсі",
    ),
    (
        Comparator.OVER,
        r"more than|over|above|in excess of|более(?: чем)?|больше(?: чем)?|свыше|сверх"
        r"|больш(?: за| як| чым)?|звыш",
    ),
    (
        Comparator.UNDER,
        r"(?:less|fewer) than|under|below|менее(?: чем)?|меньше(?: чем)?|менш(?: за| як| чым)?",
    ),
    (Comparator.NEARLY, r"nearly|almost|close to|почти|без малого|амаль"),
    (
        Comparator.ABOUT,
        r"about|around|approximately|roughly|some|circa|около|примерно|порядка|приблизительно"
        r"|каля|прыкладна|прыблізна|~",
    ),
)
_COMPARED: Final = re.compile(
    "|".join(rf"(?P<{one.value}>(?<!\w)(?:{words})(?!\w))" for one, words in _COMPARATORS),
    re.IGNORECASE,
)
_AFTERWARDS: Final = re.compile(
    r"\s*(?:or more|and more|и более|и больше|і больш|\+)(?!\w)", re.IGNORECASE
)

_MAGNITUDES: Final[tuple[tuple[int, str], ...]] = (
    (12, r"trillion|trln|trn|tn|триллион\w*|трлн|трыльён\w*"),
    (9, r"billion|bln|bn|миллиард\w*|млрд|мільярд\w*"),
    (6, r"million|mln|mn|миллион\w*|млн|мільён\w*"),
    (3, r"thousand|тысяч\w*|тыс"),
)
_MAGNITUDE: Final = re.compile(
    r"\s*(?:" + "|".join(rf"(?P<p{power}>{words})" for power, words in _MAGNITUDES) + r")(?!\w)\.?",
    re.IGNORECASE,
)
_CURRENCIES: Final[tuple[tuple[str, str], ...]] = (
    ("BYN", r"(?:belarus(?:ian)?|белорусских|беларускіх)\s+(?:ro?ubles?|рубл\w+|рублёў)|BYN"),
    (
        "RUB",
        r"(?:russian\s+)?ro?ubles?|(?:российских\s+|расійскіх\s+)?(?:рубл\w+|руб)|₽|RUB",
    ),
    (
        "USD",
        r"(?:US\s+)?dollars?|(?:американских\s+)?доллар\w*(?:\s+США)?|долараў?(?:\s+ЗША)?|US\$|\$|USD",
    ),
    ("EUR", r"euros?|евро|еўра|€|EUR"),
    ("CNY", r"yuan|юан\w+|юаняў|CNY"),
    ("KZT", r"tenge|тенге|₸|KZT"),
    ("GBP", r"pounds?(?:\s+sterling)?|фунт\w*(?:\s+стерлингов)?|£|GBP"),
)
_CURRENCY: Final = re.compile(
    r"\s*(?:" + "|".join(f"(?P<{code}>{words})" for code, words in _CURRENCIES) + r")(?!\w)\.?",
    re.IGNORECASE,
)
_SIGN_BEFORE: Final[Mapping[str, str]] = {"$": "USD", "€": "EUR", "£": "GBP", "₽": "RUB"}
_PER_CENT: Final = re.compile(r"\s*(?:%|per\s?cent|процент\w*|працэнт\w*)(?!\w)", re.IGNORECASE)
_GROWTH: Final = re.compile(r"grow|grew|rose|rise|increas|рост|вырос|вырас|увелич|павяліч", re.I)
_TIME: Final = re.compile(
    r"(?:years?|months?|weeks?|days?|hours?|лет|год\w*|месяц\w*|недел\w+|дн\w+|суток|час\w*"
    r"|гадоў|месяц\w*|тыдн\w+|дзён|гадзін\w*)(?!\w)",
    re.IGNORECASE,
)


def read_figure(words: str) -> WordedFigure:
    """Read the figure in some words; what the words do not tell stays at its plainest.

    A bare year is passed over when another number follows. A comma or point before
    exactly three digits separates thousands in Latin script; with Cyrillic letters
    around, a comma is the decimal sign.
    """
    number = _number_in(words)
    if number is None:
        compared = _comparator_in(words)
        return WordedFigure(None, compared, "", "", ClaimKind.COUNT, words.strip())
    value = _value_of(number.group(), is_cyrillic=bool(re.search(r"[\u0400-\u04ff]", words)))
    at = number.end()
    if found := _MAGNITUDE.match(words, at):
        value = value.scaleb(int((found.lastgroup or "p0")[1:]))
        at = found.end()
    comparator = _comparator_in(words[: number.start()])
    if found := _AFTERWARDS.match(words, at):
        comparator, at = Comparator.AT_LEAST, found.end()
    currency = _SIGN_BEFORE.get(words[: number.start()].rstrip()[-1:], "")
    unit = ""
    if found := _CURRENCY.match(words, at):
        currency, at = found.lastgroup or "", found.end()
    elif found := _PER_CENT.match(words, at):
        unit, at = "%", found.end()
    rest = words[at:].strip(" \u00a0\u202f\t\n,;:.—–-")
    kind = _kind(words, rest, currency, unit)
    return WordedFigure(_plain(value), comparator, currency, unit, kind, rest)


def _number_in(words: str) -> re.Match[str] | None:
    found = list(_NUMBER.finditer(words))
    for number in found[:-1]:
        if not _YEAR.fullmatch(number.group()) or _MAGNITUDE.match(words, number.end()):
            return number
    return found[-1] if found else None


def _value_of(digits: str, *, is_cyrillic: bool) -> Decimal:
    thousands = r"[.,]" if not is_cyrillic else r"\."
    grouped = re.fullmatch(rf"\d{{1,3}}({thousands})\d{{3}}(?:\1\d{{3}})*((?!\1)[.,]\d+)?", digits)
    # "1.234" alone is as likely a decimal; only repeated points, or commas, separate surely.
    if grouped and (grouped[1] == "," or digits.count(".") > 1 or grouped[2]):
        whole = digits.removesuffix(grouped[2] or "")
        return parse_decimal(whole.replace(grouped[1], "") + (grouped[2] or ""))
    return parse_decimal(digits)


def _comparator_in(words: str) -> Comparator:
    """The comparator that stands last, so nearest to the number."""
    nearest = Comparator.EXACTLY
    for found in _COMPARED.finditer(words):
        nearest = Comparator(found.lastgroup or nearest)
    return nearest


def _kind(words: str, rest: str, currency: str, unit: str) -> ClaimKind:
    if unit:
        return ClaimKind.GROWTH if _GROWTH.search(words) else ClaimKind.SHARE
    if currency:
        return ClaimKind.MONEY
    return ClaimKind.DURATION if _TIME.match(rest) else ClaimKind.COUNT


def _plain(value: Decimal) -> Decimal:
    """Without an exponent, as people write it: 3E+12 is 3000000000000."""
    return Decimal(f"{value.normalize():f}")
