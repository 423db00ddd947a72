"""The record of the real forums: sources, people, editions, sessions, figures, outcomes."""

import json
from pathlib import Path
from typing import Any

from folkmoot.rooms.registry.terms import reference_uid
from tools.forums.builder import Builder, text
from tools.forums.programme import add_editions, add_sessions

ORDER = (
    "registry.city",
    "registry.organisation",
    "registry.membership",
    "registry.person",
    "registry.officeheld",
    "registry.name",
    "evidence.source",
    "evidence.passage",
    "programme.series",
    "programme.edition",
    "programme.editionplace",
    "programme.seriesorganiser",
    "programme.editionorganiser",
    "programme.session",
    "programme.sessionpart",
    "evidence.statement",
    "evidence.claim",
    "outcomes.reportedoutcome",
    "evidence.citation",
)
BY = {"kind": "registry.country", "uid": str(reference_uid("registry.country", "BY"))}
RU = {"kind": "registry.country", "uid": str(reference_uid("registry.country", "RU"))}


def region(code: str) -> dict[str, str]:
    """A region of ISO 3166-2."""
    return {"kind": "registry.region", "uid": str(reference_uid("registry.region", code))}


def city(geonames: int) -> dict[str, str]:
    """A city by its GeoNames number."""
    return {"kind": "registry.city", "uid": str(reference_uid("registry.city", str(geonames)))}


VOLGOGRAD, UFA, MOSCOW, MINSK = city(472757), city(479561), city(524901), city(625144)


class Reading:
    """The facts of the reading by identifier, and which documents they stand in."""

    def __init__(self, folder: Path) -> None:
        data = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
        self.facts: dict[str, dict[str, Any]] = {fact["id"]: fact for fact in data["facts"]}
        self.files = {key: document["file"] for key, document in data["documents"].items()}

    def spans(self, fact: str) -> list[list[int]]:
        return self.facts[fact]["spans"]

    def of_type(self, *types: str) -> list[dict[str, Any]]:
        """Facts of the two surer tiers."""
        return [
            fact for fact in self.facts.values() if fact["type"] in types and fact["tier"] in "AB"
        ]


def build(folder: Path) -> Builder:
    """Everything, ready to be packed."""
    pack, reading = Builder(folder), Reading(folder)
    sources = add_sources(pack, reading)
    bodies = add_organisations(pack, reading, sources)
    people, offices = add_people(pack, reading, sources, bodies)
    editions = add_editions(pack, reading, sources, bodies)
    add_sessions(pack, reading, sources, editions, people, offices, bodies)
    add_statements(pack, reading, sources, people, offices, editions)
    add_claims(pack, reading, sources, people, offices, editions, bodies)
    add_outcomes(pack, reading, sources, people, editions, bodies)
    return pack


_SOURCES = {
    # key: (title or the fact that is the title, kind, stance, published, publisher, whose facts to cite)
    "s0": ("Preparations for the forum “Great Heritage – Common Future”", "news_article", "announcement", "2025-04-18", ""),
    "s1": (
        "‘Together we are a formidable force. And we will never be defeated!’",
        "news_article", "report", "2025-05-05", "based on materials of sb.by and belta.by",
    ),
    "s2": (
        "Seventh Forum of Russian and Belarusian Regions to Focus on Development of Social, Economic and "
        "Spiritual Relations of Two Peoples",
        "press_release", "announcement", "2020-09-25", "",
    ),
    "s3": (
        "Video address to the final session of the 10th Forum of Russian and Belarusian Regions",
        "transcript", "during", "2023-06-28", "Official website of the President of Russia",
    ),
    "s4": ("Grodno and Nizhny Novgorod Regions Expand Cooperation", "news_article", "report", "2025-08-13", ""),
}  # fmt: skip


