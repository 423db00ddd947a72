"""What becomes of a signed file: judged in the limited child, stored or kept in quarantine.

The act, the next revision of the document, the next invitation and, with the last signature, the
number in the register are one transaction.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from folkmoot.engines.signing.guarded import judge
from folkmoot.engines.signing.plain import to_plain
from folkmoot.engines.signing.terms import Verdict
from folkmoot.kernel import audit, editing, files
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import StoredFile
from folkmoot.rooms.outcomes.models import Rendition, SignatureAct, SignatureSlot
from folkmoot.rooms.outcomes.services import signing_mail
from folkmoot.rooms.outcomes.services.acts import ActValues, append_act
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.services.register import add_registration
from folkmoot.rooms.outcomes.services.renditions import store_file
from folkmoot.rooms.outcomes.services.rounds import end_round
from folkmoot.rooms.outcomes.services.rounds_locking import Held, held_slot, require_authority
from folkmoot.rooms.outcomes.services.rounds_preparing import invite_next, plan_of
from folkmoot.rooms.outcomes.services.sealing_jobs import start_seal, start_timestamps
from folkmoot.rooms.outcomes.services.signing_setup import trust
from folkmoot.rooms.outcomes.terms.agreements import ActKind
from folkmoot.rooms.outcomes.terms.signing import (
    LeaseLost,
    RenditionKind,
    RoundClosed,
    RoundEnded,
    SignatureRefused,
    SlotAccepted,
    SlotState,
    StepState,
    Way,
)
from folkmoot.rooms.outcomes.terms.signing_words import reason_words

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that is to become the next revision.

    Attributes:
        base: what it was made from; if that is no longer the newest, the file is refused.
        lease: by which the place was taken.
    """

    slot: SignatureSlot
    base: Rendition
    data: bytes
    way: Way
    lease: str

    @property
    def sha256(self) -> str:
        """Of the file."""
        return hashlib.sha256(self.data).hexdigest()


def judge_and_store(*, actor: Actor, offered: Offered, at: datetime) -> SignatureAct:
    """Judge a signed file outside of any transaction, then store it or put it into quarantine.

    The same file twice gives the same act.

    Raises:
        SignatureRefused: it was not accepted; file and reason are kept, the place is open again.
        LeaseLost: the place was given to somebody else meanwhile.
        RoundClosed: the round ended meanwhile.
        AuthorityMissing: the signatory's document ended meanwhile.
    """
    known = SignatureAct.objects.filter(slot=offered.slot)
    for act in known.select_related("rendition", "quarantined"):
        kept = act.rendition or act.quarantined
        if kept is not None and kept.sha256 == offered.sha256:
            release(actor=actor, slot=offered.slot, lease=offered.lease, at=at)
            return _told(act)
    base = files.read(offered.base.file)
    plan, whom = plan_of(offered.slot.round), trust()
    verdict = judge.accept(base, offered.data, plan, offered.slot.field_name, whom, at=at)
    report = judge.validate(offered.data, whom, at=at).xml if verdict.accepted else b""
    with transaction.atomic():
        act = _settle(actor, offered, verdict, report, at)
    return _told(act)


def _told(act: SignatureAct) -> SignatureAct:
    """The act. Raises SignatureRefused, after what was found is stored."""
    if not act.is_accepted:
        raise SignatureRefused(reason=reason_words(act.reason_code), reason_code=act.reason_code)
    return act


def _settle(
    actor: Actor, offered: Offered, verdict: Verdict, report: bytes, at: datetime
) -> SignatureAct:
    held = held_slot(offered.slot)
    accepted = SignatureAct.objects.filter(slot=held.slot, is_accepted=True).first()
    if accepted is not None and accepted.rendition is not None:
        # Signed twice at one instant by the same link: the first one stands.
        if accepted.rendition.sha256 == offered.sha256 or offered.way != Way.DOCUMENT:
            return accepted
        raise LeaseLost
    if held.round.ended_at is not None:
        raise RoundClosed
    if held.slot.state != SlotState.SIGNING or held.slot.lease_key != offered.lease:
        raise LeaseLost
    if not verdict.accepted:
        return _quarantine(actor, held, offered, verdict, at)
    if held.round.current_id != offered.base.pk:
        raise LeaseLost
    require_authority(held, at)
    return _store(actor, held, offered, verdict, report, at)


