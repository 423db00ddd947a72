"""Figures whose unit or currency stands elsewhere: "the number of jobs rose to 2,600".

The noun before the verb of amount is what is counted; an amount without a currency takes the
one told last. Nothing is taken over where the number could be a year, a date or a label.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.figures.claim import Claim, Place, claim, named
from folkmoot.engines.extraction.finders.figures.grammar import SUBJECT
from folkmoot.engines.extraction.finders.figures.guards import is_year
from folkmoot.engines.extraction.finders.figures.phrases import phrase_after, phrase_before
from folkmoot.engines.extraction.finders.figures.units import counted_form
from folkmoot.engines.extraction.layers.base import Token
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import FieldValue, Span
from folkmoot.engines.values.figures import ClaimKind

_LEAST: Final = 10
_MILLION: Final = 1_000_000
_REACH: Final = 160
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
_STOPS: Final = re.compile(r"[;!?«»“”\"]|\.\s")


@dataclass(frozen=True)
class _Words:
    number_of: re.Pattern[str]
    numbers: re.Pattern[str]
    leads: re.Pattern[str]
    money: re.Pattern[str]
    against: re.Pattern[str]


def count_of_subject(place: Place) -> Claim | None:
    """ "The number of visitors reached 640,000", "crossings exceeded 2.3 million"."""
    number = place.number
    if number.value < _LEAST or is_year(number) or number.is_fraction or _has_noun(place):
        return None
    words = _words(place.sentence.lexicon)
    start = place.sentence.span.start
    before = place.text[start : number.span.start]
    unit = _numbered(place, words, before) or _came(place)
    if unit is None and _is_amount(place):
        unit = _plural_subject(place)
    if unit is None:
        return None
    return claim(place, ClaimKind.COUNT, "count-of-subject", unit=unit)


def count_compared(place: Place, last: Claim | None) -> Claim | None:
    """ "52,000 visitors, up from 33,000", «на семьсот больше»: the unit is the one told last."""
    number = place.number
    if last is None or last.unit is None or is_year(number) or number.value < _LEAST:
        return None
    if place.article.block_at(last.span.start) != place.sentence.block:
        return None
    words = _words(place.sentence.lexicon)
    is_near = place.sentence.span.start <= last.span.start
    if is_near and words.against.search(place.before) and not _has_noun(place):
        return claim(place, ClaimKind.COUNT, "count-against", unit=last.unit)
    more = place.cues.compared_behind.match(place.text, number.span.end, place.end)
    if more is None or not place.cues.by.search(place.before):
        return None
    return claim(
        place,
        ClaimKind.ABSOLUTE_GROWTH,
        "count-change",
        unit=last.unit,
        end=more.end(),
        sign=1 if more.group("up") else -1,
    )


def _has_noun(place: Place) -> bool:
    """Whether something stands behind the number that it may count."""
    at = place.number.span.end
    tokens = place.article.tokens_in(Span(at, place.end)) if at < place.end else ()
    if not tokens or place.text[at : tokens[0].start].strip():
        return False
    return tokens[0].pos in _NOUNS | {"ADJ", "NUM"}


def _numbered(place: Place, words: _Words, before: str) -> FieldValue | None:
    """The noun behind "the number of", if what leads to the figure says its size."""
    named_before = list(words.numbers.finditer(before[-_REACH:]))
    if named_before and (_is_amount(place) or words.leads.search(before)):
        at = place.sentence.span.start + max(0, len(before) - _REACH)
        what = named_before[-1]
        span = Span(at + what.start("what"), at + what.end("what"))
        return place.article.value(place.article.plain(span).lower(), span)
    places = list(words.number_of.finditer(before[-_REACH:]))
    found = places[-1] if places else None
    if found is None or not (_is_amount(place) or words.leads.search(before)):
        return None
    offset = place.sentence.span.start + max(0, len(before) - _REACH)
    if _STOPS.search(before[-_REACH:], found.end()):
        return None
    noun = phrase_after(place.article, offset + found.end(), place.number.span.start)
    head = _head(place, noun) if noun else None
    return _unit(place, noun) if head is not None and _is_plural(place, head) else None


def _came(place: Place) -> FieldValue | None:
    """«Заявок пришло 1540»: a counted noun in the genitive, its verb, the number."""
    start, end = place.sentence.span.start, place.number.span.start
    tokens = place.article.tokens_in(Span(start, end))[-3:] if start < end else ()
    if len(tokens) < 2 or tokens[-1].pos != "VERB":
        return None
    for token in tokens[:-1]:
        if token.pos == "NOUN" and (token.feats.get("Case"), token.feats.get("Number")) == (
            "Gen",
            "Plur",
        ):
            return _unit(place, Span(token.start, token.end))
    return None


def _is_amount(place: Place) -> bool:
    """Behind "reached", "numbered", or a verb that compares by itself."""
    compared = place.number.comparator_span
    text = place.before
    if compared is not None:
        text = place.text[place.clause_start : compared.end] + " "
    return bool(place.cues.amount.search(text))


def _plural_subject(place: Place) -> FieldValue | None:
    """The plural noun right before the verb of amount."""
    compared = place.number.comparator_span
    text = place.before
    if compared is not None:
        text = place.text[place.clause_start : compared.end] + " "
    found = place.cues.amount.search(text)
    if found is None:
        return None
    noun = phrase_before(
        place.article, place.sentence.span.start, place.clause_start + found.start()
    )
    if noun is None:
        return None
    head = _head(place, noun)
    return _unit(place, noun) if head is not None and _is_plural(place, head) else None


def _head(place: Place, noun: Span) -> Token | None:
    """The first noun of a phrase that nothing links to the one before."""
    head = None
    for token in place.article.tokens_in(noun):
        if token.pos == "ADP":
            break
        if token.pos in _NOUNS:
            if head is not None and token.feats.get("Case") == "Gen":
                break
            head = token
    return head


def _is_plural(place: Place, head: Token) -> bool:
    word = place.text[head.start : head.end].lower()
    if "Number" in head.feats:
        return head.feats["Number"] == "Plur"
    return word in place.cues.plurals or word.endswith("s")


def _unit(place: Place, noun: Span | None) -> FieldValue | None:
    if noun is None:
        return None
    head = _head(place, noun)
    units = place.sentence.lexicon.words(SUBJECT, "durations", "units")
    if head is None or place.text[head.start : head.end].lower() in units:
        return None
    span = Span(head.start, head.end)
    written = counted_form(place.article.plain(span), place.sentence.lexicon.language)
    return place.article.value(written, span)


def money_again(place: Place, last: Claim | None) -> Claim | None:
    """ "Investments will come to 9.2 billion": the currency is the one told last."""
    number = place.number
    if last is None or last.currency is None or not number.is_scaled or number.value < _MILLION:
        return None
    if _has_noun(place) or number.percent:
        return None
    start = place.sentence.span.start
    told = _words(place.sentence.lexicon).money.search(place.text, start, place.end)
    if told is None:
        return None
    subject = phrase_before(place.article, start, number.span.start)
    return claim(
        place,
        ClaimKind.MONEY,
        "money-elided",
        currency=last.currency,
        subject=named(place.article, subject),
    )


@cache
def _words(lexicon: Lexicon) -> _Words:
    def listed(*path: str) -> str:
        return alternation(lexicon.words(SUBJECT, *path))

    return _Words(
        number_of=re.compile(rf"(?<!\w){listed('numbering', 'of')}\s+", re.IGNORECASE),
        numbers=re.compile(
            rf"(?<!\w)(?P<what>[^\W\d_]{{3,}})\s+{listed('numbering', 'noun')}(?!\w)", re.IGNORECASE
        ),
        leads=re.compile(
            rf"(?:(?<!\w){listed('numbering', 'leads')}\s+|[–—:]\s*)(?:\w+\s+)?$", re.IGNORECASE
        ),
        against=re.compile(rf"(?<!\w){listed('numbering', 'against')}\s+$", re.IGNORECASE),
        money=re.compile(rf"(?<!\w){listed('numbering', 'money')}", re.IGNORECASE),
    )
