"""Small forums drawn at random: two cities, two zones, clocks that change, everything crowded."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

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

# Berlin's clocks go back in the night to the second day; Minsk's never change.
DAYS = (date(2031, 10, 25), date(2031, 10, 26))
OPENS = datetime(2031, 10, 25, 5, tzinfo=UTC)
ROOMS = ("aula", "atrium", "boiler", "cellar")
PEOPLE = ("ilo", "mira", "vesna")
VENUES = ("arsenal", "brewery", "chapel")
ROOM_VENUE = {"aula": "arsenal", "atrium": "arsenal", "boiler": "brewery", "cellar": "chapel"}
CITY = {"arsenal": "east", "brewery": "east", "chapel": "west"}
ZONE = {"arsenal": "Europe/Minsk", "brewery": "Europe/Minsk", "chapel": "Europe/Berlin"}
NAMES = tuple(f"s{number}" for number in range(7))

# Mostly in one morning, so that sessions meet.
quarters = st.one_of(st.integers(12, 26), st.integers(12, 26), st.integers(0, 140)).map(
    lambda n: OPENS + timedelta(minutes=15 * n)
)
spans = st.builds(
    lambda start, n: Span(start, start + timedelta(minutes=15 * n)), quarters, st.integers(1, 30)
)
few_spans = st.lists(spans, max_size=2).map(tuple)
languages = st.frozensets(st.sampled_from(["be", "de"]))


def _some(names, most=2):
    return st.one_of(st.just(frozenset()), st.frozensets(st.sampled_from(names), max_size=most))


rooms = st.tuples(
    *(
        st.builds(
            Room,
            key=st.just(key),
            venue=st.just(ROOM_VENUE[key]),
            capacity=st.sampled_from([None, 0, 50, 100, 500]),
            equipment=_some(["stage", "screen"]),
            channels=st.integers(0, 2),
            unavailable=few_spans,
        )
        for key in ROOMS
    )
)
people = st.tuples(*(st.builds(Person, st.just(key), languages, few_spans) for key in PEOPLE))
travel = st.lists(
    st.builds(
        Travel,
        st.sampled_from(["east", "west", *VENUES]),
        st.sampled_from(["east", "west", *VENUES]),
        st.sampled_from([15, 30, 90, 300]),
    ),
    max_size=4,
).map(tuple)


@st.composite
def sessions(draw, key, earlier):
    """A session; its block is always an earlier one, so no block lies in itself."""
    is_bridge = draw(st.integers(0, 3)) == 0
    bridge = (BridgeEnd("east", 60), BridgeEnd("west", 40)) if is_bridge else ()
    part = st.builds(
        Part,
        st.sampled_from(PEOPLE),
        st.sampled_from(Role),
        st.sampled_from(["", "east", "west"]) if is_bridge else st.just(""),
        st.booleans(),
    )
    return Session(
        key=key,
        duration_minutes=draw(st.sampled_from([15, 45, 60, 90, 240])),
        kind=draw(st.sampled_from(["", "plenary"])),
        expected=0 if is_bridge else draw(st.sampled_from([0, 40, 80, 200])),
        strands=draw(_some(["water", "roads"])),
        audiences=draw(_some(["youth", "press"])),
        equipment=draw(_some(["stage", "screen"], 1)),
        interpretation=draw(languages),
        people=tuple(draw(st.lists(part, max_size=3))),
        bridge=bridge,
        rooms=draw(_some(ROOMS)),
        venues=draw(_some(VENUES)),
        days=draw(_some(DAYS, 1)),
        after=draw(_some(earlier, 1)) if earlier else frozenset(),
        before=draw(_some(earlier, 1)) if earlier and draw(st.integers(0, 3)) == 0 else frozenset(),
        parent=draw(st.sampled_from(["", "", "", *earlier])),
        blocks=draw(st.sampled_from([Blocking.NOTHING] * 6 + list(Blocking))),
    )


@st.composite
def placements(draw, names):
    """Some of the sessions somewhere, whether that makes sense or not."""
    found = []
    for key in names:
        if draw(st.sampled_from([True, True, True, False])):
            stated = draw(st.sampled_from([None] * 7 + [LocalTime(_SKIPPED, "Europe/Berlin")]))
            starts = draw(quarters)
            if stated:
                starts = stated.wall.replace(tzinfo=ZoneInfo(stated.zone)).astimezone(UTC)
            keys = draw(st.lists(st.sampled_from(ROOMS), max_size=2, unique=True))
            found.append(Placed(key, starts, tuple(keys), draw(st.booleans()), stated))
    return tuple(found)


_SKIPPED = datetime(2031, 3, 30, 2, 30)  # noqa: DTZ001 - as a wall shows it


@st.composite
def problems(draw, most_sessions=7):
    """A whole forum with some placements."""
    names = NAMES[: draw(st.integers(min(4, most_sessions), most_sessions))]
    hours = tuple(
        Hours(day, opens, closes)
        for day in DAYS
        for opens, closes in draw(
            st.sampled_from([((480, 1080),), ((540, 720), (780, 1200)), ((0, 1440),)])
        )
    )
    return Problem(
        edition=Edition("Drawn", "Europe/Minsk", 15),
        cities=(City("east", hours), City("west", hours)),
        venues=tuple(Venue(key, CITY[key], ZONE[key]) for key in VENUES),
        rooms=draw(rooms),
        travel=draw(travel),
        people=draw(people),
        sessions=tuple(draw(sessions(key, names[:number])) for number, key in enumerate(names)),
        placements=draw(placements(names)),
    )
