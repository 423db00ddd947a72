"""Screens at doors and in halls: large type, what is on here now, next and later.

Made for a browser that nobody attends: it draws itself anew, and keeps the last state when the
network fails. The address of a screen goes into no search engine.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.programme.queries import timetable
from folkmoot.rooms.programme.queries.frozen import ShownRoom, ShownSession, ShownVenue
from folkmoot.rooms.programme.queries.released import Programme, current_programme
from folkmoot.rooms.programme.queries.signs import hall_sign, is_same_day
from folkmoot.surfaces.public.editions import EditionFrame, edition_frame
from folkmoot.surfaces.public.live import live_region
from folkmoot.surfaces.public.pages import PARAMETERS, Page, in_words, show
from folkmoot.surfaces.public.rows import SessionRow, say_day, session_row
from folkmoot.surfaces.public.views.now import NOW_SECONDS

# What fits below now and next on a screen of 16:9.
_LATER_SHOWN = 3
# Longer titles are set smaller, so that they stay whole on the screen.
_LONG_TITLE = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One session on a screen. ``day`` is said where it is not today."""

    row: SessionRow
    day: str
    is_long: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """One hall on a screen."""

    room: ShownRoom
    now: tuple[Line, ...]
    next: Line | None
    later: tuple[Line, ...]
    gone: tuple[Line, ...]
    is_soon: bool


@stored_page(parameters=PARAMETERS)
def signs(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """The screens of an edition, by venue. Five queries."""
    frame = edition_frame(request, series_slug, slug, "now")
    released = current_programme(frame.edition)
    names = (series_slug, slug)
    venues = [
        {
            "venue": venue,
            "url": reverse("public:sign_venue", args=[*names, venue.uid]),
            "rooms": [
                (room, reverse("public:sign_room", args=[*names, room.uid]))
                for room in (released.frame.rooms if released else ())
                if room.venue.uid == venue.uid
            ],
        }
        for venue in (released.frame.venues if released else ())
    ]
    title = _("Screens for doors and halls")
    page = Page(title=f"{title} · {frame.name}", crumbs=frame.crumbs(title))
    return show(request, "signs", page, {**frame.context, "venues": venues})


@stored_page(seconds=NOW_SECONDS, parameters=PARAMETERS)
def sign_room(request: HttpRequest, series_slug: str, slug: str, room: UUID) -> HttpResponse:
    """The screen at one door. Five queries; kept for seconds.

    Raises:
        NotFound: the released programme has no such hall.
    """
    frame = edition_frame(request, series_slug, slug, "now")
    released = _released(frame)
    found = [one for one in released.frame.rooms if one.uid == str(room)]
    return _screen(request, frame, released, found, "sign_room")


@stored_page(seconds=NOW_SECONDS, parameters=PARAMETERS)
def sign_venue(request: HttpRequest, series_slug: str, slug: str, venue: UUID) -> HttpResponse:
    """The screen in the entrance of a venue, hall by hall. Five queries; kept for seconds.

    Raises:
        NotFound: the released programme has no hall in such a venue.
    """
    frame = edition_frame(request, series_slug, slug, "now")
    released = _released(frame)
    found = [one for one in released.frame.rooms if one.venue.uid == str(venue)]
    return _screen(request, frame, released, found, "sign_venue")


def _released(frame: EditionFrame) -> Programme:
    released = current_programme(frame.edition)
    if released is None:
        raise NotFound
    return released


def _screen(
    request: HttpRequest,
    frame: EditionFrame,
    released: Programme,
    rooms: list[ShownRoom],
    template: str,
) -> HttpResponse:
    if not rooms:
        raise NotFound
    venue, moment = rooms[0].venue, clock.now()
    shown = [_sign(request, released, room, moment) for room in rooms]
    name = in_words(request, rooms[0].name if template == "sign_room" else venue.name)
    page = Page(title=f"{name} · {frame.name}")
    context = {
        **frame.context,
        "venue": venue,
        "signs": [one for one in shown if template == "sign_room" or _says_something(one)],
        "moment": moment,
        "live": live_region(released, timetable.turns_at(released.sessions, moment)),
    }
    return show(request, template, page, context)


def _says_something(sign: Sign) -> bool:
    return bool(sign.now or sign.next or sign.gone)


def _sign(request: HttpRequest, released: Programme, room: ShownRoom, moment: datetime) -> Sign:
    found = hall_sign(released, room, moment)

    def line(session: ShownSession) -> Line:
        return _line(request, released, room.venue, session, moment)

    coming = found.next
    is_soon = bool(
        coming
        and not coming.is_cancelled
        and coming.starts_at
        and coming.starts_at - moment <= timetable.SOON
    )
    return Sign(
        room=room,
        now=tuple(line(one) for one in found.now),
        next=line(coming) if coming else None,
        later=tuple(line(one) for one in found.later[:_LATER_SHOWN]),
        gone=tuple(line(one) for one in found.gone),
        is_soon=is_soon,
    )


def _line(
    request: HttpRequest,
    released: Programme,
    venue: ShownVenue,
    session: ShownSession,
    moment: datetime,
) -> Line:
    zone = venue.time_zone
    row = session_row(
        session, zone, moment=moment, prefer_zone=True, live=released.live.get(session.uid)
    )
    day = ""
    if row.first and not is_same_day(row.first.starts_at, moment, zone):
        day = say_day(row.first.starts_at.date())
    return Line(row, day, len(in_words(request, session.title)) > _LONG_TITLE)
