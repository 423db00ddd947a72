"""Pages show beside a field that sources differ about it, and who says which, when and where."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.pages import memory
from folkmoot.kernel.records import Record
from folkmoot.kernel.search import index_records
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.services import passage
from folkmoot.rooms.evidence.services.citing import cite_checked
from tests.public.forum import NOON, Forum, span

EDITION = ["lantern-coast", "2"]


def stated(source: Source, record: Record, field: str, sort: str, value: Any, words: str) -> str:
    """The source states the field so, with these words; the address of the words."""
    place = span(source, words)
    found = passage(actor=SYSTEM, source=source, start=place.start, end=place.end, at=NOON)
    cite_checked(
        actor=SYSTEM, record=record.ref, field=field, passages=[found], at=NOON,
        stated={"kind": sort, "value": value},
    )  # fmt: skip
    return f"{reverse('public:source', args=[source.uid])}#p-{place.start}-{place.end}"


def both(forum: Forum, record: Record, field: str, sort: str, values: tuple[Any, Any]) -> list[str]:
    """The article states the first value and the bulletin the second; where their words stand."""
    return [
        stated(source, record, field, sort, value, words)
        for source, value, words in zip(
            (forum.article, forum.bulletin), values, ("12 May 2031", "13 May 2031"), strict=True
        )
    ]


def page_of(client: Client, address: str) -> Any:
    memory.clear()
    answer = client.get(address)
    assert answer.status_code == 200
    return answer


def test_an_edition_shows_beside_its_days_that_sources_differ(client: Client, forum: Forum) -> None:
    opened = both(forum, forum.second, "dates", "date", ("2031-05-12", "2031-05-13"))

    answer = page_of(client, reverse("public:edition", args=EDITION))

    page = answer.content.decode()
    key = f"d-{forum.second.uid}-dates"
    head, rest = page.split("</header>", 2)[1:]
    assert f'href="#{key}"' in head
    assert f'id="{key}"' in rest
    (days,) = [one for one in answer.context["differing"] if one.key == key]
    assert [(said.value, said.source, said.published) for said in days.said] == [
        ("12 May 2031", "Lantern Coast Forum closes in Port Amber", "2031-05-12"),
        ("13 May 2031", "Bulletin of the Lantern Coast", "2031-05-13"),
    ]
    assert [[one.url for one in said.openings] for said in days.said] == [[one] for one in opened]
    assert all(f'href="{one}"' in rest for one in opened)


def test_figures_name_who_states_them_in_which_source(client: Client, forum: Forum) -> None:
    answer = page_of(client, reverse("public:edition", args=EDITION))

    (figures,) = answer.context["differing"]
    assert (figures.label, figures.facts) == ("agreements signed", ("signed",))
    assert [(said.value, said.by) for said in figures.said] == [
        ("over 40 agreements", "Ilka Brandt"),
        ("37 agreements", "Chamber of the Coast"),
    ]
    assert figures.said[0].by_url == reverse("public:person", args=[forum.mayor.uid])


def test_an_edition_shows_beside_its_hosts_that_sources_name_others(
    client: Client, forum: Forum
) -> None:
    both(forum, forum.second, "places", "place", (["Port Amber"], ["Steppe Gate"]))

    answer = page_of(client, reverse("public:edition", args=EDITION))

    key = f"d-{forum.second.uid}-places"
    (places,) = [one for one in answer.context["differing"] if one.key == key]
    assert (places.label, [said.value for said in places.said]) == (
        "place",
        ["Port Amber", "Steppe Gate"],
    )
    assert f'href="#{key}"' in answer.content.decode()


@pytest.mark.parametrize("kind", ["person", "organisation", "session", "outcome"])
def test_every_record_page_shows_what_sources_state_differently(
    client: Client, forum: Forum, kind: str
) -> None:
    record, field, sort, values, said, address = {
        "person": (
            forum.mayor, "name", "name", ("Ilka Brandt", "Olga Stern"),
            ["Ilka Brandt", "Olga Stern"], reverse("public:person", args=[forum.mayor.uid]),
        ),
        "organisation": (
            forum.chamber, "name", "name", ("Chamber of the Coast", "Guild of Bakers"),
            ["Chamber of the Coast", "Guild of Bakers"],
            reverse("public:organisation", args=[forum.chamber.uid]),
        ),
        "session": (
            forum.sessions["stated"], "on_date", "date", ("2031-05-12", "2031-05-13"),
            ["12 May 2031", "13 May 2031"],
            reverse("public:session", args=[forum.sessions["stated"].uid]),
        ),
        "outcome": (
            forum.outcome, "count", "number", (40, 37), ["40", "37"],
            reverse("public:edition_outcomes", args=EDITION),
        ),
    }[kind]  # fmt: skip
    before = page_of(client, address).content.decode()
    index_records([record])
    both(forum, record, field, sort, values)

    answer = page_of(client, address)

    page, key = answer.content.decode(), f"d-{record.uid}-{field}"
    (one,) = answer.context["differing"]
    assert [each.value for each in one.said] == said
    assert [f'href="#{key}"' in page, f'id="{key}"' in page] == [True, True]
    assert [f'href="#{key}"' in before, "Where sources disagree" in before] == [False, False]


def test_a_source_that_only_the_desk_sees_differs_from_nothing(
    client: Client, forum: Forum
) -> None:
    both(forum, forum.mayor, "name", "name", ("Ilka Brandt", "Olga Stern"))
    Source.objects.filter(pk=forum.bulletin.pk).update(visibility="desk")

    page = page_of(client, reverse("public:person", args=[forum.mayor.uid])).content.decode()

    assert "Olga Stern" not in page
    assert "sources differ" not in page


def test_what_differs_of_a_part_names_the_part(client: Client, forum: Forum) -> None:
    index_records([forum.outcome])
    both(forum, forum.outcome, "count", "number", (40, 37))

    differing = page_of(client, reverse("public:edition", args=EDITION)).context["differing"]

    assert [(one.about, one.label) for one in differing] == [
        ("", "agreements signed"),
        ("Agreements between the shores", "how many"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_differences_do_not_make_a_page_dearer_by_their_number(
    client: Client, forum: Forum, number: int
) -> None:
    fields = (("dates", "date"), ("ordinal", "number"), ("name", "name"))
    for field, sort in fields[:number]:
        both(forum, forum.second, field, sort, ("2031-05-12", "2031-05-13"))
    memory.clear()

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("public:edition", args=EDITION))

    assert len(queries) == 19
