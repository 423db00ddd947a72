"""Numbers as texts write them: digits, words, magnitudes, comparators, currencies, per cent.

Only what stands in the number's own phrase is read here ("more than a hundred", «около
12,5 млрд рублей»); whether it is a figure worth recording is decided elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.figures.grammar import (
    CODES,
    EDGE_AFTER,
    SIGN_BEFORE,
    SIGNS,
    UPPER,
    Grammar,
    grammar_of,
    key_of,
)
from folkmoot.engines.extraction.gates import Gate
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.values.figures import Comparator

_BEFORE: Final = 48
_OPENER: Final = 14
_WORD_OR_DIGIT: Final = re.compile(r"[^\W\d_]+|\d")
_PIECE: Final = re.compile(r"[^\W\d_]+\.?")
_NOTHING: Final = Decimal(0)
_ONE: Final = Decimal(1)
_SMALL: Final = 12
_THOUSAND: Final = Decimal(1000)
_THREE_BEHIND_MARK: Final = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_HALF: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with everything its own words say.

    Attributes:
        span: from the comparator or currency sign before it to the currency or per cent after.
        digits: the number itself with its scale ("50 billion").
        currency: ISO 4217 code or, for coins that many countries share, the word.
        percent: "percent", "points" or "".
        scale: what the scale word multiplied by.
        is_scaled: with a scale word or separated thousands, so it is no year.
        is_range: the lower end of a range.
        is_vague: a lone plural scale («сотни»), which is a number only behind a comparator.
    """

    span: Span
    digits: Span
    value: Decimal
    comparator: Comparator | None = None
    comparator_span: Span | None = None
    currency: str = ""
    currency_span: Span | None = None
    percent: str = ""
    scale: Decimal = _ONE
    is_scaled: bool = False
    is_in_words: bool = False
    is_range: bool = False
    is_fraction: bool = False
    is_vague: bool = False


@cache
def number_gate(lexicon: Lexicon) -> Gate:
    """Lets through what holds a digit or the first word of a number in letters."""
    return Gate(re.compile(rf"\d|{alternation(grammar_of(lexicon).starters)}"))


def numbers_in(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Number]:
    """The numbers of ``text[start:end]`` in order; linear in the length."""
    grammar = grammar_of(lexicon)
    at = start
    for found in _WORD_OR_DIGIT.finditer(text, start, end):
        if found.start() < at:
            continue
        if found.group().isdigit():
            number = _in_digits(grammar, text, found.start(), end)
        elif found.group().lower() in grammar.starters:
            number = _in_words(grammar, text, found.start(), end)
        else:
            continue
        if number is None:
            continue
        number = _completed(grammar, text, number, at, end)
        if not number.is_vague or number.comparator is not None:
            at = number.span.end
            yield number


def _in_digits(grammar: Grammar, text: str, start: int, end: int) -> Number | None:
    found = grammar.digits.match(text, start, end)
    if found is None:
        return None
    value = _decimal_of(found.group(), grammar.decimal)
    at, is_scaled = found.end(), not found.group().isdigit()
    if suffix := grammar.suffix.match(text, at, end):
        at = suffix.end()
    scale = grammar.scale_after.match(text, at, end)
    if scale is None and not suffix and not EDGE_AFTER.match(text, at):
        return None
    if half := grammar.and_half.match(text, at, end):
        value, at = value + _HALF, half.end()
        scale = grammar.scale_after.match(text, at, end)
    factor = _ONE
    if scale:
        factor = grammar.scales[key_of(scale.group("scale") or scale.group("letter"))]
        at, is_scaled = scale.end(), True
    span = Span(start, at)
    return Number(span, span, value * factor, scale=factor, is_scaled=is_scaled)


def _in_words(grammar: Grammar, text: str, start: int, end: int) -> Number | None:
    if half := grammar.half_of.match(text, start, end):
        span = Span(start, half.end())
        value = _HALF * grammar.scales[key_of(half.group("scale"))]
        return Number(span, span, value, is_scaled=True, is_in_words=True)
    if fraction := grammar.fractions.match(text, start, end):
        span = Span(start, fraction.end())
        value = grammar.fraction_values[key_of(fraction.group("fraction"))]
        return Number(span, span, value, is_in_words=True, is_fraction=True)
    found = grammar.words.match(text, start, end)
    return _from_words(grammar, text, start, found.end()) if found else None


