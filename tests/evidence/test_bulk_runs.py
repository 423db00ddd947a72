"""Dumps and folders come in to the end, each document once, whatever happens on the way."""

import gzip
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import Job
from folkmoot.rooms.evidence.models import IngestBatch, IngestItem, IngestRun, Source
from folkmoot.rooms.evidence.queries.runs import (
    RunCounts,
    run_counts,
)
from folkmoot.rooms.evidence.services import (
    RunOptions,
    keep_runs_going,
    request_dump_ingest,
    resume_ingest_run,
    runs,
    runs_holding,
    runs_planning,
    runs_staging,
    runs_working,
    stop_ingest_run,
    unfinished_run,
)
from tests.evidence.bulk import ALL, words, work, write_dump

pytestmark = pytest.mark.django_db


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    return write_dump(tmp_path)


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker starts by itself, and batches are small."""
    monkeypatch.setattr(runs, "_start_job", lambda run, actor, at: None)
    monkeypatch.setattr(runs_staging, "BATCH_ITEMS", 5)


def break_at(monkeypatch: pytest.MonkeyPatch, module: object, name: str, count: int) -> None:
    """Let the worker die in the call of that number, as Ctrl-C or a kill would end it."""
    original, calls = getattr(module, name), []

    def fragile(*args: object, **named: object) -> object:
        calls.append(name)
        if len(calls) == count:
            raise KeyboardInterrupt
        return original(*args, **named)

    monkeypatch.setattr(module, name, fragile)


def lose_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that hold something are dead, and could not let go of it."""
    monkeypatch.setattr(runs_holding, "is_lost", lambda name, held_at, at: True)


@pytest.mark.django_db(transaction=True)
def test_the_worker_brings_in_a_dump_and_the_job_shows_how_far_it_is(dump, noon):
    options = RunOptions(visibility="public", text_rights="full")
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon, options=options)

    run.refresh_from_db()
    assert (run.state, run.code, run_counts(run)) == ("done", "", ALL)
    job = Job.objects.order_by("id").first()
    assert (job.state, job.done, job.total, job.title) == ("done", 12, 12, "coast.jsonl")
    source = Source.objects.get(title="Boats 0")
    assert (source.text, source.published, source.visibility, source.text_rights) == (
        words(0), "2031-05", "public", "full",
    )  # fmt: skip
    assert IngestItem.objects.get(run=run, position=1).source == source
    assert default_storage.listdir(f"ingest/{run.uid}") == ([], [])


@pytest.mark.parametrize("ending", [".jsonl.gz", ".jsonl"])
def test_the_same_dump_again_changes_nothing(dump, noon, by_hand, ending):
    path = dump.with_name(f"coast{ending}")
    path.write_bytes(
        gzip.compress(dump.read_bytes()) if ending.endswith("gz") else dump.read_bytes()
    )
    first = request_dump_ingest(actor=SYSTEM, path=path, at=noon)
    work(first)

    second = request_dump_ingest(actor=SYSTEM, path=path, at=noon)
    work(second)

    assert run_counts(first) == ALL
    assert run_counts(second) == RunCounts(12, new=0, same=10, attached=0, failed=2, passed_over=0)
    assert Source.objects.count() == 9


