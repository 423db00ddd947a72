"""What the desk says of released sessions during the days: late, cancelled, in another room.

The release is not touched. A notice holds until it is taken back, or until a release says
something else of what the notice was about; a release that says the same as before leaves it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.timetable.views import day_bounds
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition, LiveNotice, Room, Session
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.queries.frozen import ShownRoom, ShownSession, to_plain
from folkmoot.rooms.programme.queries.live import scopes_of
from folkmoot.rooms.programme.queries.released import Programme, latest_release
from folkmoot.rooms.programme.services.checks import refuse
from folkmoot.rooms.programme.services.session_lists import set_session_rooms
from folkmoot.rooms.programme.services.sessions import change_session
from folkmoot.rooms.programme.terms import MOST_MINUTES_LATE, LiveKind, SessionStatus


@transaction.atomic
def say_late(
    *,
    actor: Actor,
    edition: Edition,
    session_uid: str,
    minutes: int,
    follows: bool,
    at: datetime,
) -> LiveNotice:
    """Say that a session runs late, and if asked all that begins after it in its rooms that day.

    Args:
        minutes: 0 to 600; 0 says that it is on time again, whatever was said before.

    Raises:
        NotFound: the current release has no such session.
        NotAllowed: the session lies outside what the actor may change.
        Invalid: it has no time, is cancelled, or is later than ten hours.
    """
    released, session = _released(actor, edition, session_uid)
    if session.starts_at is None:
        raise refuse("minutes", _("This session has no time that it could be late for."))
    if not 0 <= minutes <= MOST_MINUTES_LATE:
        raise refuse("minutes", _("Up to ten hours late; beyond that release another time."))
    zone = session.rooms[0].venue.time_zone if session.rooms else released.frame.time_zone
    values = {
        "minutes": minutes,
        "follows": follows,
        "until": _midnight(session.starts_at, zone),
        # What follows a bridge in the halls of another city is for its own team to say.
        "rooms": [one.uid for one in session.rooms if _may_change(actor, released, session, one)],
    }
    return _say(actor, edition, session, LiveKind.LATE, values, at)


@transaction.atomic
def say_cancelled(*, actor: Actor, edition: Edition, session_uid: str, at: datetime) -> LiveNotice:
    """Say that a session does not take place.

    Raises:
        NotFound, NotAllowed: as :func:`say_late`.
        Invalid: the release says so already.
    """
    _found, session = _released(actor, edition, session_uid)
    return _say(actor, edition, session, LiveKind.CANCELLED, {}, at)


@transaction.atomic
def say_moved(
    *,
    actor: Actor,
    edition: Edition,
    session_uid: str,
    room_uid: str,
    instead_of: str = "",
    at: datetime,
) -> LiveNotice:
    """Say that a session is held in another room of the edition.

    Args:
        instead_of: the released room it leaves; needed for a bridge, which has several.

    Raises:
        NotFound: the release has no such session or room.
        NotAllowed: the session or the room lies outside what the actor may change.
        Invalid: it is in that room by the release, or it is not said which room it leaves.
    """
    released, session = _released(actor, edition, session_uid)
    room = next((one for one in released.frame.rooms if one.uid == room_uid), None)
    if room is None:
        raise NotFound
    own = {one.uid for one in session.rooms}
    left = instead_of or (session.rooms[0].uid if len(own) == 1 else "")
    if own and left not in own:
        raise refuse("instead_of", _("Say which of its rooms the session leaves."))
    if room.uid in own - {left} or own == {room.uid}:
        raise refuse("room", _("The session is in this room already."))
    # Another venue's team does not lend its halls unasked.
    path = scopes_of(released.frame, replace(session, rooms=(room,)))
    require(actor, Permission.PROGRAMME_SESSIONS, path)
    values = {"room": to_plain(room), "instead_of": left}
    return _say(actor, edition, session, LiveKind.ROOM, values, at)


@transaction.atomic
def take_back(*, actor: Actor, notice: LiveNotice, at: datetime) -> LiveNotice:
    """End a notice: what was said before it, or else the release, holds again.

    Raises:
        NotFound: the current release has its session no longer.
        NotAllowed: the session lies outside what the actor may change.
    """
    _released(actor, notice.edition, str(notice.session_uid))
    if notice.ended_at is not None:
        return notice
    return editing.change(actor=actor, record=notice, values={"ended_at": at}, at=at)


@transaction.atomic
def take_into_draft(*, actor: Actor, edition: Edition, at: datetime) -> int:
    """Write what is cancelled or moved by a notice into the draft, so that the next release has it.

    Sessions that the actor may not edit, or that the draft has no more, are left. Lateness is of
    the day and is not taken over. Returns how many sessions changed.
    """
    notices = LiveNotice.objects.filter(
        edition=edition, ended_at=None, kind__in=(LiveKind.CANCELLED, LiveKind.ROOM)
    ).order_by("said_at", "id")
    changed = set()
    for notice in notices:
        session = Session.objects.filter(edition=edition, uid=notice.session_uid).first()
        if session is None:
            continue
        if not decide(actor, Permission.PROGRAMME_SESSIONS, scope_path(session)).is_allowed:
            continue
        if _write_into(actor, session, notice, at):
            changed.add(session.pk)
    return len(changed)


def end_settled_notices(
    actor: Actor, edition: Edition, sessions: Sequence[ShownSession], *, label: str, at: datetime
) -> None:
    """End the notices that a new release settles: it moves, cancels, re-rooms or drops the session.

    One query, and a few more for each notice that ends. Part of releasing, whose right it takes.
    """
    by_uid = {UUID(one.uid): one for one in sessions}
    for notice in LiveNotice.objects.filter(edition=edition, ended_at=None):
        if _is_settled(notice, by_uid.get(notice.session_uid)):
            editing.change(actor=actor, record=notice, values={"ended_at": at}, at=at, reason=label)


def _is_settled(notice: LiveNotice, session: ShownSession | None) -> bool:
    if notice.follows and (session is None or session.is_cancelled):
        return False  # what follows is late all the same
    if session is None or session.starts_at != notice.starts_at or session.is_cancelled:
        return True
    own = [room.uid for room in session.rooms]
    return notice.kind == LiveKind.ROOM and own != notice.rooms


def _released(actor: Actor, edition: Edition, uid: str) -> tuple[Programme, ShownSession]:
    """The release and the session as it is there, for those who may change it. Three queries."""
    # No release comes between the notice and what it was said about.
    Edition.objects.select_for_update().filter(pk=edition.pk).first()
    released = latest_release(edition)
    sessions = released.sessions if released else ()
    found = next((one for one in sessions if one.uid == str(uid)), None)
    if released is None or found is None:
        raise NotFound
    require(actor, Permission.PROGRAMME_SESSIONS, scopes_of(released.frame, found))
    return released, found


def _may_change(actor: Actor, released: Programme, session: ShownSession, room: ShownRoom) -> bool:
    """Whether the session would be the actor's to change if it were in this room alone."""
    path = scopes_of(released.frame, replace(session, rooms=(room,)))
    return decide(actor, Permission.PROGRAMME_SESSIONS, path).is_allowed


