"""Entries of the register: what a leaf may say, and that it may say nothing more.

A leaf holds tokens, serials, a moment and hashes. There is no field that takes free text, so no
name of a person can get in; what is said about people lies in salted objects outside
(``commitments``). Which types exist and what they mean is the caller's business.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from folkmoot.engines.translog.canonical import (
    LARGEST,
    NotCanonical,
    canonical_json,
    read_canonical,
)

FORMAT = "folkmoot-register/1"
_TOKEN = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_SUBJECT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_TIME_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")
_FIELDS = {"format", "serial", "type", "subject", "time", "objects", "previous", "corrects"}
MOST_OBJECTS = 32


class EntryMalformed(ValueError):
    """This cannot be an entry; the message says which field and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, fixed for ever once it is appended.

    Attributes:
        serial: 1 for the first entry, then without gaps. The index in the tree is one less.
        type: a token such as ``signed`` or ``correction``.
        subject: the identity (a UUID in small letters) of what the entry is about.
        at: aware; written in UTC to the second.
        objects: for each name (a token) the hash that ``commit`` made.
        previous: the serial of the entry before this one about the same subject.
        corrects: the serial of the entry whose statement this one replaces.
    """

    serial: int
    type: str
    subject: str
    at: datetime
    objects: Mapping[str, str] = field(default_factory=dict)
    previous: int | None = None
    corrects: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no entry.

        Raises:
            EntryMalformed: a field does not have its form.
        """
        fault = _fault_of(self)
        if fault:
            raise EntryMalformed(fault)
        object.__setattr__(self, "at", self.at.astimezone(UTC).replace(microsecond=0))
        object.__setattr__(self, "objects", dict(self.objects))

    @property
    def index(self) -> int:
        """Where the entry stands in the tree."""
        return self.serial - 1

    def payload(self) -> bytes:
        """The canonical bytes that are hashed and stored."""
        return canonical_json(
            {
                "corrects": self.corrects,
                "format": FORMAT,
                "objects": self.objects,
                "previous": self.previous,
                "serial": self.serial,
                "subject": self.subject,
                "time": self.at.strftime(_TIME),
                "type": self.type,
            }
        )


def read_entry(payload: bytes) -> Entry:
    """The entry that was written as exactly these bytes.

    Raises:
        EntryMalformed: not canonical, a field too many or too few, or not of its form.
    """
    try:
        value = read_canonical(payload)
    except NotCanonical as error:
        raise EntryMalformed(str(error)) from error
    if not isinstance(value, dict) or set(value) != _FIELDS or value["format"] != FORMAT:
        raise EntryMalformed(f"not an entry of {FORMAT}")
    if not isinstance(value["objects"], dict):
        raise EntryMalformed("objects is not a mapping")
    return Entry(
        serial=value["serial"],
        type=value["type"],
        subject=value["subject"],
        at=_moment(value["time"]),
        objects=value["objects"],
        previous=value["previous"],
        corrects=value["corrects"],
    )


def _moment(text: Any) -> datetime:
    if not isinstance(text, str) or not _TIME_FORM.match(text):
        raise EntryMalformed("time is not of the form 2026-05-12T08:00:00Z")
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError as error:
        raise EntryMalformed(f"time: {error}") from error


def _fault_of(entry: Entry) -> str:
    """What is wrong, or nothing. Types are checked too: values come from files."""
    if not _is_serial(entry.serial):
        return "serial is not a number from 1"
    for name in ("previous", "corrects"):
        earlier = getattr(entry, name)
        if earlier is not None and not (_is_serial(earlier) and earlier < entry.serial):
            return f"{name} is not an earlier serial"
    if not _has_form(_TOKEN, entry.type):
        return "type is not a token of small letters, digits and hyphens"
    if not _has_form(_SUBJECT, entry.subject):
        return "subject is not a UUID in small letters"
    if entry.at.tzinfo is None:
        return "the moment has no time zone"
    if len(entry.objects) > MOST_OBJECTS:
        return f"more than {MOST_OBJECTS} objects"
    for key, value in entry.objects.items():
        if not (_has_form(_TOKEN, key) and _has_form(_HASH, value)):
            return "objects maps tokens to hashes of 64 hexadecimal digits, nothing else"
    return ""


def _is_serial(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST


def _has_form(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.match(value) is not None
