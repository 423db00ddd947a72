"""Move a timetable by whole days and keep what clocks on the wall show.

A session at 10:00 in Minsk stays at 10:00 in Minsk, whatever daylight saving does to UTC
in between. Times are aware; results are in UTC.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from folkmoot.engines.values.dates import DatePoint, DatePrecision, from_day, from_days, parse


def shift_moment(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same time of day in a zone, so many days later.

    Where clocks skip that time on the new day, the moment is as long after midnight as it
    would be without the skip, so the wall shows an hour more. Where they show it twice, the
    first is meant.
    """
    wall = moment.astimezone(zone).replace(tzinfo=None, fold=0) + timedelta(days=days)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def shift_span(
    starts_at: datetime, ends_at: datetime | None, days: int, zone: ZoneInfo
) -> tuple[datetime, datetime | None]:
    """A session's start and end, each moved as :func:`shift_moment` does.

    If a change of clocks would make it end before it starts, it keeps its length instead.
    """
    start = shift_moment(starts_at, days, zone)
    if ends_at is None:
        return start, None
    end = shift_moment(ends_at, days, zone)
    return start, end if end > start else start + (ends_at - starts_at)


def shift_stated(text: str, days: int) -> str:
    """An EDTF day or interval of days, moved; empty if it is known less exactly than that.

    A month or a season moved by days would claim to know what nobody said.
    """
    if not text:
        return ""
    stated = parse(text)
    if stated.day is not None and stated.precision is DatePrecision.DAY:
        return str(from_day(stated.day + timedelta(days=days)))
    first, last = stated.first, stated.last
    if not isinstance(first, DatePoint) or not isinstance(last, DatePoint):
        return ""
    if stated.is_approximate or stated.is_uncertain:
        return ""
    if first.precision is not DatePrecision.DAY or last.precision is not DatePrecision.DAY:
        return ""
    by = timedelta(days=days)
    return str(from_days(first.earliest + by, last.earliest + by))
