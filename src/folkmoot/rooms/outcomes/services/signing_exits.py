"""Not signing: declining with a reason, and handing the place to another person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.events import announce
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import Signatory, SignatureSlot
from folkmoot.rooms.outcomes.services import signing_mail
from folkmoot.rooms.outcomes.services.acts import ActValues, append_act
from folkmoot.rooms.outcomes.services.agreements_checks import invalid, today_in
from folkmoot.rooms.outcomes.services.links import end_links
from folkmoot.rooms.outcomes.services.rounds import check_binding, end_round
from folkmoot.rooms.outcomes.services.rounds_locking import (
    Held,
    require_signer,
    require_signer_or_secretariat,
    require_signing,
)
from folkmoot.rooms.outcomes.terms.agreements import ActKind
from folkmoot.rooms.outcomes.terms.signing import (
    RoundEnded,
    SlotBusy,
    SlotClosed,
    SlotState,
)

_HERE = (SlotState.INVITED, SlotState.OPENED)
# What may be told of the person to whom a place is handed.
_PERSON = (
    "person",
    "office",
    "name",
    "title",
    "email",
    "language",
    "authority",
    "authority_text",
    "authority_file",
    "authority_from",
    "authority_until",
)


@transaction.atomic
def decline(*, actor: Actor, slot: SignatureSlot, reason: str, at: datetime) -> SignatureSlot:
    """Decline to sign: the round ends, and everybody is told, also those who have signed.

    Raises:
        NotAllowed: the actor did not come by the link of this place.
        RoundClosed, RoundNotPrepared, SlotClosed, SlotBusy.
        Invalid: no reason is given.
    """
    held = _held(slot, at)
    require_signer(actor, held.slot, at)
    if not reason.strip():
        raise invalid("reason", _("Say why you decline. Everybody in this agreement reads it."))
    values = {"state": SlotState.DECLINED, "reason": reason.strip()[:1000]}
    declined = editing.change(actor=actor, record=held.slot, values=values, at=at)
    append_act(
        actor=actor,
        agreement=held.agreement,
        kind=ActKind.DECLINED,
        values=ActValues(
            done_on=today_in(held.agreement.edition, at),
            note=declined.reason,
            details={"slot": str(declined.uid)},
        ),
        at=at,
        party=declined.party,
    )
    end_round(held.round, actor=actor, at=at)
    signing_mail.tell_declined(held.round, declined, at=at)
    announce(RoundEnded(str(held.agreement.uid), is_signed=False))
    return declined


@transaction.atomic
def delegate(
    *,
    actor: Actor,
    slot: SignatureSlot,
    values: Mapping[str, Any],
    at: datetime,
    binding: Mapping[str, str] | None = None,
) -> SignatureSlot:
    """Hand a place to another person of the same party, by a document of that person's own.

    The document to be signed stays as it is: the name printed in it is of who was to sign, the
    look of the signature tells who did and by which authority. The new person is invited, and
    everybody else in the round is told.

    Args:
        values: of the new signatory: ``name``, ``title``, ``email``, ``language`` and the
            authority with its document; ``name``, ``email`` and ``authority`` are needed.
        binding: of the new person's certificate; the old one does not pass on.

    Raises:
        NotAllowed: neither the signatory nor somebody with ``outcomes.signing``.
        RoundClosed, RoundNotPrepared, SlotClosed, SlotBusy.
        Invalid: names the field.
    """
    held = _held(slot, at)
    require_signer_or_secretariat(actor, held.slot, at)
    told = {name: values[name] for name in _PERSON if name in values}
    for name in ("name", "email", "authority"):
        if not told.get(name):
            raise invalid(name, _("This is needed."))
    told["party"] = held.slot.party
    person = editing.create(actor=actor, model=Signatory, values=told, at=at)
    given = {"state": SlotState.DELEGATED, "reason": shown(person.name)}
    old = editing.change(actor=actor, record=held.slot, values=given, at=at)
    row = {
        "round": held.round,
        "party": old.party,
        "signatory": person,
        "field_name": old.field_name,
        "order": old.order,
        "level": old.level,
        "binding": check_binding(binding or {}),
        "due_on": old.due_on,
        "state": SlotState.INVITED,
    }
    made = editing.create(actor=actor, model=SignatureSlot, values=row, at=at)
    editing.change(actor=actor, record=old, values={"replaced_by": made}, at=at)
    end_links(Q(slot=old), at=at)
    made.round = held.round
    signing_mail.invite(made, at=at)
    signing_mail.tell_delegated(held.round, old, made, at=at)
    return made


def _held(slot: SignatureSlot, at: datetime) -> Held:
    held = require_signing(slot, at)
    mine = held.slot
    if mine.state == SlotState.SIGNING:
        if mine.lease_until is not None and mine.lease_until > at:
            raise SlotBusy
        values: dict[str, Any] = {
            "state": SlotState.OPENED,
            "lease_key": "",
            "lease_until": None,
            "pending": {},
        }
        opened = editing.change(actor=SYSTEM, record=mine, values=values, at=at)
        opened.round = held.round
        return Held(held.agreement, held.round, opened)
    if mine.state not in _HERE:
        raise SlotClosed(state=SlotState(mine.state).label)
    return held