def _from_words(grammar: Grammar, text: str, start: int, end: int) -> Number | None:
    """The longest sound number at the start of a run of number words."""
    total, current, room = _NOTHING, _NOTHING, Decimal(10) ** 18
    at, count, has_article, is_scaled, lone = start, 0, False, False, ""
    for found in _PIECE.finditer(text, start, end):
        word = _listed(grammar, found.group().lower())
        if found.start() < at or word in grammar.joiners:
            continue
        if word in grammar.articles:
            if count:
                break
            has_article = True
            continue
        if word in grammar.values and grammar.values[word] < room:
            current += grammar.values[word]
            room = _room(grammar.values[word])
        elif scale := _scale(grammar, word):
            lone = word if count == 0 and not has_article else ""
            total, current, room = _multiplied(total, current, scale)
            is_scaled = True
        else:
            break
        count += 1
        at = min(found.end(), start + len(text[start : found.end()].rstrip(".")) + ("." in word))
        if half := grammar.and_half.match(text, at, end):
            current, at, room = current + _HALF, half.end(), _NOTHING
    if not count or (lone and lone not in grammar.lone and lone not in grammar.lone_vague):
        return None
    span = Span(start, at)
    is_vague = lone in grammar.lone_vague and lone not in grammar.lone
    return Number(
        span, span, total + current, is_scaled=is_scaled, is_in_words=True, is_vague=is_vague
    )


def _listed(grammar: Grammar, word: str) -> str:
    """The word as listed: abbreviations keep their point, the last word of a sentence loses it."""
    return word if word in grammar.scales else word.rstrip(".")


def _scale(grammar: Grammar, word: str) -> Decimal | None:
    for table in (grammar.scales, grammar.lone, grammar.lone_vague):
        if word in table:
            return table[word]
    return None


def _room(value: Decimal) -> Decimal:
    """What may follow a number word inside the same number: smaller ones only."""
    if value >= 100:
        return Decimal(100)
    return Decimal(10) if value >= 20 and value % 10 == 0 else _NOTHING


def _multiplied(
    total: Decimal, current: Decimal, scale: Decimal
) -> tuple[Decimal, Decimal, Decimal]:
    """Total, the part not yet scaled by thousands, and what may follow."""
    if scale < 1000:
        return total, (current or _ONE) * scale, Decimal(100) if scale == 100 else _NOTHING
    return total + (current or _ONE) * scale, _NOTHING, scale


def _completed(grammar: Grammar, text: str, number: Number, start: int, end: int) -> Number:
    """With what stands around it: upper end, currency, per cent, comparator."""
    number = _with_upper_end(grammar, text, number, start, end)
    number = _with_sign_before(text, number, start)
    number = _with_unit_after(grammar, text, number, end)
    number = _with_thousands(text, number)
    return _with_comparator(grammar, text, number, start, end)


def _with_upper_end(grammar: Grammar, text: str, number: Number, start: int, end: int) -> Number:
    """A range keeps its lower end; a scale behind the upper end counts for both."""
    if number.is_in_words:
        return number
    found, is_bare = _range_link(grammar, text, number, start, end)
    if found is None:
        return number
    upper = _in_digits(grammar, text, found.end(), end)
    if upper is None:
        return number
    value = number.value * (upper.scale if number.scale == _ONE else _ONE)
    if value >= upper.value or (is_bare and not _has_measure(grammar, text, upper, end)):
        return number
    span = Span(number.digits.start, upper.digits.end)
    return replace(
        number,
        span=span,
        digits=span,
        value=value,
        comparator=Comparator.ABOUT,
        is_scaled=number.is_scaled or upper.is_scaled,
        is_range=True,
    )


def _range_link(
    grammar: Grammar, text: str, number: Number, start: int, end: int
) -> tuple[re.Match[str] | None, bool]:
    """What leads to the upper end, and whether nothing before the number opens a range."""
    at = number.digits.end
    if found := UPPER.match(text, at, end):
        return found, False
    before = text[max(start, number.digits.start - _OPENER) : number.digits.start]
    if grammar.range_opener.search(before):
        for place in (at, _past_coin(grammar, text, at, end)):
            if found := grammar.range_link.match(text, place, end):
                return found, False
        return None, False
    return grammar.range_bare.match(text, at, end), True


