"""Schedules as workbooks in CoSPLib's layout, so that either side reads what the other wrote.

The sheet *sol* has rooms across. Below them a row for each session says which track each room
holds; then an empty row; then a row for each time slot of each session, under the session's name,
says which submission takes it. A submission of three slots is named three times. The sheet
*violations* says in pairs of columns what costs how much; it is for people and is not read back.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from folkmoot.engines.timetable.conference.rules import score
from folkmoot.engines.timetable.conference.sheets import Cell, Sheet, WorkbookFault, read_sheets
from folkmoot.engines.timetable.conference.terms import (
    Conference,
    Finding,
    Rule,
    Schedule,
)

_COLUMNS = (
    ("Evaluate Tracks|Sessions", (Rule.TRACK_SESSION,)),
    ("Evaluate Tracks|Rooms", (Rule.TRACK_ROOM,)),
    ("Evaluate Sessions|Rooms", (Rule.SESSION_ROOM,)),
    ("Evaluate Similar Tracks", (Rule.SIMILAR_TRACKS,)),
    ("Evaluate NumberOfRoomsPerTrack", (Rule.ROOMS_PER_TRACK,)),
    ("Evaluate Parallel Tracks", (Rule.PARALLEL_TRACK,)),
    ("Evaluate Consecutive Tracks", (Rule.CONSECUTIVE,)),
    ("Evaluate Submissions|Timezones", (Rule.TIME_ZONE,)),
    ("Evaluate Submissions Order", (Rule.ORDER,)),
    ("Evaluate Submissions|Sessions", (Rule.SUBMISSION_SESSION,)),
    ("Evaluate Submissions|Rooms", (Rule.SUBMISSION_ROOM,)),
    ("Evaluate Presenters Conflicts", (Rule.PRESENTERS, Rule.PRESENTERS_AT_ONCE)),
    ("Evaluate Attendees Conflicts", (Rule.ATTENDEES, Rule.ATTENDEES_AT_ONCE)),
    ("Evaluate Chairs Conflicts", (Rule.CHAIRS,)),
)


def write_schedule(conference: Conference, schedule: Schedule, path: Path) -> None:
    """Write a schedule with what it pays for; an existing file is replaced."""
    from openpyxl import Workbook  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Border, Font, Side  # type: ignore[import-untyped]

    book = Workbook()
    sheet = book.active
    sheet.title = "sol"
    thin = Side(style="thin")
    rows = _grid(conference, schedule)
    for down, row in enumerate(rows, 1):
        for right, value in enumerate(row, 1):
            cell = sheet.cell(down, right)
            _put(cell, value)
            if value is not None and 1 in (down, right):
                cell.font = Font(bold=True)
                cell.alignment = Alignment(horizontal="center", vertical="top")
                cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    told = book.create_sheet("violations")
    for down, line in enumerate(_violations(conference, schedule), 1):
        for right, said in enumerate(line, 1):
            _put(told.cell(down, right), said)
    book.save(path)


def _put(cell: Any, value: str | int | None) -> None:
    """A value as it is: a name that begins with = is no formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _grid(conference: Conference, schedule: Schedule) -> list[list[str | None]]:
    rows: list[list[str | None]] = [[None, *conference.rooms]]
    for session, held in zip(conference.sessions, schedule.cells, strict=True):
        names = [None if track is None else conference.tracks[track].name for track in held]
        rows.append([session.name, *names])
    rows.append([None])
    for session, taken in zip(conference.sessions, schedule.slots, strict=True):
        for slot in range(session.slots):
            there = [room[slot] for room in taken]
            talks = [None if one is None else conference.submissions[one].name for one in there]
            rows.append([session.name, *talks])
    return rows


def _violations(conference: Conference, schedule: Schedule) -> list[list[str | int | None]]:
    told = score(conference, schedule)
    columns: list[list[str | int | None]] = [["Obj", f"Objective Value = {told.total}"]]
    for heading, rules in _COLUMNS:
        found: Sequence[Finding] = [one for one in told.findings if one.rule in rules]
        total = sum(one.cost for one in found)
        columns.append([heading, *(one.what for one in found), "Total"])
        columns.append([None, *(one.cost for one in found), total])
    height = max(len(column) for column in columns)
    return [
        [column[row] if row < len(column) else None for column in columns] for row in range(height)
    ]


def read_schedule(conference: Conference, path: Path) -> Schedule:
    """A schedule from a workbook; sessions and rooms may stand there in any order.

    Raises:
        WorkbookFault: it names what the conference does not have, or has too many rows.
    """
    sheets = read_sheets(path)
    sheet = sheets.get("sol") or next(iter(sheets.values()))
    rooms = _Places(conference.rooms, "room")
    sessions = _Places([one.name for one in conference.sessions], "session")
    tracks = _Places([one.name for one in conference.tracks], "track")
    talks = _Places([one.name for one in conference.submissions], "submission")
    columns = {cell.column: rooms.at(cell) for cell in sheet.headings() if cell.column}
    cells: list[list[int | None]] = [[None] * len(conference.rooms) for _ in conference.sessions]
    slots: list[list[list[int | None]]] = [
        [[None] * one.slots for _ in conference.rooms] for one in conference.sessions
    ]
    filled: dict[int, int] = {}
    for row in sheet.filled():
        session = sessions.at(sheet.cell(row, 0))
        slot = filled.get(session, -1)
        filled[session] = slot + 1
        if slot >= conference.sessions[session].slots:
            raise sheet.cell(row, 0).fault("the session has no more time slots")
        for column, room in columns.items():
            cell = sheet.cell(row, column)
            if cell.is_empty:
                continue
            if slot < 0:
                cells[session][room] = tracks.at(cell)
            else:
                slots[session][room][slot] = talks.at(cell)
    _refuse_empty(sheet, filled)
    return Schedule(
        tuple(tuple(row) for row in cells),
        tuple(tuple(tuple(room) for room in row) for row in slots),
    )


def _refuse_empty(sheet: Sheet, filled: dict[int, int]) -> None:
    if not filled:
        raise WorkbookFault("it names no session", sheet.title)


class _Places:
    """Places of names, blanks around them apart."""

    def __init__(self, names: Sequence[str], kind: str) -> None:
        self.exact = {name: at for at, name in enumerate(names)}
        self.stripped = {name.strip(): at for at, name in enumerate(names)}
        self.kind = kind

    def at(self, cell: Cell) -> int:
        """The place of the name in a cell.

        Raises:
            WorkbookFault: there is no such name.
        """
        name = cell.name()
        found = self.exact.get(name, self.stripped.get(name.strip()))
        if found is None:
            raise cell.fault(f"there is no {self.kind} {name!r}")
        return found
