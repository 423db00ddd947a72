"""The text of an agreement: its languages side by side, what is proposed for it and said of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.refusals import NotFound
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Clause, ClauseProposal
from folkmoot.rooms.outcomes.queries.agreements_text import clause_words
from folkmoot.rooms.outcomes.queries.library import offered_clauses
from folkmoot.rooms.outcomes.queries.negotiating import (
    ClauseView,
    ProposalView,
    negotiation,
    visible_proposals,
)
from folkmoot.rooms.outcomes.terms.agreements import (
    AgreementState,
    Audience,
    ChangeState,
    Origin,
)
from folkmoot.surfaces.desk.agreements.frame import Frame, Refused, frame_of, in_languages, settle
from folkmoot.surfaces.desk.agreements.page import workbench
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.frame import desk_view
from folkmoot.ui.languages import language_name

_MARKS = {
    ChangeState.OPEN: "waiting",
    ChangeState.ACCEPTED: "done",
    ChangeState.REFUSED: "stopped",
    ChangeState.WITHDRAWN: "stopped",
}


@desk_view
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, uid: object) -> HttpResponse:
    """The text with its proposals and remarks. At most 34 queries, however long it is.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    frame = frame_of(request, uid)
    if request.method == "POST":
        return settle(
            request,
            frame,
            "agreement",
            _DEEDS,
            lambda refused, status: _show(request, frame, refused, status),
        )
    return _show(request, frame)


