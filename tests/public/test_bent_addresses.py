"""Addresses that nobody links to are answered as such, never with a fault of the server."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.rooms.registry.models import Identifier
from tests.public.forum import Forum


@pytest.mark.parametrize(
    "path",
    [
        "/en/search/?kind=%00",
        "/en/search/?place=%00",
        "/en/search/?language=%00",
        "/en/figures/?measure=%00",
        "/en/regions/%00/",
        "/files/00000000-0000-0000-0000-000000000000/%00",
    ],
)
def test_a_character_that_no_database_stores_is_a_bad_request(
    client: Client, forum: Forum, path: str
) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    ("value", "leads_there"),
    [("https://brandt.example", True), ("javascript:alert(1)", False), ("data:,x", False)],
)
def test_only_an_address_of_the_web_becomes_a_link(
    client: Client, forum: Forum, value: str, leads_there: bool
) -> None:
    Identifier.objects.create(
        owner_kind="registry.person", owner_uid=forum.mayor.uid, scheme="website", value=value
    )

    page = client.get(reverse("public:person", args=[forum.mayor.uid])).content.decode()

    assert (f'href="{value}"' in page, f"{value}</" in page) == (leads_there, True)
