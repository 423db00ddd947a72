"""The typeset report of what came of an edition and of a series."""

import json
import re
import subprocess
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from folkmoot.engines.typesetting import TypesettingLimits
from folkmoot.kernel import clock, files
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import Job, StoredFile
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Commitment, ResultsReport
from folkmoot.rooms.outcomes.queries.results_report import (
    newest_report,
    newest_reports,
    public_report_file,
)
from folkmoot.rooms.outcomes.queries.results_report_text import results_text
from folkmoot.rooms.outcomes.services import results_report
from folkmoot.rooms.outcomes.services.results_report import (
    REFRESH_JOB,
    keep_results_reports,
    make_results_reports,
    refresh_results_reports,
    request_results_report,
)
from folkmoot.rooms.programme.models import Edition, Strand
from tests.outcomes.commitments.making import (
    confirm,
    lead_of,
    make_active,
    make_body,
    make_commitment,
    make_finalised,
    make_in_force,
    make_published,
    make_user,
    name_assessor,
    user_actor,
)
from tests.outcomes.making import NOON, TODAY, both, make_edition, make_paper

LATER = NOON + timedelta(days=400)
LONG_AFTER = date(2032, 10, 15)


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture(autouse=True)
def _two_languages(settings):
    """Each language is a file to be set, which takes a second."""
    settings.LANGUAGES = [("en", "English"), ("ru", "Русский")]


@pytest.fixture
def edition(db) -> Edition:
    return make_edition()


@pytest.fixture
def told(edition) -> Edition:
    """Ferries: one kept promise, one of which nobody says anything; a paper with an amount."""
    ferries = Strand.objects.create(edition=edition, name=both("Ferries", "Паромы"), position=1)
    kept = make_active(edition, strand=ferries, due_on=date(2032, 6, 30))
    first, second = (name_assessor(edition, one) for one in ("Ada Roth", "Jon Vale"))
    make_published(kept, first, second, score=1)
    unsaid = make_commitment(
        kept.agreement,
        "A night ferry",
        span=(46, 68),
        lead=make_body("Mount Slate Council"),
        due_on=date(2032, 5, 1),
        is_public=True,
    )
    confirm(unsaid)
    kept.agreement.is_public = True
    kept.agreement.save()
    paper = make_paper(edition, further={"amount": Decimal("1250000.50"), "currency": "EUR"})
    paper.is_public, paper.publication = True, "full"
    paper.save()
    return edition


def text_of(report: ResultsReport, tmp_path: Path, *more: str) -> str:
    """What poppler reads out of the file, white space squeezed."""
    path = tmp_path / f"{report.pk}.pdf"
    path.write_bytes(files.read(report.file))
    done = subprocess.run(["pdftotext", *more, str(path), "-"], capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def spoken(edition: Edition, language: str = "en", today: date = LONG_AFTER) -> str:
    """Every word of the report, in order, without the typesetter."""
    text = results_text(edition, language, today)
    assert text is not None
    return json.dumps([str(piece) for piece in text.pieces], ensure_ascii=False)


def test_a_report_says_what_was_agreed_what_became_of_it_and_what_nobody_knows(told, tmp_path):
    make_results_reports(subject=told, at=LATER)

    words = text_of(newest_report(told, "en"), tmp_path)
    for sentence in (
        "What came of it",
        "Third forum 10–12 Sept 2031 As known on 15 October 2032",
        "2 agreements are public. 2 commitments are public.",
        "Of 1 commitment nobody says what became of it.",
        "Published final scores: done (+1) 1, partly (0) 0, not done (−1) 0.",
        "Bridge memorandum Port Amber · Mount Slate",
        "1,250,000.50 EUR",
        "Ten berths in Port Amber Port Amber Council",
        "Assessors on Port Amber Council: +1, complete (confidence: high)",
        "Nobody has said anything yet.",
        "Silence is not counted as failure, and is not left out.",
    ):
        assert sentence in words
    assert re.search(r"Done 1 .*Late 0 Unknown 1 ", words)


def test_a_report_is_made_in_every_language_of_the_installation(told, tmp_path, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("be", "Беларуская")]
    make_results_reports(subject=told, at=LATER)

    reports = newest_reports(told)
    assert [one.language for one in reports] == ["be", "en", "ru"]
    russian = text_of(newest_report(told, "ru"), tmp_path)
    assert "15 октября 2032" in russian
    assert "Паромы" in spoken(told, "ru")


def test_a_report_is_accessible_and_sound(told, tmp_path):
    make_results_reports(subject=told, at=LATER)

    report = newest_report(told, "en")
    data = files.read(report.file)
    claims = dict(re.findall(rb"<(pdfaid:part|pdfaid:conformance|pdfuaid:part)>(.*?)</", data))
    assert claims == {
        b"pdfaid:part": b"3", b"pdfaid:conformance": b"A", b"pdfuaid:part": b"1",
    }  # fmt: skip
    path = tmp_path / "report.pdf"
    path.write_bytes(data)
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, check=True)
    assert b"No syntax or stream encoding errors" in checked.stdout
    assert (report.file.name, report.file.media_type, report.pages) == (
        f"results-{told.series.slug}-2031-en.pdf", "application/pdf", 3,
    )  # fmt: skip


