"""One source of the inbox: its text, and beside it what it proposes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import ProposalRun, Source
from folkmoot.rooms.evidence.queries.copies import copies_of
from folkmoot.rooms.evidence.queries.inbox import ShownProposal, next_waiting, proposals_of
from folkmoot.rooms.evidence.queries.inbox_changes import decided_since, run_of
from folkmoot.rooms.evidence.queries.review import source_for_review
from folkmoot.rooms.evidence.terms import ProposedKind, RunState
from folkmoot.surfaces.desk.finding import visible_rows
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.inbox.cards import REFUSE_REASONS, Card, cards_of, key_of
from folkmoot.surfaces.desk.inbox.text import blocks_of
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.ui.navigation import Crumb, NavItem

_EDITIONS_AT_MOST = 60
_SURE = (95, 90, 80, 70, 50)
_SHOWN_AT_MOST = 400


@desk_view
@require_safe
def inbox_source(request: HttpRequest, uid: str) -> HttpResponse:
    """The text and the proposals of a source. At most 35 queries, however many those are.

    Raises:
        NotAllowed: the actor may not review.
        NotFound: there is no such source.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_REVIEW)
    review = source_for_review(uid, actor=actor)
    every = proposals_of(review.source, actor)
    kind = request.GET.get("kind", "")
    listed = [one for one in every if kind in ("", one.kind)]
    waiting = _waiting_kinds(every)
    context = {
        "source": review.source,
        "title": review.source.title,
        "blocks": blocks_of(review, {key_of(one.uid): one for one in listed}),
        "proposals": cards_of(
            listed[:_SHOWN_AT_MOST], text=review.text, editions=editions_of(actor)
        ),
        "left_out": max(0, len(listed) - _SHOWN_AT_MOST),
        "tally": tally_of(every),
        "kind": kind,
        "kinds": _tabs(every, kind, request.path),
        "many_kinds": [(one, str(ProposedKind(one).label)) for one in waiting],
        "many_sure": _SURE,
        "refuse_reasons": REFUSE_REASONS,
        "may_review": True,
        "may_propose": decide(actor, Permission.EVIDENCE_INGEST).is_allowed,
        "next_url": _next_url(actor, every, review.source),
        "news_url": f"{reverse('desk:inbox_news', args=[uid])}?kind={kind}",
        "since": clock.now().isoformat(),
        "copies": [
            {
                "title": copy.source.title,
                "url": reverse("desk:inbox_source", args=[copy.source.uid]),
            }
            for copy in copies_of(review.source, actor=actor)
        ],
        **run_notice(run_of(review.source)),
    }
    crumbs = (Crumb(_("Inbox"), reverse("desk:inbox")), Crumb(review.source.title))
    return desk_page(request, "desk/inbox/source.html", context, crumbs=crumbs)


@desk_view
@require_safe
def news(request: HttpRequest, uid: str) -> HttpResponse:
    """What was decided since a moment, as JSON with cards. Three queries while nothing was.

    Raises:
        NotAllowed: the actor may not review.
        NotFound: there is no such source.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_REVIEW)
    source = Source.objects.filter(policies.readable(actor), uid=uid).defer("text").first()
    if source is None:
        raise NotFound
    now = clock.now()
    changed = decided_since(source, _moment(request.GET.get("since", ""), now))
    told: dict[str, Any] = {"since": now.isoformat(), "cards": {}}
    if changed:
        told |= changed_cards(request, source, actor, changed)
    return JsonResponse(told)


def changed_cards(
    request: HttpRequest, source: Source, actor: Actor, uids: frozenset[str], conflict: str = ""
) -> dict[str, Any]:
    """The cards of some proposals and the tally, as HTML for the script."""
    every = proposals_of(source, actor)
    cards = cards_of(every, text=source.text, editions=editions_of(actor))
    return {
        "cards": {one.key: card_html(request, one, conflict) for one in cards if one.uid in uids},
        "tally": render_to_string("desk/inbox/tally.html", {"tally": tally_of(every)}, request),
        "counts": _counts(every),
    }


def card_html(request: HttpRequest, card: Card, conflict: str = "") -> str:
    """One card, with what another reviewer did if that got in the way."""
    context = {
        "one": card,
        "may_review": True,
        "refuse_reasons": REFUSE_REASONS,
        "conflict": conflict,
    }
    return render_to_string("desk/inbox/card.html", context, request)


def editions_of(actor: Actor) -> list[tuple[RecordRef, str]]:
    """Editions that a proposal may belong to, the latest first. Two queries."""
    kind = KINDS["programme.edition"]
    if not kind.is_readable(actor):
        return []
    rows = visible_rows(kind, actor).order_by("-id")[:_EDITIONS_AT_MOST]
    return [(row.ref, str(row)) for row in rows]


def tally_of(proposals: Sequence[ShownProposal]) -> dict[str, int]:
    """How many wait and how many are decided."""
    waiting = sum(one.is_waiting for one in proposals)
    return {"waiting": waiting, "decided": len(proposals) - waiting}


def run_notice(run: ProposalRun | None) -> dict[str, Any]:
    """What to say of proposing itself, where it is not simply done."""
    if run is None:
        return {
            "state_notice": _("Nobody has asked for proposals from this source yet."),
            "state_kind": "info",
        }
    if run.state in (RunState.WAITING, RunState.RUNNING):
        return {
            "state_notice": _("The document is being read. Proposals appear here when it is done."),
            "state_kind": "info",
            "is_reading": True,
        }
    if run.state == RunState.FAILED:
        sentence = _("Nothing could be proposed: %(error)s") % {"error": run.error}
        return {"state_notice": sentence, "state_kind": "warning"}
    return {}


def _waiting_kinds(proposals: Sequence[ShownProposal]) -> list[str]:
    return list(dict.fromkeys(one.kind for one in proposals if one.is_waiting))


def _tabs(proposals: Sequence[ShownProposal], chosen: str, path: str) -> list[NavItem]:
    """All kinds, and each with how many of it wait."""
    counts = _counts(proposals)
    if len(counts) < 3:
        return []
    tabs = [NavItem(_("All"), path, not chosen, count=counts.pop(""))]
    for kind, count in counts.items():
        label = capfirst(str(ProposedKind(kind).label))
        tabs.append(NavItem(label, f"{path}?kind={kind}", kind == chosen, count=count))
    return tabs


def _counts(proposals: Sequence[ShownProposal]) -> dict[str, int]:
    """How many wait of each kind that is proposed, and of all under the empty name."""
    counts: dict[str, int] = dict.fromkeys(("", *(one.kind for one in proposals)), 0)
    for one in proposals:
        counts[one.kind] += one.is_waiting
        counts[""] += one.is_waiting
    return counts


def _next_url(actor: Actor, proposals: Sequence[ShownProposal], source: Source) -> str:
    """The next source in which something waits."""
    following = next_waiting(actor, proposals[-1].uid if proposals else "")
    if following is None or following.source_uid == str(source.uid):
        return ""
    return reverse("desk:inbox_source", args=[following.source_uid])


def _moment(written: str, otherwise: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(written.replace(" ", "+"))
    except ValueError:
        return otherwise
    return moment if moment.tzinfo else otherwise
