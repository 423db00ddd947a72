"""Rules about rooms: wanted twice, closed, too small, without what a session needs."""

from collections.abc import Iterator

from folkmoot.engines.timetable.problem.values import Room, Session, Span
from folkmoot.engines.timetable.rules.board import Board, Spot, span_of
from folkmoot.engines.timetable.rules.terms import Finding, RuleCode, Severity

_HARD = Severity.HARD


def room_twice(board: Board, spot: Spot) -> Iterator[Finding]:
    """Two sessions in a room at once. A block and what lies in it share theirs."""
    for key in spot.rooms:
        for other in list(board.in_room[key].values()):
            if other.key == spot.key or not spot.overlaps(other):
                continue
            if not board.is_inside(spot.session, other.session):
                yield Finding(
                    RuleCode.ROOM_TWICE,
                    _HARD,
                    in_order(spot, other),
                    room=key,
                    span=common(spot, other),
                )


def room_unavailable(board: Board, spot: Spot) -> Iterator[Finding]:
    """A session in a room that cannot be used then."""
    for key in spot.rooms:
        for begun, over in board.closed[key]:
            starts = max(spot.starts, begun)
            ends = min(spot.ends, over)
            if starts < ends:
                yield Finding(
                    RuleCode.ROOM_UNAVAILABLE,
                    _HARD,
                    (spot.key,),
                    room=key,
                    span=span_of(starts, ends),
                )


def place_not_allowed(board: Board, spot: Spot) -> Iterator[Finding]:
    """A session in a room that is neither among its rooms nor in one of its venues or cities."""
    for key in spot.rooms:
        if not may_use(board, spot.session, board.room(key)):
            yield Finding(RuleCode.PLACE_NOT_ALLOWED, _HARD, (spot.key,), room=key)


def may_use(board: Board, session: Session, room: Room) -> bool:
    """Whether a session allows a room. A bridge allows rooms of its cities only."""
    if session.bridge and board.city_of[room.key] not in {end.city for end in session.bridge}:
        return False
    if not session.rooms and not session.venues:
        return True
    return room.key in session.rooms or room.venue in session.venues


def capacity(board: Board, spot: Spot) -> Iterator[Finding]:
    """More people expected than there are seats. Rooms of one city are taken together."""
    for city, expected in ends_of(spot.session):
        keys = [key for key in spot.rooms if not city or board.city_of[key] == city]
        seats = [board.room(key).capacity for key in keys]
        known = [count for count in seats if count is not None]
        if keys and len(known) == len(keys) and sum(known) < expected:
            yield Finding(
                RuleCode.CAPACITY,
                _HARD,
                (spot.key,),
                room=keys[0],
                what=city,
                wanted=expected,
                there=sum(known),
            )


def equipment_missing(board: Board, spot: Spot) -> Iterator[Finding]:
    """A room without something that the session needs; each thing by itself."""
    for key in spot.rooms:
        for thing in sorted(spot.session.equipment - board.room(key).equipment):
            yield Finding(RuleCode.EQUIPMENT_MISSING, _HARD, (spot.key,), room=key, what=thing)


def interpretation_missing(board: Board, spot: Spot) -> Iterator[Finding]:
    """Fewer channels in a room than languages that must be interpreted into."""
    wanted = len(spot.session.interpretation)
    for key in spot.rooms:
        there = board.room(key).channels
        if there < wanted:
            yield Finding(
                RuleCode.INTERPRETATION_MISSING,
                _HARD,
                (spot.key,),
                room=key,
                wanted=wanted,
                there=there,
            )


def bridge_room_missing(board: Board, spot: Spot) -> Iterator[Finding]:
    """A bridge without a room in one of its cities."""
    there = {board.city_of[key] for key in spot.rooms}
    for end in spot.session.bridge:
        if end.city not in there:
            yield Finding(RuleCode.BRIDGE_ROOM_MISSING, _HARD, (spot.key,), what=end.city)


def ends_of(session: Session) -> tuple[tuple[str, int], ...]:
    """The cities in which a session needs a room, with the people expected there.

    An ordinary session has one end, whose city is empty: anywhere.
    """
    if not session.bridge:
        return (("", session.expected),)
    return tuple((end.city, end.expected) for end in session.bridge)


def in_order(one: Spot, two: Spot) -> tuple[str, str]:
    """Two sessions by start, so that a finding reads the same from either side."""
    first, second = sorted((one, two), key=lambda each: each.order)
    return first.key, second.key


def common(one: Spot, two: Spot) -> Span:
    """When both run."""
    return span_of(max(one.starts, two.starts), min(one.ends, two.ends))