def _show(
    request: HttpRequest, frame: Frame, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    told = negotiation(frame.actor, frame.agreement)
    state = frame.standing.state
    is_draft = state == AgreementState.DRAFT and frame.may_edit
    context = {
        "negotiation": told,
        "clauses": [_clause(frame, one, refused) for one in told.clauses],
        "new_clauses": [_proposal(frame, one) for one in told.new_clauses],
        "decided": [_proposal(frame, one) for one in told.decided],
        "is_draft": is_draft,
        "is_negotiating": state == AgreementState.NEGOTIATING,
        "is_paper": frame.agreement.origin == Origin.PAPER,
        "languages": [(code, language_name(code)) for code in frame.agreement.languages],
        "may_propose": state == AgreementState.NEGOTIATING and bool(frame.speakers),
        "may_say": bool(frame.speakers),
        "library": [(str(one.uid), str(one)) for one in offered_clauses()] if is_draft else [],
    }
    return workbench(request, frame, "agreement", context, refused=refused, status=status)


def _clause(frame: Frame, view: ClauseView, refused: Refused | None) -> dict[str, Any]:
    clause = view.clause
    fill_slot = f"fill:{clause.uid}"
    typed = refused.typed if refused is not None and refused.slot == fill_slot else {}
    words = clause_words(frame.agreement, frame.whole.parties, view.clause)
    return {
        "key": str(clause.uid),
        "uid": clause.uid,
        "number": view.number,
        "kind": capfirst(clause.get_kind_display()),
        "heading": in_languages(frame.agreement, clause.heading),
        "text": in_languages(frame.agreement, Multilingual(words, clause.text.original)),
        "title": shown(clause.heading) or view.number,
        "proposals": [_proposal(frame, one) for one in view.proposals],
        "version": clause.version,
        "variables": [
            {**one, "value": typed.get(f"value_{one['name']}", one.get("value", ""))}
            for one in clause.variables
        ],
        "fill_slot": fill_slot,
        "comments": view.comments,
        "comment_slot": f"comment:clause {clause.uid}",
        "comment_target": f"clause {clause.uid}",
    }


def _proposal(frame: Frame, view: ProposalView) -> dict[str, Any]:
    one = view.proposal
    uid = str(one.uid)
    state = ChangeState(one.state)
    return {
        "view": view,
        "record": one,
        "key": uid,
        "by": shown(one.party.name) if one.party else _("the secretariat"),
        "change": capfirst(one.get_change_display()),
        "is_internal": one.audience == Audience.INTERNAL,
        "languages": [
            {
                "language": text.language,
                "name": language_name(text.language),
                "heading": heading if heading.pieces else None,
                "text": text,
            }
            for heading, text in zip(view.heading, view.text, strict=True)
        ],
        "deciders": [(str(party.uid), shown(party.name)) for party in view.deciders],
        "state": str(state.label),
        "shape": _MARKS[state],
        "decided_by": shown(one.decided_by.name) if one.decided_by else "",
        "accept_slot": f"accept:{uid}",
        "refuse_slot": f"refuse:{uid}",
        "withdraw_slot": f"withdraw:{uid}",
        "comment_slot": f"comment:proposal {uid}",
        "comment_target": f"proposal {uid}",
    }


def _open(request: HttpRequest, frame: Frame) -> str:
    services.open_negotiation(actor=frame.actor, agreement=frame.agreement, at=clock.now())
    return _("The parties negotiate now. The text changes by their proposals.")


def _accept(request: HttpRequest, frame: Frame) -> str:
    services.accept_proposal(
        actor=frame.actor,
        proposal=proposal_of(frame, request.POST.get("target")),
        party=frame.asked_party(request.POST.get("party")),
        expected_version=number_in(request.POST.get("version")),
        at=clock.now(),
    )
    return _("Accepted. The clause reads so now.")


def _refuse(request: HttpRequest, frame: Frame) -> str:
    services.refuse_proposal(
        actor=frame.actor,
        proposal=proposal_of(frame, request.POST.get("target")),
        party=frame.asked_party(request.POST.get("party")),
        reason=request.POST.get("words", ""),
        expected_version=number_in(request.POST.get("version")),
        at=clock.now(),
    )
    return _("Refused. The clause stays as it is.")


def _withdraw(request: HttpRequest, frame: Frame) -> str:
    services.withdraw_proposal(
        actor=frame.actor,
        proposal=proposal_of(frame, request.POST.get("target")),
        reason=request.POST.get("words", ""),
        at=clock.now(),
    )
    return _("The proposal is withdrawn.")


def _comment(request: HttpRequest, frame: Frame) -> str:
    kind, _sign, uid = request.POST.get("target", "").partition(" ")
    about: dict[str, Any] = {}
    if kind == "clause":
        about["clause"] = clause_of(frame, uid)
    elif kind == "proposal":
        about["proposal"] = proposal_of(frame, uid)
    is_internal = request.POST.get("audience") == Audience.INTERNAL
    services.add_comment(
        actor=frame.actor,
        agreement=frame.agreement,
        party=frame.party(request.POST.get("party")),
        body=request.POST.get("words", ""),
        audience=Audience.INTERNAL if is_internal else Audience.SHARED,
        at=clock.now(),
        **about,
    )
    return _("Your side alone reads this.") if is_internal else _("All parties read this.")


def _move(request: HttpRequest, frame: Frame) -> str:
    clause = clause_of(frame, request.POST.get("target"))
    order = list(frame.whole.clauses)
    place = order.index(clause)
    # Up: behind the one before the one before. Down: behind the next one.
    if request.POST.get("way") == "up":
        after = order[place - 2] if place > 1 else None
    else:
        after = order[min(place + 1, len(order) - 1)]
    if after != clause:
        services.move_clause(actor=frame.actor, clause=clause, after=after, at=clock.now())
    return _("The order is changed.")


def _take(request: HttpRequest, frame: Frame) -> str:
    uid = request.POST.get("library", "")
    chosen = next((one for one in offered_clauses() if str(one.uid) == uid), None)
    if chosen is None:
        raise NotFound
    services.use_library_clause(
        actor=frame.actor, agreement=frame.agreement, library_clause=chosen, at=clock.now()
    )
    return _("The clause is added at the end.")


def _fill(request: HttpRequest, frame: Frame) -> str:
    clause = clause_of(frame, request.POST.get("target"))
    variables = [
        {**one, "value": request.POST.get(f"value_{one['name']}", one.get("value", "")).strip()}
        for one in clause.variables
    ]
    services.change_clause(
        actor=frame.actor,
        clause=clause,
        values={"variables": variables},
        expected_version=number_in(request.POST.get("version")),
        at=clock.now(),
    )
    return _("The values stand in the clause.")


_DEEDS = {
    "open": _open,
    "accept": _accept,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "comment": _comment,
    "move": _move,
    "take": _take,
    "fill": _fill,
}


def proposal_of(frame: Frame, uid: object) -> ClauseProposal:
    """A proposal that the actor's side sees. One query.

    Raises:
        NotFound: there is none in this agreement, or it is another side's own.
    """
    rows = visible_proposals(frame.side, frame.agreement)
    found = next((one for one in rows if str(one.uid) == str(uid)), None)
    if found is None:
        raise NotFound
    return found


def clause_of(frame: Frame, uid: object) -> Clause:
    """A clause of the text. No query.

    Raises:
        NotFound: it is none of this agreement.
    """
    found = next((one for one in frame.whole.clauses if str(one.uid) == str(uid)), None)
    if found is None:
        raise NotFound
    return found