def add_sources(pack: Builder, reading: Reading) -> dict[str, dict[str, str]]:
    """The five documents as catalogue entries with the spans of title, date and publisher."""
    sources = {}
    for key, (title, kind, stance, published, publisher) in _SOURCES.items():
        sources[key] = source = pack.source(
            key, reading.files[key], title=title, kind=kind, stance=stance, language="en",
            publisher=publisher, published=published, visibility="public", text_rights="quotations",
            rights_note="The text belongs to its publisher; quoted passages are shown where the text is attached.",
        )  # fmt: skip
        pack.cite(source, "title", source, *reading.spans(f"{key}.doc.title")[:1])
        pack.cite(source, "published", source, *reading.spans(f"{key}.doc.date")[:1])
        pack.cite(source, "kind", source, *reading.spans(f"{key}.doc.kind"))
    pack.cite(sources["s3"], "publisher", sources["s3"], *reading.spans("s3.doc.pub"))
    return sources


_BODIES: tuple[tuple[str, str, str, str, str, tuple[str, ...]], ...] = (
    # key, name, Russian name, kind, country or "", facts that name it
    ("union", "Union State", "Союзное государство", "state", "", ("s1.o6", "s0.ed.org", "s3.o6")),
    ("fc", "Federation Council of the Federal Assembly of the Russian Federation",
     "Совет Федерации Федерального Собрания Российской Федерации", "parliament", "RU", ("s2.ed.org1",)),
    ("cr", "Council of the Republic of the National Assembly of the Republic of Belarus",
     "Совет Республики Национального собрания Республики Беларусь", "parliament", "BY", ("s2.ed.org2",)),
    ("youth", "Youth Commission of the Federation Council and the Council of the Republic on Inter-Regional "
     "Cooperation", "", "commission", "", ("s2.o2",)),
    ("councils", "Business councils of Russia and Belarus", "", "chamber", "", ("s2.o1",)),
    ("chambers", "Russian and Belarusian chambers of commerce and industry", "", "chamber", "", ("s3.o2",)),
    ("supreme", "Supreme State Council of the Union State", "Высший Государственный Совет Союзного государства",
     "government", "", ("s3.o1",)),
    ("eaeu", "Eurasian Economic Union", "Евразийский экономический союз", "international", "", ("s3.o4",)),
    ("csto", "CSTO", "ОДКБ", "international", "", ("s1.o1",)),
    ("cis", "CIS", "СНГ", "international", "", ("s1.o2",)),
    ("sco", "SCO", "ШОС", "international", "", ("s1.o3",)),
    ("brics", "BRICS", "БРИКС", "international", "", ("s1.o4",)),
    ("asean", "ASEAN", "АСЕАН", "international", "", ("s1.o5",)),
    ("pul", "Pul Pervogo (Telegram channel)", "Пул Первого", "media", "", ("s1.o7",)),
    ("orchestra", "Presidential Orchestra of the Republic of Belarus", "Президентский оркестр Республики Беларусь",
     "cultural", "BY", ("s0.o1",)),
    ("cossack", "Volgograd Cossack Theater", "", "cultural", "RU", ("s0.o2",)),
    ("alliance", "Alliance of Districts of the Grodno Region for Sustainable Development", "", "alliance", "BY",
     ("s4.o1",)),
    ("house", "Chamber of Representatives of the National Assembly of the Republic of Belarus",
     "Палата представителей Национального собрания Республики Беларусь", "parliament", "BY", ()),
    ("grodno", "Grodno Regional Council of Deputies", "Гродненский областной Совет депутатов", "regional", "BY", ()),
    ("nizhny", "Legislative Assembly of Nizhny Novgorod Oblast", "Законодательное собрание Нижегородской области",
     "regional", "RU", ()),
)  # fmt: skip