def test_the_same_results_give_the_same_bytes_at_any_hour(told):
    make_results_reports(subject=told, at=LATER)
    first = newest_report(told, "en").file.sha256
    ResultsReport.objects.all().delete()

    make_results_reports(subject=told, at=LATER + timedelta(hours=3))

    assert newest_report(told, "en").file.sha256 == first


def test_a_report_that_would_say_the_same_is_not_made_again(told):
    make_results_reports(subject=told, at=LATER)
    before = newest_report(told, "en")

    assert make_results_reports(subject=told, at=LATER + timedelta(days=1)) == []
    assert newest_report(told, "en") == before

    lead = lead_of(Commitment.objects.get(due_on=date(2032, 5, 1)))
    secretary = user_actor(make_user("Vesna Holt"), "secretariat", told)
    make_finalised(lead.commitment, secretary, "under_way")
    made = make_results_reports(subject=told, at=LATER + timedelta(days=2))

    after = newest_report(told, "en")
    assert {one.language for one in made} >= {"en", "ru"}
    assert after.told_on == date(2032, 10, 17)
    assert after.file != before.file
    assert not StoredFile.objects.filter(pk=before.file_id).exists()
    assert "checked: under way" in spoken(told)


def test_a_report_of_a_series_shows_its_editions_beside_each_other(told, tmp_path):
    following = make_edition(
        "2032",
        told.series,
        ordinal=4,
        name=both("Fourth forum"),
        starts_on=date(2032, 9, 8),
        ends_on=date(2032, 9, 10),
    )
    make_active(following)
    make_results_reports(subject=told.series, at=LATER)

    words = text_of(newest_report(told.series, "en"), tmp_path)
    assert "3 commitments are public." in words
    rows = re.search(r"Third forum (2 [\d ]+) Fourth forum (1 [\d ]+) Together (3 [\d ]+)", words)
    assert rows
    assert [one.split() for one in rows.groups()] == [
        ["2", "1", "0", "0", "0", "1", "0", "0"],
        ["1", "0", "0", "0", "0", "1", "0", "0"],
        ["3", "1", "0", "0", "0", "2", "0", "0"],
    ]
    assert newest_reports(told) == []


def test_what_is_not_public_is_neither_counted_nor_named(told):
    hidden = make_active(told, title="A secret quay")
    Commitment.objects.filter(pk=hidden.pk).update(is_public=False)

    words = spoken(told)
    assert "A secret quay" not in words
    assert "2 commitments are public." in words


def test_a_title_with_strange_characters_is_printed_with_boxes(told, tmp_path):
    make_active(told, title="Ports \U0001f6a2 for 5\u20bd")
    make_results_reports(subject=told, at=LATER)

    assert "Ports □ for 5□" in text_of(newest_report(told, "en"), tmp_path)


