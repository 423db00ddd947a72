"""Forums made up from a seed, of any size, for which a timetable is known to exist.

A timetable is planted first, room by room and day by day; sessions, people and their needs are
then drawn so that they fit it. The problem that is handed out keeps only a few of the planted
places. Strands and audiences are drawn freely, so that some must clash.
"""

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from folkmoot.engines.timetable.problem import (
    Blocking,
    BridgeEnd,
    City,
    Edition,
    Hours,
    Part,
    Person,
    Placed,
    Problem,
    Role,
    Room,
    Session,
    Travel,
    Venue,
)

FIRST_DAY = date(2031, 9, 8)
OPENS, CLOSES = 9 * 60, 19 * 60
ZONES = ("Europe/Minsk", "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Samarkand")
BETWEEN_CITIES, BETWEEN_VENUES = 240, 30
LENGTHS = (45, 60, 60, 60, 90, 90)
EQUIPMENT = ("stage", "screen", "cameras", "booths")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a forum is."""

    sessions: int
    rooms: int
    days: int
    cities: int


@dataclass(slots=True)
class _Making:
    """A forum in the making. ``busy``: of each person the spans with venues, in minutes."""

    size: Size
    chance: random.Random
    cities: list[City] = field(default_factory=list)
    venues: list[Venue] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    taken: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=dict)
    busy: dict[str, list[tuple[datetime, datetime, str]]] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    planted: dict[str, Placed] = field(default_factory=dict)


def made_forum(size: Size, seed: int) -> Problem:
    """A problem with sessions to place; the same for the same size and seed."""
    return made_with_plan(size, seed)[0]


def made_with_plan(size: Size, seed: int) -> tuple[Problem, tuple[Placed, ...]]:
    """The same, and the timetable that was planted: it breaks no hard rule."""
    making = _Making(size, random.Random(seed))
    _places(making)
    _openings(making)
    for _bridge in range(size.sessions // 50):
        _bridge_session(making)
    _fill(making)
    _orders(making)
    return _handed_out(making), tuple(making.planted.values())


def _places(making: _Making) -> None:
    chance, size = making.chance, making.size
    days = [FIRST_DAY + timedelta(days=n) for n in range(size.days)]
    for c in range(size.cities):
        city = f"city-{c + 1}"
        making.cities.append(City(city, tuple(Hours(day, OPENS, CLOSES) for day in days)))
        for v in range(3):
            making.venues.append(Venue(f"{city}-venue-{v + 1}", city, ZONES[c % len(ZONES)]))
    for n in range(size.rooms):
        venue = making.venues[n % len(making.venues)]
        # The first room of each city is its great hall, where it opens the forum.
        is_great = n < size.cities
        venue = making.venues[3 * n] if is_great else venue
        making.rooms.append(
            Room(
                key=f"room-{n + 1:02}",
                venue=venue.key,
                capacity=1200 if is_great else chance.choice([30, 40, 60, 80, 120, 200, 400]),
                equipment=frozenset(
                    EQUIPMENT if is_great else chance.sample(EQUIPMENT, chance.randrange(4))
                ),
                channels=4 if is_great else chance.choice([0, 0, 1, 2, 3]),
            )
        )


def _zone(making: _Making, room: Room) -> ZoneInfo:
    return ZoneInfo(next(one.zone for one in making.venues if one.key == room.venue))


def _city(making: _Making, room: Room) -> str:
    return next(one.city for one in making.venues if one.key == room.venue)


def _wall(making: _Making, room: Room, day: int, minute: int) -> datetime:
    midnight = datetime.combine(FIRST_DAY + timedelta(days=day), datetime.min.time())
    wall = midnight + timedelta(minutes=minute)
    return wall.replace(tzinfo=_zone(making, room)).astimezone(UTC)


def _is_open(making: _Making, room: Room, starts: datetime, ends: datetime) -> bool:
    zone = _zone(making, room)
    first, last = starts.astimezone(zone), ends.astimezone(zone)
    opens, closes = first.hour * 60 + first.minute, last.hour * 60 + last.minute
    return first.date() == last.date() and opens >= OPENS and closes <= CLOSES


def _is_free(making: _Making, room: str, starts: datetime, ends: datetime) -> bool:
    return all(ends <= one or two <= starts for one, two in making.taken.get(room, ()))


def _openings(making: _Making) -> None:
    """The opening joins all cities, and nothing runs beside it."""
    halls = making.rooms[: making.size.cities]
    starts = max(_wall(making, hall, 0, OPENS) for hall in halls)
    _plant(making, halls, starts, 90, blocks=Blocking.EDITION, kind="plenary")


def _bridge_session(making: _Making) -> None:
    chance = making.chance
    for _attempt in range(200):
        rooms = chance.sample(making.rooms, 2)
        if _city(making, rooms[0]) == _city(making, rooms[1]):
            continue
        starts = _wall(making, rooms[0], chance.randrange(making.size.days), _quarter(chance))
        ends = starts + timedelta(minutes=60)
        if all(
            _is_open(making, room, starts, ends) and _is_free(making, room.key, starts, ends)
            for room in rooms
        ) and not _meets_opening(making, starts, ends):
            _plant(making, rooms, starts, 60, kind="bridge")
            return


def _quarter(chance: random.Random) -> int:
    return OPENS + 15 * chance.randrange((CLOSES - OPENS) // 15)


def _meets_opening(making: _Making, starts: datetime, ends: datetime) -> bool:
    opening = making.planted[making.sessions[0].key]
    return starts < opening.starts_at + timedelta(minutes=90) and opening.starts_at < ends


def _fill(making: _Making) -> None:
    """Fill room after room with gaps, in an order drawn by chance, until there are enough."""
    chance, size = making.chance, making.size
    grid = [(room, day) for room in making.rooms for day in range(size.days)]
    chance.shuffle(grid)
    hours = len(grid) * (CLOSES - OPENS)
    # So that the last room is about as full as the first.
    gap = max(0.0, 1 - size.sessions * 67.5 * 1.1 / hours)
    for room, day in grid:
        minute = OPENS
        while minute < CLOSES and len(making.sessions) < size.sessions:
            length = chance.choice(LENGTHS)
            starts = _wall(making, room, day, minute)
            ends = starts + timedelta(minutes=length)
            fits = minute + length <= CLOSES and _is_free(making, room.key, starts, ends)
            if not fits or _meets_opening(making, starts, ends) or chance.random() < gap:
                minute += 30
                continue
            _plant(making, [room], starts, length)
            minute += length + (-length % 15)


def _plant(
    making: _Making,
    rooms: list[Room],
    starts: datetime,
    length: int,
    *,
    kind: str = "section",
    blocks: Blocking = Blocking.NOTHING,
) -> None:
    chance, number = making.chance, len(making.sessions) + 1
    ends = starts + timedelta(minutes=length)
    key = f"session-{number:04}"
    hall = rooms[0]
    seats = [int((room.capacity or 0) * chance.uniform(0.4, 1)) for room in rooms]
    is_bridge = len(rooms) > 1
    bridge = tuple(
        BridgeEnd(_city(making, room), count) for room, count in zip(rooms, seats, strict=True)
    )
    channels = min(room.channels for room in rooms)
    shared = frozenset.intersection(*(room.equipment for room in rooms))
    session = Session(
        key=key,
        duration_minutes=length,
        kind=kind,
        expected=0 if is_bridge else seats[0],
        strands=frozenset([f"strand-{chance.randrange(max(2, making.size.sessions // 30))}"]),
        audiences=frozenset([f"audience-{chance.randrange(max(2, making.size.sessions // 25))}"])
        if chance.random() < 0.3
        else frozenset(),
        equipment=frozenset(one for one in shared if chance.random() < 0.3),
        interpretation=frozenset(("en", "be", "zh", "uz")[: chance.randint(0, channels)]),
        people=_people(making, hall, starts, ends),
        bridge=bridge if is_bridge else (),
        venues=frozenset([hall.venue]) if not is_bridge and chance.random() < 0.1 else frozenset(),
        days=frozenset([starts.astimezone(_zone(making, hall)).date()])
        if chance.random() < 0.1
        else frozenset(),
        blocks=blocks,
    )
    making.sessions.append(session)
    making.planted[key] = Placed(key, starts, tuple(room.key for room in rooms))
    for room in rooms:
        making.taken.setdefault(room.key, []).append((starts, ends))


def _people(making: _Making, room: Room, starts: datetime, ends: datetime) -> tuple[Part, ...]:
    """Heads of delegations, interpreters and speakers who can be there at that time."""
    chance, count = making.chance, making.size.sessions
    parts = []
    for role, pool, share, most in (
        (Role.HEAD, max(2, count // 25), 0.4, 2),
        (Role.INTERPRETER, max(2, count // 50), 0.2, 1),
        (Role.MODERATOR, max(2, count // 5), 1.0, 1),
        (Role.SPEAKER, max(3, count), 1.0, 3),
    ):
        for _one in range(most if chance.random() < share else 0):
            person = f"{role.value}-{chance.randrange(pool)}"
            known = person in {part.person for part in parts}
            if not known and _can_come(making, person, room, starts, ends):
                making.busy.setdefault(person, []).append((starts, ends, room.key))
                parts.append(Part(person, role))
    return tuple(parts)


def _can_come(making: _Making, person: str, room: Room, starts: datetime, ends: datetime) -> bool:
    rooms = {one.key: one for one in making.rooms}
    for begun, over, key in making.busy.get(person, ()):
        way = 0
        if rooms[key].venue != room.venue:
            is_near = _city(making, rooms[key]) == _city(making, room)
            way = BETWEEN_VENUES if is_near else BETWEEN_CITIES
        spare = timedelta(minutes=way)
        if starts < over + spare and begun < ends + spare:
            return False
    return True


def _orders(making: _Making) -> None:
    """One session in thirty follows another that is planted before it."""
    chance = making.chance
    for number, session in enumerate(making.sessions[1:], start=1):
        other = chance.choice(making.sessions[1:])
        ends = making.planted[other.key].starts_at + timedelta(minutes=other.duration_minutes)
        if chance.random() < 1 / 30 and ends <= making.planted[session.key].starts_at:
            making.sessions[number] = replace(session, after=frozenset([other.key]))


def _handed_out(making: _Making) -> Problem:
    cities = [city.key for city in making.cities]
    travel = [Travel(city, city, BETWEEN_VENUES) for city in cities]
    travel += [Travel(one, two, BETWEEN_CITIES) for one in cities for two in cities if one < two]
    placements = [
        Placed(key, one.starts_at, one.rooms, is_pinned=number % 20 == 0)
        for number, (key, one) in enumerate(making.planted.items())
        if number % 10 == 0
    ]
    return Problem(
        edition=Edition("Made up", ZONES[0], 15),
        cities=tuple(making.cities),
        venues=tuple(making.venues),
        rooms=tuple(making.rooms),
        travel=tuple(travel),
        people=tuple(Person(key) for key in sorted(making.busy)),
        sessions=tuple(making.sessions),
        placements=tuple(placements),
    )
