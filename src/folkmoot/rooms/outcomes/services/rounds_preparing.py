"""Preparing the document of a round: set, given its fields, certified. For the worker alone."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.signing.plain import from_plain, to_plain
from folkmoot.engines.signing.terms import (
    Binding,
    RequiredLevel,
    SignaturePlan,
    SigningRefused,
    Slot,
)
from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.refusals import Refusal
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.queries import actor_of
from folkmoot.rooms.outcomes.models import Rendition, SignatureSlot, SigningRound
from folkmoot.rooms.outcomes.services import signing_mail
from folkmoot.rooms.outcomes.services.acts import ActValues, append_act
from folkmoot.rooms.outcomes.services.agreements_checks import (
    locked_agreement,
    require_state,
    today_in,
)
from folkmoot.rooms.outcomes.services.renditions import (
    Place,
    layout_for,
    rendered,
    store_file,
)
from folkmoot.rooms.outcomes.services.rounds_locking import locked_round, next_slot
from folkmoot.rooms.outcomes.services.signing_setup import (
    check_setup_now,
    key_file,
    timestamp_port,
    trust,
)
from folkmoot.rooms.outcomes.terms.agreements import ALLOWED_IN, ActKind
from folkmoot.rooms.outcomes.terms.signing import (
    GIVEN_AWAY,
    DocumentTooLong,
    RenditionKind,
    SignatureLevel,
    SigningNotReady,
    SlotState,
    StepState,
)
from folkmoot.rooms.outcomes.terms.signing_words import reason_words

log = logging.getLogger(__name__)
MOST_TRIES = 5
PAUSE = timedelta(minutes=5)
# 216 pages with two signatures were measured to take ten seconds to judge; the child has sixty.
PAGES_MOST = 200


def prepare_round(*, round_uid: str, at: datetime) -> bool:
    """Make a round ready to be signed; says whether it is. A failure is kept with the round.

    Nothing is written before everything is made, and then all at once: a worker may be killed
    at any moment, and the next one begins again.
    """
    opened = SigningRound.objects.select_related("agreement__edition__series", "text").get(
        uid=round_uid
    )
    if opened.ended_at is not None or opened.preparation == StepState.DONE:
        return opened.preparation == StepState.DONE
    SigningRound.objects.filter(pk=opened.pk).update(tries=opened.tries + 1)
    try:
        _prepare(opened, at)
    except SigningRefused as refusal:
        _fail(opened, f"{reason_words(refusal.code.value)} {refusal.reason.detail}".strip(), at)
    except (Refusal, OSError) as fault:
        _fail(opened, str(fault), at)
    return SigningRound.objects.filter(pk=opened.pk, preparation=StepState.DONE).exists()


def plan_of(signing_round: SigningRound) -> SignaturePlan:
    """The plan as it was fixed, with the present bindings of its places. One query.

    Fields, places and order never change; who is handed a place brings a binding of his own.
    """
    fixed = from_plain(SignaturePlan, signing_round.plan)
    live = {one.field_name: one for one in signing_round.slots.exclude(state__in=GIVEN_AWAY)}
    slots = tuple(
        replace(one, binding=binding_of(live[one.field])) if one.field in live else one
        for one in fixed.slots
    )
    return replace(fixed, slots=slots)


def binding_of(slot: SignatureSlot) -> Binding:
    """Whose certificate the place takes."""
    told = slot.binding
    return Binding(told.get("fingerprint", ""), told.get("issuer", ""), told.get("subject", ""))


def _prepare(opened: SigningRound, at: datetime) -> None:
    slots = list(opened.slots.select_related("signatory__party", "party").order_by("order", "id"))
    places = [Place(one.field_name, one.signatory) for one in slots]
    layout = layout_for(opened.text, opened.layout)
    original = rendered(opened.text, places, RenditionKind.ORIGINAL, layout=layout, at=at)
    rendered(opened.text, places, RenditionKind.READING, layout=layout, at=at)
    plan = _plan(slots, original.made_by["positions"])
    made: tuple[bytes, ...] = ()
    if any(one.level != SignatureLevel.INK for one in slots):
        if (original.pages or 0) > PAGES_MOST:
            raise DocumentTooLong(pages=original.pages, most=PAGES_MOST)
        made = _certified(files.read(original.file), plan, at)
    _store(opened, original, plan, made, at)


def _plan(slots: Iterable[SignatureSlot], positions: dict[str, Any]) -> SignaturePlan:
    return SignaturePlan(
        tuple(
            Slot(
                field=one.field_name,
                label=f"{shown(one.signatory.name)}, {shown(one.party.name)}",
                order=one.order,
                level=RequiredLevel(one.level),
                binding=binding_of(one),
                page=positions[one.field_name]["page"] - 1,
                box=tuple(positions[one.field_name]["box"]),
            )
            for one in slots
        )
    )


def _certified(pdf: bytes, plan: SignaturePlan, at: datetime) -> tuple[bytes, ...]:
    """The document with its fields, and certified.

    Raises:
        SigningNotReady, SigningRefused, OSError.
    """
    from folkmoot.engines.signing.acceptance import accept_certified
    from folkmoot.engines.signing.keys import open_key_file
    from folkmoot.engines.signing.preparing import prepare

    check = check_setup_now(at=at, unless_known=True)
    if not check.is_ready:
        raise SigningNotReady(
            lacks=" ".join(
                f"{reason_words(one['code'])} {one['detail']}".strip()
                if one["code"] != "missing"
                else one["words"]
                for one in check.findings
                if one["blocks"]
            )
        )
    file = key_file()
    key = open_key_file(file.data, file.pass_phrase)
    made = prepare(pdf, plan, key, at=at, timestamps=timestamp_port())
    certified = made.certified.revision.pdf
    verdict = accept_certified(made.with_fields.pdf, certified, plan, trust(), at=at)
    if not verdict.accepted:
        raise SigningRefused(verdict.reasons[0].code, verdict.reasons[0].detail)
    return made.with_fields.pdf, certified


@transaction.atomic
def _store(
    opened: SigningRound,
    original: Rendition,
    plan: SignaturePlan,
    made: tuple[bytes, ...],
    at: datetime,
) -> None:
    agreement = locked_agreement(opened.agreement)
    locked = locked_round(opened)
    if locked.ended_at is not None or locked.preparation == StepState.DONE:
        return
    # A party may have reopened the text meanwhile.
    require_state(agreement, ActKind.OPENED, at, ALLOWED_IN[ActKind.OPENED])
    actor = _opener(locked)
    current = original
    for number, pdf in enumerate(made, start=1):
        current = store_file(
            agreement=agreement,
            text=locked.text,
            kind=RenditionKind.REVISION,
            data=pdf,
            at=at,
            revision=number,
            pages=original.pages,
            standard=original.standard,
            made_by={"way": ("fields", "certification")[number - 1]},
            previous=current,
        )
    values = {
        "plan": to_plain(plan),
        "current": current,
        "preparation": StepState.DONE,
        "preparation_error": "",
        "tries": 0,
        "next_try_at": None,
    }
    ready = editing.change(actor=actor, record=locked, values=values, at=at)
    append_act(
        actor=actor,
        agreement=agreement,
        kind=ActKind.OPENED,
        values=ActValues(
            done_on=today_in(agreement.edition, at),
            details={
                "round": str(ready.uid),
                "sha256": current.sha256,
                "text": str(ready.text.uid),
            },
        ),
        at=at,
    )
    invite_next(ready, actor=actor, at=at)


def invite_next(locked: SigningRound, *, actor: Actor, at: datetime) -> SignatureSlot | None:
    """Invite whoever's turn it is, in the transaction that made it so."""
    slot = next_slot(locked)
    if slot is None or slot.state != SlotState.PLANNED:
        return slot
    invited = editing.change(actor=actor, record=slot, values={"state": SlotState.INVITED}, at=at)
    invited.round = locked
    signing_mail.invite(invited, at=at)
    return invited


def _opener(locked: SigningRound) -> Actor:
    return actor_of(locked.opened_by) if locked.opened_by is not None else SYSTEM


def _fail(opened: SigningRound, error: str, at: datetime) -> None:
    log.warning("round %s could not be prepared: %s", opened.uid, error)
    rows = SigningRound.objects.filter(pk=opened.pk, preparation=StepState.WAITING)
    rows.update(
        preparation=StepState.FAILED,
        preparation_error=(error or _("The worker stopped."))[:1000],
        next_try_at=at + PAUSE,
    )
