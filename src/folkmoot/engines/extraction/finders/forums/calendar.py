"""From the parts of a date that a text names to a date in EDTF.

The parts come as named groups: days ``d1 d2``, months ``m1 m2`` (words) or ``n1 n2``
(digits), years ``y1 y2``, a season ``s1``, a weekday ``w`` (``ahead``: until it) or two, ``w v``
or ``w2 v2`` (``both``: and no more), and the words that point from the publication date:
``last this next`` with ``year month week`` or a name, ``day``, ``ago``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from folkmoot.engines.values.dates import DatePoint, OpenEnd, PartialDate

_FIRST_SEASON: Final = 20
_WEEK: Final = 7
# A forum of last week is still spoken of in the future tense in its own announcement.
_SLACK_DAYS: Final = 3

Words = Mapping[str, Mapping[str, int]]


@dataclass(slots=True)
class Around:
    """What is known around a date that lacks its year.

    Attributes:
        base: the day of publication.
        stated: month → years that the text names with it elsewhere.
        year: of the heading, where the day of publication is not known.
        direction: 1 for what comes, -1 for what was, 0 where the tense does not tell.
    """

    base: date | None
    stated: Mapping[int, set[int]]
    direction: int = 0
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in EDTF, and whether the publication date was needed to read it."""

    text: str
    is_relative: bool


def edtf_of(groups: Mapping[str, str], words: Words, around: Around) -> Dated | None:
    """The date that the groups name; none where the year stays unknown or no such day exists."""
    try:
        value = _from_publication(groups, words, around)
        if value is None and not _points_somewhere(groups):
            value = _calendar_date(groups, words, around)
    except (ValueError, OverflowError):
        return None
    if value is None:
        return None
    return Dated(str(value), not any(key in groups for key in ("y1", "y2", "decade")))


def _points_somewhere(groups: Mapping[str, str]) -> bool:
    return any(key in groups for key in ("week", "month", "year", "day")) and "m1" not in groups


