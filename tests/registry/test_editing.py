"""Records of the registry are entered, changed and removed by those who may."""

from uuid import uuid4

import pytest

from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import Scope
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid, NotAllowed, StillUsed
from folkmoot.kernel.search import find_by_name
from folkmoot.rooms.registry import services
from folkmoot.rooms.registry.models import Country, Membership, Name, OfficeHeld, Person, Region
from folkmoot.rooms.registry.terms import PERSON
from tests.conftest import actor_with
from tests.registry.conftest import en

pytestmark = pytest.mark.django_db


def test_a_reader_enters_nobody_and_a_reviewer_of_one_edition_may(reader, noon):
    with pytest.raises(NotAllowed):
        services.create_person(actor=reader, values={"name": en("Mira Vale")}, at=noon)
    assert Person.objects.count() == 0

    reviewer = actor_with("reviewer", Scope("edition", str(uuid4())))
    person = services.create_person(actor=reviewer, values={"name": en("Mira Vale")}, at=noon)

    assert [(str(one), one.version) for one in Person.objects.all()] == [("Mira Vale", 1)]
    assert audit.history(person.ref)[0].action == "created"


def test_nobody_loads_places_without_the_right_to_edit(reader, noon):
    with pytest.raises(NotAllowed):
        services.load_reference_data(actor=reader, at=noon)

    assert not Country.objects.exists()


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"time_zone": "../etc"}, "time_zone"),
        ({"time_zone": "Europe"}, "time_zone"),
    ],
)
def test_a_city_needs_a_real_time_zone(country, city, values, column):
    with pytest.raises(Invalid) as refused:
        city("Amberhaven", country(), **values)

    assert set(refused.value.errors) == {column}


def test_a_city_lies_in_a_region_of_its_own_country(country, city, system, noon):
    here, there = country("AV"), country("BX")
    region = services.create_region(
        actor=system, values={"code": "BX-N", "name": en("North"), "country": there}, at=noon
    )

    with pytest.raises(Invalid) as refused:
        city("Amberhaven", here, region=region)

    assert set(refused.value.errors) == {"region"}
    assert str(city("Northwich", there, region=region).region) == "North"


def test_a_region_bears_the_code_of_its_country(country, system, noon):
    with pytest.raises(Invalid) as refused:
        services.create_region(
            actor=system,
            values={"code": "XX-N", "name": en("North"), "country": country()},
            at=noon,
        )

    assert set(refused.value.errors) == {"code"}
    assert Region.objects.count() == 0


def test_no_organisation_is_part_of_itself_at_any_depth(make, system, noon):
    top = make.organisation("Union")
    middle = make.organisation("Council", parent=top)
    low = make.organisation("Committee", parent=middle)

    with pytest.raises(Invalid) as refused:
        services.change_organisation(
            actor=system, organisation=top, values={"parent": low}, at=noon
        )

    assert set(refused.value.errors) == {"parent"}


def test_nothing_ends_before_it_begins(make):
    mira = make.person("Mira Vale")

    with pytest.raises(Invalid) as refused:
        make.office(mira, "Governor", since="2023", until="2021-05")

    assert set(refused.value.errors) == {"until"}
    assert OfficeHeld.objects.count() == 0
    assert make.office(mira, "Governor", since="2023", until="2023-02").until == "2023-02"


def test_only_what_exists_has_names(make, system, noon):
    with pytest.raises(Invalid) as refused:
        services.create_name(
            actor=system,
            values={"owner_kind": PERSON, "owner_uid": uuid4(), "text": "Nobody"},
            at=noon,
        )

    assert set(refused.value.errors) == {"owner_uid"}
    assert Name.objects.count() == 0


def test_a_person_is_found_by_a_further_name_until_it_is_removed_and_after_undo(make, system, noon):
    mira = make.person("Mira Vale")
    name = make.name(mira, "Myra Wayle-Hollis")
    assert [one.ref for one in find_by_name(PERSON, "Hollis")] == [mira.ref]

    ref = name.ref
    services.remove_name(actor=system, name=name, at=noon)
    assert find_by_name(PERSON, "Hollis") == []

    editing.undo(actor=system, entry=audit.history(ref)[0], at=noon)
    assert [one.ref for one in find_by_name(PERSON, "Hollis")] == [mira.ref]


def test_a_removed_person_takes_the_offices_along_and_both_come_back(make, system, noon):
    mira = make.person("Mira Vale")
    office = make.office(mira, "Governor", since="2023")
    person_ref, office_ref = mira.ref, RecordRef(office.ref.kind, str(office.uid))

    services.remove_person(actor=system, person=mira, at=noon)
    assert (Person.objects.count(), OfficeHeld.objects.count()) == (0, 0)

    editing.undo(actor=system, entry=audit.history(person_ref)[0], at=noon)
    editing.undo(actor=system, entry=audit.history(office_ref)[0], at=noon)
    back = OfficeHeld.objects.select_related("person").get()
    assert (back.person.uid, str(back)) == (mira.uid, "Mira Vale: Governor")


def test_an_organisation_in_use_is_not_removed(make, system, noon):
    union = make.organisation("Union")
    member = make.organisation("Council")
    make.membership(union, member)
    make.office(make.person("Mira Vale"), "Chair", organisation=union)

    with pytest.raises(StillUsed):
        services.remove_organisation(actor=system, organisation=union, at=noon)

    assert Membership.objects.count() == 1
