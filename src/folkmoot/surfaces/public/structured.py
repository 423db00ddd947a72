"""Linked data (schema.org, as JSON-LD) of the public pages: what machines read.

Plain dictionaries from plain values; ``with_context`` drops what is empty. Addresses are
absolute, because data travels without its page.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.evidence.queries.attribution import Attribution
from folkmoot.rooms.evidence.queries.figures import ClaimedFigure
from folkmoot.rooms.evidence.queries.statements import AttributedWords
from folkmoot.rooms.programme.models import Edition, Series
from folkmoot.rooms.programme.queries.frozen import Frame, ShownCity, ShownSession
from folkmoot.rooms.registry.queries.published import OrganisationPage, PersonPage
from folkmoot.surfaces.public import links
from folkmoot.ui.figures import say_figure

_ATTENDANCE = {"in_person": "Offline", "online": "Online", "hybrid": "Mixed"}
_STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}


def with_context(graph: Mapping[str, Any]) -> dict[str, Any]:
    """The graph without its empty values, with the vocabulary it uses."""
    return {"@context": "https://schema.org", **_tidy(graph)}


def absolute(path: str) -> str:
    """An address that works from elsewhere."""
    return settings.BASE_URL + path if path.startswith("/") else path


def series(one: Series, url: str, editions: Iterable[tuple[Edition, str]]) -> dict[str, Any]:
    """A recurring forum with its editions."""
    return {
        "@type": "EventSeries",
        "name": _words(one.name),
        "description": _words(one.summary),
        "url": absolute(url),
        "subEvent": [
            {"@type": "Event", "name": _words(edition.name), "url": absolute(at), **_days(edition)}
            for edition, at in editions
        ],
    }


def edition(
    one: Edition, url: str, series_url: str, *, cities: Iterable[Any], organisers: Iterable[Any]
) -> dict[str, Any]:
    """One holding of a forum.

    Args:
        cities: host cities, as registry records.
        organisers: organisations, as registry records.
    """
    return {
        "@type": "Event",
        "name": _words(one.name),
        "description": _words(one.theme) or _words(one.summary),
        "url": absolute(url),
        **_days(one),
        "eventStatus": _status(one.status),
        "eventAttendanceMode": _attendance(one.format),
        "location": [_city_place(city.name, city.latitude, city.longitude) for city in cities],
        "organizer": [{"@type": "Organization", "name": _words(body.name)} for body in organisers],
        "superEvent": {
            "@type": "EventSeries",
            "name": _words(one.series.name),
            "url": absolute(series_url),
        },
    }


def programme(frame: Frame, url: str, sessions: Iterable[ShownSession]) -> dict[str, Any]:
    """A released programme: the edition with the sessions of the page as its parts."""
    return {
        "@type": "Event",
        "name": _words(frame.edition_name),
        "url": absolute(url),
        "startDate": _iso(frame.starts_on) or frame.dates,
        "endDate": _iso(frame.ends_on),
        "subEvent": [
            {
                "@type": "Event",
                "name": _words(one.title),
                "url": absolute(links.session_url(one.uid)),
                "startDate": _start(one, frame),
                "endDate": _end(one, frame),
                "eventStatus": _status(one.status),
            }
            for one in sessions
        ],
    }


def session(one: ShownSession, frame: Frame, url: str) -> dict[str, Any]:
    """One session with its places, its people and the edition it belongs to."""
    people = [part for part in one.parts if part.person_uid]
    places: list[dict[str, Any]] = [_room_place(room) for room in one.rooms]
    if not places and one.stated_city:
        places = [_shown_city(one.stated_city)]
    if one.stream_url:
        places.append({"@type": "VirtualLocation", "url": one.stream_url})
    mode = one.format or ("hybrid" if one.stream_url and one.rooms else "")
    return {
        "@type": "Event",
        "name": _words(one.title),
        "description": _words(one.abstract),
        "url": absolute(url),
        "startDate": _start(one, frame),
        "endDate": _end(one, frame),
        "inLanguage": list(one.languages),
        "eventStatus": _status(one.status),
        "eventAttendanceMode": _attendance(mode),
        "location": places,
        "performer": [
            {
                "@type": "Person",
                "name": _words(part.name),
                "url": absolute(links.person_url(part.person_uid)),
            }
            for part in people
        ],
        "superEvent": {
            "@type": "Event",
            "name": _words(frame.edition_name),
            "url": absolute(links.edition_url(frame.series_slug, frame.edition_slug)),
            "startDate": _iso(frame.starts_on) or frame.dates,
        },
    }


def person(page: PersonPage, url: str) -> dict[str, Any]:
    """A person with the offices held and what outside registers call them."""
    return {
        "@type": "Person",
        "name": _words(page.person.name),
        "alternateName": sorted(
            {*page.person.name.texts.values(), *(name.text for name in page.names)}
        ),
        "url": absolute(url),
        "jobTitle": [_words(office.title) for office in page.offices],
        "sameAs": same_as(page.identifiers),
    }


def organisation(page: OrganisationPage, url: str) -> dict[str, Any]:
    """A body with its parts and members."""
    one = page.organisation
    return {
        "@type": "Organization",
        "name": _words(one.name),
        "alternateName": sorted({*one.name.texts.values(), *(name.text for name in page.names)}),
        "url": absolute(url),
        "foundingDate": one.founded,
        "dissolutionDate": one.dissolved,
        "parentOrganization": _named("Organization", one.parent),
        "member": [_named("Organization", membership.member) for membership in page.members],
        "sameAs": [*same_as(page.identifiers), one.website],
    }


def quotation(one: AttributedWords) -> dict[str, Any]:
    """Words somebody is said to have said; nothing where the words may not be shown."""
    words = " … ".join(passage.words for passage in one.passages if passage.words)
    if not words:
        return {}
    return {
        "@type": "Quotation",
        "text": words,
        "inLanguage": one.source.language,
        "spokenByCharacter": _speaker(one.by),
    }


def claim(one: ClaimedFigure) -> dict[str, Any]:
    """A figure somebody states: their claim, not a fact of ours."""
    value = (
        ""
        if one.value is None
        else say_figure(
            one.value, comparator=one.comparator, currency=one.currency, unit=_words(one.unit)
        )
    )
    return {"@type": "Claim", "name": f"{_words(one.subject)}: {value}", "author": _speaker(one.by)}


def _speaker(by: Attribution) -> dict[str, Any]:
    if by.speaker:
        return {"@type": "Person", "name": _words(by.speaker.name)}
    if by.organisation:
        return {"@type": "Organization", "name": _words(by.organisation.name)}
    return {"@type": "Person", "name": by.as_written} if by.as_written else {}


def same_as(identifiers: Iterable[Any]) -> list[str]:
    """The addresses that outside registers give the record."""
    patterns = {
        "wikidata": "https://www.wikidata.org/entity/{}",
        "geonames": "https://www.geonames.org/{}",
        "lei": "https://search.gleif.org/#/record/{}",
        "orcid": "https://orcid.org/{}",
        "website": "{}",
    }
    known = [(patterns.get(one.scheme), one.value) for one in identifiers]
    addresses = [pattern.format(value) for pattern, value in known if pattern]
    return [one for one in addresses if one.startswith(("https://", "http://"))]


def _words(text: Multilingual) -> str:
    return text.pick((get_language() or "en",))[1]


def _named(kind: str, record: Any) -> dict[str, Any]:
    return {"@type": kind, "name": _words(record.name)} if record else {}


def _days(one: Edition) -> dict[str, Any]:
    return {"startDate": _iso(one.starts_on) or one.dates, "endDate": _iso(one.ends_on)}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _start(one: ShownSession, frame: Frame) -> str:
    times = one.local_times(frame.time_zone)
    return _moment(times[0].starts_at) if times else one.on_date


def _end(one: ShownSession, frame: Frame) -> str:
    times = one.local_times(frame.time_zone)
    return _moment(times[0].ends_at) if times and times[0].ends_at else ""


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")


def _status(status: str) -> str:
    return f"https://schema.org/{_STATUS.get(status, 'EventScheduled')}"


def _attendance(format_: str) -> str:
    mode = _ATTENDANCE.get(format_)
    return f"https://schema.org/{mode}EventAttendanceMode" if mode else ""


def _city_place(name: Multilingual, latitude: object, longitude: object) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": _words(name),
        "geo": {"@type": "GeoCoordinates", "latitude": str(latitude), "longitude": str(longitude)},
    }


def _shown_city(city: ShownCity) -> dict[str, Any]:
    return _city_place(city.name, city.latitude, city.longitude)


def _room_place(room: Any) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": _words(room.venue.name),
        "address": _words(room.venue.address),
        "containedInPlace": _shown_city(room.venue.city),
    }


def _tidy(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _tidy(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in ("", None, [], {})}
    if isinstance(value, list | tuple):
        return [one for one in map(_tidy, value) if one not in ("", None, [], {})]
    return value
