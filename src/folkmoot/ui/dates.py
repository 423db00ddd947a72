"""How dates and times are said in the language of the interface.

The engine value :class:`folkmoot.engines.values.dates.PartialDate` knows what is known
of a date; this module puts it into words, with the forms of the Unicode CLDR (Babel).
Nothing here invents a day: a month is said as a month, a season as a season.
"""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_datetime,
    format_interval,
    format_skeleton,
    format_time,
    get_timezone_name,
)
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.engines.values.dates import DatePoint, DatePrecision, OpenEnd, PartialDate

# "en" alone means American dates to the CLDR; forums between countries write day first.
_WRITTEN_AS = {"en": "en-GB"}


def interface_locale() -> Locale:
    """The Babel locale of the language now active, English when Babel has none."""
    language = get_language() or "en"
    try:
        return Locale.parse(_WRITTEN_AS.get(language, language), sep="-")
    except ValueError:
        return Locale("en")


def say_partial_date(value: PartialDate) -> str:
    """A partial date in the interface language: "summer 2025", "about 1990", "1–4 Aug 2025"."""
    if not value.is_interval:
        return _say_end(value.first)
    if isinstance(value.first, DatePoint) and isinstance(value.last, DatePoint):
        return _say_span(value, value.first, value.last)
    if isinstance(value.last, DatePoint):
        return _("until %(date)s") % {"date": say_point(value.last)}
    if value.last is OpenEnd.OPEN:
        return _("since %(date)s") % {"date": _say_end(value.first)}
    return _("from %(date)s, end not known") % {"date": _say_end(value.first)}


def say_point(point: DatePoint) -> str:
    """One end of a date with its doubts."""
    said = _say_known_part(point)
    if point.approximate and point.uncertain:
        return _("perhaps about %(date)s") % {"date": said}
    if point.approximate:
        return _("about %(date)s") % {"date": said}
    if point.uncertain:
        return _("perhaps %(date)s") % {"date": said}
    return said


def say_range(start: date, end: date) -> str:
    """Two days as one span, said once where they agree: "1 – 4 August 2025"."""
    locale = interface_locale()
    if start == end:
        return format_date(start, "long", locale=locale)
    return format_interval(start, end, "yMMMd", locale=locale)


def say_day(day: date) -> str:
    """A day in a sentence: "20 May 2031"."""
    return format_date(day, "long", locale=interface_locale())


def say_short_day(day: date) -> str:
    """A day in a table: "20 May 2031", "20.05.2031"."""
    return format_date(day, "medium", locale=interface_locale())


def say_time(moment: datetime, zone: ZoneInfo) -> str:
    """The clock on the wall of that zone, hours and minutes."""
    return format_time(moment.astimezone(zone).timetz(), "HH:mm", locale=interface_locale())


def say_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Day and time in that zone."""
    return format_datetime(moment, "d MMMM y, HH:mm", tzinfo=zone, locale=interface_locale())


def offset_from_utc(moment: datetime, zone: ZoneInfo) -> str:
    """ "UTC+3" or "UTC+5:30" for that zone at that moment."""
    offset = moment.astimezone(zone).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def zone_name(moment: datetime, zone: ZoneInfo) -> str:
    """The zone in words, such as "Moscow Standard Time"."""
    return get_timezone_name(moment.astimezone(zone), width="long", locale=interface_locale())


@cache
def month_numbers(languages: tuple[str, ...]) -> dict[str, int]:
    """Every month name of these languages, lower case, with its number."""
    names: dict[str, int] = {}
    for language in languages:
        months = Locale.parse(language, sep="-").months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    names[name.lower().rstrip(".")] = int(number)
    return names


def _say_end(end: DatePoint | OpenEnd) -> str:
    if isinstance(end, DatePoint):
        return say_point(end)
    return _("an unknown date")


def _say_span(value: PartialDate, first: DatePoint, last: DatePoint) -> str:
    exact = not (value.is_approximate or value.is_uncertain)
    if exact and first.precision is DatePrecision.DAY and last.precision is DatePrecision.DAY:
        return say_range(value.earliest, value.latest)
    return _("%(start)s to %(end)s") % {"start": say_point(first), "end": say_point(last)}


def _say_known_part(point: DatePoint) -> str:
    locale = interface_locale()
    day = date(point.year, 1, 1)
    match point.precision:
        case DatePrecision.DECADE:
            return _("the %(year)ss") % {"year": point.year}
        case DatePrecision.YEAR:
            return str(point.year)
        case DatePrecision.SEASON:
            return _say_season(point.month or 0, point.year)
        case DatePrecision.MONTH:
            return format_skeleton("yMMMM", point.earliest, locale=locale)
        case DatePrecision.MOMENT:
            day = point.earliest
            return _("%(date)s, %(time)s") % {
                "date": format_date(day, "long", locale=locale),
                "time": point.clock[:5],
            }
    return format_date(point.earliest, "long", locale=locale)


def _say_season(season: int, year: int) -> str:
    patterns = {
        21: _("spring %(year)s"),
        22: _("summer %(year)s"),
        23: _("autumn %(year)s"),
        24: _("winter %(year)s"),
    }
    return patterns[season] % {"year": year}
