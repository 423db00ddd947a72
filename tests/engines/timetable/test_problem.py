"""A forum's timetable problem is read strictly, and written so that nothing is lost."""

import json
from copy import deepcopy
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings

from folkmoot.engines.timetable.problem import (
    Fault,
    LocalTime,
    Placed,
    ProblemUnreadable,
    read_problem,
    write_problem,
)
from tests.engines.timetable.drawn import problems

TOLD = {
    "version": 1,
    "edition": {"name": "Forum", "zone": "Europe/Minsk", "step_minutes": 15},
    "cities": [
        {"key": "east", "hours": [{"day": "2031-09-10", "opens": "09:00", "closes": "24:00"}]},
        {"key": "west", "hours": [{"day": "2031-09-10", "opens": "09:00", "closes": "18:30"}]},
    ],
    "venues": [
        {"key": "arsenal", "city": "east", "zone": "Europe/Minsk"},
        {"key": "chapel", "city": "west", "zone": "Europe/Berlin"},
    ],
    "rooms": [
        {
            "key": "aula",
            "venue": "arsenal",
            "equipment": ["stage"],
            "channels": 2,
            "unavailable": [{"from": "2031-09-10T09:00Z", "until": "2031-09-10T10:00Z"}],
            "capacity": 100,
        },
        {"key": "crypt", "venue": "chapel"},
    ],
    "travel": [{"from": "east", "to": "west", "minutes": 90}],
    "people": [{"key": "ilo", "languages": ["de"]}],
    "sessions": [
        {
            "key": "opening",
            "kind": "plenary",
            "duration_minutes": 60,
            "people": [{"person": "ilo", "role": "interpreter", "city": "west"}],
            "bridge": [{"city": "east", "expected": 80}, {"city": "west"}],
            "days": ["2031-09-10"],
            "blocks": "edition",
        },
        {
            "key": "talk",
            "duration_minutes": 45,
            "expected": 30,
            "strands": ["water"],
            "rooms": ["aula"],
            "after": ["opening"],
        },
    ],
    "placements": [
        {
            "session": "opening",
            "starts_at": {"local": "2031-09-10T10:00", "zone": "Europe/Minsk"},
            "rooms": ["aula", "crypt"],
            "pinned": True,
        }
    ],
}


def test_a_file_in_the_written_form_comes_back_as_it_was():
    assert write_problem(read_problem(TOLD)) == TOLD


def test_a_time_may_be_told_with_its_offset_or_as_the_wall_shows_it():
    told = deepcopy(TOLD)
    told["placements"].append({"session": "talk", "starts_at": "2031-09-10T12:00+03:00"})
    wall = datetime(2031, 9, 10, 10)  # noqa: DTZ001 - as a wall shows it

    assert read_problem(told).placements == (
        Placed(
            "opening",
            datetime(2031, 9, 10, 7, tzinfo=UTC),
            ("aula", "crypt"),
            is_pinned=True,
            stated=LocalTime(wall, "Europe/Minsk"),
        ),
        Placed("talk", datetime(2031, 9, 10, 9, tzinfo=UTC)),
    )


