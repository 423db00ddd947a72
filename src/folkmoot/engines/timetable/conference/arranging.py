"""Time slots of a schedule whose people must not be in two places in the same slot.

Sessions and rooms are settled before; here the submissions of each cell change places, and move
into slots left free, as long as that lets fewer people be wanted at once. Only conferences with
such a rule come here. A plain descent: each exchange that helps is kept.
"""

from collections import defaultdict
from dataclasses import replace

from folkmoot.engines.timetable.conference.facts import Facts
from folkmoot.engines.timetable.conference.rules import findings
from folkmoot.engines.timetable.conference.terms import Conference, Rule, Schedule

_Slots = tuple[int | None, ...]
_ROUNDS = 4
_RULES = (Rule.ORDER, Rule.PRESENTERS_AT_ONCE, Rule.ATTENDEES_AT_ONCE)


def arranged(facts: Facts, schedule: Schedule) -> Schedule:
    """The schedule with fewer people wanted at once, or as it was."""
    if not facts.at_once:
        return schedule
    weights = {rule: facts.weight(rule) if rule in _RULES else 0 for rule in Rule}
    only = replace(facts.conference, weights=weights)
    for session in range(len(facts.conference.sessions)):
        for _ in range(_ROUNDS):
            better = _round(facts, only, schedule, session)
            if better == schedule:
                break
            schedule = better
    return schedule


def _round(facts: Facts, only: Conference, schedule: Schedule, session: int) -> Schedule:
    """One exchange for each wanted submission of a session, where one helps."""
    for room in _contested(facts, schedule, session):
        parts = _parts(schedule.slots[session][room])
        paid = _paid(only, schedule)
        for one in range(len(parts)):
            for two in range(one + 1, len(parts)):
                if parts[one] == parts[two]:
                    continue
                tried = list(parts)
                tried[one], tried[two] = tried[two], tried[one]
                changed = _with(schedule, session, room, tuple(x for part in tried for x in part))
                cost = _paid(only, changed)
                if cost < paid:
                    schedule, paid, parts = changed, cost, tried
    return schedule


def _contested(facts: Facts, schedule: Schedule, session: int) -> list[int]:
    """Rooms with a submission whose people are wanted elsewhere in the same session."""
    rooms = {
        talk: room
        for room, slots in enumerate(schedule.slots[session])
        for talk in slots
        if talk is not None
    }
    told: dict[int, None] = defaultdict(lambda: None)
    for one, two, _cost in facts.at_once:
        if one in rooms and two in rooms and rooms[one] != rooms[two]:
            told[rooms[one]] = told[rooms[two]] = None
    return list(told)


def _parts(slots: _Slots) -> list[_Slots]:
    """A cell as submissions, each with all of its slots, and single free slots."""
    parts: list[_Slots] = []
    for slot in slots:
        if slot is not None and parts and parts[-1][0] == slot:
            parts[-1] = (*parts[-1], slot)
        else:
            parts.append((slot,))
    return parts


def _with(schedule: Schedule, session: int, room: int, slots: _Slots) -> Schedule:
    row = list(schedule.slots[session])
    row[room] = slots
    rows = list(schedule.slots)
    rows[session] = tuple(row)
    return replace(schedule, slots=tuple(rows))


def _paid(only: Conference, schedule: Schedule) -> int:
    return sum(one.cost for one in findings(only, schedule))
