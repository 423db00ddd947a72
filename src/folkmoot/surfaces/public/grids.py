"""The programme of one day as a table: halls across, times down. Plain values for the template."""

from dataclasses import dataclass
from datetime import date, datetime

from folkmoot.engines.timetable.views import GridCell
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.programme.queries.frozen import ShownRoom
from folkmoot.rooms.programme.queries.released import Programme
from folkmoot.rooms.programme.queries.timetable import ProgrammeGrid
from folkmoot.surfaces.public.rows import SessionRow, session_row


@dataclass(frozen=True, slots=True)
class Heading:
    """A hall at the head of as many columns as it has lanes."""

    room: ShownRoom
    lanes: int


@dataclass(frozen=True, slots=True)
class CityHeading:
    """A city above the columns of its halls."""

    name: Multilingual
    columns: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a session, or nothing. ``room`` names the hall where the table is a list."""

    row: SessionRow | None
    room: ShownRoom
    rows: int
    began_before: bool
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The cells that begin at one moment."""

    starts_at: datetime
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GridTable:
    """A day as a table; ``elsewhere`` has a time but no hall."""

    day: date
    time_zone: str
    cities: tuple[CityHeading, ...]
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    elsewhere: tuple[SessionRow, ...]


def table(laid_out: ProgrammeGrid, programme: Programme) -> GridTable:
    """The day as the template writes it."""
    zone = programme.frame.time_zone
    headings = tuple(Heading(laid_out.rooms[one.key], one.lanes) for one in laid_out.grid.columns)
    return GridTable(
        day=laid_out.day,
        time_zone=zone,
        cities=_cities(headings),
        headings=headings,
        lines=tuple(
            Line(line.starts_at, tuple(_cell(cell, laid_out, zone) for cell in line.cells))
            for line in laid_out.grid.rows
        ),
        elsewhere=tuple(
            session_row(one, zone, live=programme.live.get(one.uid)) for one in laid_out.elsewhere
        ),
    )


def _cell(cell: GridCell, laid_out: ProgrammeGrid, zone: str) -> Cell:
    row = session_row(laid_out.sessions[cell.key], zone, prefer_zone=True) if cell.key else None
    return Cell(row, laid_out.rooms[cell.column], cell.rows, cell.began_before, cell.goes_on)


def _cities(headings: tuple[Heading, ...]) -> tuple[CityHeading, ...]:
    """Neighbouring halls of one city under one heading."""
    found: list[CityHeading] = []
    last = ""
    for heading in headings:
        city = heading.room.venue.city
        if city.uid == last:
            found[-1] = CityHeading(city.name, found[-1].columns + heading.lanes)
        else:
            found.append(CityHeading(city.name, heading.lanes))
        last = city.uid
    return tuple(found)
