"""The programme inside the web site of a host: frames, and oEmbed (oembed.com, version 1.0).

These are the only pages that other sites may show in a frame. They set no cookie, hold nothing
of the reader, and lead to the site itself in a new tab.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID
from xml.sax.saxutils import escape

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.refusals import NotFound
from folkmoot.kernel.texts import shown
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.programme.queries import timetable
from folkmoot.rooms.programme.queries.frozen import ShownCity, ShownSession
from folkmoot.rooms.programme.queries.released import Programme, current_programme, current_release
from folkmoot.surfaces.public import links
from folkmoot.surfaces.public.live import live_region, region_of_session
from folkmoot.surfaces.public.pages import PARAMETERS, Page, in_words, show
from folkmoot.surfaces.public.rows import say_day, session_row

_FILTERS = ("city", "strand", "day")
_WIDTH, _HEIGHT, _SESSION_HEIGHT = 800, 600, 260
_SMALLEST = 200
_PROVIDER = "Folkmoot"
_SHOWN = (
    "public:programme",
    "public:programme_embed",
    "public:now",
    "public:session",
    "public:session_embed",
)


def _in_frames(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let any site show the page in a frame; both headers say so."""
    framed: Any = csp_replace({"frame-ancestors": ["*"]})(cast(Any, view))
    allowed: Callable[..., HttpResponse] = xframe_options_exempt(framed)
    return allowed


@stored_page(seconds=600, parameters=(*PARAMETERS, *_FILTERS))
@_in_frames
def programme_embed(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """A released programme, or the part of a city, strand or day, in a frame. Four queries.

    Raises:
        NotFound: there is no such edition, it is not public, or nothing was released.
    """
    edition = programme.published_edition(series_slug, slug)
    released = current_programme(edition)
    if released is None:
        raise NotFound
    asked = {name: request.GET.get(name, "") for name in _FILTERS}
    cities = {city.uid: city for one in released.sessions for city in one.cities}
    zone = cities[asked["city"]].time_zone if asked["city"] in cities else ""
    narrowed = replace(released, sessions=tuple(_narrowed(released, asked)))
    if zone:
        # One city's programme goes by that city's clock, its days too.
        narrowed = replace(narrowed, frame=replace(narrowed.frame, time_zone=zone))
    days = timetable.by_day(narrowed)
    chosen = [one for one in days if not asked["day"] or one.day.isoformat() == asked["day"]]
    name = in_words(request, edition.name)
    context = {
        "heading": name,
        "whole_url": links.edition_url(series_slug, slug, "programme"),
        "days": [_day(one, narrowed) for one in chosen],
        "choices": _choices(request, released, cities.values(), [one.day for one in days], asked),
        "several_zones": not zone and len({one.time_zone for one in cities.values()}) > 1,
        "live": live_region(released),
    }
    return show(request, "embed", Page(title=f"{_('Programme')} · {name}"), context)


@stored_page(parameters=PARAMETERS)
@_in_frames
def session_embed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One released session in a frame. Three queries.

    Raises:
        NotFound: the session is in no current release of a public edition.
    """
    found = programme.published_session(uid)
    row = session_row(found.session, found.frame.time_zone, live=found.live)
    name = in_words(request, found.session.title)
    context = {
        "heading": in_words(request, found.frame.edition_name),
        "whole_url": row.url,
        "days": [{"day": row.first.starts_at.date() if row.first else None, "rows": [row]}],
        "several_zones": True,
        "live": region_of_session(found),
    }
    return show(request, "embed", Page(title=name), context)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """How to show one of our own pages elsewhere, as JSON or XML. At most four queries.

    404 for any other address, 501 for a format that is neither, as oEmbed asks (section 2.3.4).

    Raises:
        NotFound: the address is no programme or session of this installation.
    """
    wanted = request.GET.get("format", "json")
    if wanted not in ("json", "xml"):
        return HttpResponse(_("Only json and xml are offered."), status=501)
    told = _told(request, request.GET.get("url", ""))
    if wanted == "json":
        answer: HttpResponse = JsonResponse(told)
    else:
        fields = "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in told.items())
        body = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?><oembed>{fields}</oembed>'
        answer = HttpResponse(body, content_type="text/xml; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _told(request: HttpRequest, address: str) -> dict[str, Any]:
    match, language = _own_page(address)
    # In the page's own language, whatever the language of the one who asks.
    with translation.override(language):
        return _frame_of(request, match)


def _frame_of(request: HttpRequest, match: ResolverMatch) -> dict[str, Any]:
    if match.view_name in ("public:session", "public:session_embed"):
        found = programme.published_session(match.kwargs["uid"])
        title, height = shown(found.session.title), _SESSION_HEIGHT
        frame = reverse("public:session_embed", args=[found.session.uid])
    else:
        edition = programme.published_edition(match.kwargs["series_slug"], match.kwargs["slug"])
        if current_release(edition) is None:
            raise NotFound
        title, height = shown(edition.name), _HEIGHT
        frame = links.edition_url(edition.series.slug, edition.slug, "programme_embed")
    width = _at_most(_WIDTH, request.GET.get("maxwidth", ""))
    height = _at_most(height, request.GET.get("maxheight", ""))
    html = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>',
        settings.BASE_URL + frame, title, width, height,
    )  # fmt: skip
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": _PROVIDER,
        "provider_url": settings.BASE_URL + "/",
        "cache_age": 3600,
        "html": str(html),
        "width": width,
        "height": height,
    }


def _own_page(address: str) -> tuple[ResolverMatch, str]:
    """The page behind one of our own addresses that can be shown in a frame, and its language.

    Raises:
        NotFound: it is somebody else's, or a page that is not for frames.
    """
    asked, own = urlsplit(address), urlsplit(settings.BASE_URL)
    if (asked.scheme, asked.netloc) != (own.scheme, own.netloc):
        raise NotFound
    language = translation.get_language_from_path(asked.path) or settings.LANGUAGE_CODE
    try:
        with translation.override(language):
            match = resolve(asked.path)
    except Resolver404 as fault:
        raise NotFound from fault
    if match.view_name not in _SHOWN:
        raise NotFound
    return match, language


def _at_most(usual: int, limit: str) -> int:
    return min(usual, max(_SMALLEST, int(limit))) if limit.isdecimal() and len(limit) < 6 else usual


def _narrowed(released: Programme, asked: dict[str, str]) -> list[ShownSession]:
    return [
        one
        for one in released.sessions
        if (not asked["city"] or any(city.uid == asked["city"] for city in one.cities))
        and (not asked["strand"] or (one.strand and one.strand.uid == asked["strand"]))
    ]


def _day(day: timetable.ProgrammeDay, released: Programme) -> dict[str, Any]:
    zone = released.frame.time_zone
    sessions = [*(entry.session for entry in day.entries), *day.untimed]
    return {
        "day": day.day,
        "rows": [
            session_row(one, zone, prefer_zone=True, live=released.live.get(one.uid))
            for one in sessions
        ],
    }


def _choices(
    request: HttpRequest,
    released: Programme,
    cities: Iterable[ShownCity],
    days: list[date],
    asked: dict[str, str],
) -> list[dict[str, Any]]:
    offered = (
        ("city", _("City"), [(one.uid, in_words(request, one.name)) for one in cities]),
        (
            "strand",
            _("Strand"),
            [(one.uid, in_words(request, one.name)) for one in released.frame.strands],
        ),
        ("day", _("Day"), [(one.isoformat(), say_day(one)) for one in days]),
    )
    return [
        {"name": name, "label": label, "options": options, "chosen": asked[name]}
        for name, label, options in offered
        if len(options) > 1
    ]
