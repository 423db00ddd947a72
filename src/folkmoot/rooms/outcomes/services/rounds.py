"""Rounds of signing: opening one for an agreed text, preparing its document, ending it.

The web process only writes the plan. A job sets the text, adds the fields, certifies the
document, and only then is the agreement open: the act, the invitation of the first signatory and
the finished document are one transaction, so a worker that is killed leaves nothing half open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.events import announce
from folkmoot.kernel.jobs import start
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import (
    Agreement,
    Approval,
    Signatory,
    SignatureSlot,
    SigningRound,
    TextVersion,
)
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.agreements import signatories_without_authority
from folkmoot.rooms.outcomes.services import signing_mail
from folkmoot.rooms.outcomes.services.acts import ActValues, append_act
from folkmoot.rooms.outcomes.services.agreements_checks import (
    invalid,
    locked_agreement,
    require_state,
    today_in,
)
from folkmoot.rooms.outcomes.services.links import end_links
from folkmoot.rooms.outcomes.services.renditions import (
    Place,
    field_name,
    layout_for,
    require_printable,
    signatories_in_order,
    text_to_sign,
)
from folkmoot.rooms.outcomes.services.rounds_locking import (
    links_of,
    locked_round,
    require_signing,
)
from folkmoot.rooms.outcomes.services.signing_setup import require_setup
from folkmoot.rooms.outcomes.terms.agreements import (
    ALLOWED_IN,
    ActKind,
    AgreementState,
    Capacity,
)
from folkmoot.rooms.outcomes.terms.signing import (
    UNSIGNED,
    NothingToRetry,
    RoundEnded,
    RoundNotPossible,
    SignatureLevel,
    SlotClosed,
    SlotState,
    StepState,
)

PREPARE_JOB = "outcomes.prepare_round"


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """A place for a signature, as the secretariat plans it.

    Attributes:
        binding: ``{"fingerprint"}`` of a certificate, or ``{"issuer", "subject"}``; empty where
            the mailed link alone tells the person.
    """

    signatory: Signatory
    level: SignatureLevel = SignatureLevel.SIMPLE
    binding: Mapping[str, str] = field(default_factory=dict)
    due_on: date | None = None


@transaction.atomic
def open_round(
    *,
    actor: Actor,
    agreement: Agreement,
    at: datetime,
    slots: Sequence[PlannedSlot] | None = None,
    closes_on: date | None = None,
    layout: str = "side_by_side",
) -> SigningRound:
    """Fix who signs where and in which order, and let the worker prepare the document.

    The agreement is open for signature when the worker is done; ``preparation`` tells.

    Args:
        slots: in the order of signing; everybody named to sign, in the order of the parties,
            if nothing is given.
        closes_on: the last day on which it can be signed.

    Raises:
        NotAllowed: the actor lacks ``outcomes.signing``.
        ActNotPossible: the text is not agreed, or a round is open.
        SigningNotReady: the installation lacks something.
        RoundNotPossible: approvals or signatories are missing, or an authority is not valid.
        NotPrintable: a name cannot be printed.
        Invalid: the closing day is over, a binding is half.
    """
    require(actor, Permission.OUTCOMES_SIGNING, scope_path(agreement))
    locked = locked_agreement(agreement)
    require_state(locked, ActKind.OPENED, at, ALLOWED_IN[ActKind.OPENED])
    if SigningRound.objects.filter(agreement=locked, ended_at__isnull=True).exists():
        raise RoundNotPossible(lacks=_("A round is being prepared already."))
    today = today_in(locked.edition, at)
    if closes_on is not None and closes_on < today:
        raise invalid("closes_on", _("This day is over."))
    planned = _planned(locked, slots)
    text = _agreed_text(locked)
    lacks = [*_approvals_missing(text), *_slots_missing(locked, planned, today)]
    if lacks:
        raise RoundNotPossible(lacks=" ".join(lacks))
    if any(one.level != SignatureLevel.INK for one in planned):
        require_setup()
    places = [Place(field_name(at), one.signatory) for at, one in enumerate(planned, start=1)]
    chosen = layout_for(text, layout)
    require_printable(text_to_sign(text, places), chosen)
    values = {
        "agreement": locked,
        "text": text,
        "layout": chosen.value,
        "opened_at": at,
        "closes_on": closes_on,
        "opened_by": User.objects.filter(pk=actor.user_id).first() if actor.user_id else None,
    }
    made = editing.create(actor=actor, model=SigningRound, values=values, at=at)
    for place, one in zip(places, planned, strict=True):
        _make_slot(actor, made, place, one, at)
    start_preparation(made, actor=actor, at=at)
    return made


@transaction.atomic
def retry_preparation(*, actor: Actor, signing_round: SigningRound, at: datetime) -> SigningRound:
    """Let the worker try again to prepare the document.

    Raises:
        NotAllowed.
        NothingToRetry: it is prepared, or the round is over.
    """
    require(actor, Permission.OUTCOMES_SIGNING, scope_path(signing_round))
    locked_agreement(signing_round.agreement)
    locked = locked_round(signing_round)
    if locked.ended_at is not None or locked.preparation == StepState.DONE:
        raise NothingToRetry
    require_setup()
    values = {"preparation": StepState.WAITING, "preparation_error": "", "next_try_at": None}
    changed = editing.change(actor=actor, record=locked, values=values, at=at)
    start_preparation(changed, actor=actor, at=at)
    return changed


@transaction.atomic
def cancel_preparation(
    *, actor: Actor, signing_round: SigningRound, reason: str, at: datetime
) -> SigningRound:
    """Give up a round whose document could not be prepared; nobody was invited yet.

    Raises:
        NotAllowed.
        NothingToRetry: it is prepared; withdraw the agreement instead.
    """
    require(actor, Permission.OUTCOMES_SIGNING, scope_path(signing_round))
    locked_agreement(signing_round.agreement)
    locked = locked_round(signing_round)
    if locked.ended_at is not None or locked.preparation == StepState.DONE:
        raise NothingToRetry
    return editing.change(actor=actor, record=locked, values={"ended_at": at}, at=at, reason=reason)


@transaction.atomic
def remind(*, actor: Actor, slot: SignatureSlot, at: datetime) -> bool:
    """Mail a signatory whose turn it is a new link; says whether there is an address.

    Raises:
        NotAllowed: the actor lacks ``outcomes.signing``.
        RoundClosed, SlotClosed.
    """
    require(actor, Permission.OUTCOMES_SIGNING, scope_path(slot.round))
    held = require_signing(slot, at)
    if held.slot.state not in (SlotState.INVITED, SlotState.OPENED):
        raise SlotClosed(state=SlotState(held.slot.state).label)
    return signing_mail.invite(held.slot, at=at, again=True)


@transaction.atomic
def withdraw_round(*, actor: Actor, agreement: Agreement, reason: str, at: datetime) -> Agreement:
    """Withdraw an agreement that lies open, as long as nobody has signed; everybody is told.

    Raises:
        NotAllowed: the actor lacks ``outcomes.signing``.
        ActNotPossible: somebody has signed, or it is not open.
        Invalid: no reason is given.
    """
    require(actor, Permission.OUTCOMES_SIGNING, scope_path(agreement))
    if not reason.strip():
        raise invalid("reason", _("Say why it is withdrawn."))
    locked = locked_agreement(agreement)
    require_state(locked, ActKind.WITHDRAWN, at, {AgreementState.OPEN})
    opened = SigningRound.objects.filter(agreement=locked, ended_at__isnull=True).first()
    if opened is not None:
        end_round(locked_round(opened), actor=actor, at=at)
        signing_mail.tell_withdrawn(opened, reason.strip(), at=at)
    append_act(
        actor=actor,
        agreement=locked,
        kind=ActKind.WITHDRAWN,
        values=ActValues(done_on=today_in(locked.edition, at), note=reason.strip()[:1000]),
        at=at,
    )
    announce(RoundEnded(str(locked.uid), is_signed=False))
    return locked


def sweep_rounds(*, actor: Actor, at: datetime) -> int:
    """End the rounds whose last day is over; says how many. For the daily sweep."""
    ended = 0
    for one in SigningRound.objects.filter(ended_at__isnull=True, closes_on__isnull=False):
        with transaction.atomic():
            agreement = locked_agreement(one.agreement)
            locked = locked_round(one)
            today = today_in(agreement.edition, at)
            if locked.ended_at is not None or locked.closes_on is None:
                continue
            if today <= locked.closes_on:
                continue
            for slot in locked.slots.filter(state__in=UNSIGNED):
                values = {"state": SlotState.EXPIRED, "pending": {}, "lease_key": ""}
                editing.change(actor=actor, record=slot, values=values, at=at)
            end_round(locked, actor=actor, at=at)
            if locked.preparation == StepState.DONE:
                signing_mail.tell_lapsed(locked, at=at)
            announce(RoundEnded(str(agreement.uid), is_signed=False))
            ended += 1
    return ended


def end_round(
    locked: SigningRound, *, actor: Actor, at: datetime, is_signed: bool = False
) -> SigningRound:
    """Close a locked round. The links end with it, unless all have signed and come for copies."""
    if not is_signed:
        end_links(links_of(locked), at=at)
    return editing.change(actor=actor, record=locked, values={"ended_at": at}, at=at)


def start_preparation(made: SigningRound, *, actor: Actor, at: datetime) -> None:
    """Queue the job that prepares a round."""
    start(
        actor=actor,
        name=PREPARE_JOB,
        title=_("Prepare a document for signature"),
        at=at,
        arguments={"round_uid": str(made.uid)},
    )


def _planned(agreement: Agreement, slots: Sequence[PlannedSlot] | None) -> list[PlannedSlot]:
    if slots is not None:
        return list(slots)
    return [PlannedSlot(one) for one in signatories_in_order(agreement)]


def _make_slot(
    actor: Actor, made: SigningRound, place: Place, planned: PlannedSlot, at: datetime
) -> SignatureSlot:
    values: dict[str, Any] = {
        "round": made,
        "party": planned.signatory.party,
        "signatory": planned.signatory,
        "field_name": place.field,
        "order": int(place.field[-2:]),
        "level": planned.level,
        "binding": check_binding(planned.binding),
        "due_on": planned.due_on,
    }
    return editing.create(actor=actor, model=SignatureSlot, values=values, at=at)


def check_binding(binding: Mapping[str, str]) -> dict[str, str]:
    """The binding as it is stored.

    Raises:
        Invalid: it names neither a fingerprint nor both issuer and subject.
    """
    told = {name: value.strip() for name, value in binding.items() if value.strip()}
    if "fingerprint" in told:
        told["fingerprint"] = told["fingerprint"].replace(":", "").replace(" ", "").lower()
    is_hash = len(told.get("fingerprint", "0" * 64)) == 64
    if set(told) - {"fingerprint", "issuer", "subject"} or not is_hash:
        raise invalid("binding", _("Give the SHA-256 fingerprint of the certificate."))
    if ("issuer" in told) != ("subject" in told):
        raise invalid("binding", _("Give issuer and subject of the certificate, or neither."))
    return told


def _agreed_text(agreement: Agreement) -> TextVersion:
    rows = TextVersion.objects.filter(agreement=agreement, voided_at__isnull=True)
    found = rows.order_by("-number").first()
    if found is None:
        raise RoundNotPossible(lacks=_("No version of the text is agreed."))
    return found


def _approvals_missing(text: TextVersion) -> list[str]:
    rows = Approval.objects.filter(text=text).exclude(decision=True)
    return [
        _("“%(step)s” of %(party)s has not approved.")
        % {"step": shown(one.step), "party": one.party}
        for one in rows.select_related("party").order_by("id")
    ]


def _slots_missing(agreement: Agreement, planned: Sequence[PlannedSlot], today: date) -> list[str]:
    lacks = []
    chosen = {one.signatory.pk for one in planned}
    if len(chosen) != len(planned):
        lacks.append(_("Somebody is named twice."))
    if any(one.signatory.party.agreement_id != agreement.pk for one in planned):
        lacks.append(_("Somebody signs for a party of another agreement."))
    parties = {one.signatory.party_id for one in planned}
    for party in agreement.parties.filter(capacity=Capacity.PARTY).exclude(pk__in=parties):
        lacks.append(_("Nobody is named to sign for %(party)s.") % {"party": party})
    for signatory in signatories_without_authority(agreement, today):
        if signatory.pk in chosen:
            told = {"name": signatory}
            lacks.append(_("%(name)s has no document that allows signing today.") % told)
    return lacks
