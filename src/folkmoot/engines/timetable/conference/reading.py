"""Conferences from workbooks of CoSPLib's layout.

Nine sheets: *parameters*, *submissions*, *tracks*, *sessions*, *rooms*, four of penalties. The
names in them must agree to the letter. What a conference does not need may be missing: a sheet
of penalties, optional columns, cells. What is there and cannot be understood is a fault with its
place. Penalties and weights are whole numbers; an empty one is 0, and a weight of 0 is off.
"""

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from folkmoot.engines.timetable.conference.parameters import Parameters, read_parameters
from folkmoot.engines.timetable.conference.people import (
    attendee_pairs,
    chair_pairs,
    presenter_pairs,
    read_zone,
    zone_penalty,
)
from folkmoot.engines.timetable.conference.sheets import (
    Cell,
    Sheet,
    WorkbookFault,
    plain,
    read_sheets,
)
from folkmoot.engines.timetable.conference.terms import (
    Conference,
    Matrix,
    Session,
    Submission,
    Track,
)

# Headings of the descriptive columns of *submissions*; what follows are sessions, then rooms.
_REFERENCE, _TRACK = "reference", "track"
_SLOTS, _ORDER, _ZONE = "required timeslots", "order", "time zone"
_PRESENTERS, _ATTENDEES = "presenters", "attendees"
_DESCRIBED = (_REFERENCE, _TRACK, _SLOTS, _ORDER, _ZONE, _PRESENTERS, _ATTENDEES)


def read_conference(path: Path) -> Conference:
    """A conference from a workbook.

    Raises:
        WorkbookFault: it cannot be understood; says sheet, row and column.
    """
    sheets = read_sheets(path)
    parameters = read_parameters(sheets.get("parameters"))
    sessions = _read_sessions(_required(sheets, "sessions"))
    rooms = tuple(cell.name() for cell in _named(_required(sheets, "rooms")))
    tracks = _read_tracks(_required(sheets, "tracks"))
    track_names, session_names = [one.name for one in tracks], [one.name for one in sessions]
    talks = _required(sheets, "submissions")
    columns = _Columns.of(talks, session_names, rooms)
    submissions = _read_submissions(talks, columns, track_names)
    if not submissions:
        raise WorkbookFault("there are no submissions", talks.title)
    lines = list(talks.filled())
    return Conference(
        sessions=sessions,
        rooms=rooms,
        tracks=tracks,
        submissions=submissions,
        weights=parameters.weights,
        track_session=_penalties(sheets, "tracks_sessions|penalty", track_names, session_names),
        track_room=_penalties(sheets, "tracks_rooms|penalty", track_names, rooms),
        session_room=_penalties(sheets, "sessions_rooms|penalty", session_names, rooms),
        similar=_similar(sheets, track_names),
        submission_session=_block(talks, lines, columns.sessions),
        submission_room=_block(talks, lines, columns.rooms),
        submission_zone=_zones(talks, lines, columns, sessions, parameters),
        presenter_pairs=presenter_pairs(tracks, submissions),
        attendee_pairs=attendee_pairs(tracks, submissions),
        chair_pairs=chair_pairs(tracks),
    )


def _required(sheets: dict[str, Sheet], title: str) -> Sheet:
    if title not in sheets:
        raise WorkbookFault(f"the sheet {title!r} is missing")
    return sheets[title]


def _named(sheet: Sheet) -> list[Cell]:
    """The first cells of all filled rows, each name once.

    Raises:
        WorkbookFault: a name stands there twice, or there is none.
    """
    cells = [sheet.cell(row, 0) for row in sheet.filled()]
    seen: dict[str, int] = {}
    for cell in cells:
        if cell.name() in seen:
            raise cell.fault(f"{cell.name()!r} stands in row {seen[cell.name()]} already")
        seen[cell.name()] = cell.row
    if not cells:
        raise WorkbookFault("it names nothing", sheet.title)
    return cells


