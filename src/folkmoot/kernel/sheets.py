"""A table out of a file that a stranger may have made: CSV of any kind, or a workbook.

Text only comes out: formulas are never evaluated (of a workbook the values that it showed when
it was saved), nothing is linked to, nothing outside the file is read. A workbook is looked at
before it is opened: how much it would unpack to, and that no part declares entities, which the
format forbids (ECMA-376, part 2, 8.3.2).
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.kernel.files import FileRefused

BYTES_AT_MOST = 5_000_000
ROWS_AT_MOST = 3000
COLUMNS_AT_MOST = 60
CELL_AT_MOST = 6000
_UNPACKED_AT_MOST = 20_000_000
_PARTS_AT_MOST = 500
_RATIO_AT_MOST = 200
_HEADS_AMONG = 10
_SEPARATORS = ";\t,|"
# In the order in which they are tried; the last one takes any bytes.
_ENCODINGS = ("utf-8-sig", "cp1251")
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; ``number`` is what the program shows at its left edge, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The first sheet of a file, without its empty rows.

    Attributes:
        is_cut: there are more rows than are taken at once.
    """

    rows: tuple[TableRow, ...]
    is_cut: bool = False


def read_table(data: bytes, name: str, *, with_times: bool = False) -> Table:
    """The table of a CSV file or of a workbook's first sheet.

    Args:
        with_times: a moment of a workbook keeps its time of day; else only the day is told.

    Raises:
        FileRefused: too large, no table, or made to harm; the sentence says which.
    """
    if len(data) > BYTES_AT_MOST:
        raise _refused(name, _("it is larger than a list can be."))
    if not data.strip():
        raise _refused(name, _("the file is empty."))
    if data.startswith(b"PK"):
        _check_workbook(data, name)
        rows = _workbook_rows(data, name)
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(name, _("this is an old or locked workbook. Save it as XLSX or CSV."))
    else:
        rows = _csv_rows(data, name)
    told = list(islice(_filled(rows, with_times), ROWS_AT_MOST + 1))
    return Table(tuple(told[:ROWS_AT_MOST]), is_cut=len(told) > ROWS_AT_MOST)


def _refused(name: str, reason: str) -> FileRefused:
    return FileRefused(name=name, reason=reason)


def _filled(rows: Iterable[Sequence[Any]], with_times: bool) -> Iterable[TableRow]:
    for number, row in enumerate(rows, start=1):
        cells = tuple(_text(cell, with_times) for cell in row[:COLUMNS_AT_MOST])
        if any(cells):
            yield TableRow(number, cells)


def _text(cell: Any, with_times: bool) -> str:
    """A cell as text; a day as ISO, a whole number without a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat() if with_times else cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    cut = str(cell)[:CELL_AT_MOST]
    text = "".join(one for one in cut if one >= " " or one == "\n").strip()
    # Our own tables write a text that looks like a formula with an apostrophe before it.
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def _csv_rows(data: bytes, name: str) -> Iterable[Sequence[str]]:
    if b"\0" in data[:4096] and not data.startswith(tuple(mark for mark, _name in _MARKS)):
        raise _refused(name, _("this is no table. Save the list as XLSX or CSV."))
    text = _decoded(data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        yield from islice(reader, ROWS_AT_MOST * 2)
    except csv.Error as fault:
        raise _refused(name, _("this is no table. Save the list as XLSX or CSV.")) from fault


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(_ENCODINGS[-1], errors="replace")


def _separator(text: str) -> str:
    """The sign that cuts the first lines most often and most evenly."""
    best, most = ",", (0, 0)
    for separator in _SEPARATORS:
        try:
            rows = list(
                islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _HEADS_AMONG)
            )
        except csv.Error:
            continue
        widths = [len(row) for row in rows if any(row)]
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        common = max(set(wide), key=wide.count)
        score = (wide.count(common), common)
        if score > most:
            best, most = separator, score
    return best


def _check_workbook(data: bytes, name: str) -> None:
    """Refuse what would unpack to too much, or is no workbook. Nothing is unpacked whole."""
    harm = _("it unpacks to more than a list can be.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            total = sum(part.file_size for part in parts)
            packed = max(1, sum(part.compress_size for part in parts))
            if len(parts) > _PARTS_AT_MOST or total > _UNPACKED_AT_MOST:
                raise _refused(name, harm)
            if total > 1_000_000 and total / packed > _RATIO_AT_MOST:
                raise _refused(name, harm)
            if "xl/workbook.xml" not in package.namelist():
                raise _refused(name, _("this is no workbook. Save the list as XLSX or CSV."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_part(package, part, name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise _refused(name, _("the workbook is damaged or locked.")) from fault


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    # Never more than the part says it is: what it hides behind that is not read by anybody.
    content = package.read(part).replace(b"\0", b"")
    if any(mark in content for mark in _ENTITIES):
        raise _refused(name, _("the workbook holds something that workbooks may not hold."))


def _workbook_rows(data: bytes, name: str) -> Iterable[Sequence[Any]]:
    # Loaded only by who reads a workbook; it takes a quarter of a second.
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    damaged = _("the workbook is damaged or locked.")
    try:
        book = load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False, keep_vba=False
        )
    except Exception as fault:
        raise _refused(name, damaged) from fault
    try:
        if not book.worksheets:
            raise _refused(name, _("there is no sheet in the workbook."))
        sheet = book.worksheets[0]
        # What the sheet says of its size may be wrong, or far too large.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=ROWS_AT_MOST * 2, max_col=COLUMNS_AT_MOST, values_only=True)
        try:
            yield from rows
        except FileRefused:
            raise
        except Exception as fault:
            raise _refused(name, damaged) from fault
    finally:
        book.close()
