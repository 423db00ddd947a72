"""A report as frozen values: what came of an edition, a programme, an overview.

Everything is said by the caller, in one language, in final words: figures come as text, so that
no report rounds or invents. A chart is rows with bars and always shows its numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from folkmoot.engines.typesetting.letters import Place
from folkmoot.engines.typesetting.terms import Part, Where


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph. ``notes`` are keys of sources, marked after it."""

    text: str
    notes: tuple[str, ...] = ()
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `said` for the usual case."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the report; level 1 is a chapter, 2 a part of it, 3 the least."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """Points of a list."""

    points: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: figures stand at the right. ``width`` is a share, not a measure.

    ``is_upright`` sets the title from bottom to top, so that many figures fit beside each other.
    """

    title: str
    is_figure: bool = False
    width: int = 0
    is_upright: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that is repeated on every page.

    Attributes:
        rows: each as long as ``columns``; an unknown value is said in words, never left out.
        is_summed: the last row is a total, and set so.
        notes: keys of sources, marked in the caption.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart. ``value`` gives the length, ``shown`` is what is printed beside it."""

    label: str
    value: Decimal
    shown: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of rows; the longest bar fills its column."""

    caption: str
    label_title: str
    value_title: str
    bars: tuple[Bar, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A footnote: where something is from. ``address`` becomes a link when it is http(s)."""

    key: str
    text: str
    address: str = ""


Piece = Paragraph | Heading | Listing | Table | Bars


@dataclass(frozen=True, slots=True)
class ReportText:
    """All that a report says.

    Attributes:
        language: tag of the language it is written in.
        publisher: printed at the foot of every page.
        sources: a source nobody refers to is not printed.
        has_contents: list the chapters after the title.
    """

    title: str
    language: str
    pieces: tuple[Piece, ...]
    subtitle: str = ""
    publisher: str = ""
    sources: tuple[Source, ...] = ()
    has_contents: bool = False


def said(text: str, *notes: str) -> Paragraph:
    """A paragraph of one run."""
    return Paragraph((Run(text, notes),))


def places_of_report(report: ReportText) -> Iterator[Place]:
    """Every printed text of a report, in reading order."""
    yield Where(Part.TITLE), report.title
    yield Where(Part.SUBTITLE), report.subtitle
    for number, piece in enumerate(report.pieces, 1):
        yield from _places(piece, str(number))
    for number, source in enumerate(report.sources, 1):
        where = Where(Part.NOTE, source.key, str(number))
        yield where, source.text
        yield where, source.address
    yield Where(Part.REFERENCE), report.publisher


def _places(piece: Piece, number: str) -> Iterator[Place]:
    match piece:
        case Heading(text):
            yield Where(Part.HEADING, number=number), text
        case Paragraph(runs) | Listing(runs):
            yield from ((Where(Part.PARAGRAPH, number=number), run.text) for run in runs)
        case Table():
            cells = (cell for row in piece.rows for cell in row)
            texts = (piece.caption, *(column.title for column in piece.columns), *cells)
            yield from ((Where(Part.TABLE, number=number), text) for text in texts)
        case Bars():
            cells = (text for bar in piece.bars for text in (bar.label, bar.shown))
            texts = (piece.caption, piece.label_title, piece.value_title, *cells)
            yield from ((Where(Part.CHART, number=number), text) for text in texts)


def notes_of(piece: Piece) -> Iterator[str]:
    """The keys of the sources a piece refers to, in reading order."""
    match piece:
        case Paragraph(runs) | Listing(runs):
            for run in runs:
                yield from run.notes
        case Table() | Bars():
            yield from piece.notes
