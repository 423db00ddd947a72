"""People are found across scripts and spellings, in the office they held on a day."""

from datetime import date

import pytest

from folkmoot.rooms.registry import services
from folkmoot.rooms.registry.models import Person
from folkmoot.rooms.registry.queries.choices import choices
from folkmoot.rooms.registry.queries.duplicates import Sameness, possible_duplicates
from folkmoot.rooms.registry.queries.offices import office_on
from folkmoot.rooms.registry.queries.people import people_like
from folkmoot.rooms.registry.terms import CITY, OFFICE_HELD, PERSON

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", ["Valentina Matvienko", "Валентина Матвиенко"])
@pytest.mark.parametrize("asked", ["Matvienko", "Matviyenko", "Матвиенко", "Matwienko", "Matvi"])
def test_a_person_is_found_under_every_spelling(make, written, asked):
    make.person("Mira Vale")
    person = make.person(written, "ru" if written[0] == "В" else "en")

    assert [(one.ref, one.score) for one in people_like(asked)] == [(person.ref, 100)]


def test_a_slip_of_the_pen_still_suggests_the_person(make):
    person = make.person("Benedikt Harrowgate")
    make.person("Mira Vale")

    for asked in ("Harowgatte Benedict", "Herrowgate"):
        found = people_like(asked)
        assert [(one.ref, one.score < 100) for one in found] == [(person.ref, True)]

    assert people_like("Benedikt Vale") == []


def test_nothing_typed_suggests_nobody(make):
    make.person("Mira Vale")

    assert people_like(" - ") == []


@pytest.fixture
def governor(make):
    mira = make.person("Mira Vale")
    make.office(mira, "Deputy", since="2015", until="2020-06")
    make.office(mira, "Governor", since="2020-07", until="2024-09-10")
    make.office(mira, "Minister", since="2024-09-11")
    return mira


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2014, 12, 31), None),
        (date(2016, 1, 1), "Deputy"),
        (date(2020, 6, 30), "Deputy"),
        (date(2020, 7, 1), "Governor"),
        (date(2023, 6, 28), "Governor"),
        (date(2024, 9, 10), "Governor"),
        (date(2024, 9, 11), "Minister"),
        (date(2030, 1, 1), "Minister"),
    ],
)
def test_a_governor_of_2023_stays_governor_in_2023(governor, day, title):
    office = office_on(governor, day)

    assert (office and str(office.title)) == title


def test_an_office_without_dates_holds_around_the_day_a_source_states_it(make):
    mira = make.person("Mira Vale")
    make.office(mira, "Rector", stated_on="2023-06-28")

    titles = [office_on(mira, date(2023, month, 28)) for month in (4, 6, 7, 9)]

    assert [one and str(one.title) for one in titles] == [None, "Rector", "Rector", None]


def test_an_office_is_chosen_by_the_persons_name(governor):
    found = choices(OFFICE_HELD, "Vale")

    assert [str(one.detail) for one in found] == ["Minister", "Governor", "Deputy"]


def test_duplicates_are_suggested_with_their_reason(make):
    one = make.person("Valentina Matvienko")
    two = make.person("Матвиенко Валентина", "ru")
    three = make.person("Oren Ashdown")
    four = make.person("O. J. Ashdown")
    for person in (three, four):
        make.identifier(person, "wikidata", "Q1")
    five = make.person("Benedikt Harrowgate")
    six = make.person("Benedict Harrowgate")
    make.person("Mira Vale")

    found = possible_duplicates(PERSON)

    assert [(pair.first, pair.second, pair.reason) for pair in found] == [
        (three, four, Sameness.SAME_IDENTIFIER),
        (one, two, Sameness.SAME_NAME),
        (five, six, Sameness.SIMILAR_NAME),
    ]
    assert found[0].evidence == ("wikidata:Q1",)
    assert found[1].evidence == ("Valentina Matvienko", "Матвиенко Валентина")


@pytest.mark.parametrize("count", [2, 6])
def test_the_cost_of_looking_for_duplicates_is_flat(make, count, django_assert_num_queries):
    for _number in range(count):
        make.person("Mira Vale")

    with django_assert_num_queries(4):
        found = possible_duplicates(PERSON)

    assert len(found) == count * (count - 1) // 2


def test_namesakes_far_apart_are_two_cities(country, city):
    here = country()
    first = city("Springfield", here)
    second = city("Springfield", here, latitude="53.6")
    city("Springfield", here, latitude="40")

    pairs = possible_duplicates(CITY)

    assert [(pair.first, pair.second) for pair in pairs] == [(first, second)]


def test_a_withheld_person_is_nobodys_duplicate(make, administrator, noon):
    for _number in range(2):
        person = make.person("Mira Vale")
        services.withhold_person(actor=administrator, person=person, at=noon)

    assert possible_duplicates(PERSON) == []
    assert Person.objects.count() == 2
