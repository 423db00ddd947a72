"""What the room blanks or gives up when somebody has a right to it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.services.closing import FORMER_USER
from folkmoot.rooms.accounts.terms import AccountClosed
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import (
    Citation,
    Claim,
    Decision,
    Proposal,
    ProposalRun,
    Source,
    Statement,
)
from folkmoot.rooms.evidence.services.sources import refresh_dependants
from folkmoot.rooms.evidence.terms import ProposalState, ProposedKind, TextRights
from folkmoot.rooms.registry.terms import PersonWithheld

R = TypeVar("R", Proposal, Decision)

_WRITTEN = "speaker_as_written"
_CITATION = Citation._meta.label_lower


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
    # Proposals hold words of the text; what was accepted stays, with its citations.
    locked.proposals.all().delete()
    locked.bands.all().delete()
    ProposalRun.objects.filter(source=locked).delete()
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
    for spelling in event.spellings:
        _blank_proposals(spelling)
        _blank_stated(spelling)


def forget_reviewer(event: AccountClosed) -> None:
    """Hears that an account was closed; the decisions stay, the name beside them goes."""
    Decision.objects.filter(reviewer_key=event.actor_key).update(reviewer_label=FORMER_USER)


def _blank_proposals(spelling: str) -> None:
    """Take a name out of proposals and decisions; nobody may accept the person anew."""
    for proposal in _holding(Proposal.objects.all(), ("fields",), spelling):
        if proposal.kind == ProposedKind.PERSON and proposal.state == ProposalState.WAITING:
            proposal.state = ProposalState.STALE
        proposal.fields = _without(proposal.fields, spelling)
        proposal.version += 1
        proposal.save()
    for decision in _holding(Decision.objects.all(), ("before", "after"), spelling):
        decision.before = _without(decision.before, spelling)
        decision.after = _without(decision.after, spelling)
        decision.save(update_fields=["before", "after"])


def _blank_stated(spelling: str) -> None:
    Citation.objects.filter(stated__value=spelling).update(stated={})
    for entry in AuditEntry.objects.filter(kind=_CITATION, after__stated__value=spelling):
        entry.after["stated"] = {}
        entry.save(update_fields=["after"])


def _holding(rows: QuerySet[R], columns: Sequence[str], spelling: str) -> Iterator[R]:
    """Rows in whose JSON the words stand, whether the database keeps them escaped or not."""
    condition = Q()
    for column in columns:
        rows = rows.annotate(**{f"{column}_text": Cast(column, TextField())})
        for written in {spelling, json.dumps(spelling)[1:-1]}:
            condition |= Q(**{f"{column}_text__contains": written})
    yield from rows.filter(condition)


def _without(fields: Mapping[str, Any], spelling: str) -> dict[str, Any]:
    kept = {}
    for name, told in fields.items():
        value = told["value"]
        if value == spelling:
            told = {**told, "value": "", "text": ""}
        elif isinstance(value, list) and spelling in value:
            told = {**told, "value": [one for one in value if one != spelling], "text": ""}
        kept[name] = told
    return kept


def _blank_trail(record: Statement | Claim) -> None:
    for entry in AuditEntry.objects.filter(kind=record.ref.kind, uid=record.uid):
        for values in (entry.before, entry.after):
            values.pop(_WRITTEN, None)
            if values.get("speaker"):
                values["speaker"] = {**values["speaker"], "label": ""}
        entry.label = ""
        entry.save(update_fields=["label", "before", "after"])
