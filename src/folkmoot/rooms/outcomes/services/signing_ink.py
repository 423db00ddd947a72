"""Ink: a paper signed by hand, its scan, and the secretariat's word that the scan is true.

Shown as ink everywhere, never as an electronic signature. The certified true copy is made by a
job (``register_certificates``).
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import audit, editing, files
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Rendition, SignatureAct, SignatureSlot
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.services import signing_mail
from folkmoot.rooms.outcomes.services.acts import ActValues, check_days
from folkmoot.rooms.outcomes.services.agreements_checks import invalid, today_in
from folkmoot.rooms.outcomes.services.paper import SCAN_TYPES
from folkmoot.rooms.outcomes.services.rounds_locking import (
    Held,
    require_authority,
    require_signer_or_secretariat,
    require_signing,
    require_turn,
)
from folkmoot.rooms.outcomes.services.signing_accepting import complete_slot
from folkmoot.rooms.outcomes.terms.signing import (
    RenditionKind,
    SignatureLevel,
    SlotClosed,
    SlotState,
    StepState,
    Way,
    WrongWay,
)

_HERE = (SlotState.INVITED, SlotState.OPENED)


@transaction.atomic
def offer_ink_scan(
    *,
    actor: Actor,
    slot: SignatureSlot,
    data: bytes,
    name: str,
    signed_on: date,
    at: datetime,
) -> SignatureSlot:
    """Bring the scan of a paper signed by hand; the secretariat compares it and certifies.

    Raises:
        NotAllowed: neither the signatory nor somebody with ``outcomes.signing``.
        RoundClosed, RoundNotPrepared, SlotClosed, NotYourTurn.
        WrongWay: the place takes an electronic signature.
        FileRefused: no PDF, PNG or JPEG.
        Invalid: the day lies ahead.
    """
    held = _held(slot, at)
    require_signer_or_secretariat(actor, held.slot, at)
    check_days(ActValues(done_on=signed_on), today_in(held.agreement.edition, at))
    scan = files.store(data=data, name=name, media_type=files.sniff(data), accepted=SCAN_TYPES)
    values = {"state": SlotState.OPENED, "scan": scan, "scan_signed_on": signed_on}
    return editing.change(actor=actor, record=held.slot, values=values, at=at)


@transaction.atomic
def certify_ink(*, actor: Actor, slot: SignatureSlot, at: datetime) -> SignatureAct:
    """Certify that the scan shows the paper as it was signed: the place is signed, in ink.

    Raises:
        NotAllowed: the actor lacks ``outcomes.signing``.
        RoundClosed, RoundNotPrepared, SlotClosed, NotYourTurn, WrongWay, AuthorityMissing.
        Invalid: no scan was brought.
    """
    require(actor, Permission.OUTCOMES_SIGNING, scope_path(slot.round))
    held = _held(slot, at)
    mine = held.slot
    if mine.scan is None or mine.scan_signed_on is None:
        raise invalid("scan", _("There is no scan yet."))
    require_authority(held, at)
    scans = Rendition.objects.filter(agreement=held.agreement, kind=RenditionKind.SCAN)
    rendition = editing.create(
        actor=actor,
        model=Rendition,
        values={
            "agreement": held.agreement,
            "text": held.round.text,
            "kind": RenditionKind.SCAN,
            "revision": scans.count(),
            "file": mine.scan,
            "sha256": mine.scan.sha256,
            "made_by": {"way": "ink", "slot": str(mine.uid)},
        },
        at=at,
    )
    act = SignatureAct.objects.create(
        slot=mine,
        is_accepted=True,
        way=Way.INK,
        stamp=StepState.DONE,
        level_reached=SignatureLevel.INK,
        rendition=rendition,
        at=at,
    )
    complete_slot(actor, held, act, at, ActValues(done_on=mine.scan_signed_on))
    return act


@transaction.atomic
def refuse_ink(*, actor: Actor, slot: SignatureSlot, reason: str, at: datetime) -> SignatureAct:
    """Refuse a scan; it is kept with the reason, and another can be brought. The signatory is told.

    Raises:
        NotAllowed, RoundClosed, RoundNotPrepared, SlotClosed, WrongWay.
        Invalid: no scan was brought, or no reason is given.
    """
    require(actor, Permission.OUTCOMES_SIGNING, scope_path(slot.round))
    held = _held(slot, at)
    if held.slot.scan is None:
        raise invalid("scan", _("There is no scan yet."))
    if not reason.strip():
        raise invalid("reason", _("Say why the scan is refused."))
    act = SignatureAct.objects.create(
        slot=held.slot,
        is_accepted=False,
        reason_code="scan_refused",
        reason=reason.strip()[:1000],
        way=Way.INK,
        quarantined=held.slot.scan,
        at=at,
    )
    values = {"scan": None, "scan_signed_on": None}
    editing.change(actor=actor, record=held.slot, values=values, at=at, reason=reason)
    signing_mail.tell_scan_refused(held.slot, act.reason, at=at)
    after = {"slot": str(held.slot.uid), "reason": "scan_refused"}
    audit.note(actor=actor, action="signature_refused", record=held.agreement, at=at, after=after)
    return act


def _held(slot: SignatureSlot, at: datetime) -> Held:
    held = require_signing(slot, at)
    if held.slot.level != SignatureLevel.INK:
        raise WrongWay(level=SignatureLevel(held.slot.level).label)
    require_turn(held, at)
    if held.slot.state not in _HERE:
        raise SlotClosed(state=SlotState(held.slot.state).label)
    return held
