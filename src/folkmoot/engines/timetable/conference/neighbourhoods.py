"""Parts of a plan to free: which tracks, sessions, submissions or rooms may change.

Five kinds. Each is asked for a size and chooses at random, with a taste for what costs and for
what touches it; the search learns how large each kind may be.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from random import Random

from folkmoot.engines.timetable.conference.facts import Facts
from folkmoot.engines.timetable.conference.model import Freed
from folkmoot.engines.timetable.conference.plans import Plan


class Kind(StrEnum):
    """What is freed."""

    TRACKS = "tracks"
    SESSIONS = "sessions"
    TALKS = "talks"
    ROOMS = "rooms"
    WINDOW = "window"


def choose(
    kind: Kind, facts: Facts, plan: Plan, size: int, blame: Sequence[int], random: Random
) -> Freed:
    """A part of the given kind and size (of what the kind counts), never empty.

    Args:
        blame: what each track pays, more or less; dear tracks are chosen more often.
    """
    return _KINDS[kind](facts, plan, size, blame, random)


def most(kind: Kind, facts: Facts) -> int:
    """The largest size that means anything."""
    sessions = len(facts.conference.sessions)
    return sessions if kind in (Kind.SESSIONS,) else len(facts.conference.tracks)


def _seed(facts: Facts, blame: Sequence[int], random: Random) -> int:
    tracks = [track for track, talks in enumerate(facts.talks_of) if talks]
    if random.random() < 0.5 and any(blame):
        return random.choices(tracks, [blame[track] for track in tracks])[0]
    return random.choice(tracks)


def _near(facts: Facts, plan: Plan, size: int, blame: Sequence[int], random: Random) -> list[int]:
    """A track and others that share rooms, sessions, people or likeness with it."""
    seed = _seed(facts, blame, random)
    tracks = [track for track, talks in enumerate(facts.talks_of) if talks and track != seed]
    style = random.randrange(4)
    ties = dict.fromkeys(tracks, 0.0)
    if style == 1:
        _tie_by_pairs(facts, seed, ties)
    elif style == 2:
        _tie_by_cells(plan, seed, ties)
    elif style == 3:
        for track in tracks:
            ties[track] += blame[track]
    top = max(ties.values(), default=0) or 1
    tracks.sort(key=lambda track: -ties[track] / top - random.random())
    return [seed, *tracks[: max(0, size - 1)]]


def _tie_by_pairs(facts: Facts, seed: int, ties: dict[int, float]) -> None:
    for one, two, _cost in facts.track_pairs:
        for near, far in ((one, two), (two, one)):
            if near == seed and far in ties:
                ties[far] += 1
    track = [one.track for one in facts.conference.submissions]
    for one, two, _cost in facts.apart:
        for near, far in ((one, two), (two, one)):
            if track[near] == seed and track[far] in ties:
                ties[track[far]] += 1


def _tie_by_cells(plan: Plan, seed: int, ties: dict[int, float]) -> None:
    mine = {room for rooms in plan.rooms[seed] for room in rooms}
    for track in ties:
        ties[track] += sum(room in mine for rooms in plan.rooms[track] for room in rooms)


def _tracks(facts: Facts, plan: Plan, size: int, blame: Sequence[int], random: Random) -> Freed:
    """Everything of some tracks."""
    sessions = tuple(range(len(facts.conference.sessions)))
    chosen = _near(facts, plan, size, blame, random)
    return Freed(
        frozenset((track, session) for track in chosen for session in sessions),
        {talk: sessions for track in chosen for talk in facts.talks_of[track]},
    )


def _sessions(facts: Facts, plan: Plan, size: int, _blame: Sequence[int], random: Random) -> Freed:
    """Some sessions, which exchange tracks and submissions among each other."""
    count = len(facts.conference.sessions)
    size = min(max(size, 2), count)
    if random.random() < 0.5:
        first = random.randrange(count - size + 1)
        chosen = list(range(first, first + size))
    else:
        chosen = sorted(random.sample(range(count), size))
    return Freed(
        frozenset(
            (track, session)
            for track, talks in enumerate(facts.talks_of)
            if talks
            for session in chosen
        ),
        {talk: tuple(chosen) for talk, session in enumerate(plan.session_of) if session in chosen},
    )


def _window(facts: Facts, plan: Plan, size: int, blame: Sequence[int], random: Random) -> Freed:
    """More tracks than could be freed wholly, in some neighbouring sessions only."""
    count = len(facts.conference.sessions)
    long = random.randint(min(2, count), max(min(2, count), count // 2))
    first = random.randrange(count - long + 1)
    window = tuple(range(first, first + long))
    chosen = set(_near(facts, plan, 2 * size, blame, random))
    return Freed(
        frozenset((track, session) for track in chosen for session in window),
        {
            talk: window
            for track in chosen
            for talk in facts.talks_of[track]
            if plan.session_of[talk] in window
        },
    )


def _talks(facts: Facts, plan: Plan, size: int, blame: Sequence[int], random: Random) -> Freed:
    """Submissions of some tracks among the sessions that their track holds."""
    told = {}
    for track in _near(facts, plan, 3 * size, blame, random):
        held = tuple(session for session, rooms in enumerate(plan.rooms[track]) if rooms)
        for talk in facts.talks_of[track]:
            told[talk] = held
    return Freed(frozenset(), told)


def _rooms(facts: Facts, plan: Plan, size: int, blame: Sequence[int], random: Random) -> Freed:
    """Rooms of some tracks, sessions and submissions as they are."""
    chosen = _near(facts, plan, 3 * size, blame, random)
    return Freed(
        frozenset(
            (track, session)
            for track in chosen
            for session, rooms in enumerate(plan.rooms[track])
            if rooms
        ),
        {},
    )


_KINDS: dict[Kind, Callable[[Facts, Plan, int, Sequence[int], Random], Freed]] = {
    Kind.TRACKS: _tracks,
    Kind.SESSIONS: _sessions,
    Kind.TALKS: _talks,
    Kind.ROOMS: _rooms,
    Kind.WINDOW: _window,
}
