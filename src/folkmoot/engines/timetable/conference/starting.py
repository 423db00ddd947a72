"""A first schedule within moments: tracks one by one, each where it costs least.

Tracks that are hard to place come first. Each takes, in one room, the sessions in a row that hold
its submissions at the least cost; where no room has such a row, it takes whichever cells are free.
Repeated in other orders, it gives the start of a search. Where room is tight it may find nothing;
then the search asks CP-SAT for any schedule at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from folkmoot.engines.timetable.conference.facts import Facts
from folkmoot.engines.timetable.conference.plans import Plan
from folkmoot.engines.timetable.conference.terms import Rule

_Cell = tuple[int, int]


def first_plans(facts: Facts, random: Random) -> Iterator[Plan]:
    """Plans of a dozen attempts, each in another order of tracks; none where all ran out of room.

    A plan may still be no schedule, where the submissions of parallel cells cannot be packed.
    """
    hard = sorted(range(len(facts.talks_of)), key=lambda track: _ease(facts, track))
    for attempt in range(_ATTEMPTS):
        plan = _attempt(facts, hard if not attempt else _shaken(hard, random, attempt))
        if plan is not None:
            yield plan


_ATTEMPTS = 12


def _ease(facts: Facts, track: int) -> tuple[int, int]:
    """How many cells would cost nothing, for each time slot needed; large tracks first."""
    conference = facts.conference
    needed = sum(conference.submissions[talk].slots for talk in facts.talks_of[track])
    free = sum(not cost for row in facts.cell_cost[track] for cost in row)
    return free // max(1, needed), -needed


def _shaken(order: Sequence[int], random: Random, strength: int) -> list[int]:
    """The order with some tracks moved, the more the later the attempt."""
    reach = 1 + strength * len(order) // (2 * _ATTEMPTS)
    place = {track: at + random.uniform(0, reach) for at, track in enumerate(order)}
    return sorted(order, key=place.__getitem__)


@dataclass(slots=True)
class _Taken:
    """Cells taken, and the sessions that submissions were given."""

    cells: set[_Cell] = field(default_factory=set)
    held: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    session_of: dict[int, int] = field(default_factory=dict)


def _attempt(facts: Facts, order: Sequence[int]) -> Plan | None:
    taken = _Taken()
    for track in order:
        if facts.talks_of[track] and not _place(facts, track, taken):
            return None
    sessions = range(len(facts.conference.sessions))
    return Plan(
        tuple(
            tuple(tuple(sorted(taken.held.get((track, one), ()))) for one in sessions)
            for track in range(len(facts.talks_of))
        ),
        tuple(taken.session_of[talk] for talk in range(len(facts.conference.submissions))),
    )


def _place(facts: Facts, track: int, taken: _Taken) -> bool:
    """Give a track the cheapest cells that hold it; whether there were any."""
    best: tuple[int, dict[int, _Cell]] | None = None
    for cells in (*_rows(facts, track, taken), *_scattered(facts, track, taken)):
        given = _fill(facts, track, cells)
        if given is not None:
            cost = _cost(facts, track, given, taken)
            if best is None or cost < best[0]:
                best = cost, given
    if best is None:
        return False
    for talk, (session, room) in best[1].items():
        taken.session_of[talk] = session
        taken.cells.add((session, room))
        rooms = taken.held.setdefault((track, session), [])
        if room not in rooms:
            rooms.append(room)
    return True


def _rows(facts: Facts, track: int, taken: _Taken) -> Iterator[list[_Cell]]:
    """Free cells of one room from each beginning: in a row, and those only that cost least."""
    sessions = len(facts.conference.sessions)
    costs = facts.cell_cost[track]
    for room in range(len(facts.conference.rooms)):
        free = [one for one in range(sessions) if (one, room) not in taken.cells]
        least = min((costs[one][room] for one in free), default=0)
        for at, first in enumerate(free):
            row = [first]
            for session in free[at + 1 :]:
                if session != row[-1] + 1:
                    break
                row.append(session)
            yield [(one, room) for one in row]
            cheap = [one for one in free[at:] if costs[one][room] == least]
            if cheap and cheap != row:
                yield [(one, room) for one in cheap]


def _scattered(facts: Facts, track: int, taken: _Taken) -> Iterator[list[_Cell]]:
    """All free cells, one of each session before those in parallel: as time goes, and by cost."""
    told: list[tuple[int, int, int, int]] = []
    for session in range(len(facts.conference.sessions)):
        costs = facts.cell_cost[track][session]
        free = [room for room in range(len(costs)) if (session, room) not in taken.cells]
        for place, room in enumerate(sorted(free, key=costs.__getitem__)):
            told.append((place, costs[room], session, room))
    yield [(session, room) for _, _, session, room in sorted(told)]
    yield [(session, room) for _, _, session, room in sorted(told, key=lambda one: one[1:])]
    yield [
        (session, room)
        for _, _, session, room in sorted(told, key=lambda one: (one[0], one[2], one[1]))
    ]


def _fill(facts: Facts, track: int, cells: Sequence[_Cell]) -> dict[int, _Cell] | None:
    """Cells for all submissions, as few as they need; ``None`` if some are left.

    Submissions keep their order where they have one; else the long come first.
    """
    conference = facts.conference
    talks = sorted(
        facts.talks_of[track],
        key=lambda talk: (
            conference.submissions[talk].order or 10_000,
            -conference.submissions[talk].slots,
        ),
    )
    given: dict[int, _Cell] = {}
    waiting = talks
    for session, room in cells:
        free, left = conference.sessions[session].slots, []
        for talk in waiting:
            if conference.submissions[talk].slots <= free:
                free -= conference.submissions[talk].slots
                given[talk] = session, room
            else:
                left.append(talk)
        waiting = left
        if not waiting:
            return given
    return None


def _cost(facts: Facts, track: int, given: dict[int, _Cell], taken: _Taken) -> int:
    """What the track would pay there, other tracks' places as far as they are known."""
    cells = set(given.values())
    paid = sum(facts.cell_cost[track][session][room] for session, room in cells)
    paid += sum(facts.talk_cost[talk][session] for talk, (session, _) in given.items())
    for one, two, cost in facts.track_pairs:
        other = two if one == track else one
        if track in (one, two):
            paid += cost * sum((other, session) in taken.held for session, _ in cells)
    for first, second, cost in facts.apart:
        for mine, other in ((first, second), (second, first)):
            if mine in given and taken.session_of.get(other) == given[mine][0]:
                paid += cost
    sessions, rooms = {session for session, _ in cells}, {room for _, room in cells}
    is_broken = max(sessions) - min(sessions) + 1 != len(sessions)
    paid += facts.weight(Rule.CONSECUTIVE) * is_broken
    paid += facts.weight(Rule.ROOMS_PER_TRACK) * (len(rooms) - 1)
    paid += facts.weight(Rule.PARALLEL_TRACK) * (len(cells) - len(sessions))
    # Slots left empty cost a little: a later track may need the cell.
    return paid * 100 + len(cells)
