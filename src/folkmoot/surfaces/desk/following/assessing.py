"""Assessments of one commitment, and one of them from the draft to publication."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotFound, Refusal
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Assessment
from folkmoot.rooms.outcomes.queries.assessments import (
    AT_WORK,
    AssessmentRow,
    assessments_of,
    visible_assessment,
)
from folkmoot.rooms.outcomes.terms.commitments import (
    AssessmentState,
    CommitmentState,
    Completion,
    Confidence,
    Phase,
)
from folkmoot.surfaces.desk.deeds import Refused, settle
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.following.forms_reports import AssessmentForm
from folkmoot.surfaces.desk.following.frame import Frame, frame_for, frame_of
from folkmoot.surfaces.desk.following.page import crumbs_of, workbench
from folkmoot.surfaces.desk.following.saying import (
    ASSESSMENT_SHAPES,
    SCORES,
    evidence_line,
    guideline_of,
)
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view

_C, _E = CommitmentState, AssessmentState


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_assessments(request: HttpRequest, uid: object) -> HttpResponse:
    """What assessors found of each body's part. At most 28 queries.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    frame = frame_of(request, uid)
    if request.method == "POST":
        return settle(
            request,
            frame,
            {"begin": _begin},
            lambda refused, status: _show_all(request, frame, refused, status),
            frame.url("commitment_assessments"),
        )
    return _show_all(request, frame)


