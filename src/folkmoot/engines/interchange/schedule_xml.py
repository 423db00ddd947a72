"""A programme as ``schedule.xml`` and ``schedule.xcal``: the format of frab and Pentabarf.

Follows the schema of the c3voc (``schedule.xml.xsd``) and what its readers need beyond it:
``@date``, ``@start`` and ``@end`` of every day, ``start`` in the zone by which days are grouped,
``date`` with its offset. Elements that may not be empty are left out where nothing is known.
"""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from folkmoot.engines.interchange.programmes import Programme
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

MEDIA_TYPE = "application/vnd.c3voc.schedule+xml"
GENERATOR = "Folkmoot"
# The schema has room for two digits of hours; JSON says the true end.
_LONGEST_MINUTES = 99 * 60 + 59
_PENTABARF = "http://pentabarf.org"


def write_schedule_xml(programme: Programme, *, address: str, generator: str) -> bytes:
    """The programme as schedule.xml, UTF-8.

    Args:
        address: where this file is, absolute.
        generator: version of the software.

    Raises:
        ValueError: nothing in it has a day.
    """
    days = slot_days(programme)
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name=GENERATOR, version=generator)
    _told(root, "url", address)
    _told(root, "version", programme.version)
    _conference(root, programme, days)
    people = _people(programme, days)
    for day in days:
        told = ET.SubElement(
            root,
            "day",
            index=str(day.index),
            date=day.on.isoformat(),
            start=day.starts_at.isoformat(),
            end=day.ends_at.isoformat(),
        )
        for room, guid, slots in day.rooms:
            hall = ET.SubElement(told, "room", name=room, guid=guid)
            for slot in slots:
                _event(hall, programme, slot, people)
    return _written(root)


def write_xcal(programme: Programme, *, address: str) -> bytes:
    """The programme as schedule.xcal, the older calendar in XML. Times are in UTC.

    Raises:
        ValueError: nothing in it has a day.
    """
    root = ET.Element("iCalendar", {"xmlns:pentabarf": _PENTABARF})
    calendar = ET.SubElement(root, "vcalendar")
    for name, words in (
        ("version", "2.0"),
        ("prodid", f"-//{GENERATOR}//Programme//EN"),
        ("x-wr-calname", programme.name),
        ("x-wr-caldesc", programme.about),
        ("url", address),
    ):
        _told(calendar, name, words)
    for day in slot_days(programme):
        for _room, _guid, slots in day.rooms:
            for slot in slots:
                _xcal_event(calendar, programme, slot)
    return _written(root)


def _conference(root: ET.Element, programme: Programme, days: tuple[SlotDay, ...]) -> None:
    first, last = bounds(programme, days)
    told = ET.SubElement(root, "conference")
    _told(told, "title", programme.name)
    _told(told, "acronym", acronym(programme.stem))
    _told(told, "start", first.isoformat())
    _told(told, "end", last.isoformat())
    _told(told, "days", str(len(days)))
    _told(told, "timeslot_duration", "00:05")
    _told(told, "base_url", programme.address)
    _told(told, "url", programme.address)
    _told(told, "time_zone_name", programme.time_zone)
    for line in programme.lines:
        ET.SubElement(told, "track", name=clean(line.name), color=colour(line.hue))


def _event(
    hall: ET.Element, programme: Programme, slot: Slot, people: dict[str, tuple[str, int]]
) -> None:
    item = slot.item
    told = ET.SubElement(hall, "event", id=str(slot.number), guid=slot.guid)
    minutes = min(slot.minutes, _LONGEST_MINUTES)
    for name, words in (
        ("room", slot.room),
        ("title", item.title),
        ("subtitle", ""),
        ("type", item.kind),
        ("date", slot.starts_at.isoformat()),
        ("start", f"{slot.starts_at:%H:%M}"),
        ("duration", f"{minutes // 60:02d}:{minutes % 60:02d}"),
        ("abstract", item.abstract),
        ("slug", slug(programme, slot)),
        ("track", item.line.name if item.line else ""),
        ("logo", ""),
        ("language", item.languages[0] if item.languages else ""),
        ("description", "\n".join(item.notes)),
    ):
        _told(told, name, words)
    persons = ET.SubElement(told, "persons")
    for one in item.participants:
        guid, number = people[person_identity(programme, one.uid, one.name)]
        person = ET.SubElement(persons, "person", id=str(number), guid=guid)
        person.text = clean(one.name)
    links, attachments = ET.SubElement(told, "links"), ET.SubElement(told, "attachments")
    if item.stream:
        ET.SubElement(links, "link", href=clean(item.stream)).text = clean(item.stream)
    for file in item.attachments:
        owner, name = (attachments, "attachment") if file.is_file else (links, "link")
        ET.SubElement(owner, name, href=clean(file.address)).text = clean(file.title)
    _told(told, "url", item.address)


def _people(programme: Programme, days: tuple[SlotDay, ...]) -> dict[str, tuple[str, int]]:
    guids = {
        person_identity(programme, one.uid, one.name)
        for day in days
        for _room, _guid, slots in day.rooms
        for slot in slots
        for one in slot.item.participants
    }
    return {guid: (guid, number) for guid, number in numbers(guids).items()}


def _xcal_event(calendar: ET.Element, programme: Programme, slot: Slot) -> None:
    item = slot.item
    told = ET.SubElement(calendar, "vevent")
    hours, minutes = divmod(slot.minutes, 60)
    for name, words in (
        ("method", "PUBLISH"),
        ("uid", slot.guid),
        ("pentabarf:event-id", str(slot.number)),
        ("pentabarf:event-slug", slug(programme, slot)),
        ("pentabarf:title", item.title),
        ("pentabarf:language-code", item.languages[0] if item.languages else ""),
        ("dtstart", _utc(slot.starts_at)),
        ("dtend", _utc(slot.ends_at)),
        ("duration", f"{hours}:{minutes:02d}:00"),
        ("summary", item.title),
        ("description", "\n".join((item.abstract, *item.notes))),
        ("class", "PUBLIC"),
        ("status", "CONFIRMED"),
        ("categories", item.line.name if item.line else item.kind_name),
        ("url", item.address),
        ("location", slot.room),
    ):
        _told(told, name, words)
    for one in item.participants:
        _told(told, "attendee", one.name)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _told(owner: ET.Element, name: str, words: str) -> None:
    ET.SubElement(owner, name).text = clean(words)


def _written(root: ET.Element) -> bytes:
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
