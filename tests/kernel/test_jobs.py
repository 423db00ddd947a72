"""Jobs run in the worker, show how far they are, and say why they failed."""

import pytest

from folkmoot.kernel import jobs
from folkmoot.kernel.models import Job

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
