"""schedule.xml, schedule.json and schedule.xcal: what their readers need, and their schemas."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.interchange.programmes import Programme
from folkmoot.engines.interchange.schedule_json import write_schedule_json
from folkmoot.engines.interchange.schedule_xml import write_schedule_xml, write_xcal
from folkmoot.engines.interchange.slots import acronym, numbers, slot_days
from tests.engines.interchange.programme_making import (
    EVENING,
    GREAT,
    TOWER,
    item,
    opening,
    programme,
)

SCHEMAS = Path(__file__).parents[4] / "shared" / "bench" / "schemas"
needs_schemas = pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="the published schemas of the format are not beside the sources"
)
AT = "https://forum.example/data/schedule"


def as_xml(told: Programme) -> ET.Element:
    return ET.fromstring(write_schedule_xml(told, address=f"{AT}.xml", generator="1"))


def as_json(told: Programme) -> dict[str, Any]:
    written = write_schedule_json(told, address=f"{AT}.json", generator="1")
    conference: dict[str, Any] = json.loads(written)["schedule"]["conference"]
    return conference


def events(told: Programme) -> list[dict[str, Any]]:
    return [
        one for day in as_json(told)["days"] for slots in day["rooms"].values() for one in slots
    ]


@needs_schemas
def test_both_files_follow_their_published_schemas() -> None:
    import jsonschema
    import xmlschema

    xml = write_schedule_xml(programme(), address=f"{AT}.xml", generator="1")
    plain = json.loads(write_schedule_json(programme(), address=f"{AT}.json", generator="1"))

    xmlschema.XMLSchema(SCHEMAS / "schedule.xml.xsd").validate(xml.decode())
    schema = json.loads((SCHEMAS / "schema.json").read_text())
    checker = jsonschema.FormatChecker()
    jsonschema.Draft6Validator(schema, format_checker=checker).validate(plain)
    assert len(events(programme())) == 6


def test_a_bridge_is_a_slot_in_each_hall_and_what_apps_cannot_show_is_left_out() -> None:
    told = [
        (one["title"], one["room"], one["start"], one["duration"]) for one in events(programme())
    ]

    assert sorted(told) == sorted([
        ("Opening, of; the \\ lamps", "Great hall · Rivermouth", "23:00", "03:00"),
        ("Opening, of; the \\ lamps", "Upper room · Steppe Gate", "23:00", "03:00"),
        ("Exhibition", "Market square", "23:00", "144:00"),
        ("Шлюзы и паромы", "Great hall · Rivermouth", "09:00", "01:00"),
        ("No end", "Upper room · Steppe Gate", "11:00", "01:00"),
        ("No place", "Place not stated", "12:00", "01:00"),
    ])  # fmt: skip


def test_the_file_says_the_moment_twice_by_the_clock_of_the_edition_and_by_its_offset() -> None:
    event = as_xml(programme(opening())).find("day/room/event")

    assert event is not None
    assert (event.findtext("date"), event.findtext("start"), event.findtext("duration")) == (
        "2031-03-29T23:00:00+01:00", "23:00", "03:00",
    )  # fmt: skip


def test_the_day_on_which_clocks_change_has_twenty_three_hours() -> None:
    day = as_xml(programme()).findall("day")[1]

    assert day.attrib == {
        "index": "2",
        "date": "2031-03-30",
        "start": "2031-03-30T00:00:00+01:00",
        "end": "2031-03-31T00:00:00+02:00",
    }


def test_a_city_alone_goes_by_its_own_clock_and_keeps_every_identity() -> None:
    whole = {one["room"]: (one["guid"], one["id"]) for one in events(programme(opening()))}
    there = replace(opening(), halls=(TOWER,), time_zone="Asia/Irkutsk")
    alone = as_json(programme(there, time_zone="Asia/Irkutsk", narrowed_to="Steppe Gate"))

    event = alone["days"][0]["rooms"]["Upper room · Steppe Gate"][0]
    assert (alone["title"], alone["time_zone_name"], event["date"], event["start"]) == (
        "Forum of Rivers · Steppe Gate", "Asia/Irkutsk", "2031-03-30T06:00:00+08:00", "06:00",
    )  # fmt: skip
    assert (event["guid"], event["id"]) == whole["Upper room · Steppe Gate"]


def test_a_session_that_moves_to_another_hall_stays_the_same_event() -> None:
    start = {"starts_at": EVENING, "ends_at": EVENING + timedelta(hours=1)}
    before = events(programme(item(9, "Ferries", halls=(GREAT,), **start)))[0]
    after = events(programme(item(9, "Ferries", halls=(TOWER,), **start)))[0]

    assert (before["guid"], before["id"]) == (after["guid"], after["id"])
    assert (before["room"], after["room"]) == (
        "Great hall · Rivermouth",
        "Upper room · Steppe Gate",
    )


def test_rooms_carry_their_city_zone_and_place_where_the_schema_allows_it() -> None:
    conference = as_json(programme(opening()))

    assert conference["rooms"][0] == {
        "name": "Great hall · Rivermouth",
        "guid": GREAT.uid,
        "capacity": 300,
        "description": "River House, Quay 1, Rivermouth",
        "features": {
            "hall": "Great hall", "venue": "River House", "address": "Quay 1, Rivermouth",
            "city": "Rivermouth", "country": "XR", "time_zone": "Europe/Berlin",
            "latitude": "53.5", "longitude": "9.9",
        },
    }  # fmt: skip
    assert [(one["name"], one["time_zone"]) for one in conference["meta"]["cities"]] == [
        ("Rivermouth", "Europe/Berlin"), ("Steppe Gate", "Asia/Irkutsk"),
    ]  # fmt: skip


def test_two_halls_of_one_name_in_a_city_are_told_apart() -> None:
    other = replace(GREAT, uid=TOWER.uid, venue="Old Mill")
    start = {"starts_at": EVENING, "ends_at": EVENING + timedelta(hours=1)}
    told = programme(
        item(1, "One", halls=(GREAT,), **start), item(2, "Two", halls=(other,), **start)
    )

    assert {one["title"]: one["room"] for one in events(told)} == {
        "One": "Great hall · River House · Rivermouth",
        "Two": "Great hall · Old Mill · Rivermouth",
    }


def test_elements_that_may_not_be_empty_are_left_out() -> None:
    told = as_xml(programme())

    assert not list(told.iter("feedback_url"))
    assert all(url.text for url in told.iter("url"))
    assert "\x07" not in ET.tostring(told, "unicode")


def test_people_have_numbers_of_their_own_and_say_their_office_in_json() -> None:
    persons = as_xml(programme(opening())).findall("day/room/event/persons/person")
    event = events(programme(opening()))[0]

    assert len({one.attrib["id"] for one in persons}) == 2
    assert [one["name"] for one in event["persons"]] == ["Ilka Brandt", "A. Guest"]
    assert (event["persons"][0]["office"], event["persons"][0]["affiliation"]) == (
        "Mayor", "City of Rivermouth",
    )  # fmt: skip


def test_a_block_gives_way_to_the_sessions_in_it() -> None:
    start = {"starts_at": EVENING, "ends_at": EVENING + timedelta(hours=1), "halls": (GREAT,)}
    told = programme(item(1, "Block", is_whole=True, **start), item(2, "In it", **start))

    assert [one["title"] for one in events(told)] == ["In it"]


def test_a_programme_without_times_has_the_first_day_of_its_edition_or_cannot_be_told() -> None:
    told = as_xml(programme(item(1, "Some day")))

    assert [(day.attrib["date"], len(day)) for day in told.findall("day")] == [("2031-03-29", 0)]
    with pytest.raises(ValueError, match="no day"):
        slot_days(programme(item(1, "Some day"), first_day=None, last_day=None))


def test_the_old_calendar_says_moments_in_utc_and_the_place() -> None:
    root = ET.fromstring(write_xcal(programme(opening()), address=f"{AT}.xcal"))
    event = root.find("vcalendar/vevent")

    assert event is not None
    names = ("summary", "dtstart", "dtend", "location", "status")
    assert [event.findtext(name) for name in names] == [
        "Opening, of; the \\ lamps", "20310329T220000Z", "20310330T010000Z",
        "Great hall · Rivermouth", "CONFIRMED",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stem", "told"),
    [("lantern-coast/2", "lantern_coast_2"), ("a/1", "forum_a_1"), ("форум/1", "forum_1")],
)
def test_an_acronym_passes_both_schemas(stem: str, told: str) -> None:
    assert acronym(stem) == told


@given(st.lists(st.uuids(), min_size=1, max_size=60))
def test_numbers_are_positive_small_and_of_one_identity_each(guids: list[Any]) -> None:
    found = numbers(str(one) for one in guids)

    assert len(set(found.values())) == len(set(guids))
    assert all(0 < number < 2**31 for number in found.values())


def test_two_identities_that_share_their_lowest_bits_still_have_two_numbers() -> None:
    first, second = (f"{high:08x}-0000-4000-8000-000012345678" for high in (1, 2))

    assert len(set(numbers([first, second]).values())) == 2


@pytest.mark.parametrize("write", [write_schedule_xml, write_schedule_json])
def test_the_same_programme_gives_the_same_bytes(write: Callable[..., bytes]) -> None:
    assert write(programme(), address=AT, generator="1") == write(
        programme(), address=AT, generator="1"
    )


@pytest.mark.parametrize("zone", ["America/Argentina/Buenos_Aires", "Etc/GMT+3", "UTC"])
@needs_schemas
def test_zones_that_the_schema_does_not_foresee_still_validate(zone: str) -> None:
    import jsonschema

    at = datetime(2031, 5, 1, 9, tzinfo=UTC)
    told = programme(item(1, "One", starts_at=at, time_zone=zone), time_zone=zone)
    plain = json.loads(write_schedule_json(told, address=AT, generator="1"))

    jsonschema.Draft6Validator(json.loads((SCHEMAS / "schema.json").read_text())).validate(plain)
    assert plain["schedule"]["conference"]["meta"]["time_zone"] == zone
