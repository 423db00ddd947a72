"""Programmes of other systems read: what is meant, what is wrong where, and what means harm."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from folkmoot.engines.interchange.calendar_parts import Feed
from folkmoot.engines.interchange.incoming import (
    SESSIONS_AT_MOST,
    Fault,
    FaultKind,
    StatedPerson,
    StatedProgramme,
    Unreadable,
)
from folkmoot.engines.interchange.programme_calendars import write_programme_calendar
from folkmoot.engines.interchange.reading_calendars import read_calendar
from folkmoot.engines.interchange.reading_schedules import read_schedule_json, read_schedule_xml
from folkmoot.engines.interchange.reading_tables import read_session_rows
from folkmoot.engines.interchange.schedule_json import write_schedule_json
from folkmoot.engines.interchange.schedule_xml import write_schedule_xml
from tests.engines.interchange.programme_making import EVENING, programme

ZONE = "Europe/Berlin"


def xml(events: str, conference: str = "") -> bytes:
    return (
        f"<schedule><conference><title>Forum</title>{conference}</conference>\n"
        f'<day date="2031-03-30"><room name="Hall">{events}</room></day></schedule>'
    ).encode()


def ics(*lines: str) -> bytes:
    body = ("BEGIN:VEVENT", *lines, "END:VEVENT")
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *body, "END:VCALENDAR", "")).encode()


@pytest.mark.parametrize(
    "read",
    [
        lambda: read_schedule_xml(
            write_schedule_xml(programme(), address="https://f.example/s", generator="1"), zone=ZONE
        ),
        lambda: read_schedule_json(
            write_schedule_json(programme(), address="https://f.example/s", generator="1"),
            zone=ZONE,
        ),
    ],
    ids=["schedule.xml", "schedule.json"],
)
def test_our_own_files_are_read_back_with_the_bridge_as_one_session(
    read: Callable[[], StatedProgramme],
) -> None:
    told = read()
    opening = next(one for one in told.sessions if one.title.startswith("Opening"))

    assert (told.title, len(told.sessions), [one.faults for one in told.sessions]) == (
        "Forum of Rivers", 5, [()] * 5,
    )  # fmt: skip
    assert opening.rooms == ("Great hall · Rivermouth", "Upper room · Steppe Gate")
    assert (opening.starts_at, opening.ends_at) == (EVENING, EVENING + timedelta(hours=3))
    assert opening.people is not None
    assert [one.name for one in opening.people] == ["Ilka Brandt", "A. Guest"]
    assert (opening.kind, opening.strand, opening.abstract) == (
        "plenary", "Rivers & roads", "What the shores share.",
    )  # fmt: skip


def test_our_own_calendar_is_read_back_without_the_edition() -> None:
    feed = Feed(name="Forum of Rivers", language="en")
    told = read_calendar(write_programme_calendar(feed, programme(), with_edition=True), zone=ZONE)

    assert [one.title for one in told.sessions] == [
        "Opening, of; the \\ lamps", "Шлюзы и паромы", "No end", "No place", "Only a day",
        "Called off", "Exhibition",
    ]  # fmt: skip
    first, day, off = told.sessions[0], told.sessions[4], told.sessions[5]
    assert (first.starts_at, first.ends_at) == (EVENING, EVENING + timedelta(hours=3))
    assert (day.on, day.starts_at, off.is_cancelled) == (date(2031, 3, 30), None, True)


def test_a_time_without_an_offset_is_read_on_the_clock_that_the_file_names() -> None:
    event = '<event id="7"><title>A</title><start>09:30</start><duration>01:30</duration></event>'
    told = read_schedule_xml(
        xml(event, "<time_zone_name>Asia/Irkutsk</time_zone_name>"), zone=ZONE
    ).sessions[0]

    assert (told.starts_at, told.ends_at, told.identities) == (
        datetime(2031, 3, 30, 1, 30, tzinfo=UTC), datetime(2031, 3, 30, 3, 0, tzinfo=UTC), ("7",),
    )  # fmt: skip


def test_a_length_goes_by_the_time_that_passes_in_the_night_of_the_clocks() -> None:
    event = (
        "<event><title>A</title><date>2031-03-30T01:00:00+01:00</date>"
        "<duration>02:00</duration></event>"
    )
    told = read_schedule_xml(xml(event), zone=ZONE).sessions[0]

    assert told.ends_at == datetime(2031, 3, 30, 2, 0, tzinfo=UTC)


def test_an_entry_that_is_wrong_says_where_and_the_others_are_read() -> None:
    events = (
        "<event><title/><date>2031-03-30T09:00:00Z</date></event>\n"
        "<event><title>B</title><date>soon</date></event>\n"
        "<event><title>C</title><date>2031-03-30T09:00:00Z</date><duration>-1</duration></event>\n"
        "<event><title>D</title></event>"
    )
    told = read_schedule_xml(xml(events), zone=ZONE).sessions

    assert [one.faults for one in told] == [
        (Fault(FaultKind.NO_TITLE, "line 2"),),
        (Fault(FaultKind.BAD_DATE, "line 3", "soon"),),
        (Fault(FaultKind.BAD_LENGTH, "line 4", "-1"),),
        (),
    ]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<schedule>&b;</schedule>"
)
OUTSIDE = b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule>&x;</schedule>'


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (BOMB, Fault(FaultKind.HARMFUL, "line 1")),
        (OUTSIDE, Fault(FaultKind.HARMFUL, "line 1")),
        (b"<a>" * 100, Fault(FaultKind.HARMFUL, "line 1")),
        (b"<schedule>\n<day></schedule>", Fault(FaultKind.NOT_THIS_FORMAT, "line 2")),
        (b"<html></html>", Fault(FaultKind.NOT_THIS_FORMAT, "line 1", "html")),
        (xml(""), Fault(FaultKind.NO_SESSIONS)),
        (b'<?xml version="1.0" encoding="nonsense"?><schedule/>', Fault(FaultKind.NOT_THIS_FORMAT)),
    ],
)  # fmt: skip
def test_xml_that_means_harm_or_is_no_schedule_is_refused_with_its_line(
    data: bytes, fault: Fault
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_schedule_xml(data, zone=ZONE)
    assert refused.value.fault == fault


@pytest.mark.parametrize(
    "data",
    [b"{", b"[]", b'{"schedule": 1}', b'{"schedule": {"conference": {"days": {}}}}', b"[" * 99_999],
)
def test_json_that_is_no_schedule_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_schedule_json(data, zone=ZONE)
    assert refused.value.fault.kind is FaultKind.NOT_THIS_FORMAT


def test_json_of_the_wrong_shape_says_which_entry_and_breaks_nothing() -> None:
    days = [
        {"rooms": {"Hall": [7, {"title": ["x"]}, {"title": "B", "date": 5, "persons": [3]}]}},
        4,
    ]
    told = read_schedule_json(
        json.dumps({"schedule": {"conference": {"days": days}}}).encode(), zone=ZONE
    )
    assert [[fault.where for fault in one.faults] for one in told.sessions] == [
        ["days[0].rooms[Hall][0]"], ["days[0].rooms[Hall][1]"], ["days[0].rooms[Hall][2]"],
    ]  # fmt: skip


def test_more_sessions_than_can_be_taken_are_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_schedule_xml(xml("<event/>" * (SESSIONS_AT_MOST + 1)), zone=ZONE)
    assert refused.value.fault.kind is FaultKind.TOO_MANY


def test_a_calendar_with_floating_times_a_length_and_a_rule() -> None:
    data = ics("UID:1@x", "SUMMARY:A", "DTSTART:20310330T100000", "DURATION:PT90M",
               "RRULE:FREQ=DAILY", "LOCATION:Hall; Annex")  # fmt: skip
    told = read_calendar(data, zone=ZONE).sessions[0]

    assert (told.starts_at, told.ends_at, told.rooms) == (
        datetime(2031, 3, 30, 8, 0, tzinfo=UTC), datetime(2031, 3, 30, 9, 30, tzinfo=UTC),
        ("Hall", "Annex"),
    )  # fmt: skip
    assert told.faults == (Fault(FaultKind.REPEATS_ITSELF, "VEVENT 1 (1@x)"),)


@pytest.mark.parametrize("data", [b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", b"hello", b"\xff\xfe\x00"])
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_calendar(data, zone=ZONE)


def test_a_table_that_people_keep_is_read_below_its_heading_in_their_language() -> None:
    rows = [
        (1, ["Программа форума"]),
        (3, ["Название", "Дата", "Начало", "Окончание", "Зал", "Спикеры", "Кофе"]),
        (4, ["Открытие", "30.03.2031", "9:30", "11.00", "Большой зал; Башня", "И. Брандт", "да"]),
        (5, ["Вечер", "30.03.2031", "", "", "", "", ""]),
        (6, ["", "30.03.2031", "25:00", "", "", "", ""]),
    ]
    told, left_out = read_session_rows(rows, zone="Europe/Minsk")
    first, second, third = told.sessions

    assert left_out == ("Кофе",)
    assert (first.starts_at, first.ends_at) == (
        datetime(2031, 3, 30, 6, 30, tzinfo=UTC), datetime(2031, 3, 30, 8, 0, tzinfo=UTC),
    )  # fmt: skip
    assert (first.rooms, first.people) == (
        ("Большой зал", "Башня"), (StatedPerson("И. Брандт"),),
    )  # fmt: skip
    assert (second.on, second.starts_at, second.rooms) == (date(2031, 3, 30), None, None)
    assert {fault.kind for fault in third.faults} == {FaultKind.NO_TITLE, FaultKind.BAD_DATE}
    assert {fault.where for fault in third.faults} == {"row 6"}


def test_a_table_without_a_heading_for_titles_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        read_session_rows([(1, ["a", "b"]), (2, ["c", "d"])], zone=ZONE)
    assert refused.value.fault == Fault(FaultKind.NOT_THIS_FORMAT, "row 1")
