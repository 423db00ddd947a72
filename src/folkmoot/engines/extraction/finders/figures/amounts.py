"""Money, per cent, factors and fractions."""

from collections.abc import Iterator
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.changes import change_at, of_what, subject_of
from folkmoot.engines.extraction.finders.figures.claim import Claim, Place, claim, named
from folkmoot.engines.extraction.finders.figures.cues import Cues
from folkmoot.engines.extraction.finders.figures.grammar import grammar_of, key_of
from folkmoot.engines.extraction.finders.figures.numbers import Number
from folkmoot.engines.extraction.finders.figures.phrases import phrase_after, phrase_before
from folkmoot.engines.extraction.terms import FieldValue, Span
from folkmoot.engines.values.figures import ClaimKind

_BEFORE: Final = 32
_PERCENT: Final = 100


def percentage(place: Place) -> Claim:
    number = place.number
    unit = place.article.value(
        "percent" if number.percent == "percent" else "percentage points", _tail(number)
    )
    change = change_at(place)
    if change is None:
        subject = of_what(place)
        return claim(place, ClaimKind.SHARE, "percent-share", unit=unit, subject=subject)
    sign, words = change
    return claim(
        place,
        ClaimKind.GROWTH,
        "percent-change",
        unit=unit,
        subject=subject_of(place, words),
        start=min(words.start, number.span.start),
        end=max(words.end, number.span.end),
        sign=sign,
    )


def money(place: Place) -> Claim:
    number = place.number
    currency = place.article.value(number.currency, number.currency_span or number.digits)
    if place.cues.by.search(place.before) and (change := change_at(place)):
        sign, words = change
        return claim(
            place,
            ClaimKind.ABSOLUTE_GROWTH,
            "money-change",
            currency=currency,
            subject=subject_of(place, words),
            start=min(words.start, number.span.start),
            sign=sign,
        )
    subject, end = _money_subject(place)
    return claim(
        place, ClaimKind.MONEY, "money-amount", currency=currency, subject=subject, end=end
    )


def _money_subject(place: Place) -> tuple[FieldValue | None, int]:
    """What an amount is of: the noun before its verb or "worth", or the words behind "in"."""
    article, end = place.article, place.number.span.end
    found = place.cues.worth.search(place.before) or place.cues.amount.search(place.before)
    compared = place.number.comparator_span
    if found is None and compared is not None:  # the verb itself compares: "exceeded"
        words = place.text[place.clause_start : compared.end] + " "
        found = place.cues.amount.search(words)
    if found:
        start = place.sentence.span.start
        before = phrase_before(article, start, place.clause_start + found.start())
        return (named(article, before) if before else None), end
    tokens = article.tokens_in(Span(end, place.end)) if end < place.end else ()
    touches = bool(tokens) and not place.text[end : tokens[0].start].strip()
    if touches and tokens[0].pos == "ADP":
        behind = phrase_after(article, tokens[0].start, place.end)
        return (named(article, behind), behind.end) if behind else (None, end)
    return None, end


def factor(place: Place) -> Claim | None:
    """ "grew 1.5 times": a factor only beside a verb or word of change."""
    found = place.cues.times_behind.match(place.text, place.number.digits.end, place.end)
    change = change_at(place)
    if found is None:
        return None
    if change is None and not place.cues.compared_behind.match(place.text, found.end(), place.end):
        return None
    words = change[1] if change else place.number.span
    return claim(
        place,
        ClaimKind.GROWTH,
        "factor-change",
        unit=place.article.value("times", _trimmed(place.text, found.start(), found.end())),
        subject=subject_of(place, words),
        start=min(words.start, place.number.span.start),
        end=found.end(),
    )


def fraction(place: Place) -> Claim | None:
    """ "Two thirds of the exports" is a share; "fell by a fifth" is twenty per cent less."""
    number, article = place.number, place.article
    if place.cues.fraction_not_before.search(place.before):
        return None
    if (change := change_at(place)) and _is_amount_of_change(place, change[1]):
        sign, words = change
        return claim(
            place,
            ClaimKind.GROWTH,
            "fraction-change",
            unit=article.value("percent", number.digits),
            subject=subject_of(place, words),
            start=min(words.start, number.span.start),
            sign=sign * _PERCENT,
        )
    subject = None
    if place.cues.fraction_behind.match(place.text, number.span.end, place.end):
        subject = of_what(place)
    if subject is None and not _stands_alone(place):
        return None
    unit = article.value("percent", number.digits)
    return claim(
        place, ClaimKind.SHARE, "share-in-words", unit=unit, subject=subject, sign=_PERCENT
    )


def _is_amount_of_change(place: Place, words: Span) -> bool:
    """Behind "by", or right behind the verb: «прибавил четверть»."""
    if place.cues.by.search(place.before):
        return True
    between = place.text[words.end : place.number.span.start]
    return words.end <= place.number.span.start and not between.strip()


def _stands_alone(place: Place) -> bool:
    """ "More than two thirds lead small towns", "a third of it": nothing is named, but compared."""
    at = place.number.span.end
    if place.cues.amount.search(place.before):
        return True  # «доля достигла трети»
    begins = not place.text[place.sentence.span.start : place.number.span.start].strip(" ,")
    if place.number.comparator is None and not (begins or place.before.endswith(", ")):
        return False
    tokens = place.article.tokens_in(Span(at, place.end)) if at < place.end else ()
    if place.number.comparator is None:
        return bool(tokens) and tokens[0].pos in ("VERB", "AUX")
    return not tokens or tokens[0].pos in ("VERB", "AUX", "PUNCT")


def multiples(article: Article, sentence: Sentence, cues: Cues) -> Iterator[Claim]:
    """ "Trade has doubled": a factor without a number."""
    for found in cues.multiples.finditer(article.held, sentence.span.start, sentence.span.end):
        span = Span(*found.span())
        value = cues.multiple_values[" ".join(found.group().lower().split())]
        subject = phrase_before(article, sentence.span.start, span.start)
        grammar = grammar_of(sentence.lexicon)
        start = max(sentence.span.start, span.start - _BEFORE)
        compared = grammar.comparator_before.search(article.work[start : span.start])
        words = Span(start + compared.start("words"), span.start) if compared else None
        listed = grammar.comparators[key_of(compared.group("words"))] if compared else None
        yield Claim(
            span=Span(subject.start if subject else span.start, span.end),
            number=span,
            kind=ClaimKind.GROWTH,
            value=article.value(value, span),
            rule="factor-in-words",
            comparator=article.value(listed.value, words) if listed and words else None,
            unit=article.value("times", span),
            subject=named(article, subject) if subject else None,
        )


def _tail(number: Number) -> Span:
    """The words of the unit behind the digits."""
    return Span(min(number.digits.end, number.span.end - 1), number.span.end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while text[start].isspace() and start + 1 < end:
        start += 1
    return Span(start, end)