def add_organisations(
    pack: Builder, reading: Reading, sources: dict[str, Any]
) -> dict[str, dict[str, str]]:
    """Bodies the documents name, cited where they are named."""
    bodies: dict[str, dict[str, str]] = {}
    countries = {"BY": BY, "RU": RU, "": None}
    for key, name, russian, kind, country, facts in _BODIES:
        names = text(name, ru=russian) if russian else text(name)
        bodies[key] = pack.add(
            "registry.organisation", key, name=names, kind=kind, country=countries[country],
            founded="2021" if key == "alliance" else "",
            region=region("BY-HR") if key in ("alliance", "grodno") else region("RU-NIZ") if key == "nizhny" else None,
        )  # fmt: skip
        for fact in facts:
            pack.cite(bodies[key], "name", sources[fact[:2]], *reading.spans(fact))
    pack.cite(bodies["alliance"], "founded", sources["s4"], *reading.spans("s4.c4"))
    return bodies


_PEOPLE: tuple[tuple[str, str, str, str, bool, tuple[str, ...]], ...] = (
    # key, name, Russian name, country, historical, facts
    ("lukashenko", "Aleksandr Lukashenko", "Александр Лукашенко", "BY", False, ("s1.p1",)),
    ("putin", "Vladimir Putin", "Владимир Путин", "RU", False, ("s1.p2", "s3.p1")),
    ("matviyenko", "Valentina Matviyenko", "Валентина Матвиенко", "RU", False, ("s3.p2",)),
    ("kochanova", "Natalya Kochanova", "Наталья Кочанова", "BY", False, ("s3.p3",)),
    ("rogozhnik", "Alexander Rogozhnik", "Александр Рогожник", "BY", False, ("s0.p1",)),
    ("grachev", "Mikhail Grachev", "Михаил Грачев", "RU", False, ("s0.p2",)),
    ("semenyako", "Valentin Semenyako", "Валентин Семеняко", "BY", False, ("s4.p1",)),
    ("pasyuta", "Elena Pasyuta", "Елена Пасюта", "BY", False, ("s4.p2",)),
    ("norenkov", "Igor Norenkov", "Игорь Норенков", "RU", False, ("s4.p3",)),
    ("chuikov", "Vasily Chuikov", "Василий Чуйков", "", True, ("s1.p3",)),
    ("rokossovsky", "Konstantin Rokossovsky", "Константин Рокоссовский", "", True, ("s1.p4",)),
    ("vashchenko", "Aleksei Vashchenko", "Алексей Ващенко", "BY", True, ("s1.p5",)),
)
_OFFICES: tuple[tuple[str, str, str, str, str, str, str], ...] = (
    # person, title, body, country, stated on, fact, key
    ("lukashenko", "President of Belarus", "", "BY", "2025-05-05", "s1.p1.office", "lukashenko"),
    ("putin", "President of Russia", "", "RU", "2025-05-05", "s1.p2.office", "putin-2025"),
    ("putin", "President of Russia", "", "RU", "2023-06-28", "s3.p1.office", "putin-2023"),
    ("rogozhnik", "Extraordinary and Plenipotentiary Ambassador of the Republic of Belarus to Russia", "", "BY",
     "2025-04-18", "s0.p1.office", "rogozhnik"),
    ("grachev", "head of a household chemicals manufacturing company", "", "", "2025-04-18", "s0.p2.office", "grachev"),
    ("semenyako", "Chair of the Permanent Commission", "house", "BY", "2025-08-13", "s4.p1.office", "semenyako"),
    ("pasyuta", "Chair", "grodno", "BY", "2025-08-13", "s4.p2.office", "pasyuta"),
    ("norenkov", "Chair of the Economics Committee", "nizhny", "RU", "2025-08-13", "s4.p3.office", "norenkov"),
    ("chuikov", "General; commander of the 62nd Army", "", "", "", "s1.p3.office", "chuikov"),
    ("rokossovsky", "commander of the Don Front; Marshal", "", "", "", "s1.p4.office", "rokossovsky"),
)  # fmt: skip


