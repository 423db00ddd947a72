"""Which office somebody held on a day."""

from collections.abc import Iterable
from datetime import date, timedelta

from folkmoot.engines.values import dates
from folkmoot.rooms.registry.models import OfficeHeld, Person

# A source that names an office without its dates vouches for the weeks around its own date:
# a forum lasts days, its announcements and reports stretch over about a month.
VOUCHED_DAYS = 31


def _recency(office: OfficeHeld) -> tuple[str, int]:
    return (office.since or office.stated_on or office.until, office.pk)


def office_on(person: Person, day: date) -> OfficeHeld | None:
    """The office that best covers the day, or ``None`` when nothing known covers it. One query.

    Best is: surely held on that day; then stated by a source of about that day; then possibly
    held, by dates that are open or inexact. Among equals the one taken later wins.
    """
    return best_office(person.offices.select_related("organisation", "country"), day)


def best_office(offices: Iterable[OfficeHeld], day: date) -> OfficeHeld | None:
    """The rule of :func:`office_on` over offices already loaded."""
    fitting = [(fit, office) for office in offices if (fit := _fit(office, day)) > 0]
    if not fitting:
        return None
    return max(fitting, key=lambda pair: (pair[0], _recency(pair[1])))[1]


def _fit(office: OfficeHeld, day: date) -> int:
    """3 surely, 2 stated around that day, 1 possibly, 0 not."""
    since = dates.parse(office.since) if office.since else None
    until = dates.parse(office.until) if office.until else None
    stated = dates.parse(office.stated_on) if office.stated_on else None
    if (since and since.earliest > day) or (until and until.latest < day):
        return 0
    if since and until and since.latest <= day <= until.earliest:
        return 3
    if stated and _vouches(stated, day):
        return 2
    if stated and not since and not until:
        return 0
    return 1


def _vouches(stated: dates.PartialDate, day: date) -> bool:
    margin = timedelta(days=VOUCHED_DAYS)
    if stated.earliest == date.min or stated.latest == date.max:
        return stated.may_include(day)
    return stated.earliest - margin <= day <= stated.latest + margin
