"""Use cases of series and of the bodies behind them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Series, SeriesOrganiser
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.services.checks import check_stays, owner


def create_series(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Series:
    """Begin a series. Needs the right to create everywhere: it lies in no scope yet.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_CREATE)
    return editing.create(actor=actor, model=Series, values=values, at=at)


def change_series(
    *,
    actor: Actor,
    series: Series,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Series:
    """Change a series.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(series))
    return editing.change(
        actor=actor,
        record=series,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_series(*, actor: Actor, series: Series, at: datetime, reason: str = "") -> None:
    """Remove a series without editions.

    Raises:
        NotAllowed, StillUsed.
    """
    require(actor, Permission.PROGRAMME_CREATE, scope_path(series))
    editing.remove(actor=actor, record=series, at=at, reason=reason)


def create_series_organiser(
    *, actor: Actor, values: Mapping[str, Any], at: datetime
) -> SeriesOrganiser:
    """Name a body's part in a series.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(owner(values, "series")))
    return editing.create(actor=actor, model=SeriesOrganiser, values=values, at=at)


def change_series_organiser(
    *,
    actor: Actor,
    series_organiser: SeriesOrganiser,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> SeriesOrganiser:
    """Change a body's part in a series.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(series_organiser))
    check_stays(series_organiser, values, "series")
    return editing.change(
        actor=actor,
        record=series_organiser,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_series_organiser(
    *, actor: Actor, series_organiser: SeriesOrganiser, at: datetime, reason: str = ""
) -> None:
    """Take a body out of a series.

    Raises:
        NotAllowed.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(series_organiser))
    editing.remove(actor=actor, record=series_organiser, at=at, reason=reason)
