"""What an agreement does to earlier ones: shown, found, named and taken back."""

from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.kernel.search import find_by_name, search
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Agreement, AgreementLink
from folkmoot.rooms.outcomes.queries.agreements import visible_agreement, visible_agreements
from folkmoot.rooms.outcomes.terms.agreements import Relation
from folkmoot.surfaces.desk.agreements.frame import Deed, Frame

FOUND_AT_MOST = 12
_LOOKED_THROUGH = 60


def context_of(request: HttpRequest, frame: Frame) -> dict[str, Any]:
    """Relations to other agreements, and those found to choose from. At most five queries."""
    words = request.GET.get("earlier", "").strip() if frame.may_edit else ""
    links = (*frame.whole.earlier, *frame.whole.later)
    known = _known(frame, links)
    return {
        "earlier": [
            (one, capfirst(one.get_relation_display()))
            for one in frame.whole.earlier
            if one.earlier_id in known
        ],
        "later": [
            (one, capfirst(one.get_relation_display()))
            for one in frame.whole.later
            if one.agreement_id in known
        ],
        "asked": words,
        "found": _found(frame, words) if words else [],
        "relations": [(value, capfirst(str(said))) for value, said in Relation.choices],
    }


def _known(frame: Frame, links: tuple[AgreementLink, ...]) -> set[int]:
    """Of the agreements at the other end, those that the actor may know of. One query."""
    ends = {one.earlier_id for one in links} | {one.agreement_id for one in links}
    if not links:
        return set()
    return set(visible_agreements(frame.actor).filter(pk__in=ends).values_list("pk", flat=True))


def _found(frame: Frame, words: str) -> list[Agreement]:
    """Agreements by their words, best first, that the actor may see. Four queries."""
    hits, _count = search(
        words, filters={"kind": "outcomes.agreement"}, public_only=False, limit=_LOOKED_THROUGH
    )
    if not hits:
        hits = find_by_name("outcomes.agreement", words, limit=_LOOKED_THROUGH)
    order = [hit.ref.uid for hit in hits]
    rows = visible_agreements(frame.actor).filter(uid__in=order).exclude(pk=frame.agreement.pk)
    present = {str(one.uid): one for one in rows}
    return [present[uid] for uid in order if uid in present][:FOUND_AT_MOST]


def _link(request: HttpRequest, frame: Frame) -> str:
    if not request.POST.get("earlier"):
        raise Invalid({"earlier": [_("Choose one of the agreements found.")]})
    if request.POST.get("relation") not in Relation.values:
        raise Invalid({"relation": [_("Say what this agreement does to it.")]})
    earlier = visible_agreement(frame.actor, request.POST["earlier"])
    services.create_agreement_link(
        actor=frame.actor,
        values={
            "agreement": frame.agreement,
            "earlier": earlier,
            "relation": request.POST["relation"],
        },
        at=clock.now(),
    )
    return _("“%(title)s” is named as an earlier agreement.") % {"title": earlier}


def _unlink(request: HttpRequest, frame: Frame) -> str:
    asked = request.POST.get("target")
    found = next((one for one in frame.whole.earlier if str(one.uid) == asked), None)
    if found is None:
        raise NotFound
    services.remove_agreement_link(actor=frame.actor, agreement_link=found, at=clock.now())
    return _("The agreement is no longer named here.")


DEEDS: dict[str, Deed] = {"link": _link, "unlink": _unlink}
"""What the page of the parties does about earlier agreements."""
