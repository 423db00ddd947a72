"""What the secretariat does about signing: each deed is one call of a service."""

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import SignatureSlot, SigningRound
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.rounds import current_round
from folkmoot.rooms.outcomes.services.renditions import signatories_in_order
from folkmoot.rooms.outcomes.services.rounds import (
    PlannedSlot,
    cancel_preparation,
    open_round,
    remind,
    retry_preparation,
    withdraw_round,
)
from folkmoot.rooms.outcomes.services.sealing import retry_seal, retry_timestamps
from folkmoot.rooms.outcomes.services.signing_ink import certify_ink, refuse_ink
from folkmoot.rooms.outcomes.services.signing_setup import request_setup_check
from folkmoot.rooms.outcomes.terms.signing import SignatureLevel
from folkmoot.surfaces.desk.agreements.frame import Deed, Frame


def _check(request: HttpRequest, frame: Frame) -> str:
    require(frame.actor, Permission.OUTCOMES_SIGNING, scope_path(frame.agreement))
    request_setup_check(actor=frame.actor, at=clock.now())
    return _("Signing is being tried out. Look again in a minute.")


def _open(request: HttpRequest, frame: Frame) -> str:
    open_round(
        actor=frame.actor,
        agreement=frame.agreement,
        slots=_planned(request, frame),
        closes_on=_day(request, "closes_on"),
        layout="sequential" if request.POST.get("layout") == "sequential" else "side_by_side",
        at=clock.now(),
    )
    return _("The document is being prepared. Then the first signatory gets a letter.")


def _planned(request: HttpRequest, frame: Frame) -> list[PlannedSlot]:
    """The places as they were planned, in the order of their numbers."""
    told = []
    for place, one in enumerate(signatories_in_order(frame.agreement)):
        key = str(one.uid)
        if f"sign_{key}" not in request.POST:
            continue
        number = request.POST.get(f"order_{key}", "").strip()
        if not number.isdecimal():
            raise Invalid({f"order_{key}": [_("Give each place a number, from 1.")]})
        level = request.POST.get(f"level_{key}", SignatureLevel.SIMPLE)
        if level not in SignatureLevel.values:
            raise Invalid({f"level_{key}": [_("Choose the kind of signature.")]})
        planned = PlannedSlot(
            signatory=one,
            level=SignatureLevel(level),
            binding={"fingerprint": request.POST.get(f"fingerprint_{key}", "")},
            due_on=_day(request, f"due_{key}"),
        )
        told.append((int(number), place, planned))
    return [planned for _number, _place, planned in sorted(told, key=lambda one: one[:2])]


def _prepare(request: HttpRequest, frame: Frame) -> str:
    retry_preparation(actor=frame.actor, signing_round=_round(frame), at=clock.now())
    return _("The document is being prepared again.")


def _cancel(request: HttpRequest, frame: Frame) -> str:
    cancel_preparation(
        actor=frame.actor, signing_round=_round(frame), reason=_words(request), at=clock.now()
    )
    return _("The preparation was given up. Plan again when you are ready.")


def _remind(request: HttpRequest, frame: Frame) -> str:
    slot = _slot(request, frame)
    remind(actor=frame.actor, slot=slot, at=clock.now())
    return _("%(name)s gets a new letter. The earlier link has ended.") % {"name": slot.signatory}


def _certify(request: HttpRequest, frame: Frame) -> str:
    slot = _slot(request, frame)
    certify_ink(actor=frame.actor, slot=slot, at=clock.now())
    return _("You certified the signature of %(name)s.") % {"name": slot.signatory}


def _refuse(request: HttpRequest, frame: Frame) -> str:
    slot = _slot(request, frame)
    refuse_ink(actor=frame.actor, slot=slot, reason=_words(request), at=clock.now())
    told = {"name": slot.signatory}
    if slot.signatory.email:
        return _("The scan was refused. %(name)s gets a letter that says why.") % told
    return _("The scan was refused. Tell %(name)s what is needed.") % told


def _withdraw(request: HttpRequest, frame: Frame) -> str:
    withdraw_round(
        actor=frame.actor, agreement=frame.agreement, reason=_words(request), at=clock.now()
    )
    return _("Withdrawn. Everybody was told.")


def _stamps(request: HttpRequest, frame: Frame) -> str:
    retry_timestamps(actor=frame.actor, signing_round=_round(frame), at=clock.now())
    return _("The timestamps are being asked for again.")


def _seal(request: HttpRequest, frame: Frame) -> str:
    retry_seal(actor=frame.actor, signing_round=_round(frame), at=clock.now())
    return _("The document is being sealed.")


DEEDS: dict[str, Deed] = {
    "check": _check,
    "open": _open,
    "prepare": _prepare,
    "cancel": _cancel,
    "remind": _remind,
    "certify": _certify,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "stamps": _stamps,
    "seal": _seal,
}


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "")


def _day(request: HttpRequest, name: str) -> date | None:
    typed = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as fault:
        sentence = _("“%(said)s” is no day. Write it like 2031-05-20.")
        raise Invalid({name: [sentence % {"said": typed}]}) from fault


def _round(frame: Frame) -> SigningRound:
    found = current_round(frame.agreement)
    if found is None:
        raise NotFound
    return found


def _slot(request: HttpRequest, frame: Frame) -> SignatureSlot:
    rows = SignatureSlot.objects.filter(round__agreement=frame.agreement)
    rows = rows.select_related("round__agreement__edition__series", "signatory", "party")
    wanted = request.POST.get("target", "")
    found = next((one for one in rows if str(one.uid) == wanted), None)
    if found is None:
        raise NotFound
    return found
