"""Removes what the kernel's own tables declare to keep only for a while."""

from datetime import datetime, timedelta

from folkmoot.kernel.jobs import forget_tasks
from folkmoot.kernel.models import Job, OutboxMessage


def sweep_kernel(*, at: datetime) -> None:
    """Empty mails 90 days after sending; drop jobs and tasks 30 days after they ended."""
    settled = (OutboxMessage.State.SENT, OutboxMessage.State.DISCARDED)
    old = OutboxMessage.objects.filter(state__in=settled, created_at__lt=at - timedelta(days=90))
    old.exclude(body="").update(to="", subject="", body="")
    Job.objects.filter(ended_at__lt=at - timedelta(days=30)).delete()
    forget_tasks(ended_before=at - timedelta(days=30))
