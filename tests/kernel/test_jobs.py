"""Jobs run in the worker, show how far they are, and say why they failed."""

import pytest
from django.core.cache import cache
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from folkmoot.kernel import jobs
from folkmoot.kernel.models import Job

# The suite runs tasks at once; what waits or is lost needs the real queue.
QUEUE = override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})

pytestmark = pytest.mark.django_db


@jobs.job("tests.count")
def count(progress: jobs.Progress, *, upto: int) -> dict[str, int]:
    for number in range(upto):
        progress.report(done=number + 1, total=upto, message=f"row {number + 1}")
    return {"counted": upto}


@jobs.job("tests.fail")
def fail(progress: jobs.Progress) -> dict[str, int]:
    progress.report(done=1, total=3)
    raise ValueError("row 2 is not a date")


def test_a_job_tells_its_progress_and_result(secretary, noon):
    job = jobs.start(
        actor=secretary, name="tests.count", title="Counting", at=noon, arguments={"upto": 3}
    )

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.message, job.result) == (
        "done", 3, 3, "row 3", {"counted": 3},
    )  # fmt: skip


def test_a_job_that_fails_keeps_its_progress_and_the_reason(secretary, noon, caplog):
    caplog.set_level("CRITICAL")

    job = jobs.start(actor=secretary, name="tests.fail", title="Failing", at=noon, arguments={})

    job.refresh_from_db()
    assert (job.state, job.done, job.error) == ("failed", 1, "ValueError: row 2 is not a date")


def test_a_job_delivered_twice_runs_once(secretary, noon):
    job = jobs.start(
        actor=secretary, name="tests.count", title="Counting", at=noon, arguments={"upto": 1}
    )
    Job.objects.filter(pk=job.pk).update(result={})

    jobs.run_registered.func(job.pk)

    job.refresh_from_db()
    assert job.result == {}


def test_a_job_nobody_registered_is_not_queued(secretary, noon):
    with pytest.raises(LookupError):
        jobs.start(actor=secretary, name="tests.unknown", title="?", at=noon, arguments={})

    assert not Job.objects.exists()


@jobs.job("tests.stopped")
def stopped(progress: jobs.Progress) -> dict[str, int]:
    raise SystemExit(1)


def begun(actor, at, worker_id: str) -> tuple[Job, DBTaskResult]:
    """A job in the middle of which its worker is."""
    job = jobs.start(actor=actor, name="tests.count", title="-", at=at, arguments={"upto": 1})
    Job.objects.filter(pk=job.pk).update(state="running", started_at=at)
    task = DBTaskResult.objects.get()
    task.claim(worker_id)
    return job, task


@QUEUE
def test_a_job_whose_worker_was_killed_is_marked_failed_and_says_what_to_do(secretary, noon):
    job, task = begun(secretary, noon, jobs.new_worker_id())

    jobs.settle_lost_work(at=noon)

    job.refresh_from_db()
    task.refresh_from_db()
    assert (job.state, task.status, jobs.is_planned(jobs.run_registered)) == (
        "failed", "FAILED", False,
    )  # fmt: skip
    assert "The worker stopped" in job.error


@QUEUE
def test_a_job_whose_worker_lives_goes_on(secretary, noon):
    worker_id = jobs.new_worker_id()
    jobs.worker_lives(worker_id)
    job, task = begun(secretary, noon, worker_id)

    jobs.settle_lost_work(at=noon)

    job.refresh_from_db()
    task.refresh_from_db()
    assert (job.state, task.status) == ("running", "RUNNING")
    cache.delete(worker_id)


@QUEUE
def test_a_job_that_was_fetched_but_not_begun_waits_again(secretary, noon):
    job, task = begun(secretary, noon, jobs.new_worker_id())
    Job.objects.filter(pk=job.pk).update(state="waiting")

    jobs.settle_lost_work(at=noon)
    jobs.settle_lost_work(at=noon)

    waiting = DBTaskResult.objects.exclude(pk=task.pk).values_list("status", "args_kwargs")
    assert list(waiting) == [("READY", {"args": [job.pk], "kwargs": {}})]


def test_a_job_that_is_stopped_by_force_does_not_seem_to_run_for_ever(secretary, noon, caplog):
    caplog.set_level("CRITICAL")

    job = jobs.start(actor=secretary, name="tests.stopped", title="-", at=noon, arguments={})

    job.refresh_from_db()
    assert (job.state, "The worker stopped" in job.error) == ("failed", True)
