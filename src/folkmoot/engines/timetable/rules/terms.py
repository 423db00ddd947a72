"""What a rule can say. Sentences for people are made elsewhere, from these codes and values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from folkmoot.engines.timetable.problem.values import Role, Span
from folkmoot.engines.timetable.rules.board import Board, Spot


class RuleCode(StrEnum):
    """Every rule that a timetable can break."""

    ROOM_TWICE = "room_twice"
    ROOM_UNAVAILABLE = "room_unavailable"
    PLACE_NOT_ALLOWED = "place_not_allowed"
    CAPACITY = "capacity"
    EQUIPMENT_MISSING = "equipment_missing"
    INTERPRETATION_MISSING = "interpretation_missing"
    BRIDGE_ROOM_MISSING = "bridge_room_missing"
    PERSON_TWICE = "person_twice"
    PERSON_UNAVAILABLE = "person_unavailable"
    TRAVEL_TOO_SHORT = "travel_too_short"
    OUTSIDE_HOURS = "outside_hours"
    DAY_NOT_ALLOWED = "day_not_allowed"
    OUTSIDE_BLOCK = "outside_block"
    ORDER_BROKEN = "order_broken"
    BESIDE_BLOCKER = "beside_blocker"
    STRAND_CLASH = "strand_clash"
    AUDIENCE_CLASH = "audience_clash"
    INTERPRETER_MISSING = "interpreter_missing"
    CLOCK_SKIPS = "clock_skips"
    CLOCK_REPEATS = "clock_repeats"


class Severity(StrEnum):
    """Hard: cannot take place so. Soft: a pity, or worth a look. Neither ever blocks anybody."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a timetable breaks a rule.

    Attributes:
        sessions: one, or two in order of start; of an order the one that should come first.
        room, person: the contested or unfit one.
        what: the city, strand, audience, language or piece of equipment in question.
        roles: of the person, in the first and in the second session.
        span: when it goes wrong: the overlap, the minutes outside, the time between two places.
        wanted, there: people against seats, languages against channels, minutes of travel against
            minutes between; ``None`` where nothing is counted.
    """

    rule: RuleCode
    severity: Severity
    sessions: tuple[str, ...]
    room: str = ""
    person: str = ""
    what: str = ""
    roles: tuple[Role, ...] = ()
    span: Span | None = None
    wanted: int | None = None
    there: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, a plain label, and the function that finds where it is broken.

    The function yields what is wrong with a session if it stood at a spot, against everything else
    on the board. A finding about two sessions is yielded from either side, in equal words.
    """

    code: RuleCode
    severity: Severity
    label: str
    find: Callable[[Board, Spot], Iterator[Finding]]
