"""A conference without its rooms: sessions only. A start for the search, and a lower bound.

Each track holds a number of rooms in a session, whichever they are, and pays the least that any
room would cost it. What this costs at least, a schedule costs at least. Any of its solutions
becomes a schedule, because a session has rooms enough for the numbers: rooms are dealt out by
:func:`deal_rooms`, and a search improves on that.
"""

from collections import defaultdict
from collections.abc import Sequence

from folkmoot.engines.timetable.conference.facts import Facts
from folkmoot.engines.timetable.conference.model import Freed, PlanModel, Term, Value
from folkmoot.engines.timetable.conference.plans import Plan
from folkmoot.engines.timetable.conference.terms import Rule

# track, session -> how many rooms
Counts = dict[tuple[int, int], int]


def everything(facts: Facts) -> Freed:
    """All rooms and all submissions may change."""
    sessions = tuple(range(len(facts.conference.sessions)))
    tracks = range(len(facts.conference.tracks))
    return Freed(
        frozenset((track, session) for track in tracks for session in sessions),
        dict.fromkeys(range(len(facts.conference.submissions)), sessions),
    )


def nothing_planned(facts: Facts) -> Plan:
    """No track holds a room; where the submissions are means nothing yet."""
    sessions = len(facts.conference.sessions)
    rooms: tuple[tuple[int, ...], ...] = ((),) * sessions
    return Plan((rooms,) * len(facts.conference.tracks), (0,) * len(facts.conference.submissions))


class SessionModel(PlanModel):
    """The whole conference with numbers of rooms instead of rooms."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(facts, nothing_planned(facts), everything(facts))

    def _add_cells(self) -> None:
        # As wide as can be, not as wide as a search goes: the bound holds for every schedule.
        rooms = len(self.facts.conference.rooms)
        by_session: dict[int, list[Term]] = defaultdict(list)
        for track, session in sorted(self.freed.cells):
            width = min(len(self.facts.talks_of[track]), rooms)
            if not width:
                continue
            held = self.held[track, session] = self._bool()
            count = self.model.new_int_var(0, width, "") if width > 1 else held
            self.count[track, session] = count
            self._pay(min(self.facts.cell_cost[track][session], default=0), count)
            by_session[session].append(count)
            if width > 1:
                self.model.add(count >= held)
                self.model.add(count <= width * held)
                more = self.model.new_int_var(0, width - 1, "")
                self.model.add(more >= count - 1)
                self._pay(self.facts.weight(Rule.PARALLEL_TRACK), more)
        for counts in by_session.values():
            self.model.add(sum(counts) <= rooms)

    def _add_rooms(self, track: int) -> None:
        """A track needs as many rooms as it holds at once."""
        weight = self.facts.weight(Rule.ROOMS_PER_TRACK)
        width = min(len(self.facts.talks_of[track]), len(self.facts.conference.rooms))
        counts = [count for (one, _), count in self.count.items() if one == track]
        if weight and width > 1 and counts:
            more = self.model.new_int_var(0, width - 1, "")
            for count in counts:
                self.model.add(more >= count - 1)
            self._pay(weight, more)

    def _add_room_costs(self, talk: int, sessions: object) -> None:
        """Left to the search."""

    def at_most(self, cost: int) -> None:
        """Leave out what costs more."""
        if self.costs:
            self.model.add(self.cost <= cost)

    def forget_costs(self) -> None:
        """Ask for any solution."""
        self.model.clear_objective()  # type: ignore[no-untyped-call]

    def counts_from(self, value: Value) -> tuple[Counts, tuple[int, ...]]:
        """Rooms by number and the session of each submission."""
        counts = {key: value(count) for key, count in self.count.items()}
        session_of = [0] * len(self.facts.conference.submissions)
        for (talk, session), chosen in self.y.items():
            if value(chosen):
                session_of[talk] = session
        return counts, tuple(session_of)


def deal_rooms(facts: Facts, counts: Counts, session_of: tuple[int, ...]) -> Plan:
    """Give rooms to tracks: those with most sessions first, each the cheapest that stays free."""
    rooms = range(len(facts.conference.rooms))
    free = {session: set(rooms) for session in range(len(facts.conference.sessions))}
    sessions_of: dict[int, list[int]] = defaultdict(list)
    for (track, session), count in sorted(counts.items()):
        sessions_of[track] += [session] * count
    given: dict[tuple[int, int], list[int]] = defaultdict(list)
    for track, wanted in sorted(sessions_of.items(), key=lambda item: (-len(item[1]), item[0])):
        left = list(wanted)
        while left:
            room = min(rooms, key=lambda one: _worth(facts, track, one, left, free))
            for session in sorted(set(left)):
                if room in free[session]:
                    free[session].remove(room)
                    given[track, session].append(room)
                    left.remove(session)
    sessions = range(len(facts.conference.sessions))
    tracks = range(len(facts.conference.tracks))
    return Plan(
        tuple(
            tuple(tuple(sorted(given[track, session])) for session in sessions) for track in tracks
        ),
        session_of,
    )


def _worth(
    facts: Facts, track: int, room: int, wanted: Sequence[int], free: dict[int, set[int]]
) -> tuple[int, int]:
    """How few of the wanted sessions a room is free in, then what it would cost there."""
    able = {session for session in wanted if room in free[session]}
    return -len(able), sum(facts.cell_cost[track][session][room] for session in able)
