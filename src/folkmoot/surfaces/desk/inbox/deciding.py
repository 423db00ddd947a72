"""Decisions on proposals, as pages and for the script: one code path for both."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.intake import NEW
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid, NotFound, Refusal
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Decision, Proposal
from folkmoot.rooms.evidence.queries.inbox import proposals_of
from folkmoot.rooms.evidence.queries.review import source_for_review
from folkmoot.rooms.evidence.services import accept, accept_many, merge, refuse, undo_decision
from folkmoot.rooms.evidence.terms import ProposalChanged, ProposalDecided, ProposedKind
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.frame import actor_of, desk_view
from folkmoot.surfaces.desk.inbox.cards import cards_of, key_of
from folkmoot.surfaces.desk.inbox.reading import changed_cards

_FIELD = "field-"
_SENTENCES_AT_MOST = 5


@desk_view
@require_POST
def decide_one(request: HttpRequest, uid: str) -> HttpResponse:
    """Accept, accept as edited, refuse or merge one proposal.

    Raises:
        NotAllowed: the actor may not review, or may not write the record.
        NotFound: there is no such proposal.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_REVIEW)
    verbs: Mapping[str, Callable[[HttpRequest, Actor, Proposal], Decision]] = {
        "accept": _accept,
        "edit": _accept,
        "refuse": _refuse,
        "merge": _merge,
    }
    verb = verbs.get(request.POST.get("do", ""))
    if verb is None:
        raise NotFound
    return _carried_out(request, _proposal(uid), verb)


@desk_view
@require_POST
def undo_one(request: HttpRequest, uid: str) -> HttpResponse:
    """Take the last decision on a proposal back; it waits again.

    Raises:
        NotAllowed: the actor may not review.
        NotFound: there is no such proposal.
    """
    require(actor_of(request), Permission.EVIDENCE_REVIEW)
    return _carried_out(request, _proposal(uid), _undo)


@desk_view
@require_POST
def accept_all(request: HttpRequest, uid: str) -> HttpResponse:
    """Accept the waiting proposals of a kind from a confidence on, and say which were left.

    Raises:
        NotAllowed: the actor may not review.
        NotFound: there is no such source.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_REVIEW)
    source = source_for_review(uid, actor=actor).source
    kind = request.POST.get("kind", "")
    percent = number_in(request.POST.get("confidence"))
    if kind not in ProposedKind.values or percent is None:
        raise NotFound
    done = accept_many(
        actor=actor, kind=kind, min_confidence=percent / 100, at=clock.now(), source=source
    )
    said = ngettext("%(count)s proposal accepted.", "%(count)s proposals accepted.", done.accepted)
    messages.success(request, said % {"count": done.accepted})
    titles = {one.uid: one.title for one in cards_of(proposals_of(source, actor))}
    for left in done.left[:_SENTENCES_AT_MOST]:
        told = {"title": titles.get(left.uid, ""), "reason": left.sentence}
        messages.warning(request, _("Left for you: %(title)s. %(reason)s") % told)
    if len(done.left) > _SENTENCES_AT_MOST:
        more = len(done.left) - _SENTENCES_AT_MOST
        text = ngettext("%(count)s more was left.", "%(count)s more were left.", more)
        messages.warning(request, text % {"count": more})
    return redirect("desk:inbox_source", source.uid)


def _carried_out(
    request: HttpRequest,
    proposal: Proposal,
    verb: Callable[[HttpRequest, Actor, Proposal], Decision],
) -> HttpResponse:
    """Do it, and answer with the changed cards or by going back to the page.

    A refusal is shown on the card itself, with what the reviewer typed kept in the browser.
    """
    actor = actor_of(request)
    is_script = "application/json" in request.headers.get("Accept", "")
    try:
        decision = verb(request, actor, proposal)
    except Refusal as refusal:
        sentence = _sentence(refusal)
        if is_script:
            told = _told(request, proposal, actor, refusal, sentence)
            return JsonResponse(told, status=refusal.status)
        messages.error(request, sentence)
        return _back(proposal)
    if is_script:
        uids = frozenset({str(proposal.uid), request.POST.get("into", "")})
        told = changed_cards(request, proposal.source, actor, uids)
        told |= {"say": _said(decision), "undo": key_of(str(proposal.uid))}
        return JsonResponse(told)
    messages.success(request, _said(decision))
    return _back(proposal)


def _told(
    request: HttpRequest, proposal: Proposal, actor: Actor, refusal: Refusal, sentence: str
) -> dict[str, Any]:
    """A refusal for the script. Only what is decided by now is drawn anew: typed words stay."""
    told: dict[str, Any] = {"say": sentence, "cards": {}}
    if isinstance(refusal, ProposalDecided | ProposalChanged):
        uids = frozenset({str(proposal.uid)})
        told |= changed_cards(request, proposal.source, actor, uids, conflict=sentence)
    return told


def _accept(request: HttpRequest, actor: Actor, proposal: Proposal) -> Decision:
    asked = request.POST
    chosen = asked.get("link")
    return accept(
        actor=actor,
        proposal=proposal,
        at=clock.now(),
        values=_edited_values(request, proposal),
        link=_ref(chosen) if chosen else (NEW if chosen == "" else None),
        about=_ref(asked.get("about", "")),
        expected_version=number_in(asked.get("version")),
    )


def _refuse(request: HttpRequest, actor: Actor, proposal: Proposal) -> Decision:
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "").strip()
    return refuse(
        actor=actor,
        proposal=proposal,
        at=clock.now(),
        reason=f"{reason}: {note}" if note else reason,
        expected_version=number_in(request.POST.get("version")),
    )


def _merge(request: HttpRequest, actor: Actor, proposal: Proposal) -> Decision:
    return merge(
        actor=actor,
        proposal=proposal,
        into=_proposal(request.POST.get("into", "")),
        at=clock.now(),
        expected_version=number_in(request.POST.get("version")),
    )


def _undo(_request: HttpRequest, actor: Actor, proposal: Proposal) -> Decision:
    return undo_decision(actor=actor, proposal=proposal, at=clock.now())


def _edited_values(request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
    """The fields whose input differs from what was proposed; an emptied one is left out."""
    values: dict[str, Any] = {}
    for name, told in proposal.fields.items():
        written = request.POST.get(_FIELD + name)
        if written is None:
            continue
        before = told["value"]
        value = _typed(written, before)
        if _plain(value) == _plain(before):
            continue
        if isinstance(value, list) and value:
            values[name] = {"value": value, "spans": _kept_spans(value, before, told["spans"])}
        else:
            values[name] = None if value in ("", []) else value
    return values


def _plain(value: Any) -> Any:
    """For comparing: inputs of one line swallow line ends, and browsers rewrite them."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return " ".join(value.split()) if isinstance(value, str) else value


