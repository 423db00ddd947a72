"""How registry records are found by search.

People, organisations and regions are public: they are the record of who and where. Countries
and cities have no page of their own and are found only when choosing at the desk. Every
function takes further names when the caller has them already (bulk loading); otherwise it
asks for them, one query a record.
"""

from collections.abc import Iterable

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.records import Record
from folkmoot.kernel.search import Findable
from folkmoot.rooms.registry.models import (
    City,
    Country,
    Name,
    OfficeHeld,
    Organisation,
    Person,
    Region,
)
from folkmoot.rooms.registry.terms import NAME_WITHHELD

# An unasked list begins with people and bodies; the thousands of places come last.
WEIGHT_PERSON = 4
WEIGHT_ORGANISATION = 4
WEIGHT_COUNTRY = 2
WEIGHT_PLACE = 0


def further_names(record: Record) -> tuple[str, ...]:
    """The texts of the names kept beside the main one. One query."""
    rows = Name.objects.filter(owner_kind=record.ref.kind, owner_uid=record.uid)
    return tuple(rows.order_by("id").values_list("text", flat=True))


def describe_person(person: Person) -> Findable | None:
    """Found under every name and by the offices held; not at all once withheld. Two queries."""
    if person.name == NAME_WITHHELD:
        return None
    offices = list(
        person.offices.select_related("organisation").order_by("-since", "-stated_on", "-id")
    )
    names = further_names(person)
    return Findable(
        title=person.name,
        excerpt=offices[0].title if offices else person.summary,
        words=(*_office_words(offices), *person.summary.texts.values()),
        names=(*person.name.texts.values(), *names),
        place=person.country.code if person.country else "",
        is_public=True,
        weight=WEIGHT_PERSON,
    )


def _office_words(offices: Iterable[OfficeHeld]) -> Iterable[str]:
    for office in offices:
        yield from office.title.texts.values()
        if office.organisation:
            yield from office.organisation.name.texts.values()


def describe_organisation(organisation: Organisation) -> Findable:
    """Found under every name, abbreviations included; in the place of its region."""
    names = further_names(organisation)
    region, country = organisation.region, organisation.country
    return Findable(
        title=organisation.name,
        excerpt=organisation.summary,
        words=tuple(organisation.summary.texts.values()),
        names=(*organisation.name.texts.values(), *names),
        place=region.code if region else country.code if country else "",
        is_public=True,
        weight=WEIGHT_ORGANISATION,
    )


def describe_country(country: Country, names: tuple[str, ...] | None = None) -> Findable:
    """Found under its names and its code."""
    further = further_names(country) if names is None else names
    return Findable(
        title=country.name,
        words=(country.code,),
        names=(*country.name.texts.values(), *further),
        place=country.code,
        weight=WEIGHT_COUNTRY,
    )


def describe_region(region: Region, names: tuple[str, ...] | None = None) -> Findable:
    """Found under its names and its code; the excerpt says in which country."""
    further = further_names(region) if names is None else names
    return Findable(
        title=region.name,
        excerpt=region.country.name,
        words=(region.code,),
        names=(*region.name.texts.values(), *further),
        place=region.code,
        is_public=True,
        weight=WEIGHT_PLACE,
    )


def describe_city(city: City, names: tuple[str, ...] | None = None) -> Findable:
    """Found under every spelling; the excerpt tells namesakes apart."""
    further = further_names(city) if names is None else names
    within: Multilingual = city.region.name if city.region else city.country.name
    return Findable(
        title=city.name,
        excerpt=within,
        names=(*city.name.texts.values(), *further),
        place=city.region.code if city.region else city.country.code,
        weight=_city_weight(city.population or 0),
    )


def _city_weight(population: int) -> int:
    """Of namesakes the larger is offered first."""
    return WEIGHT_PLACE + (population >= 100_000) + (population >= 1_000_000)
