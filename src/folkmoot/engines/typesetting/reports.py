"""Reports as PDF/A-3a with PDF/UA-1: to be read by everybody, and kept."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from folkmoot.engines.typesetting.canonical import canonical_json, plain
from folkmoot.engines.typesetting.checking import sizes, too_long_for_the_foot, untidy, wrong_tags
from folkmoot.engines.typesetting.compiling import Job, finder, render
from folkmoot.engines.typesetting.letters import missing_in
from folkmoot.engines.typesetting.report import (
    Bars,
    Heading,
    Listing,
    Paragraph,
    Piece,
    ReportText,
    Run,
    Table,
    notes_of,
    places_of_report,
)
from folkmoot.engines.typesetting.terms import (
    DEFAULT_LIMITS,
    NotRendered,
    Part,
    Problem,
    ProblemCode,
    Rendition,
    Standard,
    TypesettingLimits,
    Where,
)
from folkmoot.engines.typesetting.words import word

ATTACHMENT = "report.json"
Marks = Callable[[Iterable[str]], list[dict[str, Any]]]


def render_report(
    report: ReportText,
    *,
    made_at: datetime,
    standard: Standard = Standard.READING_COPY,
    limits: TypesettingLimits = DEFAULT_LIMITS,
) -> Rendition | NotRendered:
    """Set a report, with everything it says attached as JSON.

    Raises:
        ValueError: ``made_at`` has no offset.
    """
    problems = tuple(_problems(report, limits))
    missing = missing_in(places_of_report(report))
    if problems or missing:
        return NotRendered(problems, missing)
    return render(
        Job(
            template="report",
            standard=standard,
            made_at=made_at,
            data=_data(report),
            source=canonical_json({**plain(report), "format": "folkmoot.report/1"}),
            attachment=ATTACHMENT,
            attachment_about=f"{report.title} (JSON)",
            limits=limits,
            find=finder(lambda: places_of_report(report)),
        )
    )


def _problems(report: ReportText, limits: TypesettingLimits) -> Iterator[Problem]:
    if not report.title.strip():
        yield Problem(ProblemCode.NO_TITLE, Where(Part.TITLE))
    yield from wrong_tags((report.language,))
    yield from too_long_for_the_foot([(Where(Part.REFERENCE), report.publisher)])
    rows = sum(len(piece.rows) for piece in report.pieces if isinstance(piece, Table))
    characters = sum(len(text) for _, text in places_of_report(report))
    yield from sizes(
        (
            (ProblemCode.TOO_MANY_CHARACTERS, characters, limits.characters),
            (ProblemCode.TOO_MANY_ROWS, rows + len(report.pieces), limits.rows),
        )
    )
    known = {source.key for source in report.sources}
    for number, piece in enumerate(report.pieces, 1):
        for key in notes_of(piece):
            if key not in known:
                where = Where(Part.NOTE, key, str(number))
                yield Problem(ProblemCode.UNKNOWN_NOTE, where, {"key": key})
        yield from _shapes(piece, str(number))
    yield from untidy(places_of_report(report))


def _shapes(piece: Piece, number: str) -> Iterator[Problem]:
    if isinstance(piece, Table):
        where = Where(Part.TABLE, number=number)
        if not piece.columns:
            yield Problem(ProblemCode.NO_TEXT, where)
        for at, row in enumerate(piece.rows, 1):
            if len(row) != len(piece.columns):
                yield Problem(ProblemCode.WRONG_ROW, where, {"row": at})
    elif isinstance(piece, Bars):
        for bar in piece.bars:
            if not bar.value.is_finite() or bar.value < 0:
                where = Where(Part.CHART, number=number)
                yield Problem(ProblemCode.NEGATIVE_BAR, where, {"label": bar.label})


def _data(report: ReportText) -> dict[str, Any]:
    marks = _marking(report)
    pieces = [_piece(piece, marks) for piece in report.pieces]
    return {
        "title": report.title.replace("\n", " "),
        "subtitle": report.subtitle,
        "language": report.language,
        "publisher": report.publisher,
        "contents": word("contents", report.language) if report.has_contents else "",
        "has_contents": report.has_contents,
        "pieces": pieces,
    }


def _marking(report: ReportText) -> Marks:
    """Gives the first mark of a source its text; later ones only point to it."""
    sources = {source.key: source for source in report.sources}
    told: set[str] = set()

    def marks(keys: Iterable[str]) -> list[dict[str, Any]]:
        given: list[dict[str, Any]] = []
        for key in keys:
            mark: dict[str, Any] = {"label": f"source-{list(sources).index(key)}"}
            if key not in told:
                told.add(key)
                address = sources[key].address
                is_link = address.startswith(("https://", "http://"))
                mark |= {"text": sources[key].text, "address": address, "is_link": is_link}
            given.append(mark)
        return given

    return marks


def _piece(piece: Piece, marks: Marks) -> dict[str, Any]:
    match piece:
        case Heading():
            return {"kind": "heading", "text": piece.text, "level": min(max(piece.level, 1), 3)}
        case Paragraph(runs):
            return {"kind": "paragraph", "runs": [_run(run, marks) for run in runs]}
        case Listing(runs):
            return {"kind": "listing", "points": [_run(run, marks) for run in runs]}
        case Table():
            return {
                "kind": "table",
                "caption": piece.caption,
                "notes": marks(piece.notes),
                "is_summed": piece.is_summed,
                "columns": [
                    {
                        "title": own.title,
                        "is_figure": own.is_figure,
                        "width": own.width,
                        "is_upright": own.is_upright,
                    }
                    for own in piece.columns
                ],
                "rows": [list(row) for row in piece.rows],
            }
        case Bars():
            return _bars(piece, marks)


def _bars(piece: Bars, marks: Marks) -> dict[str, Any]:
    longest = max((bar.value for bar in piece.bars), default=Decimal(0))
    return {
        "kind": "bars",
        "caption": piece.caption,
        "notes": marks(piece.notes),
        "label_title": piece.label_title,
        "value_title": piece.value_title,
        "bars": [
            {
                "label": bar.label,
                "shown": bar.shown,
                # In thousandths of the column; something is never drawn as nothing.
                "length": _thousandths(bar.value, longest),
            }
            for bar in piece.bars
        ],
    }


def _thousandths(value: Decimal, longest: Decimal) -> int:
    return max(5, int(value * 1_000 / longest)) if value else 0


def _run(run: Run, marks: Marks) -> dict[str, Any]:
    return {
        "lines": run.text.split("\n"),
        "is_strong": run.is_strong,
        "notes": marks(run.notes),
    }
