"""What every iCalendar feed of ours has: its head, and texts as RFC 5545 spells them.

This module loads a library of its own, so the package does not name it. No clock is read: the
same values give the same bytes.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, vDatetime, vDuration, vText, vUri

_LINES = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# RFC 5545, section 3.1: TEXT holds no control characters but the tab.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar calls the feed, and where it is from.

    Attributes:
        language: tag of the language of titles.
        address: where the feed itself is, absolute.
        refresh_hours: how often a reader should ask again.
        page: what a person opens in a browser, absolute.
    """

    name: str
    language: str
    about: str = ""
    address: str = ""
    refresh_hours: int = 12
    page: str = ""


def begin_calendar(feed: Feed, product: str) -> Calendar:
    """A calendar without events: versions, name, source and refresh (RFC 7986)."""
    told = Calendar()
    told.add("version", "2.0")
    told.add("prodid", product)
    told.add("calscale", "GREGORIAN")
    told.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        told.add(name, Text(line(feed.name), feed.language))
    if feed.about:
        for name in ("description", "x-wr-caldesc"):
            told.add(name, Text(clean(feed.about), feed.language))
    if feed.page:
        told.add("url", vUri(feed.page))
    if feed.address:
        told.add("source", vUri(feed.address), parameters={"VALUE": "URI"})
    often = vDuration(timedelta(hours=feed.refresh_hours))
    told.add("refresh-interval", often, parameters={"VALUE": "DURATION"})
    told.add("x-published-ttl", often)
    return told


def moment(at: datetime, uid: str) -> vDatetime:
    """In UTC and whole seconds: RFC 5545 knows no fractions.

    Raises:
        ValueError: the moment has no offset.
    """
    if at.utcoffset() is None:
        raise ValueError(f"the moment of {uid!r} has no offset")
    return vDatetime(at.astimezone(UTC).replace(microsecond=0))


class Text(vText):
    """A text that keeps a backslash before N; the library's own reads it as the end of a line."""

    def __new__(cls, words: str, language: str = "") -> "Text":
        """The text, with its language where one is given."""
        parameters: dict[str, Any] = {"LANGUAGE": language} if language else {}
        return super().__new__(cls, words, params=parameters)

    def to_ical(self) -> bytes:
        """Escaped as section 3.3.11 says."""
        words = str(self)
        for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
            words = words.replace(plain, escaped)
        return words.encode()


def clean(words: str) -> str:
    """Without control characters, with one kind of line break."""
    return _UNPRINTABLE.sub("", _LINES.sub("\n", words)).strip()


def line(words: str) -> str:
    """The same on one line."""
    return " ".join(clean(words).split())
