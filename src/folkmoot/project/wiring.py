"""Who hears which event, and which records can be found by search. The only place that joins rooms by name."""

from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import subscribe
from folkmoot.kernel.search import refresh


def wire() -> None:
    """Connect everything; called once when Django is ready."""
    subscribe(RecordWritten, refresh)
