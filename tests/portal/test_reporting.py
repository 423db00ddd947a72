"""An office reports by its mailed link, without an account."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.models import Commitment, EvidenceItem, OutcomeLink, ProgressReport
from folkmoot.rooms.outcomes.services.commitments_parts import change_responsibility
from folkmoot.rooms.outcomes.services.reports import return_report, take_up_report
from folkmoot.rooms.outcomes.services.reports_links import ask_for_report
from tests.outcomes.commitments.making import (
    lead_of,
    make_active,
    make_commitment,
    make_in_force,
    make_user,
    user_actor,
)
from tests.outcomes.making import NOON
from tests.portal.conftest import letter_address

PHOTO = b"\xff\xd8\xff" + b"ten berths" * 20


def typed(**values: Any) -> dict[str, Any]:
    return {
        "do": "hand_in", "progress": "under_way", "narrative": "Five berths stand.",
        "next_step": "Five more.", "period_until": "2031-09-11", "reporter_name": "Mira Solen",
        **values,
    }  # fmt: skip


def test_an_office_reports_with_a_photo_and_is_told_that_it_is_done(
    office: Client, address: str
) -> None:
    page = office.get(address).content.decode()
    assert "Ten berths in Port Amber" in page
    # In its own words, though the agreement is not public.
    assert "Port Amber builds ten berths by 30 June 2032." in page
    assert "30 June 2032" in page

    answer = office.post(address, typed(attached=photo()))

    assert (answer.status_code, answer["Location"]) == (302, "/en/report/done/")
    report = ProgressReport.objects.get()
    assert (report.state, report.progress, str(report.narrative)) == (
        "submitted", "under_way", "Five berths stand.",
    )  # fmt: skip
    assert report.reporter_name == "Mira Solen"
    item = EvidenceItem.objects.get()
    assert (item.report, item.kind, str(item.title), item.is_from_reporter, item.is_public) == (
        report, "photo", "berths.jpg", True, False,
    )  # fmt: skip
    assert "You are done." in office.get("/en/report/done/").content.decode()


def test_a_link_that_opens_nothing_says_why_to_whom_it_was_mailed(
    office: Client,
    address: str,
    commitment: Commitment,
    secretary: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def told(where: str) -> str:
        answer = office.get(where)
        assert answer.status_code == 410
        found = re.search("<h1[^>]*>(.*?)</h1>", answer.content.decode())
        assert found
        return found[1]

    assert told("/en/report/nobody-has-this-token/") == "This link can no longer be used"

    ask_for_report(actor=secretary, responsibility=lead_of(commitment), at=NOON)
    newer = letter_address()
    assert told(address) == "There is a newer letter"

    office.post(newer, typed())
    assert told(newer) == "This is done already"

    OutcomeLink.objects.update(ended_at=None)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=61))
    assert told(newer) == "The time of this link is over"


def test_a_link_is_withdrawn_when_another_office_answers(
    office: Client, address: str, commitment: Commitment, secretary: Actor
) -> None:
    body = lead_of(commitment)
    values = {"email": "other@example.org"}
    change_responsibility(actor=secretary, responsibility=body, values=values, at=NOON)
    page = office.get(address)
    assert page.status_code == 410
    assert "Nothing is needed from you any more" in page.content.decode()


def test_who_reloads_a_used_link_is_not_asked_to_wait(office: Client, address: str) -> None:
    office.post(address, typed())
    assert {office.get(address).status_code for _time in range(12)} == {410}


def test_a_link_for_one_thing_opens_nothing_else(office: Client, address: str) -> None:
    assert office.get(address.replace("/report/", "/reply/")).status_code == 410


def test_pages_of_links_are_kept_nowhere_and_tell_nobody_where_they_are(
    office: Client, address: str
) -> None:
    for answer in (
        office.get(address),
        office.get("/en/report/x/"),
        office.get("/en/report/done/"),
    ):
        assert {
            name: answer[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")
        } == {
            "Cache-Control": "no-store, private",
            "Referrer-Policy": "same-origin",
            "X-Robots-Tag": "noindex, nofollow",
        }


def test_the_token_is_not_written_into_the_log(
    office: Client, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    token = address.split("/")[-2]
    with caplog.at_level("INFO"):
        office.get(address)
        office.get("/en/report/wrong-token-typed-by-hand/")
    assert "/en/report/" in caplog.text
    assert token not in caplog.text
    assert "wrong-token" not in caplog.text


def test_who_tries_many_links_is_asked_to_wait(office: Client, address: str) -> None:
    codes = [office.get(f"/en/report/guess-{number}/").status_code for number in range(11)]
    assert codes == [410] * 10 + [429]
    assert office.get(address).status_code == 429


def test_what_is_typed_is_kept_at_every_stop(office: Client, address: str) -> None:
    kept = office.post(
        address, {"do": "keep", "narrative": "Five ber"}, headers={"Accept": "application/json"}
    )
    assert (kept.status_code, kept.json()) == (200, {"kept": True})
    assert "Five ber</textarea>" in office.get(address).content.decode()
    assert ProgressReport.objects.get().state == "draft"

    faulty = office.post(address, typed(period_until="2032-01-01", progress=""))
    page = faulty.content.decode()
    assert faulty.status_code == 422
    assert "This day has not come yet." in page
    assert "Five berths stand.</textarea>" in page


def test_a_report_that_says_too_little_names_the_fields_and_loses_nothing(
    office: Client, address: str
) -> None:
    answer = office.post(address, {"do": "hand_in", "next_step": "Five more."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose where it stands." in page
    assert "Say in a few words what was done." in page
    assert "Five more.</textarea>" in page
    assert str(ProgressReport.objects.get().next_step) == "Five more."


def test_files_are_attached_once_and_can_be_taken_away(office: Client, address: str) -> None:
    for _tap in range(2):
        assert office.post(address, typed(do="attach", attached=photo())).status_code == 302
    item = EvidenceItem.objects.get()
    assert "berths.jpg" in office.get(address).content.decode()
    office.post(address, typed(do=f"remove:{item.uid}"))
    assert not EvidenceItem.objects.exists()


def test_a_file_of_a_strange_type_is_refused_at_its_field_and_the_text_stays(
    office: Client, address: str
) -> None:
    program = SimpleUploadedFile("run.exe", b"MZ\0\0" * 30)
    answer = office.post(address, typed(attached=program))
    assert answer.status_code == 422
    assert "files of this type are not accepted here" in answer.content.decode()
    assert str(ProgressReport.objects.get().narrative) == "Five berths stand."


def photo(name: str = "berths.jpg", data: bytes = PHOTO) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "image/jpeg")


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.jpg", b"", "The submitted file is empty."),
        ("photo.jpg", b"MZ\0\0" * 30, "files of this type are not accepted here"),
        ("photo.jpg", b"GIF89a" + b"\0" * 90, "files of this type are not accepted here"),
        ("old.doc", b"\xd0\xcf\x11\xe0" * 30, "files of this type are not accepted here"),
        ("large.jpg", PHOTO * 600, "it is larger than this installation accepts"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_at_its_field_and_the_text_stays(
    office: Client, address: str, settings: Any, name: str, data: bytes, sentence: str
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 100_000
    answer = office.post(address, typed(attached=photo(name, data)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Five berths stand.</textarea>" in page
    assert not EvidenceItem.objects.exists()
    assert ProgressReport.objects.get().state == "draft"


def test_more_files_than_are_accepted_at_once_are_refused_at_their_field(
    office: Client, address: str
) -> None:
    many = [photo(f"{number}.jpg", PHOTO + bytes([number])) for number in range(9)]
    answer = office.post(address, typed(attached=many))
    assert answer.status_code == 422
    assert "Choose at most 8 files at once." in answer.content.decode()
    assert not EvidenceItem.objects.exists()


def test_a_request_beyond_all_limits_is_told_in_a_sentence_and_never_read(
    office: Client, address: str, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.UPLOAD_LIMIT_BYTES = 1_000, 1_000
    answer = office.post(address, typed(attached=photo(data=PHOTO * 100)))
    assert answer.status_code == 413
    assert "Go back: what you typed is still there." in answer.content.decode()
    assert not ProgressReport.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.jpg", "<img src=x onerror=alert(1)>.jpg", "a\u202egpj.exe", "x" * 400],
)
def test_a_name_of_a_file_is_words_and_nothing_else(
    office: Client, address: str, name: str
) -> None:
    assert office.post(address, typed(do="keep", attached=photo(name))).status_code == 302
    item = EvidenceItem.objects.get()
    assert "/" not in item.file.path.removeprefix(item.sha256[:2] + "/")
    page = office.get(address).content.decode()
    assert "<img src=x" not in page
    assert f"remove:{item.uid}" in page


def test_a_page_of_somebody_else_s_becomes_a_download_and_never_a_page_of_ours(
    office: Client, address: str
) -> None:
    page = SimpleUploadedFile("news.html", b"<script>alert(1)</script>", "text/html")
    office.post(address, typed(do="keep", attached=page))
    assert EvidenceItem.objects.get().file.media_type == "text/plain"
    assert "<script>alert" not in office.get(address).content.decode()


def test_an_address_goes_with_a_copy_and_is_kept_with_it(office: Client, address: str) -> None:
    where = "https://port.example/berths"
    alone = office.post(address, typed(address=where))
    assert alone.status_code == 422
    assert "Attach a copy as well" in alone.content.decode()
    assert f'value="{where}"' in alone.content.decode()

    office.post(address, typed(do="keep", address=where, attached=photo()))
    assert EvidenceItem.objects.get().address == where
    again = office.post(address, typed(address=where))
    assert (again.status_code, again["Location"]) == (302, "/en/report/done/")


def test_an_address_that_runs_something_is_refused(office: Client, address: str) -> None:
    answer = office.post(address, typed(address="javascript:alert(1)", attached=photo()))
    assert answer.status_code == 422
    assert not EvidenceItem.objects.filter(address__startswith="javascript").exists()


def test_a_report_that_is_handed_in_twice_is_there_once(office: Client, address: str) -> None:
    first = office.post(address, typed(attached=photo()))
    second = office.post(address, typed(attached=photo()))
    assert (first.status_code, second.status_code) == (302, 410)
    assert "This is done already" in second.content.decode()
    assert ProgressReport.objects.count() == 1
    assert EvidenceItem.objects.count() == 1


def test_a_file_that_was_shown_before_is_accepted_and_said_aloud(
    office: Client, address: str, commitment: Commitment, secretary: Actor
) -> None:
    office.post(address, typed(attached=photo()))
    ask_for_report(actor=secretary, responsibility=lead_of(commitment), at=NOON)
    newer = letter_address()
    office.post(newer, typed(do="keep", period_until="2031-09-10", attached=photo()))
    assert "was shown before" in office.get(newer).content.decode()
    assert EvidenceItem.objects.count() == 2


def test_a_link_reports_for_its_own_body_and_removes_nothing_of_others(
    office: Client, address: str, edition: Any, secretary: Actor
) -> None:
    other = make_active(edition, title="A bridge", email="bridge@example.org")
    ask_for_report(actor=secretary, responsibility=lead_of(other), at=NOON)
    theirs = letter_address()
    office.post(theirs, typed(do="keep", attached=photo()))
    item = EvidenceItem.objects.get()

    office.post(address, typed(do=f"remove:{item.uid}"))

    assert EvidenceItem.objects.get() == item
    assert item.report.responsibility == lead_of(other)


def test_a_large_photo_comes_in_by_an_open_link_only(
    office: Client, address: str, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    def send(where: str) -> int:
        return office.post(where, typed(attached=photo(data=PHOTO * 50))).status_code

    assert send("/en/report/nobody-has-this-token/") == 410
    assert send(address) == 302


def test_a_form_from_another_site_is_refused(address: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, typed()).status_code == 403
    strict.get(address)
    token = strict.cookies["csrftoken"].value
    assert strict.post(address, typed(csrfmiddlewaretoken=token)).status_code == 302


def test_a_body_says_first_whether_it_promised_this(
    edition: Any, secretary: Any, office: Client
) -> None:
    commitment = make_commitment(make_in_force(edition))
    ask_for_report(actor=secretary, responsibility=lead_of(commitment), at=NOON)
    address = letter_address()
    assert "Is this what you promised?" in office.get(address).content.decode()

    empty = office.post(address, {"do": "dispute", "reason": ""})
    assert (empty.status_code, "Say why, in a sentence." in empty.content.decode()) == (422, True)
    office.post(address, {"do": "dispute", "reason": "The council never voted."})
    commitment.refresh_from_db()
    assert (commitment.state, commitment.state_because) == ("disputed", "The council never voted.")

    office.post(address, {"do": "confirm"})
    commitment.refresh_from_db()
    assert commitment.state == "active"
    assert "Hand the report in" in office.get(address).content.decode()


def test_a_returned_report_says_what_is_missing_and_keeps_its_text(
    office: Client, address: str, edition: Any
) -> None:
    office.post(address, typed())
    verifier = user_actor(make_user("Tomas Reed"), "secretariat", edition)
    report = ProgressReport.objects.get()
    take_up_report(actor=verifier, report=report, at=NOON)
    return_report(actor=verifier, report=report, reason="Add the day of the photo.", at=NOON)

    page = office.get(letter_address()).content.decode()
    assert "Add the day of the photo." in page
    assert "Five berths stand.</textarea>" in page


def test_the_page_costs_no_more_with_more_reports_and_files(
    office: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        file = SimpleUploadedFile(f"{number}.jpg", PHOTO + bytes([number]), "image/jpeg")
        office.post(address, typed(do="attach", attached=file))
    assert EvidenceItem.objects.count() == 4
    with django_assert_max_num_queries(14):
        office.get(address)


@pytest.mark.parametrize("language", ["ru", "be"])
def test_a_page_in_another_language_keeps_words_in_that_language(
    office: Client, address: str, language: str
) -> None:
    office.post(address.replace("/en/", f"/{language}/"), typed(narrative="Пять причалов"))
    report = ProgressReport.objects.get()
    assert dict(report.narrative.texts) == {language: "Пять причалов"}
    assert report.period_until == date(2031, 9, 11)
