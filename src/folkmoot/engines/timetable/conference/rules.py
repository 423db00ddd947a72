"""What a schedule pays for: one function for each rule, which says what and how much.

The same functions feed the total and explain it. Each yields what it found in words and a count
or penalty without weight; a rule whose weight is 0 is not asked. The objective is that of
CoSPLib 1.0.2; where its description leaves a choice, its figures decide:

- penalties of submissions count once for each time slot that they take;
- two submissions at once count once for each time slot that they share;
- chairs in common count once for each pair of cells held at once by their tracks.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from folkmoot.engines.timetable.conference.terms import (
    Conference,
    Finding,
    Pair,
    Rule,
    Schedule,
    Score,
)

Told = Iterator[tuple[str, int]]


def score(conference: Conference, schedule: Schedule) -> Score:
    """Everything that a schedule pays for, and why it is incomplete if it is."""
    return Score(tuple(findings(conference, schedule)), tuple(faults(conference, schedule)))


def findings(conference: Conference, schedule: Schedule) -> Iterator[Finding]:
    """What costs something, rule by rule."""
    for rule, told in RULES.items():
        weight = conference.weights.get(rule, 0)
        if weight > 0:
            for what, count in told(conference, schedule):
                if count:
                    yield Finding(rule, what, weight * count)


def faults(conference: Conference, schedule: Schedule) -> Iterator[str]:
    """Why a schedule is incomplete, in sentences."""
    places: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for session, room, slot, submission in _taken(schedule):
        places[submission].append((session, room, slot))
    for submission, one in enumerate(conference.submissions):
        taken = places.get(submission, [])
        if not taken:
            yield f"{one.name} is not scheduled."
            continue
        if len(taken) != one.slots:
            yield f"{one.name} has {len(taken)} time slots and needs {one.slots}."
        if len({(session, room) for session, room, _ in taken}) > 1:
            yield f"{one.name} is torn between several sessions or rooms."
        elif taken[-1][2] - taken[0][2] != len(taken) - 1:
            yield f"{one.name} is interrupted in {_cell(conference, *taken[0][:2])}."
        for session, room in sorted({place[:2] for place in taken}):
            if schedule.cells[session][room] != one.track:
                where = _cell(conference, session, room)
                yield f"{one.name} is in {where}, which its track does not hold."


def _taken(schedule: Schedule) -> Iterator[tuple[int, int, int, int]]:
    """Session, room, slot and submission of every slot taken, in this order."""
    for session, row in enumerate(schedule.slots):
        for room, slots in enumerate(row):
            for slot, submission in enumerate(slots):
                if submission is not None:
                    yield session, room, slot, submission


def _held(schedule: Schedule) -> Iterator[tuple[int, int, int]]:
    """Session, room and track of every cell that holds one."""
    for session, row in enumerate(schedule.cells):
        for room, track in enumerate(row):
            if track is not None:
                yield session, room, track


def _cell(conference: Conference, session: int, room: int) -> str:
    return f"{conference.sessions[session].name}, {conference.rooms[room]}"


def _track_session(conference: Conference, schedule: Schedule) -> Told:
    for session, _room, track in _held(schedule):
        what = f"{conference.tracks[track].name}: {conference.sessions[session].name}"
        yield what, conference.track_session[track][session]


def _track_room(conference: Conference, schedule: Schedule) -> Told:
    for session, room, track in _held(schedule):
        what = f"{conference.tracks[track].name}: {_cell(conference, session, room)}"
        yield what, conference.track_room[track][room]


def _session_room(conference: Conference, schedule: Schedule) -> Told:
    for session, room, _track in _held(schedule):
        yield _cell(conference, session, room), conference.session_room[session][room]


def _similar_tracks(conference: Conference, schedule: Schedule) -> Told:
    for session, row in enumerate(schedule.cells):
        for one, two in combinations([track for track in row if track is not None], 2):
            if one != two:
                names = f"{conference.tracks[one].name}, {conference.tracks[two].name}"
                what = f"{names}: {conference.sessions[session].name}"
                yield what, conference.similar[one][two]


def _rooms_per_track(conference: Conference, schedule: Schedule) -> Told:
    rooms: dict[int, set[int]] = defaultdict(set)
    for _session, room, track in _held(schedule):
        rooms[track].add(room)
    for track, used in sorted(rooms.items()):
        names = ", ".join(conference.rooms[room] for room in sorted(used))
        yield f"{conference.tracks[track].name}: {names}", len(used) - 1


def _parallel_track(conference: Conference, schedule: Schedule) -> Told:
    for session, row in enumerate(schedule.cells):
        for track in sorted({track for track in row if track is not None}):
            what = f"{conference.tracks[track].name}: {conference.sessions[session].name}"
            yield what, row.count(track) - 1


def _consecutive(conference: Conference, schedule: Schedule) -> Told:
    sessions: dict[int, set[int]] = defaultdict(set)
    for session, _room, track in _held(schedule):
        sessions[track].add(session)
    for track, held in sorted(sessions.items()):
        names = ", ".join(conference.sessions[session].name for session in sorted(held))
        what = f"{conference.tracks[track].name}: {names}"
        yield what, int(max(held) - min(held) + 1 != len(held))


def _by_submission(
    penalty: Callable[[Conference, int, int, int], int],
) -> Callable[[Conference, Schedule], Told]:
    """A rule that counts a penalty of submission, session and room for each slot taken."""

    def told(conference: Conference, schedule: Schedule) -> Told:
        for session, room, _slot, submission in _taken(schedule):
            name = conference.submissions[submission].name
            what = f"{name}: {_cell(conference, session, room)}"
            yield what, penalty(conference, submission, session, room)

    return told


def _order(conference: Conference, schedule: Schedule) -> Told:
    yield from _out_of_place(conference, schedule)
    for session, slot, names in _at_once(conference, schedule, _ordered_pairs(conference)):
        yield f"{names}: {conference.sessions[session].name}, slot {slot + 1}", 1


def _out_of_place(conference: Conference, schedule: Schedule) -> Told:
    """Submissions whose place in the sequence of their cells' track is not the given one."""
    seen: dict[int, list[int]] = defaultdict(list)
    for session, room, _slot, submission in _taken(schedule):
        track = schedule.cells[session][room]
        if track is not None and submission not in seen[track]:
            seen[track].append(submission)
    for track, sequence in sorted(seen.items()):
        for place, submission in enumerate(sequence, 1):
            one = conference.submissions[submission]
            if one.order not in (0, place):
                name = f"{conference.tracks[track].name}: {one.name}"
                yield f"{name} is number {place}, not {one.order}", 1


