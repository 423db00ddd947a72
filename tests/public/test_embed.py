"""The programme on the web site of a host: frames for everybody, everything else for nobody."""

import xml.etree.ElementTree as ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.kernel.pages import memory
from tests.public.forum import Forum

EDITION = ["lantern-coast", "2"]


def embed(query: str = "") -> str:
    return reverse("public:programme_embed", args=EDITION) + query


def ask(client: Client, path: str, **more: str):
    return client.get(reverse("public:oembed"), {"url": settings.BASE_URL + path, **more})


def frames(client: Client, path: str) -> tuple[str, str | None, bool]:
    """Who may show a page in a frame, by both headers; and whether it sets a cookie."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";")
    )
    return policy["frame-ancestors"], answer.get("X-Frame-Options"), bool(answer.cookies)


def test_only_the_pages_for_it_can_be_framed_and_they_set_no_cookie(
    client: Client, forum: Forum
) -> None:
    session = forum.sessions["plenary"].uid
    asked_twice = [embed(), embed(), reverse("public:session_embed", args=[session])]
    assert [frames(client, path) for path in asked_twice] == [("*", None, False)] * 3
    for path in (
        reverse("public:programme", args=EDITION),
        reverse("public:now", args=EDITION),
        reverse("public:session", args=[session]),
        reverse("public:home"),
    ):
        assert frames(client, path)[:2] == ("'none'", "DENY"), path


def test_a_frame_is_narrowed_to_a_city_a_strand_or_a_day(client: Client, forum: Forum) -> None:
    titles = ("Opening of the lamps", "Locks and ferries", "Evening on the quay")
    asked = {
        "": titles,
        f"?city={forum.cities['steppe'].uid}": titles[:1],
        f"?strand={forum.strand.uid}": titles[:1],
        "?day=2031-05-12": titles[:2],
        "?day=2031-05-13": titles[2:],
    }
    for query, expected in asked.items():
        page = client.get(embed(query)).content.decode()
        assert tuple(title for title in titles if title in page) == expected, query
        assert "Secret supper" not in page
    # One city's part goes by that city's clock.
    assert "15:00" in client.get(embed(f"?city={forum.cities['steppe'].uid}")).content.decode()
    russian = client.get(embed("?content=ru")).content.decode()
    assert "Открытие огней" in russian


def test_a_frame_without_a_release_is_not_found(client: Client, forum: Forum) -> None:
    nothing = reverse("public:programme_embed", args=["lantern-coast", "1"])
    assert client.get(nothing).status_code == 404


def test_a_programme_and_a_session_say_how_they_are_shown_elsewhere(
    client: Client, forum: Forum
) -> None:
    told = ask(client, reverse("public:programme", args=EDITION), maxwidth="400")
    assert told["Access-Control-Allow-Origin"] == "*"
    assert told.json() == {
        "version": "1.0",
        "type": "rich",
        "title": "Second Lantern Coast Forum",
        "provider_name": "Folkmoot",
        "provider_url": settings.BASE_URL + "/",
        "cache_age": 3600,
        "html": f'<iframe src="{settings.BASE_URL}{embed()}" title="Second Lantern Coast Forum"'
        ' width="400" height="600" loading="lazy"></iframe>',
        "width": 400,
        "height": 600,
    }
    path = reverse("public:session", args=[forum.sessions["plenary"].uid])
    answer = ask(client, path, format="xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    read = {one.tag: one.text for one in ElementTree.fromstring(answer.content)}
    assert read == {name: str(value) for name, value in ask(client, path).json().items()}
    assert f"{path}embed/" in read["html"]


def test_the_answer_is_in_the_language_of_the_address(client: Client, forum: Forum) -> None:
    russian = reverse("public:programme", args=EDITION).replace("/en/", "/ru/", 1)
    told = ask(client, russian).json()
    assert told["title"] == "Второй форум Фонарного берега"
    assert "/ru/series/" in told["html"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://elsewhere.example/en/series/lantern-coast/2/programme/",
        "//elsewhere.example/",
        "javascript:alert(1)",
        settings.BASE_URL + ".elsewhere.example/en/series/lantern-coast/2/programme/",
        settings.BASE_URL + "/en/desk/",
        settings.BASE_URL + "/en/series/lantern-coast/9/programme/",
        settings.BASE_URL + "/en/series/lantern-coast/1/programme/",
        settings.BASE_URL + "/en/nothing/",
    ],
)
def test_other_addresses_are_not_found(client: Client, forum: Forum, address: str) -> None:
    assert client.get(reverse("public:oembed"), {"url": address}).status_code == 404


def test_another_format_is_not_implemented(client: Client, forum: Forum) -> None:
    path = reverse("public:programme", args=EDITION)
    assert ask(client, path, format="yaml").status_code == 501


def test_pages_name_where_to_ask(client: Client, forum: Forum) -> None:
    for path in (
        reverse("public:programme", args=EDITION),
        reverse("public:session", args=[forum.sessions["plenary"].uid]),
    ):
        head = client.get(path).content.decode().split("</head>")[0]
        for kind in ("application/json+oembed", "text/xml+oembed"):
            found = head.split(f'type="{kind}" href="')[1].split('"')[0].replace("&amp;", "&")
            asked = found.removeprefix(settings.BASE_URL)
            assert client.get(asked).status_code == 200, found


def test_a_frame_costs_four_queries_however_many_sessions(client: Client, forum: Forum) -> None:
    costs = []
    for number in (1, 30):
        forum.add_sessions(number)
        forum.release(f"3.{number}")
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(embed())
        costs.append(len(queries))
    assert costs == [4, 4]
