"""Signing: by certificate file, by a device in two phases, or by bringing the signed document.

Every way takes a lease of the place first, works without any lock, and ends in the same gate
(``signing_accepting``). Keys and pass phrases go through memory to the signing child and nowhere
else; what is kept between the two phases holds no secret.
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.engines.signing.performing import Look, signer
from folkmoot.engines.signing.terms import SigningRefused
from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import OutcomeLink, SignatureAct, SignatureSlot
from folkmoot.rooms.outcomes.services.agreements_checks import invalid
from folkmoot.rooms.outcomes.services.rounds_locking import (
    LEASE,
    Held,
    held_slot,
    require_authority,
    require_signer,
    require_signing,
    require_turn,
)
from folkmoot.rooms.outcomes.services.rounds_preparing import plan_of
from folkmoot.rooms.outcomes.services.signing_accepting import (
    Offered,
    judge_and_store,
    release,
)
from folkmoot.rooms.outcomes.terms.signing import (
    LeaseLost,
    SignatureLevel,
    SignatureRefused,
    SlotBusy,
    SlotClosed,
    SlotState,
    Way,
    WrongWay,
)
from folkmoot.rooms.outcomes.terms.signing_words import reason_words

KEY_FILE_BYTES_MOST = 200_000
_CHAIN_MOST = 8
_OPEN = (SlotState.INVITED, SlotState.OPENED, SlotState.SIGNING)


@transaction.atomic
def open_slot(*, link: OutcomeLink, actor: Actor, at: datetime) -> SignatureSlot:
    """Note that a signatory has opened the link; the place as it stands, for the page.

    Raises:
        NotFound: the link is not for signing.
    """
    if link.slot is None:
        raise SlotClosed(state="")
    held = held_slot(link.slot)
    if held.slot.state == SlotState.INVITED:
        values = {"state": SlotState.OPENED}
        changed = editing.change(actor=actor, record=held.slot, values=values, at=at)
        changed.round = held.round
        return changed
    return held.slot


def sign_with_file(
    *, actor: Actor, slot: SignatureSlot, file: bytes, pass_phrase: str, at: datetime
) -> SignatureAct:
    """Sign with a certificate file (PKCS#12). File and pass phrase are kept nowhere.

    The timestamp follows by a job: this runs while a page waits, which asks no other machine.

    Raises:
        NotAllowed: the actor did not come by the link of this place.
        RoundClosed, RoundNotPrepared, SlotClosed, NotYourTurn, SlotBusy, AuthorityMissing.
        WrongWay: the place is for ink.
        SignatureRefused: wrong pass phrase or certificate, or not accepted; the place is open
            again.
        LeaseLost: somebody else took the place meanwhile.
    """
    if not file or len(file) > KEY_FILE_BYTES_MOST:
        raise SignatureRefused(
            reason=reason_words("key_file_unreadable"), reason_code="key_file_unreadable"
        )
    held = _lease(actor, slot, at)
    base = held.round.current
    assert base is not None  # noqa: S101 - it is prepared
    try:
        signed = signer.sign(
            files.read(base.file),
            plan_of(held.round),
            held.slot.field_name,
            key_file=file,
            pass_phrase=pass_phrase,
            look=look_of(held.slot, at),
            at=at,
        )
        offered = Offered(held.slot, base, signed, Way.FILE, held.slot.lease_key)
        return judge_and_store(actor=actor, offered=offered, at=at)
    except SigningRefused as refusal:
        raise _refused(refusal) from None
    finally:
        release(actor=actor, slot=slot, lease=held.slot.lease_key, at=at)


def begin_signature(
    *, actor: Actor, slot: SignatureSlot, asked: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """The first phase for a device: take the place for 15 minutes and say what is to be signed.

    Args:
        asked: ``{"certificate": base64 of DER, "chain": [base64, …]}``.

    Returns:
        ``to_be_signed`` (base64; the device hashes it with ``digest``), ``digest``,
        ``document`` (base64 of what is signed, with room for the signature), ``room``,
        ``sha256`` of the document before, ``title``, ``lease_until``.

    Raises:
        As ``sign_with_file``; Invalid: the certificate is not base64.
    """
    certificate = _bytes(asked, "certificate")
    told_chain = asked.get("chain") or []
    if not isinstance(told_chain, list) or len(told_chain) > _CHAIN_MOST:
        raise invalid("chain", _("This is no list of certificates."))
    chain = tuple(_bytes({"chain": one}, "chain") for one in told_chain)
    held = _lease(actor, slot, at)
    base = held.round.current
    assert base is not None  # noqa: S101 - it is prepared
    document = files.read(base.file)
    try:
        begun = signer.begin(
            document,
            plan_of(held.round),
            held.slot.field_name,
            certificate=certificate,
            chain=chain,
            look=look_of(held.slot, at),
            at=at,
        )
    except SigningRefused as refusal:
        release(actor=actor, slot=slot, lease=held.slot.lease_key, at=at)
        raise _refused(refusal) from None
    _keep(held.slot, {"state": dict(begun.state), "base": base.sha256})
    tail = base64.b64decode(begun.state["tail"])
    return {
        "to_be_signed": _text(begun.to_be_signed),
        "digest": begun.digest,
        "document": _text(document + tail),
        "room": [begun.state["room_start"], begun.state["room_end"]],
        "sha256": base.sha256,
        "title": shown(held.agreement.title),
        "lease_until": (at + LEASE).isoformat(),
    }


def finish_signature(
    *, actor: Actor, slot: SignatureSlot, told: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """The second phase: put the device's signature in, judge, store.

    Sending the same again after it was accepted gives the same answer.

    Args:
        told: ``{"signature": base64}``.

    Returns:
        ``state``, ``signature`` (identity of the act), ``sha256`` of the new document,
        ``is_time_proved``.

    Raises:
        LeaseLost: nothing was begun, or the 15 minutes are over and somebody else began.
        Otherwise as ``sign_with_file``.
    """
    raw = _bytes(told, "signature")
    accepted = SignatureAct.objects.filter(slot=slot, is_accepted=True).first()
    if accepted is not None:
        require_signer(actor, slot, at)
        return _answer(accepted)
    with transaction.atomic():
        held = require_signing(slot, at)
        require_signer(actor, held.slot, at)
        lease = held.slot.lease_key
        if held.slot.state != SlotState.SIGNING or not _is_of(actor, lease):
            raise LeaseLost
        base, pending = held.round.current, held.slot.pending
    if base is None or pending.get("base") != base.sha256:
        release(actor=actor, slot=slot, lease=lease, at=at)
        raise LeaseLost
    try:
        signed = signer.finish(files.read(base.file), pending["state"], raw)
        offered = Offered(held.slot, base, signed, Way.DEVICE, lease)
        return _answer(judge_and_store(actor=actor, offered=offered, at=at))
    except SigningRefused as refusal:
        raise _refused(refusal) from None
    finally:
        release(actor=actor, slot=slot, lease=lease, at=at)


def accept_signed_document(
    *, actor: Actor, slot: SignatureSlot, data: bytes, at: datetime
) -> SignatureAct:
    """Take the document that a signatory signed with software of his own.

    Raises:
        As ``sign_with_file``.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    accepted = SignatureAct.objects.filter(slot=slot, is_accepted=True, rendition__sha256=sha256)
    if (known := accepted.first()) is not None:
        require_signer(actor, slot, at)
        return known
    held = _lease(actor, slot, at)
    base = held.round.current
    assert base is not None  # noqa: S101 - it is prepared
    try:
        offered = Offered(held.slot, base, data, Way.DOCUMENT, held.slot.lease_key)
        return judge_and_store(actor=actor, offered=offered, at=at)
    finally:
        release(actor=actor, slot=slot, lease=held.slot.lease_key, at=at)


def give_up(*, actor: Actor, slot: SignatureSlot, at: datetime) -> None:
    """End a begun signature; the place is open again."""
    require_signer(actor, slot, at)
    lease = SignatureSlot.objects.get(pk=slot.pk).lease_key
    if _is_of(actor, lease):
        release(actor=actor, slot=slot, lease=lease, at=at)


def look_of(slot: SignatureSlot, at: datetime) -> Look:
    """What is seen where the signature stands: who, for whom, why, and when by our clock."""
    one = slot.signatory
    language = one.language or slot.round.agreement.title.original
    with translation.override(language):
        lines = [
            shown(one.name),
            shown(one.title),
            shown(slot.party.name),
            one.authority_text,
            _("Signed electronically, %(when)s UTC")
            % {"when": f"{at.astimezone(UTC):%Y-%m-%d %H:%M}"},
            _("Certificate: %(name)s") % {"name": "{certificate}"},
        ]
        said = translation.get_language() or "en"
    return Look(tuple(line for line in lines if line), said)


@transaction.atomic
def _lease(actor: Actor, slot: SignatureSlot, at: datetime) -> Held:
    held = require_signing(slot, at)
    require_signer(actor, held.slot, at)
    mine = held.slot
    if mine.level == SignatureLevel.INK:
        raise WrongWay(level=SignatureLevel.INK.label)
    if mine.state not in (*_OPEN, SlotState.PLANNED):
        raise SlotClosed(state=SlotState(mine.state).label)
    require_turn(held, at)
    is_held = mine.state == SlotState.SIGNING and mine.lease_until and mine.lease_until > at
    if is_held and not _is_of(actor, mine.lease_key):
        raise SlotBusy
    require_authority(held, at)
    values = {
        "state": SlotState.SIGNING,
        "lease_key": f"{actor.key}#{secrets.token_hex(4)}",
        "lease_until": at + LEASE,
        "pending": {},
    }
    leased = editing.change(actor=actor, record=mine, values=values, at=at)
    leased.round = held.round
    return Held(held.agreement, held.round, leased)


@transaction.atomic
def _keep(leased: SignatureSlot, pending: dict[str, Any]) -> None:
    held = held_slot(leased)
    if held.slot.state != SlotState.SIGNING or held.slot.lease_key != leased.lease_key:
        raise LeaseLost
    # No entry of the audit trail: it would hold the whole begun signature.
    SignatureSlot.objects.filter(pk=held.slot.pk).update(pending=pending)


def _is_of(actor: Actor, lease: str) -> bool:
    return lease.rpartition("#")[0] == actor.key


def _answer(act: SignatureAct) -> dict[str, Any]:
    return {
        "state": "accepted",
        "signature": str(act.uid),
        "sha256": act.rendition.sha256 if act.rendition else "",
        "is_time_proved": act.stamped_at is not None,
    }


def _refused(refusal: SigningRefused) -> SignatureRefused:
    code = refusal.code.value
    return SignatureRefused(reason=reason_words(code), reason_code=code)


def _bytes(told: Mapping[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(str(told.get(name) or ""), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise invalid(name, _("This is not written in base64.")) from fault


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
