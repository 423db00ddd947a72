"""A timetable moved by days keeps what the clocks on the wall show."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from folkmoot.engines.timetable.shifting import shift_moment, shift_span, shift_stated

WARSAW = ZoneInfo("Europe/Warsaw")
ZONES = ("Europe/Warsaw", "Asia/Tbilisi", "America/New_York", "Australia/Lord_Howe", "UTC")


@given(
    st.integers(0, 20 * 365 * 24 * 60),
    st.integers(-4000, 4000),
    st.sampled_from(ZONES),
)
def test_time_of_day_and_number_of_days_are_kept_in_every_zone(minutes, days, name):
    zone = ZoneInfo(name)
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    wall = moment.astimezone(zone).replace(tzinfo=None, fold=0)
    wanted = wall + timedelta(days=days)
    there_and_back = wanted.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    assume(there_and_back.replace(tzinfo=None) == wanted)  # clocks skip no such time that day

    moved = shift_moment(moment, days, zone)

    assert moved.astimezone(zone).replace(tzinfo=None, fold=0) == wanted
    assert moved.tzinfo is UTC


def test_a_session_stays_at_ten_across_the_end_of_summer_time():
    start = datetime(2031, 10, 20, 8, tzinfo=UTC)

    moved = shift_span(start, start + timedelta(hours=2), 14, WARSAW)

    assert moved == (
        datetime(2031, 11, 3, 9, tzinfo=UTC),
        datetime(2031, 11, 3, 11, tzinfo=UTC),
    )


def test_a_session_in_the_hour_that_clocks_skip_still_ends_after_it_starts():
    start = datetime(2031, 3, 29, 1, 30, tzinfo=UTC)  # 02:30 on the wall
    end = datetime(2031, 3, 29, 2, 0, tzinfo=UTC)  # 03:00 on the wall

    moved_start, moved_end = shift_span(start, end, 1, WARSAW)

    assert moved_start == datetime(2031, 3, 30, 1, 30, tzinfo=UTC)
    assert moved_end == datetime(2031, 3, 30, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "moved"),
    [
        ("2031-09-10", "2031-09-17"),
        ("2031-09-10/2031-09-12", "2031-09-17/2031-09-19"),
        ("2031-09", ""),
        ("2031-22", ""),
        ("2031-09-10~", ""),
        ("2031-09-10/..", ""),
        ("", ""),
    ],
)
def test_a_stated_day_moves_and_what_is_less_exact_is_dropped(stated, moved):
    assert shift_stated(stated, 7) == moved
