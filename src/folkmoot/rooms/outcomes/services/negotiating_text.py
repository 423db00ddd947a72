"""Agreeing on the whole text: offering it, accepting its hashes, reopening it, approvals.

What a party accepts are the hashes of the very bytes that are shown and later signed. The text
is agreed when every party has accepted the same hashes in every authentic language.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines import typesetting as engine
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import (
    Acceptance,
    Agreement,
    Approval,
    ClauseProposal,
    Party,
    TextVersion,
)
from folkmoot.rooms.outcomes.policies import require_negotiate
from folkmoot.rooms.outcomes.queries.agreements_text import (
    agreement_text,
    completeness,
    language_hashes,
)
from folkmoot.rooms.outcomes.services.acts import ActValues, append_act
from folkmoot.rooms.outcomes.services.agreements_checks import (
    invalid,
    locked_agreement,
    require_state,
    today_in,
)
from folkmoot.rooms.outcomes.terms.agreements import (
    ALLOWED_IN,
    ActKind,
    AgreementState,
    Audience,
    Capacity,
    ChangeState,
)
from folkmoot.rooms.outcomes.terms.negotiating import (
    ApprovalDecided,
    HashesDiffer,
    ProposalsOpen,
    TextChanged,
    TextIncomplete,
    TextVoid,
)


@transaction.atomic
def offer_text(
    *, actor: Actor, agreement: Agreement, at: datetime, party: Party | None = None
) -> TextVersion:
    """Freeze the text as it stands, for acceptance. An earlier offer becomes void.

    Offering an unchanged text again gives the same version back. Internal proposals of a
    side are nobody else's business and do not stand in the way.

    Raises:
        NotAllowed: the actor speaks neither for the party nor for the secretariat.
        ActNotPossible: the parties do not negotiate.
        ProposalsOpen: something shared is undecided.
        TextIncomplete: gaps, open variables, letters that cannot be printed; ``fields``
            hold the :class:`Completeness`.
    """
    require_negotiate(actor, agreement, party)
    locked = _locked_in(agreement, ActKind.TEXT_AGREED, at)
    _refuse_open_proposals(locked)
    text = agreement_text(locked)
    lacks = completeness(locked, text)
    if not lacks.is_complete:
        raise TextIncomplete(completeness=lacks)
    content = engine.canonical(text)
    sha256 = hashlib.sha256(content).hexdigest()
    versions = TextVersion.objects.filter(agreement=locked)
    last = versions.order_by("-number").first()
    if last is not None and last.voided_at is None and last.sha256 == sha256:
        return last
    _void(locked, at)
    values = {
        "agreement": locked,
        "number": last.number + 1 if last else 1,
        "content": content.decode(),
        "hashes": language_hashes(text),
        "sha256": sha256,
    }
    return editing.create(actor=actor, model=TextVersion, values=values, at=at)


@transaction.atomic
def accept_text(
    *,
    actor: Actor,
    text: TextVersion,
    party: Party,
    hashes: Mapping[str, str],
    at: datetime,
) -> Acceptance:
    """Accept the text on offer for a party. The last party's acceptance makes it agreed.

    Accepting twice changes nothing.

    Args:
        hashes: of every authentic language, as the party read them; others may be added.

    Raises:
        NotAllowed: the actor does not speak for the party.
        ActNotPossible: the parties do not negotiate.
        TextVoid: another version is on offer.
        TextChanged: parties, title or clauses were changed after the offer.
        ProposalsOpen: something shared was proposed after the offer.
        HashesDiffer: the hashes are not those of the text on offer.
    """
    require_negotiate(actor, text.agreement, party)
    locked = _locked_in(text.agreement, ActKind.TEXT_AGREED, at)
    present = TextVersion.objects.get(pk=text.pk)
    if party.agreement_id != locked.pk or party.capacity != Capacity.PARTY:
        raise invalid("party", _("This is no party to the agreement."))
    if present.voided_at is not None:
        raise TextVoid
    _refuse_open_proposals(locked)
    live = agreement_text(locked)
    if engine.canonical_sha256(live) != present.sha256:
        raise TextChanged
    told = dict(hashes)
    if not set(live.authentic) <= set(told) or any(
        present.hashes.get(language) != given for language, given in told.items()
    ):
        raise HashesDiffer
    known = Acceptance.objects.filter(text=present, party=party).first()
    if known is not None:
        return known
    made = _accept(actor, locked, present, party, told, at)
    waiting = locked.parties.filter(capacity=Capacity.PARTY).exclude(acceptances__text=present)
    if not waiting.exists():
        append_act(
            actor=actor,
            agreement=locked,
            kind=ActKind.TEXT_AGREED,
            values=ActValues(
                done_on=today_in(locked.edition, at),
                details={
                    "text": str(present.uid),
                    "sha256": present.sha256,
                    "hashes": present.hashes,
                },
            ),
            at=at,
        )
    return made


@transaction.atomic
def reopen_text(
    *,
    actor: Actor,
    agreement: Agreement,
    reason: str,
    at: datetime,
    party: Party | None = None,
) -> Agreement:
    """Go back to negotiating: the hashes and all approvals of the text are void.

    Raises:
        NotAllowed, ActNotPossible.
        Invalid: no reason is given.
    """
    require_negotiate(actor, agreement, party)
    locked = _locked_in(agreement, ActKind.TEXT_REOPENED, at)
    if not reason.strip():
        raise invalid("reason", _("Say why the text is reopened."))
    if party is not None and party.agreement_id != locked.pk:
        raise invalid("party", _("This is no party to the agreement."))
    _void(locked, at)
    append_act(
        actor=actor,
        agreement=locked,
        kind=ActKind.TEXT_REOPENED,
        values=ActValues(done_on=today_in(locked.edition, at), note=reason.strip()),
        at=at,
        party=party,
    )
    return locked


@transaction.atomic
def plan_approval(
    *,
    actor: Actor,
    text: TextVersion,
    party: Party,
    step: Multilingual,
    at: datetime,
    approver: User | None = None,
) -> Approval:
    """Name an approval that a party needs before anybody is asked to sign for it.

    Args:
        step: who approves, in words ("legal department").
        approver: the account that decides; without one a negotiator of the party records it.

    Raises:
        NotAllowed, ActNotPossible, TextVoid, Invalid.
    """
    require_negotiate(actor, text.agreement, party)
    locked = _locked_in(text.agreement, ActKind.OPENED, at)
    _refuse_void(text)
    if party.agreement_id != locked.pk:
        raise invalid("party", _("This is no party to the agreement."))
    values = {"text": text, "party": party, "step": step, "approver": approver}
    return editing.create(actor=actor, model=Approval, values=values, at=at)


@transaction.atomic
def decide_approval(
    *, actor: Actor, approval: Approval, is_approved: bool, at: datetime, reason: str = ""
) -> Approval:
    """Give or refuse an approval: by the account it names, else by the party's negotiators.

    Raises:
        NotAllowed, ActNotPossible, TextVoid, ApprovalDecided.
        Invalid: it is refused without a reason.
    """
    if approval.approver_id is None:
        require_negotiate(actor, approval.text.agreement, approval.party)
    elif actor.user_id != approval.approver_id:
        raise NotAllowed(permission=Permission.OUTCOMES_NEGOTIATE, reason="not the approver")
    _locked_in(approval.text.agreement, ActKind.OPENED, at)
    _refuse_void(approval.text)
    present = Approval.objects.get(pk=approval.pk)
    if present.decision is not None:
        raise ApprovalDecided
    if not is_approved and not reason.strip():
        raise invalid("reason", _("Say why it is not approved."))
    values = {
        "decision": is_approved,
        "reason": reason.strip()[:1000],
        "decided_at": at,
        "decided_by_key": actor.key,
        "decided_by_label": actor.label[:200],
    }
    return editing.change(actor=actor, record=present, values=values, at=at)


@transaction.atomic
def remove_approval(*, actor: Actor, approval: Approval, at: datetime, reason: str = "") -> None:
    """Take back a planned approval that nobody decided yet.

    Raises:
        NotAllowed, ActNotPossible, ApprovalDecided.
    """
    require_negotiate(actor, approval.text.agreement, approval.party)
    _locked_in(approval.text.agreement, ActKind.OPENED, at)
    if Approval.objects.get(pk=approval.pk).decision is not None:
        raise ApprovalDecided
    editing.remove(actor=actor, record=approval, at=at, reason=reason)


def _locked_in(agreement: Agreement, kind: ActKind, at: datetime) -> Agreement:
    locked = locked_agreement(agreement)
    states: frozenset[AgreementState] = ALLOWED_IN[kind]
    require_state(locked, kind, at, states)
    return locked


def _accept(
    actor: Actor,
    agreement: Agreement,
    text: TextVersion,
    party: Party,
    hashes: dict[str, str],
    at: datetime,
) -> Acceptance:
    made = Acceptance.objects.create(
        text=text,
        party=party,
        hashes=hashes,
        actor_key=actor.key,
        actor_label=actor.label[:200],
        at=at,
    )
    after = {"party": audit.plain_value(party), "text": text.number, "sha256": text.sha256}
    audit.note(actor=actor, action="text_accepted", record=agreement, at=at, after=after)
    announce(RecordWritten(agreement.ref))
    return made


def _refuse_open_proposals(agreement: Agreement) -> None:
    rows = ClauseProposal.objects.filter(
        agreement=agreement, state=ChangeState.OPEN, audience=Audience.SHARED
    )
    if count := rows.count():
        raise ProposalsOpen(count=count)


def _refuse_void(text: TextVersion) -> None:
    if TextVersion.objects.filter(pk=text.pk, voided_at__isnull=False).exists():
        raise TextVoid


def _void(agreement: Agreement, at: datetime) -> None:
    rows = TextVersion.objects.filter(agreement=agreement, voided_at__isnull=True)
    rows.update(voided_at=at)
