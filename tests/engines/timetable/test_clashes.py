"""Double bookings are found, and nothing else is called one."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.timetable.clashes import Clash, ClashKind, Placement, find_clashes

DAY = datetime(2031, 9, 10, tzinfo=UTC)


def placed(session, start, end, halls="", people="", parent=None):
    return Placement(
        session=session,
        starts_at=DAY + timedelta(hours=start),
        ends_at=DAY + timedelta(hours=end),
        halls=frozenset(halls.split()),
        people=frozenset(people.split()),
        parent=parent,
    )


def test_one_clash_for_each_hall_and_person_wanted_twice():
    sessions = [
        placed("late", 10, 12, "quay", "mira"),
        placed("early", 9, 11, "quay dome", "mira ilo"),
        placed("elsewhere", 10, 12, "attic", "vesna"),
    ]

    assert list(find_clashes(sessions)) == [
        Clash(ClashKind.HALL, "quay", ("early", "late")),
        Clash(ClashKind.PERSON, "mira", ("early", "late")),
    ]


def test_a_hall_is_free_the_moment_a_session_ends():
    assert list(find_clashes([placed("a", 9, 10, "quay"), placed("b", 10, 11, "quay")])) == []


def test_a_block_shares_its_hall_with_what_lies_in_it_at_any_depth():
    block = placed("block", 9, 12, "quay")
    part = placed("part", 9, 11, "quay", parent="block")
    talk = placed("talk", 9, 10, "quay", parent="part")
    stranger = placed("stranger", 11, 12, "quay")

    assert list(find_clashes([block, part, talk])) == []
    assert list(find_clashes([block, part, talk, stranger])) == [
        Clash(ClashKind.HALL, "quay", ("block", "stranger"))
    ]


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 6), st.sampled_from(["quay", "dome", ""])),
        max_size=12,
    )
)
def test_the_sweep_finds_what_comparing_every_pair_finds(spans):
    sessions = [
        placed(f"s{number:02}", start, start + length, hall)
        for number, (start, length, hall) in enumerate(spans)
    ]
    expected = {
        frozenset((one.session, two.session))
        for one, two in combinations(sessions, 2)
        if one.halls & two.halls and one.starts_at < two.ends_at and two.starts_at < one.ends_at
    }

    assert {frozenset(clash.sessions) for clash in find_clashes(sessions)} == expected
