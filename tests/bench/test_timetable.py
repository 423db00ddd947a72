"""The measurement of conferences: what it tells of one, and what it counts as missed."""

import time
from dataclasses import replace

import pytest

from bench.timetable.__main__ import Row, main, measured, table
from folkmoot.engines.timetable.conference import (
    read_conference,
    read_schedule,
    score,
    solve,
    write_schedule,
)
from tests.timetable.conference_workbooks import write_workbook

FINE = Row("Amber", 7, 3, 2, 0.5, 1.25, 4.0, 10.0, 18.0)


def test_a_conference_is_measured_against_the_cheapest_published_solution(tmp_path):
    file = write_workbook(tmp_path / "Amber.xlsx")
    forum = read_conference(file)
    schedule = solve(forum, seconds=20, clock=time.monotonic).schedule
    assert schedule is not None
    (tmp_path / "solutions").mkdir()
    write_schedule(forum, schedule, tmp_path / "solutions" / "Amber.exact.xlsx")

    row = measured(file, seconds=20, seed=1, clock=time.monotonic, keep=tmp_path / "ours")

    assert (row.name, row.published, row.ours, row.better_after) == ("Amber", 1, 1, None)
    kept = read_schedule(forum, tmp_path / "ours" / "Amber.xlsx")
    assert (score(forum, kept).total, score(forum, kept).faults) == (1, ())


def test_late_incomplete_and_no_better_timetables_are_missed():
    late = replace(FINE, complete_after=31.0)
    nothing = replace(FINE, ours=None, complete_after=None, better_after=None)
    unpublished = replace(FINE, published=None, better_after=None)

    assert [len(one.faults) for one in (FINE, late, nothing, unpublished)] == [0, 1, 2, 0]


def test_the_table_tells_what_is_unknown_with_a_dash():
    lines = table([replace(FINE, published=None, better_after=None)]).splitlines()

    assert [cell.strip() for cell in lines[2].split("|")[1:-1]] == [
        "Amber", "-", "3", "2", "0.5", "-", "4.0", "10.0", "18.0",
    ]  # fmt: skip


def test_a_folder_that_is_not_there_is_left_out(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bench.timetable", "--folder", str(tmp_path / "none")])

    assert main() == 0
    assert capsys.readouterr().err.startswith("Left out: no conferences in")


def test_an_unknown_conference_is_told(tmp_path, monkeypatch):
    write_workbook(tmp_path / "Amber.xlsx")
    asked = ["bench.timetable", "--folder", str(tmp_path), "--instance", "Pearl"]
    monkeypatch.setattr("sys.argv", asked)

    with pytest.raises(SystemExit, match="Pearl"):
        main()
