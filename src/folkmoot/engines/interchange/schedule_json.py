"""A programme as ``schedule.json``: "schedule v1" of the c3voc.

Its schema refuses further keys but in ``conference.meta``, a room's ``features`` and a person:
there stands what a forum of several cities has beyond it.
"""

import json
import re
from typing import Any

from folkmoot.engines.interchange.programmes import Hall, Participant, Programme
from folkmoot.engines.interchange.schedule_xml import GENERATOR
from folkmoot.engines.interchange.slots import (
    Slot,
    SlotDay,
    acronym,
    bounds,
    clean,
    colour,
    numbers,
    person_identity,
    slot_days,
    slug,
)

SCHEMA = "https://c3voc.de/schedule/schema.json"
# What the schema takes for a zone; others are told in "meta" alone.
_ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|UTC$")


def write_schedule_json(programme: Programme, *, address: str, generator: str) -> bytes:
    """The programme as schedule.json, UTF-8.

    Args:
        address: where this file is, absolute.
        generator: version of the software.

    Raises:
        ValueError: nothing in it has a day.
    """
    days = slot_days(programme)
    told = {
        "$schema": SCHEMA,
        "generator": {"name": GENERATOR, "version": generator},
        "schedule": {
            "url": address,
            "version": clean(programme.version),
            "base_url": programme.address,
            "conference": _conference(programme, days),
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _conference(programme: Programme, days: tuple[SlotDay, ...]) -> dict[str, Any]:
    first, last = bounds(programme, days)
    slots = [slot for day in days for _room, _guid, found in day.rooms for slot in found]
    people = numbers(
        person_identity(programme, one.uid, one.name)
        for slot in slots
        for one in slot.item.participants
    )
    told: dict[str, Any] = {
        "acronym": acronym(programme.stem),
        "title": clean(programme.name),
        "description": clean(programme.about),
        "start": first.isoformat(),
        "end": last.isoformat(),
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "url": programme.address,
        "tracks": [
            {"name": clean(line.name), "color": colour(line.hue)} for line in programme.lines
        ],
        "rooms": _rooms(programme, slots),
        "meta": {
            "time_zone": programme.time_zone,
            "language": programme.language,
            "cities": _cities(programme, slots),
            "released_at": programme.released_at.isoformat(),
        },
        "days": [_day(programme, day, people) for day in days],
    }
    if _ZONE.match(programme.time_zone):
        told["time_zone_name"] = programme.time_zone
    return told


def _rooms(programme: Programme, slots: list[Slot]) -> list[dict[str, Any]]:
    names = {slot.hall.uid: (slot.room, slot.hall) for slot in slots}
    return [
        {
            "name": room,
            "guid": hall.uid,
            "capacity": hall.capacity,
            "description": clean(", ".join(part for part in (hall.venue, hall.address) if part)),
            "features": _features(hall),
        }
        for room, hall in sorted(names.values(), key=lambda one: one[0])
    ]


def _features(hall: Hall) -> dict[str, str]:
    told = {
        "hall": hall.name,
        "venue": hall.venue,
        "address": hall.address,
        "city": hall.city,
        "country": hall.country,
        "time_zone": hall.time_zone,
        "latitude": hall.latitude,
        "longitude": hall.longitude,
    }
    return {name: clean(words) for name, words in told.items() if words}


def _cities(programme: Programme, slots: list[Slot]) -> list[dict[str, str]]:
    found = {slot.hall.city_uid: slot.hall for slot in slots if slot.hall.city_uid}
    return [
        {"guid": uid, "name": clean(hall.city), "time_zone": hall.time_zone}
        for uid, hall in sorted(found.items(), key=lambda one: one[1].city)
    ]


def _day(programme: Programme, day: SlotDay, people: Any) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.on.isoformat(),
        "day_start": day.starts_at.isoformat(),
        "day_end": day.ends_at.isoformat(),
        "rooms": {
            room: [_event(programme, slot, people) for slot in slots]
            for room, _guid, slots in day.rooms
        },
    }


def _event(programme: Programme, slot: Slot, people: Any) -> dict[str, Any]:
    item = slot.item
    links = [{"url": item.stream, "title": item.stream, "type": "media"}] if item.stream else []
    links += [
        {"url": one.address, "title": clean(one.title), "type": "related"}
        for one in item.attachments
        if not one.is_file
    ]
    return {
        "guid": slot.guid,
        "id": slot.number,
        "date": slot.starts_at.isoformat(),
        "start": f"{slot.starts_at:%H:%M}",
        "end": slot.ends_at.isoformat(),
        "duration": f"{slot.minutes // 60:02d}:{slot.minutes % 60:02d}",
        "room": slot.room,
        "slug": slug(programme, slot),
        "url": item.address,
        "title": clean(item.title),
        "subtitle": None,
        "track": clean(item.line.name) if item.line else None,
        "type": item.kind,
        "language": item.languages[0] if item.languages else None,
        "abstract": clean(item.abstract),
        "description": clean("\n".join(item.notes)),
        "persons": [_person(programme, one, people) for one in item.participants],
        "links": links,
        "attachments": [
            {"url": one.address, "title": clean(one.title)}
            for one in item.attachments
            if one.is_file
        ],
    }


def _person(programme: Programme, one: Participant, people: Any) -> dict[str, Any]:
    guid = person_identity(programme, one.uid, one.name)
    told: dict[str, Any] = {"guid": guid, "id": people[guid], "name": clean(one.name)}
    for name, words in (
        ("role", one.role),
        ("office", one.office),
        ("affiliation", one.body),
        ("url", one.address),
    ):
        if words:
            told[name] = clean(words)
    return told
