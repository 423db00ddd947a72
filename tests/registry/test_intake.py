"""Accepted proposals of people and organisations as registry records."""

import pytest

from folkmoot.kernel.intake import Accepted, Reading
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.kernel.search import index_records
from folkmoot.rooms.registry.intake import take_organisation, take_person
from folkmoot.rooms.registry.models import Country, Name, OfficeHeld, Organisation, Person
from folkmoot.rooms.registry.queries.named import country_named, place_named
from tests.evidence.conftest import named

pytestmark = pytest.mark.django_db


@pytest.fixture
def belgium() -> Country:
    country = Country.objects.create(code="BE", name=named("Belgium"))
    index_records([country])
    return country


@pytest.fixture
def accepted(noon):
    """An accepted proposal with these values and no words."""

    def make(kind: str, link: RecordRef | None = None, **values: str | list[str]) -> Accepted:
        return Accepted(
            kind=kind,
            source=RecordRef("evidence.source", "0" * 32),
            language="en",
            published="2031-05-12T10:00",
            readings={name: Reading(value) for name, value in values.items()},
            spans=((0, 1),),
            at=noon,
            link=link,
        )

    return make


def test_a_person_is_entered_with_office_body_country_and_the_day_it_was_stated(
    accepted, belgium, secretary
):
    told = accepted(
        "person", name="Ilka Brandt", office="mayor", organisation="Port Amber Town Hall",
        country="Belgium",
    )  # fmt: skip

    taken = take_person(secretary, told)

    person, office = Person.objects.get(), OfficeHeld.objects.get()
    assert (taken.record, person.country, taken.left) == (person.ref, belgium, ())
    assert (str(office.title), str(office.organisation), office.stated_on) == (
        "mayor",
        "Port Amber Town Hall",
        "2031-05-12",
    )
    assert [(one.record, one.field) for one in taken.supports] == [
        (person.ref, "name"),
        (person.ref, "country"),
        (office.ref, "title"),
        (office.ref, "organisation"),
    ]


def test_the_country_of_a_head_of_state_is_no_organisation(accepted, belgium, secretary):
    told = accepted("person", name="Ilka Brandt", office="king", organisation="Kingdom of Belgium")

    take_person(secretary, told)

    office = OfficeHeld.objects.get()
    assert (office.organisation, office.country, Organisation.objects.count()) == (None, belgium, 0)


def test_a_country_is_known_by_its_official_name_and_nothing_by_half_a_name(belgium):
    assert country_named("Kingdom of Belgium") == belgium
    assert country_named("the council of Belgium") is None
    assert place_named("Belgium") == belgium


def test_a_country_that_is_not_known_is_left(accepted, secretary):
    taken = take_person(secretary, accepted("person", name="Ilka Brandt", country="Zenda"))

    assert taken.left == ("country",)


def test_an_abbreviation_becomes_a_further_name(accepted, secretary):
    told = accepted("organisation", name="Amber Bay Chamber", alias="ABC")

    take_organisation(secretary, told)

    assert list(Name.objects.values_list("text", "kind")) == [("ABC", "as_written")]


def test_a_known_organisation_is_completed_and_not_renamed(accepted, belgium, secretary, noon):
    body = Organisation.objects.create(name=named("Amber Bay Chamber"))

    take_organisation(
        secretary,
        accepted("organisation", body.ref, name="Chamber of Amber Bay", country="Belgium"),
    )

    body.refresh_from_db()
    assert (str(body.name), body.country) == ("Amber Bay Chamber", belgium)
    assert Name.objects.get().text == "Chamber of Amber Bay"


def test_nobody_is_entered_without_a_name_or_a_right(accepted, secretary, reader):
    with pytest.raises(Invalid):
        take_person(secretary, accepted("person", office="mayor"))
    with pytest.raises(NotAllowed):
        take_person(reader, accepted("person", name="Ilka Brandt"))

    assert Person.objects.count() == 0
