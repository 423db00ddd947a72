"""Reads the sessions of an iCalendar file.

Repetitions are not unrolled: a session of a forum is held once, so a rule is a fault. Events of
several whole days stand for the edition and not for a session, and are left out.

This module loads a library of its own, so the package does not name it: import it from here.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from folkmoot.engines.interchange.incoming import (
    SESSIONS_AT_MOST,
    Fault,
    FaultKind,
    StatedProgramme,
    StatedSession,
    Unreadable,
)

_LONGEST = timedelta(days=60)


def read_calendar(data: bytes, *, zone: str) -> StatedProgramme:
    """The sessions of a calendar.

    Args:
        zone: IANA name; of times that float.

    Raises:
        Unreadable: it is no calendar, or has no session or too many.
    """
    if data.upper().count(b"BEGIN:") > SESSIONS_AT_MOST * 3:
        raise Unreadable(Fault(FaultKind.TOO_MANY))
    try:
        calendar = Calendar.from_ical(data)
        events = list(calendar.walk("VEVENT"))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as fault:
        raise Unreadable(Fault(FaultKind.NOT_THIS_FORMAT, "", str(fault)[:120])) from fault
    told = [_session(one, place, ZoneInfo(zone)) for place, one in enumerate(events, 1)]
    sessions = tuple(one for one in told if one is not None)
    if not sessions:
        raise Unreadable(Fault(FaultKind.NO_SESSIONS))
    if len(sessions) > SESSIONS_AT_MOST:
        raise Unreadable(Fault(FaultKind.TOO_MANY))
    name = calendar.get("NAME") or calendar.get("X-WR-CALNAME") or ""
    return StatedProgramme("calendar", str(name), sessions)


def _session(event: Any, place: int, zone: ZoneInfo) -> StatedSession | None:
    uid = str(event.get("UID", "")).strip()
    where = f"VEVENT {place}" + (f" ({uid[:80]})" if uid else "")
    title = " ".join(str(event.get("SUMMARY", "")).split())
    faults = [] if title else [Fault(FaultKind.NO_TITLE, where)]
    if "RRULE" in event or "RDATE" in event:
        faults.append(Fault(FaultKind.REPEATS_ITSELF, where))
    starts_at, ends_at, on = None, None, None
    try:
        start, end = _moment(event, "DTSTART"), _last(event)
        if isinstance(start, datetime):
            starts_at = _aware(start, zone)
            ends_at = _aware(end, zone) if isinstance(end, datetime) else None
        elif isinstance(start, date):
            if isinstance(end, date) and end - start > timedelta(days=1):
                return None
            on = start
    except (ValueError, TypeError, AttributeError, OverflowError):
        faults.append(Fault(FaultKind.BAD_DATE, where))
    if starts_at and ends_at and not timedelta() < ends_at - starts_at <= _LONGEST:
        faults.append(Fault(FaultKind.BAD_LENGTH, where))
    place_told = " ".join(str(event.get("LOCATION", "")).split())
    conference = event.get("CONFERENCE")
    stream = conference[0] if isinstance(conference, list) else conference
    return StatedSession(
        where=where,
        identities=(uid,) if uid else (),
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        on=on,
        # A description of ours holds people and notes too; it is no abstract to be compared.
        abstract=None,
        rooms=tuple(one.strip() for one in place_told.split(";") if one.strip()) or None,
        stream=str(stream) if stream else None,
        is_cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
        faults=tuple(faults),
    )


def _moment(event: Any, name: str) -> date | datetime | None:
    found = event.get(name)
    if found is None:
        return None
    told = found.dt
    if not isinstance(told, date):
        raise TypeError(name)
    return told


def _last(event: Any) -> date | datetime | None:
    end = _moment(event, "DTEND")
    if end is None and "DURATION" in event:
        start = _moment(event, "DTSTART")
        length: timedelta = event["DURATION"].dt
        if isinstance(start, datetime) and start.tzinfo:
            return start.astimezone(UTC) + length
        return start + length if start else None
    return end


def _aware(at: datetime, zone: ZoneInfo) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
