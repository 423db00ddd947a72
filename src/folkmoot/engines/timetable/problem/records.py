"""Read JSON strictly: every value has a path, and every wrong one is told with it.

Reading goes on after a fault, so that a person mends a file in one go. What stands in for a wrong
value is never handed out: whoever reads asks for the faults before using anything.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from folkmoot.engines.timetable.problem.values import LocalTime, Span

Read = TypeVar("Read")
Word = TypeVar("Word", bound=StrEnum)
_NOTHING = datetime(2000, 1, 1, tzinfo=UTC)
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:00)?")
_MOMENT = re.compile(_LOCAL.pattern + r"(Z|[+-]\d\d:\d\d)")
# Nobody is told more than this at once; the rest shows when these are mended.
MOST_FAULTS = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """A wrong value: where it stands, as ``sessions[3].people[0].role``, and what is wrong."""

    path: str
    words: str


class Record:
    """An object of the file; fields that nobody asks for are faults."""

    def __init__(self, value: Any, path: str, faults: list[Fault]) -> None:
        self.path = path
        self.faults = faults
        self._fields: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self._asked: set[str] = set()
        if not isinstance(value, dict):
            self.fault("", "should be an object")

    def fault(self, field: str, words: str) -> None:
        """Note that a field is wrong; an empty field means the record itself."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(self._at(field) or "(the file)", words))

    def has(self, field: str) -> bool:
        """Whether the field is given."""
        return field in self._fields

    def close(self) -> None:
        """Call after the last field was read: what is left is not known."""
        for field in sorted(set(self._fields) - self._asked):
            self.fault(field, "is not a known field")

    def text(self, field: str, usual: str | None = None) -> str:
        """A text; without a usual value it must be there and not be empty."""
        value = self._value(field, usual)
        if not isinstance(value, str) or (usual is None and not value.strip()):
            return self._wrong(field, "should be a text that is not empty", "")
        return value

    def whole(self, field: str, bounds: tuple[int, int], usual: int | None = None) -> int:
        """A whole number within bounds, both included."""
        value = self._value(field, usual)
        least, most = bounds
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            return self._wrong(field, f"should be a whole number from {least} to {most}", least)
        return value

    def flag(self, field: str) -> bool:
        """True or false; false if not given."""
        value = self._value(field, usual=False)
        return value if isinstance(value, bool) else self._wrong(field, "should be a flag", False)

    def word(self, field: str, words: type[Word], usual: Word) -> Word:
        """One of a closed set of words."""
        value = self._value(field, usual.value)
        if value not in [one.value for one in words]:
            known = ", ".join(words)
            return self._wrong(field, f"should be one of: {known}", usual)
        return words(value)

    def zone(self, field: str, usual: str | None = None) -> str:
        """The name of a time zone that is known here."""
        name = self.text(field, usual)
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            self.fault(field, f"{name!r} is not the name of a time zone")
            return "UTC"
        return name

    def clock(self, field: str) -> int:
        """A time of day, ``00:00`` to ``24:00``, in minutes."""
        value = self._value(field, None)
        found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        minutes = int(found[1]) * 60 + int(found[2]) if found else 1441
        if minutes > 24 * 60:
            return self._wrong(field, "should be a time from 00:00 to 24:00", 0)
        return minutes

    def day(self, field: str) -> date:
        """A day of the calendar."""
        return self._as_day(self._value(field, None), field)

    def days(self, field: str) -> frozenset[date]:
        """Days, each once."""
        values = self._list(field)
        return frozenset(self._as_day(one, f"{field}[{n}]") for n, one in enumerate(values))

    def moment(self, field: str, zone: str) -> tuple[datetime, LocalTime | None]:
        """A moment in UTC, and the local time it was made from if it was given so.

        Of a time that exists twice the first is meant. One that does not exist is as long after
        midnight as it would be without the skip.
        """
        value = self._value(field, None)
        if isinstance(value, dict):
            return self._local(Record(value, self._at(field), self.faults), zone)
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            words = "should be a time with its offset, as 2031-09-10T10:00+03:00, or local"
            return self._wrong(field, words, (_NOTHING, None))
        try:
            return datetime.fromisoformat(value).astimezone(UTC), None
        except (ValueError, OverflowError):
            return self._wrong(field, "is not a time", (_NOTHING, None))

    def names(self, field: str, among: Iterable[str] | None = None) -> frozenset[str]:
        """Names, each once; if a set is given, all of them in it."""
        return frozenset(self.name_list(field, among))

    def name_list(self, field: str, among: Iterable[str] | None = None) -> tuple[str, ...]:
        """The same in the order given."""
        found: list[str] = []
        for number, one in enumerate(self._list(field)):
            at = f"{field}[{number}]"
            if not isinstance(one, str) or not one.strip():
                self.fault(at, "should be a text that is not empty")
            elif one in found:
                self.fault(at, f"{one!r} stands twice")
            elif among is not None and one not in among:
                self.fault(at, f"{one!r} is not known")
            else:
                found.append(one)
        return tuple(found)

    def name(self, field: str, among: Iterable[str], *, is_needed: bool = True) -> str:
        """A name of a set, or empty if it may be."""
        name = self.text(field, None if is_needed else "")
        if name and name not in among:
            self.fault(field, f"{name!r} is not known")
        return name

    def spans(self, field: str, zone: str) -> tuple[Span, ...]:
        """Spans, each ending after it begins."""

        def read(one: Record) -> Span:
            span = Span(one.moment("from", zone)[0], one.moment("until", zone)[0])
            if span.ends_at <= span.starts_at and one.has("from") and one.has("until"):
                one.fault("until", "should be later than its beginning")
            return span

        return self.records(field, read)

    def record(self, field: str, read: Callable[["Record"], Read]) -> Read:
        """An object within."""
        inner = Record(self._value(field, None), self._at(field), self.faults)
        result = read(inner)
        inner.close()
        return result

    def records(self, field: str, read: Callable[["Record"], Read]) -> tuple[Read, ...]:
        """A list of objects, in order; an absent list is empty."""
        results = []
        for number, one in enumerate(self._list(field)):
            inner = Record(one, self._at(f"{field}[{number}]"), self.faults)
            results.append(read(inner))
            inner.close()
        return tuple(results)

    def _at(self, field: str) -> str:
        return ".".join(filter(None, (self.path, field)))

    def _value(self, field: str, usual: Any) -> Any:
        self._asked.add(field)
        if field not in self._fields and usual is None:
            return None
        return self._fields.get(field, usual)

    def _list(self, field: str) -> list[Any]:
        value = self._value(field, [])
        return value if isinstance(value, list) else self._wrong(field, "should be a list", [])

    def _wrong(self, field: str, words: str, instead: Read) -> Read:
        self.fault(field, words if self.has(field) else "is missing; it " + words)
        return instead

    def _as_day(self, value: Any, field: str) -> date:
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.fault(field, "should be a day, as 2031-09-10")
        return _NOTHING.date()

    def _local(self, one: "Record", zone: str) -> tuple[datetime, LocalTime | None]:
        text, name = one.text("local"), one.zone("zone", zone)
        one.close()
        if not _LOCAL.fullmatch(text):
            one.fault("local", "should be a time without offset, as 2031-09-10T10:00")
            return _NOTHING, None
        try:
            wall = datetime.fromisoformat(text)
            return wall.replace(tzinfo=ZoneInfo(name)).astimezone(UTC), LocalTime(wall, name)
        except (ValueError, OverflowError):
            one.fault("local", "is not a time")
            return _NOTHING, None
