"""Use cases of a session's halls and of the people in it, one by one or as whole lists."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.engines.values.dates import parse
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Room, Session, SessionPart, SessionRoom
from folkmoot.rooms.programme.policies import require_rooms, require_session_edit, scope_path
from folkmoot.rooms.programme.services.checks import check_stays, owner, refuse
from folkmoot.rooms.programme.services.replacing import ListOf, replace_list
from folkmoot.rooms.registry.queries.offices import office_on

ROOMS = ListOf("rooms", SessionRoom, "session", ("room",))
_PARTS = ListOf(
    "parts",
    SessionPart,
    "session",
    ("person", "organisation", "name_as_written", "role"),
    ("office", "attendance"),
)


def set_session_rooms(
    *,
    actor: Actor,
    session: Session,
    rooms: Sequence[Room],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Session:
    """Replace the halls of a session; halls of several cities make it a bridge.

    Raises:
        NotAllowed: the actor lacks the grant for a hall that is added or taken away.
        Invalid: a hall is of another edition.
        ChangedMeanwhile: somebody replaced them meanwhile.
    """
    require_session_edit(actor, session)
    present = Room.objects.filter(session_rooms__session=session).select_related("venue__edition")
    require_rooms(actor, session, set(present) ^ set(rooms))
    return write_rooms(actor, session, rooms, at, expected_version, reason)


def write_rooms(
    actor: Actor,
    session: Session,
    rooms: Sequence[Room],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Session:
    """Replace the halls once the right to do so is known; for services that asked already.

    Raises:
        Invalid, ChangedMeanwhile.
    """
    for room in rooms:
        check_room(session, room)
    return replace_list(
        actor=actor,
        record=session,
        what=ROOMS,
        wanted=[{"room": room} for room in rooms],
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def set_session_parts(
    *,
    actor: Actor,
    session: Session,
    parts: Sequence[Mapping[str, Any]],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Session:
    """Replace the people and bodies of a session, in order.

    Args:
        parts: each names a ``person``, an ``organisation`` or a ``name_as_written``, and may
            give ``role``, ``office`` and ``attendance``. Without an ``office`` somebody new
            gets the one held on the day, and somebody already there keeps theirs.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require_session_edit(actor, session)
    rows = session.parts.select_related("person", "organisation")
    known = {_PARTS.row_key({name: getattr(row, name) for name in _PARTS.key}) for row in rows}
    wanted = []
    for values in parts:
        is_new = _PARTS.row_key(values) not in known
        filled = with_office(session, values) if is_new else dict(values)
        check_office(filled)
        wanted.append(filled)
    return replace_list(
        actor=actor,
        record=session,
        what=_PARTS,
        wanted=wanted,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def check_room(session: Session, room: Room) -> None:
    """Refuse a hall of another edition.

    Raises:
        Invalid: names the hall.
    """
    if room.venue.edition_id != session.edition_id:
        raise refuse("rooms", _("%(room)s belongs to another edition.") % {"room": room})


def check_office(values: Mapping[str, Any]) -> None:
    """Refuse the office of somebody else.

    Raises:
        Invalid: names the office.
    """
    office = values.get("office")
    if office is not None and office.person != values.get("person"):
        raise refuse("office", _("This office was held by somebody else."))


def with_office(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the office that the person held on the day, where none is given."""
    filled = dict(values)
    day = _day_of(session)
    if filled.get("office") is None and filled.get("person") is not None and day is not None:
        filled["office"] = office_on(filled["person"], day)
    return filled


def _day_of(session: Session) -> date | None:
    if session.starts_at is not None:
        return session.starts_at.astimezone(ZoneInfo(session.edition.time_zone)).date()
    stated = parse(session.on_date).day if session.on_date else None
    return stated or session.edition.starts_on


def create_session_room(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> SessionRoom:
    """Put a session into a hall.

    Raises:
        NotAllowed, Invalid.
    """
    session, room = owner(values, "session"), owner(values, "room")
    require_rooms(actor, session, [room])
    check_room(session, room)
    return editing.create(actor=actor, model=SessionRoom, values=values, at=at)


def change_session_room(
    *,
    actor: Actor,
    session_room: SessionRoom,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> SessionRoom:
    """Change the hall of a session.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    session, room = session_room.session, values.get("room", session_room.room)
    require_rooms(actor, session, [session_room.room, room])
    check_stays(session_room, values, "session")
    check_room(session, room)
    return editing.change(
        actor=actor,
        record=session_room,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_session_room(
    *, actor: Actor, session_room: SessionRoom, at: datetime, reason: str = ""
) -> None:
    """Take a session out of a hall.

    Raises:
        NotAllowed.
    """
    require_rooms(actor, session_room.session, [session_room.room])
    editing.remove(actor=actor, record=session_room, at=at, reason=reason)


def create_session_part(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> SessionPart:
    """Name who takes part in a session, in the office held on that day unless one is given.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(owner(values, "session")))
    filled = with_office(values["session"], values)
    check_office(filled)
    return editing.create(actor=actor, model=SessionPart, values=filled, at=at)


def change_session_part(
    *,
    actor: Actor,
    session_part: SessionPart,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> SessionPart:
    """Change who takes part in a session.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(session_part))
    check_stays(session_part, values, "session")
    check_office(
        {"person": session_part.person, "office": session_part.office, **values},
    )
    return editing.change(
        actor=actor,
        record=session_part,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_session_part(
    *, actor: Actor, session_part: SessionPart, at: datetime, reason: str = ""
) -> None:
    """Take somebody out of a session.

    Raises:
        NotAllowed.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(session_part))
    editing.remove(actor=actor, record=session_part, at=at, reason=reason)
