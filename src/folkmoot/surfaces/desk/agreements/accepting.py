"""Acceptance: the whole text is offered, each party accepts its hashes, approvals are given."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.engines import typesetting as engine
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Approval, TextVersion
from folkmoot.rooms.outcomes.queries.agreements_text import agreement_text, completeness
from folkmoot.rooms.outcomes.queries.negotiating import text_on_offer
from folkmoot.rooms.outcomes.terms.agreements import AgreementState
from folkmoot.surfaces.desk.agreements.frame import Frame, Refused, frame_of, settle
from folkmoot.surfaces.desk.agreements.page import workbench
from folkmoot.surfaces.desk.agreements.saying import lacking
from folkmoot.surfaces.desk.frame import desk_view
from folkmoot.ui.languages import language_name


@desk_view
@require_http_methods(["GET", "POST"])
def agreement_acceptance(request: HttpRequest, uid: object) -> HttpResponse:
    """What is offered, who has accepted it, who approves. At most 30 queries.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    frame = frame_of(request, uid)
    if request.method == "POST":
        return settle(
            request,
            frame,
            "agreement_acceptance",
            _DEEDS,
            lambda refused, status: _show(request, frame, refused, status),
        )
    return _show(request, frame)


def _show(
    request: HttpRequest, frame: Frame, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    state = frame.standing.state
    offer = text_on_offer(frame.agreement, frame.whole.parties)
    speaks = {uid for uid, _name in frame.speakers}
    is_negotiating = state == AgreementState.NEGOTIATING
    live = agreement_text(frame.agreement) if is_negotiating else None
    context = {
        "is_negotiating": is_negotiating,
        "is_agreed": state == AgreementState.TEXT_AGREED,
        "lacks": lacking(completeness(frame.agreement, live)) if live else [],
        "is_changed": bool(
            live and offer and engine.canonical_sha256(live) != offer.version.sha256
        ),
        "offer": offer,
        "texts": _texts(offer.version) if offer else [],
        "hashes": [
            (code, language_name(code), offer.version.hashes.get(code, ""))
            for code in sorted(offer.version.hashes)
        ]
        if offer
        else [],
        "accepted": [(shown(one.party.name), one) for one in offer.acceptances] if offer else [],
        "waiting": [
            {"key": str(one.uid), "name": shown(one.name), "is_mine": str(one.uid) in speaks,
             "slot": f"accept:{one.uid}"}
            for one in offer.waiting
        ] if offer else [],
        "approvals": [_approval(frame, one, speaks) for one in offer.approvals] if offer else [],
        "may_plan": state == AgreementState.TEXT_AGREED and bool(frame.speakers),
        "my_parties": [(uid, name) for uid, name in frame.speakers if uid],
    }  # fmt: skip
    return workbench(
        request, frame, "agreement_acceptance", context, refused=refused, status=status
    )


def _texts(version: TextVersion) -> list[dict[str, Any]]:
    """The frozen text as every party reads it, language by language."""
    text = engine.read_canonical(version.content.encode())
    return [
        {
            "language": code,
            "name": language_name(code),
            "title": text.title.get(code),
            "clauses": [
                (one.number, one.heading.get(code), one.shown(code)) for one in text.clauses
            ],
        }
        for code in text.languages
    ]


def _approval(frame: Frame, one: Approval, speaks: set[str]) -> dict[str, Any]:
    is_mine = (
        one.approver_id == frame.actor.user_id if one.approver_id else str(one.party.uid) in speaks
    )
    return {
        "record": one,
        "key": str(one.uid),
        "party": shown(one.party.name),
        "step": one.step,
        "may_decide": is_mine and one.decision is None,
        "may_remove": str(one.party.uid) in speaks and one.decision is None,
        "refuse_slot": f"disapprove:{one.uid}",
    }


def _offer(request: HttpRequest, frame: Frame) -> str:
    services.offer_text(
        actor=frame.actor,
        agreement=frame.agreement,
        party=frame.party(request.POST.get("party")),
        at=clock.now(),
    )
    return _("The text is on offer. Each party accepts it now.")


def _accept(request: HttpRequest, frame: Frame) -> str:
    party = frame.asked_party(request.POST.get("target"))
    services.accept_text(
        actor=frame.actor,
        text=_version(frame, request.POST.get("text")),
        party=party,
        hashes={
            name.removeprefix("hash_"): request.POST[name]
            for name in request.POST
            if name.startswith("hash_")
        },
        at=clock.now(),
    )
    return _("Accepted for %(party)s.") % {"party": party}


def _reopen(request: HttpRequest, frame: Frame) -> str:
    services.reopen_text(
        actor=frame.actor,
        agreement=frame.agreement,
        party=frame.party(request.POST.get("party")),
        reason=request.POST.get("words", ""),
        at=clock.now(),
    )
    return _("The text is open again. What was accepted and approved is void.")


def _plan(request: HttpRequest, frame: Frame) -> str:
    words = request.POST.get("words", "").strip()
    if not words:
        raise Invalid({"words": [_("Say who approves.")]})
    language = (get_language() or "en")[:2]
    services.plan_approval(
        actor=frame.actor,
        text=_version(frame, request.POST.get("text")),
        party=frame.asked_party(request.POST.get("party")),
        step=Multilingual({language: words}, language),
        at=clock.now(),
    )
    return _("The approval is planned.")


def _approve(request: HttpRequest, frame: Frame) -> str:
    services.decide_approval(
        actor=frame.actor,
        approval=_approval_of(frame, request.POST.get("target")),
        is_approved=True,
        at=clock.now(),
    )
    return _("Approved.")


def _disapprove(request: HttpRequest, frame: Frame) -> str:
    services.decide_approval(
        actor=frame.actor,
        approval=_approval_of(frame, request.POST.get("target")),
        is_approved=False,
        reason=request.POST.get("words", ""),
        at=clock.now(),
    )
    return _("Not approved. Reopen the text to change it.")


def _unplan(request: HttpRequest, frame: Frame) -> str:
    approval = _approval_of(frame, request.POST.get("target"))
    services.remove_approval(actor=frame.actor, approval=approval, at=clock.now())
    return _("The approval is no longer planned.")


_DEEDS = {
    "offer": _offer,
    "accept": _accept,
    "reopen": _reopen,
    "plan": _plan,
    "approve": _approve,
    "disapprove": _disapprove,
    "unplan": _unplan,
}


def _version(frame: Frame, uid: object) -> TextVersion:
    rows = TextVersion.objects.filter(agreement=frame.agreement)
    found = next((one for one in rows if str(one.uid) == str(uid)), None)
    if found is None:
        raise NotFound
    return found


def _approval_of(frame: Frame, uid: object) -> Approval:
    rows = Approval.objects.filter(text__agreement=frame.agreement)
    rows = rows.select_related("text__agreement__edition__series", "party__agreement")
    found = next((one for one in rows if str(one.uid) == str(uid)), None)
    if found is None:
        raise NotFound
    return found
