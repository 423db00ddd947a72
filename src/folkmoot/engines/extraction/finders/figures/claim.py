"""A figure read from the text, and the place in its sentence where it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.cues import Cues
from folkmoot.engines.extraction.finders.figures.grammar import grammar_of, key_of
from folkmoot.engines.extraction.finders.figures.numbers import Number
from folkmoot.engines.extraction.terms import FieldValue, Span
from folkmoot.engines.values.figures import ClaimKind, Comparator

FAR: Final = 70


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure read from the text, before it is joined with others that say the same.

    Attributes:
        span: the figure with its noun or verb.
        number: position of the number itself, which tells who states it.
        rule: the deciding rule.
    """

    span: Span
    number: Span
    kind: ClaimKind
    value: FieldValue
    rule: str
    comparator: FieldValue | None = None
    currency: FieldValue | None = None
    unit: FieldValue | None = None
    subject: FieldValue | None = None
    scope: FieldValue | None = None
    warnings: tuple[str, ...] = ()

    def fields(self) -> Mapping[str, FieldValue]:
        named = {
            "value": self.value,
            "comparator": self.comparator,
            "unit": self.unit,
            "currency": self.currency,
            "kind": FieldValue(self.kind.value, self.value.spans, self.value.text),
            "subject": self.subject,
            "scope": self.scope,
        }
        return {name: field for name, field in named.items() if field is not None}


@dataclass(frozen=True)
class Place:
    """A number in its sentence, with the words of its clause before it."""

    article: Article
    sentence: Sentence
    cues: Cues
    number: Number
    clause_start: int
    before: str

    @property
    def end(self) -> int:
        return self.sentence.span.end

    @property
    def text(self) -> str:
        return self.article.work


def claim(
    place: Place,
    kind: ClaimKind,
    rule: str,
    *,
    unit: FieldValue | None = None,
    currency: FieldValue | None = None,
    subject: FieldValue | None = None,
    start: int | None = None,
    end: int | None = None,
    sign: int = 1,
) -> Claim:
    number, article = place.number, place.article
    comparator = None
    if _is_target(place):
        pass  # "fell by a fifth, to 4 million": what was reached, no upper bound
    elif found := _before_by(place):
        comparator = article.value(*found)
    elif number.comparator is not None and number.comparator_span is not None:
        comparator = article.value(number.comparator.value, number.comparator_span)
    span = Span(
        number.span.start if start is None else start, number.span.end if end is None else end
    )
    return Claim(
        span=span,
        number=number.digits,
        kind=kind,
        value=article.value(_plain(number.value * sign), number.digits),
        rule=rule,
        comparator=comparator,
        currency=currency,
        unit=unit,
        subject=subject,
        warnings=("figure-range",) if number.is_range else (),
    )


def _before_by(place: Place) -> tuple[str, Span] | None:
    """«Вырос более чем на четверть»: the comparing words stand before what says "by"."""
    by = place.cues.by.search(place.before)
    if by is None or place.number.comparator is not None:
        return None
    grammar = grammar_of(place.sentence.lexicon)
    found = grammar.comparator_before.search(place.before[: by.start()])
    if found is None:
        return None
    words = Span(place.clause_start + found.start("words"), place.clause_start + found.end("words"))
    return grammar.comparators[key_of(found.group("words"))].value, words


def _is_target(place: Place) -> bool:
    compared = place.number.comparator_span
    if place.number.comparator is not Comparator.AT_MOST or compared is None:
        return False
    words = place.text[compared.start : compared.end] + " "
    before = place.text[max(place.sentence.span.start, compared.start - FAR) : compared.start]
    return bool(place.cues.target.match(words) and place.cues.change.search(before))


def _plain(value: Decimal) -> Decimal:
    """Without an exponent and without idle zeros, as people write it."""
    return Decimal(f"{value.normalize():f}")


def named(article: Article, span: Span | None) -> FieldValue | None:
    return article.value(" ".join(article.plain(span).split()), span) if span else None
