"""What a conference is, what a schedule of it is, and what is wrong with one.

Everything is named once and then spoken of by its place in a tuple: session 0 is the first row
of the sheet *sessions*. Times have no date zone: a session lies in the conference's own zone.
The words are those of the workbooks: a *session* is a period of the conference with some time
slots that exists in every room; a *track* is a group of submissions; a *cell* is one session in
one room and holds at most one track.
"""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

Matrix = tuple[tuple[int, ...], ...]
Pair = tuple[int, int]


class Rule(StrEnum):
    """One term of the objective."""

    TRACK_SESSION = "track_session"
    TRACK_ROOM = "track_room"
    SESSION_ROOM = "session_room"
    SIMILAR_TRACKS = "similar_tracks"
    ROOMS_PER_TRACK = "rooms_per_track"
    PARALLEL_TRACK = "parallel_track"
    CONSECUTIVE = "consecutive"
    TIME_ZONE = "time_zone"
    ORDER = "order"
    SUBMISSION_SESSION = "submission_session"
    SUBMISSION_ROOM = "submission_room"
    PRESENTERS = "presenters"
    ATTENDEES = "attendees"
    CHAIRS = "chairs"
    PRESENTERS_AT_ONCE = "presenters_at_once"
    ATTENDEES_AT_ONCE = "attendees_at_once"


@dataclass(frozen=True, slots=True)
class Session:
    """A period: as many time slots in every room. Times are those of the conference's zone."""

    name: str
    slots: int
    held_on: date | None = None
    starts: time | None = None
    ends: time | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """A group of submissions and the people who chair it."""

    name: str
    chairs: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Submission:
    """One talk.

    Attributes:
        track: place of its track.
        slots: time slots it takes, one after another in one cell.
        order: its place within the track, from 1; 0 where any will do.
        zone: the presenter's time zone, as written; empty for the conference's own.
    """

    name: str
    track: int
    slots: int = 1
    order: int = 0
    zone: str = ""
    presenters: frozenset[str] = field(default=frozenset())
    attendees: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class SuitableHours:
    """When presenters may be asked to speak, on their own clocks.

    Attributes:
        less_penalty: cost of an hour that is only within the wider bounds.
        unsuitable_penalty: cost of an hour outside both.
    """

    from_time: time = time(0, 0)
    to_time: time = time(23, 59)
    less_from: time = time(0, 0)
    less_to: time = time(23, 59)
    less_penalty: int = 0
    unsuitable_penalty: int = 0


@dataclass(frozen=True, slots=True)
class Conference:
    """Everything to schedule, and what costs how much.

    Attributes:
        weights: of each rule; 0 switches it off.
        track_session: penalty of each track (row) in each session (column); so are the others.
        similar: penalty of two tracks held at once; symmetric, zeros on the diagonal.
        submission_zone: penalty of each submission in each session by the presenter's clock.
        presenter_pairs: submissions that need one person at both; the smaller place first.
        chair_pairs: tracks with a chair in common.
    """

    sessions: tuple[Session, ...]
    rooms: tuple[str, ...]
    tracks: tuple[Track, ...]
    submissions: tuple[Submission, ...]
    weights: dict[Rule, int]
    track_session: Matrix
    track_room: Matrix
    session_room: Matrix
    similar: Matrix
    submission_session: Matrix
    submission_room: Matrix
    submission_zone: Matrix
    presenter_pairs: tuple[Pair, ...]
    attendee_pairs: tuple[Pair, ...]
    chair_pairs: tuple[Pair, ...]

    @property
    def slots_offered(self) -> int:
        """Time slots of all sessions in all rooms."""
        return sum(one.slots for one in self.sessions) * len(self.rooms)

    @property
    def slots_needed(self) -> int:
        """Time slots that all submissions take."""
        return sum(one.slots for one in self.submissions)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Who is where.

    Attributes:
        cells: track in each session (row) and room (column), ``None`` for none.
        slots: submission in each session, room and time slot, ``None`` for a free slot.
    """

    cells: tuple[tuple[int | None, ...], ...]
    slots: tuple[tuple[tuple[int | None, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a schedule pays for: which rule, what, and what it adds to the objective."""

    rule: Rule
    what: str
    cost: int


@dataclass(frozen=True, slots=True)
class Score:
    """What a schedule costs and why.

    Attributes:
        faults: why it is no complete schedule, in sentences; empty for a complete one.
    """

    findings: tuple[Finding, ...]
    faults: tuple[str, ...]

    @property
    def total(self) -> int:
        """The objective: all costs together."""
        return sum(one.cost for one in self.findings)

    @property
    def by_rule(self) -> dict[Rule, int]:
        """The cost of each rule that costs anything."""
        told: dict[Rule, int] = {}
        for one in self.findings:
            told[one.rule] = told.get(one.rule, 0) + one.cost
        return told

    @property
    def is_complete(self) -> bool:
        """Every submission has its slots, in sequence, in one cell of its track."""
        return not self.faults


class Outcome(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"
    FOUND = "found"
    INFEASIBLE = "infeasible"
    NOTHING_FOUND = "nothing_found"


@dataclass(frozen=True, slots=True)
class Progress:
    """The best so far.

    Attributes:
        bound: no schedule costs less; ``None`` while nothing is known.
        after_seconds: since the search began.
    """

    best: int | None
    bound: int | None
    after_seconds: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class Solved:
    """What a search found, and how it was asked.

    Attributes:
        reasons: why there is no schedule, in sentences.
        best_after_seconds: when the schedule was found.
    """

    outcome: Outcome
    schedule: Schedule | None
    cost: int | None
    bound: int | None
    reasons: tuple[str, ...]
    seed: int
    seconds_allowed: float
    seconds_taken: float
    first_after_seconds: float | None = None
    best_after_seconds: float | None = None
    was_cancelled: bool = False


def blank_schedule(conference: Conference) -> Schedule:
    """Nothing scheduled."""
    rooms = len(conference.rooms)
    return Schedule(
        cells=tuple((None,) * rooms for _ in conference.sessions),
        slots=tuple(((None,) * one.slots,) * rooms for one in conference.sessions),
    )
