"""A party reads what assessors found of its part, and replies in its own words, once."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.outcomes.models import Assessment
from folkmoot.rooms.outcomes.services.assessments_states import reply_to_assessment
from folkmoot.rooms.outcomes.services.reports_links import ReplyAccess, come_to_reply
from folkmoot.surfaces.portal.forms import ReplyForm
from folkmoot.surfaces.portal.frame import file_answer, link_view, plain_page
from folkmoot.ui.dates import say_day


@link_view(come_to_reply)
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, access: ReplyAccess) -> HttpResponse:
    """Read an assessment and reply to it. At most six queries to read.

    Raises:
        AssessmentFixed: somebody replied meanwhile.
    """
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        language = get_language() or "en"
        reply_to_assessment(
            actor=access.actor,
            assessment=access.assessment,
            reply=Multilingual({language: form.cleaned_data["reply"]}, language),
            at=clock.now(),
        )
        return redirect("portal:reply_done")
    assessment = access.assessment
    context = {
        "access": access,
        "form": form,
        "assessment": assessment,
        "commitment": assessment.commitment,
        "score": score_words(assessment.score),
        "completion": capfirst(assessment.get_completion_display()),
        "confidence": capfirst(assessment.get_confidence_display()),
        "until": say_day(assessment.reply_until) if assessment.reply_until else "",
        "guideline": _guideline(assessment),
        "evidence": list(assessment.evidence.select_related("file").order_by("id")),
    }
    return render(request, "portal/reply.html", context, status=422 if form.errors else 200)


@link_view(come_to_reply)
@require_safe
def reply_evidence(request: HttpRequest, access: ReplyAccess, uid: UUID) -> HttpResponseBase:
    """A piece of evidence on which the assessment rests. Four queries.

    Raises:
        NotFound: it does not rest upon that.
    """
    item = access.assessment.evidence.select_related("file").filter(uid=uid).first()
    if item is None:
        raise NotFound
    return file_answer(item.file)


@plain_page
@require_safe
def reply_done(request: HttpRequest) -> HttpResponse:
    """The clear finish. No query."""
    return render(request, "portal/reply_done.html")


def score_words(score: int | None) -> str:
    """A score as people write it."""
    return "" if score is None else f"{score:+d}".replace("-", "−").replace("+0", "0")


def _guideline(assessment: Assessment) -> Multilingual | None:
    """What the guideline says of the score that was given."""
    names = {1: "done", 0: "partly", -1: "not_done"}
    if assessment.score is None:
        return None
    told = assessment.commitment.guideline.get(names[assessment.score])
    return Multilingual.from_plain(told) if told else None
