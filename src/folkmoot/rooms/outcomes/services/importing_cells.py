"""What the cells of a list of agreements mean: headings, dates, money, kinds, parties.

In English, Russian and Belarusian. Whatever can be read in two ways is not guessed: it comes
back with a sentence on how to write it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from folkmoot.engines.values import dates
from folkmoot.rooms.outcomes.services.agreements_checks import is_currency
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind
from folkmoot.ui.dates import month_numbers

# Columns by what people call them; the first is the name used here.
_HEADS: dict[str, tuple[str, ...]] = {
    "title": ("title", "name", "agreement", "document", "название", "наименование", "соглашение",
              "документ", "назва", "найменне", "пагадненне", "дакумент"),
    "parties": ("parties", "party", "between", "signatories", "стороны", "сторона", "участники",
                "подписанты", "бакі", "бок", "удзельнікі"),
    "kind": ("kind", "type", "вид", "тип", "вид документа", "від", "тып"),
    "date": ("date", "signed", "signed on", "date of signing", "date signed", "дата",
             "дата подписания", "подписано", "дата падпісання", "падпісана"),
    "place": ("place", "place of signing", "city", "место", "место подписания", "город", "месца",
              "месца падпісання", "горад"),
    "number": ("number", "no", "no.", "№", "nr", "номер", "рег. номер", "нумар"),
    "amount": ("amount", "sum", "value", "сумма", "стоимость", "объем", "сума", "кошт"),
    "currency": ("currency", "валюта"),
    "language": ("language", "languages", "язык", "языки", "мова", "мовы"),
    "strand": ("strand", "section", "theme", "направление", "секция", "раздел", "кірунак",
               "секцыя"),
    "url": ("url", "link", "address", "web", "page", "ссылка", "адрес", "страница", "спасылка",
            "адрас"),
}  # fmt: skip
_COLUMN_OF = {head: column for column, heads in _HEADS.items() for head in heads}
_LANGUAGES = {
    "en": "en", "eng": "en", "english": "en", "английский": "en", "англ": "en", "англійская": "en",
    "ru": "ru", "rus": "ru", "russian": "ru", "русский": "ru", "рус": "ru", "руская": "ru",
    "be": "be", "by": "be", "bel": "be", "belarusian": "be", "белорусский": "be", "бел": "be",
    "беларуская": "be", "de": "de", "german": "de", "немецкий": "de", "pl": "pl", "polish": "pl",
    "польский": "pl", "zh": "zh", "chinese": "zh", "китайский": "zh", "uk": "uk",
    "ukrainian": "uk", "украинский": "uk",
}  # fmt: skip
# Longer words first: a framework agreement is no plain agreement.
_KINDS: tuple[tuple[str, AgreementKind], ...] = (
    ("framework agreement", AgreementKind.FRAMEWORK),
    ("рамочное соглашение", AgreementKind.FRAMEWORK),
    ("рамачнае пагадненне", AgreementKind.FRAMEWORK),
    ("joint statement", AgreementKind.STATEMENT),
    ("joint declaration", AgreementKind.STATEMENT),
    ("совместное заявление", AgreementKind.STATEMENT),
    ("сумесная заява", AgreementKind.STATEMENT),
    ("plan of action", AgreementKind.PLAN),
    ("action plan", AgreementKind.PLAN),
    ("план действий", AgreementKind.PLAN),
    ("план мероприятий", AgreementKind.PLAN),
    ("план мерапрыемстваў", AgreementKind.PLAN),
    ("roadmap", AgreementKind.ROADMAP),
    ("road map", AgreementKind.ROADMAP),
    ("дорожная карта", AgreementKind.ROADMAP),
    ("дарожная карта", AgreementKind.ROADMAP),
    ("memorandum", AgreementKind.MEMORANDUM),
    ("меморандум", AgreementKind.MEMORANDUM),
    ("мемарандум", AgreementKind.MEMORANDUM),
    ("protocol", AgreementKind.PROTOCOL),
    ("протокол", AgreementKind.PROTOCOL),
    ("пратакол", AgreementKind.PROTOCOL),
    ("contract", AgreementKind.CONTRACT),
    ("контракт", AgreementKind.CONTRACT),
    ("договор", AgreementKind.CONTRACT),
    ("кантракт", AgreementKind.CONTRACT),
    ("дагавор", AgreementKind.CONTRACT),
    ("agreement", AgreementKind.AGREEMENT),
    ("соглашение", AgreementKind.AGREEMENT),
    ("пагадненне", AgreementKind.AGREEMENT),
)
_MONTHS = ("en", "ru", "be")
_SHORT = 80
# Used beside the form that CLDR knows.
_MONTHS_TOO = {"травень": 5, "траўня": 5, "май": 5}
_NUMBERED_PARTY = re.compile(r"(party|сторона|бок)\s*\d{1,2}")
_TITLE_IN = re.compile(r"(.+?)[\s_(,\[-]+([a-zа-яіў]{2,12})\.?[)\]]?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*(?:г|г\.|года|г\.))?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTH_DOTTED = re.compile(r"(\d{1,2})[./](\d{4})")
_WORDED = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d_]+)\.?\s+(\d{4})(?:\s*(?:г|г\.|года|год))?")
_AMERICAN = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2}),\s*(\d{4})")
_BETWEEN = re.compile(r"\s*[;\n|]\s*|\s+[—–]\s+")
_MONEY = re.compile(r"([\d\s.,'’\u00a0\u202f]+?)\s*([A-Za-z]{3})?")


class CellFault(ValueError):
    """A cell that cannot be read; the message is a sentence for its author."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a column of the file is.

    Attributes:
        column: one of the names above; empty where nobody knows.
        language: of a title, where the heading names one.
    """

    place: int
    written: str
    column: str = ""
    language: str = ""


def heads_of(cells: Sequence[str]) -> tuple[Head, ...]:
    """What each heading means, in the order of the columns."""
    return tuple(_head(place, cell) for place, cell in enumerate(cells) if cell)


def _head(place: int, cell: str) -> Head:
    said = " ".join(cell.casefold().split()).rstrip(":")
    if said in _COLUMN_OF:
        return Head(place, cell, _COLUMN_OF[said])
    if _NUMBERED_PARTY.fullmatch(said):
        return Head(place, cell, "parties")
    # What is longer is no heading, and might take the pattern for ever.
    split = _TITLE_IN.fullmatch(said) if len(said) <= _SHORT else None
    if split and _COLUMN_OF.get(split[1].strip()) == "title" and split[2] in _LANGUAGES:
        return Head(place, cell, "title", _LANGUAGES[split[2]])
    return Head(place, cell)


def language_of(text: str) -> str:
    """The language that the letters of a title tell: Belarusian and Russian have their own."""
    lowered = text.lower()
    if "ў" in lowered or "і" in lowered:
        return "be"
    return "ru" if any("а" <= one <= "я" for one in lowered) else "en"


def read_languages(cell: str) -> list[str]:
    """The languages of an agreement by name or tag.

    Raises:
        CellFault: names the word that is none.
    """
    found: list[str] = []
    for word in re.split(r"[\s,;/+&]+|\band\b|\bи\b|\bі\b", cell.casefold()):
        if not word:
            continue
        language = _LANGUAGES.get(word.rstrip("."))
        if language is None:
            sentence = _("“%(word)s”: write languages as en, ru, be.")
            raise CellFault(sentence % {"word": word})
        found.append(language)
    return list(dict.fromkeys(found))


def read_kind(cell: str) -> AgreementKind | None:
    """The kind that the words begin with or hold; ``None`` for unknown ones."""
    said = " ".join(cell.casefold().split())
    if said in AgreementKind.values:
        return AgreementKind(said)
    return next((kind for words, kind in _KINDS if words in said), None)


def kind_in_title(title: str) -> AgreementKind | None:
    """The kind that a title begins with: "Memorandum on …"."""
    said = " ".join(title.casefold().split())
    return next((kind for words, kind in _KINDS if said.startswith(words)), None)


def read_date(cell: str) -> str:
    """A date as exactly as it is stated, in EDTF: "2031-05-20", "2031-05", "2031".

    Raises:
        CellFault: it is none, or may be two.
    """
    # A program that writes days as moments means the day.
    said = " ".join(cell[:_SHORT].casefold().split()).removesuffix(" 00:00:00")
    worded = _from_words(said) or _from_digits(said)
    try:
        return str(dates.parse(worded or said.upper()))
    except ValueError as fault:
        sentence = _("“%(said)s” is no date. Write it like 2031-05-20, or 2031-05.")
        raise CellFault(sentence % {"said": cell[:60]}) from fault


def _from_digits(said: str) -> str:
    if found := _DOTTED.fullmatch(said):
        return _iso(found[3], found[2], found[1])
    if found := _SLASHED.fullmatch(said):
        first, second = int(found[1]), int(found[2])
        if first <= 12 and second <= 12 and first != second:
            sentence = _("“%(said)s” may be two days. Write it like 2031-05-20.")
            raise CellFault(sentence % {"said": said})
        day, month = (first, second) if first > 12 else (second, first)
        return _iso(found[3], str(month), str(day))
    if found := _MONTH_DOTTED.fullmatch(said):
        return _iso(found[2], found[1])
    return ""


def _from_words(said: str) -> str:
    months = {**month_numbers(_MONTHS), **_MONTHS_TOO}
    if (found := _WORDED.fullmatch(said)) and found[2] in months:
        month = str(months[found[2]])
        return _iso(found[3], month, found[1]) if found[1] else _iso(found[3], month)
    if (found := _AMERICAN.fullmatch(said)) and found[1] in months:
        return _iso(found[3], str(months[found[1]]), found[2])
    return ""


def _iso(year: str, month: str, day: str = "") -> str:
    told = f"{year}-{int(month):02d}"
    return f"{told}-{int(day):02d}" if day else told


def read_money(amount: str, currency: str) -> tuple[Decimal | None, str]:
    """An exact amount with its currency; the three letters may stand beside the amount.

    Raises:
        CellFault: it may be read in two ways, or the currency is unknown.
    """
    code = currency.strip().upper()
    if not amount:
        if code and not is_currency(code):
            raise CellFault(_("Write the currency as three letters, such as EUR."))
        return None, code
    found = _MONEY.fullmatch(" ".join(amount.split())) if len(amount) <= _SHORT else None
    if found is None:
        raise CellFault(_("Write the amount in digits, and the currency beside it."))
    code = code or (found[2] or "").upper()
    if not code or not is_currency(code):
        raise CellFault(_("Write the currency as three letters, such as EUR."))
    return _number(found[1]), code


def _number(said: str) -> Decimal:
    digits = re.sub(r"[\s'’\u00a0\u202f]", "", said)
    unclear = _("“%(said)s” may be two amounts. Write it without marks for thousands.")
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(".", ",", key=digits.rfind)
        other = "," if decimal == "." else "."
        if digits.count(decimal) > 1:
            raise CellFault(unclear % {"said": said})
        digits = digits.replace(other, "").replace(decimal, ".")
    elif points + commas > 1:
        if not re.fullmatch(r"\d{1,3}([.,]\d{3})+", digits):
            raise CellFault(unclear % {"said": said})
        digits = re.sub(r"[.,]", "", digits)
    elif points + commas == 1:
        if re.fullmatch(r"\d{1,3}[.,]\d{3}", digits):
            raise CellFault(unclear % {"said": said})
        digits = digits.replace(",", ".")
    try:
        number = Decimal(digits)
    except InvalidOperation as fault:
        raise CellFault(unclear % {"said": said}) from fault
    if number != round(number, 2) or number >= 10**18:
        raise CellFault(_("Write at most two digits after the point, and no more than fits."))
    return number


def read_parties(cells: Iterable[str]) -> list[str]:
    """The names of the parties, from one column or several; each once."""
    even = ("\n".join(" ".join(line.split()) for line in cell.splitlines()) for cell in cells)
    names = [name.strip() for cell in even for name in _BETWEEN.split(cell)]
    return list(dict.fromkeys(name for name in names if name))


def day_of(stated: str) -> date | None:
    """The day of a date that is stated to the day."""
    return dates.parse(stated).day
