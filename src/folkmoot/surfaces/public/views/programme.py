"""A released programme: by day, by city, as a grid; one session."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries.citations import citations_of
from folkmoot.rooms.evidence.queries.differences import differences_about
from folkmoot.rooms.evidence.queries.figures import claims_about
from folkmoot.rooms.evidence.queries.statements import statements_about
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.programme.queries import timetable
from folkmoot.rooms.programme.queries.frozen import ShownSession
from folkmoot.rooms.programme.queries.live import scopes_of
from folkmoot.rooms.programme.queries.published import FoundSession
from folkmoot.rooms.programme.queries.released import Programme, current_programme
from folkmoot.surfaces.public import grids, links, structured
from folkmoot.surfaces.public.differences import differing_about
from folkmoot.surfaces.public.editions import app_files, edition_frame
from folkmoot.surfaces.public.live import live_region, region_of_session
from folkmoot.surfaces.public.pages import (
    PARAMETERS,
    Editable,
    Page,
    follows_merges,
    in_words,
    show,
)
from folkmoot.surfaces.public.rows import hue_class, part_row, say_day, session_row
from folkmoot.ui.navigation import Crumb, NavItem

VIEWS = ("day", "city", "grid")
_ALL_DAYS_UP_TO = 150  # sessions; a longer programme opens at one day


@stored_page(seconds=600, parameters=(*PARAMETERS, "view", "day", "strand"))
def programme_page(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """The released programme, however many sessions. Five queries."""
    frame = edition_frame(request, series_slug, slug, "programme")
    released = current_programme(frame.edition)
    title = _("Programme")
    page = Page(
        title=f"{title} · {frame.name}",
        description=_("The programme of %(edition)s by day, by city and by hall.")
        % {"edition": frame.name},
        crumbs=frame.crumbs(title),
        texts=[
            frame.edition.name,
            *(one.title for one in (released.sessions[:50] if released else ())),
        ],
        edit=frame.editable,
    )
    if released is None:
        return show(request, "programme_none", page, frame.context)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "day"
    narrowed = _of_strand(released, request.GET.get("strand", ""))
    days = _all_days(narrowed)
    chosen = _chosen_day(request, days, view, narrowed)
    context = {
        **frame.context,
        "release": released,
        "live": live_region(released),
        "oembed": links.oembed_links(request.path),
        "view": view,
        "view_tabs": _view_tabs(request, view),
        "day_tabs": _day_tabs(request, days, chosen),
        "chosen_day": chosen,
        "strands": _strand_links(request, released),
        "zone_named": released.frame.time_zone,
        "app_files": app_files(frame.edition),
        "several_zones": view != "city"
        and len({venue.time_zone for venue in released.frame.venues}) > 1,
        **_contents(narrowed, view, chosen),
    }
    shown = [one for one in narrowed.sessions if chosen is None or _is_on(one, chosen, narrowed)]
    graph = structured.programme(
        released.frame, frame.address("programme"), shown[:_ALL_DAYS_UP_TO]
    )
    return show(request, f"programme_{view}", replace(page, graph=graph), context)


@stored_page(parameters=PARAMETERS)
@follows_merges("programme.session")
def session(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One released session: times, halls, people, what was said and claimed.

    Sixteen queries at most; eight where sources agree, three more for a block.
    """
    found = programme.published_session(uid)
    one, frame = found.session, found.frame
    ref = RecordRef("programme.session", one.uid)
    name = in_words(request, one.title)
    edition = in_words(request, frame.edition_name)
    row = session_row(one, frame.time_zone, live=found.live)
    page = Page(
        title=f"{name} · {edition}",
        description=in_words(request, one.abstract)[:200] or f"{name}. {edition}",
        crumbs=_session_crumbs(request, found),
        texts=[one.title, one.abstract],
        graph=structured.session(one, frame, links.session_url(one.uid)),
        edit=Editable(ref, Permission.PROGRAMME_SESSIONS, scopes_of(frame, one)),
    )
    context = {
        "session": one,
        "live": region_of_session(found),
        "oembed": links.oembed_links(request.path),
        "session_ref": ref,
        "row": row,
        "frame": frame,
        "release_label": found.label,
        "released_at": found.released_at,
        "times": one.local_times(frame.time_zone),
        "people": [part_row(part, one) for part in one.parts],
        "inside": [
            {
                "url": links.session_url(inner.uid),
                "title": inner.title,
                "starts_at": inner.starts_at,
                "is_cancelled": inner.is_cancelled,
            }
            for inner in (programme.sessions_inside(uid) if one.kind == "block" else ())
        ],
        "parent_url": links.session_url(one.parent.uid) if one.parent else "",
        "edition_url": links.edition_url(frame.series_slug, frame.edition_slug),
        "programme_url": links.edition_url(frame.series_slug, frame.edition_slug, "programme"),
        "figures": claims_about([ref]).get(ref, ()),
        "statements": statements_about([ref]).get(ref, ()),
        "citations": citations_of([ref]),
        "differing": differing_about(request, differences_about([ref]), own=ref),
    }
    return show(request, "session", page, context)