def _column(sheet: Sheet, heading: str, default: int) -> int:
    """Where a heading stands; where it stands by custom if it is missing."""
    for cell in sheet.headings():
        if plain(cell.value) == heading:
            return cell.column
    return default


def _read_sessions(sheet: Sheet) -> tuple[Session, ...]:
    slots = _column(sheet, "max number of timeslots", 1)
    held_on, starts = _column(sheet, "date", 2), _column(sheet, "start time", 3)
    ends = _column(sheet, "end time", 4)
    return tuple(
        Session(
            name=cell.name(),
            slots=sheet.cell(cell.row - 1, slots).whole(default=0),
            held_on=sheet.cell(cell.row - 1, held_on).day(),
            starts=sheet.cell(cell.row - 1, starts).clock(),
            ends=sheet.cell(cell.row - 1, ends).clock(),
        )
        for cell in _named(sheet)
    )


def _read_tracks(sheet: Sheet) -> tuple[Track, ...]:
    chairs = _column(sheet, "chairs", 1)
    return tuple(
        Track(cell.name(), _people(sheet.cell(cell.row - 1, chairs))) for cell in _named(sheet)
    )


def _people(cell: Cell) -> frozenset[str]:
    """Names between commas or semicolons."""
    parts = cell.name().replace(";", ",").split(",")
    return frozenset(part.strip() for part in parts if part.strip())


class _Columns:
    """Where what stands in *submissions*; -1 for a column that is missing."""

    def __init__(
        self, described: dict[str, int], sessions: Sequence[int], rooms: Sequence[int]
    ) -> None:
        self.described, self.sessions, self.rooms = described, sessions, rooms

    @classmethod
    def of(cls, sheet: Sheet, sessions: Sequence[str], rooms: Sequence[str]) -> "_Columns":
        """From the headings.

        Raises:
            WorkbookFault: a heading is missing that must be there, or penalties stand under a
                heading that is neither a session nor a room.
        """
        described = dict.fromkeys(_DESCRIBED, -1)
        at_session = dict.fromkeys(sessions, -1)
        at_room = dict.fromkeys(rooms, -1)
        unknown = []
        for cell in sheet.headings():
            if described.get(plain(cell.value), 0) == -1:
                described[plain(cell.value)] = cell.column
            # A room may be called like a session: sessions come first.
            elif not (_take(at_session, cell) or _take(at_room, cell)):
                unknown.append(cell)
        for heading in (_REFERENCE, _TRACK):
            if described[heading] == -1:
                raise WorkbookFault(f"the column {heading!r} is missing", sheet.title, 1)
        for cell in unknown:
            _refuse_penalties(sheet, cell)
        return cls(described, tuple(at_session.values()), tuple(at_room.values()))

    def cell(self, sheet: Sheet, row: int, heading: str) -> Cell:
        """The cell of a submission under a heading, empty where the heading is missing."""
        return sheet.cell(row, self.described[heading])


def _take(places: dict[str, int], cell: Cell) -> bool:
    """Note where a name stands; whether it was one still sought. Blanks around it may differ."""
    name = cell.name()
    free = [known for known, place in places.items() if place == -1]
    for known in (
        *(one for one in free if one == name),
        *(one for one in free if one.strip() == name.strip()),
    ):
        places[known] = cell.column
        return True
    return False


def _refuse_penalties(sheet: Sheet, heading: Cell) -> None:
    for row in sheet.filled():
        if isinstance(sheet.cell(row, heading.column).value, int | float):
            raise heading.fault(f"{heading.name()!r} is neither a session nor a room")


