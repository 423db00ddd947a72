"""The four series, their editions as far as the documents tell, and what happened in them."""

from typing import Any

from folkmoot.rooms.registry.terms import reference_uid
from tools.forums.builder import Builder, text

_CITIES = {"volgograd": 472757, "ufa": 479561, "moscow": 524901, "minsk": 625144}


def _city(key: str) -> dict[str, str]:
    return {"kind": "registry.city", "uid": str(reference_uid("registry.city", str(_CITIES[key])))}


def _region(code: str) -> dict[str, str]:
    return {"kind": "registry.region", "uid": str(reference_uid("registry.region", code))}


def add_editions(
    pack: Builder, reading: Any, sources: dict[str, Any], bodies: dict[str, Any]
) -> dict[str, dict[str, str]]:
    """Series and editions with places and organisers; returns the edition each document is about."""
    regions = pack.add(
        "programme.series", "regions", slug="forum-of-regions", is_public=True,
        name=text(
            "Forum of Regions of Belarus and Russia", ru="Форум регионов Беларуси и России",
            be="Форум рэгіёнаў Беларусі і Расіі",
        ),
    )  # fmt: skip
    heritage = pack.add(
        "programme.series", "heritage", slug="great-heritage", is_public=True,
        name=text(
            "International Patriotic Forum of the Union State “Great Heritage – Common Future”",
            ru="Международный патриотический форум Союзного государства «Великое наследие – общее будущее»",
        ),
        short_name=text("Great Heritage – Common Future", ru="Великое наследие – общее будущее"),
    )  # fmt: skip
    towns = pack.add(
        "programme.series", "towns", slug="small-towns", is_public=True,
        name=text(
            "Congress of Small Towns of Belarus and Russia", ru="Конгресс малых городов Беларуси и России",
            be="Кангрэс малых гарадоў Беларусі і Расіі",
        ),
    )  # fmt: skip
    historians = pack.add(
        "programme.series",
        "historians",
        slug="forum-of-historians",
        is_public=True,
        name=text(
            "Forum of Historians of Russia and Belarus", ru="Форум историков России и Беларуси"
        ),
    )
    pack.cite(towns, "name", sources["s4"], *reading.spans("s4.ser"))
    editions = {
        "s2": _seventh_forum(pack, reading, sources["s2"], regions, bodies),
        "s3": _tenth_forum(pack, reading, sources["s3"], regions, bodies),
        "s4": _fourth_congress(pack, reading, sources["s4"], towns, bodies),
    }
    editions["s0"] = editions["s1"] = _great_heritage(pack, reading, sources, heritage, bodies)
    _historians(pack, reading, sources["s3"], historians)
    return editions


def _place(
    pack: Builder, edition: dict[str, str], key: str, position: int = 0, **where: Any
) -> dict[str, str]:
    return pack.add(
        "programme.editionplace", f"{edition['uid']} {key}", edition=edition, role=where.pop("role", "host"),
        position=position, **where,
    )  # fmt: skip


def _organiser(
    pack: Builder, edition: dict[str, str], body: dict[str, str], role: str
) -> dict[str, str]:
    return pack.add(
        "programme.editionorganiser",
        f"{edition['uid']} {body['uid']}",
        edition=edition,
        organisation=body,
        role=role,
    )


def _seventh_forum(
    pack: Builder, reading: Any, source: Any, series: Any, bodies: Any
) -> dict[str, str]:
    edition = pack.add(
        "programme.edition", "regions-7", series=series, slug="7-2020", ordinal=7, is_public=True,
        name=text(
            "Seventh Forum of Regions of Belarus and Russia", ru="Седьмой Форум регионов Беларуси и России",
            be="Сёмы Форум рэгіёнаў Беларусі і Расіі",
        ),
        theme=text(
            "Historical Heritage of the Great Victory as a Basis for Development of Social, Economic and Spiritual "
            "Relations of Peoples of Belarus and Russia"
        ),
        starts_on="2020-09-28", ends_on="2020-09-29", status="planned", format="online", time_zone="Europe/Minsk",
        participants=text("Russian and Belarusian members of parliament"),
    )  # fmt: skip
    for field, fact in (
        ("ordinal", "s2.ed"), ("name", "s2.ed"), ("starts_on", "s2.ed.dates"), ("ends_on", "s2.ed.dates"),
        ("theme", "s2.ed.topic"), ("format", "s2.ed.place"), ("participants", "s2.ed.parts"), ("status", "s2.ed"),
    ):  # fmt: skip
        pack.cite(edition, field, source, *reading.spans(fact))
    for position, city in enumerate(("moscow", "minsk")):
        place = _place(pack, edition, city, position, city=_city(city))
        pack.cite(place, "city", source, *reading.spans("s2.ed.place"))
    for body, fact in (("fc", "s2.ed.org1"), ("cr", "s2.ed.org2")):
        organiser = _organiser(pack, edition, bodies[body], "auspices")
        pack.cite(organiser, "organisation", source, *reading.spans(fact))
    return edition


