"""Clean-up that runs every day: what the declared retention of personal data promises."""

from datetime import datetime, timedelta

from folkmoot.kernel import clock
from folkmoot.kernel.jobs import enqueue_later, is_planned, task
from folkmoot.kernel.retention import sweep_kernel
from folkmoot.rooms.accounts.services import sweep_invitations


def plan_sweeps() -> None:
    """Make sure that one sweep is waiting; called whenever a worker starts."""
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
