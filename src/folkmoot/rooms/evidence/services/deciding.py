"""Decisions on proposals: accept, refuse, merge; one by one, or all of a kind that are sure.

A proposal is decided once. Whoever comes second is told who decided and what, and nothing of
theirs is written; several reviewers may work on one source at the same time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import NotFound, Refusal
from folkmoot.kernel.turns import take_turn
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Decision, Proposal, Source
from folkmoot.rooms.evidence.queries.describing import abouts, matches_for
from folkmoot.rooms.evidence.services.taking import Choices, Link, TakenIn, take_in
from folkmoot.rooms.evidence.terms import (
    CannotMerge,
    Doubtful,
    ProposalChanged,
    ProposalDecided,
    ProposalState,
    ProposedKind,
    Verdict,
)

_OPEN = (ProposalState.WAITING, ProposalState.STALE)
# Statements and figures are never merged between sources: each says it for itself.
_OF_ONE_SOURCE = (ProposedKind.QUOTE, ProposedKind.CLAIM)
# A page waits for it; whoever has more goes on.
_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A proposal that was not accepted with the others, and why, as a code and a sentence."""

    uid: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AcceptedMany:
    """What became of many proposals: how many were accepted, and which were left, with reasons.

    ``remaining`` are those that were not looked at yet; the same call goes on with them.
    """

    accepted: int
    left: tuple[LeftOpen, ...]
    remaining: int = 0


@transaction.atomic
def accept(
    *,
    actor: Actor,
    proposal: Proposal,
    at: datetime,
    values: Mapping[str, Any] | None = None,
    link: Link = None,
    about: RecordRef | None = None,
    choices: Mapping[str, RecordRef] | None = None,
    expected_version: int | None = None,
    reason: str = "",
) -> Decision:
    """Let the owning room make or complete a record, cite the passages, keep the decision.

    Args:
        actor: needs ``evidence.review`` and what the owning room asks for its record.
        values: fields that the reviewer changed; ``None`` or an empty one leaves the field
            out. A value may also be ``{"value", "spans"}`` to cite other words.
        link: the record that is meant, ``kernel.intake.NEW`` for a new one, or ``None`` for
            the one that certainly is meant, else a new one.
        about: the edition; ``None`` for the one accepted from the same source.
        choices: records for single fields (``speaker``, ``series``, …).
        expected_version: the version the reviewer saw.

    Raises:
        NotAllowed: a right is missing.
        ProposalDecided, ProposalChanged: somebody or something was faster.
        AboutNeeded, NotTakenIn, NotFound, Invalid: it cannot become a record; all of these
            write nothing.
    """
    policies.require_review(actor)
    # Two proposals of one new person, accepted at one instant, must become one person.
    take_turn("evidence.accept")
    locked = _open(proposal, expected_version)
    fields = edited(locked.fields, values or {})
    chosen = Choices(link, about, choices or {})
    taken = take_in(actor=actor, proposal=locked, fields=fields, choices=chosen, at=at)
    verdict = Verdict.EDITED if fields != locked.fields else Verdict.ACCEPTED
    decision = _decide(
        actor, locked, verdict, at, reason=reason, after=fields, taken=taken, choices=chosen
    )
    _settle(locked, ProposalState.ACCEPTED, taken.taken.record)
    for other in locked.merged.select_for_update(of=("self",)).filter(record_uid=None):
        _join(actor, other, taken.taken.record, taken.about, at)
    return decision


