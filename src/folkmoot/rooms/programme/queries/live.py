"""What live notices make of released sessions: lateness, cancellations, other rooms.

A release stays as it was published; whoever shows it lays these notices over it. Each session
is judged alone, so that the page of one session need not read the whole release. What was said
last holds. No query but those of :func:`notices_of`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from folkmoot.kernel.actors import Scope
from folkmoot.rooms.programme.models import LiveNotice, Release
from folkmoot.rooms.programme.queries.frozen import Frame, ShownRoom, ShownSession, Thawing
from folkmoot.rooms.programme.terms import LiveKind, SessionStatus


@dataclass(frozen=True, slots=True)
class LiveChange:
    """How a session differs as of now from its release.

    Attributes:
        late_minutes: how much later it begins and ends; its times are shifted already.
        is_called_off: cancelled by a notice, not by the release.
        left_rooms: the halls of the release in which it is not.
        planned_start: the start of the release.
        revision: how often something was said or taken back; never falls.
        changed_at: when that was last.
    """

    late_minutes: int
    is_called_off: bool
    left_rooms: tuple[ShownRoom, ...]
    planned_start: datetime | None
    revision: int
    changed_at: datetime

    @property
    def holds(self) -> bool:
        """Whether anything differs; else everything was taken back."""
        return bool(self.late_minutes or self.is_called_off or self.left_rooms)


def notices_of(editions: Iterable[int]) -> dict[int, list[LiveNotice]]:
    """Every notice of some editions (primary keys), ended ones too, as they were said. One query."""
    found: dict[int, list[LiveNotice]] = {}
    for one in LiveNotice.objects.filter(edition__in=list(editions)).order_by("said_at", "id"):
        found.setdefault(one.edition_id, []).append(one)
    return found


def version_of(release: Release, said: int, ended: int) -> str:
    """What changes with every release and every notice: notices only grow, and only end once."""
    return f"{release.pk}.{said}.{ended}"


def version_with(release: Release, notices: Sequence[LiveNotice]) -> str:
    """The version of a release with these notices of its edition, ended ones too."""
    return version_of(release, len(notices), sum(one.ended_at is not None for one in notices))


def as_of_now(
    session: ShownSession, notices: Sequence[LiveNotice]
) -> tuple[ShownSession, LiveChange | None]:
    """A released session as the notices leave it; ``None`` if none was ever about it."""
    uid = UUID(session.uid)
    own = [one for one in notices if one.session_uid == uid]
    rooms = _rooms(session, [one for one in own if one.ended_at is None])
    concerning = [one for one in notices if one.session_uid == uid or _follows(one, session, rooms)]
    if not concerning:
        return session, None
    standing = [one for one in concerning if one.ended_at is None]
    late = next((one.minutes for one in reversed(standing) if one.kind == LiveKind.LATE), 0)
    is_called_off = not session.is_cancelled and any(
        one.kind == LiveKind.CANCELLED for one in standing
    )
    held_in = {room.uid for room in rooms}
    ended = [one.ended_at for one in concerning if one.ended_at is not None]
    change = LiveChange(
        late_minutes=late,
        is_called_off=is_called_off,
        left_rooms=tuple(room for room in session.rooms if room.uid not in held_in),
        planned_start=session.starts_at,
        revision=len(concerning) + len(ended),
        changed_at=max([*ended, *(one.said_at for one in concerning)]),
    )
    return _changed(session, change, rooms), change


def lay_over(
    sessions: Sequence[ShownSession], notices: Sequence[LiveNotice]
) -> tuple[tuple[ShownSession, ...], Mapping[str, LiveChange]]:
    """Released sessions as the notices leave them, in order of start; and what differs."""
    if not notices:
        return tuple(sessions), {}
    told = [as_of_now(one, notices) for one in sessions]
    changes = {one.uid: change for one, change in told if change is not None}
    shown = sorted((one for one, _change in told), key=_begins)
    return tuple(shown), changes


def _begins(session: ShownSession) -> tuple[bool, datetime]:
    """Sessions without a time come last; sorting keeps the order of equal starts."""
    return session.starts_at is None, session.starts_at or datetime.min.replace(tzinfo=UTC)


def scopes_of(frame: Frame, session: ShownSession) -> tuple[Scope, ...]:
    """The scopes a released session lies in, as ``policies.scope_path`` has those of a draft."""
    strand = (Scope("strand", session.strand.uid),) if session.strand else ()
    venues = dict.fromkeys(room.venue.uid for room in session.rooms)
    return (
        Scope("edition", frame.edition_uid),
        Scope("series", frame.series_uid),
        *strand,
        *(Scope("venue", uid) for uid in venues),
    )


def _follows(notice: LiveNotice, session: ShownSession, rooms: Sequence[ShownRoom]) -> bool:
    if not notice.follows or session.starts_at is None:
        return False
    if notice.starts_at is None or notice.until is None:
        return False
    is_after = notice.starts_at <= session.starts_at < notice.until
    return is_after and any(room.uid in notice.rooms for room in rooms)


def _rooms(session: ShownSession, notices: Iterable[LiveNotice]) -> tuple[ShownRoom, ...]:
    """The halls, each released one replaced by the one last said to take its place."""
    thawing = Thawing()
    instead = {
        one.instead_of: thawing.room(one.room) for one in notices if one.kind == LiveKind.ROOM
    }
    if not session.rooms:
        return tuple(instead.values())
    rooms = [instead.get(room.uid, room) for room in session.rooms]
    # Two notices may have led two halls of a bridge into one.
    return tuple({room.uid: room for room in rooms}.values())


def _changed(
    session: ShownSession, change: LiveChange, rooms: tuple[ShownRoom, ...]
) -> ShownSession:
    by = timedelta(minutes=change.late_minutes)
    return replace(
        session,
        status=SessionStatus.CANCELLED.value if change.is_called_off else session.status,
        starts_at=session.starts_at + by if session.starts_at else None,
        ends_at=session.ends_at + by if session.ends_at else None,
        rooms=rooms,
    )