def _tenth_forum(
    pack: Builder, reading: Any, source: Any, series: Any, bodies: Any
) -> dict[str, str]:
    edition = pack.add(
        "programme.edition", "regions-10", series=series, slug="10-2023", ordinal=10, is_public=True,
        name=text(
            "Tenth Forum of Regions of Belarus and Russia", ru="Десятый Форум регионов Беларуси и России",
            be="Дзясяты Форум рэгіёнаў Беларусі і Расіі",
        ),
        dates="../2023-06-28", status="under_way", time_zone="Asia/Yekaterinburg",
        theme=text(
            "Industrial cooperation, agrarian projects, information technology, humanitarian ties and tourism, "
            "support for public organisations and volunteers"
        ),
        participants=text(
            "Regional governors, lawmakers, heads of ministries and departments, business and expert communities, "
            "public and youth organisations"
        ),
    )  # fmt: skip
    for field, fact in (
        ("ordinal", "s3.ed"), ("name", "s3.ed"), ("dates", "s3.ed.dates"), ("theme", "s3.th"),
        ("participants", "s3.ed.parts"), ("status", "s3.ed"),
    ):  # fmt: skip
        pack.cite(edition, field, source, *reading.spans(fact))
    place = _place(pack, edition, "ufa", city=_city("ufa"), region=_region("RU-BA"))
    pack.cite(place, "city", source, *reading.spans("s3.ed.place"))
    return edition


def _great_heritage(
    pack: Builder, reading: Any, sources: Any, series: Any, bodies: Any
) -> dict[str, str]:
    edition = pack.add(
        "programme.edition", "heritage-2025", series=series, slug="2025", is_public=True,
        name=text("Great Heritage – Common Future, 2025", ru="Великое наследие – общее будущее, 2025"),
        theme=text("Preserving historical memory; resisting a resurgence of Nazism"),
        dates="2025", status="held", time_zone="Europe/Volgograd",
    )  # fmt: skip
    announced, reported = sources["s0"], sources["s1"]
    pack.cite(edition, "name", announced, *reading.spans("s0.ed"))
    pack.cite(edition, "name", reported, *reading.spans("s1.ed"))
    pack.cite(edition, "status", announced, *reading.spans("s0.ed.status"))
    pack.cite(edition, "status", reported, *reading.spans("s1.ed.place")[:1])
    pack.cite(edition, "theme", announced, *reading.spans("s0.ed.topic"))
    pack.cite(edition, "theme", reported, *reading.spans("s1.ed.topic"))
    # The year is that of the announcement and of the report; the day stands in neither.
    pack.cite(edition, "dates", announced, *reading.spans("s0.doc.date"))
    pack.cite(edition, "dates", reported, *reading.spans("s1.doc.date"))
    place = _place(pack, edition, "volgograd", city=_city("volgograd"))
    pack.cite(place, "city", announced, *reading.spans("s0.ed.place"))
    pack.cite(place, "city", reported, *reading.spans("s1.ed.place"))
    organiser = _organiser(pack, edition, bodies["union"], "organiser")
    pack.cite(organiser, "organisation", announced, *reading.spans("s0.ed.org"))
    pack.cite(organiser, "organisation", reported, *reading.spans("s1.ed.org"))
    return edition


