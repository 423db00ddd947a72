"""What can be taken along of public outcomes, in the words of each format, and what never leaves."""

import csv
import io
import json
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from folkmoot.kernel import files
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.pages import memory
from folkmoot.rooms.outcomes.models import Rendition
from folkmoot.rooms.outcomes.services.paper import attach_scan
from folkmoot.rooms.outcomes.services.register import publish_agreement
from folkmoot.rooms.outcomes.terms.agreements import Publication
from tests.engines.interchange import rules, schemas
from tests.outcomes import making
from tests.outcomes.commitments import making as following
from tests.public.outcome_records import Record

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def rows(client: Client, name: str, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/data/{name}{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_the_table_of_agreements_says_no_more_than_their_pages(
    client: Client, record: Record
) -> None:
    told = [
        (one["title"], one["number"], one["state"], one["signed"], one["amount"], one["currency"])
        for one in rows(client, "agreements.csv")
    ]

    assert told == [
        ("Dredging contract", "1", "in_force", "2031-09-11", "1250000.00", "EUR"),
        ("Cable protocol", "", "in_force", "2031-09-11", "", ""),
        ("Ferry accord", "", "in_force", "2031-09-11", "", ""),
    ]


def test_the_table_of_commitments_keeps_the_words_and_the_unknown(
    client: Client, record: Record
) -> None:
    told = [
        (one["title"], one["words"], one["due_on"], one["standing"], one["score"])
        for one in rows(client, "commitments.csv")
    ]

    assert told == [
        ("A night ferry", "It opens a night ferry.", "2032-05-31", "unknown", ""),
        ("Ten berths in Port Amber", "Port Amber builds ten berths by 30 June 2032.",
         "2032-06-30", "done", "1"),
    ]  # fmt: skip


def test_the_results_have_a_row_for_each_edition_and_add_up(client: Client, record: Record) -> None:
    told = rows(client, "results.csv")

    assert [(one["edition"], one["agreements"], one["commitments"]) for one in told] == [
        ("2031", "3", "2"), ("2032", "0", "0"),
    ]  # fmt: skip
    standings = ("done", "partly", "not_done", "late", "open", "unknown", "ended")
    assert [sum(int(one[name]) for name in standings) for one in told] == [2, 0]
    assert rows(client, "results.csv", "?edition=lantern-2031/2032")[0]["edition"] == "2032"


@pytest.mark.parametrize("name", ["agreements", "commitments", "results"])
def test_each_table_is_described_column_by_column(
    client: Client, record: Record, name: str
) -> None:
    table = client.get(f"/data/{name}.csv?series=lantern-2031")
    link = table["Link"].split(";")[0].strip("<>")
    described = json.loads(client.get(link).content)

    header = table.content.decode().splitlines()[0].split(",")
    assert [one["name"] for one in described["tableSchema"]["columns"]] == header
    assert described["url"] == f"{name}.csv?series=lantern-2031"
    assert set(described["tableSchema"]["primaryKey"]) <= set(header)
    assert table["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", ["agreements", "commitments", "results"])
def test_each_table_is_what_its_description_says(client: Client, record: Record, name: str) -> None:
    table = client.get(f"/data/{name}.csv").content
    described = client.get(f"/data/{name}.csv-metadata.json").content

    assert rules.csvw_faults(table, described) == []


@pytest.mark.parametrize("name", ["releases", "records"])
def test_contracts_keep_to_the_rules_of_open_contracting(
    client: Client, record: Record, name: str
) -> None:
    told = client.get(f"/data/contracts.ocds-{name}.json").content

    assert json.loads(told)[name] != []
    assert rules.ocds_faults(told) == []


def test_projects_keep_to_the_rules_of_iati(client: Client, record: Record) -> None:
    told = client.get("/data/projects.iati.xml").content

    assert rules.iati_faults(told) == []
    assert schemas.faults(schemas.iati(), told) == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_texts_keep_to_the_schema_of_akoma_ntoso(
    client: Client, record: Record, language: str
) -> None:
    path = reverse("api:agreement_text", args=[record.accord.uid, language])
    told = client.get(path).content

    assert rules.akoma_faults(told) == []
    assert schemas.faults(schemas.akoma(), told) == []


@pytest.mark.parametrize(
    "path",
    [
        "/data/secrets.csv",
        "/data/agreements.xlsx",
        "/data/agreements.csv?series=nowhere",
        "/data/results.csv?edition=lantern-2031/1999",
        "/data/projects.iati.xml?edition=bent",
        "/data/due-dates.ics?series=nowhere",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, record: Record, path: str) -> None:
    assert client.get(path).status_code == 404


def test_only_public_contracts_leave_as_open_contracting_data(
    client: Client, record: Record
) -> None:
    releases = json.loads(client.get("/data/contracts.ocds-releases.json").content)
    records = json.loads(client.get("/data/contracts.ocds-records.json").content)
    alone = json.loads(
        client.get(reverse("api:agreement_ocds", args=[record.contract.uid])).content
    )

    assert [one["tag"] for one in releases["releases"]][0] == ["contract"]
    assert {one["contracts"][0]["title"] for one in releases["releases"]} == {"Dredging contract"}
    compiled = records["records"][0]["compiledRelease"]
    assert compiled["contracts"][0]["value"] == {"amount": 1250000.0, "currency": "EUR"}
    assert alone["records"] == records["records"]
    for one in (record.accord, record.draft):
        assert client.get(reverse("api:agreement_ocds", args=[one.uid])).status_code == 404


def test_of_a_contract_published_by_title_no_money_leaves(client: Client, record: Record) -> None:
    publish_agreement(
        actor=SYSTEM, agreement=record.contract, publication=Publication.TITLE, at=making.NOON
    )
    memory.clear()

    told = client.get("/data/contracts.ocds-records.json").content.decode()

    assert "Dredging contract" in told
    assert "1250000" not in told


def test_projects_leave_as_activities_with_partners_days_and_money(
    client: Client, record: Record
) -> None:
    root = ET.fromstring(client.get("/data/projects.iati.xml").content)

    (activity,) = root
    assert activity.findtext("title/narrative") == "Harbour works"
    assert [one.attrib for one in activity.iter("participating-org")] == [{"role": "2"}]
    # The end is known to the year alone: no day is invented, and so no budget period.
    assert [one.attrib for one in activity.iter("activity-date")] == [
        {"type": "2", "iso-date": "2031-10-01"}
    ]


def test_each_language_of_an_open_text_leaves_by_itself(client: Client, record: Record) -> None:
    def text(one: Any, language: str) -> Any:
        return client.get(reverse("api:agreement_text", args=[one.uid, language]))

    root = ET.fromstring(text(record.accord, "ru").content)
    words = " ".join(one.text or "" for one in root.iter(f"{AKN}p"))

    assert "RU Port Amber builds ten berths" in words
    for one, language in (
        (record.accord, "fr"), (record.secret, "en"), (record.draft, "en")
    ):  # fmt: skip
        assert text(one, language).status_code == 404


def test_the_status_table_leaves_in_the_columns_of_treaty_offices(
    client: Client, record: Record
) -> None:
    answer = client.get(reverse("api:agreement_status", args=[record.contract.uid]))

    assert answer.content.decode().splitlines()[:2] == [
        "Party,Signature,Approval,Entry into force,Notes,R,D,A,T,C,O",
        "Port Amber,2031-09-11,,2031-09-11,,,,,,,",
    ]
    assert client.get(
        reverse("api:agreement_status", args=[record.draft.uid])
    ).status_code == 404  # fmt: skip


def test_due_dates_come_as_a_calendar_without_what_is_done_with(
    client: Client, record: Record
) -> None:
    answer = client.get("/data/due-dates.ics?series=lantern-2031&language=en")
    told = Calendar.from_ical(answer.content)

    days = {str(one["summary"]): one["dtstart"].dt for one in told.walk("VEVENT")}
    assert days["A night ferry"] == date(2032, 5, 31)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_a_scan_is_for_anybody_only_while_its_agreement_is_published_in_full(
    client: Client, record: Record
) -> None:
    stored = files.store(data=PDF, name="contract.pdf", media_type="application/pdf")
    attach_scan(actor=SYSTEM, agreement=record.contract, scan=stored, at=making.NOON)
    scan = Rendition.objects.get(agreement=record.contract)
    path = reverse("api:agreement_file", args=[scan.uid, scan.file.name])

    answer = client.get(path)

    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer["Content-Disposition"].startswith("attachment")
    publish_agreement(
        actor=SYSTEM, agreement=record.contract, publication=Publication.TITLE, at=making.NOON
    )
    assert client.get(path).status_code == 404


def test_evidence_is_for_anybody_only_while_it_is_public(client: Client, record: Record) -> None:
    item = record.berths.evidence.get(publisher="Port registry")
    path = reverse("api:evidence_file", args=[item.uid, item.file.name])

    assert client.get(path).content.startswith(b"%PDF-1.4 extract")
    hidden = following.independent_evidence(record.ferry)
    hidden.is_public = False
    hidden.save()
    assert client.get(
        reverse("api:evidence_file", args=[hidden.uid, hidden.file.name])
    ).status_code == 404  # fmt: skip


@pytest.mark.parametrize(
    "path", ["checkpoint", "../secret.key", ".lock", "tile/../../secret.key", "%2e%2e/secret.key"]
)
def test_nothing_but_the_registers_own_files_is_served(
    client: Client, record: Record, path: str
) -> None:
    assert client.get(f"/register/files/{path}").status_code == 404


def test_the_verifiers_are_files_to_keep(client: Client, record: Record) -> None:
    for name in ("verify.html", "verify_register.py"):
        answer = client.get(reverse("api:verifier", args=[name]))
        assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
        # From the memory of stored pages too.
        assert client.get(reverse("api:verifier", args=[name]))["Content-Disposition"] == (
            f'attachment; filename="{name}"'
        )
    assert client.get(reverse("api:verifier", args=["other.exe"])).status_code == 404
