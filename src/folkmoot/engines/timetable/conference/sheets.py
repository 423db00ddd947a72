"""Sheets of a workbook as rows of cells, with the place of every fault.

Knows openpyxl and nothing of conferences. Names of sheets and headings are found whatever their
case and blanks; names of things are kept as written, because the format tells case apart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from re import fullmatch
from typing import Any

Row = tuple[Any, ...]


class WorkbookFault(ValueError):
    """A workbook that cannot be understood, and where.

    Attributes:
        row: from 1 as spreadsheets count; 0 where the whole sheet is meant.
        column: letters as spreadsheets show; empty where the whole row is meant.
    """

    def __init__(self, said: str, sheet: str = "", row: int = 0, column: str = "") -> None:
        self.said, self.sheet, self.row, self.column = said, sheet, row, column
        place = f"sheet {sheet!r}" if sheet else ""
        if row:
            place += f", row {row}"
        if column:
            place += f", column {column}"
        super().__init__(f"{place}: {said}" if place else said)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and where it stands."""

    value: Any
    sheet: str
    row: int
    column: int

    def fault(self, said: str) -> WorkbookFault:
        """A fault at this cell."""
        return WorkbookFault(said, self.sheet, self.row, letters(self.column))

    @property
    def is_empty(self) -> bool:
        """Nothing, or only blanks."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    def name(self) -> str:
        """A name as written; a number as it reads."""
        if self.is_empty:
            return ""
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return str(self.value)

    def whole(self, default: int = 0, least: int = 0) -> int:
        """A whole number; the default where the cell is empty.

        Raises:
            WorkbookFault: anything else, or less than allowed.
        """
        if self.is_empty:
            return default
        value = self.value
        if isinstance(value, str):
            try:
                value = float(value.replace(",", "."))
            except ValueError:
                raise self.fault(f"{self.value!r} is not a number") from None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fault(f"{value!r} is not a number")
        if value != value or value in (float("inf"), float("-inf")) or value != int(value):
            raise self.fault(f"{value!r} is not a whole number")
        if value < least:
            raise self.fault(f"{int(value)} is less than {least}")
        return int(value)

    def clock(self) -> time | None:
        """A time of day; ``None`` where the cell is empty.

        Raises:
            WorkbookFault: anything else.
        """
        value = self.value
        if self.is_empty:
            return None
        if isinstance(value, datetime):
            return value.time().replace(tzinfo=None)
        if isinstance(value, time):
            return value
        if isinstance(value, timedelta):
            value = value.total_seconds() / 86_400
        if isinstance(value, int | float) and 0 <= value < 1:
            minutes = round(value * 1_440)
            return time(minutes // 60 % 24, minutes % 60)
        found = fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", str(value).strip())
        if found is None or int(found[1]) > 23 or int(found[2]) > 59:
            raise self.fault(f"{value!r} is not a time of day")
        return time(int(found[1]), int(found[2]))

    def day(self) -> date | None:
        """A date; ``None`` where there is none to be understood, for nothing depends on it."""
        if isinstance(self.value, datetime):
            return self.value.date()
        if isinstance(self.value, date):
            return self.value
        try:
            return date.fromisoformat(str(self.value).strip()[:10])
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet. Reading outside of it gives empty cells."""

    title: str
    rows: tuple[Row, ...]

    def cell(self, row: int, column: int) -> Cell:
        """The cell of a row and a column, both from 0."""
        inside = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])
        value = self.rows[row][column] if inside else None
        return Cell(value, self.title, row + 1, column)

    def headings(self) -> Iterator[Cell]:
        """The cells of the first row that are not empty."""
        for column in range(self.width):
            cell = self.cell(0, column)
            if not cell.is_empty:
                yield cell

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def filled(self) -> Iterator[int]:
        """Rows below the first whose first cell says something."""
        for row in range(1, len(self.rows)):
            if not self.cell(row, 0).is_empty:
                yield row


def letters(column: int) -> str:
    """A column as spreadsheets name it: 0 is A, 26 is AA."""
    told = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        told = chr(ord("A") + rest) + told
    return told


def read_sheets(path: Path) -> dict[str, Sheet]:
    """All sheets by title in small letters, cells as shown and not as formulas.

    Raises:
        WorkbookFault: the file is no workbook.
    """
    # A reader of files of half a megabyte of code: only who reads one pays for it.
    import zipfile

    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    try:
        book = load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError) as fault:
        raise WorkbookFault(f"{path.name} cannot be read as a workbook (.xlsx)") from fault
    try:
        sheets = {}
        for sheet in book.worksheets:
            rows = tuple(tuple(row) for row in sheet.iter_rows(values_only=True))
            sheets[plain(sheet.title)] = Sheet(sheet.title, rows)
        return sheets
    finally:
        book.close()


def plain(text: object) -> str:
    """A heading for comparison: small letters, single blanks, no colon at the end."""
    return " ".join(str(text).split()).rstrip(":").strip().lower()