def _read_submissions(
    sheet: Sheet, columns: _Columns, tracks: Sequence[str]
) -> tuple[Submission, ...]:
    places = {name: at for at, name in enumerate(tracks)}
    stripped = {name.strip(): at for at, name in enumerate(tracks)}
    seen: dict[str, int] = {}
    found = []
    for row in sheet.filled():
        reference = columns.cell(sheet, row, _REFERENCE)
        name = reference.name()
        if name in seen:
            raise reference.fault(f"{name!r} stands in row {seen[name]} already")
        seen[name] = row + 1
        track = columns.cell(sheet, row, _TRACK)
        place = places.get(track.name(), stripped.get(track.name().strip()))
        if place is None:
            raise track.fault(f"there is no track {track.name()!r}")
        found.append(
            Submission(
                name=name,
                track=place,
                slots=columns.cell(sheet, row, _SLOTS).whole(default=1, least=1),
                order=columns.cell(sheet, row, _ORDER).whole(),
                zone=columns.cell(sheet, row, _ZONE).name().strip(),
                presenters=_people(columns.cell(sheet, row, _PRESENTERS)),
                attendees=_people(columns.cell(sheet, row, _ATTENDEES)),
            )
        )
    return tuple(found)


def _block(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> Matrix:
    return tuple(tuple(sheet.cell(row, column).whole() for column in columns) for row in rows)


def _zones(
    sheet: Sheet,
    rows: Sequence[int],
    columns: _Columns,
    sessions: Sequence[Session],
    parameters: Parameters,
) -> Matrix:
    known: dict[str, tuple[int, ...]] = {}
    told = []
    for row in rows:
        cell = columns.cell(sheet, row, _ZONE)
        text = cell.name().strip()
        if text not in known:
            zone = parameters.zone if not text else _zone(cell, text)
            known[text] = tuple(
                zone_penalty(one, parameters.zone, zone, parameters.hours) for one in sessions
            )
        told.append(known[text])
    return tuple(told)


def _zone(cell: Cell, text: str) -> tzinfo:
    try:
        return read_zone(text)
    except ValueError:
        raise cell.fault(f"{text!r} is not a time zone such as GMT+2") from None


def _penalties(
    sheets: dict[str, Sheet], title: str, rows: Sequence[str], columns: Sequence[str]
) -> Matrix:
    """A sheet of penalties by names of rows and columns; zeros where it says nothing.

    Raises:
        WorkbookFault: it names what is not there, or something twice.
    """
    told = [[0] * len(columns) for _ in rows]
    sheet = sheets.get(title)
    if sheet is None:
        return tuple(tuple(row) for row in told)
    downwards, across = dict.fromkeys(rows, -1), dict.fromkeys(columns, -1)
    for cell in sheet.headings():
        if cell.column and not _take(across, cell):
            raise cell.fault(f"{cell.name()!r} is unknown, or stands there twice")
    for row in sheet.filled():
        cell = sheet.cell(row, 0)
        at = Cell(cell.value, cell.sheet, cell.row, row)
        if not _take(downwards, at):
            raise cell.fault(f"{cell.name()!r} is unknown, or stands there twice")
    for down, row in enumerate(downwards.values()):
        for right, column in enumerate(across.values()):
            told[down][right] = sheet.cell(row, column).whole() if min(row, column) >= 0 else 0
    return tuple(tuple(row) for row in told)


def _similar(sheets: dict[str, Sheet], tracks: Sequence[str]) -> Matrix:
    """Penalties of two tracks at once, the same both ways.

    The half above the diagonal counts, as in CoSPLib; where it is empty, the half below.
    """
    told = _penalties(sheets, "similar tracks", tracks, tracks)
    order = list(range(len(tracks)))
    sheet = sheets.get("similar tracks")
    if sheet is not None:
        places = {sheet.cell(row, 0).name(): row for row in sheet.filled()}
        order = [places.get(name, 0) for name in tracks]
    return tuple(
        tuple(
            0
            if one == two
            else _upper(told[one][two], told[two][one], is_above=order[one] < order[two])
            for two in range(len(tracks))
        )
        for one in range(len(tracks))
    )


def _upper(here: int, there: int, *, is_above: bool) -> int:
    return (here or there) if is_above else (there or here)
