"""The page on which anybody checks a PDF: plain words, nothing kept, nothing called what it is not."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from folkmoot.engines.signing.setup_check import blank_page
from folkmoot.engines.signing.terms import PDF_BYTES_MOST
from folkmoot.kernel import clock, files
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import StoredFile
from folkmoot.rooms.outcomes.models import ValidityCheck
from folkmoot.rooms.outcomes.services import register, sealing
from folkmoot.rooms.outcomes.services.register_files import write_register_files
from folkmoot.rooms.outcomes.terms.agreements import Publication
from folkmoot.surfaces.public.views import verify
from tests.outcomes.signing.conftest import _authority, world
from tests.outcomes.signing.world import NOON, World, signed_by_both

__all__ = ["_authority", "world"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_checked_yet() -> None:
    cache.clear()


def give(client: Client, data: bytes, name: str = "agreement.pdf") -> tuple[int, str]:
    """Send a file; the status and the words of the answer."""
    path = reverse("public:verify")
    answer = client.post(path, {"file": SimpleUploadedFile(name, data)})
    assert answer["Cache-Control"] == "no-store"
    return answer.status_code, words_of(answer)


def words_of(answer: Any) -> str:
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_sealed_agreement_is_told_with_signers_times_number_and_reports_from_page_to_page(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)
    made = signed_by_both(world)
    assert sealing.seal_round(round_uid=str(made.uid), at=NOON)
    made.refresh_from_db()
    agreement = made.agreement
    register.publish_agreement(
        actor=SYSTEM, agreement=agreement, publication=Publication.FULL, at=NOON
    )
    write_register_files(at=NOON)
    data = files.read(made.current.file)
    before = StoredFile.objects.count(), ValidityCheck.objects.count()

    status, page = give(client, data)

    assert status == 200
    for words in (
        "Every signature in this file holds.",
        "No. 1: Ferry accord",
        "3 signatures Secretariat of the forum holds",
        "Ганна Ёлкіна holds",
        "Boris Øreværk holds",
        "proved by a timestamp",
        "Only further signatures were added afterwards.",
        "Report for machines and lawyers (ETSI TS 119 102-2)",
    ):
        assert words in page, words
    assert before == (StoredFile.objects.count(), ValidityCheck.objects.count())

    changed = data.replace(b"/Title", b"/Titel", 1) if b"/Title" in data else data[:-40] + b"x" * 40
    assert "Every signature in this file holds." not in give(client, changed)[1]

    told = words_of(client.get(reverse("public:agreement", args=[agreement.uid])))
    for words in ("No. 1 in the register", "When checked last, every signature held."):
        assert words in told, words
    bundle = client.get(reverse("api:register_entry", args=[1]))
    assert (bundle.status_code, bundle["Content-Disposition"]) == (
        200, 'attachment; filename="entry-1.json"',
    )  # fmt: skip
    assert client.get(reverse("api:register_file", args=["checkpoint"])).status_code == 200
    report = client.get(reverse("api:agreement_report", args=[agreement.uid]))
    assert b"ValidationReport" in report.content
    assert client.get(reverse("api:register_entry", args=[99])).status_code == 404


@pytest.mark.parametrize("data", [b"no pdf at all", b"%PDF-1.7 broken", b"\0" * 4096])
def test_what_cannot_be_read_is_neither_called_valid_nor_forged(
    client: Client, world: World, data: bytes
) -> None:
    status, page = give(client, data, '<script>"&.pdf')

    assert status == 200
    assert "No electronic signature was found in this file." in page
    assert "holds." not in page.split("What this can tell")[0]
    assert "<script>" not in page


def test_a_page_without_signatures_is_said_to_have_none(client: Client, world: World) -> None:
    _status, page = give(client, blank_page())

    assert "No electronic signature was found in this file." in page
    assert "No entry of this register speaks of exactly this file." in page


def test_nothing_chosen_or_too_much_is_refused_with_a_sentence(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = reverse("public:verify")

    empty = client.post(path, {})
    monkeypatch.setattr(verify, "PDF_BYTES_MOST", 1024)
    large = client.post(path, {"file": SimpleUploadedFile("a.pdf", b"x" * 200_000)})

    assert (empty.status_code, large.status_code) == (422, 413)
    assert "Choose a PDF file first." in words_of(empty)
    assert "This file is too large to be checked here." in words_of(large)
    assert PDF_BYTES_MOST > 1024


def test_who_checks_too_many_files_is_asked_to_wait_and_may_read_on(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "_CHECKS_OF_ONE", 1)
    path = reverse("public:verify")

    answers = [client.post(path, {}) for _ in range(2)]

    assert [one.status_code for one in answers] == [422, 429]
    assert answers[1]["Retry-After"] == "600"
    assert client.get(path).status_code == 200


def test_the_form_works_without_cookie_token_and_script(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)

    page = strict.get(reverse("public:verify"))

    assert not page.cookies
    assert strict.post(reverse("public:verify"), {}).status_code == 422
