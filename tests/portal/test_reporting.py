"""An office reports by its mailed link, without an account."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.kernel import clock
from folkmoot.rooms.outcomes.models import EvidenceItem, OutcomeLink, ProgressReport
from folkmoot.rooms.outcomes.services.reports_links import ask_for_report
from tests.outcomes.commitments.making import lead_of, make_commitment, make_in_force
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

    photo = SimpleUploadedFile("berths.jpg", PHOTO, "image/jpeg")
    answer = office.post(address, typed(attached=photo))

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


def test_a_used_an_unknown_and_an_expired_link_answer_the_same_page(
    office: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = office.get("/en/report/nobody-has-this-token/")
    office.post(address, typed())
    used = office.get(address)
    OutcomeLink.objects.update(ended_at=None)
    assert office.get(address).status_code == 200
    later = NOON + timedelta(days=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    expired = office.get(address)

    pages = {_without_addresses(one) for one in (unknown, used, expired)}
    assert len(pages) == 1
    assert {one.status_code for one in (unknown, used, expired)} == {410}
    assert "This link can no longer be used" in pages.pop()


def _without_addresses(answer: Any) -> str:
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "hreflang" not in line)


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
        photo = SimpleUploadedFile("berths.jpg", PHOTO, "image/jpeg")
        assert office.post(address, typed(do="attach", attached=photo)).status_code == 302
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


def test_a_large_photo_comes_in_by_an_open_link_only(
    office: Client, address: str, settings: Any
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    photo = PHOTO * 50

    def send(where: str) -> int:
        file = SimpleUploadedFile("berths.jpg", photo, "image/jpeg")
        return office.post(where, typed(attached=file)).status_code

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
    from folkmoot.rooms.outcomes.services.reports import return_report, take_up_report
    from tests.outcomes.commitments.making import make_user, user_actor

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
