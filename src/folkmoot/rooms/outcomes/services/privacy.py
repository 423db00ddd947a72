"""What the room blanks when the registry withholds a person."""

from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.registry.terms import PersonWithheld

_WRITTEN = "owner_as_written"


def blank_written_owners(event: PersonWithheld) -> None:
    """Hears that a person was withheld; blanks them as the owner of outcomes, also in the trail.

    Titles and parties are told as sources state them and stay.
    """
    for outcome in ReportedOutcome.objects.filter(**{f"{_WRITTEN}__in": event.spellings}):
        ReportedOutcome.objects.filter(pk=outcome.pk).update(**{_WRITTEN: ""})
        announce(RecordWritten(outcome.ref))
    for entry in AuditEntry.objects.filter(kind=ReportedOutcome._meta.label_lower):
        states = [state for state in (entry.before, entry.after) if _WRITTEN in state]
        theirs = [state for state in states if state[_WRITTEN] in event.spellings]
        for state in theirs:
            state[_WRITTEN] = ""
        if theirs:
            entry.save(update_fields=["before", "after"])
