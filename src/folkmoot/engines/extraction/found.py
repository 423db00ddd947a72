"""What finders tell one another: people, dates, places, quotations, editions.

Found values are about the text, not about the world: a name and its spans, not a person of
the registry. Each carries the rules that found it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from folkmoot.engines.extraction.spans import SpanIndex
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span


@dataclass(frozen=True, slots=True)
class Named:
    """Words with their span and the value read from them (a name in its dictionary form)."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class OfficeFound:
    """An office as written beside a name.

    Attributes:
        words: the whole office with its body, as one span ("Chair of the Council of Velm").
        office: the office alone; ``organisation`` and ``country``: where the words tell.
    """

    words: Span
    office: Named
    organisation: Named | None
    country: Named | None
    rule: str


@dataclass(frozen=True, slots=True)
class PersonFound:
    """A person of the text: one name, all mentions by name, offices in order of appearance.

    Attributes:
        name: the fullest form, in the nominative; its span is the mention that shows it best.
        gender: "m", "f" or "" where neither the name nor the grammar tells.
    """

    name: Named
    mentions: tuple[Span, ...]
    offices: tuple[OfficeFound, ...]
    country: Named | None
    gender: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationFound:
    """A body of the text with all its mentions; ``alias`` is an abbreviation in brackets."""

    name: Named
    mentions: tuple[Span, ...]
    alias: Named | None
    country: Named | None
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date or interval.

    Attributes:
        edtf: Extended Date/Time Format; never finer than the words say.
        is_relative: read with the help of the publication date ("last year").
    """

    span: Span
    edtf: str
    rule: str
    is_relative: bool = False


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place by name. ``kind``: "city", "region", "country", "venue" or "" if not told."""

    name: Named
    kind: str
    country: Named | None
    rule: str


@dataclass(frozen=True, slots=True)
class QuotationFound:
    """Words attributed to somebody.

    Attributes:
        parts: the words without marks, in order; several where a cue stands between them.
        mode: "direct", "indirect" or "transcript".
        speaker: a person of the text; ``speaker_words``: the mention that names the speaker
            here ("the minister", "he"), also where no person could be told.
        candidates: several people, where it stays open who is meant.
    """

    parts: tuple[Span, ...]
    mode: str
    speaker: PersonFound | None
    speaker_words: Span | None
    cue: Span | None
    reported_by: PersonFound | None
    candidates: tuple[PersonFound, ...]
    rules: tuple[str, ...]

    def holds(self, position: int) -> bool:
        return any(part.holds(position) for part in self.parts)


@dataclass(frozen=True, slots=True)
class EditionFound:
    """One holding of a series that the text speaks of.

    Attributes:
        series: the name without ordinal and year, on one line.
        key: normalised words of the series, for comparing within a document.
        mentions: all places that mean this edition, also "the forum", in order.
        is_main: the edition that the document is about.
        names: the mentions by name, the one to show first.
        aliases: abbreviations and other names that the text gives it.
    """

    series: Named
    key: str
    ordinal: int | None
    ordinal_span: Span | None
    year: int | None
    mentions: tuple[Span, ...]
    is_main: bool
    rules: tuple[str, ...]
    names: tuple[Span, ...] = ()
    aliases: tuple[Named, ...] = ()


@dataclass(frozen=True)
class Findings:
    """All that was found so far, handed from finder to finder in a fixed order."""

    dates: Sequence[DateFound] = ()
    places: Sequence[PlaceFound] = ()
    people: Sequence[PersonFound] = ()
    organisations: Sequence[OrganisationFound] = ()
    quotations: Sequence[QuotationFound] = ()
    editions: Sequence[EditionFound] = ()

    def quotation_at(self, position: int) -> QuotationFound | None:
        """The innermost quotation that holds a position."""
        holding = self._by_part.overlapping(Span(position, position + 1))
        return min(holding, key=_length, default=None)

    def person_at(self, span: Span) -> PersonFound | None:
        """The person whose mention overlaps a span."""
        return next(iter(self._by_mention.overlapping(span)), None)

    def dates_in(self, span: Span) -> Iterator[DateFound]:
        return (one for one in self._by_date.overlapping(span) if span.contains(one.span))

    def bodies_in(self, span: Span) -> list[tuple[int, Span, OrganisationFound]]:
        """The mentions of bodies that lie in a span: their number among all, place and body."""
        return [one for one in self._by_body.overlapping(span) if span.contains(one[1])]

    @cached_property
    def _by_body(self) -> SpanIndex[tuple[int, Span, OrganisationFound]]:
        mentions = ((mention, one) for one in self.organisations for mention in one.mentions)
        return SpanIndex(
            (mention, (number, mention, one)) for number, (mention, one) in enumerate(mentions)
        )

    @cached_property
    def _by_part(self) -> SpanIndex[QuotationFound]:
        return SpanIndex((part, one) for one in self.quotations for part in one.parts)

    @cached_property
    def _by_mention(self) -> SpanIndex[PersonFound]:
        return SpanIndex((mention, one) for one in self.people for mention in one.mentions)

    @cached_property
    def _by_date(self) -> SpanIndex[DateFound]:
        return SpanIndex((one.span, one) for one in self.dates)


def _length(quotation: QuotationFound) -> int:
    return sum(part.end - part.start for part in quotation.parts)


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal before its confidence and origin are known; see :class:`Proposal`."""

    kind: ProposalKind
    fields: Mapping[str, FieldValue]
    spans: tuple[Span, ...]
    rules: tuple[str, ...]
    warnings: tuple[str, ...] = ()