def _past_coin(grammar: Grammar, text: str, at: int, end: int) -> int:
    """ "Between 3 million euros and 4 million": a currency may stand at the lower end too."""
    found = grammar.currency_after.match(text, at, end) or grammar.percent_after.match(
        text, at, end
    )
    return found.end() if found else at


def _has_measure(grammar: Grammar, text: str, upper: Number, end: int) -> bool:
    """ "15 to 20 million": a bare "to" joins a range only of amounts and shares."""
    at = upper.digits.end
    return upper.scale != _ONE or any(
        pattern.match(text, at, end) is not None
        for pattern in (grammar.currency_after, grammar.percent_after)
    )


def _with_sign_before(text: str, number: Number, start: int) -> Number:
    window = max(start, number.span.start - 6)
    found = SIGN_BEFORE.search(text[window : number.span.start])
    if found is None:
        return number
    sign = Span(window + found.start("sign"), window + found.end("sign"))
    code = SIGNS.get(found.group("sign"), found.group("sign"))
    return replace(
        number, span=Span(sign.start, number.span.end), currency=code, currency_span=sign
    )


def _with_unit_after(grammar: Grammar, text: str, number: Number, end: int) -> Number:
    at = number.span.end
    if found := grammar.percent_after.match(text, at, end):
        percent = "points" if found.group("points") else "percent"
        return replace(number, span=Span(number.span.start, found.end()), percent=percent)
    found = grammar.currency_after.match(text, at, end)
    if found is None or number.currency:
        return number
    words = found.group("currency")
    code = SIGNS.get(words) or (words if words in CODES else grammar.currencies[key_of(words)])
    return replace(
        number,
        span=Span(number.span.start, found.end()),
        currency=code,
        currency_span=Span(found.start("currency"), found.end("currency")),
    )


def _with_thousands(text: str, number: Number) -> Number:
    """No coin has thousandths: "€75.000" groups thousands whatever the language's mark."""
    if not number.currency or not _THREE_BEHIND_MARK.fullmatch(
        text, number.digits.start, number.digits.end
    ):
        return number
    if number.value != int(number.value) or number.value < _THOUSAND:
        return replace(number, value=number.value * _THOUSAND, is_scaled=True)
    return number


def _with_comparator(grammar: Grammar, text: str, number: Number, start: int, end: int) -> Number:
    window = max(start, number.span.start - _BEFORE)
    if found := grammar.comparator_before.search(text[window : number.span.start]):
        words = Span(window + found.start("words"), window + found.end("words"))
        if number.is_range and grammar.range_opener.search(text[words.start : words.end] + " "):
            return number  # «от 50 до 300»
        span = Span(words.start, number.span.end)
    else:
        for place in (number.span.end, number.digits.end):
            if found := grammar.comparator_after.match(text, place, end):
                break
        else:
            return number
        named = found.group("words") is not None
        words = Span(found.start("words") if named else found.start(), found.end())
        span = Span(number.span.start, max(number.span.end, words.end))
    if _stands_under(number, grammar.comparators.get(key_of(text[words.start : words.end]))):
        return number
    listed = grammar.comparators.get(key_of(text[words.start : words.end]), Comparator.OVER)
    return replace(number, span=span, comparator=listed, comparator_span=words)


def _stands_under(number: Number, comparator: Comparator | None) -> bool:
    """ "Held under seven topics": a small bare number in words is not compared with "under"."""
    is_bare = number.is_in_words and not (number.currency or number.percent)
    return comparator is Comparator.UNDER and is_bare and number.value <= _SMALL


def _decimal_of(digits: str, mark: str) -> Decimal:
    """Digits with separators; ``mark`` is the language's sign before decimals."""
    other = "," if mark == "." else "."
    plain = digits.replace(" ", "").replace("'", "")
    if plain.count(mark) > 1:
        plain = plain.replace(mark, "")
    if other in plain:
        groups = plain.split(other)[1:]
        is_thousands = all(len(group.split(mark)[0]) == 3 for group in groups)
        plain = plain.replace(other, "" if is_thousands else mark)
    return Decimal(plain.replace(mark, "."))