def _ordered_pairs(conference: Conference) -> list[Pair]:
    by_track: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(conference.submissions):
        if one.order:
            by_track[one.track].append(at)
    return [pair for ordered in by_track.values() for pair in combinations(ordered, 2)]


def _conflicts(
    pairs: Callable[[Conference], Iterable[Pair]],
) -> Callable[[Conference, Schedule], Told]:
    """A rule that counts pairs of submissions in one session but different rooms."""

    def told(conference: Conference, schedule: Schedule) -> Told:
        rooms: dict[tuple[int, int], set[int]] = defaultdict(set)
        for session, room, _slot, submission in _taken(schedule):
            rooms[session, submission].add(room)
        wanted = list(pairs(conference))
        for session, period in enumerate(conference.sessions):
            for one, two in wanted:
                here, there = rooms.get((session, one)), rooms.get((session, two))
                if here and there:
                    count = sum(first != second for first in here for second in there)
                    yield f"{_names(conference, one, two)}: {period.name}", count

    return told


def _simultaneous(
    pairs: Callable[[Conference], Iterable[Pair]],
) -> Callable[[Conference, Schedule], Told]:
    """A rule that counts pairs of submissions in one time slot."""

    def told(conference: Conference, schedule: Schedule) -> Told:
        for session, slot, names in _at_once(conference, schedule, pairs(conference)):
            yield f"{names}: {conference.sessions[session].name}, slot {slot + 1}", 1

    return told


def _at_once(
    conference: Conference, schedule: Schedule, pairs: Iterable[Pair]
) -> Iterator[tuple[int, int, str]]:
    """Session, slot and names of every pair for each time slot that it shares."""
    slots: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for session, _room, slot, submission in _taken(schedule):
        slots[submission].add((session, slot))
    for one, two in pairs:
        for session, slot in sorted(slots[one] & slots[two]):
            yield session, slot, _names(conference, one, two)


def _names(conference: Conference, one: int, two: int) -> str:
    return f"{conference.submissions[one].name}, {conference.submissions[two].name}"


def _chairs(conference: Conference, schedule: Schedule) -> Told:
    shared = set(conference.chair_pairs)
    for session, row in enumerate(schedule.cells):
        for one, two in combinations([track for track in row if track is not None], 2):
            if (min(one, two), max(one, two)) in shared:
                names = f"{conference.tracks[one].name}, {conference.tracks[two].name}"
                yield f"{names}: {conference.sessions[session].name}", 1


def _presenter_pairs(conference: Conference) -> tuple[Pair, ...]:
    return conference.presenter_pairs


def _attendee_pairs(conference: Conference) -> tuple[Pair, ...]:
    return conference.attendee_pairs


RULES: dict[Rule, Callable[[Conference, Schedule], Told]] = {
    Rule.TRACK_SESSION: _track_session,
    Rule.TRACK_ROOM: _track_room,
    Rule.SESSION_ROOM: _session_room,
    Rule.SIMILAR_TRACKS: _similar_tracks,
    Rule.ROOMS_PER_TRACK: _rooms_per_track,
    Rule.PARALLEL_TRACK: _parallel_track,
    Rule.CONSECUTIVE: _consecutive,
    Rule.TIME_ZONE: _by_submission(
        lambda conference, one, session, _room: conference.submission_zone[one][session]
    ),
    Rule.ORDER: _order,
    Rule.SUBMISSION_SESSION: _by_submission(
        lambda conference, one, session, _room: conference.submission_session[one][session]
    ),
    Rule.SUBMISSION_ROOM: _by_submission(
        lambda conference, one, _session, room: conference.submission_room[one][room]
    ),
    Rule.PRESENTERS: _conflicts(_presenter_pairs),
    Rule.ATTENDEES: _conflicts(_attendee_pairs),
    Rule.CHAIRS: _chairs,
    Rule.PRESENTERS_AT_ONCE: _simultaneous(_presenter_pairs),
    Rule.ATTENDEES_AT_ONCE: _simultaneous(_attendee_pairs),
}
