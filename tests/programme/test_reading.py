"""A programme read by day, by city, as a grid and by the clock."""

from datetime import UTC, date, datetime

import pytest

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.queries import timetable
from folkmoot.rooms.programme.queries.draft import programme_to_release
from folkmoot.rooms.registry.models import City
from tests.programme.conftest import NOON, at, text

pytestmark = pytest.mark.django_db
TENTH = date(2031, 9, 10)


@pytest.fixture
def programme(forum):
    """A night in one city, a bridge of both, one day without a time, one month, one nowhere."""
    forum.session("Bridge", rooms=(forum.quay, forum.dome), starts_at=at(10, 8), ends_at=at(10, 9))
    forum.session("Night", rooms=(forum.dome,), starts_at=at(10, 19), ends_at=at(10, 23, 30))
    forum.session("Tour", on_date="2031-09-11", city=forum.port)
    forum.session("Sometime", on_date="2031-09")
    forum.session("Call", starts_at=at(10, 9))
    return programme_to_release(forum.edition)


def names(sessions):
    return [str(one.title) for one in sessions]


def test_days_are_those_of_the_edition_and_untimed_sessions_stand_on_their_day(programme):
    days = [
        (day.day, [(str(e.session.title), e.is_continued) for e in day.entries], names(day.untimed))
        for day in timetable.by_day(programme)
    ]

    assert days == [
        (TENTH, [("Bridge", False), ("Call", False), ("Night", False)], []),
        (date(2031, 9, 11), [("Night", True)], ["Tour"]),
    ]
    assert names(timetable.undated(programme)) == ["Sometime"]


def test_a_bridge_is_in_the_programme_of_each_of_its_cities_by_their_own_days(programme):
    cities = [
        (
            str(one.city.name) if one.city else "",
            one.time_zone,
            [(day.day, names(e.session for e in day.entries)) for day in one.days],
            names(one.undated),
        )
        for one in timetable.by_city(programme)
    ]

    eleventh = date(2031, 9, 11)
    assert cities == [
        ("Port Amber", "Europe/Warsaw", [(TENTH, ["Bridge"]), (eleventh, [])], []),
        ("Mount Slate", "Asia/Tbilisi", [(TENTH, ["Bridge", "Night"]), (eleventh, ["Night"])], []),
        ("", "Europe/Warsaw", [(TENTH, ["Call"])], ["Sometime"]),
    ]


def test_the_grid_has_the_halls_in_order_and_names_what_has_no_hall(programme, forum):
    grid = timetable.grid(programme, TENTH)

    assert [str(grid.rooms[column.key].name) for column in grid.grid.columns] == [
        "Quay Hall", "Dome",
    ]  # fmt: skip
    cells = [
        (str(grid.rooms[cell.column].name), str(grid.sessions[cell.key].title), cell.goes_on)
        for row in grid.grid.rows
        for cell in row.cells
        if cell.key
    ]
    assert cells == [
        ("Quay Hall", "Bridge", False), ("Dome", "Bridge", False), ("Dome", "Night", True),
    ]  # fmt: skip
    assert names(grid.elsewhere) == ["Call"]


def test_now_and_next_are_told_for_each_city_by_its_own_clock(programme):
    moment = datetime(2031, 9, 10, 8, 30, tzinfo=UTC)

    told = [
        (
            str(one.city.name) if one.city else "",
            one.local_moment.hour,
            names(one.now),
            names(one.next),
        )
        for one in timetable.now_and_next(programme, moment)
    ]

    assert told == [
        ("Port Amber", 10, ["Bridge"], []),
        ("Mount Slate", 12, ["Bridge"], ["Night"]),
        ("", 10, [], ["Call"]),
    ]


def test_a_start_without_an_end_counts_as_an_hour_and_shows_no_end(programme):
    call = next(one for one in programme.sessions if str(one.title) == "Call")
    moment = datetime(2031, 9, 10, 9, 59, tzinfo=UTC)

    assert call.ends_at is None
    assert names(timetable.now_and_next(programme, moment)[2].now) == ["Call"]
    assert [time.ends_at for time in call.local_times("Europe/Warsaw")] == [None]


def test_what_is_cancelled_is_neither_now_nor_next(forum):
    forum.session("Off", status="cancelled", starts_at=at(10, 8), ends_at=at(10, 9))
    programme = programme_to_release(forum.edition)

    assert timetable.now_and_next(programme, at(10, 8))[0].now == ()
    assert names(e.session for e in timetable.by_day(programme)[0].entries) == ["Off"]


def test_cities_of_one_zone_are_each_told_their_time(forum):
    cape = City.objects.create(
        name=text("Cape Amber"), country=forum.port.country, latitude="54.1", longitude="18.1",
        time_zone="Europe/Warsaw",
    )  # fmt: skip
    values = {
        "edition": forum.edition, "city": cape, "name": text("Cape House"),
        "time_zone": "Europe/Warsaw",
    }  # fmt: skip
    house = services.create_venue(actor=SYSTEM, values=values, at=NOON)
    hall = services.create_room(
        actor=SYSTEM, values={"venue": house, "name": text("Hall")}, at=NOON
    )
    forum.session(rooms=(forum.quay, hall), starts_at=at(10, 8))

    session = programme_to_release(forum.edition).sessions[0]

    assert session.is_bridge
    assert [
        (str(time.city.name), time.starts_at.hour)
        for time in session.local_times("UTC")
        if time.city
    ] == [("Port Amber", 10), ("Cape Amber", 10)]
