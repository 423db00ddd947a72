"""A source as it is read: marked runs of text, quotations with gaps, and the margin.

Plain values.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.evidence.models import Passage
from folkmoot.rooms.evidence.queries.figures import ClaimedFigure
from folkmoot.rooms.evidence.queries.published import PublishedSource, Supported
from folkmoot.rooms.evidence.queries.segments import segments
from folkmoot.rooms.evidence.queries.statements import AttributedWords
from folkmoot.rooms.evidence.terms import BlockKind
from folkmoot.surfaces.public import links
from folkmoot.surfaces.public.kinds import KIND_OF_ONE


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words with the passages that cover it; the anchors of those that begin here."""

    words: str
    is_cited: bool
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the text in runs."""

    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage that may be shown although the whole text may not; ``words`` may be withheld."""

    anchor: str
    words: str
    follows_gap: bool


@dataclass(frozen=True, slots=True)
class MarginNote:
    """What one passage supports: public records, by name and address.

    ``words`` are the passage's own, empty where they may not be shown.
    """

    anchor: str
    words: str
    records: tuple["Supports", ...]


@dataclass(frozen=True, slots=True)
class Supports:
    """A record that rests on a passage."""

    kind: Promise | str
    name: Multilingual
    url: str


def paragraphs(found: PublishedSource, noted: Collection[str]) -> list[Paragraph]:
    """The whole text in runs, without page furniture; empty where it may not be shown.

    Args:
        noted: anchors of the passages to mark: those on which something public rests.
    """
    shown = [block for block in found.blocks if block.kind != BlockKind.FURNITURE]
    return [
        Paragraph(
            segment.block.kind,
            tuple(
                Run(
                    run.text,
                    any(anchor_of(one) in noted for one in run.passages),
                    tuple(anchor_of(one) for one in run.opens),
                )
                for run in segment.runs
            ),
        )
        for segment in segments(found.text, shown, found.passages)
    ]


def anchor_of(one: Supported | Passage) -> str:
    """The fragment of a passage on the page of its source."""
    return f"p-{one.start}-{one.end}"


def quotations(found: PublishedSource) -> list[Quotation]:
    """The cited passages alone, in order, where the whole text may not be shown."""
    if found.text:
        return []
    result: list[Quotation] = []
    reached = 0
    for one in found.passages:
        words = found.words.get(one.pk, "")
        result.append(Quotation(anchor_of(one), words, one.start > reached))
        reached = max(reached, one.end)
    return result


def margin(
    found: PublishedSource,
    statements: Iterable[AttributedWords],
    figures: Iterable[ClaimedFigure],
) -> list[MarginNote]:
    """What each passage supports. A record without a public page is left out.

    Statements and figures lead down the page, where they stand in full. The queries are
    those of :func:`links.named_links` for the rest.
    """
    on_page = {one.ref: ("s", one.topic) for one in statements}
    on_page.update({one.ref: ("f", one.subject) for one in figures})
    refs = [one.record for one in found.supports if one.record.kind in KIND_OF_ONE]
    refs = [ref for ref in dict.fromkeys(refs) if ref not in on_page and ref != found.source.ref]
    named = {
        ref: Supports(KIND_OF_ONE[ref.kind], link.name, link.url)
        for ref, link in links.named_links(refs).items()
    }
    for ref, (prefix, text) in on_page.items():
        named[ref] = Supports(KIND_OF_ONE[ref.kind], text, f"#{prefix}-{ref.uid}")
    notes: dict[str, dict[Supports, None]] = {}
    for one in found.supports:
        if one.record in named:
            notes.setdefault(anchor_of(one), {})[named[one.record]] = None
    words = {anchor_of(one): found.words.get(one.pk, "") for one in found.passages}
    return [
        MarginNote(anchor, words.get(anchor, ""), tuple(rows)) for anchor, rows in notes.items()
    ]
