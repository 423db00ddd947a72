"""During the days: what visitors and screens see of what the desk says as of now."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.pages import memory
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Session
from tests.public.forum import Forum, named

DURING_THE_OPENING = datetime(2031, 5, 12, 8, 0, tzinfo=UTC)
EDITION = ["lantern-coast", "2"]


@pytest.fixture(autouse=True)
def _at_the_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING_THE_OPENING)


def words(client: Client, path: str) -> str:
    """The page's words in a row, as a reader has them."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    body = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def say(forum: Forum, which: str, **values: Any) -> Any:
    """Say that a session is late."""
    return services.say_late(
        actor=SYSTEM, edition=forum.second, session_uid=str(forum.sessions[which].uid),
        at=DURING_THE_OPENING, **{"minutes": 25, "follows": False, **values},
    )  # fmt: skip


def pages(forum: Forum) -> dict[str, str]:
    """Every page that shows the section "Locks and ferries", by name."""
    section, small = forum.sessions["section"].uid, forum.rooms["small"]
    return {
        "programme": reverse("public:programme", args=EDITION),
        "by city": reverse("public:programme", args=EDITION) + "?view=city",
        "session": reverse("public:session", args=[section]),
        "now": reverse("public:now", args=EDITION),
        "city": reverse("public:now_city", args=[*EDITION, forum.cities["amber"].uid]),
        "room": reverse("public:sign_room", args=[*EDITION, small.uid]),
        "venue": reverse("public:sign_venue", args=[*EDITION, small.venue.uid]),
    }


def test_a_delay_stands_on_every_page_at_once_and_is_gone_when_it_is_taken_back(
    client: Client, forum: Forum, django_capture_on_commit_callbacks: Any
) -> None:
    before = {name: words(client, path) for name, path in pages(forum).items()}
    with django_capture_on_commit_callbacks(execute=True):
        said = say(forum, "section")
    during = {name: words(client, path) for name, path in pages(forum).items()}
    with django_capture_on_commit_callbacks(execute=True):
        services.take_back(actor=SYSTEM, notice=said, at=DURING_THE_OPENING)
    after = {name: words(client, path) for name, path in pages(forum).items()}

    for name in before:
        assert "25 minutes late" not in before[name], name
        assert "25 minutes late" in during[name], name
        assert "13:25" in during[name], name
    assert after == before


def test_the_version_changes_with_every_notice_and_costs_nothing_while_nothing_changes(
    client: Client, forum: Forum, django_capture_on_commit_callbacks: Any
) -> None:
    path = reverse("public:live_state", args=EDITION)
    first = client.get(path)
    assert first.json()["pace"] == 3
    with CaptureQueriesContext(connection) as queries:
        unchanged = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content, len(queries)) == (304, b"", 0)

    with django_capture_on_commit_callbacks(execute=True):
        said = say(forum, "section")
    second = client.get(path).json()["version"]
    with django_capture_on_commit_callbacks(execute=True):
        services.take_back(actor=SYSTEM, notice=said, at=DURING_THE_OPENING)
    third = client.get(path).json()["version"]
    assert len({first.json()["version"], second, third}) == 3
    assert f'data-version="{third}"' in client.get(pages(forum)["now"]).content.decode()


def test_open_pages_ask_seldom_when_the_forum_is_far(
    client: Client, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: DURING_THE_OPENING - timedelta(days=30))
    assert client.get(reverse("public:live_state", args=EDITION)).json()["pace"] == 60


