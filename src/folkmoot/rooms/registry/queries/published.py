"""What anyone may see of the registry: the pages of people, bodies and places.

The registry is the public record of who and where; it holds no drafts. What people did in
editions, and what they said, belongs to higher rooms and is joined by the public surface.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.registry.models import (
    City,
    Country,
    Identifier,
    Membership,
    Name,
    OfficeHeld,
    Organisation,
    Person,
    Region,
)

CITIES_SHOWN = 60
ORGANISATIONS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person with offices (the latest first), further names and outside identifiers."""

    person: Person
    offices: tuple[OfficeHeld, ...]
    names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """A body with its parts, its members, the alliances it belongs to and its office holders."""

    organisation: Organisation
    parts: tuple[Organisation, ...]
    members: tuple[Membership, ...]
    alliances: tuple[Membership, ...]
    offices: tuple[OfficeHeld, ...]
    names: tuple[Name, ...]
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A country or region with its parts, its larger cities and its organisations."""

    place: Country | Region
    country: Country
    parent: Region | None
    parts: tuple[Region, ...]
    cities: tuple[City, ...]
    organisations: tuple[Organisation, ...]


def published_person(uid: UUID | str) -> PersonPage:
    """Everything the registry knows of a person. Four queries.

    Raises:
        NotFound: there is no such person.
    """
    person = Person.objects.select_related("country").filter(uid=uid).first()
    if person is None:
        raise NotFound
    offices = person.offices.select_related("organisation", "country").order_by(
        "-since", "-stated_on", "id"
    )
    return PersonPage(person, tuple(offices), *_names_and_identifiers("registry.person", uid))


def published_organisation(uid: UUID | str) -> OrganisationPage:
    """Everything the registry knows of a body. Seven queries.

    Raises:
        NotFound: there is no such organisation.
    """
    rows = Organisation.objects.select_related(
        "parent", "country", "region", "city__region", "city__country"
    )
    organisation = rows.filter(uid=uid).first()
    if organisation is None:
        raise NotFound
    offices = organisation.offices.select_related("person").order_by("-since", "id")
    return OrganisationPage(
        organisation,
        tuple(organisation.parts.order_by("id")),
        tuple(organisation.members.select_related("member").order_by("since", "id")),
        tuple(organisation.memberships.select_related("alliance").order_by("since", "id")),
        tuple(offices),
        *_names_and_identifiers("registry.organisation", uid),
    )


def published_place(code: str) -> PlacePage:
    """A country by its ISO 3166-1 code or a region by its ISO 3166-2 code. Four queries.

    Raises:
        NotFound: nothing has that code.
    """
    if "-" in code:
        region = Region.objects.select_related("country", "parent").filter(code=code).first()
        if region is None:
            raise NotFound
        return PlacePage(
            region,
            region.country,
            region.parent,
            tuple(region.parts.order_by("code")),
            _larger_cities(Q(region=region)),
            _organisations(Q(region=region)),
        )
    country = Country.objects.filter(code=code).first()
    if country is None:
        raise NotFound
    return PlacePage(
        country,
        country,
        None,
        tuple(country.regions.filter(parent=None).order_by("code")),
        _larger_cities(Q(country=country)),
        _organisations(Q(country=country)),
    )


def place_codes(uids: Iterable[UUID | str]) -> dict[str, str]:
    """The page code of cities, regions and countries by identity: where a link leads.

    Three queries.
    """
    wanted = list(uids)
    codes = {
        str(uid): code
        for uid, code in Country.objects.filter(uid__in=wanted).values_list("uid", "code")
    }
    codes.update(
        (str(uid), code)
        for uid, code in Region.objects.filter(uid__in=wanted).values_list("uid", "code")
    )
    cities = City.objects.filter(uid__in=wanted).values_list("uid", "region__code", "country__code")
    codes.update((str(uid), region or country) for uid, region, country in cities)
    return codes


def _names_and_identifiers(
    kind: str, uid: UUID | str
) -> tuple[tuple[Name, ...], tuple[Identifier, ...]]:
    names = Name.objects.filter(owner_kind=kind, owner_uid=uid).order_by("kind", "language", "text")
    identifiers = Identifier.objects.filter(owner_kind=kind, owner_uid=uid).order_by(
        "scheme", "value"
    )
    return tuple(names), tuple(identifiers)


def _larger_cities(where: Q) -> tuple[City, ...]:
    rows = City.objects.filter(where).select_related("region", "country")
    return tuple(rows.order_by("-population", "id")[:CITIES_SHOWN])


def _organisations(where: Q) -> tuple[Organisation, ...]:
    return tuple(Organisation.objects.filter(where).order_by("kind", "id")[:ORGANISATIONS_SHOWN])
