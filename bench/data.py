"""``python -m bench.data``: one series with an edition of 200 sessions and one of 2,000.

Rows are written in bulk; releases and the source are made by the services that the product
uses. Deterministic. Prints where the pages are, and how long the releases took.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import django

django.setup()

from folkmoot.engines.values.multilingual import Multilingual  # noqa: E402
from folkmoot.kernel.actors import SYSTEM  # noqa: E402
from folkmoot.kernel.records import RecordRef  # noqa: E402
from folkmoot.kernel.search import index_records  # noqa: E402
from folkmoot.rooms.evidence.models import Source  # noqa: E402
from folkmoot.rooms.evidence.services import ingest_document, note_claim  # noqa: E402
from folkmoot.rooms.evidence.terms import Span  # noqa: E402
from folkmoot.rooms.programme.models import (  # noqa: E402
    Edition,
    EditionPlace,
    Room,
    Series,
    Session,
    SessionPart,
    SessionRoom,
    Strand,
    Venue,
)
from folkmoot.rooms.programme.services import release_timetable  # noqa: E402
from folkmoot.rooms.registry.models import (  # noqa: E402
    City,
    Country,
    OfficeHeld,
    Organisation,
    Person,
)

SIZES = (200, 2000)
PEOPLE = 300
NOW = datetime(2031, 5, 20, 12, 0, tzinfo=UTC)
_ZONES = ("Europe/Minsk", "Asia/Yekaterinburg", "Asia/Irkutsk")
_TOPICS = (
    ("Ferries and bridges", "Паромы и мосты"),
    ("Seeds for short summers", "Семена для короткого лета"),
    ("Small towns, long roads", "Малые города, долгие дороги"),
    ("Who repairs the lighthouse", "Кто чинит маяк"),
    ("Timber, wool and light", "Лес, шерсть и свет"),
)
_ABSTRACT = (
    "What neighbouring regions can do together, what it costs, and who answers for it.",
    "Что соседние регионы могут сделать вместе, во что это обойдётся и кто за это отвечает.",
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and where, shared by both editions."""

    country: Country
    cities: list[City]
    body: Organisation
    people: list[Person]
    offices: list[OfficeHeld]


def in_both(english: str, russian: str) -> Multilingual:
    """A text in the two languages of the forum."""
    return Multilingual({"en": english, "ru": russian}, "en")


def make_cast() -> Cast:
    """Three cities in three zones, and people with an office each."""
    country = Country.objects.create(code="QZ", name=in_both("Benchland", "Скамейная земля"))
    cities = [
        City.objects.create(
            name=in_both(f"Port Measure {number}", f"Порт-Мерный {number}"), country=country,
            time_zone=zone, latitude=Decimal(54), longitude=Decimal(30 + 20 * number),
        )
        for number, zone in enumerate(_ZONES)
    ]  # fmt: skip
    body = Organisation.objects.create(
        name=in_both("Council of Ports", "Совет портов"), kind="council"
    )
    people = Person.objects.bulk_create(
        Person(name=in_both(f"Runa Vale {number}", f"Руна Вейл {number}"), country=country)
        for number in range(PEOPLE)
    )
    offices = OfficeHeld.objects.bulk_create(
        OfficeHeld(
            person=person, title=in_both("Head of the port", "Начальник порта"), organisation=body,
            since="2029",
        )
        for person in people
    )  # fmt: skip
    return Cast(country, cities, body, people, offices)


def make_edition(series: Series, ordinal: int, size: int, cast: Cast) -> Edition:
    """Sessions of three days in thirty halls; every tenth is held in two cities at once."""
    first = date(2031 + ordinal, 5, 12)
    edition = Edition.objects.create(
        series=series, slug=str(size), ordinal=ordinal, starts_on=first,
        name=in_both(f"Forum of {size} sessions", f"Форум на {size} заседаний"),
        theme=in_both("Water has no border", "У воды нет границ"),
        ends_on=first + timedelta(days=2), status="planned", time_zone=_ZONES[0], is_public=True,
        languages=["en", "ru"],
    )  # fmt: skip
    for city in cast.cities:
        EditionPlace.objects.create(edition=edition, city=city)
    strands = [
        Strand.objects.create(edition=edition, name=in_both(*topic), hue=40 * number)
        for number, topic in enumerate(_TOPICS)
    ]
    rooms = [room for city in cast.cities for room in make_rooms(edition, city)]
    sessions = Session.objects.bulk_create(
        (make_session(edition, strands, number, size) for number in range(size)), batch_size=500
    )
    SessionRoom.objects.bulk_create(
        SessionRoom(session=session, room=rooms[place % len(rooms)], position=position)
        for number, session in enumerate(sessions)
        for position, place in enumerate((number, number + 10) if number % 10 == 0 else (number,))
    )
    SessionPart.objects.bulk_create(make_parts(sessions, cast))
    return edition


