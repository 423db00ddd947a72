"""Reports on one commitment with their evidence: checked here, or typed for an office."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kernel import clock, files
from folkmoot.kernel.refusals import NotFound
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import EvidenceItem, ProgressReport
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.reports import ReportRow, evidence_points, reports_of
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.terms.commitments import CommitmentState, ReportState
from folkmoot.surfaces.desk.deeds import FormPage, Refused, form_page, settle
from folkmoot.surfaces.desk.following.forms_reports import EvidenceForm, OfficeReportForm
from folkmoot.surfaces.desk.following.frame import Frame, frame_of
from folkmoot.surfaces.desk.following.page import crumbs_of, workbench
from folkmoot.surfaces.desk.following.saying import (
    REPORT_SHAPES,
    body_name,
    evidence_line,
    points_line,
    said_progress,
)
from folkmoot.surfaces.desk.frame import desk_view

_C, _R = CommitmentState, ReportState
_OPEN_REPORTS = (_R.DRAFT, _R.RETURNED)


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_reports(request: HttpRequest, uid: object) -> HttpResponse:
    """What offices reported, with the evidence and who checked it. At most 26 queries.

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
            frame.url("commitment_reports"),
        )
    return _show(request, frame)


def _show(
    request: HttpRequest, frame: Frame, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    points = evidence_points(frame.commitment, frame.whole.evidence)
    is_followed = frame.state in (_C.CONFIRMED, _C.ACTIVE, _C.CLAIMED)
    context = {
        "reports": [_report(frame, one) for one in reports_of(frame.commitment, frame.actor)],
        "evidence": [evidence_line(one) for one in frame.whole.evidence if one.report_id is None],
        "points": points,
        "quality": capfirst(str(points.quality.label)),
        "gave": points_line(points),
        "may_report": frame.may_edit and is_followed,
        "may_add": (frame.may_edit or frame.may_verify or frame.may_assess)
        and frame.state is not _C.CLOSED,
        "bodies": [(str(one.uid), body_name(one)) for one in frame.answering],
    }
    return workbench(request, frame, "commitment_reports", context, refused=refused, status=status)


def _report(frame: Frame, row: ReportRow) -> dict[str, Any]:
    one = row.report
    state, uid = _R(one.state), str(one.uid)
    is_checking = frame.may_verify and frame.state is not _C.CLOSED
    return {
        "record": one,
        "key": uid,
        "body": str(one.responsibility),
        "progress": said_progress(one.progress),
        "state": capfirst(str(state.label)),
        "shape": REPORT_SHAPES[state],
        "is_late": row.is_late,
        "evidence": [evidence_line(item) for item in row.evidence],
        "words": [
            (_("What was done"), one.narrative),
            (_("What comes next"), one.next_step),
            (_("Obstacles"), one.obstacles),
            (_("Help wanted"), one.help_wanted),
        ],
        "may_take_up": is_checking and state is _R.SUBMITTED,
        "may_decide": is_checking and state is _R.VERIFYING,
        "may_reopen": is_checking and state is _R.FINALISED and one.verifier_key == frame.actor.key,
        "may_type": frame.may_edit and state in _OPEN_REPORTS,
        "may_discard": frame.may_edit and state is _R.DRAFT and one.submitted_at is None,
        "return_slot": f"return:{uid}",
        "reopen_slot": f"reopen:{uid}",
        "type_url": reverse(
            "desk:commitment_report", args=[frame.commitment.uid, one.responsibility.uid]
        ),
    }


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_report(request: HttpRequest, uid: object, body: object) -> HttpResponse:
    """Type what an office reported by other ways. At most 20 queries to ask.

    Raises:
        NotAllowed: the actor may not edit it.
        NotFound: there is none, or the body is none of it.
    """
    frame = frame_of(request, uid)
    require(frame.actor, Permission.OUTCOMES_EDIT, scope_path(frame.commitment))
    found = frame.body(body)
    begun = ProgressReport.objects.filter(responsibility=found, state__in=_OPEN_REPORTS)
    report = begun.order_by("-id").first()
    today = today_in(frame.commitment.edition, clock.now())
    form = OfficeReportForm(
        request.POST or None, commitment=frame.commitment, report=report, today=today
    )

    def act(data: Mapping[str, Any]) -> tuple[str, str]:
        at = clock.now()
        values = {name: data[name] for name in data if name in form.fields}
        kept = services.draft_report(actor=frame.actor, responsibility=found, values=values, at=at)
        if request.POST.get("then") == "hand_in":
            services.submit_report(actor=frame.actor, report=kept, at=at)
            said = _("Handed in. Somebody else checks it.")
            return said, frame.url("commitment_reports")
        return _("Kept. It is handed in later."), frame.url("commitment_reports")

    title = _("Report of %(body)s") % {"body": found}
    page = _page(
        frame,
        title,
        _("Keep it"),
        _("Who types a report cannot check it. The office can do it itself by a mailed link."),
        then=("hand_in", _("Hand it in")),
    )
    return form_page(request, form, page, act)


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_evidence(request: HttpRequest, uid: object) -> HttpResponse:
    """Add a piece of evidence with its file. At most 20 queries to ask.

    Raises:
        NotAllowed: the actor does not work on it.
        NotFound: there is none.
    """
    frame = frame_of(request, uid)
    if not (frame.may_verify or frame.may_assess):
        require(frame.actor, Permission.OUTCOMES_EDIT, scope_path(frame.commitment))
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def act(data: Mapping[str, Any]) -> tuple[str, str]:
        values = {name: data[name] for name in data if name not in ("file", "is_independent")}
        values["is_from_reporter"] = not data["is_independent"]
        upload = data["file"]
        added = services.add_evidence(
            actor=frame.actor,
            commitment=frame.commitment,
            values=values,
            data=bytes_of(upload) if upload else b"",
            name=upload.name if upload else "",
            at=clock.now(),
        )
        said = _("“%(name)s” is kept with its hash.") % {"name": added.item}
        if added.replays:
            said += " " + _("The same file was shown before, for another period or commitment.")
        return said, frame.url("commitment_reports")

    page = _page(
        frame,
        _("Add evidence"),
        _("Add it"),
        _("The file is kept as it is now. Addresses change, the copy stays."),
        template="desk/following/evidence.html",
    )
    return form_page(request, form, page, act)


@desk_view
@require_safe
def evidence_file(request: HttpRequest, uid: object, item: object) -> HttpResponse:
    """The file of a piece of evidence, as an attachment. At most 18 queries.

    Raises:
        NotFound: there is none, or the actor may not have it.
    """
    frame = frame_of(request, uid)
    found = next((one for one in frame.whole.evidence if str(one.uid) == str(item)), None)
    if found is None:
        raise NotFound
    return _download(found)


def _download(found: EvidenceItem) -> HttpResponse:
    stored = found.file
    answer = HttpResponse(files.read(stored), content_type=stored.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, stored.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _take_up(request: HttpRequest, frame: Frame) -> str:
    report = report_of(frame, request.POST.get("target"))
    services.take_up_report(actor=frame.actor, report=report, at=clock.now())
    return _("You check it now. Finalise it, or return it with what is missing.")


def _return(request: HttpRequest, frame: Frame) -> str:
    services.return_report(
        actor=frame.actor,
        report=report_of(frame, request.POST.get("target")),
        reason=request.POST.get("words", ""),
        at=clock.now(),
    )
    return _("Returned. The office gets a new link where it has an address.")


def _finalise(request: HttpRequest, frame: Frame) -> str:
    report = report_of(frame, request.POST.get("target"))
    services.finalise_report(actor=frame.actor, report=report, at=clock.now())
    return _("Finalised. It counts from now on.")


def _reopen(request: HttpRequest, frame: Frame) -> str:
    services.reopen_report(
        actor=frame.actor,
        report=report_of(frame, request.POST.get("target")),
        reason=request.POST.get("words", ""),
        at=clock.now(),
    )
    return _("The report is open again for you to check.")


def _discard(request: HttpRequest, frame: Frame) -> str:
    report = report_of(frame, request.POST.get("target"))
    services.discard_report(actor=frame.actor, report=report, at=clock.now())
    return _("The draft was thrown away.")


_DEEDS = {
    "take_up": _take_up,
    "return": _return,
    "finalise": _finalise,
    "reopen": _reopen,
    "discard": _discard,
}


def report_of(frame: Frame, uid: object) -> ProgressReport:
    """A report on the commitment. Two queries.

    Raises:
        NotFound: it is none of this commitment, or the actor may not know of it.
    """
    rows = reports_of(frame.commitment, frame.actor)
    found = next((one.report for one in rows if str(one.report.uid) == str(uid)), None)
    if found is None:
        raise NotFound
    return found


def _page(
    frame: Frame,
    title: str,
    submit: str,
    lead: str,
    then: tuple[str, str] | None = None,
    template: str = "desk/following/form.html",
) -> FormPage:
    return FormPage(
        title=title,
        submit=submit,
        back=frame.url("commitment_reports"),
        crumbs=crumbs_of(frame, title),
        kicker=str(frame.commitment),
        lead=lead,
        template=template,
        more={"quote": frame.whole.quote, "then": then},
    )
