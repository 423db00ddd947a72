"""The sessions of an edition at a stage, with halls, titles in two languages, and people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from folkmoot.project.demo.fiction.calendar import Calendar
from folkmoot.project.demo.fiction.casting import Casting, Scene
from folkmoot.project.demo.fiction.editions import city_of_room, edition, room
from folkmoot.project.demo.fiction.records import Pointer, Records, pointer, table, text
from folkmoot.project.demo.fiction.registry import Figure
from folkmoot.project.demo.fiction.rows import EDITIONS, Row, people_named, rows_at, rows_of

_STREAMS = "https://amber-road.example/live"
_NO_ROOMS: tuple[str, ...] = ()
# "2.1" is the second title of the third topic of a strand; first titles come first.
_PLACES = [f"{topic}.{angle}" for angle in range(3) for topic in range(5)]

Words = Mapping[str, str]
# A title and the reasons why one speaks of it.
Topic = tuple[Words, list[Words]]


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part in a session."""

    role: str
    person: str
    office: str
    attendance: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """What does not change between the stages of an edition: words and cast, by session."""

    texts: Mapping[str, tuple[Words, Words]]
    cast: Mapping[str, tuple[Part, ...]]


def write_scripts(calendar: Calendar, people: Sequence[Figure]) -> dict[int, Script]:
    """Words and cast of all editions; topics run on from one edition to the next."""
    topics = _topics()
    scripts = {}
    for number in EDITIONS:
        rows = rows_of(number)
        texts = {row.key: _texts(row, topics, place) for place, row in enumerate(rows)}
        scripts[number] = Script(texts, _cast(calendar, people, number, rows))
    return scripts


def add_sessions(
    records: Records, calendar: Calendar, number: int, label: str, script: Script
) -> None:
    """The sessions of an edition as they stand in a release or in the draft."""
    # Counted over all stages, so that a session that comes later moves no other.
    places = {row.key: place for place, row in enumerate(rows_of(number))}
    for row in rows_at(number, label):
        place = places[row.key]
        session = records.add("programme.session", f"{number} {row.key}", **_told(
            calendar, number, row, script, place
        ))  # fmt: skip
        for order, hall in enumerate(row.rooms):
            records.add(
                "programme.sessionroom",
                f"{number} {row.key} {order}",
                session=session,
                room=room(number, hall),
                position=order,
            )
        _add_parts(records, number, row, session, script.cast[row.key])


def _add_parts(
    records: Records, number: int, row: Row, session: Pointer, cast: Sequence[Part]
) -> None:
    bodies = [("organiser", body) for body in filter(None, row.options.get("org", "").split(","))]
    if len(row.rooms) > 1 and "into" in row.options:
        bodies.append(("interpreter", "booth"))
    for order, part in enumerate(cast):
        records.add(
            "programme.sessionpart",
            f"{number} {row.key} {part.person}",
            session=session,
            person=pointer("registry.person", part.person),
            office=pointer("registry.officeheld", part.office),
            name_as_written=part.written,
            role=part.role,
            attendance=part.attendance,
            position=order,
        )
    for order, (role, body) in enumerate(bodies, len(cast)):
        records.add(
            "programme.sessionpart",
            f"{number} {row.key} {body}",
            session=session,
            organisation=pointer("registry.organisation", body),
            role=role,
            position=order,
        )


def _told(calendar: Calendar, number: int, row: Row, script: Script, place: int) -> dict[str, Any]:
    told, abstract = script.texts[row.key]
    original = table("places")["city"][row.clock].get("original", "en")
    occasion = table("occasions").get(row.what, {})
    # A session that only names its place says the city itself.
    stated = not row.rooms
    times = _times(calendar, number, row)
    return {
        "edition": edition(number),
        "kind": row.kind,
        "part": row.options.get("part", "main"),
        "title": text(original, row.title or told),
        "abstract": text(original, abstract),
        "strand": _strand(number, row),
        "parent": _session(number, row.options.get("in", "")),
        "starts_at": times[0].isoformat() if times else None,
        "ends_at": times[1].isoformat() if times else None,
        "on_date": "" if times else _stated_day(calendar, number, row),
        "city": pointer("registry.city", row.clock) if stated else None,
        "place_note": text(original, _pair(occasion, "place_")) if stated else None,
        "status": row.status,
        "format": _format(row),
        "languages": _languages(number, row),
        "interpretation": _listed(row, "into"),
        "stream_url": _stream(number, row, place),
        "position": place,
    }


def _times(calendar: Calendar, number: int, row: Row) -> tuple[datetime, datetime] | None:
    if not row.minutes:
        return None
    zone = table("places")["city"][row.clock]["time_zone"]
    starts_at = calendar.moment(number, row.day - 1, row.hour, zone)
    return starts_at, starts_at + timedelta(minutes=row.minutes)


