"""Linked data of series, editions and sessions: one identity each, and places that are known."""

import json
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.public.forum import Forum
from tests.public.test_programme_data import page


def graph(shown: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(
        re.findall(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", shown, re.S)[0]
    )
    return told


def test_linked_data_join_series_edition_and_sessions_by_one_identity(
    client: Client, forum: Forum
) -> None:
    series = graph(client.get(reverse("public:series", args=["lantern-coast"])).content.decode())
    edition, programme = graph(page(client, "edition")), graph(page(client, "programme"))
    session = graph(
        client.get(reverse("public:session", args=[forum.sessions["plenary"].uid])).content.decode()
    )

    assert series["@type"] == "EventSeries"
    assert edition["@id"] in {one["@id"] for one in series["subEvent"]}
    assert edition["superEvent"]["@id"] == series["@id"]
    assert programme["@id"] == session["superEvent"]["@id"] == edition["@id"]
    assert session["@id"] in {one["@id"] for one in programme["subEvent"]}


def test_a_session_with_a_stream_is_told_as_held_in_places_and_online(
    client: Client, forum: Forum
) -> None:
    url = reverse("public:session", args=[forum.sessions["plenary"].uid])
    told = graph(client.get(url).content.decode())

    assert told["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [one["@type"] for one in told["location"]] == ["Place", "Place", "VirtualLocation"]
    assert told["location"][0] == {
        "@type": "Place",
        "name": "Harbour House, Great hall",
        "address": {
            "@type": "PostalAddress", "streetAddress": "Quay 1",
            "addressLocality": "Port Amber", "addressCountry": "XN",
        },
        "geo": {"@type": "GeoCoordinates", "latitude": "54.1", "longitude": "19.9"},
        "maximumAttendeeCapacity": 300,
    }  # fmt: skip
    assert (told["startDate"], told["inLanguage"], told["description"]) == (
        "2031-05-12T10:00+03:00", ["en", "ru"], "What the shores share.",
    )  # fmt: skip
    assert told["performer"][0]["jobTitle"] == "Mayor of Port Amber"
    assert told["organizer"][0]["name"] == "Chamber of the Coast"


def test_what_is_not_known_of_a_place_is_not_said(client: Client, forum: Forum) -> None:
    told = {one["name"]: one for one in graph(page(client, "programme"))["subEvent"]}

    assert "location" not in told["Evening on the quay"]
    assert told["Evening on the quay"]["startDate"] == "2031-05-13"
    assert told["Locks and ferries"]["location"][0]["address"]["addressLocality"] == "Port Amber"
