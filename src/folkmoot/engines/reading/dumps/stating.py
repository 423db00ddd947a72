"""What a dump says about a document beside its text, brought into our form."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from folkmoot.engines.reading.datelines import read_stamp

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}")
_SECONDS: Final = re.compile(r"[0-9]{9,10}(?:\.[0-9]+)?")
_MILLISECONDS: Final = re.compile(r"[0-9]{12,13}")
_COMPACT_DATE: Final = re.compile(r"((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])")
_PART_OF_DATE: Final = re.compile(r"(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?")
_ADDRESS_CHARACTERS: Final = 1000


@dataclass(frozen=True, slots=True)
class Stated:
    """What a dump says of one document, as it says it; empty where it says nothing."""

    address: str = ""
    title: str = ""
    published: str = ""
    publisher: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """The same as far as it can be understood."""

    address: str = ""
    values: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


def stated(said: Stated) -> Understood:
    """Bring what a dump says into our form; nothing is guessed."""
    address = said.address if _is_address(said.address) else ""
    values = {
        "title": said.title[:500],
        "published": _day(said.published),
        "publisher": said.publisher[:300],
        "language": _language(said.language),
    }
    kept = {name: value for name, value in values.items() if value}
    given = {"address": said.address, "published": said.published, "language": said.language}
    understood = {"address": address, **values}
    lost = tuple(name for name, value in given.items() if value and not understood[name])
    return Understood(address, kept, lost)


def _is_address(value: str) -> bool:
    if len(value) > _ADDRESS_CHARACTERS or not value.isprintable() or " " in value:
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _day(value: str) -> str:
    """EDTF of a machine-written moment: ISO 8601, RFC 5322, or seconds since 1970."""
    if _PART_OF_DATE.fullmatch(value):
        return value
    compact = _COMPACT_DATE.fullmatch(value)
    read = read_stamp("-".join(compact.groups()) if compact else value)
    if read is not None:
        return read
    try:
        if _SECONDS.fullmatch(value):
            moment = datetime.fromtimestamp(float(value), UTC)
        elif _MILLISECONDS.fullmatch(value):
            moment = datetime.fromtimestamp(int(value) / 1000, UTC)
        else:
            moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""
    return read_stamp(moment.isoformat(timespec="seconds")) or ""


def _language(value: str) -> str:
    if not _TAG.fullmatch(value):
        return ""
    first, *rest = value.replace("_", "-").split("-")
    return "-".join([first.lower(), *rest])