@pytest.mark.parametrize("step", ["read_file", "store_file", "_note", "_take", "_finish"])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_run_goes_on_exactly_where_its_worker_died(dump, noon, by_hand, monkeypatch, step, count):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    with monkeypatch.context() as fragile:
        break_at(fragile, runs_working, step, count)
        try:
            work(run)
        except KeyboardInterrupt:
            died = True
        else:
            died = False
    # A worker that is killed does not let go of what it held.
    IngestBatch.objects.filter(is_done=False).update(holder="dead", held_at=noon)
    before = list(IngestItem.objects.filter(run=run).values_list("pk", "position"))

    lose_workers(monkeypatch)
    keep_runs_going(at=clock.now())
    work(run)

    run.refresh_from_db()
    assert died is not (step in ("_finish",) and count > 1)
    assert (run.state, run_counts(run)) == ("done", ALL)
    assert Source.objects.count() == 9
    after = list(IngestItem.objects.filter(run=run).values_list("pk", "position"))
    assert after[: len(before)] == before
    assert [position for _, position in after] == list(range(1, 13))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_plan_that_was_broken_off_goes_on_behind_its_last_batch(
    dump, noon, by_hand, monkeypatch, count
):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    with monkeypatch.context() as fragile:
        break_at(fragile, runs_staging, "stage", count)
        with pytest.raises(KeyboardInterrupt):
            work(run)
    run.refresh_from_db()
    assert (run.state, run.total) == ("planning", 5 * (count - 1))
    planned = list(IngestBatch.objects.values_list("pk", "first", "size"))
    assert len(planned) == count - 1

    work(run)

    run.refresh_from_db()
    assert (run.state, run_counts(run)) == ("done", ALL)
    batches = list(IngestBatch.objects.values_list("pk", "first", "size"))
    assert batches[: len(planned)] == planned
    assert [batch[1:] for batch in batches] == [(1, 5), (6, 5), (11, 2)]
    assert default_storage.listdir(f"ingest/{run.uid}") == ([], [])


def test_a_dump_that_always_costs_its_worker_is_left_alone_until_it_is_resumed(
    dump, noon, by_hand, monkeypatch
):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    with monkeypatch.context() as fragile:
        fragile.setattr(runs_staging, "stage", _interrupt)
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                work(run)
        work(run)
    run.refresh_from_db()
    assert (run.state, run.code) == ("failed", "too_costly")

    resume_ingest_run(actor=SYSTEM, run=run, at=noon)
    work(run)

    run.refresh_from_db()
    assert (run.state, run.code, run_counts(run)) == ("done", "", ALL)


def _interrupt(*_args: object, **_named: object) -> None:
    raise KeyboardInterrupt


def test_a_document_that_always_costs_its_worker_is_left_out_and_named(
    dump, noon, by_hand, monkeypatch
):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    original = runs_working.read_file

    def deadly(data: bytes, name: str) -> object:
        if data == words(2).encode():
            raise KeyboardInterrupt
        return original(data, name)

    monkeypatch.setattr(runs_working, "read_file", deadly)
    lose_workers(monkeypatch)
    deaths = 0
    while IngestRun.objects.get(pk=run.pk).state != "done":
        keep_runs_going(at=clock.now())
        try:
            work(run)
        except KeyboardInterrupt:
            deaths += 1

    # The first one still brought in what stands before it.
    assert deaths == 6
    left_out = IngestItem.objects.get(run=run, code="gave_up")
    assert (left_out.label, left_out.outcome) == ("line 3", "failed")
    assert run_counts(run) == RunCounts(12, new=8, same=1, attached=0, failed=3, passed_over=0)


def test_a_worker_that_was_taken_for_dead_writes_nothing_more(dump, noon, by_hand, monkeypatch):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    original = runs_working.read_file

    def slow(data: bytes, name: str) -> object:
        result = original(data, name)
        if (
            IngestBatch.objects.filter(number=1)
            .exclude(holder="somebody")
            .update(holder="somebody")
        ):
            monkeypatch.setattr(runs_working, "read_file", original)
        return result

    monkeypatch.setattr(runs_working, "read_file", slow)
    work(run)

    assert set(IngestItem.objects.values_list("position", flat=True)) == set(range(6, 13))
    IngestBatch.objects.filter(number=1).update(holder="")
    work(run)
    assert run_counts(run) == ALL


def test_what_another_worker_wrote_first_counts(dump, noon, by_hand, monkeypatch):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    original = runs_working.read_file

    def overtaken(data: bytes, name: str) -> object:
        IngestItem.objects.get_or_create(
            run=run, position=1, defaults={"label": "by another", "outcome": "same"}
        )
        return original(data, name)

    monkeypatch.setattr(runs_working, "read_file", overtaken)
    work(run)

    assert IngestItem.objects.get(run=run, position=1).label == "by another"
    assert not Source.objects.filter(title="Boats 0").exists()
    assert run_counts(run).done == 12


