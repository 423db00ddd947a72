"""A forum in a file is solved and checked from the command line, without settings or database."""

import json

import pytest
import typer
from typer.testing import CliRunner

from folkmoot.project.cli import timetable
from tests.engines.timetable.test_problem import TOLD


@pytest.fixture
def ask(tmp_path):
    """Ask for a command about a problem; its exit code, its JSON and its complaints."""
    app = typer.Typer()
    timetable.register(app)
    app.callback()(lambda: None)

    def run(command, told, *arguments):
        file = tmp_path / "forum.json"
        file.write_text(json.dumps(told))
        done = CliRunner().invoke(app, ["timetable", command, str(file), *arguments])
        return done.exit_code, json.loads(done.stdout) if done.stdout else None, done.stderr

    return run


def test_a_check_tells_findings_and_ends_with_1_for_a_hard_one(ask):
    late = {**TOLD["placements"][0], "starts_at": "2031-09-10T15:45Z"}

    code, told, _said = ask("check", {**TOLD, "placements": [late]}, "--json")

    assert code == 1
    (finding,) = told["findings"]
    assert finding == {
        "rule": "outside_hours",
        "label": "Outside the opening hours",
        "severity": "hard",
        "sessions": ["opening"],
        "room": "crypt",
        "person": "",
        "what": "west",
        "roles": [],
        "span": {"from": "2031-09-10T16:30Z", "until": "2031-09-10T16:45Z"},
        "wanted": None,
        "there": 15,
    }


def test_a_forum_is_solved_and_written_again_with_its_places(ask, tmp_path):
    out = tmp_path / "solved.json"

    code, told, _said = ask("solve", TOLD, "--json", "--seconds", "20", "--out", str(out))

    assert code == 0
    (solution,) = told["solutions"]
    assert (solution["is_complete"], solution["unplaced"]) == (True, [])
    assert (told["seed"], told["seconds_allowed"]) == (1, 20.0)
    written = json.loads(out.read_text())
    assert written["placements"] == solution["placements"]
    assert ask("check", written, "--json")[0] == 0


def test_what_has_no_place_is_told_with_its_reasons_and_ends_with_1(ask):
    crowd = {**TOLD["sessions"][1], "expected": 5000}

    code, told, _said = ask(
        "solve", {**TOLD, "sessions": [TOLD["sessions"][0], crowd]}, "--json", "--seconds", "5"
    )

    assert code == 1
    (left,) = told["solutions"][0]["unplaced"]
    assert (left["session"], left["is_impossible"]) == ("talk", True)
    # The other room would be large enough, but the session asks for this one.
    needed = {one["rule"] for one in left["obstacles"] if one["is_needed"]}
    assert needed == {"capacity", "place_not_allowed"}


def test_a_file_with_a_wrong_value_is_refused_with_its_path(ask):
    code, _told, said = ask("check", {**TOLD, "edition": {"zone": "Minsk"}})

    assert code == 1
    assert said == "forum.json: edition.zone: 'Minsk' is not the name of a time zone\n"
