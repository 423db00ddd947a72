"""What a schedule pays for: rule by rule on a small conference, and the published figures."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from folkmoot.engines.timetable.conference import (
    Conference,
    Finding,
    Rule,
    Schedule,
    read_conference,
    read_schedule,
    score,
    write_schedule,
)
from tests.timetable.conference_workbooks import write_workbook

FOLDER = Path(
    os.environ.get("FOLKMOOT_TEST_CONFERENCES")
    or Path(__file__).resolve().parents[3] / "shared" / "bench" / "conferences"
)
# Scored by the scorer of the library that published them.
PUBLISHED = {
    "N2OR.exact": 2,
    "N2OR.extended": 2,
    "GECCO19.exact": 1_000_116,
    "GECCO19.extended": 2_000_007,
    "GECCO20.exact": 6_298,
    "GECCO20.extended": 7_768,
    "OR60F.exact": 1_664,
    "OR60F.extended": 433,
    "OR60F2.exact": 1_660,
}
WIND, GRID, FERRY, RAIL, CHOIR = range(5)
ENERGY, TRADE, YOUTH = range(3)


@pytest.fixture
def forum(tmp_path) -> Conference:
    return read_conference(
        write_workbook(
            tmp_path / "forum.xlsx",
            talk_columns={"Mon1": (5, None, None, None, None), "Loft": (None, None, 7, None, None)},
            sheets={
                "tracks_sessions|penalty": [(None, "Mon1"), ("Youth", 4)],
                "tracks_rooms|penalty": [(None, "Loft"), ("Trade", 3)],
                "sessions_rooms|penalty": [(None, "Loft"), ("Mon2", 2)],
                "similar tracks": [(None, "Trade"), ("Energy", 6), ("Trade", None)],
            },
        )
    )


def fine() -> Schedule:
    """Everything in its place: Energy on Monday, Trade in the morning, Youth at night."""
    return Schedule(
        cells=((ENERGY, None), (ENERGY, None), (TRADE, YOUTH)),
        slots=(
            ((WIND, None), (None, None)),
            ((GRID, GRID), (None, None)),
            ((FERRY, RAIL, None), (None, None, CHOIR)),
        ),
    )


def crowded() -> Schedule:
    """As much as possible at once."""
    return Schedule(
        cells=((ENERGY, TRADE), (YOUTH, TRADE), (ENERGY, ENERGY)),
        slots=(
            ((WIND, None), (FERRY, None)),
            ((CHOIR, None), (RAIL, None)),
            ((GRID, GRID, None), (None, None, None)),
        ),
    )


def test_a_schedule_pays_for_what_each_rule_finds_and_says_so(forum):
    told = score(forum, crowded())

    assert told.faults == ()
    assert told.findings == (
        Finding(Rule.TRACK_ROOM, "Trade: Mon1, Loft", 3),
        Finding(Rule.TRACK_ROOM, "Trade: Mon2, Loft", 3),
        Finding(Rule.SESSION_ROOM, "Mon2, Loft", 2),
        Finding(Rule.SIMILAR_TRACKS, "Energy, Trade: Mon1", 6),
        Finding(Rule.ROOMS_PER_TRACK, "Energy: Harbour, Loft", 1),
        Finding(Rule.PARALLEL_TRACK, "Energy: Tue1", 2),
        Finding(Rule.CONSECUTIVE, "Energy: Mon1, Tue1", 3),
        Finding(Rule.TIME_ZONE, "grid: Tue1, Harbour", 1),
        Finding(Rule.TIME_ZONE, "grid: Tue1, Harbour", 1),
        Finding(Rule.SUBMISSION_SESSION, "wind: Mon1, Harbour", 5),
        Finding(Rule.SUBMISSION_ROOM, "ferry: Mon1, Loft", 7),
        Finding(Rule.PRESENTERS, "wind, ferry: Mon1", 1000),
    )
    assert told.total == 1034
    assert told.by_rule[Rule.TIME_ZONE] == 2


def test_order_counts_places_and_ordered_talks_at_once(forum):
    swapped = replace(
        fine(),
        cells=((ENERGY, ENERGY), (None, None), (TRADE, YOUTH)),
        slots=(
            ((GRID, GRID), (None, WIND)),
            ((None, None), (None, None)),
            ((FERRY, RAIL, None), (None, None, CHOIR)),
        ),
    )

    told = [one for one in score(forum, swapped).findings if one.rule is Rule.ORDER]

    assert told == [
        Finding(Rule.ORDER, "Energy: grid is number 1, not 2", 1),
        Finding(Rule.ORDER, "Energy: wind is number 2, not 1", 1),
        Finding(Rule.ORDER, "wind, grid: Mon1, slot 2", 1),
    ]


def test_a_rule_of_weight_zero_finds_nothing(forum):
    off = replace(forum, weights=dict.fromkeys(Rule, 0))

    assert score(off, crowded()).findings == ()


def test_people_wanted_at_once_count_for_every_slot_they_share(forum):
    only = {**dict.fromkeys(Rule, 0), Rule.PRESENTERS_AT_ONCE: 9, Rule.ATTENDEES_AT_ONCE: 4}
    strict = replace(forum, weights=only)
    schedule = Schedule(
        cells=((ENERGY, YOUTH), (TRADE, TRADE), (None, None)),
        slots=(
            ((GRID, GRID), (None, CHOIR)),
            ((FERRY, None), (RAIL, None)),
            ((None, None, None), (None, None, None)),
        ),
    )

    assert score(strict, schedule).findings == (
        Finding(Rule.PRESENTERS_AT_ONCE, "grid, choir: Mon1, slot 2", 9),
        Finding(Rule.ATTENDEES_AT_ONCE, "ferry, rail: Mon2, slot 1", 4),
    )


def test_chairs_in_common_count_for_each_pair_of_cells(tmp_path):
    shared = (("Energy", "Vesna Holt"), ("Trade", "Vesna Holt"), ("Youth", None))
    forum = read_conference(write_workbook(tmp_path / "forum.xlsx", tracks=shared))

    told = [one for one in score(forum, crowded()).findings if one.rule is Rule.CHAIRS]

    assert told == [Finding(Rule.CHAIRS, "Energy, Trade: Mon1", 500)]


def test_what_is_missing_short_torn_or_misplaced_makes_a_schedule_incomplete(forum):
    schedule = Schedule(
        cells=((ENERGY, TRADE), (None, TRADE), (ENERGY, None)),
        slots=(
            ((WIND, None), (FERRY, CHOIR)),
            ((None, None), (FERRY, None)),
            ((GRID, None, GRID), (None, None, None)),
        ),
    )

    assert score(forum, schedule).faults == (
        "grid is interrupted in Tue1, Harbour.",
        "ferry has 2 time slots and needs 1.",
        "ferry is torn between several sessions or rooms.",
        "rail is not scheduled.",
        "choir is in Mon1, Loft, which its track does not hold.",
    )


def test_a_written_schedule_reads_back_the_same(forum, tmp_path):
    path = tmp_path / "solution.xlsx"

    for schedule in (fine(), crowded()):
        write_schedule(forum, schedule, path)

        assert read_schedule(forum, path) == schedule


def test_a_schedule_is_written_as_the_library_writes_it(forum, tmp_path):
    from openpyxl import load_workbook

    write_schedule(forum, crowded(), tmp_path / "solution.xlsx")

    book = load_workbook(tmp_path / "solution.xlsx")
    assert book.sheetnames == ["sol", "violations"]
    assert list(book["sol"].iter_rows(values_only=True)) == [
        (None, "Harbour", "Loft"),
        ("Mon1", "Energy", "Trade"),
        ("Mon2", "Youth", "Trade"),
        ("Tue1", "Energy", "Energy"),
        (None, None, None),
        ("Mon1", "wind", "ferry"),
        ("Mon1", None, None),
        ("Mon2", "choir", "rail"),
        ("Mon2", None, None),
        ("Tue1", "grid", None),
        ("Tue1", "grid", None),
        ("Tue1", None, None),
    ]
    assert book["violations"]["A2"].value == "Objective Value = 1034"


@pytest.mark.skipif(
    not (FOLDER / "solutions").is_dir(),
    reason="set FOLKMOOT_TEST_CONFERENCES to the folder of conferences",
)
@pytest.mark.parametrize("name", PUBLISHED)
def test_published_solutions_cost_what_their_library_says(name, tmp_path):
    forum = read_conference(FOLDER / f"{name.split('.')[0]}.xlsx")
    schedule = read_schedule(forum, FOLDER / "solutions" / f"{name}.xlsx")

    told = score(forum, schedule)
    write_schedule(forum, schedule, tmp_path / "again.xlsx")

    assert (told.total, told.faults) == (PUBLISHED[name], ())
    assert read_schedule(forum, tmp_path / "again.xlsx") == schedule
