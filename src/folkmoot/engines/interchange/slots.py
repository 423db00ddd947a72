"""A programme as slots of halls: what the formats of the frab family are made of.

A session in several halls (a bridge) is one slot in each, because those formats know one room
for an event. Identities are derived and never stored: the same session and hall give the same
GUID and number for ever. The first slot's identity is the session's alone, so that a session
that moves to another hall stays the same event in people's apps.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from colorsys import hls_to_rgb
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from folkmoot.engines.interchange.programmes import Hall, Item, Programme

# Where a start has no stated end: the formats cannot leave it open.
NOMINAL = timedelta(hours=1)
_SPACE = UUID("6b1c2f5e-3d0a-5c64-9a53-0f3b7e5f2b11")
# Readers on telephones keep identities in 32 bits with a sign.
_NUMBER_BITS = 31
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A session in one hall; its times are on the clock of the programme.

    Attributes:
        room: name of the hall with its city, of no other hall of the programme.
        number: positive, of no other slot of the programme.
    """

    item: Item
    hall: Hall
    room: str
    guid: str
    number: int
    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it lasts: time that passes, not the way of the clock's hands."""
        return int(
            (self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)).total_seconds() // 60
        )


@dataclass(frozen=True, slots=True)
class SlotDay:
    """The slots that begin on one day of the programme's zone.

    Attributes:
        starts_at: midnight, and ``ends_at`` the next one: 23 or 25 hours later where clocks change.
        rooms: name and identity of each room, with its slots.
    """

    index: int
    on: date
    starts_at: datetime
    ends_at: datetime
    rooms: tuple[tuple[str, str, tuple[Slot, ...]], ...]


def slot_days(programme: Programme) -> tuple[SlotDay, ...]:
    """The days that have slots; where none has a time, the first day of the edition, empty.

    Breaks, blocks whose sessions stand here themselves, cancelled sessions and those without a
    time are left out: readers strike out what disappears.

    Raises:
        ValueError: nothing has a time and the first day is not known either.
    """
    slots = _slots(programme)
    if not slots and programme.first_day is None:
        raise ValueError("the programme has no day")
    zone = ZoneInfo(programme.time_zone)
    by_day = [
        (day, tuple(found)) for day, found in groupby(slots, key=lambda one: one.starts_at.date())
    ]
    if not by_day and programme.first_day is not None:
        by_day = [(programme.first_day, ())]
    return tuple(
        SlotDay(
            index=index,
            on=day,
            starts_at=datetime.combine(day, time(), zone),
            ends_at=datetime.combine(day + timedelta(days=1), time(), zone),
            rooms=_rooms(found),
        )
        for index, (day, found) in enumerate(by_day, 1)
    )


def derived(*parts: str) -> str:
    """A UUID (version 5) that follows from the parts alone."""
    return str(uuid5(_SPACE, "\n".join(parts)))


def numbers(guids: Iterable[str]) -> Mapping[str, int]:
    """A positive number of 31 bits for each identity, from its own bits.

    Two that meet in one number are told apart by further bits, the lower identity first.
    """
    found: dict[str, int] = {}
    taken: set[int] = set()
    for guid in sorted(set(guids)):
        number = next(one for one in _candidates(UUID(guid).int) if one and one not in taken)
        found[guid] = number
        taken.add(number)
    return found


def person_identity(programme: Programme, uid: str, name: str) -> str:
    """A participant's identity; of a bare name one that holds within the edition."""
    return uid or derived("person", programme.uid, name)


def acronym(stem: str) -> str:
    """What both schemas take: at least four of ``a-z 0-9 _``; a hyphen could fail the second."""
    words = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")
    return words if len(words) >= 4 else f"forum_{words}".strip("_")


def slug(programme: Programme, slot: Slot) -> str:
    """An address name of the slot, of no other."""
    return f"{acronym(programme.stem)}-{slot.number:06d}-{slot.item.kind}"


def clean(words: str) -> str:
    """Without the control characters that XML refuses, and with one kind of line break."""
    return _UNPRINTABLE.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def colour(hue: int) -> str:
    """The hue as ``#rrggbb``: of middle lightness, so that white words can be read on it."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in hls_to_rgb(hue / 360, 0.36, 0.6))


def bounds(programme: Programme, days: Iterable[SlotDay]) -> tuple[date, date]:
    """The first and last day, of the edition and of the slots together."""
    known = [one.on for one in days]
    known += [day for day in (programme.first_day, programme.last_day) if day]
    return min(known), max(known)


def _slots(programme: Programme) -> list[Slot]:
    zone = ZoneInfo(programme.time_zone)
    placed = [
        (item, hall, _guid(item, hall))
        for item in programme.items
        if item.kind != "break" and not item.is_whole and not item.is_cancelled and item.starts_at
        for hall in item.halls or (_stated_place(programme, item),)
    ]
    number_of = numbers(guid for _item, _hall, guid in placed)
    name_of = _room_names(hall for _item, hall, _guid in placed)
    made = [
        Slot(
            item=item,
            hall=hall,
            room=name_of[hall.uid],
            guid=guid,
            number=number_of[guid],
            starts_at=item.starts_at.astimezone(zone),
            ends_at=(item.ends_at or _nominal_end(item.starts_at)).astimezone(zone),
        )
        for item, hall, guid in placed
        if item.starts_at
    ]
    return sorted(made, key=lambda one: (one.starts_at.astimezone(UTC), one.room, one.number))


def _nominal_end(starts_at: datetime) -> datetime:
    # In UTC: an hour added to a clock's time may be two or none where clocks change.
    return starts_at.astimezone(UTC) + NOMINAL


def _guid(item: Item, hall: Hall) -> str:
    is_first = not item.first_hall or hall.uid == item.first_hall
    return derived("slot", item.uid, "" if is_first else hall.uid)


def _stated_place(programme: Programme, item: Item) -> Hall:
    name = item.place or programme.unplaced
    return Hall(
        uid=derived("place", programme.uid, name),
        name=name,
        venue="",
        city="",
        city_uid="",
        time_zone=item.time_zone,
    )


def _room_names(halls: Iterable[Hall]) -> dict[str, str]:
    known = {hall.uid: hall for hall in halls}
    short = Counter(clean(hall.full_name) for hall in known.values())
    names: dict[str, str] = {}
    taken: set[str] = set()
    for hall in sorted(known.values(), key=lambda one: one.uid):
        name = clean(hall.full_name)
        if short[name] > 1:
            name = clean(" · ".join(part for part in (hall.name, hall.venue, hall.city) if part))
        unique, count = name, 1
        while unique in taken:
            count += 1
            unique = f"{name} ({count})"
        names[hall.uid] = unique
        taken.add(unique)
    return names


def _rooms(slots: tuple[Slot, ...]) -> tuple[tuple[str, str, tuple[Slot, ...]], ...]:
    rooms: dict[tuple[str, str], list[Slot]] = {}
    for slot in slots:
        rooms.setdefault((slot.room, slot.hall.uid), []).append(slot)
    return tuple((room, uid, tuple(found)) for (room, uid), found in rooms.items())


def _candidates(bits: int) -> Iterator[int]:
    for shift in range(0, 96, 7):
        yield (bits >> shift) & ((1 << _NUMBER_BITS) - 1)
