"""Use cases of an edition's places and organisers, one by one or as whole lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition, EditionOrganiser, EditionPlace
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.services.checks import check_stays, owner
from folkmoot.rooms.programme.services.replacing import ListOf, replace_list

_PLACES = ListOf(
    "places", EditionPlace, "edition", ("role", "city", "region", "country", "as_written")
)
_ORGANISERS = ListOf("organisers", EditionOrganiser, "edition", ("organisation", "role"))


def set_edition_places(
    *,
    actor: Actor,
    edition: Edition,
    places: Sequence[Mapping[str, Any]],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Edition:
    """Replace the list of hosts, further venues and next hosts.

    Args:
        places: in order, each with ``role`` and at least one of ``city``, ``region``, ``country``,
            or ``as_written`` for a place that the registry does not know.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(edition))
    return replace_list(
        actor=actor,
        record=edition,
        what=_PLACES,
        wanted=places,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def set_edition_organisers(
    *,
    actor: Actor,
    edition: Edition,
    organisers: Sequence[Mapping[str, Any]],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Edition:
    """Replace the list of bodies behind an edition.

    Args:
        organisers: in order, each with ``organisation`` and ``role``.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(edition))
    return replace_list(
        actor=actor,
        record=edition,
        what=_ORGANISERS,
        wanted=organisers,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def create_edition_place(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> EditionPlace:
    """Name a place that hosts an edition or will host the next.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(owner(values, "edition")))
    return editing.create(actor=actor, model=EditionPlace, values=values, at=at)


def change_edition_place(
    *,
    actor: Actor,
    edition_place: EditionPlace,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> EditionPlace:
    """Change a place of an edition.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(edition_place))
    check_stays(edition_place, values, "edition")
    return editing.change(
        actor=actor,
        record=edition_place,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_edition_place(
    *, actor: Actor, edition_place: EditionPlace, at: datetime, reason: str = ""
) -> None:
    """Take a place out of an edition.

    Raises:
        NotAllowed.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(edition_place))
    editing.remove(actor=actor, record=edition_place, at=at, reason=reason)


def create_edition_organiser(
    *, actor: Actor, values: Mapping[str, Any], at: datetime
) -> EditionOrganiser:
    """Name a body's part in an edition.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(owner(values, "edition")))
    return editing.create(actor=actor, model=EditionOrganiser, values=values, at=at)


def change_edition_organiser(
    *,
    actor: Actor,
    edition_organiser: EditionOrganiser,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> EditionOrganiser:
    """Change a body's part in an edition.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(edition_organiser))
    check_stays(edition_organiser, values, "edition")
    return editing.change(
        actor=actor,
        record=edition_organiser,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_edition_organiser(
    *, actor: Actor, edition_organiser: EditionOrganiser, at: datetime, reason: str = ""
) -> None:
    """Take a body out of an edition.

    Raises:
        NotAllowed.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(edition_organiser))
    editing.remove(actor=actor, record=edition_organiser, at=at, reason=reason)
