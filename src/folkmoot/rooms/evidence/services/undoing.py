"""Taking a decision back: the record and its citations go, if nobody touched them since."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import Record, model_of
from folkmoot.kernel.refusals import CannotUndo, NotFound, StillUsed
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Decision, Passage, Proposal
from folkmoot.rooms.evidence.terms import NothingToUndo, ProposalState, Verdict
from folkmoot.rooms.registry.queries.references import pointers_to

_PASSAGE = Passage._meta.label_lower


@transaction.atomic
def undo_decision(*, actor: Actor, proposal: Proposal, at: datetime, reason: str = "") -> Decision:
    """Take back the last decision on a proposal, which then waits again.

    What accepting wrote is removed or set back. Proposals that were merged into this one
    stay merged, and go with it again when it is accepted again.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        NothingToUndo: nothing was decided.
        CannotUndo: somebody changed what was written since.
        StillUsed: another record points at what was written. Nothing is written then.
    """
    policies.require_review(actor)
    locked = Proposal.objects.select_for_update(of=("self",)).filter(pk=proposal.pk).first()
    if locked is None:
        raise NotFound
    last = _last(locked)
    if last is None:
        raise NothingToUndo
    for other in locked.merged.select_for_update(of=("self",)).filter(record_uid__isnull=False):
        joined = _last(other)
        if joined is not None:
            _take_back(actor, other, joined, at, reason)
            _store(other, ProposalState.MERGED)
    undone = _take_back(actor, locked, last, at, reason)
    locked.merged_into = None
    _store(locked, ProposalState.WAITING)
    return undone


def _last(proposal: Proposal) -> Decision | None:
    decided = proposal.decisions.exclude(verdict=Verdict.UNDONE).filter(undone_by=None)
    return decided.order_by("-id").first()


def _store(proposal: Proposal, state: ProposalState) -> None:
    proposal.state = state
    proposal.record_kind, proposal.record_uid = "", None
    proposal.version += 1
    proposal.save()


def _take_back(
    actor: Actor, proposal: Proposal, decision: Decision, at: datetime, reason: str
) -> Decision:
    entries = list(AuditEntry.objects.filter(pk__in=decision.trail).order_by("-id"))
    made = {(entry.kind, str(entry.uid)) for entry in entries if entry.action == "created"}
    passages = []
    for entry in entries:
        if entry.kind == _PASSAGE:
            passages.append(entry)
        else:
            _reverse(actor, entry, made, at)
    for entry in passages:
        _drop_unused(actor, entry, at)
    return Decision.objects.create(
        proposal=proposal,
        verdict=Verdict.UNDONE,
        reviewer_key=actor.key,
        reviewer_label=actor.label[:200],
        reason=reason[:500],
        before=decision.after,
        after=proposal.fields,
        undoes=decision,
        at=at,
    )


def _reverse(actor: Actor, entry: AuditEntry, made: set[tuple[str, str]], at: datetime) -> None:
    if entry.action != "created":
        editing.undo(actor=actor, entry=entry, at=at)
        return
    record = model_of(entry.kind)._default_manager.filter(uid=entry.uid).first()
    if record is None:
        raise CannotUndo
    _refuse_if_touched(record, entry)
    _refuse_if_used(record, made)
    editing.remove(actor=actor, record=record, at=at, reason="undo")


def _refuse_if_touched(record: Record, entry: AuditEntry) -> None:
    """Changes that were undone themselves leave the record as it was made."""
    later = AuditEntry.objects.filter(kind=entry.kind, uid=entry.uid, pk__gt=entry.pk)
    if later.filter(undoes=None, undone_by=None).exists():
        raise CannotUndo


def _refuse_if_used(record: Record, made: set[tuple[str, str]]) -> None:
    """Records of others that point at this one would go with it, or point at nothing."""
    for pointer in pointers_to(type(record)):
        if not issubclass(pointer.model, Record) or pointer.model is Proposal:
            continue
        rows: Any = pointer.rows(record)
        for other in rows[: len(made) + 1]:
            if (other.ref.kind, other.ref.uid) not in made:
                raise StillUsed(used_by=str(other) or _("another record"))


def _drop_unused(actor: Actor, entry: AuditEntry, at: datetime) -> None:
    passage = Passage.objects.filter(uid=entry.uid).first()
    if passage is not None and passage.version == 1 and not passage.citations.exists():
        editing.remove(actor=actor, record=passage, at=at, reason="undo")
