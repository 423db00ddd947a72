"""Moving sessions in the timetable: when and in which halls, as one step with one entry.

A move is one entry of the trail (``placed``) that holds the moments and the halls it changed,
so that it is undone as one. Clashes never stop a move; the screens tell of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.refusals import CannotUndo, NotFound
from folkmoot.rooms.programme.models import Room, Session
from folkmoot.rooms.programme.policies import require_rooms, require_session_edit
from folkmoot.rooms.programme.services.checks import refuse
from folkmoot.rooms.programme.services.replacing import write_rows
from folkmoot.rooms.programme.services.session_lists import ROOMS, check_room
from folkmoot.rooms.programme.services.sessions import check_times, create_session
from folkmoot.rooms.programme.terms import MovedMeanwhile, SessionKind

PLACED = "placed"
"""The action of the trail that a move is."""
COPIED_KINDS = frozenset({SessionKind.BREAK, SessionKind.BLOCKER})
"""What may stand in many halls as items of their own: everything else is one session."""

_TIMES = ("starts_at", "ends_at")
_COPIED = ("edition", "kind", "part", "title", "strand", "parent", *_TIMES, "on_date", "status")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session lies in the timetable; without a start it waits beside it."""

    starts_at: datetime | None
    ends_at: datetime | None
    rooms: tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A session after a move; ``entry`` is ``None`` where it lay there already."""

    session: Session
    entry: AuditEntry | None


@transaction.atomic
def move_session(
    *,
    actor: Actor,
    session: Session,
    place: Place,
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Moved:
    """Put a session to a time and into halls, or take its time away.

    Args:
        expected_version: the version the actor saw; ``None`` only where no person moves. Later
            versions that changed neither time nor halls are no conflict.

    Raises:
        NotAllowed: the session, or a hall it leaves or enters, is not the actor's, or would
            not be afterwards.
        MovedMeanwhile: somebody else moved it since; nothing is written.
        Invalid: the times contradict each other, or a hall is of another edition.
        NotFound: the session was removed meanwhile.
    """
    locked = _locked(session)
    require_session_edit(actor, locked)
    if _lies_at(locked, place):
        return Moved(locked, None)
    if expected_version is not None and locked.version != expected_version:
        _refuse_if_moved(locked, AuditEntry.objects.filter(version__gt=expected_version))
    return Moved(locked, _put(actor, locked, place, at, reason, None))


@transaction.atomic
def undo_move(*, actor: Actor, entry: AuditEntry, at: datetime) -> Moved:
    """Put a session back to where it lay before a move. The undoing is a move that can be undone.

    Raises:
        NotAllowed: as for moving.
        MovedMeanwhile: the session lies elsewhere by now; nothing is written.
        CannotUndo: it was undone already, or the session or a hall is gone.
    """
    found = Session.objects.filter(uid=entry.uid).first()
    if entry.action != PLACED or found is None:
        raise CannotUndo
    locked = _locked(found)
    require_session_edit(actor, locked)
    if AuditEntry.objects.filter(undoes=entry).exists():
        raise CannotUndo
    if not _lies_at(locked, _place_from(locked, entry.after)):
        _refuse_if_moved(locked, AuditEntry.objects.filter(pk__gt=entry.pk))
        raise CannotUndo
    return Moved(locked, _put(actor, locked, _place_from(locked, entry.before), at, "undo", entry))


@transaction.atomic
def copy_session(
    *, actor: Actor, session: Session, rooms: Sequence[Room], at: datetime
) -> tuple[Session, ...]:
    """Repeat a break or a blocked time in other halls, each as an item of its own.

    Halls it lies in already are passed over.

    Raises:
        NotAllowed: it, or one of the halls, is not the actor's.
        Invalid: it is neither a break nor a blocked time, or a hall is of another edition.
    """
    require_session_edit(actor, session)
    if session.kind not in COPIED_KINDS:
        raise refuse("rooms", _("Only breaks and blocked times are copied to other rooms."))
    present = set(_rooms_of(session))
    values = {name: getattr(session, name) for name in _COPIED}
    return tuple(
        create_session(actor=actor, values=values, at=at, rooms=[room])
        for room in dict.fromkeys(rooms)
        if room not in present
    )


def place_of(session: Session) -> Place:
    """Where a session lies now. One query."""
    return Place(session.starts_at, session.ends_at, _rooms_of(session))


def _put(
    actor: Actor,
    locked: Session,
    place: Place,
    at: datetime,
    reason: str,
    undoes: AuditEntry | None,
) -> AuditEntry:
    """Write the place of a locked session, once it is known to differ and to be the actor's."""
    require_rooms(actor, locked, set(_rooms_of(locked)) ^ set(place.rooms))
    for room in place.rooms:
        check_room(locked, room)
    check_times(place.starts_at, place.ends_at)
    before = audit.snapshot(locked, _TIMES)
    locked.starts_at, locked.ends_at = place.starts_at, place.ends_at
    after = audit.snapshot(locked, _TIMES)
    before["rooms"], after["rooms"] = write_rows(
        locked, ROOMS, [{"room": room} for room in place.rooms]
    )
    # Without a hall of theirs the session would be out of reach of a host city's team.
    require_session_edit(actor, locked)
    changed = [name for name in after if before[name] != after[name]]
    locked.version += 1
    locked.save(update_fields=[*_TIMES, "version", "changed_at"])
    entry = audit.note(
        actor=actor,
        action=PLACED,
        record=locked,
        at=at,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
        reason=reason,
        undoes=undoes,
    )
    announce(RecordWritten(locked.ref))
    return entry


def _locked(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",))
    locked = rows.select_related("edition__series", "strand").filter(pk=session.pk).first()
    if locked is None:
        raise NotFound
    return locked


def _rooms_of(session: Session) -> tuple[Room, ...]:
    rooms = Room.objects.filter(session_rooms__session=session)
    rooms = rooms.select_related("venue__edition__series")
    return tuple(rooms.order_by("session_rooms__position", "session_rooms__id"))


def _lies_at(locked: Session, place: Place) -> bool:
    return place_of(locked) == place


def _place_from(locked: Session, plain: Mapping[str, Any]) -> Place:
    """The place that one side of an entry tells of; what it does not name is as it is now.

    Raises:
        CannotUndo: a hall is gone.
    """
    place = place_of(locked)
    place = replace(
        place,
        starts_at=_read(plain["starts_at"]) if "starts_at" in plain else place.starts_at,
        ends_at=_read(plain["ends_at"]) if "ends_at" in plain else place.ends_at,
    )
    if "rooms" not in plain:
        return place
    uids = [row["room"]["uid"] for row in plain["rooms"]]
    rooms = Room.objects.filter(uid__in=uids).select_related("venue__edition__series")
    known = {str(room.uid): room for room in rooms}
    if len(known) != len(uids):
        raise CannotUndo
    return replace(place, rooms=tuple(known[uid] for uid in uids))


def _read(plain: str | datetime | None) -> datetime | None:
    """A moment of the trail; one that was just written is still a moment."""
    return parse_datetime(plain) if isinstance(plain, str) else plain


def _refuse_if_moved(locked: Session, entries: Any) -> None:
    """Refuse with the name of whoever changed time or halls last, if one of the entries did."""
    later = entries.filter(kind=locked.ref.kind, uid=locked.uid).order_by("-id")
    for entry in later:
        if {*_TIMES, "rooms"} & set(entry.after):
            raise MovedMeanwhile(changed_by=entry.actor_label, session=str(locked))
