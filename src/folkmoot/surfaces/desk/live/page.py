"""The day at the desk, made for a phone: choose a session, press what is so, take it back.

Everything is read from the release as it holds now; the draft has no say here.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Edition, LiveNotice
from folkmoot.rooms.programme.queries.frozen import ShownRoom, ShownSession, Thawing
from folkmoot.rooms.programme.queries.live import scopes_of
from folkmoot.rooms.programme.queries.released import (
    Programme,
    current_programme,
    latest_release,
)
from folkmoot.rooms.programme.queries.timetable import by_day, slot_of
from folkmoot.rooms.programme.terms import LiveKind
from folkmoot.surfaces.desk.deeds import Refused, settle
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.frame import actor_of, desk_view
from folkmoot.surfaces.desk.views.editions import edition_of, edition_page
from folkmoot.ui.dates import say_range
from folkmoot.ui.navigation import NavItem

MINUTES = (5, 10, 15, 20, 30, 45, 60)


@dataclass(frozen=True, slots=True)
class Line:
    """A session of the day; ``url`` is empty where it is not the actor's to speak of."""

    session: ShownSession
    zone: str
    url: str
    is_over: bool
    is_now: bool
    late: str


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in force, in words."""

    uid: str
    session_uid: str
    title: Multilingual
    words: str
    by: str
    at: datetime
    may_end: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """One session as the release has it and as it is now, and where it belongs."""

    actor: Actor
    edition: Edition
    released: ShownSession
    now: ShownSession
    programme: Programme


@desk_view
@require_http_methods(["GET", "POST"])
def edition_live(request: HttpRequest, uid: object) -> HttpResponse:
    """The sessions of a day with what was said of them. Eight queries, however many sessions.

    Raises:
        NotFound: there is no such edition, or the actor may not know of it.
    """
    edition = edition_of(request, uid)
    if request.method == "POST":
        deeds = {"take_back": _take_back, "into_draft": _into_draft}
        back = reverse("desk:edition_live", args=[edition.uid])
        return settle(
            request, edition, deeds, lambda *told: _day_page(request, edition, *told), back
        )
    return _day_page(request, edition)


@desk_view
@require_http_methods(["GET", "POST"])
def live_session(request: HttpRequest, uid: object, session: object) -> HttpResponse:
    """Say of one session that it is late, cancelled or in another room. Nine queries.

    Raises:
        NotFound: the current release has no such session.
        NotAllowed: it lies outside what the actor may change.
    """
    spot = _spot(request, uid, session)
    if request.method == "POST":
        deeds = {
            "late": _say_late,
            "cancelled": _say_cancelled,
            "room": _say_moved,
            "take_back": lambda asked, found: _take_back(asked, found.edition),
        }
        back = reverse("desk:edition_live", args=[spot.edition.uid])
        return settle(request, spot, deeds, lambda *told: _session_page(request, spot, *told), back)
    return _session_page(request, spot)


def _day_page(
    request: HttpRequest, edition: Edition, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    actor, moment = actor_of(request), clock.now()
    programme = current_programme(edition)
    days = [one.day for one in by_day(programme)] if programme else []
    day = _chosen(request, days, moment.astimezone(ZoneInfo(edition.time_zone)).date())
    lines = _lines(actor, edition, programme, day, moment) if programme and day else []
    said = _said(actor, edition, programme) if programme else []
    context = {
        "released": programme,
        "day_tabs": [
            NavItem(say_range(one, one), f"?day={one.isoformat()}", one == day) for one in days
        ],
        "lines": [one for one in lines if not one.is_over],
        "over": [one for one in lines if one.is_over],
        "said": said,
        "for_draft": any(one.may_end for one in said),
        "refused": refused,
        "moment": moment,
    }
    template = "desk/live/day.html"
    return edition_page(request, edition, "edition_live", context, status=status, template=template)


def _session_page(
    request: HttpRequest, spot: Spot, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    own = {room.uid for room in spot.now.rooms}
    change = spot.programme.live.get(spot.now.uid)
    said = _said(spot.actor, spot.edition, spot.programme)
    context = {
        "session": spot.now,
        "zone": _zone(spot.now, spot.programme),
        "late": _late_words(spot.programme, spot.now),
        "is_late": bool(change and change.late_minutes),
        "minutes": MINUTES,
        "rooms": [one for one in _rooms(spot) if one.uid not in own],
        "released_rooms": spot.released.rooms if len(spot.released.rooms) > 1 else (),
        "said": [one for one in said if one.session_uid == spot.now.uid],
        "back_url": reverse("desk:edition_live", args=[spot.edition.uid]),
        "refused": refused,
        "typed": refused.typed if refused else {},
    }
    template = "desk/live/session.html"
    return edition_page(
        request, spot.edition, "edition_live", context, status=status, template=template
    )


def _spot(request: HttpRequest, uid: object, session: object) -> Spot:
    edition = edition_of(request, uid)
    released, programme = latest_release(edition), current_programme(edition)
    if released is None or programme is None:
        raise NotFound
    before = {one.uid: one for one in released.sessions}.get(str(session))
    now = {one.uid: one for one in programme.sessions}.get(str(session))
    if before is None or now is None:
        raise NotFound
    actor = actor_of(request)
    require(actor, Permission.PROGRAMME_SESSIONS, scopes_of(released.frame, before))
    return Spot(actor, edition, before, now, programme)


def _rooms(spot: Spot) -> list[ShownRoom]:
    """The halls the session may be put into by the actor."""
    frame = spot.programme.frame
    return [
        room
        for room in frame.rooms
        if decide(
            spot.actor,
            Permission.PROGRAMME_SESSIONS,
            scopes_of(frame, replace(spot.released, rooms=(room,))),
        ).is_allowed
    ]


def _chosen(request: HttpRequest, days: list[date], today: date) -> date | None:
    wanted = request.GET.get("day", "")
    asked = next((one for one in days if one.isoformat() == wanted), None)
    if asked or not days:
        return asked
    return today if today in days else next((one for one in days if one > today), days[0])


def _lines(
    actor: Actor, edition: Edition, programme: Programme, day: date, moment: datetime
) -> list[Line]:
    chosen = next(one for one in by_day(programme) if one.day == day)
    sessions = [*(entry.session for entry in chosen.entries), *chosen.untimed]
    return [_line(actor, edition, programme, one, moment) for one in sessions]


def _line(
    actor: Actor, edition: Edition, programme: Programme, session: ShownSession, moment: datetime
) -> Line:
    slot = slot_of(session)
    path = scopes_of(programme.frame, session)
    may = decide(actor, Permission.PROGRAMME_SESSIONS, path).is_allowed
    return Line(
        session=session,
        zone=_zone(session, programme),
        url=reverse("desk:live_session", args=[edition.uid, session.uid]) if may else "",
        is_over=bool(slot and slot.ends_at <= moment),
        is_now=bool(slot and slot.starts_at <= moment < slot.ends_at and not session.is_cancelled),
        late=_late_words(programme, session),
    )


def _late_words(programme: Programme, session: ShownSession) -> str:
    change = programme.live.get(session.uid)
    minutes = change.late_minutes if change and not session.is_cancelled else 0
    return _minutes_late(minutes) if minutes else ""


def _minutes_late(minutes: int) -> str:
    return ngettext("%(n)s minute late", "%(n)s minutes late", minutes) % {"n": minutes}


def _zone(session: ShownSession, programme: Programme) -> str:
    return session.rooms[0].venue.time_zone if session.rooms else programme.frame.time_zone


def _said(actor: Actor, edition: Edition, programme: Programme) -> list[Said]:
    """The notices in force, the newest first. One query."""
    sessions = {one.uid: one for one in programme.sessions}
    rows = edition.live_notices.filter(ended_at=None).order_by("-said_at", "-id")
    found = []
    for one in rows:
        session = sessions.get(str(one.session_uid))
        path = scopes_of(programme.frame, session) if session else ()
        found.append(
            Said(
                uid=str(one.uid),
                session_uid=str(one.session_uid),
                title=session.title if session else Multilingual({}, "en"),
                words=_words(one),
                by=one.said_by,
                at=one.said_at,
                may_end=decide(actor, Permission.PROGRAMME_SESSIONS, path).is_allowed,
            )
        )
    return found


def _words(notice: LiveNotice) -> str:
    if notice.kind == LiveKind.CANCELLED:
        return _("cancelled")
    if notice.kind == LiveKind.ROOM:
        room = Thawing().room(notice.room)
        return _("now in %(room)s") % {"room": shown(room.name)}
    late = _minutes_late(notice.minutes) if notice.minutes else _("on time again")
    if not notice.follows:
        return late
    return _("%(late)s, and what follows in the room") % {"late": late}


def _say_late(request: HttpRequest, spot: Spot) -> str:
    typed = request.POST.get("minutes") or request.POST.get("other")
    minutes = number_in(typed)
    if minutes is None:
        raise Invalid({"minutes": [_("Say by how many minutes, in digits.")]})
    made = services.say_late(
        actor=spot.actor,
        edition=spot.edition,
        session_uid=spot.now.uid,
        minutes=minutes,
        follows="follows" in request.POST,
        at=clock.now(),
    )
    return _told(spot, made)


def _say_cancelled(_request: HttpRequest, spot: Spot) -> str:
    made = services.say_cancelled(
        actor=spot.actor, edition=spot.edition, session_uid=spot.now.uid, at=clock.now()
    )
    return _told(spot, made)


def _say_moved(request: HttpRequest, spot: Spot) -> str:
    made = services.say_moved(
        actor=spot.actor,
        edition=spot.edition,
        session_uid=spot.now.uid,
        room_uid=request.POST.get("room", ""),
        instead_of=request.POST.get("instead_of", ""),
        at=clock.now(),
    )
    return _told(spot, made)


def _told(spot: Spot, notice: LiveNotice) -> str:
    return _("Everybody sees now: “%(session)s”, %(words)s.") % {
        "session": shown(spot.now.title),
        "words": _words(notice),
    }


def _take_back(request: HttpRequest, edition: Edition) -> str:
    target = request.POST.get("target", "")
    found = next((one for one in edition.live_notices.all() if str(one.uid) == target), None)
    if found is None:
        raise NotFound
    services.take_back(actor=actor_of(request), notice=found, at=clock.now())
    return _("Taken back: %(words)s.") % {"words": _words(found)}


def _into_draft(request: HttpRequest, edition: Edition) -> str:
    count = services.take_into_draft(actor=actor_of(request), edition=edition, at=clock.now())
    words = ngettext(
        "%(n)s session changed in the draft.", "%(n)s sessions changed in the draft.", count
    )
    return words % {"n": count}
