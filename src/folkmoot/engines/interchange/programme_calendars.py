"""A programme as an iCalendar feed (RFC 5545 and 7986).

Times stand in the zone of the venue with its VTIMEZONE, so that a calendar keeps the time on
the venue's clock. A session keeps its UID for ever; each release that changes it raises its
SEQUENCE; what is cancelled or was taken out stays and says so, because calendars do not notice
what is missing. A session without a stated end is an hour long and says that this is assumed.

This module loads a library of its own, so the package does not name it: import it from here.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Event, Parameters, Timezone, vUri

from folkmoot.engines.interchange.calendar_parts import (
    Feed,
    Text,
    begin_calendar,
    clean,
    line,
    moment,
)
from folkmoot.engines.interchange.programmes import Hall, Item, Programme
from folkmoot.engines.interchange.slots import NOMINAL

PRODUCT = "-//Folkmoot//Programme//EN"
# RFC 7986, section 5.9, takes names of CSS colours only; one for each 30 degrees of the circle.
_COLOURS = (
    "crimson", "orangered", "goldenrod", "olivedrab", "forestgreen", "seagreen",
    "teal", "steelblue", "royalblue", "slateblue", "purple", "mediumvioletred",
)  # fmt: skip
# Calendars show times a little outside the programme too, when the clocks change near it.
_MARGIN = timedelta(days=366)


def write_programme_calendar(feed: Feed, programme: Programme, *, with_edition: bool) -> bytes:
    """The programme as a calendar: UTF-8, lines of at most 75 octets, CRLF.

    Args:
        with_edition: whether the edition itself stands in it, as an event of whole days.

    Raises:
        ValueError: a moment has no offset.
    """
    told = begin_calendar(feed, PRODUCT)
    told.add("last-modified", moment(programme.released_at, programme.uid))
    shown = [
        item for item in programme.items if item.kind != "break" and (item.starts_at or item.on)
    ]
    for zone in _zones(shown):
        told.add_component(zone)
    if with_edition and programme.first_day:
        told.add_component(_edition(programme, programme.first_day))
    for item in shown:
        told.add_component(_event(item, programme))
    return bytes(told.to_ical(sorted=False))


def _zones(items: Iterable[Item]) -> list[Timezone]:
    """A VTIMEZONE for each zone that is used, trimmed to the years around the programme."""
    days: dict[str, list[date]] = {}
    for item in items:
        if item.starts_at and item.time_zone != "UTC":
            days.setdefault(item.time_zone, []).append(item.starts_at.date())
    return [
        Timezone.from_tzid(zone, first_date=min(found) - _MARGIN, last_date=max(found) + _MARGIN)
        for zone, found in sorted(days.items())
    ]


def _edition(programme: Programme, first: date) -> Event:
    told = Event()
    told.add("uid", Text(programme.uid))
    _stamped(told, programme.released_at, programme.revision, programme.uid)
    _whole_days(told, first, programme.last_day or first)
    told.add("summary", Text(line(programme.title), programme.language))
    if programme.about:
        told.add("description", Text(clean(programme.about), programme.language))
    told.add("url", vUri(programme.address))
    told.add("status", "CANCELLED" if programme.is_cancelled else "CONFIRMED")
    told.add("transp", "TRANSPARENT")
    return told


def _event(item: Item, programme: Programme) -> Event:
    told = Event()
    told.add("uid", Text(item.uid))
    _stamped(told, item.changed_at, item.revision, item.uid)
    _when(told, item)
    told.add("summary", Text(line(item.title), item.language or programme.language))
    words = "\n\n".join(part for part in (clean(item.abstract), *_sentences(item)) if part)
    if words:
        told.add("description", Text(words, programme.language))
    _where(told, item, programme)
    told.add("url", vUri(item.address))
    for category in (item.line.name if item.line else "", item.kind_name):
        if category:
            told.add("categories", Text(line(category), programme.language))
    if item.line:
        told.add("color", _COLOURS[item.line.hue % 360 // 30])
    if item.stream and not item.is_cancelled:
        parameters = Parameters(
            {"VALUE": "URI", "FEATURE": ["AUDIO", "VIDEO"], "LABEL": line(item.title)[:60]}
        )
        told.add("conference", vUri(item.stream), parameters=parameters)
    for one in item.attachments:
        told.add("attach", vUri(one.address))
    told.add("status", "CANCELLED" if item.is_cancelled else "CONFIRMED")
    return told


def _stamped(told: Event, at: datetime, revision: int, uid: str) -> None:
    # Without a METHOD that asks for an answer, DTSTAMP is the last revision (section 3.8.7.2).
    changed = moment(at, uid)
    told.add("dtstamp", changed)
    told.add("last-modified", changed)
    told.add("sequence", revision)


def _when(told: Event, item: Item) -> None:
    if item.starts_at is None:
        if item.on:
            _whole_days(told, item.on, item.on)
            told.add("transp", "TRANSPARENT")
        return
    ends_at = item.ends_at or item.starts_at.astimezone(UTC) + NOMINAL
    for name, at in (("dtstart", item.starts_at), ("dtend", ends_at)):
        if item.time_zone == "UTC":
            told.add(name, moment(at, item.uid))
        else:
            told.add(name, _on_the_clock(at, item))


def _on_the_clock(at: datetime, item: Item) -> datetime:
    return at.astimezone(ZoneInfo(item.time_zone)).replace(microsecond=0)


def _whole_days(told: Event, first: date, last: date) -> None:
    told.add("dtstart", first)
    # The end is not part of the event (section 3.6.1).
    if last < date.max:
        told.add("dtend", last + timedelta(days=1))


def _where(told: Event, item: Item, programme: Programme) -> None:
    places = [_spelt(hall) for hall in item.halls] or ([item.place] if item.place else [])
    # Some readers drop an event without a place.
    told.add("location", Text(line("; ".join(places) or programme.unplaced), programme.language))
    if item.halls and item.halls[0].latitude and item.halls[0].longitude:
        told.add("geo", (float(item.halls[0].latitude), float(item.halls[0].longitude)))


def _spelt(hall: Hall) -> str:
    return ", ".join(part for part in (hall.name, hall.venue, hall.address, hall.city) if part)


def _sentences(item: Item) -> list[str]:
    people = "\n".join(
        ", ".join(part for part in (one.name, one.office, one.body) if part)
        + (f" ({one.role})" if one.role else "")
        for one in item.participants
    )
    return [clean(people), clean("\n".join(item.notes)), item.stream]
