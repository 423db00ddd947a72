"""The life of a commitment: confirmed or disputed, in effect, closed, carried over.

In effect is stored, not computed, because what is promised is fixed from then on: it follows by
itself when the agreement enters into force (by the event of the act, and by the daily sweep for
days that come without an act). On track, due soon and overdue are computed (``following``).
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.models import AuditEntry
from folkmoot.rooms.outcomes.models import (
    Act,
    Agreement,
    Assessment,
    Commitment,
    Responsibility,
    TextVersion,
)
from folkmoot.rooms.outcomes.queries.commitments import frozen_clauses, quotes_of
from folkmoot.rooms.outcomes.queries.quotable import agreed_text
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing, standings
from folkmoot.rooms.outcomes.services.agreements_checks import invalid, today_in
from folkmoot.rooms.outcomes.services.commitments import copy_commitment, propose_commitments
from folkmoot.rooms.outcomes.services.commitments_checks import (
    AUDIT_REASON,
    due_of,
    locked_commitment,
    require_answer,
    require_edit_commitment,
)
from folkmoot.rooms.outcomes.services.links import end_links
from folkmoot.rooms.outcomes.terms.agreements import ActKind, ActRecorded
from folkmoot.rooms.outcomes.terms.commitments import (
    COMMITMENT_MOVES,
    AssessmentState,
    Closing,
    ClosingContradicts,
    ClosingUnfounded,
    CommitmentIncomplete,
    CommitmentState,
    DueBasis,
    MoveNotPossible,
    NotInTime,
    PartyRole,
    Phase,
    QuoteState,
    ReportState,
)
from folkmoot.rooms.programme.models import Edition

_C = CommitmentState
_FOUND = {-1: Closing.NOT_FULFILLED, 0: Closing.PARTLY, 1: Closing.FULFILLED}
_NEED_FINDING = frozenset(_FOUND.values())


@transaction.atomic
def confirm_commitment(*, actor: Actor, commitment: Commitment, at: datetime) -> Commitment:
    """A responsible body says that this is what it promised, or somebody records that it said so.

    In effect at once where the agreement is in force, or where the promise is a statement.

    Raises:
        NotAllowed: the actor does not speak for a responsible body.
        MoveNotPossible: it is confirmed already, or closed.
        CommitmentIncomplete: no body leads, or the quotation does not hold.
        NotInTime: the agreement is not signed.
    """
    require_answer(actor, commitment, at)
    locked = locked_commitment(commitment)
    _require(locked, _C.CONFIRMED)
    lacks = _lacks(locked)
    if lacks:
        raise CommitmentIncomplete(told=" ".join(lacks), lacks=lacks)
    is_in_effect = True
    if locked.agreement is not None:
        standing = agreement_standing(locked.agreement, today_in(locked.edition, at))
        if standing.signed_on is None:
            raise NotInTime
        is_in_effect = standing.in_force_since is not None
    confirmed = _move(actor, locked, _C.CONFIRMED, at, "confirmed", state_because="")
    return _move(SYSTEM, confirmed, _C.ACTIVE, at, "in effect") if is_in_effect else confirmed


@transaction.atomic
def dispute_commitment(
    *, actor: Actor, commitment: Commitment, reason: str, at: datetime
) -> Commitment:
    """A responsible body says that it did not promise this, and why.

    Raises:
        NotAllowed, MoveNotPossible.
        Invalid: no reason is given.
    """
    require_answer(actor, commitment, at)
    locked = locked_commitment(commitment)
    _require(locked, _C.DISPUTED)
    if not reason.strip():
        raise invalid("reason", _("Say why, in a sentence."))
    return _move(
        actor, locked, _C.DISPUTED, at, "disputed", reason, state_because=reason.strip()[:2000]
    )


@transaction.atomic
def activate_commitments(*, at: datetime, agreement: Agreement | None = None) -> int:
    """Put in effect what is confirmed and whose agreement has entered into force; says how many.

    Seven queries, and those of each commitment.
    """
    rows = Commitment.objects.filter(state=_C.CONFIRMED).filter(
        Q(agreement__isnull=False) if agreement is None else Q(agreement=agreement)
    )
    waiting = list(rows.select_related("agreement", "edition__series").order_by("id"))
    days = {one.edition.time_zone: today_in(one.edition, at) for one in waiting}
    done = 0
    for zone, today in days.items():
        some = [one for one in waiting if one.edition.time_zone == zone]
        agreements = {one.agreement_id: one.agreement for one in some if one.agreement}
        states = standings(agreements.values(), today)
        for one in some:
            if states[one.agreement_id or 0].in_force_since is None:
                continue
            locked = locked_commitment(one)
            if locked.state == _C.CONFIRMED:
                _move(SYSTEM, locked, _C.ACTIVE, at, "in effect")
                done += 1
    return done


@transaction.atomic
def close_commitment(
    *, actor: Actor, commitment: Commitment, closing: Closing, reason: str, at: datetime
) -> Commitment:
    """Close a commitment with a result. Links end, and addresses of offices are forgotten.

    A result of following up rests on published final assessments, or without any on a final
    report; nobody's silence closes a commitment as not fulfilled.

    Args:
        reason: needed for "released" (that all parties agreed, and where it stands) and
            "superseded" (by what).

    Raises:
        NotAllowed, MoveNotPossible, ClosingUnfounded, ClosingContradicts.
        Invalid: no reason is given, or it is carried over by other means.
    """
    require_edit_commitment(actor, commitment)
    locked = locked_commitment(commitment)
    _require(locked, _C.CLOSED)
    if closing in (Closing.OPEN, Closing.CARRIED):
        raise invalid("closing", _("Choose a result, or carry it over to an edition."))
    if closing in (Closing.RELEASED, Closing.SUPERSEDED) and not reason.strip():
        raise invalid("reason", _("Say who agreed to that and where it stands."))
    if closing in _NEED_FINDING:
        _check_finding(locked, closing)
    _refuse_awaited_reply(locked)
    return _close(actor, locked, closing, reason, at)


@transaction.atomic
def carry_over(
    *,
    actor: Actor,
    commitment: Commitment,
    edition: Edition,
    at: datetime,
    values: Mapping[str, Any] | None = None,
) -> Commitment:
    """Close a commitment as carried over, and promise the same anew in a later edition.

    The new one quotes the same words, is as confirmed as the old one was, and has its own day,
    guideline and assessments.

    Args:
        values: columns of the new one that differ, such as ``due_on`` or ``target_value``.

    Returns:
        The new commitment.

    Raises:
        NotAllowed: in either edition.
        MoveNotPossible: it is closed, or nobody confirmed it.
        Invalid: the edition is not a later one of the series, or no day can be told.
    """
    require_edit_commitment(actor, commitment)
    locked = locked_commitment(commitment)
    if locked.state not in (_C.CONFIRMED, _C.ACTIVE, _C.CLAIMED):
        raise MoveNotPossible(state=_C(locked.state).label)
    if edition.series_id != locked.edition.series_id or not _is_later(edition, locked.edition):
        raise invalid("edition", _("Choose a later edition of the same series."))
    require_edit_commitment(actor, Commitment(edition=edition))
    _refuse_awaited_reply(locked)
    made = copy_commitment(actor, locked, edition, values or {}, at)
    state = _C.CONFIRMED if locked.state == _C.CONFIRMED else _C.ACTIVE
    made = editing.change(
        actor=actor, record=made, values={"state": state}, at=at, action="carried over"
    )
    _close(actor, locked, Closing.CARRIED, str(edition), at)
    return made


@transaction.atomic
def follow_acts(event: ActRecorded) -> None:
    """Hears of acts: an agreed text proposes its commitments, an agreement in force puts them
    in effect. The moment is that of the act.
    """
    agreement = Agreement.objects.filter(uid=event.agreement_uid).first()
    act = Act.objects.filter(agreement=agreement).order_by("-id").first()
    if agreement is None or act is None:
        return
    if event.kind == ActKind.TEXT_AGREED:
        requote(agreement, act.at)
        propose_commitments(actor=SYSTEM, agreement=agreement, at=act.at)
    elif agreement.commitments.filter(state=_C.CONFIRMED).exists():
        activate_commitments(at=act.at, agreement=agreement)


def requote(agreement: Agreement, at: datetime) -> None:
    """Let what quoted an earlier text quote the one agreed now, where its words still stand.

    What cannot be found stays as it is and is shown as no longer matching.
    """
    text = agreed_text(agreement)
    rows = Commitment.objects.filter(
        agreement=agreement, state__in=(_C.PROPOSED, _C.DISPUTED), text__voided_at__isnull=False
    ).select_related("clause")
    if text is None or not rows:
        return
    clauses = frozen_clauses(text.content)
    for one in rows:
        clause = clauses.get(one.clause.key) if one.clause else None
        shown = clause.shown(one.language) if clause else ""
        start = one.starts if shown[one.starts : one.ends] == one.quote else shown.find(one.quote)
        if start >= 0 and one.quote and shown:
            _requote(one, text, start, at)


def follow_next_editions(*, at: datetime) -> int:
    """Move what is due by the next edition to its first day, as that becomes known or moves.

    Says how many moved. One query, two for each edition, and those of each change.
    """
    rows = Commitment.objects.filter(due_basis=DueBasis.NEXT_EDITION).exclude(state=_C.CLOSED)
    moved = 0
    dues: dict[int, Any] = {}
    for one in rows.select_related("edition").order_by("id"):
        if one.edition_id not in dues:
            told = {"due_on": one.due_on, "due_basis": DueBasis.NEXT_EDITION}
            dues[one.edition_id] = due_of(one.edition, told).on
        due = dues[one.edition_id]
        if due != one.due_on and _has_day(one.edition, due):
            editing.change(
                actor=SYSTEM, record=one, values={"due_on": due}, at=at, action="due day followed"
            )
            moved += 1
    return moved


def _has_day(edition: Edition, day: Any) -> bool:
    return Edition.objects.filter(series=edition.series_id, starts_on=day).exists()


def _requote(one: Commitment, text: TextVersion, start: int, at: datetime) -> None:
    values = {"text": text, "starts": start, "ends": start + len(one.quote)}
    editing.change(actor=SYSTEM, record=one, values=values, at=at, action="quoted anew")


def _require(commitment: Commitment, wanted: CommitmentState) -> None:
    state = _C(commitment.state)
    if wanted not in COMMITMENT_MOVES[state]:
        raise MoveNotPossible(state=state.label)


def _move(
    actor: Actor,
    commitment: Commitment,
    state: CommitmentState,
    at: datetime,
    action: str,
    reason: str = "",
    **values: Any,
) -> Commitment:
    told = {"state": state, **values}
    return editing.change(
        actor=actor,
        record=commitment,
        values=told,
        at=at,
        action=action,
        reason=reason[:AUDIT_REASON],
    )


def _lacks(commitment: Commitment) -> list[str]:
    """What a commitment needs before anybody can confirm it."""
    lacks = []
    if not commitment.responsibilities.filter(role=PartyRole.LEAD).exists():
        lacks.append(_("Name the body that leads."))
    quote = quotes_of([commitment])[commitment.pk]
    if quote.state is not QuoteState.HOLDS:
        lacks.append(_("Its words do not stand in the text any more. Select them again."))
    return lacks


def _check_finding(commitment: Commitment, closing: Closing) -> None:
    scores = list(
        Assessment.objects.filter(
            commitment=commitment,
            phase=Phase.FINAL,
            state=AssessmentState.PUBLISHED,
            score__isnull=False,
        ).values_list("score", flat=True)
    )
    if scores:
        found = _FOUND[min(one for one in scores if one is not None)]
        if found != closing:
            raise ClosingContradicts(found=found.label)
        return
    if closing == Closing.NOT_FULFILLED or not (
        commitment.reports.filter(state=ReportState.FINALISED).exists()
    ):
        raise ClosingUnfounded


def _refuse_awaited_reply(commitment: Commitment) -> None:
    rows: Iterable[Assessment] = commitment.assessments.filter(state=AssessmentState.REPLY)
    for one in rows:
        raise MoveNotPossible(state=AssessmentState(one.state).label)


def _close(
    actor: Actor, commitment: Commitment, closing: Closing, reason: str, at: datetime
) -> Commitment:
    closed = _move(
        actor,
        commitment,
        _C.CLOSED,
        at,
        "closed",
        reason,
        closing=closing,
        closed_at=at,
        state_because=reason.strip()[:2000],
    )
    end_links(Q(responsibility__commitment=closed) | Q(assessment__commitment=closed), at=at)
    _forget_addresses(closed, at)
    return closed


def _forget_addresses(commitment: Commitment, at: datetime) -> None:
    """Addresses of offices are kept until the commitment is closed; also by the trail."""
    rows = Responsibility.objects.filter(commitment=commitment)
    uids = [str(uid) for uid in rows.values_list("uid", flat=True)]
    if not rows.exclude(email="").update(email=""):
        return
    trail = AuditEntry.objects.filter(kind=Responsibility._meta.label_lower, uid__in=uids)
    for entry in trail:
        states = [state for state in (entry.before, entry.after) if state.get("email")]
        for state in states:
            state["email"] = ""
        if states:
            entry.save(update_fields=["before", "after"])
    audit.note(actor=SYSTEM, action="addresses forgotten", record=commitment, at=at)


def _is_later(edition: Edition, than: Edition) -> bool:
    if edition.starts_on and than.starts_on:
        return edition.starts_on > than.starts_on
    return (edition.ordinal or 0) > (than.ordinal or 0)
