"""Where an outcome lies: in its edition and series."""

from folkmoot.kernel.actors import Scope
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.programme import policies as programme


def scope_path(obj: ReportedOutcome) -> tuple[Scope, ...]:
    """Every scope an outcome lies in. Up to two queries where relations are not loaded."""
    return programme.scope_path(obj.edition)
