"""Sessions from a file at the desk: looked at first, then taken in, once."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.kernel.actors import Scope
from folkmoot.rooms.programme.models import Session
from tests.desk.conftest import Forum, signed_in


def schedule(*titles: str) -> SimpleUploadedFile:
    events = [
        {"guid": f"00000000-0000-4000-8000-{number:012d}", "title": title, "room": "Quay Hall",
         "date": f"2031-09-10T{number % 20:02d}:00:00+02:00", "duration": "01:00"}
        for number, title in enumerate(titles)
    ]  # fmt: skip
    days = [{"rooms": {"Quay Hall": events}}]
    data = json.dumps({"schedule": {"conference": {"title": "Amber", "days": days}}})
    return SimpleUploadedFile("schedule.json", data.encode(), "application/json")


def sent(client: Client, forum: Forum, file: SimpleUploadedFile) -> Any:
    return client.post(reverse("desk:programme_import", args=[forum.edition.uid]), {"file": file})


def test_a_file_is_looked_at_taken_in_and_then_changes_nothing(
    secretariat: Client, forum: Forum
) -> None:
    plan = sent(secretariat, forum, schedule("Harbours", "Piers"))["Location"]
    shown = secretariat.get(plan).content.decode()
    before = Session.objects.count()
    done = secretariat.post(plan, follow=True).content.decode()
    again = secretariat.get(plan).content.decode()

    assert "in the file “Harbours”" not in shown  # what is new has nothing to differ from
    assert "Harbours" in shown
    assert (before, Session.objects.count()) == (0, 2)
    assert "2 sessions added." in done
    assert "There is nothing to take in." in again


def test_what_would_change_is_shown_field_by_field(secretariat: Client, forum: Forum) -> None:
    secretariat.post(sent(secretariat, forum, schedule("Harbours"))["Location"])
    plan = sent(secretariat, forum, schedule("Harbours and <b>piers</b>"))["Location"]

    shown = secretariat.get(plan).content.decode()

    assert "Title: here “Harbours”, in the file “Harbours and &lt;b&gt;piers&lt;/b&gt;”" in shown
    assert [str(one) for one in Session.objects.all()] == ["Harbours"]


def test_a_hostile_file_is_refused_at_its_field_with_its_line(
    secretariat: Client, forum: Forum
) -> None:
    bomb = SimpleUploadedFile("s.xml", b'<!DOCTYPE s [<!ENTITY a "b">]><schedule>&a;</schedule>')

    answer = sent(secretariat, forum, bomb)

    assert answer.status_code == 422
    assert "line 1: the file holds something that a programme may not hold." in (
        answer.content.decode()
    )


@pytest.mark.parametrize("role", ["reader", "venue"])
def test_who_may_not_edit_every_session_may_not_import(forum: Forum, role: str) -> None:
    client = (
        signed_in("reader")
        if role == "reader"
        else signed_in("editor", Scope("venue", str(forum.harbour.uid)))
    )
    assert sent(client, forum, schedule("Harbours")).status_code in (403, 404)
    assert Session.objects.count() == 0


def test_the_plan_keeps_its_price_however_many_sessions(secretariat: Client, forum: Forum) -> None:
    prices = []
    for count in (3, 30):
        plan = sent(secretariat, forum, schedule(*(f"S{n}" for n in range(count))))["Location"]
        with CaptureQueriesContext(connection) as queries:
            assert secretariat.get(plan).status_code == 200
        prices.append(len(queries))
    assert prices[0] == prices[1]
