"""Who is wanted in two places, and whose clock says what: worked out once from the lists.

Pure functions over names. The rules are those of CoSPLib 1.0.2, so that its figures and ours
agree: a chair who presents in another track counts as a presenter in both places, and so does an
attendee who chairs or presents elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from re import fullmatch
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from folkmoot.engines.timetable.conference.terms import (
    Pair,
    Session,
    Submission,
    SuitableHours,
    Track,
)


def presenter_pairs(tracks: Sequence[Track], submissions: Sequence[Submission]) -> tuple[Pair, ...]:
    """Submissions that share a presenter, or of which one's presenter chairs the other's track."""
    return _pairs(submissions, [(one.presenters, one.presenters) for one in submissions], tracks)


def attendee_pairs(tracks: Sequence[Track], submissions: Sequence[Submission]) -> tuple[Pair, ...]:
    """Submissions that somebody wants to hear, and to hear, present or chair the other."""
    wanted = [(one.attendees, one.attendees | one.presenters) for one in submissions]
    return _pairs(submissions, wanted, tracks)


def chair_pairs(tracks: Sequence[Track]) -> tuple[Pair, ...]:
    """Tracks with a chair in common."""
    return tuple(
        (one, two)
        for one in range(len(tracks))
        for two in range(one + 1, len(tracks))
        if tracks[one].chairs & tracks[two].chairs
    )


def _pairs(
    submissions: Sequence[Submission],
    wanted: Iterable[tuple[frozenset[str], frozenset[str]]],
    tracks: Sequence[Track],
) -> tuple[Pair, ...]:
    """Pairs where somebody of the first set of one is in the second set of the other."""
    asks: dict[str, set[int]] = defaultdict(set)
    gives: dict[str, set[int]] = defaultdict(set)
    for at, (asking, giving) in enumerate(wanted):
        for person in asking:
            asks[person].add(at)
        for person in giving:
            gives[person].add(at)
    chairs: dict[str, set[int]] = defaultdict(set)
    for at, submission in enumerate(submissions):
        for person in tracks[submission.track].chairs:
            chairs[person].add(at)
    found = {
        _pair(one, two)
        for person, places in asks.items()
        for one in places
        for two in (
            *gives[person],
            *(at for at in chairs[person] if submissions[at].track != submissions[one].track),
        )
        if one != two
    }
    return tuple(sorted(found))


def _pair(one: int, two: int) -> Pair:
    return min(one, two), max(one, two)


def read_zone(text: str) -> tzinfo:
    """A zone from ``GMT+2``, ``UTC-3:30``, ``GMT`` or a name such as ``Europe/Lisbon``.

    Raises:
        ValueError: it is none of these.
    """
    asked = text.strip()
    found = fullmatch(r"(?:GMT|UTC)?\s*(?:([+\-−])\s*(\d{1,2})(?::?(\d{2}))?)?", asked)
    if found is not None:
        if not found[1]:
            return UTC
        away = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if away >= timedelta(hours=24):
            raise ValueError(asked)
        return timezone(away if found[1] == "+" else -away)
    try:
        return ZoneInfo(asked)
    except (ZoneInfoNotFoundError, OSError, ValueError) as fault:
        raise ValueError(asked) from fault


def zone_penalty(session: Session, home: tzinfo, presenter: tzinfo, hours: SuitableHours) -> int:
    """What a session costs a presenter of another zone, by the clock there.

    Only times of day are compared, as CoSPLib does: a session that passes midnight there ends
    before it begins, which the wider bounds then catch.
    """
    if session.starts is None or session.ends is None:
        return 0
    starts = _there(session, session.starts, home, presenter)
    ends = _there(session, session.ends, home, presenter)
    if starts < hours.less_from or ends > hours.less_to or ends < hours.less_from:
        return hours.unsuitable_penalty
    if starts < hours.from_time or ends > hours.to_time:
        return hours.less_penalty
    return 0


def _there(session: Session, at: time, home: tzinfo, presenter: tzinfo) -> time:
    held_on = session.held_on or datetime(2021, 7, 21, tzinfo=UTC).date()
    return datetime.combine(held_on, at, home).astimezone(presenter).time()
