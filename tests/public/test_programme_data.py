"""The programme in open formats: from the release, in two zones and languages, and its changes."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from folkmoot.kernel import clock, pages
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.pages import memory
from folkmoot.rooms.programme.models import Edition, SessionRoom
from folkmoot.rooms.programme.services import say_late
from folkmoot.rooms.registry.services import withhold_person
from tests.public.forum import NOON, Forum, named

DATA = "/series/lantern-coast/2/data/"
ATOM = "{http://www.w3.org/2005/Atom}"
FILES = (
    "programme.ics", "schedule.xml", "schedule.json", "schedule.xcal", "programme.csv",
    "programme.csv-metadata.json", "programme.xlsx",
)  # fmt: skip


def got(client: Client, name: str, query: str = "") -> Any:
    memory.clear()
    answer = client.get(f"{DATA}{name}{query}")
    assert answer.status_code == 200, name
    return answer


def calendar(client: Client, query: str = "") -> Any:
    return Calendar.from_ical(got(client, "programme.ics", query).content)


def titles(client: Client, query: str = "") -> list[str]:
    return [str(one["SUMMARY"]) for one in calendar(client, query).events]


def state(client: Client, forum: Forum, which: str) -> tuple[str, int]:
    """Status and sequence of a session in the calendar."""
    uid = str(forum.sessions[which].uid)
    found = next(one for one in calendar(client).events if one["UID"] == uid)
    return found["STATUS"], found["SEQUENCE"]


def events(client: Client, query: str = "") -> list[dict[str, Any]]:
    told = json.loads(got(client, "schedule.json", query).content)["schedule"]["conference"]
    return [one for day in told["days"] for slots in day["rooms"].values() for one in slots]


def test_the_calendar_holds_the_release_and_the_edition_and_never_the_draft(
    client: Client, forum: Forum
) -> None:
    told = titles(client)
    assert told == [
        "Second Lantern Coast Forum", "Opening of the lamps", "Locks and ferries",
        "Evening on the quay",
    ]  # fmt: skip
    feed = calendar(client)
    assert (feed["X-WR-CALNAME"], {str(one["TZID"]) for one in feed.timezones}) == (
        "Second Lantern Coast Forum", {"Europe/Minsk"},
    )  # fmt: skip


def test_texts_and_the_words_around_them_are_in_the_language_asked_for(
    client: Client, forum: Forum
) -> None:
    feed = calendar(client, "?language=ru")
    opening = feed.events[1]

    assert (feed["NAME"], opening["SUMMARY"], opening["SUMMARY"].params["LANGUAGE"]) == (
        "Второй форум Фонарного берега", "Открытие огней", "ru",
    )  # fmt: skip
    assert "Языки: Английский и русский." in opening["DESCRIPTION"]
    assert feed.events[2]["SUMMARY"].params["LANGUAGE"] == "en"


@pytest.mark.parametrize(
    ("of", "told"),
    [
        ("amber", ["Opening of the lamps", "Locks and ferries"]),
        ("steppe", ["Opening of the lamps"]),
        ("strand", ["Opening of the lamps"]),
        ("mayor", ["Opening of the lamps"]),
    ],
)
def test_a_city_a_strand_and_a_person_have_calendars_of_their_own(
    client: Client, forum: Forum, of: str, told: list[str]
) -> None:
    queries = {
        "amber": f"?city={forum.cities['amber'].uid}",
        "steppe": f"?city={forum.cities['steppe'].uid}",
        "strand": f"?strand={forum.strand.uid}",
        "mayor": f"?person={forum.mayor.uid}",
    }
    assert titles(client, queries[of]) == told


def test_the_bridge_stands_on_the_clock_of_the_city_whose_calendar_it_is(
    client: Client, forum: Forum
) -> None:
    there = calendar(client, f"?city={forum.cities['steppe'].uid}").events[0]
    here = calendar(client, f"?city={forum.cities['amber'].uid}").events[0]

    assert (there["DTSTART"].to_ical(), there["DTSTART"].params["TZID"], there["LOCATION"]) == (
        b"20310512T150000", "Asia/Irkutsk", "Upper room, Gate Tower, Steppe Gate",
    )  # fmt: skip
    assert (here["DTSTART"].to_ical(), here["UID"]) == (b"20310512T100000", there["UID"])


def test_a_choice_of_sessions_needs_no_account_and_is_nobody_elses(
    client: Client, forum: Forum
) -> None:
    query = f"?sessions={forum.sessions['stated'].uid},{forum.sessions['draft'].uid.hex},nonsense"
    answer = got(client, "programme.ics", query)
    again = client.get(f"{DATA}programme.ics{query}", headers={"if-none-match": answer["ETag"]})

    assert titles(client, query) == ["Evening on the quay"]
    assert titles(client, "?sessions=") == []
    assert (again.status_code, again.content) == (304, b"")
    assert answer["Content-Disposition"].endswith('"lantern-coast-2-my-choice.ics"')


def test_a_release_that_moves_a_session_raises_its_sequence_and_no_other(
    client: Client, forum: Forum
) -> None:
    plenary = forum.sessions["plenary"]
    plenary.starts_at += timedelta(hours=1)
    plenary.ends_at += timedelta(hours=1)
    plenary.save()
    forum.release("1.1")

    assert (state(client, forum, "plenary"), state(client, forum, "section")) == (
        ("CONFIRMED", 1), ("CONFIRMED", 0),
    )  # fmt: skip
    moved = next(one for one in calendar(client).events if one["UID"] == str(plenary.uid))
    assert moved["LAST-MODIFIED"].dt == NOON + timedelta(minutes=1)


def test_a_cancelled_and_a_vanished_session_stay_in_the_calendar_and_say_so(
    client: Client, forum: Forum
) -> None:
    forum.sessions["plenary"].status = "cancelled"
    forum.sessions["plenary"].save()
    SessionRoom.objects.filter(session=forum.sessions["section"]).delete()
    forum.sessions["section"].delete()
    forum.release("1.1")

    uid = str(forum.sessions["section"].uid)
    gone = next(one for one in calendar(client).events if one["UID"] == uid)
    assert state(client, forum, "plenary") == ("CANCELLED", 1)
    assert (gone["STATUS"], gone["SEQUENCE"], gone["SUMMARY"]) == (
        "CANCELLED", 1, "Locks and ferries",
    )  # fmt: skip
    # Apps strike out what is missing, and a table holds what takes place.
    assert events(client) == []
    rows = csv.DictReader(io.StringIO(got(client, "programme.csv").content.decode()))
    assert [(one["title"], one["status"]) for one in rows] == [
        ("Opening of the lamps", "cancelled"), ("Evening on the quay", "confirmed"),
    ]  # fmt: skip


def test_a_session_that_comes_back_is_confirmed_again_with_a_higher_sequence(
    client: Client, forum: Forum
) -> None:
    section = forum.sessions["section"]
    for label, status in (("1.1", "draft"), ("1.2", "confirmed")):
        section.status = status
        section.save()
        forum.release(label)

    assert state(client, forum, "section") == ("CONFIRMED", 2)


def test_of_a_cancelled_edition_nothing_takes_place(client: Client, forum: Forum) -> None:
    Edition.objects.filter(pk=forum.second.pk).update(status="cancelled")

    assert {str(one["STATUS"]) for one in calendar(client).events} == {"CANCELLED"}
    assert events(client) == []


def test_what_is_said_during_the_days_moves_the_session_in_calendars_and_apps(
    client: Client, forum: Forum
) -> None:
    said_at = NOON + timedelta(hours=1)
    section = str(forum.sessions["section"].uid)
    say_late(
        actor=SYSTEM,
        edition=forum.second,
        session_uid=section,
        minutes=15,
        follows=False,
        at=said_at,
    )
    told = next(one for one in calendar(client).events if one["UID"] == section)

    assert (told["DTSTART"].to_ical(), told["SEQUENCE"], told["LAST-MODIFIED"].dt) == (
        b"20310512T131500", 1, said_at,
    )  # fmt: skip
    assert [one["start"] for one in events(client)] == ["10:00", "10:00", "13:15"]


def test_before_the_first_release_a_calendar_can_be_subscribed_to_already(
    client: Client, forum: Forum
) -> None:
    Edition.objects.create(
        series=forum.series, slug="3", ordinal=3, name=named("Third"), is_public=True,
        starts_on="2033-05-01", ends_on="2033-05-02",
    )  # fmt: skip
    answer = client.get("/series/lantern-coast/3/data/programme.ics")

    assert [str(one["SUMMARY"]) for one in Calendar.from_ical(answer.content).events] == ["Third"]
    assert client.get("/series/lantern-coast/3/data/schedule.xml").status_code == 404


def test_the_file_for_apps_has_a_slot_in_each_city_on_the_clock_of_the_edition(
    client: Client, forum: Forum
) -> None:
    told = [(one["title"], one["room"], one["start"], one["date"]) for one in events(client)]
    steppe = events(client, f"?city={forum.cities['steppe'].uid}")

    assert told == [
        ("Opening of the lamps", "Great hall · Port Amber", "10:00", "2031-05-12T10:00:00+03:00"),
        ("Opening of the lamps", "Upper room · Steppe Gate", "10:00", "2031-05-12T10:00:00+03:00"),
        ("Locks and ferries", "Small hall · Port Amber", "13:00", "2031-05-12T13:00:00+03:00"),
    ]
    assert [(one["room"], one["date"]) for one in steppe] == [
        ("Upper room · Steppe Gate", "2031-05-12T15:00:00+08:00"),
    ]  # fmt: skip
    assert steppe[0]["guid"] == events(client)[1]["guid"]


def test_the_three_files_for_apps_tell_the_same_slots(client: Client, forum: Forum) -> None:
    xml = ET.fromstring(got(client, "schedule.xml").content)
    xcal = ET.fromstring(got(client, "schedule.xcal").content)
    guids = {one["guid"] for one in events(client)}

    assert guids == {one.attrib["guid"] for one in xml.iter("event")}
    assert guids == {one.findtext("uid") for one in xcal.iter("vevent")}
    assert len(guids) == 3


def test_the_workbook_and_the_table_tell_the_same(client: Client, forum: Forum) -> None:
    rows = list(csv.reader(io.StringIO(got(client, "programme.csv").content.decode())))
    sheet = load_workbook(io.BytesIO(got(client, "programme.xlsx").content)).active

    assert [[row[0], row[1]] for row in rows] == [
        [cell.value for cell in row[:2]] for row in sheet.iter_rows()
    ]
    described = json.loads(got(client, "programme.csv-metadata.json").content)
    assert [one["name"] for one in described["tableSchema"]["columns"]] == rows[0]
    assert 'rel="describedby"' in got(client, "programme.csv")["Link"]


def test_the_news_says_in_sentences_what_each_release_changed(client: Client, forum: Forum) -> None:
    plenary, section = forum.sessions["plenary"], forum.sessions["section"]
    plenary.starts_at += timedelta(hours=1)
    plenary.save()
    section.title = named("Locks & ferries <b>")
    section.save()
    SessionRoom.objects.filter(session=section).update(room=forum.rooms["tower"])
    forum.add_sessions(1)
    forum.release("1.1")
    root = ET.fromstring(got(client, "changes.atom").content)
    entries = root.findall(f"{ATOM}entry")

    assert [one.findtext(f"{ATOM}title") for one in entries] == ["Version 1.1", "Version 1.0"]
    said = re.findall("<p>(.*?)</p>", entries[0].findtext(f"{ATOM}summary") or "")
    assert said == [
        "“Opening of the lamps” moved from 12 May 2031, 10:00 to 12 May 2031, 11:00.",
        "“Locks &amp; ferries &lt;b&gt;” moved from the room Small hall to Upper room.",
        "“Locks and ferries” is now called “Locks &amp; ferries &lt;b&gt;”.",
        "New: “Further session 0”.",
    ]
    assert entries[1].findtext(f"{ATOM}summary") == (
        "<p>The programme was released for the first time.</p>"
    )


def test_somebody_who_is_withheld_has_no_calendar_and_no_identity_in_any_file(
    client: Client, forum: Forum
) -> None:
    withhold_person(actor=SYSTEM, person=forum.mayor, reason="asked", at=NOON)

    everything = b"".join(got(client, name).content for name in FILES[:5])
    assert client.get(f"{DATA}programme.ics?person={forum.mayor.uid}").status_code == 404
    assert str(forum.mayor.uid).encode() not in everything
    assert b"Brandt" not in everything


@pytest.mark.parametrize(
    "path",
    [
        "secrets.ics",
        "programme.ics?city=nonsense",
        "programme.ics?language=nonsense",
        "schedule.xml?city=00000000-0000-4000-8000-000000000000",
        "programme.csv?strand=00000000-0000-4000-8000-000000000000",
        "../../1/data/schedule.xml",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, forum: Forum, path: str) -> None:
    assert client.get(f"{DATA}{path}").status_code == 404


def test_an_edition_that_is_not_public_has_no_files(client: Client, forum: Forum) -> None:
    Edition.objects.filter(pk=forum.second.pk).update(is_public=False)
    memory.clear()

    assert {client.get(DATA + name).status_code for name in (*FILES, "changes.atom")} == {404}


@pytest.mark.parametrize("name", [*FILES, "changes.atom"])
def test_a_file_is_answered_from_memory_and_with_304_to_anybody_elsewhere(
    client: Client, forum: Forum, name: str
) -> None:
    first = got(client, name)
    with CaptureQueriesContext(connection) as queries:
        again = client.get(DATA + name, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again["ETag"], len(queries)) == (304, first["ETag"], 0)
    assert first["Access-Control-Allow-Origin"] == again["Access-Control-Allow-Origin"] == "*"
    memory.clear()
    assert client.get(DATA + name)["ETag"] == first["ETag"]


def test_a_reader_that_knows_dates_only_asks_by_the_last_change(
    client: Client, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "stamp", lambda: int(NOON.timestamp() - 10**9) * 10**9)
    first = got(client, "schedule.xml")
    again = client.get(f"{DATA}schedule.xml", headers={"if-modified-since": first["Last-Modified"]})

    assert (first["Last-Modified"][-3:], again.status_code) == ("GMT", 304)


@pytest.mark.parametrize(
    ("name", "media_type", "file"),
    [
        ("programme.ics", "text/calendar; charset=utf-8", "lantern-coast-2.ics"),
        ("schedule.xml", "application/vnd.c3voc.schedule+xml; charset=utf-8",
         "lantern-coast-2-schedule.xml"),
        ("schedule.json", "application/json; charset=utf-8", "lantern-coast-2-schedule.json"),
        ("programme.csv", "text/csv; charset=utf-8; header=present", "lantern-coast-2.csv"),
        ("programme.xlsx",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
         "lantern-coast-2.xlsx"),
        ("changes.atom", "application/atom+xml; charset=utf-8", "lantern-coast-2-changes.atom"),
    ],
)  # fmt: skip
def test_every_file_has_its_media_type_and_name(
    client: Client, forum: Forum, name: str, media_type: str, file: str
) -> None:
    answer = got(client, name)

    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].endswith(f'filename="{file}"')


@pytest.mark.parametrize(("name", "stated"), [*((name, 6) for name in FILES), ("changes.atom", 2)])
def test_a_file_keeps_its_price_however_many_sessions(
    client: Client, forum: Forum, name: str, stated: int
) -> None:
    prices = []
    for label, count in (("1.1", 5), ("1.2", 45)):
        forum.add_sessions(count)
        forum.release(label)
        forum.sessions["section"].status = "draft"
        forum.sessions["section"].save()
        forum.release(f"{label}.1")
        with CaptureQueriesContext(connection) as queries:
            got(client, name)
        prices.append(len(queries))
    assert prices == [stated, stated]


def test_the_clock_has_no_part_in_a_file(
    client: Client, forum: Forum, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {name: got(client, name).content for name in FILES}
    monkeypatch.setattr(clock, "now", lambda: datetime(2040, 1, 1, tzinfo=UTC))

    assert {name: got(client, name).content for name in FILES} == before


def page(client: Client, name: str = "programme_data", query: str = "") -> str:
    memory.clear()
    answer = client.get(reverse(f"public:{name}", args=["lantern-coast", "2"]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_calendars_leads_to_every_file_and_each_of_them_opens(
    client: Client, forum: Forum
) -> None:
    shown = page(client)
    leads = re.findall(r'href="(http[^"]*)"', shown)
    found = {unescape(one).removeprefix(settings.BASE_URL) for one in leads}
    paths = {path for path in found if path.startswith(DATA)}

    assert {path.split("?")[0].removeprefix(DATA) for path in paths} == {*FILES, "changes.atom"}
    assert {client.get(path).status_code for path in paths} == {200}
    assert len([path for path in paths if "programme.ics" in path]) == 3
    assert "https://ggt.gaa.st/#url=" in shown
    assert shown.count('href="webcal://') == 4


def test_chosen_sessions_make_a_calendar_without_an_account(client: Client, forum: Forum) -> None:
    uid = forum.sessions["plenary"].uid
    shown = page(
        client, query=f"?choose={uid}&choose=nonsense&choose={forum.sessions['draft'].uid}"
    )
    address = unescape(re.findall(r'href="(http[^"]*sessions=[^"]*)"', shown)[0])

    assert "1 session is chosen." in shown
    assert f'value="{uid}" checked' in shown
    path = address.removeprefix(settings.BASE_URL)
    feed = Calendar.from_ical(client.get(path).content)
    assert [str(one["SUMMARY"]) for one in feed.events] == ["Opening of the lamps"]


def test_programs_find_the_files_from_the_pages(client: Client, forum: Forum) -> None:
    def found(name: str) -> set[tuple[str, str]]:
        links = re.findall(
            r'<link rel="alternate" type="([^"]+)" href="([^"?]+)', page(client, name)
        )
        return {(kind, path.removeprefix(DATA)) for kind, path in links if path.startswith(DATA)}

    feeds = {("text/calendar", "programme.ics"), ("application/atom+xml", "changes.atom")}
    files = {
        ("application/vnd.c3voc.schedule+xml", "schedule.xml"),
        ("application/json", "schedule.json"),
    }
    assert (found("edition"), found("programme")) == (feeds, feeds | files)
