"""What a search asks of a conference again and again, worked out once.

Costs are weighted. Conflicts of one pair of submissions, and the likeness and common chairs of
one pair of tracks, are joined, because a schedule pays for them on the same occasion.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from folkmoot.engines.timetable.conference.terms import Conference, Matrix, Pair, Rule

Priced = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """Costs by place.

    Attributes:
        talks_of: submissions of each track.
        cell_cost: of a track (first index) in a session and a room.
        talk_cost: of a submission in a session, whatever the room.
        room_cost: of a submission in a room; empty where the rule is off.
        track_pairs: two tracks and what each pair of their cells in one session costs.
        apart: two submissions of different tracks and what one session costs them.
        together: two submissions of one track and what different rooms of a session cost them.
        at_once: two submissions and what each shared time slot costs.
        width: how many rooms at once a search gives to a track. One that holds ordered
            submissions gets no more than it needs, because only packing shows what that costs.
        is_ordered: whether the order of its submissions costs anything.
    """

    conference: Conference
    talks_of: tuple[tuple[int, ...], ...]
    cell_cost: tuple[Matrix, ...]
    talk_cost: Matrix
    room_cost: Matrix
    track_pairs: tuple[Priced, ...]
    apart: tuple[Priced, ...]
    together: tuple[Priced, ...]
    at_once: tuple[Priced, ...]
    width: tuple[int, ...]
    is_ordered: tuple[bool, ...]

    def weight(self, rule: Rule) -> int:
        """Of one rule; 0 where it is off."""
        return max(0, self.conference.weights.get(rule, 0))


def facts_of(conference: Conference) -> Facts:
    """Everything from the conference alone."""
    talks_of: list[list[int]] = [[] for _ in conference.tracks]
    for at, one in enumerate(conference.submissions):
        talks_of[one.track].append(at)
    weight = conference.weights.get
    conflicts = _joined(
        (conference.presenter_pairs, weight(Rule.PRESENTERS, 0)),
        (conference.attendee_pairs, weight(Rule.ATTENDEES, 0)),
    )
    ordered = tuple(
        weight(Rule.ORDER, 0) > 0 and any(conference.submissions[at].order for at in talks)
        for talks in talks_of
    )
    track = [one.track for one in conference.submissions]
    return Facts(
        conference=conference,
        talks_of=tuple(tuple(talks) for talks in talks_of),
        cell_cost=_cell_cost(conference),
        talk_cost=_talk_cost(conference),
        room_cost=_room_cost(conference),
        track_pairs=_track_pairs(conference),
        apart=tuple(one for one in conflicts if track[one[0]] != track[one[1]]),
        together=tuple(one for one in conflicts if track[one[0]] == track[one[1]]),
        at_once=_joined(
            (conference.presenter_pairs, weight(Rule.PRESENTERS_AT_ONCE, 0)),
            (conference.attendee_pairs, weight(Rule.ATTENDEES_AT_ONCE, 0)),
        ),
        width=tuple(
            _width(conference, talks, is_ordered=ordered[at]) for at, talks in enumerate(talks_of)
        ),
        is_ordered=ordered,
    )


def _joined(*priced: tuple[Iterable[Pair], int]) -> tuple[Priced, ...]:
    told: dict[Pair, int] = defaultdict(int)
    for pairs, cost in priced:
        for pair in pairs:
            told[pair] += cost
    return tuple((one, two, cost) for (one, two), cost in sorted(told.items()) if cost > 0)


def _cell_cost(conference: Conference) -> tuple[Matrix, ...]:
    by_session = conference.weights.get(Rule.TRACK_SESSION, 0)
    by_room = conference.weights.get(Rule.TRACK_ROOM, 0)
    by_cell = conference.weights.get(Rule.SESSION_ROOM, 0)
    return tuple(
        tuple(
            tuple(
                by_session * conference.track_session[track][session]
                + by_room * conference.track_room[track][room]
                + by_cell * conference.session_room[session][room]
                for room in range(len(conference.rooms))
            )
            for session in range(len(conference.sessions))
        )
        for track in range(len(conference.tracks))
    )


def _talk_cost(conference: Conference) -> Matrix:
    by_session = conference.weights.get(Rule.SUBMISSION_SESSION, 0)
    by_zone = conference.weights.get(Rule.TIME_ZONE, 0)
    return tuple(
        tuple(
            one.slots * (by_session * session + by_zone * zone)
            for session, zone in zip(
                conference.submission_session[at], conference.submission_zone[at], strict=True
            )
        )
        for at, one in enumerate(conference.submissions)
    )


def _room_cost(conference: Conference) -> Matrix:
    weight = conference.weights.get(Rule.SUBMISSION_ROOM, 0)
    if not weight or not any(any(row) for row in conference.submission_room):
        return ()
    return tuple(
        tuple(one.slots * weight * penalty for penalty in conference.submission_room[at])
        for at, one in enumerate(conference.submissions)
    )


def _track_pairs(conference: Conference) -> tuple[Priced, ...]:
    by_likeness = conference.weights.get(Rule.SIMILAR_TRACKS, 0)
    by_chair = conference.weights.get(Rule.CHAIRS, 0)
    chaired = set(conference.chair_pairs)
    told = []
    for one in range(len(conference.tracks)):
        for two in range(one + 1, len(conference.tracks)):
            cost = by_likeness * conference.similar[one][two] + by_chair * ((one, two) in chaired)
            if cost:
                told.append((one, two, cost))
    return tuple(told)


def _width(conference: Conference, talks: Sequence[int], *, is_ordered: bool) -> int:
    most = min(len(talks), len(conference.rooms))
    if not is_ordered:
        return most
    needed = sum(conference.submissions[at].slots for at in talks)
    # Long talks leave gaps.
    longest = max((conference.submissions[at].slots for at in talks), default=1)
    usable = sum(_usable(one.slots, longest) for one in conference.sessions)
    return min(most, -(-needed // usable)) if usable else most


def _usable(slots: int, longest: int) -> int:
    return slots - slots % longest if longest > 1 and slots >= longest else slots
