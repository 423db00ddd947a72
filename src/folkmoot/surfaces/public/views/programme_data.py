"""Calendars and data of a programme: every format it can be taken along in, on one page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.programme.queries.frozen import ShownCity, ShownSession
from folkmoot.rooms.programme.queries.released import Programme, current_programme
from folkmoot.rooms.programme.terms import SessionKind
from folkmoot.surfaces.public.editions import EditionFrame, edition_frame
from folkmoot.surfaces.public.pages import PARAMETERS, Page, content_language, in_words, show
from folkmoot.surfaces.public.rows import say_full_day

# A reader for Android opens a programme by this address; the part after "#" stays on the phone.
_GIGGITY = "https://ggt.gaa.st/#url="
_CHOSEN_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Subscription:
    """A calendar to follow: by its name, the address to copy and the one that opens it."""

    name: str
    address: str
    webcal: str


@dataclass(frozen=True, slots=True)
class _Addresses:
    """Makes absolute addresses of the files of one edition in one language."""

    series: str
    edition: str
    language: str

    def file(self, name: str, **part: str) -> str:
        at = reverse("api:programme_file", args=[self.series, self.edition, name])
        query = urlencode({**part, "language": self.language}, safe=",")
        return f"{settings.BASE_URL}{at}?{query}"

    def calendar(self, name: str, **part: str) -> Subscription:
        address = self.file("programme.ics", **part)
        return Subscription(name, address, address.replace(urlsplit(address).scheme, "webcal", 1))

    @property
    def changes(self) -> str:
        at = reverse("api:programme_changes", args=[self.series, self.edition])
        return f"{settings.BASE_URL}{at}?{urlencode({'language': self.language})}"


@stored_page(seconds=600, parameters=PARAMETERS)
def programme_data(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """Feeds, files and tables of a programme, and a calendar of chosen sessions.

    Five queries. A choice stands in the address alone: no account, nothing is kept.
    """
    frame = edition_frame(request, series_slug, slug, "programme")
    released = current_programme(frame.edition)
    title = _("Calendars and data")
    page = Page(
        title=f"{title} · {frame.name}",
        description=_("The programme of %(edition)s for calendars, apps and spreadsheets.")
        % {"edition": frame.name},
        crumbs=frame.crumbs(title),
        texts=[frame.edition.name],
        edit=frame.editable,
    )
    at = _Addresses(series_slug, slug, content_language(request) or get_language() or "")
    context = {
        **frame.context,
        "programme_url": frame.address("programme"),
        "whole": at.calendar(frame.name),
        "changes_url": at.changes,
        **(_released(request, frame, released, at) if released else {}),
    }
    return show(request, "programme_data", page, context)


def _released(
    request: HttpRequest, frame: EditionFrame, released: Programme, at: _Addresses
) -> dict[str, Any]:
    chosen = _chosen(request, released)
    cities = [(city, in_words(request, city.name)) for city in _cities(released)]
    strands = [(one, in_words(request, one.name)) for one in released.frame.strands]
    return {
        "release": released,
        "apps": _files_for_apps(frame.name, at),
        "city_apps": [
            file
            for city, name in cities
            if len(cities) > 1
            for file in _files_for_apps(name, at, city=city.uid)[:1]
        ],
        "calendars": [
            *(at.calendar(name, city=city.uid) for city, name in cities if len(cities) > 1),
            *(at.calendar(name, strand=one.uid) for one, name in strands),
        ],
        "tables": [
            (_("Table (CSV)"), at.file("programme.csv")),
            (
                _("Description of the table's columns (CSVW)"),
                at.file("programme.csv-metadata.json"),
            ),
            (_("Workbook (XLSX)"), at.file("programme.xlsx")),
        ],
        "days": _days(request, released, chosen),
        "chosen": at.calendar(_("My choice"), sessions=",".join(sorted(chosen)))
        if chosen
        else None,
        "chosen_count": len(chosen),
    }


def _files_for_apps(name: str, at: _Addresses, **part: str) -> list[dict[str, str]]:
    xml = at.file("schedule.xml", **part)
    return [
        {"name": name, "xml": xml, "json": at.file("schedule.json", **part),
         "xcal": at.file("schedule.xcal", **part), "giggity": _GIGGITY + quote(xml, safe=":/?=&")}
    ]  # fmt: skip


def _cities(released: Programme) -> Iterable[ShownCity]:
    found = {city.uid: city for one in released.sessions for city in one.cities}
    return found.values()


def _chosen(request: HttpRequest, released: Programme) -> set[str]:
    known = {one.uid for one in released.sessions}
    asked = {_identity(raw) for raw in request.GET.getlist("choose")[:_CHOSEN_AT_MOST]}
    return asked & known


def _identity(raw: str) -> str:
    try:
        return str(UUID(raw))
    except ValueError:
        return ""


def _days(request: HttpRequest, released: Programme, chosen: set[str]) -> list[dict[str, Any]]:
    """The sessions to choose from, by day; cancelled ones and breaks cannot be chosen."""
    days: dict[str, list[dict[str, Any]]] = {}
    zone = released.frame.time_zone
    for one in released.sessions:
        if one.is_cancelled or one.kind == SessionKind.BREAK:
            continue
        times = one.local_times(zone)
        label = say_full_day(times[0].starts_at.date()) if times else _("Without a time")
        row = {"session": one, "time": times[0] if times else None, "is_chosen": one.uid in chosen}
        days.setdefault(label, []).append({**row, "place": _place(request, one)})
    return [{"label": label, "rows": rows} for label, rows in days.items()]


def _place(request: HttpRequest, one: ShownSession) -> str:
    return ", ".join(in_words(request, city.name) for city in one.cities)
