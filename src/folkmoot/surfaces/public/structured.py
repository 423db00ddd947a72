"""Linked data (schema.org, as JSON-LD) of the public pages: what machines read.

Plain dictionaries from plain values; ``with_context`` drops what is empty. Addresses are
absolute, because data travels without its page.
"""

import re
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
from folkmoot.rooms.programme.queries.frozen import (
    Frame,
    ShownCity,
    ShownPart,
    ShownRoom,
    ShownSession,
)
from folkmoot.rooms.programme.queries.published import hosts
from folkmoot.rooms.programme.terms import Format, PartRole
from folkmoot.rooms.registry.queries.published import OrganisationPage, PersonPage
from folkmoot.surfaces.public import links
from folkmoot.ui.figures import say_figure
from folkmoot.ui.markup import markdown_to_text

_ATTENDANCE = {"in_person": "Offline", "online": "Online", "hybrid": "Mixed"}
# Four digits, and a month that is none of the seasons (21 and above).
_PLAIN_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
_STATUS = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}


def with_context(graph: Mapping[str, Any]) -> dict[str, Any]:
    """The graph without its empty values, with the vocabulary it uses."""
    return {"@context": "https://schema.org", **_tidy(graph)}


def absolute(path: str) -> str:
    """An address that works from elsewhere."""
    return settings.BASE_URL + path if path.startswith("/") else path


