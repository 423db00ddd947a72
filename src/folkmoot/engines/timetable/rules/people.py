"""Rules about people: in two places at once, away, without time to get there."""

from collections.abc import Iterator

from folkmoot.engines.timetable.problem.values import Part, Role
from folkmoot.engines.timetable.rules.board import Board, Spot, span_of
from folkmoot.engines.timetable.rules.rooms import common, in_order
from folkmoot.engines.timetable.rules.terms import Finding, RuleCode, Severity

_HARD = Severity.HARD


def person_twice(board: Board, spot: Spot) -> Iterator[Finding]:
    """Somebody in two sessions at once, in whatever role, also by video."""
    for person, mine, other, theirs in _meetings(board, spot):
        if spot.overlaps(other):
            by_key = {spot.key: mine, other.key: theirs}
            sessions = in_order(spot, other)
            yield Finding(
                RuleCode.PERSON_TWICE,
                _HARD,
                sessions,
                person=person,
                roles=tuple(_leading(by_key[key]) for key in sessions),
                span=common(spot, other),
            )


def travel_too_short(board: Board, spot: Spot) -> Iterator[Finding]:
    """Somebody with less time between two venues than the way takes."""
    for person, mine, other, theirs in _meetings(board, spot):
        one, two = (spot, other) if spot.order < other.order else (other, spot)
        between = two.starts - one.ends
        if not 0 <= between < board.longest_way:
            continue
        parts = {spot.key: mine, other.key: theirs}
        origin, destination = board.seat(one, parts[one.key]), board.seat(two, parts[two.key])
        needed = board.way(origin, destination) if origin and destination else 0
        if between < needed:
            yield Finding(
                RuleCode.TRAVEL_TOO_SHORT,
                _HARD,
                (one.key, two.key),
                person=person,
                roles=(_leading(parts[one.key]), _leading(parts[two.key])),
                span=span_of(one.ends, two.starts),
                wanted=needed,
                there=between,
            )


def person_unavailable(board: Board, spot: Spot) -> Iterator[Finding]:
    """Somebody in a session at a time when that person cannot come."""
    for person, parts in _people(spot).items():
        for begun, over in board.away[person]:
            starts = max(spot.starts, begun)
            ends = min(spot.ends, over)
            if starts < ends:
                yield Finding(
                    RuleCode.PERSON_UNAVAILABLE,
                    _HARD,
                    (spot.key,),
                    person=person,
                    roles=(_leading(parts),),
                    span=span_of(starts, ends),
                )


def interpreter_missing(board: Board, spot: Spot) -> Iterator[Finding]:
    """A language that none of the session's interpreters works into.

    Only where interpreters with their languages are named: many forums leave that to a firm.
    """
    interpreters = [
        board.people[part.person] for part in spot.session.people if part.role is Role.INTERPRETER
    ]
    covered = {language for person in interpreters for language in person.languages}
    for language in sorted(spot.session.interpretation - covered) if covered else ():
        yield Finding(RuleCode.INTERPRETER_MISSING, Severity.SOFT, (spot.key,), what=language)


def _people(spot: Spot) -> dict[str, tuple[Part, ...]]:
    found: dict[str, tuple[Part, ...]] = {}
    for part in spot.session.people:
        found[part.person] = (*found.get(part.person, ()), part)
    return found


def _meetings(
    board: Board, spot: Spot
) -> Iterator[tuple[str, tuple[Part, ...], Spot, tuple[Part, ...]]]:
    """Each person of the session with each of that person's other sessions on the board."""
    for person, mine in _people(spot).items():
        for key, theirs in board.of_person[person].items():
            other = board.spots.get(key)
            if key == spot.key or other is None:
                continue
            if not board.is_inside(spot.session, other.session):
                yield person, mine, other, theirs


_WEIGHT = (Role.HEAD, Role.INTERPRETER, Role.MODERATOR, Role.SPEAKER, Role.PARTICIPANT)


def _leading(parts: tuple[Part, ...]) -> Role:
    """The role that makes a clash worst: a delegation cannot do without its head."""
    return min((part.role for part in parts), key=_WEIGHT.index)
