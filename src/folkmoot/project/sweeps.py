"""Clean-up that runs every day: what the declared retention of personal data promises.

Also what is done whenever a worker looks around: work that another one left half done.
"""

from datetime import datetime, timedelta

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.jobs import enqueue_later, is_planned, settle_lost_work, task
from folkmoot.kernel.outbox import resume_lost
from folkmoot.kernel.retention import sweep_kernel
from folkmoot.rooms.accounts.services import sweep_invitations, sweep_sessions
from folkmoot.rooms.evidence.services import (
    keep_proposing,
    keep_runs_going,
    sweep_ingest_runs,
)
from folkmoot.rooms.outcomes.services.reminders import sweep_commitments
from folkmoot.rooms.outcomes.services.results_report import (
    keep_results_reports,
    start_refresh,
)
from folkmoot.rooms.outcomes.services.rounds import sweep_rounds
from folkmoot.rooms.outcomes.services.sealing import keep_signing_going, sweep_renewals
from folkmoot.rooms.outcomes.services.validity import sweep_validity


def look_after_work() -> None:
    """Settle what dead workers left behind, and make sure that one sweep is waiting.

    Called when a worker starts, and every minute while it works.
    """
    at = clock.now()
    settle_lost_work(at=at)
    resume_lost(at=at)
    keep_runs_going(at=at)
    keep_proposing(at=at)
    keep_signing_going(at=at)
    keep_results_reports(at=at)
    if not is_planned(sweep):
        sweep.enqueue()


@task()
def sweep() -> None:
    """Remove what is past its retention, then plan tomorrow's sweep."""
    at: datetime = clock.now()
    enqueue_later(sweep, at + timedelta(days=1))
    sweep_kernel(at=at)
    sweep_rooms(at=at)


def sweep_rooms(*, at: datetime) -> None:
    """What the rooms declare to keep only for a while."""
    sweep_invitations(at=at)
    sweep_sessions(at=at)
    sweep_ingest_runs(at=at)
    sweep_rounds(actor=SYSTEM, at=at)
    sweep_renewals(at=at)
    sweep_commitments(at=at)
    sweep_validity(at=at)
    start_refresh(at=at)
