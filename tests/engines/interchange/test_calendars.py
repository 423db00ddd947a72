"""Due dates as other people's calendars read them."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from folkmoot.engines.interchange.calendars import Day, Feed, write_calendar
from tests.engines.interchange.making import NOON

FEED = Feed("Due dates", "en", address="https://forum.example/due.ics")
BERTHS = Day(
    "0b9f1f6e-0000-4000-8000-000000000001",
    date(2031, 9, 1),
    "Ten berths in Port Amber; all, of them",
    NOON,
    about="Led by the harbour office.\nTarget: 10",
    address="https://forum.example/en/commitments/1/?a=1,2;b",
    categories=("Ferries, ports",),
)
WORDS = st.text(min_size=1, max_size=200).filter(str.strip)
KEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def read(*days: Day, feed: Feed = FEED) -> Calendar:
    return Calendar.from_ical(write_calendar(feed, days))


def test_a_due_date_is_a_whole_day_that_takes_up_no_time():
    told = write_calendar(FEED, [BERTHS]).decode()

    event = told.partition("BEGIN:VEVENT\r\n")[2].partition("END:VEVENT")[0]
    assert event.splitlines() == [
        "UID:0b9f1f6e-0000-4000-8000-000000000001",
        "DTSTAMP:20310514T120000Z",
        "LAST-MODIFIED:20310514T120000Z",
        "DTSTART;VALUE=DATE:20310901",
        "DTEND;VALUE=DATE:20310902",
        "SUMMARY;LANGUAGE=en:Ten berths in Port Amber\\; all\\, of them",
        "DESCRIPTION;LANGUAGE=en:Led by the harbour office.\\nTarget: 10",
        "URL:https://forum.example/en/commitments/1/?a=1,2;b",
        "CATEGORIES;LANGUAGE=en:Ferries\\, ports",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
    ]


def test_a_feed_says_its_name_and_how_often_to_ask_again():
    told = read(feed=Feed("Сроки", "ru", "What is due", "https://forum.example/a.ics", 24))

    assert {name: str(told[name]) for name in ("version", "name", "x-wr-calname", "source")} == {
        "version": "2.0",
        "name": "Сроки",
        "x-wr-calname": "Сроки",
        "source": "https://forum.example/a.ics",
    }
    assert told["name"].params["LANGUAGE"] == "ru"
    assert told["refresh-interval"].dt == timedelta(hours=24)


def test_moments_are_in_utc_and_whole_seconds():
    later = datetime(2031, 9, 1, 1, 30, 0, 7, tzinfo=timezone(timedelta(hours=3)))
    event = read(Day("a", date(2031, 9, 1), "A", later)).events[0]

    assert event["dtstamp"].dt == datetime(2031, 8, 31, 22, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="no offset"):
        read(Day("a", date(2031, 9, 1), "A", NOON.replace(tzinfo=None)))


def test_a_day_that_moved_keeps_its_identity_and_one_that_fell_away_is_struck_out():
    moved = Day(BERTHS.uid, date(2031, 12, 1), BERTHS.title, NOON + timedelta(days=3), is_off=True)

    before, after = read(BERTHS).events[0], read(moved).events[0]
    assert before["uid"] == after["uid"]
    assert after["dtstamp"].dt > before["dtstamp"].dt
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")


def test_two_days_of_one_identity_are_refused():
    with pytest.raises(ValueError, match="two days have the identity"):
        read(BERTHS, BERTHS)


def test_the_same_days_give_the_same_bytes_and_the_last_day_of_all_can_be_told():
    assert write_calendar(FEED, [BERTHS]) == write_calendar(FEED, [BERTHS])
    assert read(Day("z", date.max, "Z", NOON)).events[0]["dtstart"].dt == date.max


@given(title=WORDS, about=st.text(max_size=200))
def test_no_words_break_a_line_or_change_on_the_way(title, about):
    told = write_calendar(FEED, [Day("a", date(2031, 9, 1), title, NOON, about=about)])

    lines = told.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(byte in told.replace(b"\r\n", b"") for byte in b"\r\n\x00\x0b")
    [event] = Calendar.from_ical(told).events
    cleaned = KEPT.sub("", re.sub("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", title))
    assert str(event["summary"]) == " ".join(cleaned.split())
    assert "BEGIN:VEVENT" not in str(event.get("description", "")) or "BEGIN:VEVENT" in about


@given(WORDS)
def test_a_line_that_looks_like_a_property_stays_words(words):
    hostile = f"{words}\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:EMAIL"
    told = read(Day("a", date(2031, 9, 1), hostile, NOON, about=hostile))

    assert len(told.events) == 1
    assert not told.walk("VALARM")


def test_a_backslash_before_n_is_no_end_of_a_line():
    assert str(read(Day("a", date(2031, 9, 1), r"C:\New\name", NOON)).events[0]["summary"]) == (
        r"C:\New\name"
    )
