"""What leaves keeps to the published rules: official schemas, code lists, dates, identifiers."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from folkmoot.engines.interchange import (
    record_package,
    release_package,
    write_akoma,
    write_csv,
    write_iati,
    write_metadata,
)
from folkmoot.engines.interchange.facts import (
    Body,
    File,
    Happening,
    Measure,
    Publisher,
    Step,
    Theme,
)
from folkmoot.engines.values.multilingual import Multilingual
from tests.engines.interchange import rules, schemas
from tests.engines.interchange.making import NOON, SECRETARIAT, agreement, project
from tests.engines.interchange.test_exports import TABLE

ROPE = Multilingual.of("en", en="Rope")
MEASURE = Measure(ROPE, "km", Decimal(7), Decimal("6.5"), date(2031, 6, 1), date(2032, 6, 1))
WHOLE = {
    "files": (File("f", "Report", "https://forum.example/f.pdf", "application/pdf", "en"),),
    "parts": ("p2", "p3"),
    "part_of": "p0",
    "changed_at": NOON,
    "measures": (MEASURE, MEASURE),
    "theme": Theme("water", Multilingual.of("en", en="Water", ru="Вода")),
}
PROJECTS = {
    "of two years": {},
    "with everything": WHOLE,
    "of one year": {"planned_until": date(2032, 5, 31)},
    "under way": {"planned_from": None, "actual_from": date(2030, 1, 1)},
    "begun on a day to come": {"planned_from": None, "actual_from": date(2032, 1, 1)},
    "without country, money and end": {"countries": (), "budget": None, "planned_until": None},
    "of a registered body": {"partners": (Body("b", ROPE, "lead", {"LEI": "5299 00/X"}),)},
}


def iati(*projects, publisher=SECRETARIAT) -> bytes:
    return write_iati(projects, publisher=publisher, generated_at=NOON)


@pytest.mark.parametrize("changed", PROJECTS.values(), ids=PROJECTS)
def test_a_project_keeps_to_the_rules_of_iati(changed):
    written = iati(project(**changed))

    assert rules.iati_faults(written) == []
    assert schemas.faults(schemas.iati(), written) == []


@pytest.mark.parametrize(
    ("sent", "spoilt", "fault"),
    [
        ("forum.example-p1", "https://forum.example-p1", "identifier"),
        ('role="2"', 'role="9"', "participating-org/@role is 9"),
        ('iso-date="2031-06-01"', 'iso-date="2034-06-01"', "ends before"),
        ('percentage="33.33"', 'percentage="30"', "adds up"),
    ],
)
def test_the_rules_of_iati_are_noticed_when_they_are_broken(sent, spoilt, fault):
    written = iati(project()).decode()

    assert any(fault in one for one in rules.iati_faults(written.replace(sent, spoilt).encode()))


def test_a_project_that_iati_cannot_tell_is_left_out_and_counted():
    nobody = project(uid="p2", partners=())
    someday = project(uid="p3", planned_from=None)

    written = iati(project(), nobody, someday)

    assert [one.text for one in ET.fromstring(written).iter("iati-identifier")] == [
        "forum.example-p1"
    ]
    assert "2 left out: without a partner or a day of beginning" in written.decode()


def test_a_budget_of_several_years_is_told_in_words_because_nobody_knows_its_shares():
    activity = ET.fromstring(iati(project()))[0]
    yearly = ET.fromstring(iati(project(planned_until=date(2032, 5, 31))))[0]

    assert activity.find("budget") is None
    assert [one.findtext("narrative") for one in activity.findall("description[@type='4']")] == [
        "Total budget: 300000 SEK, 2031-06-01 to 2033-06-01"
    ]
    assert yearly.findtext("budget/value") == "300000"
    assert yearly.find("description[@type='4']") is None


def test_a_registered_publisher_goes_by_its_reference():
    known = Publisher("Secretariat", "https://forum.example", reference="XM-EX-7")

    activity = ET.fromstring(iati(project(), publisher=known))[0]

    assert activity.findtext("iati-identifier") == "XM-EX-7-p1"
    assert activity.find("reporting-org").get("ref") == "XM-EX-7"


def step(name: str, outcome: str = "", closed: datetime | None = None) -> Step:
    met = closed.date() if closed and outcome == "fulfilled" else None
    return Step(name, ROPE, date(2032, 4, 1), met, outcome, closed)


def ocds(writer, *agreements) -> bytes:
    return writer(
        agreements,
        prefix="ocds-forum1",
        publisher=SECRETARIAT,
        address="https://forum.example/ocds.json",
        published_at=NOON,
    )


LATER = datetime(2032, 3, 1, 9, tzinfo=UTC)
LAST = datetime(2032, 9, 1, 9, tzinfo=UTC)
FOLLOWED = (
    step("s1", "fulfilled", LATER), step("s2", "not_fulfilled", LAST),
    step("s3", "partly", LATER), step("s4"),
)  # fmt: skip
SIGNED = agreement().happenings[:1]
CONTRACTS = {
    "ended early": agreement(),
    "followed up": agreement(steps=FOLLOWED),
    "amended": agreement(
        happenings=(*SIGNED, Happening("5", "amendment", LATER.date(), LATER, note="More rope"))
    ),
    "with nothing known": agreement(
        happenings=SIGNED, parties=(), value=None, files=(), steps=(), ends_on=None
    ),
}


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
@pytest.mark.parametrize("writer", [release_package, record_package])
def test_a_contract_keeps_to_the_rules_of_ocds(writer, contract):
    assert rules.ocds_faults(ocds(writer, contract)) == []


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("tag",), ["signed"], "codes"),
        (("date",), "2031-05-14", "date is 2031-05-14"),
        (("buyer",), {"id": "nobody"}, "buyer is no party"),
        (("contracts", 0, "awardID"), "other", "a contract without award"),
        (("contracts", 0, "milestones", 0, "status"), "done", "milestone done"),
        (("contracts", 0, "value", "currency"), "euro", "money without currency"),
        (("contracts", 0, "title"), "Another", "compiled contracts"),
    ],
)
def test_the_rules_of_ocds_are_noticed_when_they_are_broken(path, value, fault):
    package = json.loads(ocds(record_package, agreement()))
    place = package["records"][0]["releases"][-1]
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value

    assert any(one.startswith(fault) for one in rules.ocds_faults(json.dumps(package).encode()))


def test_a_later_event_adds_a_release_and_changes_none():
    before = agreement(
        happenings=SIGNED, ends_on=None, steps=tuple(step(one.id) for one in FOLLOWED)
    )
    closed_once = replace(before, steps=(FOLLOWED[0], step("s2"), FOLLOWED[2], step("s4")))
    ended = replace(
        before,
        steps=FOLLOWED,
        happenings=(*SIGNED, agreement().happenings[-1]),
        ends_on=date(2033, 1, 1),
    )

    told = [
        json.loads(ocds(release_package, one))["releases"] for one in (before, closed_once, ended)
    ]

    assert [[one["tag"][0] for one in releases] for releases in told] == [
        ["contract"],
        ["contract", "implementation"],
        ["contract", "implementation", "implementation", "contractTermination"],
    ]
    assert told[1][:1] == told[0]
    assert told[2][:2] == told[1]
    assert [
        one["status"] for one in told[2][-1]["contracts"][0]["implementation"]["milestones"]
    ] == ["met", "partiallyMet", "notMet"]


def test_nobody_is_called_buyer_because_that_is_not_on_record():
    release = json.loads(ocds(release_package, agreement()))["releases"][0]

    assert {role for one in release["parties"] for role in one["roles"]} == {"contractParty"}
    assert "buyer" not in release


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "changed",
    [{}, {"serial": None, "signed_on": None}, {"parties": (Body("b", ROPE),)}],
    ids=["signed", "not signed", "without country"],
)
def test_a_text_keeps_to_the_schema_and_the_names_of_akoma_ntoso(changed, language):
    written = write_akoma(agreement(**changed), language, made_on=date(2031, 6, 1))

    assert rules.akoma_faults(written) == []
    assert schemas.faults(schemas.akoma(), written) == []


def test_a_table_is_what_its_description_says():
    rows = [("Ferries", Decimal("12.50"), date(2031, 5, 14)), ("Buses", None, None)]
    described = write_metadata(TABLE, made_at=NOON)

    assert rules.csvw_faults(write_csv(TABLE, rows), described) == []
    spoilt = [("", Decimal(1), None), ("Buses", None, date(2031, 5, 14)), ("Buses", None, None)]
    assert rules.csvw_faults(write_csv(TABLE, spoilt), described) == [
        "title is empty",
        "('Buses',) twice",
    ]