def _kept_spans(items: list[str], before: list[Any], spans: list[Any]) -> list[Any]:
    """The spans of the items that stayed, also of those reworded in their place."""
    kept = []
    for at, item in enumerate(items):
        old = before.index(item) if item in before else at if len(items) == len(before) else -1
        if 0 <= old < len(spans):
            kept.append(spans[old])
    return kept


def _typed(written: str, before: Any) -> Any:
    """What was typed in the form of what was proposed; a list keeps the spans of its items."""
    text = written.replace("\r\n", "\n").strip()
    if isinstance(before, list):
        return [line.strip() for line in text.split("\n") if line.strip()]
    if isinstance(before, int | float) and not isinstance(before, bool):
        try:
            number = float(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    return text


def _ref(written: str | None) -> RecordRef | None:
    """The record that a choice of the form names.

    Raises:
        NotFound: it names none.
    """
    if not written:
        return None
    kind, _separator, uid = written.partition(":")
    try:
        return RecordRef(kind, str(UUID(uid)))
    except ValueError as fault:
        raise NotFound from fault


def _proposal(uid: str) -> Proposal:
    try:
        found = Proposal.objects.select_related("source").filter(uid=uid).first()
    except ValidationError:  # no identity at all
        found = None
    if found is None:
        raise NotFound
    return found


def _said(decision: Decision) -> str:
    return {
        "accepted": _("Accepted."),
        "edited": _("Accepted with your changes."),
        "refused": _("Refused."),
        "merged": _("Merged."),
        "undone": _("Taken back. It waits again."),
    }[decision.verdict]


def _sentence(refusal: Refusal) -> str:
    if isinstance(refusal, Invalid):
        return " ".join(sentence for found in refusal.errors.values() for sentence in found)
    return str(refusal)


def _back(proposal: Proposal) -> HttpResponse:
    address = reverse("desk:inbox_source", args=[proposal.source.uid])
    return redirect(f"{address}#{key_of(str(proposal.uid))}")
