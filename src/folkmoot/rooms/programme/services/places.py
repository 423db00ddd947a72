"""Use cases of strands, venues and rooms. A host city's team keeps its own venues and rooms."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Room, Strand, Venue
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.services.checks import check_stays, check_zone, owner


def create_strand(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Strand:
    """Add a thematic line to an edition.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(owner(values, "edition")))
    return editing.create(actor=actor, model=Strand, values=values, at=at)


def change_strand(
    *,
    actor: Actor,
    strand: Strand,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Strand:
    """Change a thematic line.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(strand))
    check_stays(strand, values, "edition")
    return editing.change(
        actor=actor,
        record=strand,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_strand(*, actor: Actor, strand: Strand, at: datetime, reason: str = "") -> None:
    """Remove a thematic line; its sessions stay without one.

    Raises:
        NotAllowed.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(strand))
    editing.remove(actor=actor, record=strand, at=at, reason=reason)


def create_venue(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Venue:
    """Add a venue to an edition; it keeps the time of its city unless a zone is given.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(owner(values, "edition")))
    filled = _with_zone(values)
    check_zone(filled)
    return editing.create(actor=actor, model=Venue, values=filled, at=at)


def change_venue(
    *,
    actor: Actor,
    venue: Venue,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Venue:
    """Change a venue; its own team may.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(venue))
    check_stays(venue, values, "edition")
    filled = _with_zone({"city": venue.city, **values}) if "time_zone" in values else values
    check_zone(filled)
    return editing.change(
        actor=actor,
        record=venue,
        values={name: filled[name] for name in values},
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def _with_zone(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a venue, with the zone of its city where none is given."""
    city = values.get("city")
    if values.get("time_zone") or city is None:
        return dict(values)
    return {**values, "time_zone": city.time_zone}


def remove_venue(*, actor: Actor, venue: Venue, at: datetime, reason: str = "") -> None:
    """Remove a venue with its rooms, unless a session is in one.

    Raises:
        NotAllowed, StillUsed.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(venue))
    editing.remove(actor=actor, record=venue, at=at, reason=reason)


def create_room(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Room:
    """Add a hall to a venue; its own team may.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(owner(values, "venue")))
    return editing.create(actor=actor, model=Room, values=values, at=at)


def change_room(
    *,
    actor: Actor,
    room: Room,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Room:
    """Change a hall; the venue's own team may.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(room))
    check_stays(room, values, "venue")
    return editing.change(
        actor=actor,
        record=room,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_room(*, actor: Actor, room: Room, at: datetime, reason: str = "") -> None:
    """Remove a hall, unless a session is in it.

    Raises:
        NotAllowed, StillUsed.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(room))
    editing.remove(actor=actor, record=room, at=at, reason=reason)