def _stated_day(calendar: Calendar, number: int, row: Row) -> str:
    on = row.options["on"]
    if on == "month":
        return f"{calendar.day(number, -30):%Y-%m}"
    return calendar.day(number, int(on)).isoformat()


def _strand(number: int, row: Row) -> Pointer | None:
    known = {one["key"] for one in table("topics")["strand"]}
    key = "water" if row.what == "watercom" else row.what
    return pointer("programme.strand", f"{number} {key}") if key in known else None


def _session(number: int, key: str) -> Pointer | None:
    return pointer("programme.session", f"{number} {key}") if key else None


def _format(row: Row) -> str:
    if row.what == "online":
        return "online"
    return "hybrid" if "stream" in row.options else "in_person"


def _languages(number: int, row: Row) -> list[str]:
    if row.kind in ("break", "exhibition") or row.what == "puppets":
        return []
    told = _listed(row, "lang") or _listed(row, "only")
    return told or (["en", "pt"] if number == 2 else ["en", "ru"])


def _listed(row: Row, option: str) -> list[str]:
    return [one for one in row.options.get(option, "").split(",") if one]


def _stream(number: int, row: Row, place: int) -> str:
    return f"{_STREAMS}/{EDITIONS[number]}/{place}" if "stream" in row.options else ""


def _topics() -> dict[str, Iterator[Topic]]:
    """The sessions of every strand that no line has picked; each topic comes back twice."""
    rows = [row for number in EDITIONS for row in rows_of(number)]
    picked = {(row.what, row.options["pick"]) for row in rows if "pick" in row.options}
    return {
        strand["key"]: iter(
            [
                _topic(strand["key"], place)
                for place in _PLACES
                if (strand["key"], place) not in picked
            ]
        )
        for strand in table("topics")["strand"]
    }


def _topic(strand: str, place: str) -> Topic:
    number, angle = map(int, place.split("."))
    topic = [one for one in table("topics")["topic"] if one["strand"] == strand][number]
    reasons = [_both(one) for one in topic["why"]]
    return _both(topic["titles"][angle]), reasons[angle : angle + 1] or reasons


def _texts(row: Row, topics: Mapping[str, Iterator[Topic]], place: int) -> tuple[Words, Words]:
    if row.what in topics:
        pick = row.options.get("pick")
        title, sentences = _topic(row.what, pick) if pick else next(topics[row.what])
        closings = [_both(one) for one in table("topics")["kind"][row.kind]]
        said = [*sentences, closings[place % len(closings)]]
        abstract: Words = {tag: " ".join(one[tag] for one in said) for tag in ("en", "ru")}
    else:
        occasion = table("occasions")[row.what]
        title, abstract = _pair(occasion), _pair(occasion, "abstract_")
    only = row.options.get("only")
    return ({only: title[only]}, {only: abstract[only]}) if only else (title, abstract)


def _both(pair: Sequence[str]) -> Words:
    return {"en": pair[0], "ru": pair[1]}


def _pair(row: Mapping[str, str], prefix: str = "") -> Words:
    return {tag: row.get(f"{prefix}{tag}", "") for tag in ("en", "ru")}


def _cast(
    calendar: Calendar, people: Sequence[Figure], number: int, rows: Sequence[Row]
) -> dict[str, tuple[Part, ...]]:
    sites = tuple(dict.fromkeys(city_of_room(hall) for row in rows for hall in row.rooms))
    casting = Casting(number, people, sites)
    scenes = {row.key: scene for row in rows if (scene := _scene(calendar, number, row))}
    cast: dict[str, list[Part]] = {row.key: [] for row in rows}
    # Those whom the programme names come first, so that nobody else takes their time.
    for row in rows:
        for role, person, attendance in people_named(row):
            figure = casting.take(scenes[row.key], person)
            cast[row.key].append(_part(number, figure, role, attendance))
    for row in rows:
        if row.key in scenes:
            taken = [part.person for part in cast[row.key]]
            for role, figure in casting.fill(scenes[row.key], taken):
                cast[row.key].append(_part(number, figure, role, "in_room"))
    return {key: tuple(parts) for key, parts in cast.items()}


def _part(number: int, figure: Figure, role: str, attendance: str) -> Part:
    written = figure.alias if number == 2 else ""
    return Part(role, figure.key, figure.office_at(number), attendance, written)


def _scene(calendar: Calendar, number: int, row: Row) -> Scene | None:
    times = _times(calendar, number, row)
    if times is None:
        return None
    sites = tuple(dict.fromkeys(city_of_room(hall) for hall in row.rooms)) or _NO_ROOMS
    return Scene(*times, sites=sites, kind=row.kind, strand=row.what)
