"""What pages cost: queries that do not grow, and none for a page that is stored."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.kernel.pages import memory
from folkmoot.rooms.programme.models import Edition
from tests.public.forum import Forum, named


def cost(client: Client, path: str) -> int:
    """The queries of a cold page."""
    memory.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def edition_page(name: str, query: str = "") -> Callable[[Forum], str]:
    return lambda forum: reverse(f"public:{name}", args=["lantern-coast", "2"]) + query


PAGES: dict[str, tuple[Callable[[Forum], str], int]] = {
    "home": (lambda forum: reverse("public:home"), 6),
    "series": (lambda forum: reverse("public:series", args=["lantern-coast"]), 8),
    "edition": (edition_page("edition"), 18),
    "programme": (edition_page("programme"), 5),
    "programme by city": (edition_page("programme", "?view=city"), 5),
    "programme by hall": (edition_page("programme", "?view=grid"), 5),
    "now": (edition_page("now"), 5),
    "calendars and data": (edition_page("programme_data"), 5),
    "people": (edition_page("edition_people"), 5),
    "figures of the edition": (edition_page("edition_figures"), 7),
    "outcomes": (edition_page("edition_outcomes"), 6),
    "sources": (edition_page("edition_sources"), 3),
    "session": (lambda forum: reverse("public:session", args=[forum.sessions["plenary"].uid]), 8),
    "person": (lambda forum: reverse("public:person", args=[forum.mayor.uid]), 14),
    "organisation": (lambda forum: reverse("public:organisation", args=[forum.chamber.uid]), 16),
    "region": (lambda forum: reverse("public:region", args=["XN-AM"]), 6),
    "source": (lambda forum: reverse("public:source", args=[forum.article.uid]), 11),
    "figures": (lambda forum: reverse("public:figures"), 9),
    "feed": (lambda forum: reverse("public:feed"), 2),
    "sitemap": (lambda forum: "/sitemap.xml", 10),
}


@pytest.mark.parametrize("which", PAGES)
def test_a_page_keeps_its_price_however_many_sessions(
    client: Client, forum: Forum, which: str
) -> None:
    path, stated = PAGES[which]
    forum.add_sessions(5)
    forum.release("1.1")
    few = cost(client, path(forum))
    forum.add_sessions(45)
    forum.release("1.2")
    many = cost(client, path(forum))
    assert (few, many) == (stated, stated)


def test_a_page_of_series_costs_the_same_with_three_editions(client: Client, forum: Forum) -> None:
    path = reverse("public:series", args=["lantern-coast"])
    before = cost(client, path)
    Edition.objects.create(
        series=forum.series, slug="3", ordinal=3, name=named("Third"), is_public=True,
        starts_on=date(2033, 5, 1), ends_on=date(2033, 5, 2),
    )  # fmt: skip
    assert cost(client, path) == before


@pytest.mark.parametrize("which", PAGES)
def test_a_stored_page_asks_the_database_nothing(client: Client, forum: Forum, which: str) -> None:
    path = PAGES[which][0](forum)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        again = client.get(path)
    assert (again.status_code, len(queries)) == (200, 0)
    unchanged = client.get(path, headers={"If-None-Match": again["ETag"]})
    assert unchanged.status_code == 304