def _fourth_congress(
    pack: Builder, reading: Any, source: Any, series: Any, bodies: Any
) -> dict[str, str]:
    edition = pack.add(
        "programme.edition", "towns-4", series=series, slug="4-2025", ordinal=4, is_public=True,
        name=text(
            "Fourth Congress of Small Towns of Belarus and Russia",
            ru="Четвёртый Конгресс малых городов Беларуси и России",
            be="Чацвёрты Кангрэс малых гарадоў Беларусі і Расіі",
        ),
        theme=text("Exchange of insights, joint projects, agreements to deepen cooperation"),
        dates="2025-08-13~", status="under_way", time_zone="Europe/Minsk",
        participants=text("Grodno Region and Nizhny Novgorod Region"),
    )  # fmt: skip
    for field, fact in (
        ("ordinal", "s4.ed"), ("name", "s4.ed"), ("dates", "s4.ed.dates"), ("theme", "s4.ed.topic"),
        ("participants", "s4.ed.parts"), ("status", "s4.ed"),
    ):  # fmt: skip
        pack.cite(edition, field, source, *reading.spans(fact))
    place = _place(pack, edition, "grodno", region=_region("BY-HR"))
    pack.cite(place, "region", source, *reading.spans("s4.ed.place"))
    organiser = _organiser(pack, edition, bodies["alliance"], "foundation")
    pack.cite(organiser, "organisation", source, *reading.spans("s4.o1"))
    boldino = pack.add(
        "registry.city", "boldino", name=text("Bolshoye Boldino", ru="Большое Болдино", be="Вялікае Болдзіна"),
        country={"kind": "registry.country", "uid": str(reference_uid("registry.country", "RU"))}, region=_region("RU-NIZ"),
        latitude="55.00500", longitude="45.31500", time_zone="Europe/Moscow",
    )  # fmt: skip
    following = _place(pack, edition, "next", role="next", city=boldino, region=_region("RU-NIZ"))
    pack.cite(following, "city", source, *reading.spans("s4.nh"))
    return edition


def _historians(pack: Builder, reading: Any, source: Any, series: Any) -> None:
    edition = pack.add(
        "programme.edition", "historians-1", series=series, slug="1-2023", ordinal=1, is_public=True,
        name=text("First Forum of Historians of Russia and Belarus", ru="Первый Форум историков России и Беларуси"),
        dates="2023-06~", status="held", time_zone="Europe/Moscow",
    )  # fmt: skip
    for field in ("ordinal", "name", "dates", "status"):
        pack.cite(edition, field, source, *reading.spans("s3.ev1"))
    place = _place(pack, edition, "moscow", city=_city("moscow"))
    pack.cite(place, "city", source, *reading.spans("s3.ev1"))


