"""What leaves for other systems, in the words of their standards."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.interchange import (
    Column,
    Table,
    record_package,
    release_package,
    write_akoma,
    write_csv,
    write_iati,
    write_metadata,
)
from folkmoot.engines.values.multilingual import Multilingual
from tests.engines.interchange.making import NOON, SECRETARIAT, agreement, project

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
# Children of an activity in the order of the schema of IATI 2.03, as far as we write them.
IATI_ORDER = (
    "iati-identifier", "reporting-org", "title", "description", "participating-org",
    "activity-status", "activity-date", "recipient-country", "sector", "budget", "document-link",
    "related-activity", "result",
)  # fmt: skip
ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(str.strip)


def packed(writer, *agreements):
    return json.loads(
        writer(
            agreements,
            prefix="ocds-forum1",
            publisher=SECRETARIAT,
            address="https://forum.example/ocds.json",
            published_at=NOON,
        )
    )


def test_every_event_of_a_contract_is_a_release_with_its_own_tag():
    told = packed(release_package, agreement())

    assert [(one["id"], one["tag"], one["date"]) for one in told["releases"]] == [
        ("a1-1", ["contract"], "2031-05-14T12:00:00+00:00"),
        ("a1-2", ["contractUpdate"], "2031-05-14T13:00:00+00:00"),
        ("a1-closed-1", ["implementation"], "2032-05-14T12:00:00+00:00"),
        ("a1-4", ["contractTermination"], "2033-05-14T12:00:00+00:00"),
    ]
    assert {one["ocid"] for one in told["releases"]} == {"ocds-forum1-a1"}


def test_a_contract_carries_its_money_days_and_parties_and_nothing_empty():
    told = packed(release_package, agreement())

    contract = told["releases"][-1]["contracts"][0]
    assert (contract["value"], contract["dateSigned"], contract["period"]) == (
        {"amount": 1250000.5, "currency": "EUR"},
        "2031-05-14T00:00:00Z",
        {"startDate": "2031-06-01T00:00:00Z", "endDate": "2033-01-01T00:00:00Z"},
    )
    assert contract["milestones"][0]["status"] == "met"
    assert told["releases"][0]["parties"][1]["identifier"] == {"scheme": "wikidata", "id": "Q1"}
    assert "null" not in json.dumps(told)


def test_a_record_compiles_its_releases_and_an_agreement_never_signed_has_none():
    told = packed(record_package, agreement(), agreement(uid="a2", happenings=()))

    assert [one["ocid"] for one in told["records"]] == ["ocds-forum1-a1"]
    assert told["records"][0]["compiledRelease"]["tag"] == ["compiled"]
    assert len(told["records"][0]["releases"]) == 4


def test_a_project_is_an_iati_activity_with_its_parts_in_the_order_of_the_schema():
    root = ET.fromstring(write_iati([project()], publisher=SECRETARIAT, generated_at=NOON))

    activity = root[0]
    told = [child.tag for child in activity]
    assert told == sorted(told, key=IATI_ORDER.index)
    assert activity.find("iati-identifier").text == "forum.example-p1"
    assert [(one.get("role"), one.get("ref")) for one in activity.findall("participating-org")] == [
        ("2", None),
        # Wikidata is in no list of agencies.
        ("4", None),
    ]
    assert (
        sum(Decimal(one.get("percentage")) for one in activity.findall("recipient-country")) == 100
    )
    assert activity.find("result/indicator/period/actual") is None
    assert activity.find("result/indicator/period/target").get("value") == "700"


def test_a_budget_without_a_period_is_told_in_words_because_the_standard_needs_both_days():
    told = write_iati([project(planned_until=None)], publisher=SECRETARIAT, generated_at=NOON)

    assert ET.fromstring(told)[0].find("budget") is None
    assert "Total budget: 300000 SEK, 2031-06-01 to" in told.decode()


def test_an_agreement_is_an_akoma_ntoso_document_in_each_of_its_languages():
    told = [
        ET.fromstring(write_akoma(agreement(), language, made_on=date(2031, 6, 1)))
        for language in ("en", "ru")
    ]

    assert [root.find(f".//{AKN}FRBRlanguage").get("language") for root in told] == ["eng", "rus"]
    assert [[p.text for p in root.iter(f"{AKN}p") if p.text] for root in told] == [
        ["Ferries & buses.", "Twice a day."],
        ["Паромы."],
    ]
    assert {root.find(f".//{AKN}article").get("eId") for root in told} == {"art_purpose"}
    works = {root.find(f".//{AKN}FRBRWork/{AKN}FRBRuri").get("value") for root in told}
    assert works == {"/akn/se/doc/agreement/2031-05-14/a1"}


def test_a_language_without_text_is_refused():
    with pytest.raises(ValueError, match="'fr'"):
        write_akoma(agreement(), "fr", made_on=date(2031, 6, 1))


@given(ANY_TEXT)
def test_no_words_break_the_xml(words):
    title = Multilingual({"en": words}, "en")

    ET.fromstring(write_akoma(agreement(title=title), "en", made_on=date(2031, 6, 1)))
    ET.fromstring(write_iati([project(title=title)], publisher=SECRETARIAT, generated_at=NOON))


TABLE = Table(
    "agreements.csv",
    "Agreements",
    (
        Column("title", {"en": "Title", "ru": "Название"}, is_required=True),
        Column("amount", {"en": "Amount"}, "decimal", "In the currency of the next column."),
        Column("signed_on", {"en": "Signed on"}, "date", "Empty where it is not known."),
    ),
    ("title",),
)


def test_a_table_says_its_columns_and_runs_no_formula():
    told = write_csv(TABLE, [("=cmd()", Decimal("12.50"), date(2031, 5, 14)), ("Б", None, None)])

    assert told.decode() == ("title,amount,signed_on\r\n'=cmd(),12.50,2031-05-14\r\nБ,,\r\n")
    described = json.loads(write_metadata(TABLE, made_at=NOON))
    assert [one["datatype"] for one in described["tableSchema"]["columns"]] == [
        "string", "decimal", "date",
    ]  # fmt: skip
    assert described["tableSchema"]["primaryKey"] == ["title"]


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="row 2 has 1 cells, not 3"):
        write_csv(TABLE, [("a", None, None), ("b",)])


@given(st.lists(st.tuples(ANY_TEXT, st.none(), st.none())))
def test_what_is_written_reads_back_in_as_many_rows(rows):
    told = write_csv(TABLE, rows).decode()

    read = list(csv.reader(io.StringIO(told, newline="")))[1:]
    assert [row[0].removeprefix("'") for row in read] == [row[0].removeprefix("'") for row in rows]