def test_a_holder_is_lost_with_its_process_and_not_before(noon):
    mine = runs_holding.own_name()

    assert not runs_holding.is_lost(mine, noon, at=noon)
    assert runs_holding.is_lost(mine, noon - runs_holding.SILENCE * 2, at=noon)
    (runs_holding._folder() / "dead.lock").touch()
    assert runs_holding.is_lost("dead", noon, at=noon)
    assert not runs_holding.is_lost("of another machine", noon, at=noon)


def test_workers_begin_before_the_plan_stands(dump, noon, by_hand, monkeypatch):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    seen = []
    original = runs_staging.stage

    def slow(*arguments: object) -> object:
        work(run)
        seen.append((run.state, run_counts(run).done))
        return original(*arguments)

    monkeypatch.setattr(runs_staging, "stage", slow)
    work(IngestRun.objects.get())

    assert seen == [("planning", 0), ("planning", 5), ("planning", 10)]
    run.refresh_from_db()
    assert (run.state, run_counts(run)) == ("done", ALL)


def test_a_run_that_is_stopped_while_it_is_planned_goes_on_when_it_is_resumed(
    dump, noon, by_hand, monkeypatch
):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    original = runs_staging.stage

    def stopped(run: IngestRun, number: int, *further: object) -> object:
        if number == 2:
            stop_ingest_run(actor=SYSTEM, run=run, at=noon)
        return original(run, number, *further)

    with monkeypatch.context() as impatient:
        impatient.setattr(runs_staging, "stage", stopped)
        work(run)
    run.refresh_from_db()
    assert (run.state, run.total, run_counts(run).done) == ("stopped", 5, 0)

    resume_ingest_run(actor=SYSTEM, run=run, at=noon)
    work(run)

    run.refresh_from_db()
    assert (run.state, run_counts(run)) == ("done", ALL)
    assert default_storage.listdir(f"ingest/{run.uid}") == ([], [])


def test_a_stopped_run_rests_until_somebody_resumes_it(dump, noon, by_hand):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    work(run, seconds=0)
    assert run_counts(run).done == 5

    stop_ingest_run(actor=SYSTEM, run=run, at=noon)
    keep_runs_going(at=noon)
    work(run)
    assert run_counts(run).done == 5

    resume_ingest_run(actor=SYSTEM, run=run, at=noon)
    work(run)
    run.refresh_from_db()
    assert (run.state, run_counts(run)) == ("done", ALL)


def test_a_folder_comes_in_as_a_run(tmp_path, noon, by_hand):
    root = tmp_path / "texts"
    (root / "deep").mkdir(parents=True)
    (root / "a.txt").write_text(words(1))
    (root / "deep" / "b.txt").write_text(words(2))
    (root / "gone.txt").write_text(words(3))
    (root / "empty.txt").write_text("")
    (root / "out.txt").symlink_to("/etc/hostname")
    run = request_dump_ingest(actor=SYSTEM, path=root, at=noon)
    runs_planning.plan_run(run, at=noon)
    (root / "gone.txt").unlink()

    work(run)

    told = IngestItem.objects.filter(run=run).values_list("label", "outcome", "code")
    assert list(told) == [
        ("a.txt", "new", ""),
        ("empty.txt", "failed", "empty"),
        ("gone.txt", "failed", "not_found"),
        ("out.txt", "failed", "outside_folder"),
        ("deep/b.txt", "new", ""),
    ]


def test_a_dump_that_changed_before_it_was_counted_is_another_dump(dump, noon, by_hand):
    run = request_dump_ingest(actor=SYSTEM, path=dump, at=noon)
    assert unfinished_run(path=dump) == run
    dump.write_text('{"text": "Other words."}\n')

    work(run)

    run.refresh_from_db()
    assert (run.state, run.code, Source.objects.count()) == ("failed", "changed", 0)
    assert unfinished_run(path=dump) is None
