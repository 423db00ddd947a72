"""Tables as a workbook (Office Open XML), with nothing in it that a spreadsheet would run.

The same rows give the same bytes, so that an answer keeps its ETag: no moment of writing
stays in the file. This module loads a library of its own when it writes.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from folkmoot.engines.interchange.tables import Cell, Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a cell of a sheet can hold (ECMA-376, section 18.3.1.4 and the limits of its readers).
_CELL_CHARS = 32_767
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"title": 48, "abstract": 60, "people": 40, "url": 40}
_WRITTEN_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


def write_workbook(table: Table, rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a header that stays in sight and can be filtered.

    Moments are written as on their own clock, without the offset that a sheet cannot hold.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.styles import Font  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NO_SHEET_NAME.sub(" ", table.title)[:31])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column.name, 18)
    bold = Font(bold=True)
    heads = [WriteOnlyCell(sheet, value=column.name) for column in table.columns]
    for head in heads:
        head.font = bold
    sheet.append(heads)
    count = 1
    for count, row in enumerate(rows, 2):
        if len(row) != len(table.columns):
            raise ValueError(f"row {count} has {len(row)} cells, not {len(table.columns)}")
        sheet.append([_cell(WriteOnlyCell, sheet, one) for one in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{count}"
    written = io.BytesIO()
    book.save(written)
    return _without_moments(written.getvalue())


def _cell(make: Any, sheet: Any, value: Cell) -> Any:
    match value:
        case None | "":
            return None
        case datetime():
            return make(sheet, value=value.replace(tzinfo=None, microsecond=0))
        case bool() | int() | Decimal() | date():
            return make(sheet, value=value)
    cell = make(sheet, value=_UNPRINTABLE.sub("", value)[:_CELL_CHARS])
    # Else words that begin with "=" would be a formula.
    cell.data_type = "s"
    return cell


def _without_moments(data: bytes) -> bytes:
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(told, "w") as new:
        for info in sorted(old.infolist(), key=lambda one: one.filename):
            body = old.read(info)
            if info.filename == "docProps/core.xml":
                body = _WRITTEN_AT.sub(rb"\g<1>1980-01-01T00:00:00Z", body)
            plain = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            new.writestr(plain, body, zipfile.ZIP_DEFLATED)
    return told.getvalue()
