"""When things happen. Only this module knows the day of loading; all else is counted from it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from folkmoot.project.demo.fiction.records import table

_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
           "сентября", "октября", "ноября", "декабря"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of the three editions. ``today`` is the second day of the third."""

    today: date

    def first_day(self, edition: int) -> date:
        """The first day of an edition."""
        weeks: int = _edition(edition)["weeks"]
        return self.today - timedelta(days=1) + timedelta(weeks=weeks)

    def last_day(self, edition: int) -> date:
        """The last day of an edition."""
        length: int = _edition(edition)["days"]
        return self.first_day(edition) + timedelta(days=length - 1)

    def day(self, edition: int, distance: int) -> date:
        """The day so many days after the first day of an edition."""
        return self.first_day(edition) + timedelta(days=distance)

    def moment(self, edition: int, distance: int, clock: str, zone: str) -> datetime:
        """A time of day on the clocks of a zone, in UTC."""
        told = datetime.combine(
            self.day(edition, distance), time.fromisoformat(clock), ZoneInfo(zone)
        )
        return told.astimezone(UTC)

    def stated(self, words: str) -> str:
        """EDTF for "before 1" (a year) and "after 2" (a month); other words stay as they are."""
        relation, _, number = words.partition(" ")
        if relation == "before":
            return str(self.first_day(int(number)).year - 2)
        if relation == "after":
            return f"{self.day(int(number), 75):%Y-%m}"
        return words

    def year(self, years: int) -> str:
        """The year so many years after the first edition."""
        return str(self.first_day(1).year + years)


def in_words(day: date, language: str) -> str:
    """A day as documents write it: "4 June 2031", "4 июня 2031 года"."""
    month = _MONTHS[language][day.month - 1]
    return f"{day.day} {month} {day.year}" + (" года" if language == "ru" else "")


def _edition(number: int) -> dict[str, int]:
    row: dict[str, int] = table("editions")["edition"][number - 1]
    return row
