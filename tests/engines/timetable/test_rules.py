"""Rules say what is wrong with a timetable, and nothing that is right."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import Phase, given, settings

from folkmoot.engines.timetable.problem import (
    Blocking,
    BridgeEnd,
    City,
    Edition,
    Hours,
    LocalTime,
    Part,
    Person,
    Placed,
    Problem,
    Role,
    Room,
    Session,
    Span,
    Travel,
    Venue,
)
from folkmoot.engines.timetable.rules import (
    LABELS,
    RULES,
    Board,
    Finding,
    RuleCode,
    Severity,
    find_all,
    find_of,
    find_where,
)
from tests.engines.timetable.drawn import problems
from tests.engines.timetable.naive import broken

DAY = date(2031, 9, 10)
HARD, SOFT = Severity.HARD, Severity.SOFT


def at(hour, minute=0):
    return datetime(2031, 9, 10, hour, minute, tzinfo=UTC)


def forum(sessions, placements, **changes):
    """Two cities an hour and a half apart; open from 8 to 18."""
    hours = (Hours(DAY, 480, 1080),)
    usual = Problem(
        edition=Edition("Forum", "UTC"),
        cities=(City("east", hours), City("west", hours)),
        venues=(Venue("arsenal", "east", "UTC"), Venue("chapel", "west", "UTC")),
        rooms=(
            Room("aula", "arsenal", 100, frozenset({"stage"}), 2),
            Room("attic", "arsenal"),
            Room("crypt", "chapel", 40),
        ),
        travel=(Travel("east", "west", 90),),
        people=(Person("mira"), Person("ilo", frozenset({"de"}))),
        sessions=tuple(sessions),
        placements=tuple(placements),
    )
    return replace(usual, **changes)


def found(problem):
    return list(find_all(Board(problem)))


ONE, TWO = Session("one", 60), Session("two", 60)


def test_a_sound_timetable_breaks_no_rule():
    problem = forum([ONE, TWO], [Placed("one", at(9), ("aula",)), Placed("two", at(10), ("aula",))])

    assert found(problem) == []


def test_a_room_wanted_twice_is_told_once_with_the_overlap():
    problem = forum(
        [ONE, TWO], [Placed("two", at(9, 30), ("aula",)), Placed("one", at(9), ("aula",))]
    )

    assert found(problem) == [
        Finding(
            RuleCode.ROOM_TWICE, HARD, ("one", "two"), room="aula", span=Span(at(9, 30), at(10))
        )
    ]


def test_a_head_of_delegation_in_two_sessions_is_named_with_both_roles():
    sessions = [
        replace(ONE, people=(Part("mira", Role.SPEAKER), Part("mira", Role.HEAD))),
        replace(TWO, people=(Part("mira", Role.MODERATOR, is_remote=True),)),
    ]
    problem = forum(sessions, [Placed("one", at(9), ("aula",)), Placed("two", at(9), ("attic",))])

    assert found(problem) == [
        Finding(
            RuleCode.PERSON_TWICE,
            HARD,
            ("one", "two"),
            person="mira",
            roles=(Role.HEAD, Role.MODERATOR),
            span=Span(at(9), at(10)),
        )
    ]


def test_the_way_between_two_cities_needs_its_time_unless_one_joins_by_video():
    def problem(is_remote):
        sessions = [
            replace(ONE, people=(Part("mira"),)),
            replace(TWO, people=(Part("mira", is_remote=is_remote),)),
        ]
        return forum(sessions, [Placed("one", at(9), ("aula",)), Placed("two", at(11), ("crypt",))])

    assert found(problem(is_remote=True)) == []
    assert found(problem(is_remote=False)) == [
        Finding(
            RuleCode.TRAVEL_TOO_SHORT,
            HARD,
            ("one", "two"),
            person="mira",
            roles=(Role.SPEAKER, Role.SPEAKER),
            span=Span(at(10), at(11)),
            wanted=90,
            there=60,
        )
    ]


def test_somebody_in_the_second_city_of_a_bridge_needs_no_way_there():
    def problem(city):
        bridge = (BridgeEnd("east", 10), BridgeEnd("west", 10))
        sessions = [
            replace(ONE, bridge=bridge, people=(Part("mira", city=city),)),
            replace(TWO, people=(Part("mira"),)),
        ]
        return forum(
            sessions, [Placed("one", at(9), ("aula", "crypt")), Placed("two", at(10), ("crypt",))]
        )

    assert found(problem("west")) == []
    assert [one.rule for one in found(problem(""))] == [RuleCode.TRAVEL_TOO_SHORT]


def test_what_a_room_lacks_is_told_with_what_is_wanted_and_what_is_there():
    session = replace(
        ONE,
        expected=60,
        equipment=frozenset({"stage"}),
        interpretation=frozenset({"de", "fr"}),
        people=(Part("ilo", Role.INTERPRETER),),
        rooms=frozenset({"aula"}),
    )
    problem = forum([session], [Placed("one", at(9), ("crypt",))])

    assert found(problem) == [
        Finding(RuleCode.PLACE_NOT_ALLOWED, HARD, ("one",), room="crypt"),
        Finding(RuleCode.CAPACITY, HARD, ("one",), room="crypt", wanted=60, there=40),
        Finding(RuleCode.EQUIPMENT_MISSING, HARD, ("one",), room="crypt", what="stage"),
        Finding(RuleCode.INTERPRETATION_MISSING, HARD, ("one",), room="crypt", wanted=2, there=0),
        Finding(RuleCode.INTERPRETER_MISSING, SOFT, ("one",), what="fr"),
    ]


def test_a_room_of_unknown_size_is_never_too_small_and_one_of_no_seats_always():
    session = replace(ONE, expected=1)
    stands = [Placed("one", at(9), ("attic",))]
    rooms = (Room("attic", "arsenal", 0),)

    assert found(forum([session], stands)) == []
    assert [one.rule for one in found(forum([session], stands, rooms=rooms))] == [RuleCode.CAPACITY]


def test_a_bridge_tells_the_city_without_a_room():
    bridge = (BridgeEnd("east", 10), BridgeEnd("west", 10))
    problem = forum([replace(ONE, bridge=bridge)], [Placed("one", at(9), ("aula",))])

    assert found(problem) == [Finding(RuleCode.BRIDGE_ROOM_MISSING, HARD, ("one",), what="west")]


def test_hours_are_those_of_the_venues_own_clock():
    venues = (Venue("arsenal", "east", "Europe/Minsk"), Venue("chapel", "west", "UTC"))
    problem = forum([ONE], [Placed("one", at(14, 30), ("aula",))], venues=venues)

    assert found(problem) == [
        Finding(
            RuleCode.OUTSIDE_HOURS,
            HARD,
            ("one",),
            room="aula",
            what="east",
            span=Span(at(15), at(15, 30)),
            there=30,
        )
    ]


def test_nothing_runs_beside_an_opening_in_its_city():
    opening = replace(ONE, blocks=Blocking.CITIES)
    stands = [Placed("one", at(9), ("aula",)), Placed("two", at(9), ("attic",))]
    elsewhere = [Placed("one", at(9), ("aula",)), Placed("two", at(9), ("crypt",))]

    assert found(forum([opening, TWO], elsewhere)) == []
    assert found(forum([opening, TWO], stands)) == [
        Finding(
            RuleCode.BESIDE_BLOCKER,
            HARD,
            ("one", "two"),
            what="east",
            span=Span(at(9), at(10)),
        )
    ]


def test_an_order_names_first_what_should_come_first():
    sessions = [replace(ONE, after=frozenset({"two"})), TWO]
    problem = forum(
        sessions, [Placed("one", at(9), ("aula",)), Placed("two", at(9, 30), ("attic",))]
    )

    assert found(problem) == [
        Finding(
            RuleCode.ORDER_BROKEN,
            HARD,
            ("two", "one"),
            span=Span(at(9), at(10, 30)),
            there=90,
        )
    ]


def test_a_block_and_its_parts_share_what_they_have_but_not_beyond_its_end():
    part = replace(ONE, parent="two", people=(Part("mira"),))
    block = replace(TWO, people=(Part("mira"),), strands=frozenset({"water"}))
    problem = forum(
        [replace(part, strands=frozenset({"water"})), block],
        [Placed("one", at(9, 15), ("aula",)), Placed("two", at(9), ("aula",))],
    )

    assert found(problem) == [
        Finding(
            RuleCode.OUTSIDE_BLOCK,
            HARD,
            ("two", "one"),
            span=Span(at(10), at(10, 15)),
            there=15,
        )
    ]


def test_a_time_that_clocks_skip_and_one_that_they_show_twice_are_pointed_out():
    hours = tuple(Hours(day, 0, 1440) for day in (date(2031, 3, 30), date(2031, 10, 26)))
    venues = (Venue("arsenal", "east", "Europe/Berlin"), Venue("chapel", "west", "UTC"))
    skipped = datetime(2031, 3, 30, 2, 30)  # noqa: DTZ001 - as a wall shows it
    problem = forum(
        [ONE, replace(TWO, duration_minutes=180)],
        [
            Placed(
                "one",
                datetime(2031, 3, 30, 1, 30, tzinfo=UTC),
                ("aula",),
                stated=LocalTime(skipped, "Europe/Berlin"),
            ),
            Placed("two", datetime(2031, 10, 26, 0, 15, tzinfo=UTC), ("aula",)),
        ],
        cities=(City("east", hours), City("west", hours)),
        venues=venues,
    )

    assert [(one.rule, one.sessions, one.what, one.span) for one in found(problem)] == [
        (
            RuleCode.CLOCK_SKIPS,
            ("one",),
            "2031-03-30T02:30",
            Span(
                datetime(2031, 3, 30, 0, 30, tzinfo=UTC), datetime(2031, 3, 30, 1, 30, tzinfo=UTC)
            ),
        ),
        (
            RuleCode.CLOCK_REPEATS,
            ("two",),
            "2031-10-26T02:15",
            Span(
                datetime(2031, 10, 26, 0, 15, tzinfo=UTC),
                datetime(2031, 10, 26, 1, 15, tzinfo=UTC),
            ),
        ),
    ]


def test_a_session_in_the_hand_is_judged_without_being_put_down():
    problem = forum([ONE, TWO], [Placed("one", at(9), ("aula",)), Placed("two", at(11), ("aula",))])
    board = Board(problem)

    told = find_where(board, Placed("two", at(9, 30), ("aula",)))

    assert [one.rule for one in told] == [RuleCode.ROOM_TWICE]
    assert board.placements() == problem.placements


def test_a_night_hour_that_clocks_repeat_is_pointed_out_once():
    hours = (Hours(date(2031, 10, 26), 0, 1440),)
    problem = forum(
        [ONE],
        [Placed("one", datetime(2031, 10, 26, 0, 15, tzinfo=UTC), ("crypt",))],
        cities=(City("east", hours), City("west", hours)),
        venues=(Venue("arsenal", "east", "UTC"), Venue("chapel", "west", "Europe/Berlin")),
    )

    assert [(one.rule, one.what) for one in found(problem)] == [
        (RuleCode.CLOCK_REPEATS, "2031-10-26T02:15")
    ]


@pytest.mark.parametrize("code", RuleCode)
def test_every_rule_has_a_label_and_stands_in_the_table_once(code):
    assert LABELS[code]
    assert [rule.code for rule in RULES].count(code) == 1


# What a finding is about, in the words of the naive implementation.
_ABOUT = {
    "room_twice": lambda one: one.room,
    "room_unavailable": lambda one: one.room,
    "place_not_allowed": lambda one: one.room,
    "capacity": lambda one: one.what,
    "equipment_missing": lambda one: one.what + one.room,
    "interpretation_missing": lambda one: one.room,
    "bridge_room_missing": lambda one: one.what,
    "person_twice": lambda one: one.person,
    "person_unavailable": lambda one: one.person,
    "travel_too_short": lambda one: one.person,
    "strand_clash": lambda one: one.what,
    "audience_clash": lambda one: one.what,
    "interpreter_missing": lambda one: one.what,
    "clock_repeats": lambda one: one.what + ":00",
}


def _as_naive(problem, finding):
    about = _ABOUT.get(finding.rule.value, lambda one: "")(finding)
    if finding.rule is RuleCode.OUTSIDE_HOURS and finding.room:
        about = next(room.venue for room in problem.rooms if room.key == finding.room)
    return finding.rule.value, frozenset(finding.sessions), about


# Without shrinking, which takes minutes for a whole forum.
_DRAWN = settings(deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@settings(_DRAWN, max_examples=150)
@given(problems())
def test_the_rules_find_what_looking_at_every_minute_of_every_pair_finds(problem):
    told = found(problem)

    assert {_as_naive(problem, one) for one in told} == broken(problem)
    assert len(set(told)) == len(told)


@settings(_DRAWN, max_examples=150)
@given(problems())
def test_judging_one_session_tells_exactly_the_findings_that_name_it(problem):
    board = Board(problem)
    everything = set(found(problem))

    for placed in problem.placements:
        named = {one for one in everything if placed.session in one.sessions}
        assert set(find_of(board, placed.session)) == named
        assert set(find_where(board, placed)) == named
        board.put(board.spot(replace(placed, starts_at=placed.starts_at + timedelta(days=30))))
        assert set(find_where(board, placed)) == named
        board.put(board.spot(placed))
