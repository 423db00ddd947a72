"""Tables as CSV with CSVW metadata (W3C Recommendations of 17 December 2015).

RFC 4180 lines, UTF-8 without a byte order mark, a header of column names. Cells that a
spreadsheet would run as a formula get an apostrophe in front; the metadata say so.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

Datatype = Literal["string", "integer", "decimal", "date", "dateTime", "boolean", "anyURI"]
Cell = str | int | Decimal | date | datetime | bool | None
_RUNNABLE = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, titles by language, type, what it means.

    Attributes:
        means: description in English; says the unit where there is one, and what an empty cell means.
    """

    name: str
    titles: dict[str, str]
    datatype: Datatype = "string"
    means: str = ""
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its description; every row has a cell for every column."""

    file: str
    title: str
    columns: Sequence[Column]
    key: tuple[str, ...]
    publisher: str = ""
    source: str = ""
    licence: str = ""


def write_csv(table: Table, rows: Iterable[Sequence[Cell]]) -> bytes:
    """The rows as CSV.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for number, row in enumerate(rows, 1):
        if len(row) != len(table.columns):
            raise ValueError(f"row {number} has {len(row)} cells, not {len(table.columns)}")
        writer.writerow([_spelt(cell) for cell in row])
    return told.getvalue().encode("utf-8")


def write_metadata(table: Table, *, made_at: datetime) -> bytes:
    """The table's description for ``FILE-metadata.json`` (CSVW metadata, section 5)."""
    described: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": table.file,
        "dc:title": table.title,
        "dc:created": made_at.isoformat(),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "rdfs:comment": "Text that begins with =, +, -, @ or a tab has an apostrophe before it.",
        "tableSchema": {
            "columns": [_described(column) for column in table.columns],
            "primaryKey": list(table.key),
        },
    }
    for name, value in (
        ("dc:publisher", table.publisher),
        ("dc:source", table.source),
        ("dc:license", table.licence),
    ):
        if value:
            described[name] = value
    return json.dumps(described, ensure_ascii=False, indent=1).encode("utf-8")


def _described(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        # The name in the header too, in no language: readers compare the header with the titles
        # (Tabular data model, section 5.4.3).
        "titles": {**column.titles, "und": column.name},
        "datatype": column.datatype,
        "required": column.is_required,
    }
    if column.means:
        told["dc:description"] = column.means
    return told


def _spelt(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case datetime() | date():
            return cell.isoformat()
        case Decimal():
            return format(cell, "f")
        case str() if cell.startswith(_RUNNABLE):
            return "'" + cell
        case _:
            return str(cell)
