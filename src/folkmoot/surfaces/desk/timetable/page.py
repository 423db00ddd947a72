"""The board of an edition's rooms and times, for pages without a script as well as with one."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.texts import shown
from folkmoot.rooms.programme.queries.board import Board, BoardSession, draft_board
from folkmoot.rooms.programme.terms import SessionKind
from folkmoot.surfaces.desk.frame import actor_of, desk_view
from folkmoot.surfaces.desk.timetable.columns import city_columns, say_times
from folkmoot.surfaces.desk.timetable.days import BoardDay, board_days, board_hours
from folkmoot.surfaces.desk.timetable.findings import Finding, find
from folkmoot.surfaces.desk.timetable.forms import room_label
from folkmoot.surfaces.desk.views.editions import edition_of, edition_page
from folkmoot.ui.dates import say_day
from folkmoot.ui.navigation import NavItem

SNAPS = (5, 15, 30, 60)
"""Minutes to whose multiples a session is moved."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A session beside the board: without a time, or with a time and no room."""

    session: BoardSession
    note: str


@dataclass(frozen=True, slots=True)
class Line:
    """A finding with the sessions it links to."""

    sentence: str
    sessions: tuple[tuple[str, Multilingual], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address chooses: a day, a city, close rows, words to look for."""

    day: str
    city: str
    is_dense: bool
    words: str

    def address(self, **other: str) -> str:
        """The same page with something chosen otherwise."""
        chosen = {"day": self.day, "city": self.city, "dense": "1" if self.is_dense else ""}
        pairs = {name: value for name, value in {**chosen, **other}.items() if value}
        return f"?{urlencode(pairs)}"


@desk_view
@require_safe
def timetable(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One day of the draft as a board, with what waits beside it and what deserves a look.

    Six queries, however many sessions, and what signing in costs.
    """
    edition = edition_of(request, uid)
    board = draft_board(actor_of(request), edition)
    days = board_days(board)
    hours = board_hours(board, days)
    asked = _asked(request, board, days)
    day = next(one for one in days if str(one.day) == asked.day)
    context = {
        "edition": edition,
        "asked": asked,
        "day_tabs": _day_tabs(days, asked),
        "cities": city_columns(board, day, hours, asked.city),
        "city_tabs": _city_tabs(board, asked),
        "hours": hours,
        "waiting": tuple(_waiting(board, asked.words)),
        "findings": _lines(board, find(board)),
        "dense_url": asked.address(dense="" if asked.is_dense else "1"),
        "may_add": any(room.may_place for room in board.rooms),
        "snaps": SNAPS,
        "internal": SessionKind.BLOCKER.value,
    }
    return edition_page(
        request, edition, "timetable", context, template="desk/timetable/board.html"
    )


def _asked(request: HttpRequest, board: Board, days: tuple[BoardDay, ...]) -> Asked:
    wanted, city = request.GET.get("day", ""), request.GET.get("city", "")
    known = [str(one.day) for one in days]
    busy = [str(one.day) for one in days if _has_sessions(board, one)]
    return Asked(
        day=wanted if wanted in known else (busy or known)[0],
        city=city if any(room.city_uid == city for room in board.rooms) else "",
        is_dense="dense" in request.GET,
        words=request.GET.get("q", "").strip(),
    )


def _has_sessions(board: Board, day: BoardDay) -> bool:
    zone = ZoneInfo(board.edition.time_zone)
    return any(
        one.starts_at is not None and one.starts_at.astimezone(zone).date() == day.day
        for one in board.sessions
    )


def _day_tabs(days: tuple[BoardDay, ...], asked: Asked) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(say_day(one.day), asked.address(day=str(one.day)), str(one.day) == asked.day)
        for one in days
    )


def _city_tabs(board: Board, asked: Asked) -> tuple[NavItem, ...]:
    """The way to one city alone, where there are several."""
    cities = {room.city_uid: shown(room.city_name) for room in board.rooms}
    if len(cities) < 2:
        return ()
    every = NavItem(_("All cities"), asked.address(city=""), not asked.city)
    return (
        every,
        *(
            NavItem(name, asked.address(city=uid), uid == asked.city)
            for uid, name in cities.items()
        ),
    )


def _waiting(board: Board, words: str) -> Iterable[Waiting]:
    zone = ZoneInfo(board.edition.time_zone)
    rooms = {room.uid: room for room in board.rooms}
    for one in board.sessions:
        if one.is_cancelled or (one.starts_at is not None and one.rooms):
            continue
        if words.casefold() not in shown(one.title).casefold():
            continue
        if one.starts_at is not None:
            note = f"{say_day(one.starts_at.astimezone(zone).date())}, {say_times(one, zone)}"
        else:
            note = "; ".join(room_label(rooms[uid]) for uid in one.rooms if uid in rooms)
        yield Waiting(one, note)


def _lines(board: Board, findings: Iterable[Finding]) -> tuple[Line, ...]:
    titles = {one.uid: one.title for one in board.sessions}
    return tuple(
        Line(one.sentence, tuple((uid, titles[uid]) for uid in one.sessions)) for one in findings
    )


def board_address(edition_uid: object, day: str = "") -> str:
    """The address of the board, on a day if one is given."""
    address = reverse("desk:timetable", args=[edition_uid])
    return f"{address}?{urlencode({'day': day})}" if day else address
