"""Ranks ("the third-largest partner", "fourth in the world") and years of founding.

An ordinal is a rank only beside a superlative, a place or "number", or behind another rank;
an ordinal before a meeting is an edition and no business of this module.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.claim import Claim
from folkmoot.engines.extraction.finders.figures.grammar import SUBJECT, key_of
from folkmoot.engines.extraction.finders.figures.phrases import phrase_after, phrase_before
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import FieldValue, Span
from folkmoot.engines.values.figures import ClaimKind


@dataclass(frozen=True)
class _Words:
    """Patterns with the group ``value`` around the rank word; ``also`` follows another rank."""

    patterns: tuple[tuple[str, Expression], ...]
    also: re.Pattern[str]
    scope: re.Pattern[str]
    values: dict[str, Decimal]
    founding: Expression


def ranks_of(article: Article) -> Iterator[Claim]:
    """The ranks of a text and the founding years of bodies, in order."""
    for sentence in article.sentences:
        words = _words(sentence.lexicon)
        yield from _ranks_of_sentence(article, sentence, words)
        yield from _foundings(article, sentence, words)


def _ranks_of_sentence(article: Article, sentence: Sentence, words: _Words) -> Iterator[Claim]:
    start, end = sentence.span.start, sentence.span.end
    first: Claim | None = None
    for rule, pattern in words.patterns:
        for found in pattern.finditer(article.held, start, end):
            value = Span(found.start("value"), found.end("value"))
            claim = _rank(article, sentence, words, Span(*found.span()), value, rule)
            if first is None:
                first = claim
            yield claim
        if first is not None:
            break
    if first is None:
        return
    for found in words.also.finditer(article.work, first.span.end, end):
        value = Span(found.start("value"), found.end("value"))
        yield _claim(
            article,
            Span(value.start, _scope_end(article, found.start("scope"), end)),
            value,
            words,
            "rank-also",
            first.subject,
            _named(article, found.start("scope"), end),
        )


def _rank(
    article: Article, sentence: Sentence, words: _Words, found: Span, value: Span, rule: str
) -> Claim:
    """With the noun that is ranked, the words that say among whom, and the subject."""
    end = sentence.span.end
    last = found.end
    if noun := phrase_after(article, last, end) if last < end else None:
        gap = article.work[last : noun.start]
        last = noun.end if not gap.strip() else last
    scope = None
    if behind := words.scope.match(article.work, last, end):
        scope = _named(article, behind.start("scope"), end)
        last = _scope_end(article, behind.start("scope"), end)
    subject = phrase_before(article, sentence.span.start, found.start)
    named = article.value(_line(article, subject), subject) if subject else None
    return _claim(article, Span(found.start, last), value, words, rule, named, scope)


def _claim(
    article: Article,
    span: Span,
    value: Span,
    words: _Words,
    rule: str,
    subject: FieldValue | None,
    scope: FieldValue | None,
) -> Claim:
    return Claim(
        span=span,
        number=value,
        kind=ClaimKind.RANK,
        value=article.value(words.values[key_of(article.plain(value))], value),
        rule=rule,
        unit=article.value("rank", value),
        subject=subject,
        scope=scope,
        warnings=() if subject else ("rank-without-subject",),
    )


def _foundings(article: Article, sentence: Sentence, words: _Words) -> Iterator[Claim]:
    """ "The Alliance, established in 2021": the year in which a named body began."""
    for found in words.founding.finditer(article.held, sentence.span.start, sentence.span.end):
        year = Span(found.start("year"), found.end("year"))
        before = found.start()
        while before > sentence.span.start and article.work[before - 1] in " ,":
            before -= 1
        subject = phrase_before(article, sentence.span.start, before)
        if subject is None or not _is_named(article, subject):
            continue
        yield Claim(
            span=Span(found.start(), year.end),
            number=year,
            kind=ClaimKind.COUNT,
            value=article.value(Decimal(article.plain(year)), year),
            rule="founding-year",
            unit=article.value("year", year),
            subject=article.value(_line(article, subject), subject),
        )


def _is_named(article: Article, span: Span) -> bool:
    """Whether a phrase holds a name: a capital inside it."""
    words = article.plain(span).split()
    return sum(word[:1].isupper() for word in words) >= 1 and len(words) > 1


def _named(article: Article, start: int, end: int) -> FieldValue | None:
    span = phrase_after(article, start, end) if start < end else None
    return article.value(_line(article, span), span) if span else None


def _scope_end(article: Article, start: int, end: int) -> int:
    span = phrase_after(article, start, end) if start < end else None
    return span.end if span else start


def _line(article: Article, span: Span) -> str:
    return " ".join(article.plain(span).split())


@cache
def _words(lexicon: Lexicon) -> _Words:
    table: Any = lexicon.table(SUBJECT).get("ranks", {})
    ordinals = _inverted(table.get("ordinals", {}))
    numbers = _inverted(table.get("numbers", {}))
    ordinal = rf"(?P<value>{alternation(ordinals)})"
    scope = alternation(table.get("scope", ()))
    verb = alternation(table.get("verbs", ()))
    best = alternation(table.get("superlatives", ()))
    label = alternation(table.get("number", ()))
    sign = alternation(table.get("number_signs", ()))
    place = alternation(table.get("place", ()))
    founding = alternation(lexicon.words(SUBJECT, "founding", "verbs"))
    return _Words(
        patterns=(
            ("rank-superlative", _gated(rf"(?<![\w-]){ordinal}[-\s]{best}(?!\w)")),
            (
                "rank-number",
                # "No. 2" is mostly a label: a school's, an issue's; a verb makes it a rank.
                _gated(
                    rf"(?<![\w-])(?:{label}\s+|{verb}\s+{sign}\s?)"
                    rf"(?P<value>{alternation(numbers)})(?![\w-])"
                ),
            ),
            ("rank-place", _gated(rf"(?<![\w-]){verb}\s+(?:\w+\s+)?{ordinal}\s+{place}(?!\w)")),
            ("rank-scope", _gated(rf"(?<![\w-]){verb}\s+{ordinal}(?=\s+{scope}(?!\w))")),
        ),
        also=_pattern(rf"(?<=\s){ordinal}\s+(?P<scope>{scope})(?!\w)"),
        scope=_pattern(rf",?\s+(?P<scope>{scope})(?!\w)"),
        values=ordinals | numbers,
        founding=Expression(rf"(?<![\w-])(?i:{founding})\s+(?P<year>1[5-9]\d\d|20\d\d)(?![\w-])"),
    )


def _inverted(table: dict[str, list[str]]) -> dict[str, Decimal]:
    return {form: Decimal(value) for value, forms in table.items() for form in forms}


def _gated(expression: str) -> Expression:
    return Expression(expression, re.IGNORECASE)


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)