def _show_all(
    request: HttpRequest, frame: Frame, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    rows = [_assessment(frame, one) for one in assessments_of(frame.commitment, frame.actor)]
    is_assessed = frame.state not in (_C.PROPOSED, _C.DISPUTED)
    may_begin = frame.may_assess and is_assessed
    context = {
        "rows": rows,
        "may_begin": may_begin and frame.commitment.guideline_frozen_at is not None,
        "lacks_guideline": may_begin and frame.commitment.guideline_frozen_at is None,
        "bodies": [(str(one.uid), str(one)) for one in frame.answering],
        "phases": [(one.value, capfirst(str(one.label))) for one in Phase],
        "guideline": [
            (_GUIDELINE[name], words) for name, words in guideline_of(frame.commitment.guideline)
        ],
    }
    page = "commitment_assessments"
    return workbench(request, frame, page, context, refused=refused, status=status)


_GUIDELINE = {"done": "+1", "partly": "0", "not_done": "−1"}


def _begin(request: HttpRequest, frame: Frame) -> str:
    phase = request.POST.get("phase", "")
    services.draft_assessment(
        actor=frame.actor,
        responsibility=frame.body(request.POST.get("body")),
        values={"phase": Phase(phase) if phase in Phase.values else Phase.FINAL},
        at=clock.now(),
    )
    return _("The draft is begun. Open it to write.")


def _assessment(frame: Frame, row: AssessmentRow) -> dict[str, Any]:
    one = row.assessment
    state = _E(one.state)
    return {
        "record": one,
        "url": reverse("desk:assessment", args=[one.uid]),
        "body": str(one.responsibility),
        "phase": capfirst(str(Phase(one.phase).label)),
        "state": capfirst(str(state.label)),
        "shape": ASSESSMENT_SHAPES[state],
        "score": SCORES[one.score],
        "completion": capfirst(str(Completion(one.completion).label)) if one.completion else "",
        "confidence": capfirst(str(Confidence(one.confidence).label)) if one.confidence else "",
        "quality": capfirst(str(row.quality.label)),
        "points": one.evidence_points,
        "evidence": [evidence_line(item) for item in row.evidence],
        "is_at_work": state in AT_WORK,
        "is_mine": one.assessor_key == frame.actor.key,
    }


@desk_view
@require_http_methods(["GET", "POST"])
def assessment(request: HttpRequest, uid: object) -> HttpResponse:
    """One assessment: written, looked at by another, sent to the party. At most 30 queries.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    row = visible_assessment(actor_of(request), str(uid))
    frame = frame_for(actor_of(request), row.assessment.commitment)
    back = reverse("desk:assessment", args=[row.assessment.uid])
    if request.method != "POST":
        return _show(request, frame, row)
    if request.POST.get("do") == "save":
        return _save(request, frame, row, back)
    deeds = {name: _about(row.assessment, act) for name, act in _DEEDS.items()}
    if request.POST.get("do") in ("discard", "supersede"):
        back = frame.url("commitment_assessments")
    return settle(
        request,
        frame,
        deeds,
        lambda refused, status: _show(request, frame, row, refused=refused, status=status),
        back,
    )


def _show(
    request: HttpRequest,
    frame: Frame,
    row: AssessmentRow,
    *,
    form: AssessmentForm | None = None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    one = row.assessment
    state = _E(one.state)
    is_mine = one.assessor_key == frame.actor.key
    is_writing = state is _E.DRAFT and is_mine and frame.may_assess
    title = _("Assessment of %(body)s") % {"body": one.responsibility}
    context = {
        "frame": frame,
        "commitment": frame.commitment,
        "quote": frame.whole.quote,
        "guideline": [(_GUIDELINE[name], words) for name, words in guideline_of(frame.commitment.guideline)],
        "title": title,
        "row": _assessment(frame, row),
        "assessment": one,
        "form": form or (AssessmentForm(None, assessment=one) if is_writing else None),
        "may_discard": is_writing and one.sent_at is None,
        "may_agree": state is _E.SECOND and frame.may_assess and not is_mine,
        "waits_for_second": state is _E.SECOND and is_mine,
        "may_reply": state is _E.REPLY and frame.may_edit and one.replied_at is None
        and frame.actor.key not in (one.assessor_key, one.second_key),
        "may_publish": state is _E.REPLY and frame.may_assess,
        "may_supersede": state is _E.PUBLISHED and frame.may_assess,
        "refused": refused,
        "language": _language(),
    }  # fmt: skip
    crumbs = crumbs_of(frame, title)
    return desk_page(
        request, "desk/following/assessment.html", context, crumbs=crumbs, status=status
    )


def _save(request: HttpRequest, frame: Frame, row: AssessmentRow, back: str) -> HttpResponse:
    """Store the draft as it is typed, and hand it on when asked to."""
    one = row.assessment
    form = AssessmentForm(request.POST, assessment=one)
    if not form.is_valid():
        return _show(request, frame, row, form=form, status=422)
    at = clock.now()
    try:
        kept = services.change_assessment(
            actor=frame.actor,
            assessment=one,
            values=form.values(),
            expected_version=number_in(request.POST.get("version")),
            at=at,
        )
        if request.POST.get("then") == "second":
            services.send_to_second(actor=frame.actor, assessment=kept, at=at)
    except (NotAllowed, NotFound):
        raise
    except Invalid as fault:
        put_errors(form, dict(fault.errors))
        return _show(request, frame, _again(frame, row), form=form, status=422)
    except ChangedMeanwhile as fault:
        form.add_error(None, str(fault))
        return _show(request, frame, _again(frame, row), form=form, status=fault.status)
    except Refusal as fault:
        form.add_error(None, str(fault))
        return _show(request, frame, row, form=form, status=fault.status)
    if request.POST.get("then") == "second":
        messages.success(request, _("Handed to the second assessor."))
    else:
        messages.success(request, _("The draft is kept."))
    return redirect(back)


def _again(frame: Frame, row: AssessmentRow) -> AssessmentRow:
    """The row as it is stored now, so that sending once more goes on from there."""
    return visible_assessment(frame.actor, str(row.assessment.uid))


def _about(one: Assessment, act: Any) -> Any:
    return lambda request, frame: act(request, frame, one)


def _agree(_request: HttpRequest, frame: Frame, one: Assessment) -> str:
    services.send_for_reply(actor=frame.actor, assessment=one, at=clock.now())
    return _("Agreed. The party may reply for a fortnight.")


def _send_back(request: HttpRequest, frame: Frame, one: Assessment) -> str:
    services.return_to_first(
        actor=frame.actor, assessment=one, reason=request.POST.get("words", ""), at=clock.now()
    )
    return _("Back with the first assessor, with your reason.")


def _reply(request: HttpRequest, frame: Frame, one: Assessment) -> str:
    language = _language()
    words = request.POST.get("words", "").strip()[:5000]
    services.reply_to_assessment(
        actor=frame.actor,
        assessment=one,
        reply=Multilingual({language: words} if words else {}, language),
        at=clock.now(),
    )
    return _("The reply of the party is on record.")


def _take_back(request: HttpRequest, frame: Frame, one: Assessment) -> str:
    services.take_back_assessment(
        actor=frame.actor, assessment=one, reason=request.POST.get("words", ""), at=clock.now()
    )
    return _("It is a draft again. The party is asked anew before publication.")


def _publish(_request: HttpRequest, frame: Frame, one: Assessment) -> str:
    services.publish_assessment(actor=frame.actor, assessment=one, at=clock.now())
    return _("Published. From now on it can only be superseded.")


def _supersede(_request: HttpRequest, frame: Frame, one: Assessment) -> str:
    services.supersede_assessment(actor=frame.actor, assessment=one, at=clock.now())
    return _("A new draft is begun. This one holds until the new one is published.")


def _discard(_request: HttpRequest, frame: Frame, one: Assessment) -> str:
    services.discard_assessment(actor=frame.actor, assessment=one, at=clock.now())
    return _("The draft is thrown away.")


_DEEDS = {
    "agree": _agree,
    "send_back": _send_back,
    "reply": _reply,
    "take_back": _take_back,
    "publish": _publish,
    "supersede": _supersede,
    "discard": _discard,
}


def _language() -> str:
    return (get_language() or "en")[:2]