def make_rooms(edition: Edition, city: City) -> list[Room]:
    """One house with ten halls."""
    venue = Venue.objects.create(
        edition=edition, city=city, name=in_both("Harbour House", "Дом у гавани"),
        time_zone=city.time_zone,
    )  # fmt: skip
    return [
        Room.objects.create(
            venue=venue,
            name=in_both(f"Hall {number}", f"Зал {number}"),
            capacity=100,
            position=number,
        )
        for number in range(10)
    ]


def make_session(edition: Edition, strands: list[Strand], number: int, size: int) -> Session:
    """The session of that number; starts are spread over three days from seven to sixteen UTC."""
    assert edition.starts_on is not None
    morning = datetime.combine(edition.starts_on, datetime.min.time(), UTC) + timedelta(hours=7)
    in_a_day = -(-size // 3)
    day, place = divmod(number, in_a_day)
    start = morning + timedelta(days=day, minutes=15 * (place * 36 // in_a_day))
    english, russian = _TOPICS[number % len(_TOPICS)]
    return Session(
        edition=edition, kind="section", status="confirmed", strand=strands[number % len(strands)],
        title=in_both(f"{english}, part {number}", f"{russian}, часть {number}"),
        abstract=in_both(*_ABSTRACT), starts_at=start, ends_at=start + timedelta(minutes=60),
        languages=["en", "ru"],
    )  # fmt: skip


def make_parts(sessions: list[Session], cast: Cast) -> Iterator[SessionPart]:
    """Three speakers a session, in their offices."""
    for number, session in enumerate(sessions):
        for position in range(3):
            who = (number * 3 + position) % PEOPLE
            yield SessionPart(
                session=session, person=cast.people[who], office=cast.offices[who], position=position,
                role="moderator" if position == 0 else "speaker",
            )  # fmt: skip


def make_source(edition: Edition) -> Source:
    """A report of some sixty paragraphs with twenty figures cited from it."""
    lines = [f"On pier {number} exactly {number + 100} boats were built." for number in range(60)]
    text = "A report from the ports\n\n20 May 2031\n\n" + "\n\n".join(lines)
    report = ingest_document(
        actor=SYSTEM, data=text.encode(), name="report.txt", at=NOW, visibility="public",
        text_rights="full", address="https://example.org/report",
    )  # fmt: skip
    source = report.source
    assert source is not None, report
    for line in lines[:20]:
        start = source.text.index(line)
        note_claim(
            actor=SYSTEM, source=source, at=NOW, spans=[Span(start, start + len(line))],
            about=RecordRef("programme.edition", str(edition.uid)),
            values={
                "value": Decimal(line.split()[4]), "comparator": "exactly", "measure": "boats",
                "subject": in_both("boats built", "построено лодок"), "unit": in_both("boats", "лодок"),
            },
        )  # fmt: skip
    return source


def main() -> None:
    """Fill the installation that the environment names."""
    cast = make_cast()
    series = Series.objects.create(
        slug="bench", name=in_both("Forum of Ports", "Форум портов"), is_public=True
    )
    pages = {"home": "/en/", "series": "/en/series/bench/", "search": "/en/search/"}
    seconds = {}
    for ordinal, size in enumerate(SIZES, 1):
        edition = make_edition(series, ordinal, size, cast)
        began = time.perf_counter()
        release_timetable(
            actor=SYSTEM, edition=edition, label="1.0", note=Multilingual({}, "en"), at=NOW
        )
        seconds[size] = time.perf_counter() - began
        index_records([edition])
        here = f"/en/series/bench/{size}/"
        session = Session.objects.filter(edition=edition).order_by("pk")[size // 2]
        pages |= {
            f"edition, {size} sessions": here,
            f"programme, {size} sessions": f"{here}programme/",
            f"programme of all days, {size} sessions": f"{here}programme/?day=all",
            f"programme by city, {size} sessions": f"{here}programme/?view=city",
            f"programme by hall, {size} sessions": f"{here}programme/?view=grid",
            f"session, {size} sessions": f"/en/sessions/{session.uid}/",
        }
    index_records([series, *cast.people])
    pages["person"] = f"/en/people/{cast.people[0].uid}/"
    pages["source"] = f"/en/sources/{make_source(edition).uid}/"
    print(json.dumps({"pages": pages, "release_seconds": seconds}))


if __name__ == "__main__":
    main()