def _say(
    actor: Actor,
    edition: Edition,
    session: ShownSession,
    kind: LiveKind,
    values: dict[str, Any],
    at: datetime,
) -> LiveNotice:
    if session.is_cancelled:
        raise refuse("session", _("The released programme says already that this is cancelled."))
    return editing.create(
        actor=actor,
        model=LiveNotice,
        values={
            "edition": edition,
            "session_uid": UUID(session.uid),
            "kind": kind.value,
            "starts_at": session.starts_at,
            "rooms": [room.uid for room in session.rooms],
            "said_at": at,
            "said_by": actor.label[:200] or actor.key,
            **values,
        },
        at=at,
    )


def _write_into(actor: Actor, session: Session, notice: LiveNotice, at: datetime) -> bool:
    """Whether the draft differed."""
    if notice.kind == LiveKind.CANCELLED:
        if session.status == SessionStatus.CANCELLED:
            return False
        values = {"status": SessionStatus.CANCELLED.value}
        change_session(actor=actor, session=session, values=values, at=at)
        return True
    held_in = session.session_rooms.select_related("room").order_by("position", "id")
    rooms = [one.room for one in held_in]
    wanted = Room.objects.filter(uid=notice.room["uid"]).first()
    if wanted is None or wanted in rooms:
        return False
    if notice.instead_of not in {str(one.uid) for one in rooms} and rooms:
        return False
    kept = [wanted if str(one.uid) == notice.instead_of else one for one in rooms] or [wanted]
    set_session_rooms(actor=actor, session=session, rooms=kept, at=at)
    return True


def _midnight(moment: datetime, zone: str) -> datetime:
    """The end of a moment's day on the clocks of a zone, in UTC."""
    place = ZoneInfo(zone)
    return day_bounds(moment.astimezone(place).date(), place)[1]
