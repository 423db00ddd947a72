"""The acts tab: what happened to an agreement, its status table, a new act."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from folkmoot.kernel import clock
from folkmoot.rooms.outcomes.models import Act, Agreement
from tests.desk.agreements.conftest import party_of
from tests.desk.conftest import Forum
from tests.outcomes.making import NOON, make_paper

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def paper(forum: Forum) -> Agreement:
    """In force since it was signed on paper."""
    return make_paper(forum.edition)


def page(agreement: Agreement) -> str:
    return reverse("desk:agreement_acts", args=[agreement.uid])


def told(**values: Any) -> dict[str, Any]:
    return {
        "kind": "communication", "party": "", "joins": "", "done_on": "2031-09-11",
        "effective_on": "", "note": "", **values,
    }  # fmt: skip


def words_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_an_act_of_a_party_is_recorded_with_its_words_and_its_paper(
    secretariat: Client, paper: Agreement
) -> None:
    amber = party_of(paper, 1)
    upload = SimpleUploadedFile("declaration.pdf", PDF, "application/pdf")

    answer = secretariat.post(
        page(paper),
        told(
            kind="declaration", party=str(amber.uid), note="We mean both harbours.",
            instrument=upload,
        ),
    )  # fmt: skip

    assert answer.status_code == 302
    act = Act.objects.latest("id")
    assert (act.kind, act.party, act.note, str(act.done_on)) == (
        "declaration", amber, "We mean both harbours.", "2031-09-11",
    )  # fmt: skip
    shown = words_of(secretariat.get(page(paper)))
    assert "We mean both harbours." in shown
    paper_of_it = reverse("desk:agreement_instrument", args=[paper.uid, act.uid])
    assert secretariat.get(paper_of_it).content == PDF
    assert "<td>D</td>" in shown


def test_somebody_joins_and_becomes_a_party(secretariat: Client, paper: Agreement) -> None:
    missing = secretariat.post(page(paper), told(kind="accession"))
    answer = secretariat.post(page(paper), told(kind="accession", joins="Lake Tern"))

    assert missing.status_code == 422
    assert "Say who joins." in words_of(missing)
    assert answer.status_code == 302
    assert [str(one) for one in paper.parties.order_by("place")][-1] == "Lake Tern"


def test_what_cannot_be_is_said_at_the_field_and_nothing_typed_is_lost(
    secretariat: Client, paper: Agreement
) -> None:
    ahead = secretariat.post(page(paper), told(done_on="2031-12-24", note="Words of the act."))
    whose = secretariat.post(page(paper), told(kind="declaration", note="Words of the act."))
    file = SimpleUploadedFile("a.exe", b"MZ\0\0", "application/octet-stream")
    wrong = secretariat.post(page(paper), told(instrument=file))

    for answer, sentence in (
        (ahead, "This day has not come yet."),
        (whose, "Say which party did this."),
        (wrong, "files of this type are not accepted here"),
    ):
        assert answer.status_code == 422
        assert sentence in words_of(answer)
    assert "Words of the act." in words_of(ahead)
    assert "Words of the act." in words_of(whose)
    assert set(Act.objects.values_list("kind", flat=True)) == {"signature"}


def test_only_what_the_state_allows_is_offered(secretariat: Client, talks: Agreement) -> None:
    shown = words_of(secretariat.get(page(talks)))
    assert 'value="communication"' in shown
    assert 'value="termination"' not in shown
    assert secretariat.post(page(talks), told(kind="termination")).status_code == 422


def test_who_does_not_keep_the_register_reads_only(reader: Client, paper: Agreement) -> None:
    assert "Record an act" not in words_of(reader.get(page(paper)))
    assert reader.post(page(paper), told()).status_code == 403


def test_the_status_table_goes_along_as_csv(reader: Client, paper: Agreement) -> None:
    answer = reader.get(reverse("desk:agreement_acts_csv", args=[paper.uid]))

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Party,Signature,Approval,Entry into force,Notes,R,D,A,T,C,O"
    assert lines[1].startswith("Port Amber,2031-09-11,")


@pytest.mark.parametrize("more", [1, 6])
def test_the_cost_of_the_tab_does_not_grow_with_acts(
    secretariat: Client, paper: Agreement, more: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(more):
        secretariat.post(page(paper), told(note=f"Letter {number}"))

    with django_assert_max_num_queries(34):
        secretariat.get(page(paper))
