"""A programme as a calendar: read back by another hand, in the zones of its venues."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from folkmoot.engines.interchange.calendar_parts import Feed
from folkmoot.engines.interchange.programme_calendars import write_programme_calendar
from folkmoot.engines.interchange.programmes import Item, Programme
from tests.engines.interchange.programme_making import EVENING, RELEASED, TOWER, item, programme

FEED = Feed(
    name="Forum of Rivers",
    language="en",
    address="https://forum.example/data/programme.ics",
    page="https://forum.example/",
)


def written(told: Programme, *, with_edition: bool = True) -> bytes:
    return write_programme_calendar(FEED, told, with_edition=with_edition)


def read(*items: Item) -> Any:
    return Calendar.from_ical(written(programme(*items)))


def event(*items: Item) -> Any:
    return read(*items).events[-1]


def test_the_feed_says_what_it_is_where_it_is_from_and_when_to_ask_again() -> None:
    calendar = read()

    assert (calendar["NAME"], calendar["X-WR-CALNAME"], calendar["METHOD"]) == (
        "Forum of Rivers", "Forum of Rivers", "PUBLISH",
    )  # fmt: skip
    assert (calendar["SOURCE"], calendar["URL"]) == (FEED.address, FEED.page)
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=12)
    assert calendar["LAST-MODIFIED"].dt == RELEASED.replace(microsecond=0)


def test_every_session_but_a_break_is_in_it_and_the_edition_takes_whole_days() -> None:
    calendar = read()

    assert [str(one["SUMMARY"]) for one in calendar.events] == [
        "Forum of Rivers", "Opening, of; the \\ lamps", "Шлюзы и паромы", "No end", "No place",
        "Only a day", "Called off", "Exhibition",
    ]  # fmt: skip
    edition = calendar.events[0]
    assert (edition["DTSTART"].dt, edition["DTEND"].dt) == (date(2031, 3, 29), date(2031, 3, 31))
    assert edition["TRANSP"] == "TRANSPARENT"
    without = Calendar.from_ical(written(programme(), with_edition=False))
    assert len(without.events) == len(calendar.events) - 1


def test_each_zone_that_is_used_is_described_and_times_are_those_of_the_venue() -> None:
    calendar = read()

    zones = {str(one["TZID"]) for one in calendar.timezones}
    used = {
        one["DTSTART"].params["TZID"] for one in calendar.events if "TZID" in one["DTSTART"].params
    }
    assert zones == used == {"Europe/Berlin", "Asia/Irkutsk"}
    opening = calendar.events[1]
    # Three hours of a night in which the hands go over one.
    assert (opening["DTSTART"].to_ical(), opening["DTEND"].to_ical()) == (
        b"20310329T230000", b"20310330T030000",
    )  # fmt: skip
    assert opening["DTEND"].dt.astimezone(UTC) == EVENING + timedelta(hours=3)


def test_the_described_zone_knows_the_night_in_which_clocks_change() -> None:
    zone = next(one for one in read().timezones if one["TZID"] == "Europe/Berlin").to_tz()

    offsets = [
        datetime(2031, 3, day, 12, tzinfo=zone).utcoffset() for day in (29, 30)
    ]  # fmt: skip
    assert offsets == [timedelta(hours=1), timedelta(hours=2)]


def test_a_session_without_a_time_takes_the_day_and_one_without_a_day_is_left_out() -> None:
    told = event(item(1, "Quay", on=date(2031, 3, 30), place="on the quay"))

    assert (told["DTSTART"].dt, told["DTEND"].dt) == (date(2031, 3, 30), date(2031, 3, 31))
    assert told["LOCATION"] == "on the quay"
    assert [str(one["SUMMARY"]) for one in read(item(1, "Some time")).events] == ["Forum of Rivers"]


def test_an_end_that_is_not_stated_is_an_hour_later_because_readers_drop_what_has_none() -> None:
    told = event(item(1, "Open end", starts_at=EVENING, halls=(TOWER,)))

    assert told["DTEND"].dt - told["DTSTART"].dt == timedelta(hours=1)


def test_a_cancelled_session_stays_says_so_and_offers_no_stream() -> None:
    told = event(
        item(1, "Off", starts_at=EVENING, halls=(TOWER,), is_cancelled=True, revision=3,
             stream="https://stream.example/1")
    )  # fmt: skip

    assert (told["STATUS"], told["SEQUENCE"], "CONFERENCE" in told) == ("CANCELLED", 3, False)


def test_a_bridge_names_every_place_and_its_stream() -> None:
    told = read().events[1]

    assert told["LOCATION"] == (
        "Great hall, River House, Quay 1, Rivermouth, Rivermouth; "
        "Upper room, Gate Tower, Steppe Gate"
    )
    assert (told["CONFERENCE"], told["CONFERENCE"].params["VALUE"]) == (
        "https://stream.example/1?a=1&b=2", "URI",
    )  # fmt: skip
    assert b"FEATURE=AUDIO,VIDEO" in written(programme()).replace(b"\r\n ", b"")
    assert [str(one.cats[0]) for one in told["CATEGORIES"]] == ["Rivers & roads", "Plenary session"]
    assert (told["COLOR"], told["GEO"].to_ical()) == ("teal", "53.5;9.9")


def test_lines_have_at_most_75_octets_and_the_same_programme_gives_the_same_bytes() -> None:
    lines = written(programme()).split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)
    assert written(programme()) == written(programme())
