"""The rules of a timetable: one function each, and who asks them all.

Rules warn; they never block. The solver keeps the hard ones and explains itself with them.
"""

from collections.abc import Iterator

from folkmoot.engines.timetable.problem.values import Placed
from folkmoot.engines.timetable.rules import people, rooms, times, wishes
from folkmoot.engines.timetable.rules.board import Board, Spot
from folkmoot.engines.timetable.rules.terms import Finding, Rule, RuleCode, Severity

__all__ = [
    "LABELS",
    "RULES",
    "Board",
    "Finding",
    "Rule",
    "RuleCode",
    "Severity",
    "Spot",
    "find_all",
    "find_of",
    "find_where",
]

_HARD, _SOFT = Severity.HARD, Severity.SOFT
RULES: tuple[Rule, ...] = (
    Rule(RuleCode.ROOM_TWICE, _HARD, "Two sessions in one room", rooms.room_twice),
    Rule(RuleCode.ROOM_UNAVAILABLE, _HARD, "The room cannot be used", rooms.room_unavailable),
    Rule(RuleCode.PLACE_NOT_ALLOWED, _HARD, "Not one of its rooms", rooms.place_not_allowed),
    Rule(RuleCode.CAPACITY, _HARD, "More people than seats", rooms.capacity),
    Rule(RuleCode.EQUIPMENT_MISSING, _HARD, "Equipment is missing", rooms.equipment_missing),
    Rule(
        RuleCode.INTERPRETATION_MISSING,
        _HARD,
        "Too few interpretation channels",
        rooms.interpretation_missing,
    ),
    Rule(
        RuleCode.BRIDGE_ROOM_MISSING,
        _HARD,
        "A bridge lacks a room in one of its cities",
        rooms.bridge_room_missing,
    ),
    Rule(RuleCode.PERSON_TWICE, _HARD, "One person in two sessions", people.person_twice),
    Rule(
        RuleCode.PERSON_UNAVAILABLE, _HARD, "The person cannot come then", people.person_unavailable
    ),
    Rule(RuleCode.TRAVEL_TOO_SHORT, _HARD, "Too little time for the way", people.travel_too_short),
    Rule(RuleCode.OUTSIDE_HOURS, _HARD, "Outside the opening hours", times.outside_hours),
    Rule(RuleCode.DAY_NOT_ALLOWED, _HARD, "Not one of its days", times.day_not_allowed),
    Rule(RuleCode.OUTSIDE_BLOCK, _HARD, "Outside the block it lies in", times.outside_block),
    Rule(RuleCode.ORDER_BROKEN, _HARD, "Before a session it must follow", times.order_broken),
    Rule(
        RuleCode.BESIDE_BLOCKER,
        _HARD,
        "At a time that another session keeps clear",
        times.beside_blocker,
    ),
    Rule(RuleCode.STRAND_CLASH, _SOFT, "Two sessions of one strand at once", wishes.strand_clash),
    Rule(
        RuleCode.AUDIENCE_CLASH,
        _SOFT,
        "Two sessions at once for one audience",
        wishes.audience_clash,
    ),
    Rule(
        RuleCode.INTERPRETER_MISSING,
        _SOFT,
        "No interpreter for a language",
        people.interpreter_missing,
    ),
    Rule(RuleCode.CLOCK_SKIPS, _SOFT, "Clocks skip this time", times.clock_skips),
    Rule(RuleCode.CLOCK_REPEATS, _SOFT, "Clocks show this time twice", times.clock_repeats),
)
LABELS = {rule.code: rule.label for rule in RULES}


def find_all(board: Board) -> Iterator[Finding]:
    """Everything that is wrong, each thing once, in order of start."""
    for spot in sorted(board.spots.values(), key=lambda one: one.order):
        for finding in _find(board, spot):
            # Either side of a pair finds it; the side named first tells it.
            if finding.sessions[0] == spot.key:
                yield finding


def find_of(board: Board, session: str) -> tuple[Finding, ...]:
    """What is wrong with one session; nothing if it is not placed."""
    spot = board.spots.get(session)
    return tuple(_find(board, spot)) if spot else ()


def find_where(board: Board, placed: Placed) -> tuple[Finding, ...]:
    """What would be wrong with a session if it stood there and all others where they are.

    The board is not changed. This is what a desk asks while somebody moves a session.
    """
    return tuple(_find(board, board.spot(placed)))


def _find(board: Board, spot: Spot) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule.find(board, spot)