def test_stream_and_interpretation_are_offered_when_a_session_runs_or_soon_begins(
    client: Client, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = reverse("public:now", args=EDITION)
    start = datetime(2031, 5, 12, 7, 0, tzinfo=UTC)
    offered = {}
    for name, moment in {
        "an hour before": start - timedelta(hours=1),
        "half an hour before": start - timedelta(minutes=30),
        "during": start + timedelta(minutes=1),
    }.items():
        memory.clear()
        monkeypatch.setattr(clock, "now", lambda at=moment: at)
        offered[name] = "https://stream.example.org/1" in client.get(path).content.decode()
    assert offered == {"an hour before": False, "half an hour before": True, "during": True}


def test_a_city_page_tells_of_its_own_city_and_an_unknown_city_of_nothing(
    client: Client, forum: Forum
) -> None:
    steppe = reverse("public:now_city", args=[*EDITION, forum.cities["steppe"].uid])
    assert "Opening of the lamps" in words(client, steppe)
    assert "Locks and ferries" not in words(client, steppe)
    nowhere = reverse("public:now_city", args=[*EDITION, forum.region.uid])
    assert client.get(nowhere).status_code == 404


def test_the_old_door_says_where_the_session_is_now_and_the_new_door_has_it(
    client: Client, forum: Forum, django_capture_on_commit_callbacks: Any
) -> None:
    forum.add_sessions(1)
    forum.release("1.1")
    great, small = forum.rooms["great"], forum.rooms["small"]
    with django_capture_on_commit_callbacks(execute=True):
        services.say_moved(
            actor=SYSTEM, edition=forum.second, room_uid=str(great.uid),
            session_uid=str(forum.sessions["section"].uid), at=DURING_THE_OPENING,
        )  # fmt: skip
    old = words(client, reverse("public:sign_room", args=[*EDITION, small.uid]))
    new = words(client, reverse("public:sign_room", args=[*EDITION, great.uid]))
    assert re.search(r"In another room 13:00 Locks and ferries .*Great hall", old)
    assert re.search(r"Now 10:00 Opening of the lamps .* Next 13:00 Locks and ferries", new)
    assert "Further session 0" in new


def test_a_cancelled_session_stays_on_the_door_and_on_now_and_next(
    client: Client, forum: Forum, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.say_cancelled(
            actor=SYSTEM, edition=forum.second, at=DURING_THE_OPENING,
            session_uid=str(forum.sessions["plenary"].uid),
        )  # fmt: skip
    door = words(client, reverse("public:sign_room", args=[*EDITION, forum.rooms["great"].uid]))
    assert re.search(r"Nothing at this moment .*Opening of the lamps Cancelled", door)
    assert re.search(r"Does not take place .*Cancelled", words(client, pages(forum)["now"]))


def test_a_block_tells_its_sessions_as_they_are_now(client: Client, forum: Forum) -> None:
    block = Session.objects.create(
        edition=forum.second, kind="block", title=named("Waterways"), status="confirmed"
    )
    forum.sessions["section"].parent = block
    forum.sessions["section"].save()
    forum.release("1.1")
    say(forum, "section")
    path = reverse("public:session", args=[block.uid])
    assert "In this block 13:25 Locks and ferries" in words(client, path)


PRICES = {"now": 5, "city": 5, "room": 5, "venue": 5}


@pytest.mark.parametrize("which", PRICES)
def test_a_live_page_keeps_its_price_however_many_sessions_and_notices(
    client: Client, forum: Forum, which: str
) -> None:
    costs = []
    for number in (1, 20):
        forum.add_sessions(number)
        forum.release(f"2.{number}")
        for _time in range(number):
            say(forum, "section", follows=True)
        memory.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(pages(forum)[which]).status_code == 200
        costs.append(len(queries))
    assert costs == [PRICES[which]] * 2


def test_nothing_unreleased_has_a_screen(client: Client, forum: Forum) -> None:
    assert (
        client.get(
            reverse("public:sign_room", args=["lantern-coast", "1", forum.rooms["small"].uid])
        ).status_code
        == 404
    )
    assert (
        client.get(reverse("public:sign_venue", args=[*EDITION, forum.region.uid])).status_code
        == 404
    )
    listed = words(client, reverse("public:signs", args=EDITION))
    assert all(
        name in listed for name in ("Harbour House", "Great hall", "Small hall", "Upper room")
    )
