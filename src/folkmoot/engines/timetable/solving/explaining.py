"""Why a session has no place: which rules stand in its way, and which fixed sessions."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from folkmoot.engines.timetable.problem.values import Session
from folkmoot.engines.timetable.rules.board import Board
from folkmoot.engines.timetable.rules.rooms import ends_of
from folkmoot.engines.timetable.rules.terms import RuleCode
from folkmoot.engines.timetable.solving.ground import Barrier, Ground
from folkmoot.engines.timetable.solving.masks import union
from folkmoot.engines.timetable.solving.terms import Obstacle, Unplaced

_MOST_NAMED = 5


@dataclass(slots=True)
class _Place:
    """One room for one end: the starts there would be, and what each rule and session takes."""

    end: str
    starts: int
    rules: dict[RuleCode, int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    culprits: dict[tuple[RuleCode, str], int] = field(default_factory=dict)


def explain(board: Board, key: str, fixed: Collection[str]) -> Unplaced:
    """Why a session that is not on the board has no place there.

    Rules are counted over every room and start there would be if no rule held, so that a person
    sees at once whether seats, people or the fixed sessions are the trouble.
    """
    ground = Ground(board)
    session = board.sessions[key]
    barriers = list(_barriers(ground, session))
    places = _places(barriers, None)
    settled = _places(barriers, frozenset(fixed))
    is_impossible = not _is_free(session, settled, set(RuleCode), None)
    conflict = _conflict(session, settled) if is_impossible else ()
    obstacles = _obstacles(session, settled if is_impossible else places)
    considered = sum(place.starts.bit_count() for place in places)
    return Unplaced(key, considered, obstacles, conflict, is_impossible)


def _barriers(ground: Ground, session: Session) -> Iterator[tuple[str, int, list[Barrier]]]:
    """Each room that an end could have, with the starts there would be and what takes them."""
    anywhere = list(ground.anywhere(session))
    for city, _expected in ends_of(session):
        by_venue: dict[str, list[Barrier]] = {}
        for room in ground.board.problem.rooms:
            if not ground.may_end(city, room):
                continue
            if room.venue not in by_venue:
                by_venue[room.venue] = list(ground.at_venue(session, city, room.venue))
            own = [(rule, "", mask) for rule, mask in ground.own(session, city, room)]
            others = [*anywhere, *by_venue[room.venue], *ground.in_room(session, room.key)]
            yield city, ground.possible(session, room), own + others


def _places(
    barriers: Iterable[tuple[str, int, list[Barrier]]], only: Collection[str] | None
) -> list[_Place]:
    """The same, summed up; of other sessions only some, if they are named."""
    places = []
    for city, starts, found in barriers:
        place = _Place(city, starts)
        for rule, other, mask in found:
            taken = mask & starts
            if not taken or (other and only is not None and other not in only):
                continue
            if other:
                place.others[other] = place.others.get(other, 0) | taken
                place.culprits[rule, other] = place.culprits.get((rule, other), 0) | taken
            place.rules[rule] = place.rules.get(rule, 0) | taken
        places.append(place)
    return places


def _is_free(
    session: Session,
    places: Iterable[_Place],
    rules: Collection[RuleCode],
    others: Collection[str] | None,
) -> bool:
    """Whether some start is left at every end when only these rules, or these others, count."""
    left: dict[str, int] = {city: 0 for city, _expected in ends_of(session)}
    for place in places:
        if others is None:
            taken = union(mask for rule, mask in place.rules.items() if rule in rules)
        else:
            kept = (mask for (_r, key), mask in place.culprits.items() if key in others)
            taken = union(kept) | _own(place)
        left[place.end] |= place.starts & ~taken
    together = -1
    for starts in left.values():
        together &= starts
    return bool(together)


def _own(place: _Place) -> int:
    """What is taken without any other session. Rules are about others or never are."""
    about_others = {rule for rule, _key in place.culprits}
    return union(mask for rule, mask in place.rules.items() if rule not in about_others)


def _obstacles(session: Session, places: list[_Place]) -> tuple[Obstacle, ...]:
    excluded: Counter[RuleCode] = Counter()
    alone: Counter[RuleCode] = Counter()
    named: dict[RuleCode, Counter[str]] = {}
    for place in places:
        for rule, mask in place.rules.items():
            excluded[rule] += mask.bit_count()
            others = union(one for code, one in place.rules.items() if code is not rule)
            alone[rule] += (mask & ~others).bit_count()
        for (rule, key), mask in place.culprits.items():
            named.setdefault(rule, Counter())[key] += mask.bit_count()
    needed = _fewest(session, places, sorted(excluded, key=lambda rule: (alone[rule], rule)))
    return tuple(
        Obstacle(
            rule,
            excluded[rule],
            alone[rule],
            rule in needed,
            tuple(key for key, _n in named.get(rule, Counter()).most_common(_MOST_NAMED)),
        )
        for rule in sorted(excluded, key=lambda rule: (-excluded[rule], rule))
    )


def _fewest(session: Session, places: list[_Place], rules: list[RuleCode]) -> set[RuleCode]:
    """Rules none of which can be spared: without any one of them there would be a place."""
    needed = set(rules)
    if _is_free(session, places, needed, None):
        return set()
    for rule in rules:
        if not _is_free(session, places, needed - {rule}, None):
            needed.discard(rule)
    return needed


def _conflict(session: Session, places: list[_Place]) -> tuple[str, ...]:
    """Fixed sessions none of which can be spared; none if the session itself has no place."""
    weights: Counter[str] = Counter()
    for place in places:
        for key, mask in place.others.items():
            weights[key] += mask.bit_count()
    needed = set(weights)
    for key, _count in reversed(weights.most_common()):
        if not _is_free(session, places, (), needed - {key}):
            needed.discard(key)
    return tuple(sorted(needed))
