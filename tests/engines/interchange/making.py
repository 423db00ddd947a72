"""An agreement and a project of two regions that do not exist."""

from datetime import UTC, date, datetime
from decimal import Decimal

from folkmoot.engines.interchange.facts import (
    AgreementFacts,
    Body,
    ClauseText,
    File,
    Happening,
    Measure,
    Money,
    ProjectFacts,
    Publisher,
    Step,
)
from folkmoot.engines.values.multilingual import Multilingual

SECRETARIAT = Publisher("Secretariat of the Lantern Coast Forum", "https://forum.example")
NOON = datetime(2031, 5, 14, 12, tzinfo=UTC)
HARBOUR = Body(
    "harbour", Multilingual.of("en", en="Harbour Region", ru="Портовый край"), country="SE"
)
VALLEY = Body(
    "valley", Multilingual.of("ru", ru="Долина", en="Valley"), identifiers={"wikidata": "Q1"}
)


def agreement(**changed) -> AgreementFacts:
    """A signed agreement in two languages, later terminated."""
    values = {
        "uid": "a1",
        "address": "https://forum.example/en/agreements/a1",
        "kind": "agreement",
        "title": Multilingual.of("en", en="On ferries", ru="О паромах"),
        "summary": Multilingual.of("en", en="A ferry twice a day"),
        "parties": (HARBOUR, VALLEY),
        "happenings": (
            Happening("1", "signature", date(2031, 5, 14), NOON),
            Happening("2", "signature", date(2031, 5, 14), NOON.replace(hour=13)),
            Happening("3", "declaration", date(2031, 5, 15), NOON.replace(day=15)),
            Happening("4", "termination", date(2033, 1, 1), NOON.replace(year=2033)),
        ),
        "serial": 7,
        "signed_on": date(2031, 5, 14),
        "in_force_on": date(2031, 6, 1),
        "ends_on": date(2033, 1, 1),
        "value": Money(Decimal("1250000.50"), "EUR"),
        "languages": ("en", "ru"),
        "clauses": (
            ClauseText(
                "purpose",
                "1",
                Multilingual.of("en", en="Purpose", ru="Цель"),
                Multilingual.of("en", en="Ferries & buses.\nTwice a day.", ru="Паромы."),
            ),
        ),
        "files": (
            File("f1", "Signed original", "https://forum.example/f1.pdf", "application/pdf", "en"),
        ),
        "steps": (
            Step(
                "s1",
                Multilingual.of("en", en="First crossing"),
                date(2032, 4, 1),
                date(2032, 3, 30),
                "fulfilled",
                NOON.replace(year=2032),
            ),
        ),
    }
    return AgreementFacts(**{**values, **changed})


def project(**changed) -> ProjectFacts:
    """A ferry line with money, a target and three countries."""
    values = {
        "uid": "p1",
        "address": "https://forum.example/en/projects/p1",
        "title": Multilingual.of("en", en="Ferry line", ru="Паромная линия"),
        "summary": Multilingual.of("en", en="Two ships"),
        "status": "2",
        "partners": (
            Body("harbour", HARBOUR.name, "lead"),
            Body("valley", VALLEY.name, "implementing", {"wikidata": "Q1"}),
        ),
        "planned_from": date(2031, 6, 1),
        "planned_until": date(2033, 6, 1),
        "budget": Money(Decimal("300000"), "SEK"),
        "countries": ("SE", "FI", "EE"),
        "measures": (
            Measure(
                Multilingual.of("en", en="Crossings"), "a year", Decimal(700), None,
                date(2032, 1, 1), date(2032, 12, 31),
            ),
        ),
    }  # fmt: skip
    return ProjectFacts(**{**values, **changed})
