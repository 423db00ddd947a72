"""Who hears which event, and which records can be found by search. The only place that joins rooms by name."""

from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import subscribe
from folkmoot.kernel.search import findable, refresh
from folkmoot.rooms.evidence.queries import findables as evidence
from folkmoot.rooms.registry.queries import findables as registry
from folkmoot.rooms.registry.services import tell_owner


def wire() -> None:
    """Connect everything; called once when Django is ready."""
    subscribe(RecordWritten, refresh)
    subscribe(RecordWritten, tell_owner)
    findable("registry.person", registry.describe_person)
    findable("registry.organisation", registry.describe_organisation)
    findable("registry.country", registry.describe_country)
    findable("registry.region", registry.describe_region)
    findable("registry.city", registry.describe_city)
    findable("evidence.source", evidence.describe_source)
    findable("evidence.statement", evidence.describe_statement)
    findable("evidence.claim", evidence.describe_claim)