def test_reports_of_what_is_public_no_longer_go_with_their_files(told):
    refresh_results_reports(at=LATER)
    assert {(one.edition, one.language) for one in ResultsReport.objects.all()} >= {
        (told, "en"), (None, "en"),
    }  # fmt: skip
    file = newest_report(told, "en").file
    assert public_report_file(file.uid) == file

    told.is_public = False
    told.save()
    assert public_report_file(file.uid) is None
    assert newest_reports(told) == []

    refresh_results_reports(at=LATER)
    assert not ResultsReport.objects.exists()
    assert not StoredFile.objects.filter(pk=file.pk).exists()


def test_anyone_downloads_the_report_of_a_public_edition_and_nobody_that_of_a_hidden_one(
    told, client
):
    make_results_reports(subject=told, at=LATER)
    file = newest_report(told, "en").file
    address = f"/files/{file.uid}/{file.name}"

    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="{file.name}"'

    told.is_public = False
    told.save()
    assert client.get(address).status_code == 404


def test_a_list_that_is_too_long_for_one_document_is_cut_and_says_so(
    told, tmp_path, monkeypatch, settings
):
    settings.LANGUAGES = [("en", "English")]
    monkeypatch.setattr(results_report, "_SHORTER", (50, 1))
    render = results_report.engine.render_report

    def narrow(text, **more):
        is_whole = "are listed" not in str(text.pieces)
        limits = TypesettingLimits(rows=3) if is_whole else TypesettingLimits()
        return render(text, limits=limits, **more)

    monkeypatch.setattr(results_report.engine, "render_report", narrow)
    make_results_reports(subject=told, at=LATER)

    words = text_of(newest_report(told, "en"), tmp_path)
    assert "2 commitments are public." in words
    assert "The first 1 of 2 are listed." in words


def test_an_edition_without_anything_public_has_no_report(edition):
    make_in_force(edition)

    assert make_results_reports(subject=edition, at=LATER) == []
    assert results_text(edition, "en", TODAY) is None


def test_the_secretariat_asks_for_a_report_and_a_reader_may_not(told):
    secretary = user_actor(make_user("Vesna Holt"), "secretariat", told)
    reader = user_actor(make_user("Ilo Marsh"), "reader", told)

    job = request_results_report(actor=secretary, subject=told, at=NOON)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert set(job.result["languages"]) >= {"en", "ru"}

    with pytest.raises(NotAllowed):
        request_results_report(actor=reader, subject=told, at=NOON)


def test_a_worker_refreshes_reports_once_after_outcomes_changed(told):
    def refreshed() -> int:
        return Job.objects.filter(name=REFRESH_JOB).count()

    keep_results_reports(at=NOON + timedelta(minutes=1))
    keep_results_reports(at=NOON + timedelta(minutes=2))
    assert refreshed() == 1
    assert newest_report(told, "en") is not None

    keep_results_reports(at=NOON + timedelta(minutes=30))
    assert refreshed() == 1  # nothing has changed since

    later = NOON + timedelta(minutes=40)
    commitment = Commitment.objects.get(due_on=date(2032, 5, 1))
    step = {"commitment": commitment, "title": both("A ship"), "due_on": date(2032, 3, 1)}
    services.create_milestone(actor=SYSTEM, values=step, at=later)
    keep_results_reports(at=later)
    assert refreshed() == 2


@pytest.mark.parametrize("count", [1, 6])
def test_the_cost_of_a_report_does_not_grow_with_what_was_agreed(
    told, count, django_assert_max_num_queries
):
    first = make_active(told)
    for number in range(count):
        one = make_commitment(first.agreement, f"Berth {number}", is_public=True)
        confirm(one)
        make_paper(told, f"Paper {number}", further={"is_public": True})
    told.refresh_from_db()
    with django_assert_max_num_queries(45), translation.override("en"):
        results_text(told, "en", LONG_AFTER)