@transaction.atomic
def refuse(
    *,
    actor: Actor,
    proposal: Proposal,
    at: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Decision:
    """Decide that a proposal is no record. It will not be proposed again.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        ProposalDecided, ProposalChanged: nothing is written.
    """
    policies.require_review(actor)
    locked = _open(proposal, expected_version)
    decision = _decide(actor, locked, Verdict.REFUSED, at, reason=reason)
    _settle(locked, ProposalState.REFUSED)
    return decision


@transaction.atomic
def merge(
    *,
    actor: Actor,
    proposal: Proposal,
    into: Proposal,
    at: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> Decision:
    """Decide that two proposals speak of one record. The first is cited for it as well.

    While the second still waits, the first goes with it when it is accepted.

    Raises:
        NotAllowed, ProposalDecided, ProposalChanged: as :func:`accept`.
        CannotMerge: they are of different kinds, or one, or the second was refused, or they
            are statements or figures of two sources.
    """
    policies.require_review(actor)
    target = _locked(into)
    if target.merged_into is not None:
        target = _locked(target.merged_into)
    locked = _open(proposal, expected_version)
    _check_mergeable(locked, target)
    locked.merged_into = target
    if target.state == ProposalState.ACCEPTED and target.record_uid:
        record = RecordRef(target.record_kind, str(target.record_uid))
        return _join(actor, locked, record, None, at, reason)
    decision = _decide(actor, locked, Verdict.MERGED, at, reason=reason)
    _settle(locked, ProposalState.MERGED)
    # Its own followers follow on, so that no chain of more than one step comes about.
    Proposal.objects.filter(merged_into=locked).update(merged_into=target)
    return decision


def accept_many(
    *,
    actor: Actor,
    kind: str,
    min_confidence: float,
    at: datetime,
    source: Source | None = None,
) -> AcceptedMany:
    """Accept every waiting proposal of a kind from a confidence on, each in its transaction.

    Left for a person are those with a doubt, and those that may mean a record there is
    without certainly meaning it. At most 500 at once.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
    """
    policies.require_review(actor)
    rows = Proposal.objects.filter(
        state=ProposalState.WAITING, kind=kind, confidence__gte=min_confidence
    )
    if source is not None:
        rows = rows.filter(source=source)
    remaining = max(0, rows.count() - _AT_MOST)
    accepted, left = 0, []
    for proposal in rows.select_related("source").order_by("source_id", "first_start", "id")[
        :_AT_MOST
    ]:
        try:
            _refuse_if_doubtful(proposal)
            accept(actor=actor, proposal=proposal, at=at, expected_version=proposal.version)
        except Refusal as refusal:
            left.append(LeftOpen(str(proposal.uid), refusal.code, str(refusal)))
        else:
            accepted += 1
    return AcceptedMany(accepted, tuple(left), remaining)


def edited(
    fields: Mapping[str, Mapping[str, Any]], values: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """The fields of a proposal with a reviewer's values; unchanged ones keep their words."""
    result = {name: dict(told) for name, told in fields.items()}
    for name, value in values.items():
        if value in (None, "", []):
            result.pop(name, None)
        elif isinstance(value, Mapping):
            result[name] = {**result.get(name, {"spans": [], "text": ""}), **value}
        else:
            result[name] = {**result.get(name, {"spans": [], "text": ""}), "value": value}
    return result


def _refuse_if_doubtful(proposal: Proposal) -> None:
    if proposal.warnings:
        raise Doubtful
    found = matches_for([proposal], about=abouts([proposal.source_id]))
    meant = found.get((proposal.pk, ""))
    if meant and not meant[0].is_strong:
        raise Doubtful


def _open(proposal: Proposal, expected_version: int | None) -> Proposal:
    """The proposal under a lock, if nobody has decided on it.

    Raises:
        ProposalDecided, ProposalChanged.
    """
    locked = _locked(proposal)
    if locked.state not in _OPEN:
        last = locked.decisions.order_by("-id").first()
        raise ProposalDecided(
            reviewer=last.reviewer_label if last else "",
            verdict=str(Verdict(last.verdict).label) if last else locked.state,
            at=f"{last.at:%Y-%m-%d %H:%M}" if last else "",
        )
    if expected_version is not None and locked.version != expected_version:
        raise ProposalChanged
    return locked


def _locked(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("source", "merged_into")
    locked = rows.filter(pk=proposal.pk).first()
    if locked is None:
        raise NotFound
    return locked


def _check_mergeable(one: Proposal, two: Proposal) -> None:
    same_kind = one.kind == two.kind or {one.kind, two.kind} == {
        ProposedKind.SESSION,
        ProposedKind.SIDE_EVENT,
    }
    is_open = two.state in (ProposalState.WAITING, ProposalState.ACCEPTED)
    apart = one.source_id != two.source_id and one.kind in _OF_ONE_SOURCE
    if one.pk == two.pk or not same_kind or not is_open or apart:
        raise CannotMerge


def _join(
    actor: Actor,
    proposal: Proposal,
    record: RecordRef,
    about: RecordRef | None,
    at: datetime,
    reason: str = "",
) -> Decision:
    """Take a merged proposal into the record of the other one."""
    choices = Choices(link=record, about=about)
    taken = take_in(actor=actor, proposal=proposal, fields=proposal.fields, choices=choices, at=at)
    decision = _decide(
        actor, proposal, Verdict.MERGED, at, reason=reason, taken=taken, choices=choices
    )
    _settle(proposal, ProposalState.MERGED, record)
    return decision


def _decide(
    actor: Actor,
    proposal: Proposal,
    verdict: Verdict,
    at: datetime,
    *,
    reason: str = "",
    after: Mapping[str, Any] | None = None,
    taken: TakenIn | None = None,
    choices: Choices | None = None,
) -> Decision:
    return Decision.objects.create(
        proposal=proposal,
        verdict=verdict,
        reviewer_key=actor.key,
        reviewer_label=actor.label[:200],
        reason=reason[:500],
        before=proposal.fields,
        after=proposal.fields if after is None else after,
        links=choices.to_plain() if choices else {},
        left=list(taken.taken.left) if taken else [],
        trail=list(taken.trail) if taken else [],
        record_kind=taken.taken.record.kind if taken else "",
        record_uid=UUID(taken.taken.record.uid) if taken else None,
        at=at,
    )


def _settle(proposal: Proposal, state: ProposalState, record: RecordRef | None = None) -> None:
    proposal.state = state
    proposal.version += 1
    proposal.record_kind = record.kind if record else ""
    proposal.record_uid = UUID(record.uid) if record else None
    proposal.save()
