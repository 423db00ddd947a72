"""Who may bring in dumps, and what is told about runs afterwards."""

import csv
from pathlib import Path

import pytest

from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.jobs import Progress
from folkmoot.kernel.models import Job, StoredFile
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.evidence.jobs import carry_on_run
from folkmoot.rooms.evidence.models import IngestItem, IngestRun, Source
from folkmoot.rooms.evidence.queries.runs import (
    RUN_REFUSALS,
    ingest_run_report,
    ingest_runs,
    report_lines,
    run_counts,
)
from folkmoot.rooms.evidence.services import (
    NotADump,
    NotThere,
    inbox,
    request_dump_ingest,
    resume_ingest_run,
    runs,
    runs_staging,
    stop_ingest_run,
    sweep_ingest_runs,
)
from folkmoot.rooms.evidence.terms import PathNotAllowed
from tests.evidence.bulk import ALL, work, write_dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return write_dump(tmp_path)


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker starts by itself, and batches are small."""
    monkeypatch.setattr(runs, "_start_job", lambda run, actor, at: None)
    monkeypatch.setattr(runs_staging, "BATCH_ITEMS", 5)


def test_a_run_acts_with_the_rights_of_the_moment_and_the_next_person_can_take_it_on(
    dump, noon, by_hand, secretary
):
    user = User.objects.create_user("vesna@forum.test")
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    IngestRun.objects.filter(pk=run.pk).update(user_id=user.pk)
    job = Job.objects.create(uid=run.uid, name="x", title="", actor_key="", created_at=noon)

    carry_on_run(Progress(job.pk), run=str(run.uid))
    run.refresh_from_db()
    assert (run.state, run.code, Source.objects.count()) == ("failed", "not_allowed", 0)

    resumed = resume_ingest_run(actor=secretary, run=run, at=noon)
    assert (resumed.state, resumed.user_id) == ("planning", secretary.user_id)
    work(run, actor=secretary)
    assert run_counts(run) == ALL


def test_a_run_of_somebody_whose_account_is_gone_waits_for_another_person(dump, noon, by_hand):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    IngestRun.objects.filter(pk=run.pk).update(user_id=4711)
    job = Job.objects.create(uid=run.uid, name="x", title="", actor_key="", created_at=noon)

    carry_on_run(Progress(job.pk), run=str(run.uid))

    run.refresh_from_db()
    assert (run.state, run.code) == ("failed", "not_allowed")


def test_people_bring_in_dumps_of_the_inbox_and_nothing_else_on_the_server(
    dump, noon, by_hand, secretary, reader
):
    inbox().mkdir(parents=True, exist_ok=True)
    (inbox() / "coast.jsonl").write_bytes(dump.read_bytes())
    (inbox() / "letter.docx").write_bytes(b"PK")

    for path in (dump, inbox() / ".." / "secret.key"):
        with pytest.raises(PathNotAllowed):
            request_dump_ingest(actor=secretary, path=path, at=noon)
    with pytest.raises(NotThere):
        request_dump_ingest(actor=secretary, path="nothing.jsonl", at=noon)
    with pytest.raises(NotADump):
        request_dump_ingest(actor=secretary, path="letter.docx", at=noon)
    for deed in (request_dump_ingest, resume_ingest_run, stop_ingest_run):
        with pytest.raises(NotAllowed):
            deed(
                actor=reader,
                at=noon,
                **(
                    {"path": "coast.jsonl"} if deed is request_dump_ingest else {"run": IngestRun()}
                ),
            )
    assert IngestRun.objects.count() == 0

    run = request_dump_ingest(actor=secretary, path="coast.jsonl", at=noon)
    assert (run.kind, run.actor_key, run.path) == (
        "json_lines", "user:1", str(inbox() / "coast.jsonl"),
    )  # fmt: skip


def test_an_uploaded_dump_is_kept_until_its_run_is_done(dump, noon, by_hand, secretary):
    run = request_dump_ingest(actor=secretary, data=dump.read_bytes(), name="coast.jsonl", at=noon)
    assert run.upload is not None
    assert StoredFile.objects.filter(name="coast.jsonl").exists()

    work(run, actor=secretary)

    run.refresh_from_db()
    assert (run.state, run.upload, run_counts(run)) == ("done", None, ALL)
    assert not StoredFile.objects.filter(name="coast.jsonl").exists()


def test_the_report_names_what_failed_and_why(dump, noon, by_hand, secretary, reader):
    dump.write_text(
        dump.read_text().replace('"published": "2031-05"', '"published": "one day"', 1)
        + '\n{"text": " ", "url": "=x()"}\n{"text": "Bread.", "url": "https://coast.test/=1"}'
    )
    run = request_dump_ingest(
        actor=secretary, path="", data=dump.read_bytes(), name="=a.jsonl", at=noon
    )
    work(run, actor=secretary)

    report = ingest_run_report(actor=secretary, run=run)
    assert [(one.code, one.count) for one in report.reasons] == [("no_content", 2), ("bad_line", 1)]
    assert [(row.position, row.label, row.code) for row in report.items] == [
        (6, "line 6", "no_content"), (12, "line 12", "bad_line"), (13, "line 13", "no_content"),
    ]  # fmt: skip
    everything = list(csv.DictReader(report_lines(actor=secretary, run=run)))
    assert len(everything) == 14
    assert {**everything[0], "source": "", "sha256": ""} == {
        "position": "1", "document": "line 1", "outcome": "new", "code": "",
        "reason": "Not understood and left out: published.", "source": "", "title": "Boats 0",
        "sha256": "",
    }  # fmt: skip
    assert everything[3]["outcome"] == "same"
    with pytest.raises(NotAllowed):
        ingest_run_report(actor=reader, run=run)
    with pytest.raises(NotAllowed):
        report_lines(actor=reader, run=run)
    with pytest.raises(NotAllowed):
        ingest_runs(actor=reader)


def test_every_reason_is_a_sentence():
    from folkmoot.engines.reading import UnreadableCode
    from folkmoot.engines.reading.dumps.terms import DumpFaultCode
    from folkmoot.rooms.evidence.queries.runs import sentence_of

    for code in (*RUN_REFUSALS, *DumpFaultCode, *UnreadableCode):
        sentence = sentence_of(str(code), {"found": 1, "limit": 2, "is": "a", "named": "b"})
        assert sentence.endswith((".", ": ")), code
        assert sentence != code


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_runs_costs_two_queries_however_many(
    dump, noon, by_hand, secretary, number, django_assert_num_queries
):
    for _ in range(number):
        run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
        work(run)

    with django_assert_num_queries(2):
        rows = ingest_runs(actor=secretary)

    assert len(rows) == number
    assert (rows[-1].counts, rows[-1].counts.percent) == (ALL, 100)


def test_runs_are_forgotten_ninety_days_after_they_ended(dump, noon, by_hand):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    work(run)
    stopped = request_dump_ingest(actor=SYSTEM, data=dump.read_bytes(), name="b.jsonl", at=noon)
    stop_ingest_run(actor=SYSTEM, run=stopped, at=noon)
    IngestRun.objects.filter(pk=run.pk).update(ended_at=noon)

    sweep_ingest_runs(at=noon.replace(month=8, day=10))
    assert IngestRun.objects.count() == 2
    sweep_ingest_runs(at=noon.replace(month=9))

    assert (IngestRun.objects.count(), IngestItem.objects.count()) == (0, 0)
    assert not StoredFile.objects.filter(name="b.jsonl").exists()
    assert Source.objects.count() == 9
