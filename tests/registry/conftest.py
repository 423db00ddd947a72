"""A small registry: two countries, a few bodies and people."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.registry import services
from folkmoot.rooms.registry.models import Name, OfficeHeld, Organisation, Person


def en(text: str) -> Multilingual:
    return Multilingual.of("en", en=text)


@pytest.fixture
def make(system: Actor, noon: datetime) -> SimpleNamespace:
    """Short ways to enter records, through the services."""

    def person(text: str, language: str = "en", **values) -> Person:
        values["name"] = Multilingual({language: text}, language)
        return services.create_person(actor=system, values=values, at=noon)

    def organisation(text: str, **values) -> Organisation:
        return services.create_organisation(
            actor=system, values={"name": en(text), **values}, at=noon
        )

    def office(person: Person, title: str, **values) -> OfficeHeld:
        return services.create_office_held(
            actor=system, values={"person": person, "title": en(title), **values}, at=noon
        )

    def name(owner, text: str, **values) -> Name:
        return services.create_name(
            actor=system,
            values={"owner_kind": owner.ref.kind, "owner_uid": owner.uid, "text": text, **values},
            at=noon,
        )

    def membership(alliance: Organisation, member: Organisation, **values):
        return services.create_membership(
            actor=system, values={"alliance": alliance, "member": member, **values}, at=noon
        )

    def identifier(owner, scheme: str, value: str):
        return services.create_identifier(
            actor=system,
            values={
                "owner_kind": owner.ref.kind,
                "owner_uid": owner.uid,
                "scheme": scheme,
                "value": value,
            },
            at=noon,
        )

    return SimpleNamespace(
        person=person,
        organisation=organisation,
        office=office,
        name=name,
        membership=membership,
        identifier=identifier,
    )


@pytest.fixture
def country(system: Actor, noon: datetime) -> Callable:
    def make_country(code: str = "AV"):
        return services.create_country(
            actor=system, values={"code": code, "name": en(f"Country {code}")}, at=noon
        )

    return make_country


@pytest.fixture
def city(system: Actor, noon: datetime) -> Callable:
    def make_city(text: str, country, **values):
        base = {
            "name": en(text),
            "country": country,
            "latitude": Decimal("53.5"),
            "longitude": Decimal("24.5"),
            "time_zone": "Europe/Minsk",
        }
        return services.create_city(actor=system, values={**base, **values}, at=noon)

    return make_city
