"""Due dates as an iCalendar feed (RFC 5545, with the names of RFC 7986).

A due date is an all-day event: few calendars show tasks from a feed. It takes up no time
(TRANSP:TRANSPARENT), and its identity is that of the record, so that a day that moves is moved
in the reader's calendar and not shown twice. This module loads a library of its own, so the
package does not name it: import it from here. No clock is read: the same days give the same bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Event, vUri

from folkmoot.engines.interchange.calendar_parts import (
    Feed,
    Text,
    begin_calendar,
    clean,
    line,
    moment,
)

__all__ = ["Day", "Feed", "write_calendar"]

PRODUCT = "-//Folkmoot//Outcomes//EN"


@dataclass(frozen=True, slots=True)
class Day:
    """One entry of a feed.

    Attributes:
        uid: stable for ever and of no other record: a UUID, as RFC 7986 asks (section 5.3).
        on: the day; a whole one, in no time zone.
        title: one line.
        changed_at: when the record changed last, aware.
        address: the record's page, absolute.
        language: of title and ``about``; empty is the feed's.
        is_off: what was due is due no longer; calendars strike it out.
    """

    uid: str
    on: date
    title: str
    changed_at: datetime
    about: str = ""
    address: str = ""
    categories: tuple[str, ...] = ()
    language: str = ""
    is_off: bool = False


def write_calendar(feed: Feed, days: Iterable[Day]) -> bytes:
    """The days as a calendar, in the order given: UTF-8, lines of at most 75 octets, CRLF.

    Raises:
        ValueError: a moment has no offset, or two days have one identity.
    """
    told = begin_calendar(feed, PRODUCT)
    known: set[str] = set()
    for day in days:
        if day.uid in known:
            raise ValueError(f"two days have the identity {day.uid!r}")
        known.add(day.uid)
        told.add_component(_event(day, day.language or feed.language))
    return bytes(told.to_ical(sorted=False))


def _event(day: Day, language: str) -> Event:
    changed = moment(day.changed_at, day.uid)
    told = Event()
    told.add("uid", Text(line(day.uid)))
    told.add("dtstamp", changed)
    told.add("last-modified", changed)
    told.add("dtstart", day.on)
    if day.on < date.max:
        # The end is not part of the event (section 3.6.1).
        told.add("dtend", day.on + timedelta(days=1))
    told.add("summary", Text(line(day.title), language))
    if day.about:
        told.add("description", Text(clean(day.about), language))
    if day.address:
        told.add("url", vUri(day.address))
    for one in day.categories:
        told.add("categories", Text(line(one), language))
    told.add("status", "CANCELLED" if day.is_off else "CONFIRMED")
    told.add("transp", "TRANSPARENT")
    return told
