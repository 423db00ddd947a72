"""Countries, regions and cities are there without anyone typing them."""

from decimal import Decimal

import pytest

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.search import find_by_name, search
from folkmoot.rooms.registry.models import City, Country, Identifier, Name, Region
from folkmoot.rooms.registry.queries.choices import choices
from folkmoot.rooms.registry.services import change_city, load_reference_data
from folkmoot.rooms.registry.terms import CITY, COUNTRY, REGION, reference_uid

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The whole of the reference data, loaded once for this module and taken away after it."""
    from datetime import UTC, datetime

    from django.db import transaction

    from folkmoot.kernel.actors import SYSTEM

    with django_db_blocker.unblock(), transaction.atomic():
        mark = transaction.savepoint()
        loaded = load_reference_data(actor=SYSTEM, at=datetime(2031, 5, 20, tzinfo=UTC))
        yield loaded
        transaction.savepoint_rollback(mark)


def test_places_have_their_names_codes_and_zones(world):
    grodno = City.objects.select_related("region", "country").get(name__texts__en="Grodno")

    assert grodno.name == Multilingual.of("en", en="Grodno", ru="Гродно", be="Гродна")
    assert grodno.region.name == Multilingual.of(
        "en", en="Grodno Region", ru="Гродненская область", be="Гродзенская вобласць"
    )
    assert (grodno.region.code, grodno.country.code) == ("BY-HR", "BY")
    assert (grodno.latitude, grodno.longitude) == (Decimal("53.67580"), Decimal("23.82887"))
    assert grodno.time_zone == "Europe/Minsk"
    names = grodno.country.name.texts
    assert (names["en"], names["ru"], names["be"]) == ("Belarus", "Беларусь", "Беларусь")


def test_a_city_is_the_same_record_in_every_installation(world):
    number = Identifier.objects.get(owner_uid=reference_uid(CITY, "627904"))

    assert (number.scheme, number.value) == ("geonames", "627904")
    assert City.objects.get(uid=number.owner_uid).name.texts["en"] == "Grodno"


def test_loading_again_writes_nothing_and_keeps_what_people_changed(world, secretary, noon):
    city = City.objects.get(name__texts__en="Grodno")
    change_city(
        actor=secretary, city=city, values={"name": Multilingual.of("en", en="Hrodna")}, at=noon
    )
    before = [model.objects.count() for model in (Country, Region, City, Name, SearchEntry)]

    again = load_reference_data(actor=secretary, at=noon)

    assert (again.countries, again.regions, again.cities) == (0, 0, 0)
    assert [model.objects.count() for model in (Country, Region, City, Name, SearchEntry)] == before
    assert City.objects.get(pk=city.pk).name == Multilingual.of("en", en="Hrodna")


@pytest.mark.parametrize("typed", ["Витебск", "Vitebsk", "Віцебск", "vitebs"])
def test_a_city_is_chosen_in_every_script(world, typed):
    assert str(choices(CITY, typed)[0].label) == "Vitebsk"


def test_the_whole_name_comes_before_names_that_contain_it(world):
    found = [str(one.label) for one in choices(CITY, "Ufa")]

    assert found[0] == "Ufa"
    assert len(found) > 1


def test_foreign_cities_are_found_in_cyrillic(world):
    assert "Paris" in [str(one.title) for one in find_by_name(CITY, "Париж")]


def test_a_country_or_region_is_chosen_by_its_code(world):
    assert str(choices(COUNTRY, "BY")[0].label) == "Belarus"
    assert str(choices(REGION, "BY-VI")[0].label) == "Vitebsk Region"


def test_visitors_find_regions_but_not_thousands_of_cities(world):
    kinds = {result.ref.kind for result in search("Витебск")[0]}

    assert kinds <= {REGION}
    assert [str(one.title) for one in search("Витебская область")[0]] == ["Vitebsk Region"]
