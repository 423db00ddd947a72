"""Use cases of sessions in the draft."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition, Room, Session, Strand
from folkmoot.rooms.programme.policies import require_session_edit, scope_path
from folkmoot.rooms.programme.services.checks import check_stays, owner, refuse
from folkmoot.rooms.programme.services.session_lists import write_rooms


@transaction.atomic
def create_session(
    *, actor: Actor, values: Mapping[str, Any], at: datetime, rooms: Sequence[Room] = ()
) -> Session:
    """Add a session to the draft of an edition.

    Args:
        rooms: its halls; a host city's team must name one of its own, or it could not reach
            the session afterwards.

    Raises:
        NotAllowed, Invalid.
    """
    edition = owner(values, "edition")
    strand = values.get("strand")
    path = scope_path(strand) if strand is not None else scope_path(edition)
    for room in rooms or (None,):
        venue = () if room is None else scope_path(room)
        require(actor, Permission.PROGRAMME_SESSIONS, (*path, *venue))
    _check(edition, None, values)
    session = editing.create(actor=actor, model=Session, values=values, at=at)
    return write_rooms(actor, session, rooms, at) if rooms else session


def change_session(
    *,
    actor: Actor,
    session: Session,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Session:
    """Change a session; to put it into another strand takes the right for both strands.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require_session_edit(actor, session, values.get("strand"))
    check_stays(session, values, "edition")
    _check(session.edition, session, values)
    return editing.change(
        actor=actor,
        record=session,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_session(*, actor: Actor, session: Session, at: datetime, reason: str = "") -> None:
    """Remove a session from the draft; releases keep it as it was.

    Raises:
        NotAllowed.
    """
    require_session_edit(actor, session)
    editing.remove(actor=actor, record=session, at=at, reason=reason)


def _check(edition: Edition, session: Session | None, values: Mapping[str, Any]) -> None:
    """Refuse what one row cannot know: another edition's strand or block, a ring of blocks."""
    strand: Strand | None = values.get("strand")
    if strand is not None and strand.edition_id != edition.pk:
        raise refuse("strand", _("This strand belongs to another edition."))
    parent: Session | None = values.get("parent")
    if parent is not None and parent.edition_id != edition.pk:
        raise refuse("parent", _("This block belongs to another edition."))
    if session is not None and parent is not None and _lies_in(parent, session):
        raise refuse("parent", _("A session cannot lie inside itself."))
    check_times(
        values.get("starts_at", session.starts_at if session else None),
        values.get("ends_at", session.ends_at if session else None),
    )


def check_times(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """Refuse moments without a zone, and an end without or before a start.

    Raises:
        Invalid: names the field.
    """
    for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if moment is not None and moment.tzinfo is None:
            raise refuse(name, _("A time needs its time zone."))
    if ends_at is not None and starts_at is None:
        raise refuse("starts_at", _("A session that ends must also start."))
    if ends_at is not None and starts_at is not None and ends_at <= starts_at:
        raise refuse("ends_at", _("The session must end after it starts."))


def _lies_in(block: Session, session: Session) -> bool:
    """Whether a block is the session itself or lies in it. One query per level."""
    seen: set[int] = set()
    above: Session | None = block
    while above is not None and above.pk not in seen:
        if above.pk == session.pk:
            return True
        seen.add(above.pk)
        above = above.parent
    return False
