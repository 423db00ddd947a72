"""A schedule as a search sees it, and how it becomes a schedule.

A plan says which rooms each track holds in each session and in which session each submission is.
Rooms of parallel cells and time slots follow: submissions are packed into the rooms of their
track, then put in order. Where a track holds one room, any set of submissions that fits can be
packed; where it holds several, packing may fail, and then the plan is no schedule.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from folkmoot.engines.timetable.conference.facts import Facts
from folkmoot.engines.timetable.conference.terms import Rule, Schedule

# Orders of packing tried for parallel cells: all of four submissions, a sample of more.
_MOST_ORDERS = 48
# Submissions without an order come after those with one.
_LAST = 1_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Rooms of each track (row) in each session (column), and the session of each submission."""

    rooms: tuple[tuple[tuple[int, ...], ...], ...]
    session_of: tuple[int, ...]


def schedule_of(facts: Facts, plan: Plan) -> Schedule | None:
    """Pack and put in order; ``None`` if the submissions of parallel cells cannot be packed."""
    conference = facts.conference
    cells: list[list[int | None]] = [[None] * len(conference.rooms) for _ in conference.sessions]
    slots: list[list[tuple[int | None, ...]]] = [
        [(None,) * one.slots for _ in conference.rooms] for one in conference.sessions
    ]
    by_cell: dict[tuple[int, int], list[int]] = defaultdict(list)
    for talk, session in enumerate(plan.session_of):
        by_cell[conference.submissions[talk].track, session].append(talk)
    for track in range(len(conference.tracks)):
        place = 1
        for session, period in enumerate(conference.sessions):
            talks = by_cell.get((track, session), [])
            if not talks:
                continue
            packed = _pack(facts, talks, plan.rooms[track][session], period.slots, place)
            if packed is None:
                return None
            for room, inside in packed:
                if inside:
                    sequence = _in_order(facts, inside, place)
                    place += len(inside)
                    cells[session][room] = track
                    slots[session][room] = _laid(facts, sequence, period.slots)
    return Schedule(tuple(tuple(row) for row in cells), tuple(tuple(row) for row in slots))


def plan_of(facts: Facts, schedule: Schedule) -> Plan:
    """The plan behind a complete schedule."""
    conference = facts.conference
    session_of = [0] * len(conference.submissions)
    for session, row in enumerate(schedule.slots):
        for slots in row:
            for talk in slots:
                if talk is not None:
                    session_of[talk] = session
    rooms = tuple(
        tuple(
            tuple(room for room, held in enumerate(row) if held == track) for row in schedule.cells
        )
        for track in range(len(conference.tracks))
    )
    return Plan(rooms, tuple(session_of))


def _pack(
    facts: Facts, talks: Sequence[int], rooms: Sequence[int], capacity: int, place: int
) -> list[tuple[int, list[int]]] | None:
    """Submissions by room in the order of rooms, or ``None`` if they do not fit."""
    submissions = facts.conference.submissions
    if len(rooms) == 1:
        fits = sum(submissions[talk].slots for talk in talks) <= capacity
        return [(rooms[0], list(talks))] if fits else None
    chains = _chains(facts, talks)
    best: list[list[int]] | None = None
    least = 0
    for orders in _orders(facts, chains):
        bins = _first_fit(facts, orders, len(rooms), capacity)
        if bins is None:
            continue
        cost = _packing_cost(facts, bins, rooms, place)
        if best is None or cost < least:
            best, least = bins, cost
        if not least:
            break
    return None if best is None else list(zip(rooms, best, strict=True))


def _chains(facts: Facts, talks: Sequence[int]) -> list[list[int]]:
    """Submissions that should not be torn apart, as groups; the others alone."""
    group = {talk: [talk] for talk in talks}
    for one, two, _cost in facts.together:
        if one in group and two in group and group[one] is not group[two]:
            group[one] += group[two]
            for talk in group[two]:
                group[talk] = group[one]
    return list({id(one): one for one in group.values()}.values())


def _orders(facts: Facts, chains: list[list[int]]) -> list[list[list[int]]]:
    """Ways to fill rooms: large groups first, then other orders, then torn into single ones."""
    submissions = facts.conference.submissions

    def size(chain: Sequence[int]) -> int:
        return sum(submissions[talk].slots for talk in chain)

    sorted_chains = sorted(chains, key=lambda chain: (-size(chain), chain))
    single = sorted(
        [[talk] for chain in chains for talk in chain], key=lambda one: (-size(one), one)
    )
    told = [sorted_chains, single]
    if any(submissions[talk].order for chain in chains for talk in chain):
        in_order = sorted(single, key=lambda one: submissions[one[0]].order or _LAST)
        told += [in_order, *(in_order[at:] + in_order[:at] for at in range(1, len(in_order)))]
    if len(sorted_chains) <= 4:
        told += [list(order) for order in permutations(sorted_chains)]
    else:
        turns = min(len(sorted_chains), _MOST_ORDERS // 2)
        told += [sorted_chains[at:] + sorted_chains[:at] for at in range(1, turns)]
        told += [single[at:] + single[:at] for at in range(1, min(len(single), turns))]
    return told


def _first_fit(
    facts: Facts, chains: Sequence[Sequence[int]], rooms: int, capacity: int
) -> list[list[int]] | None:
    free = [capacity] * rooms
    bins: list[list[int]] = [[] for _ in range(rooms)]
    for chain in chains:
        size = sum(facts.conference.submissions[talk].slots for talk in chain)
        room = next((room for room in range(rooms) if free[room] >= size), None)
        if room is None:
            return None
        free[room] -= size
        bins[room] += chain
    return bins


def _packing_cost(
    facts: Facts, bins: Sequence[Sequence[int]], rooms: Sequence[int], place: int
) -> int:
    room_of = {talk: room for room, inside in zip(rooms, bins, strict=True) for talk in inside}
    paid = sum(
        cost
        for one, two, cost in facts.together
        if one in room_of and two in room_of and room_of[one] != room_of[two]
    )
    if facts.room_cost:
        paid += sum(facts.room_cost[talk][room] for talk, room in room_of.items())
    weight = facts.weight(Rule.ORDER)
    return paid + (weight * _disorder(facts, bins, place) if weight else 0)


def _disorder(facts: Facts, bins: Sequence[Sequence[int]], place: int) -> int:
    """Ordered submissions out of their places, and slots that two of them share."""
    submissions = facts.conference.submissions
    missed, busy = 0, Counter[int]()
    for inside in bins:
        slot = 0
        for at, talk in enumerate(_in_order(facts, inside, place), place):
            one = submissions[talk]
            if one.order:
                missed += one.order != at
                busy.update(range(slot, slot + one.slots))
            slot += one.slots
        place += len(inside)
    return missed + sum(count * (count - 1) // 2 for count in busy.values())


def _in_order(facts: Facts, talks: Sequence[int], first: int) -> list[int]:
    """Each submission at its place if that lies in this cell; the others fill the gaps."""
    submissions = facts.conference.submissions
    places: dict[int, int] = {}
    rest = []
    for talk in talks:
        wanted = submissions[talk].order - first
        if submissions[talk].order and 0 <= wanted < len(talks) and wanted not in places:
            places[wanted] = talk
        else:
            rest.append(talk)
    waiting = iter(rest)
    return [places[at] if at in places else next(waiting) for at in range(len(talks))]


def _laid(facts: Facts, talks: Sequence[int], slots: int) -> tuple[int | None, ...]:
    told: list[int | None] = [
        talk for talk in talks for _ in range(facts.conference.submissions[talk].slots)
    ]
    return tuple(told + [None] * (slots - len(told)))
