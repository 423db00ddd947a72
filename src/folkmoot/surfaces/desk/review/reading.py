"""One source as a reviewer works on it, and taking a citation back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Citation
from folkmoot.rooms.evidence.queries.copies import copies_of
from folkmoot.rooms.evidence.queries.review import source_for_review
from folkmoot.rooms.evidence.services import remove_citation
from folkmoot.rooms.evidence.terms import Visibility
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved
from folkmoot.surfaces.desk.review.page import noted_in, shown_blocks
from folkmoot.surfaces.desk.review.waiting import proposed_by
from folkmoot.surfaces.desk.views.privacy import way_to_forget
from folkmoot.ui.navigation import Crumb


@desk_view
@require_safe
def source_review(request: HttpRequest, uid: str) -> HttpResponse:
    """The text in blocks and what it supports. Fifteen queries at most, however much that is.

    Raises:
        NotAllowed: the actor may not read sources at the desk.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_READ)
    review = source_for_review(uid, actor=actor)
    noted = noted_in(review, actor=actor)
    blocks = shown_blocks(review, noted)
    context = {
        "source": review.source,
        "warnings": review.warnings,
        "copies": copies_of(review.source, actor=actor),
        "proposed": proposed_by([review.source.uid], actor=actor).get(str(review.source.uid)),
        "blocks": blocks,
        "has_furniture": any(block.is_furniture for block in blocks),
        "noted": noted,
        "is_public": review.source.visibility == Visibility.PUBLIC,
        "may_review": decide(actor, Permission.EVIDENCE_REVIEW).is_allowed,
        "may_ingest": decide(actor, Permission.EVIDENCE_INGEST).is_allowed,
        "title": review.source.title,
        "forget": way_to_forget(actor, review.source),
    }
    crumbs = (Crumb(_("Sources"), reverse("desk:sources")), Crumb(review.source.title))
    return desk_page(request, "desk/review/source.html", context, crumbs=crumbs)


@desk_view
@require_POST
def uncite(request: HttpRequest, uid: str) -> HttpResponse:
    """Take one citation back and return to the source.

    Raises:
        NotAllowed: the actor may not review.
        NotFound: it was taken back already.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_REVIEW)
    citation = Citation.objects.select_related("passage__source").filter(uid=uid).first()
    if citation is None:
        raise NotFound
    passage, ref = citation.passage, citation.ref
    remove_citation(actor=actor, citation=citation, at=clock.now())
    say_saved(request, _("The citation is taken back."), ref)
    address = reverse("desk:source_review", args=[passage.source.uid])
    return redirect(f"{address}#p-{passage.start}-{passage.end}")
