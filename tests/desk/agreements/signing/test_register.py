"""The register tab: the number, publication, corrections, forgetting, certificates."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.models import Job
from folkmoot.rooms.outcomes.models import Agreement, RegisterEntry
from folkmoot.rooms.outcomes.services.register_certificates import make_certificate
from folkmoot.rooms.outcomes.services.register_files import write_register_files
from tests.desk.agreements.signing.conftest import page, words_of
from tests.desk.conftest import Forum
from tests.outcomes.making import make_paper
from tests.outcomes.signing.world import NOON, World

pytestmark = pytest.mark.django_db


def do(client: Client, agreement: Agreement, deed: str, target: object = "", **sent: object):
    return client.post(page(agreement, "register"), {"do": deed, "target": str(target), **sent})


@pytest.fixture
def paper(world: World, forum: Forum) -> Agreement:
    """An agreement signed on paper, without a number."""
    return make_paper(forum.edition)


def test_a_paper_gets_its_number_once(secretariat: Client, paper: Agreement) -> None:
    assert "Register it" in words_of(secretariat.get(page(paper, "register")))

    for _time in range(2):
        assert do(secretariat, paper, "register").status_code == 302

    assert list(RegisterEntry.objects.values_list("serial", "kind")) == [(1, "registered")]
    assert "No. 1" in words_of(secretariat.get(page(paper, "register")))


def test_what_not_all_have_signed_gets_no_number(secretariat: Client, talks: Agreement) -> None:
    shown = words_of(secretariat.get(page(talks, "register")))
    assert "Only an agreement that all parties have signed gets a number." in shown
    answer = do(secretariat, talks, "register")
    assert answer.status_code == 409
    assert "Only an agreement that all parties have signed can be registered." in words_of(answer)


def test_a_reader_sees_the_register_and_changes_nothing(
    secretariat: Client, reader: Client, paper: Agreement
) -> None:
    do(secretariat, paper, "register")
    entry = RegisterEntry.objects.get()
    shown = words_of(reader.get(page(paper, "register")))
    assert "No. 1" in shown
    for deed in ("publish", "correct", "redact", "certificate", "copy", "register"):
        sent = {"words": "Why", "names": "statement", "extent": "full"}
        assert do(reader, paper, deed, entry.uid, **sent).status_code == 403
    assert RegisterEntry.objects.count() == 1


def test_publishing_to_an_extent_is_an_entry_of_the_register(
    secretariat: Client, paper: Agreement
) -> None:
    do(secretariat, paper, "register")

    assert do(secretariat, paper, "publish", extent="everything").status_code == 422
    assert do(secretariat, paper, "publish", extent="title").status_code == 302

    paper.refresh_from_db()
    assert (paper.is_public, paper.publication) == (True, "title")
    kinds = list(RegisterEntry.objects.order_by("place").values_list("kind", flat=True))
    assert kinds == ["registered", "published"]


def test_a_correction_needs_a_reason_and_leaves_the_first_entry(
    secretariat: Client, paper: Agreement
) -> None:
    do(secretariat, paper, "register")
    entry = RegisterEntry.objects.get()

    empty = do(secretariat, paper, "correct", entry.uid, words=" ")
    answer = do(secretariat, paper, "correct", entry.uid, words="The title had a slip.")

    assert (empty.status_code, answer.status_code) == (422, 302)
    assert "Say what was wrong." in words_of(empty)
    shown = words_of(secretariat.get(page(paper, "register")))
    assert "corrects entry 1" in shown
    assert RegisterEntry.objects.count() == 2


def test_a_part_is_forgotten_for_good_and_only_with_a_reason(
    secretariat: Client, paper: Agreement
) -> None:
    do(secretariat, paper, "register")
    entry = RegisterEntry.objects.get()
    leaf = entry.leaf_hash

    none = do(secretariat, paper, "redact", entry.uid, words="A request.")
    empty = do(secretariat, paper, "redact", entry.uid, names="statement")
    answer = do(secretariat, paper, "redact", entry.uid, names="statement", words="A request.")

    assert (none.status_code, empty.status_code, answer.status_code) == (422, 422, 302)
    assert 'value="A request."' in words_of(none)
    entry.refresh_from_db()
    assert "statement" not in {one["name"] for one in entry.disclosures}
    assert entry.leaf_hash == leaf


def test_certificates_are_made_by_jobs_and_can_be_taken_along(
    secretariat: Client, paper: Agreement
) -> None:
    do(secretariat, paper, "register")

    assert do(secretariat, paper, "certificate").status_code == 302
    assert Job.objects.filter(name="outcomes.certificate").count() == 1
    made = make_certificate(agreement=paper, by="The secretariat", at=NOON)

    file = reverse("desk:agreement_file", args=[paper.uid, made.uid])
    assert file in words_of(secretariat.get(page(paper, "register")))
    assert secretariat.get(file).content.startswith(b"%PDF")
    assert do(secretariat, paper, "copy").status_code == 404


def test_an_entry_can_be_taken_along_with_its_proof(secretariat: Client, paper: Agreement) -> None:
    do(secretariat, paper, "register")
    entry = RegisterEntry.objects.get()
    proof = reverse("desk:agreement_proof", args=[paper.uid, entry.uid])
    assert secretariat.get(proof).status_code == 409

    write_register_files(at=NOON)

    assert isinstance(json.loads(secretariat.get(proof).content), dict)


@pytest.mark.parametrize("corrections", [0, 5])
def test_the_cost_of_the_tab_does_not_grow_with_entries(
    secretariat: Client,
    paper: Agreement,
    corrections: int,
    django_assert_max_num_queries: object,
) -> None:
    do(secretariat, paper, "register")
    for number in range(corrections):
        entry = RegisterEntry.objects.latest("place")
        do(secretariat, paper, "correct", entry.uid, words=f"Slip {number}")

    with django_assert_max_num_queries(32):  # type: ignore[operator]
        secretariat.get(page(paper, "register"))