# fact: (title, kind, part, date as stated, city, further fields)
_SESSIONS: dict[str, tuple[str, str, str, str, str, dict[str, Any]]] = {
    "s1.ss1": ("Plenary session", "plenary", "main", "", "volgograd", {"status": "held"}),
    "s1.se1": ("Flower-laying at the memorial complex To the Heroes of the Battle of Stalingrad", "ceremony", "side", "",
               "volgograd", {"status": "held", "place_note": "Mamayev Kurgan"}),
    "s1.se2": ("Meeting of the two presidents", "bilateral", "side", "", "volgograd", {"status": "held"}),
    "s1.se3": ("One-on-one talks without journalists", "bilateral", "side", "", "volgograd", {"status": "held"}),
    "s1.se4": ("Working visit of the President of Belarus to Volgograd", "visit", "side", "", "volgograd",
               {"status": "held"}),
    "s2.se1": ("Russian-Belarusian Youth Forum", "youth", "side", "2020-09-25", "", {"format": "online"}),
    "s2.ss0": ("Five thematic sections", "block", "main", "2020-09-28", "", {"format": "online"}),
    "s2.ss1": ("Parliamentary Dimension of Preservation of Historical Heritage and Strengthening the Unity of Fraternal "
               "Peoples", "section", "main", "2020-09-28", "", {"format": "online"}),
    "s2.ss2": ("Joint Projects as a Factor of Stable Economic Development of Belarus and Russia", "section", "main",
               "2020-09-28", "", {"format": "online"}),
    "s2.ss3": ("Feat of the Soviet People in the Great Patriotic War as a Basis to Promote Patriotism and Citizenship",
               "section", "main", "2020-09-28", "", {"format": "online"}),
    "s2.ss4": ("Creating Conditions for Promotion of Social and Economic Activity of Rural Youth to Achieve SDGs in "
               "Russian and Belarusian Regions", "section", "main", "2020-09-28", "", {"format": "online"}),
    "s2.ss5": ("Belarus and Russia: Improved Joint Actions to Counter Glorification of Nazi Ideology on International "
               "Platforms", "section", "main", "2020-09-28", "", {"format": "online"}),
    "s2.ss6": ("Seventh meeting of the Youth Commission on Inter-Regional Cooperation", "commission", "main", "", "",
               {"format": "online", "body": "youth"}),
    "s2.ss7": ("High-Level Expert Session “Education as a Basis for Historical Memory and Further Integration "
               "Development of the Union of Belarus and Russia”", "expert", "main", "", "", {"format": "online"}),
    "s2.ss8": ("Joint meeting of the business councils", "business", "main", "", "", {"body": "councils"}),
    "s2.ss9": ("Plenary session", "plenary", "main", "2020-09-29", "", {}),
    "s3.ss1": ("Final session", "plenary", "main", "2023-06-28", "ufa", {}),
    "s3.se1": ("Exhibition of regional economic achievements", "exhibition", "side", "", "ufa", {"status": "held"}),
    "s3.se2": ("Joint session of the chambers of commerce and industry", "business", "side", "", "ufa",
               {"status": "held", "body": "chambers"}),
    "s3.se3": ("Meeting of young parliamentarians", "youth", "side", "", "ufa", {"status": "held"}),
    "s3.se4": ("Youth programme of the forum", "youth", "side", "", "ufa", {"status": "held"}),
    "s4.se1": ("Enterprise visits", "visit", "side", "", "", {"status": "held"}),
    "s0.ev1": ("Day of Unity of Peoples", "other", "satellite", "2025-04-02", "", {"status": "held"}),
    "s0.ev2": ("Concert of the Presidential Orchestra of the Republic of Belarus", "cultural", "satellite", "2025-02-02",
               "volgograd", {"status": "held", "body": "orchestra"}),
    "s0.ev3": ("Visit of the Belarusian ambassador to Volgograd (industrial enterprises)", "visit", "satellite",
               "2025-04-10", "volgograd", {"status": "held", "people": ("rogozhnik",)}),
}  # fmt: skip
_PARTS = {
    "s1.ss1": (("lukashenko", "speaker", ""), ("putin", "speaker", "")),
    "s1.se1": (("lukashenko", "participant", "in_room"), ("putin", "participant", "in_room")),
    "s1.se2": (("lukashenko", "participant", "in_room"), ("putin", "participant", "in_room")),
    "s1.se3": (("lukashenko", "participant", "in_room"), ("putin", "participant", "in_room")),
    "s1.se4": (("lukashenko", "participant", "in_room"),),
    "s0.ev3": (("rogozhnik", "participant", "in_room"),),
    "s3.ss1": (
        ("putin", "address", "video_address"),
        ("matviyenko", "participant", ""),
        ("kochanova", "participant", ""),
    ),
}
_CITED_BY = {"putin": "s3.p1", "matviyenko": "s3.p2", "kochanova": "s3.p3"}


def add_sessions(
    pack: Builder,
    reading: Any,
    sources: dict[str, Any],
    editions: dict[str, Any],
    people: dict[str, Any],
    offices: dict[str, Any],
    bodies: dict[str, Any],
) -> None:
    """Sessions, side events and satellite events with those who took part as stated."""
    block: dict[str, str] | None = None
    for position, (fact_id, (title, kind, part, date, city, more)) in enumerate(_SESSIONS.items()):
        document = fact_id[:2]
        session = pack.add(
            "programme.session", fact_id, edition=editions[document], title=text(title), kind=kind, part=part,
            on_date=date, city=_city(city) if city else None, position=position,
            status=more.get("status", "confirmed"), format=more.get("format", ""),
            place_note=text(more["place_note"]) if "place_note" in more else None,
            parent=block if kind == "section" else None,
        )  # fmt: skip
        if kind == "block":
            block = session
        pack.cite(session, "title", sources[document], *reading.spans(fact_id))
        if "body" in more:
            pack.add(
                "programme.sessionpart", f"{fact_id} {more['body']}", session=session,
                organisation=bodies[more["body"]], role="participant",
            )  # fmt: skip
        for order, (person, role, attendance) in enumerate(_PARTS.get(fact_id, ())):
            office = (
                offices["putin-2023" if document == "s3" else "putin-2025"]
                if person == "putin"
                else None
            )
            entry = pack.add(
                "programme.sessionpart", f"{fact_id} {person}", session=session, person=people[person],
                office=office or offices.get(person), role=role, attendance=attendance, position=order,
            )  # fmt: skip
            if document == "s3":
                pack.cite(entry, "person", sources[document], *reading.spans(_CITED_BY[person]))
