"""What a language model answers, checked word for word against the text.

Nothing is believed: words that do not stand in the named block are dropped, and a proposal
without its main field is dropped with them. Numbers and dates are read from the located
words by our own grammars; where these read none, the field is left out.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from folkmoot.engines.extraction.advice.question import FIELDS, MAIN_FIELD, Question
from folkmoot.engines.extraction.article import Article, prepare
from folkmoot.engines.extraction.finders.forums import find_dates
from folkmoot.engines.extraction.found import DateFound
from folkmoot.engines.extraction.layers import LayerSettings
from folkmoot.engines.extraction.lexicon import served_languages
from folkmoot.engines.extraction.rules import Counts, precision
from folkmoot.engines.extraction.terms import FieldValue, Proposal, ProposalKind, Span, Value
from folkmoot.engines.extraction.working import working_copy
from folkmoot.engines.reading.terms import Document
from folkmoot.engines.values.figure_words import read_figure

RULE: Final = "model-proposed"
_MOST_ITEMS: Final = 500
_LIST_FIELDS: Final = frozenset({"place", "organiser", "topic", "parties", "taken_up_by"})
_DATE_FIELDS: Final = frozenset({"date", "dates"})
_QUOTES: Final = dict.fromkeys(map(ord, "“”„‟«»″"), '"') | dict.fromkeys(map(ord, "‘‚‹›"), "'")


@dataclass(frozen=True, slots=True)
class Answer:
    """What could be used of an answer.

    Attributes:
        dropped: how many items or fields were not found in the text or not understood.
        is_understood: false when the answer was no JSON of the form asked for.
    """

    proposals: tuple[Proposal, ...]
    dropped: int
    is_understood: bool


@dataclass(frozen=True, slots=True)
class _Reader:
    article: Article
    question: Question
    dates: tuple[DateFound, ...]


def read_answer(
    document: Document,
    question: Question,
    content: str,
    *,
    model: str,
    counts: Counts | None = None,
) -> Answer:
    """The proposals of one answer, each field located in the text.

    Args:
        content: of the model's message; text around one JSON object is tolerated.
        model: its name, for the origin of the proposals.
    """
    items = _items(content)
    if items is None:
        return Answer((), 0, is_understood=False)
    article = prepare(document, _plain_layers())
    reader = _Reader(article, question, find_dates(article))
    proposals, dropped = [], max(0, len(items) - _MOST_ITEMS)
    confidence = precision(RULE, counts)
    for item in items[:_MOST_ITEMS]:
        fields, lost = _fields(reader, item)
        dropped += lost
        kind = _kind(item)
        if kind is None or MAIN_FIELD[kind] not in fields:
            dropped += 1
            continue
        spans = fields[MAIN_FIELD[kind]].spans
        proposals.append(
            Proposal(kind, fields, spans, (RULE,), confidence, origin=f"model {model}")
        )
    return Answer(tuple(proposals), dropped, is_understood=True)


def located(article: Article, block: Span, words: str) -> Span | None:
    """Where literal words stand in a block: exactly, else with unified signs and spaces."""
    at = article.text.find(words, block.start, block.end)
    if at >= 0:
        return Span(at, at + len(words))
    parts = _unified(words).split()
    if not parts:
        return None
    pattern = r"\s+".join(map(re.escape, parts))
    found = re.compile(pattern).search(_unified(article.work), block.start, block.end)
    return Span(*found.span()) if found else None


@cache
def _plain_layers() -> LayerSettings:
    """Locating words takes no models."""
    return LayerSettings(dict.fromkeys(served_languages(), ""))


def _unified(words: str) -> str:
    """Of equal length, with one sort of space, dash, quotation mark and apostrophe."""
    return working_copy(words).translate(_QUOTES).replace("\u2013", "-")


def _items(content: str) -> list[Any] | None:
    start, end = content.find("{"), content.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        told = json.loads(content[start : end + 1])
    except (ValueError, RecursionError):
        return None
    items = told.get("items")
    return items if isinstance(items, list) else None


def _kind(item: Any) -> ProposalKind | None:
    try:
        kind = ProposalKind(item["type"])
    except (KeyError, TypeError, ValueError):
        return None
    return kind if kind in FIELDS else None


def _fields(reader: _Reader, item: Any) -> tuple[dict[str, FieldValue], int]:
    kind = _kind(item)
    told = item.get("fields") if isinstance(item, Mapping) else None
    if kind is None or not isinstance(told, Mapping):
        return {}, 0
    fields: dict[str, FieldValue] = {}
    dropped = 0
    for name, pointer in told.items():
        span = _span(reader, pointer) if name in FIELDS[kind] else None
        found = dict(_read(reader, kind, name, span)) if span else {}
        dropped += not found
        fields |= found
    return fields, dropped


def _span(reader: _Reader, pointer: Any) -> Span | None:
    if not isinstance(pointer, Mapping):
        return None
    number, words = pointer.get("block"), pointer.get("words")
    if not isinstance(number, int) or not isinstance(words, str) or not words.strip():
        return None
    block = reader.question.blocks.get(number)
    return located(reader.article, block, words.strip()) if block else None


def _read(
    reader: _Reader, kind: ProposalKind, name: str, span: Span
) -> Iterator[tuple[str, FieldValue]]:
    """The field, and those that our grammars read from the same words."""
    article = reader.article
    words = " ".join(article.words(span).split())
    if name in _DATE_FIELDS:
        for found in reader.dates:
            if found.span.overlaps(span):
                yield name, article.value(found.edtf, found.span)
                return
    elif name == "ordinal":
        if (number := _whole_number(words)) is not None:
            yield name, article.value(number, span)
    elif kind is ProposalKind.CLAIM and name == "value":
        figure = read_figure(words)
        if figure.value is None:
            return
        yield "value", article.value(figure.value, span)
        yield "comparator", article.value(figure.comparator.value, span)
        yield "kind", article.value(figure.kind.value, span)
        if figure.currency:
            yield "currency", article.value(figure.currency, span)
        if unit := figure.unit or figure.rest:
            yield "unit", article.value(unit, span)
    else:
        value: Value = (words,) if name in _LIST_FIELDS else words
        yield name, article.value(value, span)


def _whole_number(words: str) -> int | None:
    figure = read_figure(words)
    if figure.value is None or figure.value != figure.value.to_integral_value():
        return None
    return int(figure.value)
