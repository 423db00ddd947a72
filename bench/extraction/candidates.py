"""What a document's proposals claim, one candidate for each row of the table it takes part in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.extraction.gold import Span

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal, or one of its fields, as a row compares it.

    Attributes:
        proposal: its number in the document.
        spans: the words that are compared with those of a fact.
        values: what is compared besides: field name to value.
    """

    proposal: int
    spans: tuple[Span, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[str, ...] = ()


def field_value(told: Told, name: str) -> Any:
    """The value of a field of a proposal; ``None`` where it is empty."""
    found = told["fields"].get(name)
    return found["value"] if found else None


def field_spans(told: Told, *names: str) -> tuple[Span, ...]:
    """The spans of some fields of a proposal."""
    return tuple(
        (start, end)
        for name in names
        for start, end in (told["fields"].get(name) or {"spans": ()})["spans"]
    )


def proposal_spans(told: Told) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in told["spans"])


Finding = Callable[[Sequence[Told]], Iterator[Candidate]]


def whole(*kinds: str, words: str = "name") -> Finding:
    """Candidates for whole records of these kinds: their naming field, else their own spans."""

    def find(proposals: Sequence[Told]) -> Iterator[Candidate]:
        for number, told in _of_kind(proposals, *kinds):
            values = {name: field_value(told, name) for name in told["fields"]}
            values["unit as written"] = (told["fields"].get("unit") or {"text": ""})["text"]
            spans = dict.fromkeys((*field_spans(told, words), *proposal_spans(told)))
            yield Candidate(number, tuple(spans), values, tuple(told["rules"]))

    return find


def quotations(*modes: str) -> Finding:
    """Candidates for statements: their words alone, in all parts."""

    def find(proposals: Sequence[Told]) -> Iterator[Candidate]:
        for number, told in _of_kind(proposals, "quote"):
            if (field_value(told, "mode") or "direct") not in modes:
                continue
            values = {name: field_value(told, name) for name in told["fields"]}
            spans = field_spans(told, "words") or proposal_spans(told)
            yield Candidate(number, spans, values, tuple(told["rules"]))

    return find


def items_of(name: str) -> Finding:
    """A candidate for every item of a list-valued field of editions."""

    def find(proposals: Sequence[Told]) -> Iterator[Candidate]:
        for number, told in _of_kind(proposals, "edition"):
            value = field_value(told, name)
            spans = field_spans(told, name)
            items = value if isinstance(value, list) else [value] if value else []
            for at, item in enumerate(items):
                own = spans[at : at + 1] if len(spans) == len(items) else spans
                yield Candidate(number, own, {"value": item}, tuple(told["rules"]))

    return find


def dates(proposals: Sequence[Told]) -> Iterator[Candidate]:
    """The dates of editions; a start or an end of its own belongs to them."""
    for number, told in _of_kind(proposals, "edition"):
        values = {name: field_value(told, name) for name in ("dates", "start", "end")}
        if any(values.values()):
            spans = field_spans(told, "dates", "start", "end")
            yield Candidate(number, spans, values, tuple(told["rules"]))


def about_document(name: str) -> Finding:
    """The title, date or kind of the document itself."""

    def find(proposals: Sequence[Told]) -> Iterator[Candidate]:
        for number, told in _of_kind(proposals, "document"):
            if value := field_value(told, name):
                yield Candidate(number, (), {"value": value})

    return find


def offices(proposals: Sequence[Told]) -> Iterator[Candidate]:
    """The offices of people, each with its body."""
    for number, told in _of_kind(proposals, "person"):
        held = field_value(told, "office")
        for at, office in enumerate(held if isinstance(held, list) else [held] if held else []):
            spans = field_spans(told, "office")
            own = spans[at : at + 1] if isinstance(held, list) else spans
            body = field_spans(told, "organisation", "country")
            values = {
                "person": field_value(told, "name"),
                "office": office,
                "organisation": field_value(told, "organisation"),
                "body": body,
            }
            yield Candidate(number, own, values, tuple(told["rules"]))


def _of_kind(proposals: Sequence[Told], *kinds: str) -> Iterator[tuple[int, Told]]:
    for number, told in enumerate(proposals):
        if told["type"] in kinds:
            yield number, told
