"""Double bookings in a timetable, and what lies outside its days.

Pure functions over plain values. Times are aware and in UTC.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class ClashKind(StrEnum):
    """What is wanted in two places at once."""

    HALL = "hall"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Placement:
    """One session with its time, halls and people, each by an identity of the caller's choice.

    Attributes:
        parent: the block the session lies in. A block and what lies in it share a hall and
            people by intention, so they never clash with each other.
    """

    session: str
    starts_at: datetime
    ends_at: datetime
    halls: frozenset[str] = field(default=frozenset())
    people: frozenset[str] = field(default=frozenset())
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sessions that overlap in time and want the same hall or person."""

    kind: ClashKind
    contested: str
    sessions: tuple[str, str]


def is_outside_days(
    starts_at: datetime, zone: ZoneInfo, first: date | None, last: date | None
) -> bool:
    """Whether a session begins before the first day or after the last, where these are known."""
    day = starts_at.astimezone(zone).date()
    return (first is not None and day < first) or (last is not None and day > last)


def find_clashes(placements: Iterable[Placement]) -> Iterator[Clash]:
    """Yield one clash per contested hall or person and pair of sessions, in order of start.

    Spans are half-open, so a session ending at 10:00 leaves its hall free for one starting
    at 10:00. Changeover time is the caller's business: widen the span before asking.
    """
    ordered = sorted(placements, key=lambda p: (p.starts_at, p.session))
    parents = {one.session: one.parent for one in ordered}
    running: list[Placement] = []
    for two in ordered:
        # Only what still runs can overlap, which keeps a long timetable from costing its square.
        running = [one for one in running if one.ends_at > two.starts_at]
        for one in running:
            if not _is_inside(one.session, two.session, parents):
                yield from _contested(one, two)
        running.append(two)


def _contested(one: Placement, two: Placement) -> Iterator[Clash]:
    pair = (one.session, two.session)
    for hall in sorted(one.halls & two.halls):
        yield Clash(ClashKind.HALL, hall, pair)
    for person in sorted(one.people & two.people):
        yield Clash(ClashKind.PERSON, person, pair)


def _is_inside(one: str, two: str, parents: Mapping[str, str | None]) -> bool:
    """Whether either session lies in the other, at any depth."""
    return one in _ancestors(two, parents) or two in _ancestors(one, parents)


def _ancestors(session: str, parents: Mapping[str, str | None]) -> set[str]:
    found: set[str] = set()
    above = parents.get(session)
    while above is not None and above not in found:
        found.add(above)
        above = parents.get(above)
    return found