def add_people(
    pack: Builder, reading: Reading, sources: dict[str, Any], bodies: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """People and the offices in which the documents name them."""
    countries = {"BY": BY, "RU": RU, "": None}
    people, offices = {}, {}
    for key, name, russian, country, historical, facts in _PEOPLE:
        people[key] = pack.add(
            "registry.person",
            key,
            name=text(name, ru=russian),
            country=countries[country],
            is_historical=historical,
        )
        for fact in facts:
            pack.cite(people[key], "name", sources[fact[:2]], *reading.spans(fact))
    for person, title, body, country, stated, fact, key in _OFFICES:
        offices[key] = pack.add(
            "registry.officeheld", key, person=people[person], title=text(title),
            organisation=bodies.get(body), country=countries[country], stated_on=stated,
        )  # fmt: skip
        pack.cite(offices[key], "title", sources[fact[:2]], *reading.spans(fact))
    for owner, written, kind in (
        (people["matviyenko"], "Valentina Matvienko", "alias"),
        (people["kochanova"], "Natalia Kochanova", "alias"),
        (people["lukashenko"], "Alexander Lukashenko", "alias"),
        (people["lukashenko"], "Аляксандр Лукашэнка", "alias"),
        (VOLGOGRAD, "Stalingrad", "former"),
    ):
        pack.add(
            "registry.name", written, owner_kind=owner["kind"], owner_uid=owner["uid"], text=written,
            language="be" if "ш" in written else "en", kind=kind, until="1961" if kind == "former" else "",
        )  # fmt: skip
    return people, offices


_SPEAKERS = {
    "Aleksandr Lukashenko": "lukashenko", "Vladimir Putin": "putin", "Vasily Chuikov": "chuikov",
    "Mikhail Grachev": "grachev", "Valentin Semenyako": "semenyako", "Elena Pasyuta": "pasyuta",
    "Igor Norenkov": "norenkov",
}  # fmt: skip


def office_of(person: str, document: str, offices: dict[str, Any]) -> dict[str, str] | None:
    """The office in which somebody speaks in a document."""
    if person == "putin":
        return offices["putin-2023" if document == "s3" else "putin-2025"]
    return offices.get(person)


def add_statements(
    pack: Builder,
    reading: Reading,
    sources: dict[str, Any],
    people: dict[str, Any],
    offices: dict[str, Any],
    editions: dict[str, Any],
) -> None:
    """Attributed words: who, in which mode, quoted by whom; the words stay in the source."""
    for fact in reading.of_type("quote"):
        norm, document = fact["norm"], fact["doc"]
        speaker = _SPEAKERS[norm["speaker"]]
        mode = "transcript" if "transcript" in norm["mode"] else norm["mode"]
        about = editions[document]
        statement = pack.add(
            "evidence.statement", fact["id"], source=sources[document], speaker=people[speaker],
            office=office_of(speaker, document, offices), speaker_as_written=norm["speaker"], mode=mode,
            reported_by=people[_SPEAKERS[norm["reported_by"]]] if "reported_by" in norm else None,
            about_kind=about["kind"], about_uid=about["uid"],
        )  # fmt: skip
        pack.cite(statement, "words", sources[document], *fact["spans"])


_CLAIMS: dict[str, dict[str, Any]] = {
    "s0.c1": {"measure": "companies", "subject": "companies in Volgograd trading with Belarus", "unit": "companies",
              "period": "2025-04", "comparator": "nearly"},
    "s1.c1": {"measure": "trade-turnover", "subject": "trade turnover between Russia and Belarus", "kind": "money",
              "comparator": "over", "who": "putin"},
    "s1.c2": {"measure": "battle-days", "subject": "the battle for Stalingrad", "unit": "days", "kind": "duration",
              "who": "lukashenko"},
    "s1.c3": {"measure": "talks", "subject": "one-on-one talks of the two presidents", "unit": "hours",
              "kind": "duration", "body": "pul"},
    "s2.c1": {"measure": "agreements", "subject": "agreements and contracts", "unit": "agreements and contracts",
              "comparator": "about", "status": "expected"},
    "s3.c01": {"measure": "delegates", "subject": "delegates at the forum", "unit": "delegates", "comparator": "about",
               "who": "putin"},
    "s3.c02": {"measure": "agreements", "subject": "agreements and contracts", "unit": "agreements and contracts",
               "comparator": "over", "status": "signed", "who": "putin"},
    "s3.c03": {"measure": "trade-rank", "subject": "Belarus among Russia’s trade partners", "kind": "rank",
               "scope": "CIS countries, by trade volume", "who": "putin"},
    "s3.c04": {"measure": "trade-rank-world", "subject": "Belarus among Russia’s trade partners", "kind": "rank",
               "scope": "world, by trade volume", "who": "putin"},
    "s3.c05": {"measure": "trade-growth", "subject": "trade between Russia and Belarus", "kind": "growth",
               "unit": "%", "period": "2022", "who": "putin"},
    "s3.c06": {"measure": "trade-turnover", "subject": "trade between Russia and Belarus", "kind": "money",
               "comparator": "over", "period": "2022", "who": "putin"},
    "s3.c07": {"measure": "trade-growth", "subject": "mutual trade", "kind": "growth", "unit": "%",
               "period": "2023-01/2023-04", "who": "putin"},
    "s3.c08": {"measure": "programmes", "subject": "industry-specific programmes of the Union State",
               "unit": "programmes", "period": "2021/..", "who": "putin"},
    "s3.c09": {"measure": "export-growth", "subject": "growth of exports from Belarus to Russia",
               "kind": "absolute_growth", "comparator": "over", "who": "putin"},
    "s3.c10": {"measure": "project-value", "subject": "import-substitution investment projects in Belarusian regions",
               "kind": "money", "who": "putin"},
    "s3.c11": {"measure": "forum-years", "subject": "life of the forum", "unit": "years", "kind": "duration",
               "comparator": "over", "who": "putin"},
    "s4.c1": {"measure": "trade-rank", "subject": "“Smolenskaya” as a trade partner, after China and India",
              "kind": "rank", "needs_review": True},
    "s4.c2": {"measure": "areas", "subject": "key areas of the congress", "unit": "areas", "who": "semenyako"},
}  # fmt: skip


# In the form that the one number before it asks for.
_UNITS: dict[str, dict[str, str]] = {
    "agreements and contracts": {"ru": "соглашений и контрактов", "be": "пагадненняў і кантрактаў"},
    "areas": {"ru": "направления", "be": "напрамкі"},
    "companies": {"ru": "компаний", "be": "кампаній"},
    "days": {"ru": "дней", "be": "дзён"},
    "delegates": {"ru": "делегатов", "be": "дэлегатаў"},
    "hours": {"ru": "часа", "be": "гадзіны"},
    "programmes": {"ru": "программ", "be": "праграм"},
    "years": {"ru": "лет", "be": "гадоў"},
}


def unit_of(about: dict[str, Any]) -> dict[str, Any] | None:
    """What is counted, in the languages of the interface; a sign needs no translation."""
    unit = about.get("unit")
    return text(unit, **_UNITS.get(unit, {})) if unit else None


def add_claims(
    pack: Builder,
    reading: Reading,
    sources: dict[str, Any],
    people: dict[str, Any],
    offices: dict[str, Any],
    editions: dict[str, Any],
    bodies: dict[str, Any],
) -> None:
    """Figures with comparator, unit, period and who claims them."""
    for fact_id, about in _CLAIMS.items():
        fact = reading.facts[fact_id]
        norm, document = fact["norm"], fact["doc"]
        person = about.get("who")
        claim = pack.add(
            "evidence.claim", fact_id, source=sources[document],
            speaker=people.get(person), office=office_of(person, document, offices) if person else None,
            speaker_organisation=bodies.get(about.get("body", "")),
            about_kind=editions[document]["kind"], about_uid=editions[document]["uid"],
            kind=about.get("kind", "count"), value=str(int(norm["value"])),
            comparator=about.get("comparator", ""), unit=unit_of(about),
            currency=norm.get("currency", ""), measure=about["measure"], subject=text(about["subject"]),
            scope=text(about["scope"]) if "scope" in about else None, period=about.get("period", ""),
            status=about.get("status", ""), needs_review=about.get("needs_review") or None,
        )  # fmt: skip
        pack.cite(claim, "value", sources[document], *fact["spans"])


_OUTCOMES: dict[str, dict[str, Any]] = {
    "s2.ag1": {"kind": "agreement", "title": "Cooperation agreements and contracts", "status": "expected", "count": 18,
               "comparator": "about", "parties": "regional authorities and companies of the two countries"},
    "s3.ag1": {"kind": "agreement", "title": "Cooperation agreements and commercial contracts", "status": "signed",
               "count": 100, "comparator": "over", "by": "putin"},
    "s4.ag1": {"kind": "agreement", "title": "A series of agreements", "status": "signed"},
    "s4.ag2": {"kind": "agreement", "title": "Roadmap for cooperation of the Youth Parliaments’ Association",
               "status": "signed"},
    "s1.pr2": {"kind": "agreement", "title": "Agreements on aircraft construction", "status": "in_force", "by": "putin"},
    "s1.pr1": {"kind": "project", "title": "Joint plant and laboratory for unmanned systems", "status": "proposed",
               "by": "putin"},
    "s1.pr3": {"kind": "project", "title": "Joint aircraft construction (small and medium-range)",
               "status": "under_discussion", "by": "putin"},
    "s0.pr1": {"kind": "project", "title": "A new play dedicated to Minsk", "status": "implemented",
               "owner": "cossack"},
    "s3.pr1": {"kind": "programme", "title": "Industry-specific programmes of the Union State",
               "status": "being_implemented", "count": 28, "owner": "supreme", "by": "putin"},
    "s3.pr2": {"kind": "project", "title": "Import-substitution investment projects in Belarusian regions",
               "status": "started", "by": "putin"},
    "s3.pr3": {"kind": "project", "title": "Memory Train", "status": "implemented", "by": "putin",
               "owner_as_written": "upper chambers of the two parliaments"},
    "s4.pr1": {"kind": "practice", "title": "Agro-ecotourism", "status": "adopted", "region": "BY-HR",
               "taken": "Russian Federation", "by": "pasyuta"},
    "s4.pr2": {"kind": "practice", "title": "Land management, including the removal of abandoned houses",
               "status": "of_interest", "region": "BY-HR", "by": "pasyuta"},
    "s4.pr3": {"kind": "practice", "title": "Tourism, ecology, urban development and citizen involvement",
               "status": "shared", "region": "BY-HR"},
    "s1.pr4": {"kind": "practice", "title": "Showing wartime photo and video material", "status": "shared",
               "owner_as_written": "the Russian side", "by": "lukashenko"},
}  # fmt: skip


def add_outcomes(
    pack: Builder,
    reading: Reading,
    sources: dict[str, Any],
    people: dict[str, Any],
    editions: dict[str, Any],
    bodies: dict[str, Any],
) -> None:
    """Agreements, projects, programmes and practices with the status each source gives."""
    for fact_id, told in _OUTCOMES.items():
        document = fact_id[:2]
        outcome = pack.add(
            "outcomes.reportedoutcome", fact_id, edition=editions[document], kind=told["kind"],
            title=text(told["title"]), status=told["status"], count=told.get("count"),
            comparator=told.get("comparator", ""), parties=text(told["parties"]) if "parties" in told else None,
            owner=bodies.get(told.get("owner", "")), owner_region=region(told["region"]) if "region" in told else None,
            owner_as_written=told.get("owner_as_written", ""),
            taken_up_by=text(told["taken"]) if "taken" in told else None, stated_by=people.get(told.get("by", "")),
        )  # fmt: skip
        pack.cite(outcome, "title", sources[document], *reading.spans(fact_id))
