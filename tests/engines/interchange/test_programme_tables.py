"""A programme as a table and as a workbook: nothing that a spreadsheet would run."""

import csv
import io
from datetime import datetime
from typing import Any

from openpyxl import load_workbook

from folkmoot.engines.interchange.programme_tables import COLUMNS, programme_rows
from folkmoot.engines.interchange.tables import Table, write_csv
from folkmoot.engines.interchange.workbooks import write_workbook
from tests.engines.interchange.programme_making import EVENING, GREAT, item, opening, programme

TABLE = Table("programme.csv", "Programme: all/of it", COLUMNS, ("uid",))
FORMULA = '=HYPERLINK("https://bad.example","open")'


def rows(*titles: str) -> list[dict[str, str]]:
    told = (
        programme(*(item(n, title) for n, title in enumerate(titles, 1))) if titles else programme()
    )
    return list(csv.DictReader(io.StringIO(write_csv(TABLE, programme_rows(told)).decode())))


def sheet(*titles: str) -> Any:
    told = (
        programme(*(item(n, title) for n, title in enumerate(titles, 1))) if titles else programme()
    )
    return load_workbook(io.BytesIO(write_workbook(TABLE, programme_rows(told)))).active


def test_a_row_tells_a_session_with_every_city_and_person() -> None:
    first = rows()[0]

    assert {name: first[name] for name in first if name != "uid"} == {
        "title": "Opening, of; the \\ lamps", "kind": "plenary", "strand": "Rivers & roads",
        "date": "2031-03-29", "starts": "2031-03-29T23:00:00+01:00",
        "ends": "2031-03-30T03:00:00+02:00", "time_zone": "Europe/Berlin",
        "city": "Rivermouth; Steppe Gate", "venue": "River House; Gate Tower",
        "room": "Great hall; Upper room", "address": "Quay 1, Rivermouth",
        "people": "Ilka Brandt (moderator); A. Guest (speaker)", "languages": "de;ru",
        "abstract": "What the shores share.", "stream": "https://stream.example/1?a=1&b=2",
        "status": "confirmed", "changed_at": "2031-03-01T12:00:00+00:00",
        "url": "https://forum.example/en/sessions/1/",
    }  # fmt: skip


def test_a_title_that_is_a_formula_is_words_in_both() -> None:
    assert rows(FORMULA)[0]["title"] == "'" + FORMULA
    cell = sheet(FORMULA)["B2"]
    assert (cell.value, cell.data_type) == (FORMULA, "s")


def test_the_workbook_has_days_and_moments_as_such_and_a_header_that_stays() -> None:
    told = sheet()

    assert [cell.value for cell in told[1]] == [column.name for column in COLUMNS]
    assert told["F2"].value == datetime(2031, 3, 29, 23)  # noqa: DTZ001 - a sheet has no zones
    assert (told.freeze_panes, told.auto_filter.ref, told.title) == (
        "A2", "A1:S9", "Programme  all of it",
    )  # fmt: skip


def test_a_sign_that_a_sheet_cannot_hold_is_left_out() -> None:
    assert sheet("Bell\x07 and\ud800 all")["B2"].value == "Bell and all"


def test_the_same_programme_gives_the_same_workbook() -> None:
    made = [
        write_workbook(TABLE, programme_rows(programme(opening(), item(2, "B", halls=(GREAT,), starts_at=EVENING))))
        for _turn in range(2)
    ]  # fmt: skip
    assert made[0] == made[1]
