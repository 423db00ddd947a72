"""What waits for people who follow up: reports to check, assessments at work."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.accounts.policies import granted_scopes
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.queries.assessments import assessments_at_work
from folkmoot.rooms.outcomes.queries.reports import QueuedReport, verification_queue
from folkmoot.rooms.outcomes.terms.commitments import AssessmentState, Phase, ReportState
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.following.saying import (
    ASSESSMENT_SHAPES,
    REPORT_SHAPES,
    points_line,
    said_progress,
)
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.ui.navigation import Crumb

PAGE_LENGTH = 50


@desk_view
@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """Reports that the actor may check, best evidenced first. Seven queries.

    Raises:
        NotAllowed: the actor checks reports nowhere.
    """
    actor = actor_of(request)
    if not granted_scopes(actor, Permission.OUTCOMES_VERIFY):
        raise NotAllowed(permission=Permission.OUTCOMES_VERIFY)
    queue = verification_queue(actor)
    page = Paginator(queue, PAGE_LENGTH).get_page(number_in(request.GET.get("page")) or 1)
    context = {"page": page, "lines": [_queued(one) for one in page.object_list]}
    return desk_page(
        request,
        "desk/following/verification.html",
        context,
        crumbs=(Crumb(_("Reports to check")),),
    )


def _queued(one: QueuedReport) -> dict[str, Any]:
    report = one.report
    state = ReportState(report.state)
    return {
        "report": report,
        "commitment": report.commitment,
        "body": str(report.responsibility),
        "progress": said_progress(report.progress),
        "points": one.points.total,
        "quality": capfirst(str(one.points.quality.label)),
        "gave": points_line(one.points),
        "is_late": one.is_late,
        "is_own": one.is_own,
        "state": capfirst(str(state.label)),
        "shape": REPORT_SHAPES[state],
        "may_take_up": state is ReportState.SUBMITTED and not one.is_own,
    }


@desk_view
@require_safe
def assessments(request: HttpRequest) -> HttpResponse:
    """What is being assessed where the actor may assess. Five queries.

    Raises:
        NotAllowed: the actor assesses nowhere.
    """
    actor = actor_of(request)
    if not granted_scopes(actor, Permission.OUTCOMES_ASSESS):
        raise NotAllowed(permission=Permission.OUTCOMES_ASSESS)
    rows = assessments_at_work(actor)
    page = Paginator(rows, PAGE_LENGTH).get_page(number_in(request.GET.get("page")) or 1)
    context = {
        "page": page,
        "lines": [
            {
                "record": one,
                "commitment": one.commitment,
                "body": str(one.responsibility),
                "phase": capfirst(str(Phase(one.phase).label)),
                "state": capfirst(str(AssessmentState(one.state).label)),
                "shape": ASSESSMENT_SHAPES[AssessmentState(one.state)],
                "is_mine": one.assessor_key == actor.key,
            }
            for one in page.object_list
        ],
    }
    return desk_page(
        request,
        "desk/following/assessments.html",
        context,
        crumbs=(Crumb(_("Assessments")),),
    )
