"""Workbooks of conferences: what is read, what may be missing, and how faults are told."""

from datetime import date, time

import pytest

from folkmoot.engines.timetable.conference import (
    Rule,
    Session,
    Submission,
    Track,
    WorkbookFault,
    read_conference,
)
from tests.timetable.conference_workbooks import ROOMS, TALKS, write_workbook


def test_a_conference_is_read_with_its_people_times_and_penalties(tmp_path):
    path = write_workbook(
        tmp_path / "forum.xlsx",
        talk_columns={"Mon1": (5, None, None, None, None), "Loft": (None, None, 7, None, None)},
        sheets={
            "tracks_sessions|penalty": [(None, "Tue1"), ("Trade", 4)],
            "similar tracks": [
                (None, "Energy", "Trade", "Youth"),
                ("Energy", None, 6, None),
                ("Trade", None, None, None),
                ("Youth", None, 2, None),
            ],
        },
    )

    forum = read_conference(path)

    assert forum.sessions[2] == Session("Tue1", 3, date(2031, 5, 20), time(20), time(22))
    assert forum.rooms == ROOMS
    assert forum.tracks[0] == Track("Energy", frozenset({"Vesna Holt"}))
    assert forum.submissions[3] == Submission(
        "rail", 1, 1, 0, "GMT+3", frozenset({"Ilo Reed", "Per Moor"}), frozenset()
    )
    assert (forum.slots_offered, forum.slots_needed) == (14, 6)
    assert (forum.weights[Rule.PARALLEL_TRACK], forum.weights[Rule.ATTENDEES_AT_ONCE]) == (2, 0)
    assert forum.track_session == ((0, 0, 0), (0, 0, 4), (0, 0, 0))
    assert forum.similar == ((0, 6, 0), (6, 0, 2), (0, 2, 0))
    assert forum.submission_session[0] == (5, 0, 0)
    assert forum.submission_room[2] == (0, 7)
    # At 20:00 to 22:00 here it is past suitable hours, and three hours later past all hours.
    assert forum.submission_zone[:4] == ((0, 0, 1), (0, 0, 1), (0, 0, 1), (0, 0, 10))


def test_people_wanted_twice_are_presenters_attendees_and_chairs(tmp_path):
    forum = read_conference(write_workbook(tmp_path / "forum.xlsx"))

    # Una Ash presents "wind" and "ferry"; Vesna Holt chairs both talks of Energy and presents
    # "choir"; Per Moor hears "ferry" and presents "rail".
    assert forum.presenter_pairs == ((0, 2), (0, 4), (1, 4))
    assert forum.attendee_pairs == ((2, 3),)
    assert forum.chair_pairs == ()


def test_a_conference_needs_neither_penalties_nor_optional_columns(tmp_path):
    path = write_workbook(
        tmp_path / "bare.xlsx",
        without=("parameters", "submissions"),
        sheets={"Submissions ": [("Reference", "Track"), ("wind", "Energy"), (7, "Trade ")]},
        tracks=(("Energy",), ("Trade",)),
        sessions=(("Mon1", 2),),
    )

    forum = read_conference(path)

    assert [one.name for one in forum.submissions] == ["wind", "7"]
    assert forum.submissions[1] == Submission("7", 1)
    assert set(forum.weights.values()) == {0}


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"without": ("rooms",)}, ("", 0, ""), "the sheet 'rooms' is missing"),
        (
            {"talks": (*TALKS, ("late", "Sport", 1, 0, None, None, None))},
            ("submissions", 7, "B"),
            "there is no track 'Sport'",
        ),
        (
            {"talks": (*TALKS, ("wind", "Youth", 1, 0, None, None, None))},
            ("submissions", 7, "A"),
            "'wind' stands in row 2 already",
        ),
        (
            {"talks": (("wind", "Energy", "two", 0, None, None, None),)},
            ("submissions", 2, "C"),
            "'two' is not a number",
        ),
        (
            {"talks": (("wind", "Energy", 1, 0, "Moon", None, None),)},
            ("submissions", 2, "E"),
            "'Moon' is not a time zone such as GMT+2",
        ),
        (
            {"talk_columns": {"Mon9": (1, 1, 1, 1, 1)}},
            ("submissions", 1, "H"),
            "'Mon9' is neither a session nor a room",
        ),
        (
            {"sheets": {"sessions_rooms|penalty": [(None, "Harbour"), ("Mon1", -3)]}},
            ("sessions_rooms|penalty", 2, "B"),
            "-3 is less than 0",
        ),
        (
            {"sheets": {"tracks_rooms|penalty": [(None, "Harbour"), ("Sport", 3)]}},
            ("tracks_rooms|penalty", 2, "A"),
            "'Sport' is unknown, or stands there twice",
        ),
        (
            {"weights": {"Similar Tracks:": 0.5}},
            ("parameters", 5, "E"),
            "0.5 is not a whole number",
        ),
        (
            {"sessions": (("Mon1", 2, None, "noon", None),)},
            ("sessions", 2, "D"),
            "'noon' is not a time of day",
        ),
        ({"talks": ()}, ("submissions", 0, ""), "there are no submissions"),
    ],
)
def test_a_fault_names_sheet_row_and_column(tmp_path, changes, place, said):
    path = write_workbook(tmp_path / "faulty.xlsx", **changes)

    with pytest.raises(WorkbookFault) as refusal:
        read_conference(path)

    fault = refusal.value
    assert ((fault.sheet, fault.row, fault.column), fault.said) == (place, said)


def test_what_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "notes.xlsx"
    path.write_text("not a workbook")

    with pytest.raises(WorkbookFault, match="cannot be read as a workbook"):
        read_conference(path)
