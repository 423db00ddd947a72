"""Figures that somebody states: what sort each is, what it counts, and of what.

A number becomes a claim only with a currency, per cent, a counted noun, a time it lasted, or
a factor of change; all others are left to lie.
"""

from collections.abc import Iterator

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.amounts import (
    factor,
    fraction,
    money,
    multiples,
    percentage,
)
from folkmoot.engines.extraction.finders.figures.claim import Claim, Place
from folkmoot.engines.extraction.finders.figures.counts import (
    count,
    count_again,
    duration,
    is_plural,
)
from folkmoot.engines.extraction.finders.figures.cues import Cues, cues_of
from folkmoot.engines.extraction.finders.figures.elided import (
    count_compared,
    count_of_subject,
    money_again,
)
from folkmoot.engines.extraction.finders.figures.guards import Guards, is_year
from folkmoot.engines.extraction.finders.figures.numbers import Number, number_gate, numbers_in
from folkmoot.engines.extraction.finders.figures.phrases import counted_after
from folkmoot.engines.extraction.finders.figures.shares import shares
from folkmoot.engines.extraction.found import Findings
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.values.figures import ClaimKind


def claims_of(article: Article, findings: Findings) -> Iterator[Claim]:
    """The figures of a text in order, without those that ranks and foundings give."""
    guards = Guards(article, findings.dates)
    last = coin = None
    for sentence in article.sentences:
        for claim in _claims_of_sentence(article, sentence, guards, last, coin):
            if claim.kind is ClaimKind.COUNT:
                last = claim
            coin = claim if claim.currency is not None else coin
            yield claim


def _claims_of_sentence(
    article: Article, sentence: Sentence, guards: Guards, last: Claim | None, coin: Claim | None
) -> Iterator[Claim]:
    cues = cues_of(sentence.lexicon)
    block_start = article.block_span(sentence.block).start
    start = sentence.span.start
    end = sentence.span.end
    may_hold = number_gate(sentence.lexicon).lets(article.held.between(start, end))
    numbers = numbers_in(article.work, start, end, sentence.lexicon) if may_hold else iter(())
    previous = start
    money_end = -1
    parts = tuple(shares(article, sentence))
    for number in numbers:
        if any(part.span.overlaps(number.digits) for part in parts):
            continue
        place = _place(article, sentence, cues, number, previous)
        previous = number.span.end
        if not guards.allow(number, sentence.lexicon, block_start):
            continue
        claim = _claim_at(place) or count_again(place, last)
        if claim is None and not number.is_fraction:
            claim = (
                money_again(place, coin) or count_compared(place, last) or count_of_subject(place)
            )
        if claim is None:
            continue
        if claim.kind is ClaimKind.MONEY and _in_brackets_behind(article, money_end, claim.span):
            continue  # the same amount in another currency
        if claim.currency is not None:
            money_end, coin = claim.span.end, claim
        last = claim if claim.kind is ClaimKind.COUNT else last
        previous = max(previous, claim.span.end)
        yield claim
    yield from parts
    yield from multiples(article, sentence, cues)


def _place(
    article: Article, sentence: Sentence, cues: Cues, number: Number, previous: int
) -> Place:
    start = max(previous, sentence.span.start)
    return Place(article, sentence, cues, number, start, article.work[start : number.span.start])


def _in_brackets_behind(article: Article, end: int, span: Span) -> bool:
    return end >= 0 and article.work[end : span.start].strip(" ") == "("


def _claim_at(place: Place) -> Claim | None:
    number = place.number
    if number.percent:
        return percentage(place)
    if number.currency:
        return money(place)
    if place.cues.times_behind.match(place.text, number.digits.end, place.end):
        return factor(place)
    if found := place.cues.duration_behind.match(place.text, number.digits.end, place.end):
        return duration(place, Span(found.start("unit"), found.end("unit")))
    if number.is_fraction:
        return fraction(place)
    if is_year(number) and number.comparator is None and _looks_dated(place):
        return None
    return count(place)


def _looks_dated(place: Place) -> bool:
    counted = counted_after(place.article, place.number.digits.end, place.end)
    return counted is None or not is_plural(place, counted)
