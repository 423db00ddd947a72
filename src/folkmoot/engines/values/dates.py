"""Dates known only as well as they are known: a day, a month, a season, a decade, a span.

The written form is the Extended Date/Time Format (EDTF), ISO 8601-2:2019 clause
"profiles", levels 0 and 1, as far as forums need it:

    2023            a year                  2023-06-28/2023-06-30   an interval
    2023-06         a month                 2023/..                 open end (goes on)
    2023-21         a season (21 to 24)     ../2023                 open start
    2023-06-28      a day                   2023/                   end not known
    202X            a decade                2023~  2023?  2023%     about, doubtful, both
    2025-05-05T10:31:24  a moment, with or without Z or an offset

Two liberties, both to avoid inventing what nobody said: a moment may lack its
seconds (``T10:31``), which EDTF itself asks for, and an end marked ``~`` or ``?``
is never widened by a number of days. This is not a calendar library: only years
0001 to 9999 of the Gregorian calendar, no words in any language (the interface
writes those), no arithmetic.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import total_ordering
from typing import Final


class DatePrecision(StrEnum):
    """How finely a date is known; an interval has the precision of neither end."""

    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    DAY = "day"
    MOMENT = "moment"
    INTERVAL = "interval"


class OpenEnd(StrEnum):
    """An end of an interval that is not a date: it goes on for ever, or nobody knows."""

    OPEN = ".."
    UNKNOWN = ""


SPRING: Final = 21
SUMMER: Final = 22
AUTUMN: Final = 23
WINTER: Final = 24

# First month of each season, northern hemisphere, meteorological. EDTF leaves the
# months to the user; winter runs into February of the following year.
_SEASON_STARTS: Final = {SPRING: 3, SUMMER: 6, AUTUMN: 9, WINTER: 12}

_POINT: Final = re.compile(
    r"(?:(?P<decade>[0-9]{3})X"
    r"|(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:T(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
    r"(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?)?)?)?)"
    r"(?P<mark>[?~%])?"
)
_ZONE: Final = re.compile(r"Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?")
_MARKS: Final = {"": (False, False), "~": (True, False), "?": (False, True), "%": (True, True)}
_MARK_OF: Final = {flags: mark for mark, flags in _MARKS.items()}


@dataclass(frozen=True, slots=True)
class DatePoint:
    """One date of some precision; building an impossible one raises ``ValueError``.

    Attributes:
        year: 1 to 9999; for a decade its first year (202X is 2020).
        month: 1 to 12, or a season 21 to 24.
        clock: ``HH:MM`` or ``HH:MM:SS`` as it was written, on the clock of that place.
        zone: ``Z``, ``+03`` or ``+03:00``; empty when the source names none.
        approximate: the source says "about" (``~``).
        uncertain: the source itself is in doubt (``?``).
    """

    year: int
    month: int | None = None
    day: int | None = None
    clock: str = ""
    zone: str = ""
    decade: bool = False
    approximate: bool = False
    uncertain: bool = False

    def __post_init__(self) -> None:
        self._check_calendar()
        self._check_clock()

    def _check_calendar(self) -> None:
        # 000X is year 0 to 9; the calendar begins with year 1.
        if not 1 <= self.year <= 9999:
            raise ValueError(f"year {self.year} is outside 0001 to 9999")
        if self.decade and (self.month is not None or self.year % 10):
            raise ValueError("a decade is three digits and an X, such as 202X")
        if self.month is None:
            if self.day is not None:
                raise ValueError("a day needs a month")
            return
        if self.month in _SEASON_STARTS:
            if self.day is not None:
                raise ValueError(f"season {self.month} cannot have a day")
            return
        if not 1 <= self.month <= 12:
            raise ValueError(f"{self.month:02d} is neither a month (01-12) nor a season (21-24)")
        if self.day is not None and not 1 <= self.day <= monthrange(self.year, self.month)[1]:
            raise ValueError(f"{self.year:04d}-{self.month:02d} has no day {self.day:02d}")

    def _check_clock(self) -> None:
        if not self.clock:
            if self.zone:
                raise ValueError("an offset needs a time of day")
            return
        if self.day is None or self.approximate or self.uncertain:
            raise ValueError("a time of day needs a full date without ~, ? or %")
        try:
            time.fromisoformat(self.clock)
        except ValueError as error:
            raise ValueError(f"{self.clock} is not a time of day") from error
        if self.zone and not _ZONE.fullmatch(self.zone):
            raise ValueError(f"{self.zone} is not an offset from UTC")

    def __str__(self) -> str:
        text = f"{self.year // 10:03d}X" if self.decade else f"{self.year:04d}"
        for part in (self.month, self.day):
            if part is not None:
                text += f"-{part:02d}"
        if self.clock:
            text += f"T{self.clock}{self.zone}"
        return text + _MARK_OF[self.approximate, self.uncertain]

    @property
    def precision(self) -> DatePrecision:
        if self.decade:
            return DatePrecision.DECADE
        if self.month is None:
            return DatePrecision.YEAR
        if self.month in _SEASON_STARTS:
            return DatePrecision.SEASON
        if self.day is None:
            return DatePrecision.MONTH
        return DatePrecision.MOMENT if self.clock else DatePrecision.DAY

    @property
    def earliest(self) -> date:
        """The first day this may be."""
        month = self.month or 1
        return date(self.year, _SEASON_STARTS.get(month, month), self.day or 1)

    @property
    def latest(self) -> date:
        """The last day this may be."""
        if self.decade:
            return date(self.year + 9, 12, 31)
        if self.month is None:
            return date(self.year, 12, 31)
        if self.month == WINTER:
            # The last winter of the calendar ends with the calendar.
            if self.year == 9999:
                return date.max
            return date(self.year + 1, 2, monthrange(self.year + 1, 2)[1])
        month = _SEASON_STARTS[self.month] + 2 if self.month in _SEASON_STARTS else self.month
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date or an interval; ``str()`` gives the EDTF form that ``parse`` read.

    Ordered by earliest day; of two that begin together the wider comes first, so a
    year stands before its months. Moments of one day are ordered by the clock as
    written: offsets are not applied, because most sources name none.

    Attributes:
        first: the date itself, or the start of the interval.
        last: the end of the interval; ``None`` when this is not an interval.
    """

    first: DatePoint | OpenEnd
    last: DatePoint | OpenEnd | None = None

    def __post_init__(self) -> None:
        points = [end for end in (self.first, self.last) if isinstance(end, DatePoint)]
        if not points:
            raise ValueError("at least one end must be a date")
        if self.last is None:
            return
        if any(point.clock for point in points):
            raise ValueError("the ends of an interval are dates without a time of day")
        if self.earliest > self.latest:
            raise ValueError("the interval ends before it starts")

    def __str__(self) -> str:
        return str(self.first) if self.last is None else f"{self.first}/{self.last}"

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key() < other._key()

    def _key(self) -> tuple[date, int, str, str]:
        clock = "" if isinstance(self.first, OpenEnd) else self.first.clock
        return (self.earliest, -self.latest.toordinal(), clock, str(self))

    @property
    def is_interval(self) -> bool:
        return self.last is not None

    @property
    def precision(self) -> DatePrecision:
        if self.last is not None or isinstance(self.first, OpenEnd):
            return DatePrecision.INTERVAL
        return self.first.precision

    @property
    def is_approximate(self) -> bool:
        """Whether either end is marked "about"."""
        return any(isinstance(e, DatePoint) and e.approximate for e in (self.first, self.last))

    @property
    def is_uncertain(self) -> bool:
        """Whether either end is marked as doubtful."""
        return any(isinstance(e, DatePoint) and e.uncertain for e in (self.first, self.last))

    @property
    def earliest(self) -> date:
        """The first day this may be; ``date.min`` when the start is open or unknown."""
        return date.min if isinstance(self.first, OpenEnd) else self.first.earliest

    @property
    def latest(self) -> date:
        """The last day this may be; ``date.max`` when the end is open or unknown."""
        end = self.first if self.last is None else self.last
        return date.max if isinstance(end, OpenEnd) else end.latest

    @property
    def day(self) -> date | None:
        """The day, when exactly one is meant and nobody doubts it; else ``None``."""
        if self.precision not in (DatePrecision.DAY, DatePrecision.MOMENT):
            return None
        return None if self.is_approximate or self.is_uncertain else self.earliest

    def may_include(self, day: date) -> bool:
        """Whether the day lies between the earliest and the latest, both included."""
        return self.earliest <= day <= self.latest


