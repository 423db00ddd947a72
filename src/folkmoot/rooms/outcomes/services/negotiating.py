"""Negotiating: proposals on clauses, decisions on them, comments.

A proposal changes nothing until another party accepts it; then it becomes the clause in the
languages in which it was made. One writer at a time: every use case holds the agreement's lock.
Offering and accepting the whole text is in :mod:`negotiating_text`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.outcomes.models import Agreement, Clause, ClauseProposal, Comment, Party
from folkmoot.rooms.outcomes.policies import require_edit, require_negotiate, side_of
from folkmoot.rooms.outcomes.services.acts import ActValues, append_act
from folkmoot.rooms.outcomes.services.agreements_checks import (
    invalid,
    locked_agreement,
    require_state,
    today_in,
)
from folkmoot.rooms.outcomes.services.clauses import (
    check_clause,
    insert_clause,
    take_out_clause,
    tidied,
    write_clause,
)
from folkmoot.rooms.outcomes.terms.agreements import (
    ALLOWED_IN,
    ActKind,
    AgreementState,
    Audience,
    Capacity,
    ChangeState,
    ClauseKind,
    ProposedChange,
)
from folkmoot.rooms.outcomes.terms.negotiating import (
    OwnProposal,
    ProposalChanged,
    ProposalDecided,
    ProposalStale,
    TooFewParties,
)

_TOLD = frozenset({"kind", "heading", "text", "variables", "reason", "audience", "after"})
_NOTHING = Multilingual({}, "en")


@transaction.atomic
def open_negotiation(*, actor: Actor, agreement: Agreement, at: datetime) -> Agreement:
    """Hand the draft to its parties; from now on it changes by their proposals.

    Raises:
        NotAllowed: the actor lacks ``outcomes.edit``.
        ActNotPossible: it is no draft.
        TooFewParties: nobody negotiates alone.
        Invalid: no language is named.
    """
    require_edit(actor, agreement)
    locked = locked_agreement(agreement)
    require_state(locked, ActKind.NEGOTIATION_OPENED, at, ALLOWED_IN[ActKind.NEGOTIATION_OPENED])
    if locked.parties.filter(capacity=Capacity.PARTY).count() < 2:
        raise TooFewParties
    if not locked.languages:
        raise invalid("languages", _("Say in which languages the text is written."))
    append_act(
        actor=actor,
        agreement=locked,
        kind=ActKind.NEGOTIATION_OPENED,
        values=ActValues(done_on=today_in(locked.edition, at)),
        at=at,
    )
    return locked


@transaction.atomic
def propose_change(
    *,
    actor: Actor,
    agreement: Agreement,
    party: Party | None,
    change: ProposedChange,
    values: Mapping[str, Any],
    at: datetime,
    clause: Clause | None = None,
    clause_version: int | None = None,
) -> ClauseProposal:
    """Propose to change or remove a clause, or a new one.

    Args:
        party: for whom the actor speaks; without one for the secretariat.
        values: ``heading``, ``text``, ``kind``, ``variables``, ``reason``, ``audience``
            (shared unless internal), and for a new clause ``after``. Languages that are left
            out stay as they are.
        clause_version: the version of the clause that the author saw; the present one without.

    Raises:
        NotAllowed: the actor does not speak for the party.
        ActNotPossible: the parties do not negotiate (now).
        Invalid: there is no such clause, or nothing is proposed.
    """
    require_negotiate(actor, agreement, party)
    locked = locked_agreement(agreement)
    _require_negotiating(locked, at)
    _check_party(locked, party)
    if (change is ProposedChange.ADD) != (clause is None):
        raise invalid("clause", _("Say which clause this is about; for a new one, none."))
    if clause is not None and (clause.agreement_id != locked.pk or clause.is_removed):
        raise invalid("clause", _("This is no clause of the agreement."))
    told = _told(values)
    _check_content(locked, change, clause, told)
    seen = clause_version or (clause.version if clause else 0)
    return editing.create(
        actor=actor,
        model=ClauseProposal,
        values={
            **told,
            "agreement": locked,
            "change": change,
            "clause": clause,
            "clause_version": seen,
            "party": party,
            "author_key": actor.key,
            "author_label": actor.label[:200],
        },
        at=at,
    )


@transaction.atomic
def change_proposal(
    *,
    actor: Actor,
    proposal: ClauseProposal,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
) -> ClauseProposal:
    """Reword one's own open proposal, or share an internal one. What was shared stays shared.

    Raises:
        NotAllowed, NotFound, Invalid, ChangedMeanwhile, ProposalDecided, ActNotPossible.
    """
    locked, present = _own_open(actor, proposal, at)
    told = _told(values)
    if present.audience == Audience.SHARED and told.get("audience") == Audience.INTERNAL:
        raise invalid("audience", _("The other parties have read this. Withdraw it instead."))
    merged = {name: getattr(present, name) for name in _TOLD} | told
    _check_content(locked, ProposedChange(present.change), present.clause, merged)
    return editing.change(
        actor=actor, record=present, values=told, at=at, expected_version=expected_version
    )


@transaction.atomic
def accept_proposal(
    *,
    actor: Actor,
    proposal: ClauseProposal,
    party: Party,
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> ClauseProposal:
    """Accept what another party proposed: it becomes the text in its languages at once.

    Args:
        party: the one that accepts; another than the proposer.
        expected_version: the version of the proposal that the actor read.

    Raises:
        NotAllowed, NotFound, ActNotPossible, ProposalDecided.
        OwnProposal: the proposer's own side cannot accept.
        ProposalStale: the clause was changed since; nothing is written.
        ProposalChanged: the proposal was reworded since.
        Invalid: the change would leave a variable without a value or a language astray.
    """
    locked, present = _to_decide(actor, proposal, party, at, expected_version)
    clause = present.clause
    if clause is not None and (clause.is_removed or clause.version != present.clause_version):
        raise ProposalStale
    before = _before(present)
    match ProposedChange(present.change):
        case ProposedChange.ADD:
            written = _add_clause(actor, locked, present, at)
            present.clause = written
        case ProposedChange.CHANGE if clause is not None:
            write_clause(
                actor=actor, clause=clause, values=_changed(present, clause), at=at, reason=reason
            )
        case ProposedChange.REMOVE if clause is not None:
            take_out_clause(actor=actor, clause=clause, at=at, reason=reason)
    return _decide(actor, present, ChangeState.ACCEPTED, party, reason, at, before)


@transaction.atomic
def refuse_proposal(
    *,
    actor: Actor,
    proposal: ClauseProposal,
    party: Party,
    reason: str,
    at: datetime,
    expected_version: int | None = None,
) -> ClauseProposal:
    """Refuse what another party proposed.

    Raises:
        NotAllowed, NotFound, ActNotPossible, ProposalDecided, ProposalChanged, OwnProposal.
    """
    _locked, present = _to_decide(actor, proposal, party, at, expected_version)
    return _decide(actor, present, ChangeState.REFUSED, party, reason, at)


@transaction.atomic
def withdraw_proposal(
    *, actor: Actor, proposal: ClauseProposal, at: datetime, reason: str = ""
) -> ClauseProposal:
    """Take back one's own side's proposal.

    Raises:
        NotAllowed, NotFound, ActNotPossible, ProposalDecided.
    """
    _locked, present = _own_open(actor, proposal, at)
    return _decide(actor, present, ChangeState.WITHDRAWN, present.party, reason, at)


@transaction.atomic
def add_comment(
    *,
    actor: Actor,
    agreement: Agreement,
    party: Party | None,
    body: str,
    at: datetime,
    clause: Clause | None = None,
    proposal: ClauseProposal | None = None,
    audience: Audience = Audience.SHARED,
) -> Comment:
    """Remark on the agreement, on a clause, or on a proposal, for all or for one's own side.

    What is said about an internal proposal stays internal with it.

    Raises:
        NotAllowed: the actor does not speak for the party.
        NotFound: the proposal is not the actor's to see.
        Invalid: nothing is said, or the clause is of another agreement.
    """
    require_negotiate(actor, agreement, party)
    _check_party(agreement, party)
    if proposal is not None:
        proposal = _visible(actor, proposal)
        clause = proposal.clause
        if proposal.audience == Audience.INTERNAL:
            audience, party = Audience.INTERNAL, proposal.party
    for one in (clause, proposal):
        if one is not None and one.agreement_id != agreement.pk:
            raise invalid("clause", _("This is no clause of the agreement."))
    if not body.strip():
        raise invalid("body", _("Write something first."))
    values = {
        "agreement": agreement,
        "clause": clause,
        "proposal": proposal,
        "body": body.strip(),
        "audience": audience,
        "party": party,
        "author_key": actor.key,
        "author_label": actor.label[:200],
    }
    return editing.create(actor=actor, model=Comment, values=values, at=at)


def _require_negotiating(agreement: Agreement, at: datetime) -> None:
    # Proposing is no act; the sentence names the act that the parties are on the way to.
    require_state(agreement, ActKind.TEXT_AGREED, at, {AgreementState.NEGOTIATING})


def _check_party(agreement: Agreement, party: Party | None) -> None:
    if party is not None and party.agreement_id != agreement.pk:
        raise invalid("party", _("This is no party to the agreement."))


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    strange = set(values) - _TOLD
    if strange:
        raise Invalid({name: [_("This cannot be proposed.")] for name in sorted(strange)})
    return {
        name: tidied(value) if isinstance(value, Multilingual) else value
        for name, value in values.items()
    }


def _check_content(
    agreement: Agreement,
    change: ProposedChange,
    clause: Clause | None,
    told: Mapping[str, Any],
) -> None:
    if change is ProposedChange.REMOVE:
        return
    after = told.get("after")
    if after is not None and after.agreement_id != agreement.pk:
        raise invalid("after", _("This clause is of another agreement."))
    words = told.get("text") or _NOTHING
    if change is ProposedChange.ADD and not words:
        raise invalid("text", _("Write the text of the new clause."))
    content = {
        "heading": told.get("heading") or _NOTHING,
        "text": _over(clause.text if clause else _NOTHING, words),
    }
    if told.get("variables") is not None:
        content["variables"] = told["variables"]
    if change is ProposedChange.CHANGE and not (
        words or content["heading"] or told.get("kind") or "variables" in content
    ):
        raise invalid("text", _("Write what the clause shall say."))
    check_clause(agreement, clause or Clause, content)


def _over(old: Multilingual, new: Multilingual) -> Multilingual:
    """The old text with the languages of the new one in their place."""
    texts = {**old.texts, **new.texts}
    if not texts:
        return old
    original = old.original if old.original in texts else new.original
    return Multilingual(texts, original)


def _changed(proposal: ClauseProposal, clause: Clause) -> dict[str, Any]:
    values: dict[str, Any] = {
        "heading": _over(clause.heading, proposal.heading),
        "text": _over(clause.text, proposal.text),
    }
    if proposal.kind:
        values["kind"] = proposal.kind
    if proposal.variables is not None:
        values["variables"] = proposal.variables
    return values


def _add_clause(
    actor: Actor, agreement: Agreement, proposal: ClauseProposal, at: datetime
) -> Clause:
    values: dict[str, Any] = {
        "heading": proposal.heading,
        "text": proposal.text,
        "kind": proposal.kind or ClauseKind.UNDERTAKING,
        "variables": proposal.variables or [],
    }
    if proposal.after is not None:
        values["position"] = proposal.after.position + 1
    return insert_clause(actor=actor, agreement=agreement, values=values, at=at)


def _visible(actor: Actor, proposal: ClauseProposal) -> ClauseProposal:
    """The proposal as it is stored now, if the actor may know of it."""
    rows = ClauseProposal.objects.select_related("clause", "after", "party", "agreement")
    present = rows.filter(pk=proposal.pk).first()
    if present is None:
        raise NotFound
    party_uid = str(present.party.uid) if present.party else ""
    side = side_of(actor, present.agreement)
    if not side.sees(present.audience, party_uid, present.author_key):
        raise NotFound
    return present


def _open(actor: Actor, proposal: ClauseProposal, at: datetime) -> tuple[Agreement, ClauseProposal]:
    locked = locked_agreement(proposal.agreement)
    present = _visible(actor, proposal)
    _require_negotiating(locked, at)
    if present.state != ChangeState.OPEN:
        raise ProposalDecided(state=ChangeState(present.state).label)
    return locked, present


def _own_open(
    actor: Actor, proposal: ClauseProposal, at: datetime
) -> tuple[Agreement, ClauseProposal]:
    require_negotiate(actor, proposal.agreement, proposal.party)
    return _open(actor, proposal, at)


def _to_decide(
    actor: Actor,
    proposal: ClauseProposal,
    party: Party,
    at: datetime,
    expected_version: int | None,
) -> tuple[Agreement, ClauseProposal]:
    require_negotiate(actor, proposal.agreement, party)
    locked, present = _open(actor, proposal, at)
    _check_party(locked, party)
    if party.capacity != Capacity.PARTY:
        raise invalid("party", _("This is no party to the agreement."))
    if present.party_id == party.pk or present.audience == Audience.INTERNAL:
        raise OwnProposal
    if expected_version is not None and present.version != expected_version:
        raise ProposalChanged
    return locked, present


def _decide(
    actor: Actor,
    proposal: ClauseProposal,
    state: ChangeState,
    party: Party | None,
    reason: str,
    at: datetime,
    before: Mapping[str, Any] | None = None,
) -> ClauseProposal:
    values = {
        "state": state,
        "before": _before(proposal) if before is None else dict(before),
        "decided_by": party,
        "decision_reason": reason[:1000],
        "decided_at": at,
        "clause": proposal.clause,
    }
    return editing.change(
        actor=actor, record=proposal, values=values, at=at, action=state.value, reason=reason
    )


def _before(proposal: ClauseProposal) -> dict[str, Any]:
    """What the clause says until the decision, so that the history can show the redline."""
    clause = proposal.clause
    if clause is None or proposal.change == ProposedChange.ADD:
        return {}
    return {"heading": clause.heading.to_plain(), "text": clause.text.to_plain()}
