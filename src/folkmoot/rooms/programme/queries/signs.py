"""What the screen at a door tells: the sessions of one hall by the clock. Values in, no query."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from folkmoot.rooms.programme.queries.frozen import ShownRoom, ShownSession
from folkmoot.rooms.programme.queries.released import Programme
from folkmoot.rooms.programme.queries.timetable import slot_of


@dataclass(frozen=True, slots=True)
class HallSign:
    """One hall at a moment.

    Attributes:
        now: what runs here.
        next: what begins here next, cancelled ones too, because people come for them.
        later: what follows, the soonest first.
        gone: what the release has here and is now in another hall, until it would have ended.
    """

    room: ShownRoom
    now: tuple[ShownSession, ...]
    next: ShownSession | None
    later: tuple[ShownSession, ...]
    gone: tuple[ShownSession, ...]


def hall_sign(programme: Programme, room: ShownRoom, moment: datetime) -> HallSign:
    """The sign of a hall. Blocks are left out where sessions lie in them: those say more."""
    blocks = {one.parent.uid for one in programme.sessions if one.parent}
    open_here, gone = [], []
    for session in programme.sessions:
        slot = slot_of(session)
        if slot is None or slot.ends_at <= moment or session.uid in blocks:
            continue
        change = programme.live.get(session.uid)
        if any(one.uid == room.uid for one in session.rooms):
            open_here.append((slot, session))
        elif change and any(one.uid == room.uid for one in change.left_rooms):
            gone.append(session)
    now = [one for slot, one in open_here if slot.starts_at <= moment and not one.is_cancelled]
    # A cancelled session stays on the door until its time is over.
    rest = [one for slot, one in open_here if slot.starts_at > moment or one.is_cancelled]
    return HallSign(
        room=room,
        now=tuple(now),
        next=rest[0] if rest else None,
        later=tuple(rest[1:]),
        gone=tuple(gone),
    )


def is_same_day(one: datetime, other: datetime, zone: str) -> bool:
    """Whether two moments lie on one day of a zone."""
    place = ZoneInfo(zone)
    return one.astimezone(place).date() == other.astimezone(place).date()
