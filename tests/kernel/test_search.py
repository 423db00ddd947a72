"""Search finds the same things on every database, across inflections, scripts and spellings."""

import uuid
from datetime import UTC, datetime

import pytest

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.search import (
    Findable,
    add_entries,
    entry_values,
    find_by_name,
    indexed_at_the_end,
    search,
)
from folkmoot.rooms.registry.models import Organisation

pytestmark = pytest.mark.django_db


def entry(title: str, kind: str = "programme.session", **more) -> None:
    findable = Findable(title=Multilingual.of("en", en=title), is_public=True, **more)
    add_entries([SearchEntry(kind=kind, uid=uuid.uuid4(), **entry_values(findable))])


def titles(query: str, **filters) -> list[str]:
    return [str(result.title) for result in search(query, filters=filters)[0]]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("agreement", "Agreements of the congress"),
        ("university", "Meeting of universities"),
        ("совещание", "О ходе совещания"),
        ("университет", "Союз университетов"),
        ("озеро", "Праздник озёр"),
        ("教育", "教育合作论坛"),
    ],
)
def test_an_inflected_word_is_found_by_any_of_its_forms(query, title):
    entry(title)
    entry("Something else entirely")

    assert titles(query) == [title]


@pytest.mark.parametrize("spelling", ["Matvienko", "Matviyenko", "Матвиенко", "МАТВИЕНКО"])
def test_a_person_is_found_in_every_script_and_spelling(spelling):
    entry("Valentina Matviyenko", kind="registry.person", names=("Valentina Matviyenko",))
    entry("Valentina Holt", kind="registry.person", names=("Valentina Holt",))

    assert titles(spelling) == ["Valentina Matviyenko"]
    assert [str(one.title) for one in find_by_name("registry.person", spelling)] == [
        "Valentina Matviyenko"
    ]


def test_every_word_must_occur_and_filters_narrow():
    entry("Harbour and rail", year=2030)
    entry("Harbour and school", year=2031)

    assert titles("harbour rail") == ["Harbour and rail"]
    assert titles("harbour", year=2031) == ["Harbour and school"]
    assert titles("harbour", kind="registry.person") == []


def test_what_is_not_public_is_found_at_the_desk_only():
    findable = Findable(title=Multilingual.of("en", en="Draft session"))
    add_entries([SearchEntry(kind="programme.session", uid=uuid.uuid4(), **entry_values(findable))])

    assert search("draft") == ([], 0)
    assert search("draft", public_only=False)[1] == 1


@pytest.mark.parametrize(
    "query", ["'", '"', "AND", "a & | !", "NEAR(", "*", "col:word", "%", "\x00", "日"]
)
def test_a_strange_query_is_only_a_query(query):
    entry("Harbour")

    assert search(query)[1] in (0, 1)


@pytest.mark.parametrize("entries", [1, 40])
def test_the_price_of_a_search_does_not_grow(entries, django_assert_max_num_queries):
    for number in range(entries):
        entry(f"Harbour {number}")

    with django_assert_max_num_queries(3):
        search("harbour")


NOON = datetime(2031, 9, 11, 12, 0, tzinfo=UTC)


def harbour_trust(name: str = "Harbour Trust") -> Organisation:
    values = {"name": Multilingual.of("en", en=name)}
    return editing.create(actor=SYSTEM, model=Organisation, values=values, at=NOON)


def renamed(trust: Organisation, name: str) -> Organisation:
    values = {"name": Multilingual.of("en", en=name)}
    return editing.change(actor=SYSTEM, record=trust, values=values, at=NOON)


def found(query: str) -> list[str]:
    return [str(one.title) for one in search(query, public_only=False)[0]]


def test_a_load_indexes_each_record_once_at_its_end_and_as_it_is_then():
    kept = harbour_trust()

    with indexed_at_the_end():
        changed = renamed(renamed(kept, "Lantern Trust"), "Beacon Trust")
        gone = harbour_trust("Passing Trust")
        editing.remove(actor=SYSTEM, record=gone, at=NOON)
        harbour_trust("Mooring Trust")
        meanwhile = found("trust")

    assert meanwhile == ["Harbour Trust"]
    assert sorted(found("trust")) == ["Beacon Trust", "Mooring Trust"]
    assert SearchEntry.objects.filter(uid=changed.uid).count() == 1
    # Afterwards each is indexed when it is written, as ever.
    renamed(changed, "Capstan Trust")
    assert sorted(found("trust")) == ["Capstan Trust", "Mooring Trust"]


def test_a_load_that_fails_indexes_nothing_and_gathers_no_longer():
    @indexed_at_the_end()
    def load() -> None:
        harbour_trust("Mooring Trust")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        load()

    assert found("trust") == []
    harbour_trust("Beacon Trust")
    assert found("trust") == ["Beacon Trust"]