def series(one: Series, url: str, editions: Iterable[tuple[Edition, str]]) -> dict[str, Any]:
    """A recurring forum with its editions. No query where their places are prefetched."""
    return {
        "@type": "EventSeries",
        "name": _words(one.name),
        "description": _words(one.summary),
        "url": absolute(url),
        "@id": absolute(url),
        "subEvent": [
            {
                "@type": "Event",
                "@id": absolute(at),
                "name": _words(edition.name),
                "url": absolute(at),
                **_days(edition),
                **_taking_place(edition, _hosts(edition), at),
            }
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
        "@id": absolute(url),
        **_days(one),
        "inLanguage": list(one.languages),
        **_taking_place(one, cities, url),
        "organizer": [{"@type": "Organization", "name": _words(body.name)} for body in organisers],
        "superEvent": {
            "@type": "EventSeries",
            "@id": absolute(series_url),
            "name": _words(one.series.name),
            "url": absolute(series_url),
        },
    }


def programme(frame: Frame, url: str, sessions: Iterable[ShownSession]) -> dict[str, Any]:
    """A released programme: the edition with the sessions of the page as its parts.

    The edition has the identity that its own page gives it.
    """
    return {
        **_edition_of(frame),
        "url": absolute(url),
        "endDate": _iso(frame.ends_on),
        "inLanguage": list(frame.languages),
        "eventAttendanceMode": _attendance(frame.format),
        "location": [_shown_city(city) for city in _cities_of(frame)],
        "subEvent": [
            {
                **_session(one, frame, links.session_url(one.uid)),
                "location": _locations(one, links.session_url(one.uid)),
            }
            for one in sessions
        ],
    }


def session(one: ShownSession, frame: Frame, url: str) -> dict[str, Any]:
    """One session with its places, its people and the edition it belongs to."""
    bodies = [part for part in one.parts if part.role == PartRole.ORGANISER and part.body_uid]
    return {
        **_session(one, frame, url),
        "description": markdown_to_text(_words(one.abstract)),
        "inLanguage": list(one.languages),
        "location": _locations(one, url),
        "performer": [
            _performer(part)
            for part in one.parts
            if part.person_uid and part.role not in (PartRole.INTERPRETER, PartRole.PARTICIPANT)
        ],
        "organizer": [
            {
                "@type": "Organization",
                "name": _words(part.body) or _words(part.name),
                "url": absolute(links.organisation_url(part.body_uid)),
            }
            for part in bodies
        ],
        "superEvent": _edition_of(frame),
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


def _session(one: ShownSession, frame: Frame, url: str) -> dict[str, Any]:
    return {
        "@type": "Event",
        "@id": absolute(url),
        "name": _words(one.title),
        "url": absolute(url),
        "startDate": _start(one, frame),
        "endDate": _end(one, frame),
        "eventStatus": _status(one.status),
        "eventAttendanceMode": _attendance(_mode(one)),
    }


def _edition_of(frame: Frame) -> dict[str, Any]:
    url = absolute(links.edition_url(frame.series_slug, frame.edition_slug))
    return {
        "@type": "Event",
        "@id": url,
        "name": _words(frame.edition_name),
        "url": url,
        "startDate": _iso(frame.starts_on) or _iso_8601(frame.dates),
    }


def _taking_place(one: Edition, cities: Iterable[Any], url: str) -> dict[str, Any]:
    """Whether, how and where an edition is held; what is not known is not said."""
    places = [
        _city_place(city.name, city.latitude, city.longitude, city.country.code) for city in cities
    ]
    if one.format in (Format.HYBRID, Format.ONLINE):
        places.append(_online(url))
    return {
        "eventStatus": _status(one.status),
        "eventAttendanceMode": _attendance(one.format),
        "location": places,
    }


def _hosts(one: Edition) -> list[Any]:
    return [place.city for place in hosts(one) if place.city]


def _mode(one: ShownSession) -> str:
    """As stated; a stream beside a place makes it both, and a stream alone online."""
    if one.format or not one.stream_url:
        return one.format
    return Format.HYBRID if one.rooms or one.stated_city else Format.ONLINE


def _locations(one: ShownSession, url: str) -> list[dict[str, Any]]:
    """Its halls, else the city as stated; and where it can be followed from afar."""
    places: list[dict[str, Any]] = [_room_place(room) for room in one.rooms]
    if not places and one.stated_city:
        places = [_shown_city(one.stated_city)]
    if one.stream_url or one.format in (Format.HYBRID, Format.ONLINE):
        places.append(_online(one.stream_url or url))
    return places


def _online(url: str) -> dict[str, Any]:
    return {"@type": "VirtualLocation", "url": absolute(url)}


def _performer(part: ShownPart) -> dict[str, Any]:
    return {
        "@type": "Person",
        "name": _words(part.name),
        "url": absolute(links.person_url(part.person_uid)),
        "jobTitle": _words(part.office),
        "affiliation": {"@type": "Organization", "name": _words(part.body)} if part.body else "",
    }


def _cities_of(frame: Frame) -> list[ShownCity]:
    return list({venue.city.uid: venue.city for venue in frame.venues}.values())


def _named(kind: str, record: Any) -> dict[str, Any]:
    return {"@type": kind, "name": _words(record.name)} if record else {}


def _days(one: Edition) -> dict[str, Any]:
    return {
        "startDate": _iso(one.starts_on) or _iso_8601(one.dates),
        "endDate": _iso(one.ends_on),
    }


def _iso_8601(stated: str) -> str:
    """A date of EDTF where ISO 8601 has it too: a year, month or day, no season and no range."""
    if not _PLAIN_DATE.fullmatch(stated):
        return ""
    return stated


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


def _city_place(
    name: Multilingual, latitude: object, longitude: object, country: str
) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": _words(name),
        "address": {
            "@type": "PostalAddress",
            "addressLocality": _words(name),
            "addressCountry": country,
        },
        "geo": _geo(latitude, longitude),
    }


def _geo(latitude: object, longitude: object) -> dict[str, Any]:
    if latitude in ("", None) or longitude in ("", None):
        return {}
    return {"@type": "GeoCoordinates", "latitude": str(latitude), "longitude": str(longitude)}


def _shown_city(city: ShownCity) -> dict[str, Any]:
    return _city_place(city.name, city.latitude, city.longitude, city.country)


def _room_place(room: ShownRoom) -> dict[str, Any]:
    venue = room.venue
    return {
        "@type": "Place",
        "name": f"{_words(venue.name)}, {_words(room.name)}",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": _words(venue.address),
            "addressLocality": _words(venue.city.name),
            "addressCountry": venue.city.country,
        },
        "geo": _geo(venue.latitude or venue.city.latitude, venue.longitude or venue.city.longitude),
        "maximumAttendeeCapacity": room.capacity,
    }


def _tidy(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {key: _tidy(one) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in ("", None, [], {})}
    if isinstance(value, list | tuple):
        return [one for one in map(_tidy, value) if one not in ("", None, [], {})]
    return value