def _store(
    actor: Actor, held: Held, offered: Offered, verdict: Verdict, report: bytes, at: datetime
) -> SignatureAct:
    finding = verdict.finding
    assert finding is not None  # noqa: S101 - it was accepted
    rendition = store_file(
        agreement=held.agreement,
        text=held.round.text,
        kind=RenditionKind.REVISION,
        data=offered.data,
        at=at,
        revision=offered.base.revision + 1,
        pages=offered.base.pages,
        standard=offered.base.standard,
        made_by={"way": offered.way.value, "slot": str(held.slot.uid)},
        previous=offered.base,
    )
    signer = finding.signer
    act = SignatureAct.objects.create(
        slot=held.slot,
        is_accepted=True,
        way=offered.way,
        claimed_at=finding.claimed_at,
        stamped_at=finding.timestamped_at,
        stamp=StepState.WAITING if verdict.timestamp_pending else StepState.DONE,
        certificate=to_plain(signer) if signer else {},
        algorithm=signer.key if signer else "",
        level_reached=finding.level.value if finding.level else "",
        rendition=rendition,
        report=_report_file(held, report),
        at=at,
    )
    values = {"current": rendition}
    held.round.current = editing.change(
        actor=actor, record=held.round, values=values, at=at
    ).current
    complete_slot(actor, held, act, at)
    return act


def complete_slot(
    actor: Actor, held: Held, act: SignatureAct, at: datetime, signed_on: ActValues | None = None
) -> None:
    """What an accepted signature leads to, whether electronic or in ink; in its transaction."""
    done: dict[str, Any] = {
        "state": SlotState.ACCEPTED,
        "lease_key": "",
        "lease_until": None,
        "pending": {},
    }
    editing.change(actor=actor, record=held.slot, values=done, at=at)
    values = signed_on or ActValues(done_on=today_in(held.agreement.edition, at))
    told = {"slot": str(held.slot.uid), "way": act.way, "signature": str(act.uid)}
    if act.rendition is not None:
        told["sha256"] = act.rendition.sha256
    append_act(
        actor=actor,
        agreement=held.agreement,
        kind=ActKind.SIGNATURE,
        values=ActValues(
            done_on=values.done_on, done_as_stated=values.done_as_stated, details=told
        ),
        at=at,
        party=held.slot.party,
    )
    announce(SlotAccepted(str(held.agreement.uid), str(held.slot.uid)))
    if invite_next(held.round, actor=actor, at=at) is None:
        _finish_round(actor, held, at)
    elif act.stamp == StepState.WAITING:
        start_timestamps(held.round, actor=actor, at=at)


def _finish_round(actor: Actor, held: Held, at: datetime) -> None:
    ended = end_round(held.round, actor=actor, at=at, is_signed=True)
    entry = add_registration(actor=actor, agreement=held.agreement, at=at)
    signing_mail.tell_signed(ended, entry.serial, at=at)
    announce(RoundEnded(str(held.agreement.uid), is_signed=True))
    start_seal(ended, actor=actor, at=at)


def _quarantine(
    actor: Actor, held: Held, offered: Offered, verdict: Verdict, at: datetime
) -> SignatureAct:
    reason = verdict.reasons[0]
    name = f"{held.agreement.uid}-refused.pdf"
    kept = files.store(data=offered.data, name=name, media_type=_PDF) if offered.data else None
    act = SignatureAct.objects.create(
        slot=held.slot,
        is_accepted=False,
        reason_code=reason.code.value,
        reason=str(reason)[:1000],
        way=offered.way,
        quarantined=kept,
        at=at,
    )
    _reopen(actor, held.slot, at)
    after = {"slot": str(held.slot.uid), "reason": reason.code.value}
    audit.note(actor=actor, action="signature_refused", record=held.agreement, at=at, after=after)
    return act


@transaction.atomic
def release(*, actor: Actor, slot: SignatureSlot, lease: str, at: datetime) -> None:
    """Give the place back without a signature; nothing happens if somebody else holds it."""
    held = held_slot(slot)
    if held.slot.state == SlotState.SIGNING and held.slot.lease_key == lease:
        _reopen(actor, held.slot, at)


def _reopen(actor: Actor, slot: SignatureSlot, at: datetime) -> None:
    values: dict[str, Any] = {
        "state": SlotState.OPENED,
        "lease_key": "",
        "lease_until": None,
        "pending": {},
    }
    editing.change(actor=actor, record=slot, values=values, at=at)


def _report_file(held: Held, xml: bytes) -> StoredFile | None:
    if not xml:
        return None
    name = f"{held.agreement.uid}-validation.xml"
    return files.store(data=xml, name=name, media_type="application/xml")
