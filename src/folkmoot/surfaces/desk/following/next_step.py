"""The one thing to do next about a commitment, for who looks at it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.rooms.outcomes.models import ProgressReport
from folkmoot.rooms.outcomes.terms.commitments import CommitmentState, ReportState
from folkmoot.rooms.outcomes.terms.method import Flag, Specificity
from folkmoot.surfaces.desk.agreements.next_step import NextStep
from folkmoot.surfaces.desk.following.frame import Frame

_C = CommitmentState


def next_step(frame: Frame, current: str) -> NextStep | None:
    """What waits; nothing that is done on the page one is on. At most one query."""
    if frame.state in (_C.PROPOSED, _C.DISPUTED):
        return _unconfirmed(frame)
    if frame.state is _C.CLOSED:
        return None
    if frame.may_verify and _has_report_to_check(frame):
        if current == "commitment_reports":
            return None
        return NextStep(
            _("A report waits to be checked."), _("Read it"), frame.url("commitment_reports")
        )
    if frame.state is _C.CONFIRMED:
        return NextStep(_("It takes effect when the agreement enters into force."))
    return _followed(frame)


def _unconfirmed(frame: Frame) -> NextStep | None:
    if not frame.may_answer:
        return NextStep(_("The responsible body has not confirmed it yet."))
    if frame.lead is None and frame.may_edit:
        edit = reverse("desk:record_edit", args=["outcomes.commitment", frame.commitment.uid])
        return NextStep(_("Nobody answers for it yet."), _("Name the body that leads"), edit)
    if frame.state is _C.DISPUTED:
        return NextStep(
            _("The body says that it did not promise this. Change the words, or close it.")
        )
    return NextStep(
        _("Ask the body whether this is what it promised, and record its answer below."),
    )


def _followed(frame: Frame) -> NextStep | None:
    if not frame.commitment.guideline_frozen_at and (frame.may_edit or frame.may_assess):
        if frame.row.specificity is Specificity.INTENTION:
            return None
        return NextStep(
            _("Nobody can assess it before it is fixed what counts as done."),
            _("Fix the guideline"),
            frame.url("commitment_guideline"),
        )
    if frame.row.flag is Flag.OVERDUE and not frame.row.progress and frame.may_edit:
        return NextStep(
            _("The day has passed and nobody has reported. Ask the office for a report.")
        )
    if frame.state is _C.CLAIMED and frame.may_assess:
        return NextStep(
            _("Delivery is claimed. Assessors look at it now."),
            _("Assess it"),
            frame.url("commitment_assessments"),
        )
    return None


def _has_report_to_check(frame: Frame) -> bool:
    waiting = (ReportState.SUBMITTED, ReportState.VERIFYING)
    return ProgressReport.objects.filter(commitment=frame.commitment, state__in=waiting).exists()