def parse(text: str) -> PartialDate:
    """Read an EDTF expression; surrounding spaces are not forgiven.

    Raises:
        ValueError: not one of the forms above, or no such day; the message says which.
    """
    if text.count("/") > 1:
        raise ValueError(f"{text!r} has more than one slash")
    if "/" not in text:
        return PartialDate(_parse_point(text))
    start, end = text.split("/")
    return PartialDate(_parse_end(start), _parse_end(end))


def from_day(day: date) -> PartialDate:
    """The partial date that is exactly this day."""
    return PartialDate(DatePoint(day.year, day.month, day.day))


def from_days(first: date, last: date) -> PartialDate:
    """The interval of two days, or the one day when they are the same.

    Raises:
        ValueError: ``last`` is before ``first``.
    """
    start = DatePoint(first.year, first.month, first.day)
    if first == last:
        return PartialDate(start)
    return PartialDate(start, DatePoint(last.year, last.month, last.day))


def _parse_end(text: str) -> DatePoint | OpenEnd:
    if text in ("", ".."):
        return OpenEnd(text)
    return _parse_point(text)


def _parse_point(text: str) -> DatePoint:
    found = _POINT.fullmatch(text)
    if found is None:
        raise ValueError(
            f"{text!r} is not a date: write 2023, 2023-06, 2023-21, 2023-06-28 or 202X, "
            "with ~ for about and ? for doubtful"
        )
    approximate, uncertain = _MARKS[found["mark"] or ""]
    return DatePoint(
        year=int(found["decade"]) * 10 if found["decade"] else int(found["year"]),
        month=int(found["month"]) if found["month"] else None,
        day=int(found["day"]) if found["day"] else None,
        clock=found["clock"] or "",
        zone=found["zone"] or "",
        decade=found["decade"] is not None,
        approximate=approximate,
        uncertain=uncertain,
    )
