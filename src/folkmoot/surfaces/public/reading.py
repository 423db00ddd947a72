"""A source as it is read: marked runs of text, quotations with gaps, and the margin. Plain values."""

from dataclasses import dataclass

from folkmoot.kernel.records import Record, RecordRef, load
from folkmoot.rooms.evidence.queries.published import PublishedSource, Supported
from folkmoot.rooms.evidence.queries.segments import segments
from folkmoot.rooms.evidence.terms import BlockKind
from folkmoot.surfaces.public import links


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
    """What one passage supports: public records, by name and address."""

    anchor: str
    records: tuple[tuple[str, str], ...]


def paragraphs(found: PublishedSource) -> list[Paragraph]:
    """The whole text in marked runs, without page furniture; empty where it may not be shown."""
    shown = [block for block in found.blocks if block.kind != BlockKind.FURNITURE]
    return [
        Paragraph(
            segment.block.kind,
            tuple(
                Run(
                    run.text,
                    bool(run.passages),
                    tuple(f"p-{one.start}-{one.end}" for one in run.opens),
                )
                for run in segment.runs
            ),
        )
        for segment in segments(found.text, shown, found.passages)
    ]


def quotations(found: PublishedSource) -> list[Quotation]:
    """The cited passages alone, in order, where the whole text may not be shown."""
    if found.text:
        return []
    result: list[Quotation] = []
    reached = 0
    for one in found.passages:
        words = found.words.get(one.pk, "")
        result.append(Quotation(f"p-{one.start}-{one.end}", words, one.start > reached))
        reached = max(reached, one.end)
    return result


def margin(found: PublishedSource) -> list[MarginNote]:
    """What each passage supports. A record without a public page is left out.

    One query per kind to load, and those of :func:`links.addresses`.
    """
    refs = list(dict.fromkeys(one.record for one in found.supports))
    records = load(refs)
    urls = links.addresses(refs)
    notes: dict[str, dict[RecordRef, tuple[str, str]]] = {}
    for one in found.supports:
        if one.record in records and one.record in urls:
            note = notes.setdefault(_anchor(one), {})
            note[one.record] = (_label(records[one.record]), urls[one.record])
    return [MarginNote(anchor, tuple(rows.values())) for anchor, rows in notes.items()]


def _anchor(one: Supported) -> str:
    return f"p-{one.start}-{one.end}"


def _label(record: Record) -> str:
    return f"{record._meta.verbose_name}: {record}"
