"""The values of a timetable problem.

Everything is named by a key of the caller's choice. Moments are aware and whole minutes; spans
are half-open. Nothing here judges: what is wrong with a timetable is said by ``rules``.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """As what somebody is bound to a session. Whoever is bound cannot be elsewhere."""

    SPEAKER = "speaker"
    MODERATOR = "moderator"
    INTERPRETER = "interpreter"
    HEAD = "head_of_delegation"
    PARTICIPANT = "participant"


class Blocking(StrEnum):
    """What may not run beside a session, as nothing runs beside an opening."""

    NOTHING = "nothing"
    CITIES = "cities"
    EDITION = "edition"


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment until another, the second not included."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A time as the clock on a wall shows it; it may not exist there, or exist twice."""

    wall: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Hours:
    """When a city is open on a day, in minutes after midnight by the clock of each venue.

    ``closes_minute`` may be 1440; what goes on after midnight is hours of the next day.
    """

    day: date
    opens_minute: int
    closes_minute: int


@dataclass(frozen=True, slots=True)
class Edition:
    """The frame.

    Attributes:
        zone: of the edition's days, where no venue says otherwise.
        step_minutes: the solver starts sessions only on multiples of it, by the venue's clock.
    """

    name: str = ""
    zone: str = "UTC"
    step_minutes: int = 15


@dataclass(frozen=True, slots=True)
class City:
    """A host city with its opening hours."""

    key: str
    hours: tuple[Hours, ...]


@dataclass(frozen=True, slots=True)
class Venue:
    """A building or ground, with the zone its clocks show."""

    key: str
    city: str
    zone: str


@dataclass(frozen=True, slots=True)
class Room:
    """A room of a venue.

    Attributes:
        capacity: people it seats; ``None`` if not known, and then not judged.
        channels: languages into which can be interpreted at once.
    """

    key: str
    venue: str
    capacity: int | None = None
    equipment: frozenset[str] = frozenset()
    channels: int = 0
    unavailable: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes from one venue or city to another, and back unless the way back is told too.

    From a city to itself: between any two of its venues. The most exact statement counts.
    """

    origin: str
    destination: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is bound to sessions. ``languages`` are those an interpreter works into."""

    key: str
    languages: frozenset[str] = frozenset()
    unavailable: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody in a session.

    Attributes:
        city: where in a bridge the person is; empty means its first city.
        is_remote: takes part by video: busy, but need not travel.
    """

    person: str
    role: Role = Role.SPEAKER
    city: str = ""
    is_remote: bool = False


@dataclass(frozen=True, slots=True)
class BridgeEnd:
    """One city of a bridge and how many people are expected there."""

    city: str
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """What is to be placed.

    Attributes:
        kind: any word; kept for the reader and not judged.
        expected: people; of a bridge each end tells its own.
        interpretation: languages into which must be interpreted.
        bridge: one room in each of these cities at once; empty for an ordinary session.
        rooms, venues, days: where and when it may be; empty means anywhere, any day. Naming both
            rooms and venues allows either.
        after, before: sessions that must have ended, or may not have begun.
        parent: the block it lies in, with which it shares rooms and people.
        blocks: what may not run at the same time.
    """

    key: str
    duration_minutes: int
    kind: str = ""
    expected: int = 0
    strands: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    equipment: frozenset[str] = frozenset()
    interpretation: frozenset[str] = frozenset()
    people: tuple[Part, ...] = ()
    bridge: tuple[BridgeEnd, ...] = ()
    rooms: frozenset[str] = frozenset()
    venues: frozenset[str] = frozenset()
    days: frozenset[date] = frozenset()
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    parent: str = ""
    blocks: Blocking = Blocking.NOTHING


@dataclass(frozen=True, slots=True)
class Placed:
    """Where and when a session stands.

    Attributes:
        rooms: none if only its time is set; several for a bridge.
        is_pinned: the solver leaves it there, right or wrong.
        stated: the local time from which ``starts_at`` was made, if it was given so. A session
            that is moved has none.
    """

    session: str
    starts_at: datetime
    rooms: tuple[str, ...] = ()
    is_pinned: bool = False
    stated: LocalTime | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole forum. A session without a placement is yet to be placed."""

    edition: Edition = field(default_factory=Edition)
    cities: tuple[City, ...] = ()
    venues: tuple[Venue, ...] = ()
    rooms: tuple[Room, ...] = ()
    travel: tuple[Travel, ...] = ()
    people: tuple[Person, ...] = ()
    sessions: tuple[Session, ...] = ()
    placements: tuple[Placed, ...] = ()
