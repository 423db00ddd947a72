"""Duplicates are compared, merged and taken apart."""

import pytest
from django.urls import reverse

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.registry.models import Merge, Person
from tests.desk.conftest import signed_in
from tests.desk.review import MOMENT

pytestmark = pytest.mark.django_db
KIND = "registry.person"


def person(**names: str) -> Person:
    original = next(iter(names))
    return editing.create(
        actor=SYSTEM, model=Person, values={"name": Multilingual(names, original)}, at=MOMENT
    )


@pytest.fixture
def administrator(db):
    return signed_in("administrator")


@pytest.fixture
def pair():
    return person(en="Ilka Brandt"), person(ru="Илка Брандт")


def compare_address(pair) -> str:
    return reverse("desk:compare", args=[KIND, pair[0].uid, pair[1].uid])


def test_same_name_in_another_script_is_a_pair_with_its_reason(administrator, pair):
    answer = administrator.get(reverse("desk:duplicates"))

    (found,) = answer.context["pairs"]
    assert (found.first, found.second) == pair
    assert found.why == "The same name, but for script or spelling"


def test_compared_records_are_merged_into_the_one_to_keep(administrator, pair):
    kept, merged = pair

    page = administrator.get(compare_address(pair))
    administrator.post(compare_address(pair), {"keep": str(kept.uid), "reason": "one mayor"})

    assert page.status_code == 200
    assert list(Person.objects.all()) == [kept]
    assert str(Merge.objects.get().merged_uid) == str(merged.uid)


def test_merge_is_taken_apart_from_the_list(administrator, pair):
    administrator.post(compare_address(pair), {"keep": str(pair[0].uid)})
    listed = administrator.get(reverse("desk:duplicates")).context["merges"]

    administrator.post(reverse("desk:merge_undo", args=[listed[0].uid]))

    assert [one.merged for one in listed] == ["Илка Брандт"]
    assert {str(one.uid) for one in Person.objects.all()} == {str(one.uid) for one in pair}


def test_merging_without_a_choice_changes_nothing(administrator, pair):
    administrator.post(compare_address(pair), {})

    assert Person.objects.count() == 2


@pytest.mark.parametrize("role", ["reader", "reviewer", "secretariat"])
def test_only_administrators_merge(role, administrator, pair):
    someone = signed_in(role)
    administrator.post(compare_address(pair), {"keep": str(pair[0].uid)})
    merge = Merge.objects.get()

    answers = [
        someone.get(reverse("desk:duplicates")),
        someone.get(compare_address(pair)),
        someone.post(compare_address(pair), {"keep": str(pair[1].uid)}),
        someone.post(reverse("desk:merge_undo", args=[merge.uid])),
    ]

    merge.refresh_from_db()
    assert [one.status_code for one in answers] == [403, 403, 403, 403]
    assert merge.undone_at is None