@settings(max_examples=150, deadline=None)
@given(problems())
def test_every_problem_survives_writing_and_reading(problem):
    text = json.dumps(write_problem(problem))

    again = read_problem(json.loads(text))

    assert again == problem
    assert json.dumps(write_problem(again)) == text


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("version",), 2, Fault("version", "should be a whole number from 1 to 1")),
        (
            ("edition", "zone"),
            "Minsk",
            Fault("edition.zone", "'Minsk' is not the name of a time zone"),
        ),
        (
            ("edition", "step_minutes"),
            7,
            Fault("edition.step_minutes", "should be one of 1, 5, 10, 15, 20, 30, 60"),
        ),
        (
            ("cities", 0, "hours", 0, "closes"),
            "24:15",
            Fault("cities[0].hours[0].closes", "should be a time from 00:00 to 24:00"),
        ),
        (
            ("cities", 1, "hours", 0, "closes"),
            "08:00",
            Fault(
                "cities[1].hours[0].closes",
                "should be later than the opening; after midnight is the next day",
            ),
        ),
        (("cities", 1, "hours"), [], Fault("cities[1].hours", "should say when the city is open")),
        (("venues", 1, "city"), "north", Fault("venues[1].city", "'north' is not known")),
        (("rooms", 1, "key"), "aula", Fault("rooms[1].key", "'aula' stands twice")),
        (
            ("rooms", 1, "capacity"),
            True,
            Fault("rooms[1].capacity", "should be a whole number from 0 to 1000000"),
        ),
        (
            ("rooms", 0, "unavailable", 0, "until"),
            "2031-09-10T08:00Z",
            Fault("rooms[0].unavailable[0].until", "should be later than its beginning"),
        ),
        (
            ("sessions", 0, "people", 0, "role"),
            "chair",
            Fault(
                "sessions[0].people[0].role",
                "should be one of: speaker, moderator, interpreter, head_of_delegation, "
                "participant",
            ),
        ),
        (("sessions", 1, "after"), ["talk"], Fault("sessions[1].after[0]", "'talk' is not known")),
        (("sessions", 1, "parent"), "lunch", Fault("sessions[1].parent", "'lunch' is not known")),
        (("sessions", 1, "seats"), 3, Fault("sessions[1].seats", "is not a known field")),
        (
            ("sessions", 0, "days"),
            ["2031-09-31"],
            Fault("sessions[0].days[0]", "should be a day, as 2031-09-10"),
        ),
        (
            ("sessions", 0, "bridge"),
            [{"city": "west"}],
            Fault("sessions[0].bridge", "should name two cities or more, each once"),
        ),
        (
            ("placements", 0, "starts_at"),
            "2031-09-10T10:00",
            Fault(
                "placements[0].starts_at",
                "should be a time with its offset, as 2031-09-10T10:00+03:00, or local",
            ),
        ),
        (
            ("placements", 0, "starts_at", "local"),
            "2031-09-10T10:00Z",
            Fault(
                "placements[0].starts_at.local",
                "should be a time without offset, as 2031-09-10T10:00",
            ),
        ),
        (("people", 0), 5, Fault("people[0]", "should be an object")),
    ],
)
def test_a_wrong_value_is_told_with_its_path(path, value, fault):
    told = deepcopy(TOLD)
    place = told
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    with pytest.raises(ProblemUnreadable) as refused:
        read_problem(told)

    assert fault in refused.value.faults


def test_what_is_missing_is_told_and_all_faults_at_once():
    told = deepcopy(TOLD)
    del told["sessions"][0]["duration_minutes"]
    del told["venues"][0]["zone"]

    with pytest.raises(ProblemUnreadable) as refused:
        read_problem(told)

    assert refused.value.faults == (
        Fault("venues[0].zone", "is missing; it should be a text that is not empty"),
        Fault("venues[0].zone", "'' is not the name of a time zone"),
        Fault(
            "sessions[0].duration_minutes",
            "is missing; it should be a whole number from 1 to 10080",
        ),
    )


@pytest.mark.parametrize("told", [None, [], "forum", 3, {}])
def test_what_is_no_problem_at_all_is_refused_and_nothing_breaks(told):
    with pytest.raises(ProblemUnreadable):
        read_problem(told)


def test_blocks_that_lie_in_each_other_are_refused():
    told = deepcopy(TOLD)
    told["sessions"][0]["parent"] = "talk"
    told["sessions"][1]["parent"] = "opening"

    with pytest.raises(ProblemUnreadable) as refused:
        read_problem(told)

    assert refused.value.faults == (
        Fault("sessions[0].parent", "lies in itself"),
        Fault("sessions[1].parent", "lies in itself"),
    )
