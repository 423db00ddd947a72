"""What is on now and next, for all cities or one; and the version by which pages follow it."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.programme.queries import timetable
from folkmoot.rooms.programme.queries.frozen import ShownSession
from folkmoot.rooms.programme.queries.released import (
    Programme,
    current_programme,
    current_version,
)
from folkmoot.surfaces.public.editions import EditionFrame, edition_frame
from folkmoot.surfaces.public.live import live_region
from folkmoot.surfaces.public.pages import PARAMETERS, Page, in_words, show
from folkmoot.surfaces.public.rows import SessionRow, session_row
from folkmoot.ui.navigation import Crumb, NavItem

# The clock draws these pages anew; a crowd shares what is a few seconds old.
NOW_SECONDS = 5
# How often an open page asks: on the days, and when nobody expects a change.
_PACE_SECONDS = 3
_CALM_SECONDS = 60


@stored_page(seconds=NOW_SECONDS, parameters=PARAMETERS)
def now(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """What is on in every city, and what begins next. Five queries; kept for seconds."""
    return _now(request, edition_frame(request, series_slug, slug, "now"), None)


@stored_page(seconds=NOW_SECONDS, parameters=PARAMETERS)
def now_in_city(request: HttpRequest, series_slug: str, slug: str, city: UUID) -> HttpResponse:
    """What is on in one city, and what begins there next. Five queries; kept for seconds.

    Raises:
        NotFound: the released programme has nothing in this city.
    """
    return _now(request, edition_frame(request, series_slug, slug, "now"), str(city))


@stored_page(seconds=60)
def live_state(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """The version of the programme as of now, and in how many seconds to ask again. Three
    queries, none while nothing public changes.
    """
    edition = programme.published_edition(series_slug, slug)
    state = {"version": current_version(edition), "pace": _pace(edition)}
    return JsonResponse(state)


def _pace(edition: Edition) -> int:
    """Quick from the day before until the day after: zones differ, and people arrive early."""
    today = clock.now().astimezone(ZoneInfo(edition.time_zone)).date()
    first, last = edition.starts_on, edition.ends_on or edition.starts_on
    if first is None or last is None:
        return _CALM_SECONDS
    day = timedelta(days=1)
    return _PACE_SECONDS if first - day <= today <= last + day else _CALM_SECONDS


def _now(request: HttpRequest, frame: EditionFrame, city: str | None) -> HttpResponse:
    released = current_programme(frame.edition)
    moment = clock.now()
    cities = timetable.now_and_next(released, moment) if released else ()
    shown = [one for one in cities if city is None or (one.city and one.city.uid == city)]
    if city and not shown:
        raise NotFound
    title = _("Now and next")
    place = in_words(request, shown[0].city.name) if city and shown[0].city else ""
    crumbs = frame.crumbs(title)
    if place:
        crumbs = (*frame.crumbs(), Crumb(title, frame.address("now")), Crumb(place))
    page = Page(
        title=" · ".join(filter(None, (title, place, frame.name))),
        description=_("What is on at %(edition)s at this moment, city by city.")
        % {"edition": frame.name},
        crumbs=crumbs,
        edit=frame.editable,
    )
    context = {
        **frame.context,
        "release": released,
        "cities": [_city(one, released) for one in shown] if released else [],
        "signs_url": frame.address("signs"),
        "city_tabs": _city_tabs(request, frame, cities, city),
        "live": live_region(released, timetable.turns_at(released.sessions, moment))
        if released
        else None,
    }
    return show(request, "now", page, context)


def _city(one: timetable.CityNow, released: Programme) -> dict[str, object]:
    moment = one.local_moment

    def row(session: ShownSession) -> SessionRow:
        return session_row(
            session,
            one.time_zone,
            moment=moment,
            prefer_zone=True,
            live=released.live.get(session.uid),
        )

    return {
        "city": one.city,
        "time_zone": one.time_zone,
        "moment": moment,
        "now": [row(session) for session in one.now],
        "next": [row(session) for session in one.next],
        "called_off": [row(session) for session in one.called_off],
        "next_at": one.next_at,
    }


def _city_tabs(
    request: HttpRequest,
    frame: EditionFrame,
    cities: tuple[timetable.CityNow, ...],
    chosen: str | None,
) -> tuple[NavItem, ...]:
    named = [one.city for one in cities if one.city]
    if len(named) < 2:
        return ()
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    names = (frame.edition.series.slug, frame.edition.slug)
    tabs = [NavItem(_("All cities"), frame.address("now") + query, chosen is None)]
    tabs += [
        NavItem(
            in_words(request, one.name),
            reverse("public:now_city", args=[*names, one.uid]) + query,
            one.uid == chosen,
        )
        for one in named
    ]
    return tuple(tabs)
