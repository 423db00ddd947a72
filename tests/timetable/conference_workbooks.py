"""Small conferences as workbooks, made for tests: two days, two halls, three strands of talks."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook

WEIGHTS = {
    "Tracks_Sessions|Penalty:": 10,
    "Tracks_Rooms|Penalty:": 1,
    "Sessions_Rooms|Penalty:": 1,
    "Similar Tracks:": 1,
    "Number of Rooms per Track:": 1,
    "Parallel Tracks:": 2,
    "Consecutive Tracks:": 3,
    "Submissions_Timezones:": 1,
    "Submissions Order:": 1,
    "Submissions_Sessions|Penalty:": 1,
    "Submissions_Rooms|Penalty:": 1,
    "Presenters Conflicts:": 1000,
    "Attendees Conflicts:": 100,
    "Chairs Conflicts:": 500,
    "Presenters Conflicts Timeslot Level:": 0,
    "Attendees Conflicts Timeslot Level:": None,
}
SESSIONS = (
    ("Mon1", 2, date(2031, 5, 19), time(9, 30), time(10, 30)),
    ("Mon2", 2, date(2031, 5, 19), time(11, 0), time(12, 0)),
    ("Tue1", 3, date(2031, 5, 20), time(20, 0), time(22, 0)),
)
ROOMS = ("Harbour", "Loft")
TRACKS = (("Energy", "Vesna Holt"), ("Trade", None), ("Youth", "Ilka Brandt"))
TALKS: tuple[tuple[Any, ...], ...] = (
    ("wind", "Energy", 1, 1, "GMT+0", "Una Ash", None),
    ("grid", "Energy", 2, 2, "GMT+0", "Odo Lind", None),
    ("ferry", "Trade", 1, 0, "GMT+0", "Una Ash", "Per Moor"),
    ("rail", "Trade", 1, 0, "GMT+3", "Ilo Reed, Per Moor", None),
    ("choir", "Youth", 1, 0, None, "Vesna Holt", None),
)


def write_workbook(path: Path, **changes: Any) -> Path:
    """A workbook of the small conference, with parts replaced.

    Changes: ``weights`` (labels to values), ``talks``, ``tracks``, ``sessions``, ``rooms``,
    ``talk_columns`` (more columns of *submissions*: heading to values), ``sheets`` (titles to
    rows, for penalties), ``without`` (titles to leave out).
    """
    book = Workbook()
    sheets: dict[str, Sequence[Sequence[Any]]] = {
        "parameters": _parameters(changes.get("weights", {})),
        "submissions": _talks(changes),
        "tracks": [("Tracks", "Chairs"), *changes.get("tracks", TRACKS)],
        "sessions": [
            ("Sessions", "Max Number of Timeslots", "Date", "Start Time", "End Time"),
            *changes.get("sessions", SESSIONS),
        ],
        "rooms": [("Rooms",), *((name,) for name in changes.get("rooms", ROOMS))],
        **changes.get("sheets", {}),
    }
    book.remove(book.active)
    for title, rows in sheets.items():
        if title not in changes.get("without", ()):
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
    book.save(path)
    return path


def _parameters(weights: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    told = [*{**WEIGHTS, **weights}.items()]
    left: list[tuple[Any, Any]] = [
        ("Local time zone:", "GMT+0"),
        ("Suitable scheduling times", None),
        ("From:", time(9, 30)),
        ("To:", time(21, 30)),
        ("Less suitable scheduling times", None),
        ("From:", time(7, 0)),
        ("To:", time(23, 0)),
        ("Penalty:", 1),
        ("Unsuitable scheduling times", None),
        ("Penalty:", 10),
    ]
    left += [(None, None)] * (len(told) - len(left))
    return [
        ("Sessions", None, None, "Weights", None),
        *((*one, None, *two) for one, two in zip(left, told, strict=True)),
    ]


def _talks(changes: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    talks = changes.get("talks", TALKS)
    more = changes.get("talk_columns", {})
    head = ("Reference", "Track", "Required Timeslots", "Order", "Time Zone")
    rows = [(*head, "Presenters", "Attendees", *more)]
    rows += [(*talk, *(column[at] for column in more.values())) for at, talk in enumerate(talks)]
    return rows
