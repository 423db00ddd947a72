"""A small invented forum, released: two cities in two zones, sources that disagree."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.models import Claim, Source, Statement
from folkmoot.rooms.evidence.services import (
    cite,
    ingest_document,
    note_claim,
    note_statement,
    passage,
)
from folkmoot.rooms.evidence.terms import Span
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.programme.models import (
    Edition,
    EditionOrganiser,
    EditionPlace,
    Release,
    Room,
    Series,
    Session,
    SessionPart,
    SessionRoom,
    Strand,
    Venue,
)
from folkmoot.rooms.programme.services import release_timetable
from folkmoot.rooms.registry.models import (
    City,
    Country,
    Identifier,
    Name,
    OfficeHeld,
    Organisation,
    Person,
    Region,
)

NOON = datetime(2031, 5, 20, 12, 0, tzinfo=UTC)

ARTICLE = """Lantern Coast Forum closes in Port Amber

12 May 2031

More than forty agreements were signed in Port Amber, the organisers said.

"We came to trade, and we stayed to sing," said Ilka Brandt, mayor of Port Amber.
"""

BULLETIN = """Bulletin of the Lantern Coast

13 May 2031

According to the chamber, exactly 37 agreements were signed at the forum.
"""


def named(english: str, russian: str = "") -> Multilingual:
    """A name in English, and in Russian where the forum has one."""
    return Multilingual({"en": english, "ru": russian}, "en")


@dataclass(slots=True)
class Forum:
    """Handles on the records that tests speak of."""

    series: Series
    first: Edition
    second: Edition
    cities: dict[str, City]
    region: Region
    mayor: Person
    office: OfficeHeld
    chamber: Organisation
    alliance: Organisation
    strand: Strand
    rooms: dict[str, Room]
    sessions: dict[str, Session]
    article: Source
    bulletin: Source
    statement: Statement
    claims: list[Claim]
    outcome: ReportedOutcome
    releases: list[Release] = field(default_factory=list)

    def release(self, label: str) -> Release:
        """Publish the second edition as it stands."""
        at = NOON + timedelta(minutes=len(self.releases))
        made = release_timetable(
            actor=SYSTEM, edition=self.second, label=label, note=named(""), at=at
        )
        self.releases.append(made)
        return made

    def add_sessions(self, count: int) -> None:
        """Further confirmed sessions on the second day, one after the other."""
        start = datetime(2031, 5, 13, 5, 0, tzinfo=UTC)
        for number in range(count):
            session = Session.objects.create(
                edition=self.second,
                title=named(f"Further session {number}"),
                status="confirmed",
                starts_at=start + timedelta(minutes=10 * number),
                ends_at=start + timedelta(minutes=10 * number + 10),
            )
            SessionRoom.objects.create(session=session, room=self.rooms["great"])
            SessionPart.objects.create(session=session, person=self.mayor, office=self.office)


def make_forum() -> Forum:
    """The forum with one release of its second edition."""
    places = _places()
    bodies = _bodies(places)
    programme = _programme(places, bodies)
    evidence = _evidence(programme, bodies)
    forum = Forum(**places["handles"], **bodies, **programme, **evidence)
    forum.release("1.0")
    return forum


def _places() -> dict[str, Any]:
    north = Country.objects.create(code="XN", name=named("Northland", "Северная земля"))
    east = Country.objects.create(code="XE", name=named("Eastmark"))
    region = Region.objects.create(code="XN-AM", name=named("Amber Region"), country=north)
    amber = City.objects.create(
        name=named("Port Amber", "Порт-Янтарный"), country=north, region=region,
        latitude=Decimal("54.10000"), longitude=Decimal("19.90000"), time_zone="Europe/Minsk",
        population=80_000,
    )  # fmt: skip
    steppe = City.objects.create(
        name=named("Steppe Gate"), country=east, latitude=Decimal("51.80000"),
        longitude=Decimal("107.60000"), time_zone="Asia/Irkutsk", population=60_000,
    )  # fmt: skip
    handles = {"cities": {"amber": amber, "steppe": steppe}, "region": region}
    return {"handles": handles, "north": north, "east": east}


def _bodies(places: dict[str, Any]) -> dict[str, Any]:
    amber = places["handles"]["cities"]["amber"]
    chamber = Organisation.objects.create(
        name=named("Chamber of the Coast"), kind="chamber", city=amber, country=places["north"]
    )
    alliance = Organisation.objects.create(name=named("Alliance of Lighthouses"), kind="alliance")
    alliance.members.create(member=chamber, since="2029")
    mayor = Person.objects.create(
        name=named("Ilka Brandt", "Илька Брандт"), country=places["north"]
    )
    office = OfficeHeld.objects.create(
        person=mayor, title=named("Mayor of Port Amber"), organisation=chamber, since="2028"
    )
    Name.objects.create(
        owner_kind="registry.person", owner_uid=mayor.uid, text="I. Brandt", kind="as_written"
    )
    Identifier.objects.create(
        owner_kind="registry.person", owner_uid=mayor.uid, scheme="wikidata", value="Q0000001"
    )
    return {"mayor": mayor, "office": office, "chamber": chamber, "alliance": alliance}


def _programme(places: dict[str, Any], bodies: dict[str, Any]) -> dict[str, Any]:
    cities = places["handles"]["cities"]
    series = Series.objects.create(
        slug="lantern-coast", name=named("Lantern Coast Forum", "Форум Фонарного берега"),
        summary=named("Two shores, one lamp."), is_public=True,
    )  # fmt: skip
    first = Edition.objects.create(
        series=series, slug="1", ordinal=1, name=named("First Lantern Coast Forum"),
        dates="2029-09", status="held", is_public=True,
    )  # fmt: skip
    second = Edition.objects.create(
        series=series, slug="2", ordinal=2,
        name=named("Second Lantern Coast Forum", "Второй форум Фонарного берега"),
        theme=named("Water has no border", "У воды нет границ"), starts_on=date(2031, 5, 12),
        ends_on=date(2031, 5, 13), status="planned", format="hybrid", time_zone="Europe/Minsk",
        languages=["en", "ru"], is_public=True,
    )  # fmt: skip
    EditionPlace.objects.create(edition=first, city=cities["steppe"])
    EditionPlace.objects.create(edition=second, city=cities["amber"])
    EditionPlace.objects.create(edition=second, city=cities["steppe"], role="next")
    EditionOrganiser.objects.create(edition=second, organisation=bodies["chamber"])
    strand = Strand.objects.create(edition=second, name=named("Rivers and roads"), hue=200)
    rooms = _rooms(second, cities)
    sessions = _sessions(second, strand, rooms, bodies)
    outcome = ReportedOutcome.objects.create(
        edition=second, kind="agreement", title=named("Agreements between the shores"),
        status="signed", count=40, comparator="over", owner=bodies["chamber"],
    )  # fmt: skip
    return {
        "series": series, "first": first, "second": second, "strand": strand, "rooms": rooms,
        "sessions": sessions, "outcome": outcome,
    }  # fmt: skip


def _rooms(edition: Edition, cities: dict[str, City]) -> dict[str, Room]:
    house = Venue.objects.create(
        edition=edition, city=cities["amber"], name=named("Harbour House"),
        address=named("Quay 1"), time_zone="Europe/Minsk",
    )  # fmt: skip
    tower = Venue.objects.create(
        edition=edition, city=cities["steppe"], name=named("Gate Tower"), time_zone="Asia/Irkutsk"
    )
    return {
        "great": Room.objects.create(venue=house, name=named("Great hall"), capacity=300),
        "small": Room.objects.create(venue=house, name=named("Small hall")),
        "tower": Room.objects.create(venue=tower, name=named("Upper room")),
    }


def _sessions(
    edition: Edition, strand: Strand, rooms: dict[str, Room], bodies: dict[str, Any]
) -> dict[str, Session]:
    morning = datetime(2031, 5, 12, 7, 0, tzinfo=UTC)
    plenary = Session.objects.create(
        edition=edition, kind="plenary", title=named("Opening of the lamps", "Открытие огней"),
        abstract=named("What the **shores** share."), strand=strand, status="confirmed",
        starts_at=morning, ends_at=morning + timedelta(hours=2), languages=["en", "ru"],
        stream_url="https://stream.example.org/1",
    )  # fmt: skip
    for name in ("great", "tower"):
        SessionRoom.objects.create(session=plenary, room=rooms[name])
    SessionPart.objects.create(
        session=plenary, person=bodies["mayor"], office=bodies["office"], role="moderator"
    )
    SessionPart.objects.create(session=plenary, organisation=bodies["chamber"], role="organiser")
    section = Session.objects.create(
        edition=edition, kind="section", title=named("Locks and ferries"), status="confirmed",
        starts_at=morning + timedelta(hours=3), ends_at=morning + timedelta(hours=4),
    )  # fmt: skip
    SessionRoom.objects.create(session=section, room=rooms["small"])
    draft = Session.objects.create(
        edition=edition, title=named("Secret supper"), status="draft",
        starts_at=morning + timedelta(hours=9), ends_at=morning + timedelta(hours=10),
    )  # fmt: skip
    stated = Session.objects.create(
        edition=edition, kind="cultural", title=named("Evening on the quay"), status="confirmed",
        on_date="2031-05-13", place_note=named("on the quay"),
    )  # fmt: skip
    return {"plenary": plenary, "section": section, "draft": draft, "stated": stated}


def _source(text: str, name: str, rights: str) -> Source:
    report = ingest_document(
        actor=SYSTEM, data=text.encode(), name=name, at=NOON, visibility="public",
        text_rights=rights, address=f"https://example.org/{name}",
    )  # fmt: skip
    assert report.source is not None, report
    return report.source


def span(source: Source, words: str) -> Span:
    """Where the words stand in the source."""
    start = source.text.index(words)
    return Span(start, start + len(words))


def _evidence(programme: dict[str, Any], bodies: dict[str, Any]) -> dict[str, Any]:
    article = _source(ARTICLE, "article.txt", "full")
    bulletin = _source(BULLETIN, "bulletin.txt", "quotations")
    second: Edition = programme["second"]
    about = RecordRef("programme.edition", str(second.uid))
    statement = note_statement(
        actor=SYSTEM, source=article, about=about, at=NOON,
        spans=[span(article, "We came to trade, and we stayed to sing,")],
        values={"speaker": bodies["mayor"], "office": bodies["office"]},
    )  # fmt: skip
    claims = [
        note_claim(
            actor=SYSTEM, source=source, about=about, at=NOON, spans=[span(source, words)],
            values={
                "value": Decimal(value), "comparator": comparator, "measure": "agreements",
                "subject": named("agreements signed"), "unit": named("agreements"),
                "status": "signed", **speaker,
            },
        )
        for source, words, value, comparator, speaker in (
            (article, "More than forty agreements", 40, "over", {"speaker": bodies["mayor"]}),
            (bulletin, "exactly 37 agreements", 37, "exactly",
             {"speaker_organisation": bodies["chamber"]}),
        )
    ]  # fmt: skip
    place = span(article, "Port Amber")
    found = passage(actor=SYSTEM, source=article, start=place.start, end=place.end, at=NOON)
    cite(actor=SYSTEM, record=about, field="theme", passages=found, at=NOON)
    draft = RecordRef("programme.session", str(programme["sessions"]["draft"].uid))
    cite(actor=SYSTEM, record=draft, field="title", passages=found, at=NOON)
    return {"article": article, "bulletin": bulletin, "statement": statement, "claims": claims}
