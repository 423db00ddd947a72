"""Countries, regions and cities, beyond those that come with the reference data."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.registry import policies
from folkmoot.rooms.registry.models import City, Country, Region
from folkmoot.rooms.registry.services.checks import check_city, check_country, check_region


def create_country(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Country:
    """Add a country.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: the code is taken or malformed; nothing is written.
    """
    policies.require_edit(actor)
    check_country(Country, values)
    return editing.create(actor=actor, model=Country, values=values, at=at)


def change_country(
    *,
    actor: Actor,
    country: Country,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Country:
    """Set columns of a country.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: as when it was created; nothing is written.
        ChangedMeanwhile: somebody else saved one of these columns.
    """
    policies.require_edit(actor)
    check_country(country, values)
    return editing.change(
        actor=actor,
        record=country,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_country(*, actor: Actor, country: Country, at: datetime, reason: str = "") -> None:
    """Remove a country.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        StillUsed: another record points at it; nothing is written.
    """
    policies.require_edit(actor)
    editing.remove(actor=actor, record=country, at=at, reason=reason)


def create_region(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Region:
    """Add a region of a country.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: the code is taken or of another country, or the parent lies elsewhere;
            nothing is written.
    """
    policies.require_edit(actor)
    check_region(Region, values)
    return editing.create(actor=actor, model=Region, values=values, at=at)


def change_region(
    *,
    actor: Actor,
    region: Region,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Region:
    """Set columns of a region.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: as when it was created; nothing is written.
        ChangedMeanwhile: somebody else saved one of these columns.
    """
    policies.require_edit(actor)
    check_region(region, values)
    return editing.change(
        actor=actor,
        record=region,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_region(*, actor: Actor, region: Region, at: datetime, reason: str = "") -> None:
    """Remove a region.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        StillUsed: another record points at it; nothing is written.
    """
    policies.require_edit(actor)
    editing.remove(actor=actor, record=region, at=at, reason=reason)


def create_city(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> City:
    """Add a city, town or village.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: no IANA time zone, or the region lies in another country; nothing is written.
    """
    policies.require_edit(actor)
    check_city(City, values)
    return editing.create(actor=actor, model=City, values=values, at=at)


def change_city(
    *,
    actor: Actor,
    city: City,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> City:
    """Set columns of a city.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: as when it was created; nothing is written.
        ChangedMeanwhile: somebody else saved one of these columns.
    """
    policies.require_edit(actor)
    check_city(city, values)
    return editing.change(
        actor=actor,
        record=city,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_city(*, actor: Actor, city: City, at: datetime, reason: str = "") -> None:
    """Remove a city.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        StillUsed: another record points at it; nothing is written.
    """
    policies.require_edit(actor)
    editing.remove(actor=actor, record=city, at=at, reason=reason)
