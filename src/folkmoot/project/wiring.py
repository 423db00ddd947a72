"""Who hears which event, and which records can be found by search. The only place that joins rooms by name."""

from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import subscribe
from folkmoot.kernel.search import findable, refresh
from folkmoot.rooms.evidence.queries import findables as evidence


def wire() -> None:
    """Connect everything; called once when Django is ready."""
    subscribe(RecordWritten, refresh)
    findable("evidence.source", evidence.describe_source)
    findable("evidence.statement", evidence.describe_statement)
    findable("evidence.claim", evidence.describe_claim)
