"""A timetable by day, as a grid and by the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.timetable.views import (
    DayEntry,
    Grid,
    GridCell,
    GridColumn,
    GridRow,
    NowAndNext,
    Slot,
    assign_lanes,
    group_by_day,
    lay_out,
    now_and_next,
)

WARSAW = ZoneInfo("Europe/Warsaw")
TENTH = date(2031, 9, 10)


def at(day, hour, minute=0):
    """A moment by the clocks of Warsaw."""
    return datetime(2031, 9, day, hour, minute, tzinfo=WARSAW).astimezone(UTC)


def test_a_session_across_midnight_is_on_both_days_and_marked_on_the_second():
    night = Slot("night", at(10, 22), at(11, 1))
    opening = Slot("opening", at(10, 9), at(10, 10))
    until_midnight = Slot("until", at(10, 23), at(11, 0))

    assert group_by_day([night, until_midnight, opening], WARSAW) == (
        (
            TENTH,
            (DayEntry("opening", False), DayEntry("night", False), DayEntry("until", False)),
        ),
        (date(2031, 9, 11), (DayEntry("night", True),)),
    )


def test_the_day_is_that_of_the_zone_asked_for():
    slot = Slot("late", at(10, 23), at(10, 23, 30))

    assert [day for day, _entries in group_by_day([slot], WARSAW)] == [TENTH]
    assert [day for day, _entries in group_by_day([slot], ZoneInfo("Asia/Tbilisi"))] == [
        date(2031, 9, 11)
    ]


def test_the_grid_spans_rows_and_puts_overlaps_side_by_side():
    slots = [
        Slot("long", at(10, 9), at(10, 12), ("quay",)),
        Slot("short", at(10, 10), at(10, 11), ("quay",)),
        Slot("bridge", at(10, 11), at(10, 12), ("dome", "attic")),
        Slot("nowhere", at(10, 9), at(10, 12)),
    ]

    grid = lay_out(slots, ("empty", "quay", "dome"), TENTH, WARSAW)

    assert grid == Grid(
        columns=(GridColumn("quay", 2), GridColumn("dome", 1)),
        rows=(
            GridRow(
                at(10, 9),
                (
                    GridCell("quay", 0, "long", 3),
                    GridCell("quay", 1, None, 1),
                    GridCell("dome", 0, None, 2),
                ),
            ),
            GridRow(at(10, 10), (GridCell("quay", 1, "short", 1),)),
            GridRow(at(10, 11), (GridCell("quay", 1, None, 1), GridCell("dome", 0, "bridge", 1))),
        ),
    )


def test_the_grid_is_cut_at_the_ends_of_the_day_and_says_so():
    slots = [
        Slot("before", at(9, 23), at(10, 1), ("quay",)),
        Slot("after", at(10, 23), at(11, 1), ("quay",)),
    ]

    cells = [cell for row in lay_out(slots, ("quay",), TENTH, WARSAW).rows for cell in row.cells]

    assert cells == [
        GridCell("quay", 0, "before", 1, began_before=True),
        GridCell("quay", 0, None, 1),
        GridCell("quay", 0, "after", 1, goes_on=True),
    ]


def test_a_day_without_sessions_has_an_empty_grid():
    assert lay_out([], ("quay",), TENTH, WARSAW) == Grid((), ())


slots = st.lists(
    st.builds(
        lambda number, start, length, halls: Slot(
            f"s{number}", at(9, 18) + timedelta(minutes=30 * start),
            at(9, 18) + timedelta(minutes=30 * (start + length)), tuple(sorted(halls)),
        ),
        st.integers(0, 10_000), st.integers(0, 80), st.integers(1, 20),
        st.sets(st.sampled_from(["quay", "dome", "attic"])),
    ),
    max_size=15,
    unique_by=lambda slot: slot.key,
)  # fmt: skip


@given(slots)
def test_every_row_of_a_grid_is_filled_exactly(chosen):
    grid = lay_out(chosen, ("quay", "dome", "attic"), TENTH, WARSAW)

    width = sum(column.lanes for column in grid.columns)
    open_spans = []
    for row in grid.rows:
        open_spans = [left - 1 for left in open_spans if left > 1]
        open_spans += [cell.rows for cell in row.cells]
        assert len(open_spans) == width
    assert all(left == 1 for left in open_spans)


@given(slots)
def test_no_two_sessions_of_a_lane_overlap_and_none_is_lost(chosen):
    lanes = assign_lanes(chosen)

    assert sorted(slot.key for lane in lanes for slot in lane) == sorted(s.key for s in chosen)
    for lane in lanes:
        assert all(one.ends_at <= two.starts_at for one, two in zip(lane, lane[1:], strict=False))


def test_now_is_half_open_and_next_is_everything_at_the_next_start():
    chosen = [
        Slot("later", at(10, 12), at(10, 13)),
        Slot("a", at(10, 9), at(10, 10)),
        Slot("b", at(10, 10), at(10, 11)),
        Slot("c", at(10, 11), at(10, 12)),
        Slot("d", at(10, 11), at(10, 13)),
    ]

    assert now_and_next(chosen, at(10, 10)) == NowAndNext(("b",), ("c", "d"), at(10, 11))
    assert now_and_next(chosen, at(10, 14)) == NowAndNext((), (), None)
