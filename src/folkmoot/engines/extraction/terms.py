"""The words of extraction: what can be proposed, and what a proposal consists of.

A proposal is a record suggested by a text. It holds nothing that the text does not say:
every field carries the spans of the words it was read from, and fields without words are
left out. The names of kinds and fields are a stable interface (docs/propose.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple, Self


class ProposalKind(StrEnum):
    """What a proposal suggests to record."""

    EDITION = "edition"
    SERIES = "series"
    SESSION = "session"
    SIDE_EVENT = "side_event"
    PERSON = "person"
    ORGANISATION = "organisation"
    QUOTE = "quote"
    CLAIM = "claim"
    AGREEMENT = "agreement"
    PROJECT = "project"
    PROGRAMME = "programme"
    PRACTICE = "practice"
    NEXT_HOST = "next_host"


ALL_KINDS = frozenset(ProposalKind)

_made: Final = tuple.__new__
Value = str | int | Decimal | tuple[str, ...]


class _Place(NamedTuple):
    start: int
    end: int


class Span(_Place):
    """Characters ``text[start:end]`` of the stored text; never empty.

    A tuple, as finders make, compare and look up dozens for every sentence.

    Raises:
        ValueError: no character lies in it.
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:
        if not 0 <= start < end:
            raise ValueError(f"{start}:{end} is no span")
        return _made(cls, (start, end))

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def holds(self, position: int) -> bool:
        return self.start <= position < self.end


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value and the words it was read from.

    Attributes:
        value: a list-valued field holds a tuple, with one span for each item.
        spans: never empty.
        text: the words at the spans, joined by " … ".
    """

    value: Value
    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record suggested by a text, awaiting a person's decision.

    Attributes:
        spans: where the text speaks of it: first the place to show, then further mentions.
        rules: identifiers of the rules that found it, the deciding one first.
        confidence: the measured precision of the deciding rule, 0 to 1.
        origin: what found it: "rules", a language model's name and version, or both.
        warnings: identifiers of doubts, in plain words in the rule files.
    """

    kind: ProposalKind
    fields: Mapping[str, FieldValue]
    spans: tuple[Span, ...]
    rules: tuple[str, ...]
    confidence: float
    origin: str = "rules"
    warnings: tuple[str, ...] = field(default=())
