"""What the room blanks when a person asks to be forgotten."""

from django.db.models import Q

from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.rooms.evidence.models import Claim, Statement
from folkmoot.rooms.registry.terms import PersonWithheld

_WRITTEN = "speaker_as_written"


def blank_written_names(event: PersonWithheld) -> None:
    """Hears that a person was withheld; blanks the name as sources write it, also in the trail.

    The words and figures stay with their sources, which others published; a text that must
    not be shown any more is a decision on its source.
    """
    names = Q(speaker__uid=event.uid) | Q(speaker=None, speaker_as_written__in=event.spellings)
    for model in (Statement, Claim):
        for record in model._default_manager.filter(names):
            model._default_manager.filter(pk=record.pk).update(**{_WRITTEN: ""})
            _blank_trail(record)
            announce(RecordWritten(record.ref))


def _blank_trail(record: Statement | Claim) -> None:
    for entry in AuditEntry.objects.filter(kind=record.ref.kind, uid=record.uid):
        for values in (entry.before, entry.after):
            values.pop(_WRITTEN, None)
            if values.get("speaker"):
                values["speaker"] = {**values["speaker"], "label": ""}
        entry.label = ""
        entry.save(update_fields=["label", "before", "after"])
