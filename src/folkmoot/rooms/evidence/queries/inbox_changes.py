"""What happened in the inbox meanwhile: how proposing goes, and what others decided."""

from datetime import datetime

from folkmoot.rooms.evidence.models import Decision, ProposalRun, Source


def run_of(source: Source) -> ProposalRun | None:
    """How far proposing from a source has come; ``None`` when nobody asked. One query."""
    return ProposalRun.objects.filter(source=source).first()


def decided_since(source: Source, since: datetime) -> frozenset[str]:
    """The proposals of a source on which somebody decided after a moment. One query.

    The moment itself counts in, so that nothing falls between two turns of asking.
    """
    rows = Decision.objects.filter(proposal__source=source, at__gte=since)
    return frozenset(str(uid) for uid in rows.values_list("proposal__uid", flat=True))
