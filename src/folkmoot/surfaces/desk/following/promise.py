"""One commitment: the words it quotes, who answers, until when; what can be done about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.terms.commitments import (
    COMMITMENT_MOVES,
    Ambition,
    CommitmentState,
    DueBasis,
    QuoteState,
)
from folkmoot.rooms.outcomes.terms.method import Element
from folkmoot.surfaces.desk.deeds import Refused, settle
from folkmoot.surfaces.desk.following.frame import Frame, frame_of
from folkmoot.surfaces.desk.following.page import workbench
from folkmoot.surfaces.desk.following.saying import guideline_of
from folkmoot.surfaces.desk.frame import desk_view

_C = CommitmentState
_FOLLOWED = (_C.CONFIRMED, _C.ACTIVE, _C.CLAIMED)


@desk_view
@require_http_methods(["GET", "POST"])
def commitment(request: HttpRequest, uid: object) -> HttpResponse:
    """The promise and what is done about it. At most 26 queries.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    frame = frame_of(request, uid)
    if request.method == "POST":
        return settle(
            request,
            frame,
            _DEEDS,
            lambda refused, status: _show(request, frame, refused, status),
            frame.url(),
        )
    return _show(request, frame)


def _show(
    request: HttpRequest, frame: Frame, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    found, whole, state = frame.commitment, frame.whole, frame.state
    moves = COMMITMENT_MOVES[state]
    context = {
        "whole": whole,
        "quote": whole.quote,
        "quote_fault": _quote_fault(frame),
        "source": _source(frame),
        "elements": [(capfirst(str(one.label)), one.value in found.elements) for one in Element],
        "specificity": capfirst(str(whole.specificity.label)),
        "target": _target(frame),
        "basis": str(DueBasis(found.due_basis).label),
        "ambition": capfirst(str(Ambition(found.ambition).label)) if found.ambition else "",
        "bodies": [_body(frame, one) for one in whole.responsibilities],
        "guideline": [(_GUIDELINE[name], text) for name, text in guideline_of(found.guideline)],
        "may_confirm": frame.may_answer and _C.CONFIRMED in moves,
        "may_dispute": frame.may_answer and _C.DISPUTED in moves,
        "may_close": frame.may_edit and _C.CLOSED in moves,
        "may_carry": frame.may_edit and state in _FOLLOWED,
        "may_split": frame.may_edit and state in (_C.PROPOSED, _C.DISPUTED),
        "may_guide": (frame.may_edit or frame.may_assess)
        and state is not _C.CLOSED
        and found.guideline_frozen_at is None,
        "edit_url": reverse("desk:record_edit", args=["outcomes.commitment", found.uid]),
        "remove_url": reverse("desk:record_remove", args=["outcomes.commitment", found.uid]),
    }
    return workbench(request, frame, "commitment", context, refused=refused, status=status)


_GUIDELINE = {"done": "+1", "partly": "0", "not_done": "−1"}


def _quote_fault(frame: Frame) -> str:
    faults = {
        QuoteState.DIFFERS: _(
            "The words of this commitment do not stand in the text any more. They are not shown. "
            "Select them again, or remove the commitment."
        ),
        QuoteState.VOID: _("These words are from a text that was opened again since."),
        QuoteState.UNCHECKED: _("The text of the source is not here, so nobody could compare it."),
    }
    return str(faults.get(frame.whole.quote.state, ""))


def _source(frame: Frame) -> dict[str, Any]:
    """Where the words stand."""
    found = frame.commitment
    if found.agreement is not None:
        url = reverse("desk:agreement", args=[found.agreement.uid])
        if found.clause is not None:
            url += f"#clause-{found.clause.uid}"
        name, number = shown(found.agreement.title), frame.whole.quote.number
        if number:
            told = {"agreement": name, "number": number, "heading": frame.whole.quote.heading}
            name = (_("%(agreement)s, clause %(number)s %(heading)s") % told).strip()
        return {"name": name, "url": url, "speaker": ""}
    statement = found.statement
    if statement is None:
        return {}
    speaker = statement.speaker_organisation or statement.speaker
    return {
        "name": statement.source.title,
        "url": reverse("desk:source_review", args=[statement.source.uid])
        if frame.reads_all
        else "",
        "speaker": str(speaker or ""),
    }


def _target(frame: Frame) -> str:
    found = frame.commitment
    if found.target_value is None:
        return ""
    return f"{found.target_value.normalize():f} {found.target_unit}"


def _body(frame: Frame, one: Any) -> dict[str, Any]:
    is_open = frame.state is not _C.CLOSED
    answers = one in frame.answering
    may_ask = (frame.may_edit or frame.may_verify) and is_open and answers
    return {
        "record": one,
        "key": str(one.uid),
        "name": str(one),
        "role": capfirst(one.get_role_display()),
        "is_lead": one == frame.lead,
        "may_ask": may_ask and bool(one.email),
        "lacks_address": may_ask and not one.email,
        "ask_slot": f"ask:{one.uid}",
        "may_lead": frame.may_edit and is_open and one != frame.lead,
    }


def _confirm(_request: HttpRequest, frame: Frame) -> str:
    services.confirm_commitment(actor=frame.actor, commitment=frame.commitment, at=clock.now())
    return _("Confirmed. It is followed from now on.")


def _dispute(request: HttpRequest, frame: Frame) -> str:
    services.dispute_commitment(
        actor=frame.actor,
        commitment=frame.commitment,
        reason=request.POST.get("words", ""),
        at=clock.now(),
    )
    return _("It stands as disputed, with the reason.")


def _ask(request: HttpRequest, frame: Frame) -> str:
    body = frame.body(request.POST.get("target"))
    message = services.ask_for_report(
        actor=frame.actor,
        responsibility=body,
        note=request.POST.get("words", "").strip()[:1000],
        at=clock.now(),
    )
    return _("A letter with a link goes to %(address)s.") % {"address": message.to}


def _lead(request: HttpRequest, frame: Frame) -> str:
    body = frame.body(request.POST.get("target"))
    services.set_lead(actor=frame.actor, responsibility=body, at=clock.now())
    return _("%(body)s leads now.") % {"body": body}


def _freeze(_request: HttpRequest, frame: Frame) -> str:
    services.freeze_guideline(actor=frame.actor, commitment=frame.commitment, at=clock.now())
    return _("The guideline is fixed. It can be assessed now.")


_DEEDS = {
    "confirm": _confirm,
    "dispute": _dispute,
    "ask": _ask,
    "lead": _lead,
    "freeze": _freeze,
}