def _from_publication(
    groups: Mapping[str, str], words: Words, around: Around
) -> PartialDate | None:
    """Dates told by their distance from the publication alone."""
    base = around.base
    if base is None:
        return None
    step = _step(groups)
    if "day" in groups:
        day = base + timedelta(days=words["days"][groups["day"].lower()])
        return PartialDate(DatePoint(day.year, day.month, day.day))
    if "ago" in groups:
        number = groups["ago"].lower()
        years = int(number) if number.isdigit() else words["numbers"][number]
        return PartialDate(DatePoint(base.year - years))
    if "year" in groups:
        return PartialDate(DatePoint(base.year + step))
    if "month" in groups:
        month = base.month - 1 + step
        return PartialDate(DatePoint(base.year + month // 12, month % 12 + 1))
    if "week" in groups:
        monday = base + timedelta(days=_WEEK * step - base.weekday())
        sunday = monday + timedelta(days=_WEEK - 1)
        return PartialDate(_point(monday), _point(sunday))
    if ("v" in groups or "v2" in groups) and "d1" not in groups:
        return _weekdays(groups, words, around, base)
    if "w" in groups and "d1" not in groups:
        return PartialDate(_point(_weekday(groups, words, around, base)))
    return None


def _weekdays(
    groups: Mapping[str, str], words: Words, around: Around, base: date
) -> PartialDate | None:
    """ "From Friday to Sunday", before or after the publication; "Friday and Saturday"."""
    opening, closing = (
        words["weekdays"][(groups.get(one) or groups[f"{one[0]}2"]).lower()] - 1
        for one in ("w", "v")
    )
    length = (closing - opening) % _WEEK
    if length == 0 or ("both" in groups and length > 1):
        return None
    if around.direction > 0:
        first = base + timedelta(days=(opening - base.weekday()) % _WEEK)
    else:
        first = base - timedelta(days=(base.weekday() - closing) % _WEEK + length)
    return PartialDate(_point(first), _point(first + timedelta(days=length)))


def _step(groups: Mapping[str, str]) -> int:
    return ("next" in groups) - ("last" in groups)


def _weekday(groups: Mapping[str, str], words: Words, around: Around, base: date) -> date:
    wanted = words["weekdays"][groups["w"].lower()] - 1
    back = (base.weekday() - wanted) % _WEEK
    if "last" in groups:
        return base - timedelta(days=back or _WEEK)
    is_ahead = around.direction > 0 or ("ahead" in groups and around.direction == 0)
    if "next" in groups or "this" in groups or is_ahead:
        ahead = (wanted - base.weekday()) % _WEEK
        return base + timedelta(days=ahead or (_WEEK if "next" in groups else 0))
    # News speaks of the days before it.
    return base - timedelta(days=back)


def _calendar_date(groups: Mapping[str, str], words: Words, around: Around) -> PartialDate | None:
    if "decade" in groups:
        return PartialDate(DatePoint(int(groups["decade"]), decade=True))
    first, last = _ends(groups, words, around)
    if first is None:
        return None
    if "early" in groups:
        first = replace(first, approximate=True)
    if "since" in groups:
        return PartialDate(first, OpenEnd.OPEN)
    if "until" in groups:
        return PartialDate(OpenEnd.OPEN, first)
    if last is None or last == first:
        return PartialDate(first)
    return PartialDate(first, last)


def _ends(
    groups: Mapping[str, str], words: Words, around: Around
) -> tuple[DatePoint | None, DatePoint | None]:
    month, last_month = _month(groups, "1", words), _month(groups, "2", words)
    day, last_day = (int(groups[key]) if key in groups else None for key in ("d1", "d2"))
    year, last_year = (int(groups[key]) if key in groups else None for key in ("y1", "y2"))
    has_end = any(key in groups for key in ("d2", "m2", "n2", "y2"))
    known = last_year or year or _year(groups, words, around, last_month or month, last_day or day)
    if known is None:
        return None, None
    final_month = last_month or month
    if year is None:
        # "28 December – 2 January 2025" begins in the year before.
        crosses = month is not None and final_month is not None and month > final_month
        year = known - 1 if crosses and last_year is not None else known
    first = DatePoint(year, month, day)
    return first, DatePoint(known, final_month, last_day) if has_end else None


def _month(groups: Mapping[str, str], number: str, words: Words) -> int | None:
    if f"n{number}" in groups:
        return int(groups[f"n{number}"])
    if f"m{number}" in groups:
        return words["months"][groups[f"m{number}"].lower()]
    if number == "1" and "s1" in groups:
        return _FIRST_SEASON + words["seasons"][groups["s1"].lower()]
    return None


def _year(
    groups: Mapping[str, str], words: Words, around: Around, month: int | None, day: int | None
) -> int | None:
    """The year of a date that names none."""
    base = around.base
    if base is None and around.year is not None:
        return around.year if month is not None else None
    if base is None:
        years = around.stated.get(month or 0, set())
        return next(iter(years)) if len(years) == 1 else None
    if month is None:
        return None
    told = _year_told(groups, base, month)
    if told is not None:
        return told
    near = {year for year in around.stated.get(month, set()) if abs(year - base.year) <= 1}
    if len(near) == 1:
        return near.pop()
    possible = [_sure(year, month, day) for year in (base.year - 1, base.year, base.year + 1)]
    points = [point for point in possible if point is not None]
    if "w" in groups and day is not None:
        wanted = words["weekdays"][groups["w"].lower()] - 1
        points = [one for one in points if one.earliest.weekday() == wanted] or points
    return _nearest(points, base, around.direction)


def _year_told(groups: Mapping[str, str], base: date, month: int) -> int | None:
    """The year of "May of last year", "last May", "next spring"; none where nothing is told."""
    for key, step in (("lastyear", -1), ("thisyear", 0), ("nextyear", 1)):
        if key in groups:
            return base.year + step
    start = DatePoint(base.year, month).earliest
    if "last" in groups:
        return base.year if start < base.replace(day=1) else base.year - 1
    if "next" in groups:
        return base.year if start > base else base.year + 1
    return base.year if "this" in groups else None


def _sure(year: int, month: int, day: int | None) -> DatePoint | None:
    try:
        return DatePoint(year, month, day)
    except ValueError:
        return None


def _nearest(points: list[DatePoint], base: date, direction: int) -> int | None:
    slack = timedelta(days=_SLACK_DAYS)
    if direction > 0:
        points = [one for one in points if one.latest >= base - slack] or points
    if direction < 0:
        points = [one for one in points if one.earliest <= base + slack] or points
    nearest = min(points, key=lambda one: abs(one.earliest - base), default=None)
    return nearest.year if nearest else None


def _point(day: date) -> DatePoint:
    return DatePoint(day.year, day.month, day.day)
