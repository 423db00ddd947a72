"""One small forum in two cities: a series, an edition, venues, strands, people."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Edition, Room, Series, Session, Strand, Venue
from folkmoot.rooms.registry.models import City, Country, OfficeHeld, Organisation, Person

NOON = datetime(2031, 5, 20, 12, 0, tzinfo=UTC)


def text(words: str) -> Multilingual:
    return Multilingual.of("en", en=words)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of September 2031, UTC."""
    return datetime(2031, 9, day, hour, minute, tzinfo=UTC)


@dataclass(frozen=True)
class Forum:
    """The small forum, by name."""

    series: Series
    edition: Edition
    harbour: Venue
    hill: Venue
    quay: Room
    dome: Room
    trade: Strand
    youth: Strand
    person: Person
    office: OfficeHeld
    council: Organisation
    port: City
    mount: City

    def session(self, title: str = "Opening", rooms: tuple[Room, ...] = (), **values) -> Session:
        """A confirmed session of the edition."""
        values = {"title": text(title), "status": "confirmed", "edition": self.edition, **values}
        return services.create_session(actor=SYSTEM, values=values, at=NOON, rooms=rooms)


@pytest.fixture
def forum(db) -> Forum:
    """Two cities two hours apart: Port Amber (UTC+2 in summer) and Mount Slate (UTC+4)."""

    def made(make, **values):
        return make(actor=SYSTEM, values=values, at=NOON)

    country = Country.objects.create(code="XA", name=text("Amberland"))
    port = City.objects.create(
        name=text("Port Amber"), country=country, latitude="54.5", longitude="18.5",
        time_zone="Europe/Warsaw",
    )  # fmt: skip
    mount = City.objects.create(
        name=text("Mount Slate"), country=country, latitude="41.7", longitude="44.8",
        time_zone="Asia/Tbilisi",
    )  # fmt: skip
    series = made(services.create_series, slug="amber", name=text("Amber Forum"), is_public=True)
    edition = made(
        services.create_edition, series=series, slug="2031", ordinal=3, name=text("Third"),
        starts_on=date(2031, 9, 10), ends_on=date(2031, 9, 12), time_zone="Europe/Warsaw",
        is_public=True,
    )  # fmt: skip
    harbour = made(
        services.create_venue, edition=edition, city=port, name=text("Harbour House"),
        time_zone="Europe/Warsaw",
    )  # fmt: skip
    hill = made(
        services.create_venue, edition=edition, city=mount, name=text("Hill House"),
        time_zone="Asia/Tbilisi", position=1,
    )  # fmt: skip
    council = Organisation.objects.create(name=text("Amber Council"), kind="regional")
    person = Person.objects.create(name=text("Mira Solen"))
    office = OfficeHeld.objects.create(
        person=person, title=text("Chair"), organisation=council, since="2030", until="2032"
    )
    return Forum(
        series=series,
        edition=edition,
        harbour=harbour,
        hill=hill,
        quay=made(services.create_room, venue=harbour, name=text("Quay Hall")),
        dome=made(services.create_room, venue=hill, name=text("Dome")),
        trade=made(services.create_strand, edition=edition, name=text("Trade")),
        youth=made(services.create_strand, edition=edition, name=text("Youth"), position=1),
        person=person,
        office=office,
        council=council,
        port=port,
        mount=mount,
    )


@pytest.fixture
def user(db):
    """An account that can own tasks."""
    return User.objects.create(email="ilo@example.org")
