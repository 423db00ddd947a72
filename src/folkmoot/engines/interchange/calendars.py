"""Due dates as an iCalendar feed (RFC 5545, with the names of RFC 7986).

A due date is an all-day event: few calendars show tasks from a feed. It takes up no time
(TRANSP:TRANSPARENT), and its identity is that of the record, so that a day that moves is moved
in the reader's calendar and not shown twice. This module loads a library of its own, so the
package does not name it: import it from here. No clock is read: the same days give the same bytes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vDatetime, vDuration, vText, vUri

PRODUCT = "-//Folkmoot//Outcomes//EN"
_LINES = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# RFC 5545, section 3.1: TEXT holds no control characters but the tab.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


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


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar calls the feed, and where it is from.

    Attributes:
        language: tag of the language of titles.
        address: where the feed itself is, absolute.
        refresh_hours: how often a reader should ask again.
    """

    name: str
    language: str
    about: str = ""
    address: str = ""
    refresh_hours: int = 12


def write_calendar(feed: Feed, days: Iterable[Day]) -> bytes:
    """The days as a calendar, in the order given: UTF-8, lines of at most 75 octets, CRLF.

    Raises:
        ValueError: a moment has no offset, or two days have one identity.
    """
    told = Calendar()
    told.add("version", "2.0")
    told.add("prodid", PRODUCT)
    told.add("calscale", "GREGORIAN")
    told.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        told.add(name, _Text(_line(feed.name), feed.language))
    if feed.about:
        for name in ("description", "x-wr-caldesc"):
            told.add(name, _Text(_clean(feed.about), feed.language))
    if feed.address:
        told.add("source", vUri(feed.address), parameters={"VALUE": "URI"})
    often = vDuration(timedelta(hours=feed.refresh_hours))
    told.add("refresh-interval", often, parameters={"VALUE": "DURATION"})
    told.add("x-published-ttl", often)
    known: set[str] = set()
    for day in days:
        if day.uid in known:
            raise ValueError(f"two days have the identity {day.uid!r}")
        known.add(day.uid)
        told.add_component(_event(day, day.language or feed.language))
    return bytes(told.to_ical(sorted=False))


def _event(day: Day, language: str) -> Event:
    if day.changed_at.utcoffset() is None:
        raise ValueError(f"the moment of {day.uid!r} has no offset")
    # Whole seconds: RFC 5545 knows no fractions.
    changed = vDatetime(day.changed_at.astimezone(UTC).replace(microsecond=0))
    told = Event()
    told.add("uid", _Text(_line(day.uid)))
    told.add("dtstamp", changed)
    told.add("last-modified", changed)
    told.add("dtstart", day.on)
    if day.on < date.max:
        # The end is not part of the event (section 3.6.1).
        told.add("dtend", day.on + timedelta(days=1))
    told.add("summary", _Text(_line(day.title), language))
    if day.about:
        told.add("description", _Text(_clean(day.about), language))
    if day.address:
        told.add("url", vUri(day.address))
    for one in day.categories:
        told.add("categories", _Text(_line(one), language))
    told.add("status", "CANCELLED" if day.is_off else "CONFIRMED")
    told.add("transp", "TRANSPARENT")
    return told


class _Text(vText):
    """A text that keeps a backslash before N; the library's own reads it as the end of a line."""

    def __new__(cls, words: str, language: str = "") -> "_Text":
        parameters: dict[str, Any] = {"LANGUAGE": language} if language else {}
        return super().__new__(cls, words, params=parameters)

    def to_ical(self) -> bytes:
        """Escaped as section 3.3.11 says."""
        words = str(self)
        for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
            words = words.replace(plain, escaped)
        return words.encode()


def _clean(words: str) -> str:
    return _UNPRINTABLE.sub("", _LINES.sub("\n", words)).strip()


def _line(words: str) -> str:
    return " ".join(_clean(words).split())
