"""Where sources differ: numbers, dates, names and places, with who says which and when."""

from collections.abc import Callable
from datetime import datetime

import pytest

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.search import index_records
from folkmoot.rooms.evidence.models import Citation, Source
from folkmoot.rooms.evidence.queries.differences import all_differences, differences_about
from folkmoot.rooms.evidence.services import accept
from folkmoot.rooms.programme.models import Edition, EditionPlace
from folkmoot.rooms.registry.models import City, Country, Person
from tests.evidence.conftest import named
from tests.evidence.proposing import proposed

pytestmark = pytest.mark.django_db

EARLY = """Lantern Coast Forum announced

2 April 2031

The Fourth Lantern Coast Forum will be held in Port Amber on 10 May 2031. Ilka Brandt opens it.
Some 300 delegates are registered.
"""
LATE = """Lantern Coast Forum closes

20 May 2031

The Fourth Lantern Coast Forum was held in Ferrow on 17 May 2031. Ilka Brent opened it.
Some 450 delegates are registered.
"""


@pytest.fixture
def towns() -> list[City]:
    country = Country.objects.create(code="QQ", name=named("Ruritania"))
    towns = [
        City.objects.create(
            name=named(name), country=country, latitude=1, longitude=1, time_zone="UTC"
        )
        for name in ("Port Amber", "Ferrow")
    ]
    index_records(towns)
    return towns


@pytest.fixture
def two_reports(
    ingested: Callable[..., Source], towns: list[City], secretary: Actor, noon: datetime
) -> tuple[Source, Source]:
    """Both accepted as one edition, one person; each with its own day, town and number."""
    early, late = ingested(EARLY, "early.txt"), ingested(LATE, "late.txt")
    edition = person = None
    for source, day, town, name, count in (
        (early, "10", "Port Amber", "Ilka Brandt", "300"),
        (late, "17", "Ferrow", "Ilka Brent", "450"),
    ):
        first = proposed(
            source, "edition", "Fourth Lantern Coast Forum",
            series=("Lantern Coast Forum", "Lantern Coast Forum"), ordinal=(4, "Fourth"),
            dates=(f"2031-05-{day}", f"{day} May 2031"), place=([town], town),
        )  # fmt: skip
        edition = accept(
            actor=secretary, proposal=first, at=noon, link=edition and edition.ref
        ) and Edition.objects.get()  # fmt: skip
        second = proposed(source, "person", name, name=name)
        accept(actor=secretary, proposal=second, at=noon, link=person and person.ref)
        person = Person.objects.get()
        claim = proposed(
            source, "claim", f"{count} delegates", value=(int(count), count),
            unit=("delegates", "delegates"), status=("registered", "registered"),
        )  # fmt: skip
        accept(actor=secretary, proposal=claim, at=noon)
    return early, late


def test_sources_that_differ_about_an_edition_stand_side_by_side(two_reports, secretary):
    early, late = two_reports
    edition, person = Edition.objects.get(), Person.objects.get()

    found = {
        (one.about, one.sort, one.field): [
            (said.source.uid, said.value, said.when) for said in one.stated
        ]
        for one in all_differences(actor=secretary)
    }

    first, second = (str(early.uid), "2031-04-02"), (str(late.uid), "2031-05-20")
    assert found == {
        (edition.ref, "date", "dates"): [
            (first[0], "2031-05-10", first[1]), (second[0], "2031-05-17", second[1]),
        ],
        (edition.ref, "place", "places"): [
            (first[0], "Port Amber", first[1]), (second[0], "Ferrow", second[1]),
        ],
        (edition.ref, "number", "delegates"): [
            (first[0], "300", first[1]), (second[0], "450", second[1]),
        ],
        (person.ref, "name", "name"): [
            (first[0], "Ilka Brandt", first[1]), (second[0], "Ilka Brent", second[1]),
        ],
    }  # fmt: skip


def test_the_record_keeps_what_it_had_and_gets_no_second_host(two_reports):
    edition = Edition.objects.get()

    assert str(edition.starts_on) == "2031-05-10"
    assert [str(row.city) for row in EditionPlace.objects.all()] == ["Port Amber"]


def test_every_statement_shows_its_words(two_reports, secretary):
    edition = Edition.objects.get()

    (dates,) = [
        one for one in differences_about([edition.ref], actor=secretary) if one.sort == "date"
    ]

    assert [[passage.words for passage in said.passages] for said in dates.stated] == [
        ["10 May 2031"],
        ["17 May 2031"],
    ]
    assert dates.field_label == "dates as stated"


def test_a_visitor_sees_no_difference_with_a_source_that_is_not_public(two_reports):
    early, _late = two_reports
    assert all_differences() != ()

    Source.objects.filter(pk=early.pk).update(visibility="desk")

    assert all_differences() == ()


def test_a_coarser_date_or_another_language_is_no_difference(two_reports, secretary):
    Citation.objects.filter(field="dates", passage__source=two_reports[1]).update(
        stated={"kind": "date", "value": "2031-05"}
    )
    Source.objects.filter(pk=two_reports[1].pk).update(language="ru")

    found = {one.sort for one in all_differences(actor=secretary)}

    assert found == {"number", "name"}


def test_only_one_sort_can_be_asked_for(two_reports, secretary):
    assert {one.sort for one in all_differences(actor=secretary, sort="place")} == {"place"}


def test_the_price_of_the_list_is_constant(two_reports, secretary, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        all_differences(actor=secretary)
