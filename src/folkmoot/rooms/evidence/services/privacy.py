"""What the room blanks or gives up when somebody has a right to it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Claim, Source, Statement
from folkmoot.rooms.evidence.services.sources import refresh_dependants
from folkmoot.rooms.evidence.terms import TextRights
from folkmoot.rooms.registry.terms import PersonWithheld

_WRITTEN = "speaker_as_written"


@transaction.atomic
def withdraw_text(*, actor: Actor, source: Source, at: datetime, reason: str = "") -> Source:
    """Give up a text and its file; title, address, hash and passages stay as a catalogue entry.

    Nobody can undo it here. Whoever brings in the same file again attaches it again, for the
    desk only until its rights are set anew.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        NotFound: the source was removed meanwhile.
    """
    policies.require_review(actor)
    locked = Source.objects.select_for_update().filter(pk=source.pk).first()
    if locked is None:
        raise NotFound
    original = locked.original
    # The text goes past the audit trail, which would keep it.
    Source.objects.filter(pk=locked.pk).update(text="")
    locked.blocks.all().delete()
    withdrawn = editing.change(
        actor=actor,
        record=locked,
        values={
            "has_text": False,
            "text_rights": TextRights.NONE,
            "original": None,
            "file_sha256": "",
            "warnings": [],
        },
        at=at,
        reason=reason,
        action="text withdrawn",
    )
    if original is not None:
        files.discard(original)
    refresh_dependants(withdrawn)
    return withdrawn


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
