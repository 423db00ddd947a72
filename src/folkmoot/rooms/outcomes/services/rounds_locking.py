"""The locks of signing, always in one order: agreement, round, slot; and what must hold under them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import NotAllowed, NotFound
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Agreement, OutcomeLink, SignatureSlot, SigningRound
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.services.agreements_checks import locked_agreement, today_in
from folkmoot.rooms.outcomes.terms.commitments import LinkPurpose
from folkmoot.rooms.outcomes.terms.signing import (
    GIVEN_AWAY,
    AuthorityMissing,
    NotYourTurn,
    RoundClosed,
    RoundNotPrepared,
    SlotState,
    StepState,
)

LEASE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Held:
    """A slot with its round and agreement, all three rows locked."""

    agreement: Agreement
    round: SigningRound
    slot: SignatureSlot


def locked_round(signing_round: SigningRound) -> SigningRound:
    """The round under a lock; the caller holds the agreement's.

    Raises:
        NotFound: it is gone.
    """
    rows = SigningRound.objects.select_for_update(of=("self",)).select_related(
        "agreement__edition__series", "text", "current__file", "opened_by"
    )
    found = rows.filter(pk=signing_round.pk).first()
    if found is None:
        raise NotFound
    return found


def held_slot(slot: SignatureSlot) -> Held:
    """Lock agreement, round and slot.

    Raises:
        NotFound: one of them is gone.
    """
    agreement = locked_agreement(slot.round.agreement)
    opened = locked_round(slot.round)
    opened.agreement = agreement
    rows = SignatureSlot.objects.select_for_update(of=("self",)).select_related(
        "party", "signatory", "scan"
    )
    found = rows.filter(pk=slot.pk, round=opened).first()
    if found is None:
        raise NotFound
    found.round = opened
    return Held(agreement, opened, found)


def require_signing(slot: SignatureSlot, at: datetime) -> Held:
    """Lock a slot of a round in which one can sign today.

    Raises:
        RoundClosed, RoundNotPrepared, NotFound.
    """
    held = held_slot(slot)
    opened = held.round
    if opened.ended_at is not None:
        raise RoundClosed
    if opened.closes_on is not None and today_in(held.agreement.edition, at) > opened.closes_on:
        raise RoundClosed
    if opened.preparation != StepState.DONE or opened.current is None:
        raise RoundNotPrepared
    return held


def require_signer(actor: Actor, slot: SignatureSlot, at: datetime) -> None:
    """Refuse unless the actor came by the open link of this very place, or is the system.

    Raises:
        NotAllowed: otherwise; the secretariat never signs for somebody.
    """
    if actor.is_system:
        return
    uid = actor.key.removeprefix("link:")
    if uid != actor.key and _open_links(slot, at).filter(uid=uid).exists():
        return
    raise NotAllowed(permission=Permission.OUTCOMES_SIGNING, reason="not the signatory")


def require_signer_or_secretariat(actor: Actor, slot: SignatureSlot, at: datetime) -> None:
    """The same, but those with ``outcomes.signing`` may do it for the signatory.

    Raises:
        NotAllowed: otherwise.
    """
    if not decide(actor, Permission.OUTCOMES_SIGNING, scope_path(slot.round)).is_allowed:
        require_signer(actor, slot, at)


def require_turn(held: Held, at: datetime) -> None:
    """Refuse unless everybody before has signed.

    Raises:
        NotYourTurn.
    """
    earlier = held.round.slots.filter(order__lt=held.slot.order).exclude(state__in=GIVEN_AWAY)
    if earlier.exclude(state=SlotState.ACCEPTED).exists():
        raise NotYourTurn


def require_authority(held: Held, at: datetime) -> None:
    """Refuse unless the signatory's document allows signing on this day.

    Raises:
        AuthorityMissing.
    """
    if not has_authority(held, at):
        raise AuthorityMissing(name=str(held.slot.signatory))


def has_authority(held: Held, at: datetime) -> bool:
    """Whether the signatory's document is valid at a moment, where the edition is held."""
    one = held.slot.signatory
    day = today_in(held.agreement.edition, at)
    begins, ends = one.authority_from, one.authority_until
    return bool(one.authority) and not (begins and day < begins) and not (ends and day > ends)


def next_slot(signing_round: SigningRound) -> SignatureSlot | None:
    """The place whose turn it is. One query."""
    rows = signing_round.slots.exclude(state__in=(*GIVEN_AWAY, SlotState.ACCEPTED))
    return rows.select_related("signatory", "party").order_by("order", "id").first()


def links_of(signing_round: SigningRound) -> Q:
    """All links of the places of a round, as a filter."""
    return Q(purpose=LinkPurpose.SIGN, slot__round=signing_round)


def _open_links(slot: SignatureSlot, at: datetime) -> QuerySet[OutcomeLink]:
    return OutcomeLink.objects.filter(
        slot=slot, purpose=LinkPurpose.SIGN, ended_at__isnull=True, expires_at__gt=at
    )
