"""Lists and pages of commitments: who sees them, what they count, what they cost."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Agreement, Commitment
from folkmoot.rooms.outcomes.terms.method import Element
from tests.desk.conftest import Forum, signed_in
from tests.outcomes.commitments.making import (
    make_body,
    make_commitment,
    make_finalised,
    make_in_force,
    make_submitted,
)
from tests.outcomes.making import NOON, both, make_edition

ONE = ("commitment", "commitment_reports", "commitment_assessments")
ASKING = ("commitment_guideline", "commitment_split", "commitment_close", "commitment_carry",
          "commitment_evidence")  # fmt: skip


def page(name: str, *what: object) -> str:
    return reverse(f"desk:{name}", args=[getattr(one, "uid", one) for one in what])


@pytest.mark.parametrize("name", ONE)
def test_a_page_about_a_commitment_opens_for_readers_and_not_for_strangers(
    active: Commitment, reader: Client, name: str
) -> None:
    elsewhere = make_edition("2029")
    stranger = signed_in("secretariat", Scope("edition", str(elsewhere.uid)), "far@example.org")

    codes = [one.get(page(name, active)).status_code for one in (reader, stranger, Client())]

    assert codes == [200, 404, 302]


@pytest.mark.parametrize("name", ASKING)
def test_a_form_about_a_commitment_opens_for_the_secretariat_alone(
    active: Commitment, secretariat: Client, reader: Client, name: str
) -> None:
    codes = [one.get(page(name, active)).status_code for one in (secretariat, reader)]

    assert codes == [200, 403]


def test_a_reader_is_offered_no_deed(active: Commitment, reader: Client) -> None:
    pages = [reader.get(page(name, active)).content.decode() for name in ONE]

    assert [one.count('name="do"') for one in pages] == [0, 0, 0]
    assert reader.post(page("commitment", active), {"do": "freeze"}).status_code == 403


def test_the_page_quotes_the_words_with_their_source(
    active: Commitment, secretariat: Client
) -> None:
    shown = secretariat.get(page("commitment", active)).content.decode()

    assert "Port Amber builds ten berths by 30 June 2032." in shown
    assert page("agreement", active.agreement) in shown
    assert str(active.responsibilities.get()) in shown
    assert "harbour@example.org" in shown
    assert "Fully specific" in shown
    assert "All ten berths are in use." in shown


def test_the_list_counts_what_became_of_them_and_each_sum_leads_to_its_list(
    forum: Forum, active: Commitment, secretariat: Client
) -> None:
    make_commitment(active.agreement, "A night ferry", span=(46, 68))

    shown = secretariat.get(page("edition_commitments", forum.edition))
    unknown = secretariat.get(page("edition_commitments", forum.edition), {"standing": "unknown"})

    sums = {one["label"]: one["value"] for one in shown.context["standings"] if one["value"]}
    assert sums == {"not due yet": 1, "unknown": 1}
    assert [str(one["commitment"]) for one in unknown.context["lines"]] == ["A night ferry"]


def test_a_flag_narrows_the_list(
    active: Commitment, secretariat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = page("commitments")
    before = secretariat.get(address, {"flag": "overdue"}).context["lines"]
    monkeypatch.setattr("folkmoot.kernel.clock.now", lambda: NOON.replace(year=2032))

    late = secretariat.get(address, {"flag": "overdue"}).context["lines"]

    assert ([str(one["commitment"]) for one in late], before) == (["Ten berths in Port Amber"], [])


def test_the_table_holds_what_the_list_shows(
    forum: Forum, active: Commitment, secretariat: Client
) -> None:
    answer = secretariat.get(page("edition_commitments_csv", forum.edition))

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [(one["Commitment"], one["Words"], one["Due"], one["How it does"]) for one in rows] == [
        (
            "Ten berths in Port Amber",
            "Port Amber builds ten berths by 30 June 2032.",
            "2032-06-30",
            "on track",
        )
    ]


def test_who_sees_one_edition_finds_no_commitment_of_another(
    forum: Forum, active: Commitment
) -> None:
    here = signed_in("reader", Scope("edition", str(forum.edition.uid)), "here@example.org")
    elsewhere = make_edition("2029")
    there = signed_in("reader", Scope("edition", str(elsewhere.uid)), "there@example.org")

    lists = [len(one.get(page("commitments")).context["lines"]) for one in (here, there)]

    assert lists == [1, 0]
    assert there.get(page("edition_commitments", forum.edition)).status_code == 404


def test_the_next_edition_sees_what_earlier_ones_left_open(
    forum: Forum, active: Commitment, secretariat: Client, reader: Client
) -> None:
    following = make_edition(
        "2032", forum.series, ordinal=9, starts_on=date(2032, 9, 8), ends_on=date(2032, 9, 10)
    )
    address = page("edition_open_before", following)

    shown, read = secretariat.get(address), reader.get(address)

    assert [str(one["commitment"]) for one in shown.context["lines"]] == [str(active)]
    carry = f"{page('commitment_carry', active)}?edition={following.uid}"
    assert carry in shown.content.decode()
    assert page("commitment_carry", active) not in read.content.decode()
    programme = secretariat.get(page("edition", following)).content.decode()
    assert address in programme
    assert str(active) in programme


def many(agreement: Agreement, count: int) -> None:
    """As many more commitments of one clause, without looking for earlier ones like them."""
    clause, text = agreement.clauses.first(), agreement.texts.first()
    Commitment.objects.bulk_create(
        Commitment(
            edition=agreement.edition, agreement=agreement, clause=clause, text=text,
            language="en", quote="Port Amber", starts=0, ends=10, title=both(f"Promise {number}"),
            due_on=date(2032, 1, 1), due_basis="explicit", state="active",
            elements=[one.value for one in Element],
        )
        for number in range(count)
    )  # fmt: skip
    body = make_body("Berth Office")
    for one in Commitment.objects.filter(agreement=agreement):
        services.create_responsibility(
            actor=SYSTEM,
            values={"commitment": one, "role": "responsible", "organisation": body},
            at=NOON,
        )


@pytest.mark.parametrize("count", [10, 200])
@pytest.mark.parametrize(
    ("name", "limit"),
    [("edition_commitments", 24), ("commitments", 20), ("edition_commitments_csv", 12)],
)
def test_cost_of_a_list_does_not_grow_with_commitments(
    forum: Forum,
    secretariat: Client,
    django_assert_max_num_queries,
    count: int,
    name: str,
    limit: int,
) -> None:
    many(make_in_force(forum.edition), count)
    address = page(name, forum.edition) if name.startswith("edition") else page(name)

    with django_assert_max_num_queries(limit):
        assert secretariat.get(address).status_code == 200
    with django_assert_max_num_queries(limit):
        secretariat.get(address, {"flag": "on_track", "standing": "open"})


@pytest.mark.parametrize(
    ("name", "limit"),
    [("commitment", 26), ("commitment_reports", 26), ("commitment_assessments", 28)],
)
def test_cost_of_a_commitment_does_not_grow_with_its_reports(
    active: Commitment,
    other,
    secretariat: Client,
    django_assert_max_num_queries,
    name: str,
    limit: int,
) -> None:
    for number in range(3):
        make_finalised(active, other, period_until=date(2031, 9, 1 + number))
    make_submitted(active, evidence=True)

    with django_assert_max_num_queries(limit):
        assert secretariat.get(page(name, active)).status_code == 200