def _contents(released: Programme, view: str, chosen: date | None) -> dict[str, object]:
    if view == "grid":
        return {"grid": grids.table(timetable.grid(released, chosen), released) if chosen else None}
    zone = released.frame.time_zone
    if view == "city":
        return {
            "cities": [
                {
                    "city": one.city,
                    "days": _days(one.days, one.time_zone, chosen, released),
                    "undated": [
                        session_row(s, one.time_zone, live=released.live.get(s.uid))
                        for s in one.undated
                    ],
                    "time_zone": one.time_zone,
                }
                for one in timetable.by_city(released)
            ]
        }
    undated = timetable.undated(released) if chosen is None else ()
    return {
        "days": _days(timetable.by_day(released), zone, chosen, released),
        "undated": [session_row(one, zone, live=released.live.get(one.uid)) for one in undated],
    }


def _days(
    days: Iterable[timetable.ProgrammeDay], zone: str, chosen: date | None, released: Programme
) -> list[dict[str, object]]:
    return [
        {
            "day": day.day,
            "rows": [
                session_row(
                    entry.session,
                    zone,
                    is_continued=entry.is_continued,
                    prefer_zone=True,
                    live=released.live.get(entry.session.uid),
                )
                for entry in day.entries
            ],
            "untimed": [
                session_row(one, zone, live=released.live.get(one.uid)) for one in day.untimed
            ],
        }
        for day in days
        if chosen is None or day.day == chosen
    ]


def _all_days(released: Programme) -> list[date]:
    return [one.day for one in timetable.by_day(released)]


def _is_on(one: ShownSession, day: date, released: Programme) -> bool:
    times = one.local_times(released.frame.time_zone)
    return bool(times) and times[0].starts_at.date() == day


def _of_strand(released: Programme, strand: str) -> Programme:
    if strand not in {one.uid for one in released.frame.strands}:
        return released
    kept = tuple(one for one in released.sessions if one.strand and one.strand.uid == strand)
    return replace(released, sessions=kept)


def _chosen_day(
    request: HttpRequest, days: list[date], view: str, released: Programme
) -> date | None:
    """The day to show; ``None`` shows all of them. "Today" is that of the edition's clocks."""
    wanted = request.GET.get("day", "")
    asked = next((day for day in days if day.isoformat() == wanted), None)
    if asked or not days:
        return asked
    if view != "grid" and (wanted == "all" or len(released.sessions) <= _ALL_DAYS_UP_TO):
        return None
    today = clock.now().astimezone(ZoneInfo(released.frame.time_zone)).date()
    return today if today in days else days[0]


def _link(request: HttpRequest, **changes: str) -> str:
    query = {
        key: value
        for key, value in request.GET.items()
        if key in (*PARAMETERS, "view", "day", "strand")
    }
    query.update(changes)
    kept = {key: value for key, value in query.items() if value}
    return "?" + urlencode(kept) if kept else request.path


def _view_tabs(request: HttpRequest, current: str) -> tuple[NavItem, ...]:
    names = (("day", _("By day")), ("city", _("By city")), ("grid", _("By hall")))
    return tuple(
        NavItem(label, _link(request, view="" if key == "day" else key), key == current)
        for key, label in names
    )


def _day_tabs(request: HttpRequest, days: list[date], chosen: date | None) -> tuple[NavItem, ...]:
    if len(days) < 2:
        return ()
    tabs = [
        NavItem(say_day(day), _link(request, day=day.isoformat()), day == chosen) for day in days
    ]
    if request.GET.get("view") != "grid":
        tabs.insert(0, NavItem(_("All days"), _link(request, day="all"), chosen is None))
    return tuple(tabs)


def _strand_links(request: HttpRequest, released: Programme) -> list[dict[str, object]]:
    current = request.GET.get("strand", "")
    return [
        {
            "strand": one,
            "hue": hue_class(one.hue),
            "url": _link(request, strand="" if one.uid == current else one.uid),
            "current": one.uid == current,
        }
        for one in released.frame.strands
    ]


def _session_crumbs(request: HttpRequest, found: FoundSession) -> tuple[Crumb, ...]:
    frame = found.frame
    return (
        Crumb(_("Forums"), reverse("public:home")),
        Crumb(
            in_words(request, frame.series_name), reverse("public:series", args=[frame.series_slug])
        ),
        Crumb(
            in_words(request, frame.edition_name),
            links.edition_url(frame.series_slug, frame.edition_slug),
        ),
        Crumb(
            _("Programme"), links.edition_url(frame.series_slug, frame.edition_slug, "programme")
        ),
        Crumb(in_words(request, found.session.title)),
    )
