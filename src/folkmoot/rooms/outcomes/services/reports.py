"""Use cases of progress reports: typed, handed in, checked by somebody else, finalised.

After the states of partner reports in Jems: a finalised report is re-opened by its verifier only,
and where a later report exists its figures stay as they are.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import NotAllowed, NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Commitment, ProgressReport, Responsibility
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.services.agreements_checks import check_stays, invalid, today_in
from folkmoot.rooms.outcomes.services.commitments_checks import (
    ANSWERING,
    AUDIT_REASON,
    answers_for,
    locked_commitment,
    require_open,
)
from folkmoot.rooms.outcomes.services.commitments_people import require_reporter, require_verifier
from folkmoot.rooms.outcomes.services.links import end_links
from folkmoot.rooms.outcomes.services.reports_mail import mail_returned
from folkmoot.rooms.outcomes.terms.commitments import (
    REPORT_MOVES,
    ClaimedProgress,
    CommitmentState,
    FiguresFixed,
    LinkPurpose,
    MoveNotPossible,
    ReportIncomplete,
    ReportState,
    SamePerson,
)

_R, _C = ReportState, CommitmentState
TYPED = frozenset(
    {
        "period_from",
        "period_until",
        "progress",
        "value",
        "narrative",
        "obstacles",
        "next_step",
        "help_wanted",
        "reporter_name",
        "is_public",
    }
)
FIGURES = frozenset({"period_from", "period_until", "progress", "value"})
_HANDED_IN = (_R.SUBMITTED, _R.VERIFYING, _R.FINALISED)


@transaction.atomic
def draft_report(
    *, actor: Actor, responsibility: Responsibility, values: Mapping[str, Any], at: datetime
) -> ProgressReport:
    """Begin a report for a body, or go on with the one that is begun; kept as it is typed.

    Args:
        values: any of :data:`TYPED`; the period ends today unless told.

    Raises:
        NotAllowed: the actor neither came by the body's link nor edits the commitment.
        SamePerson: the actor checks or assesses this commitment.
        MoveNotPossible: the commitment is not in effect.
        Invalid.
    """
    locked = _may_report(actor, responsibility, at)
    begun = (
        ProgressReport.objects.filter(responsibility=responsibility)
        .filter(state__in=(_R.DRAFT, _R.RETURNED))
        .order_by("-id")
        .first()
    )
    if begun is not None:
        return _type(actor, begun, values, at, None)
    _check(locked, values, at)
    told = {
        "period_until": today_in(locked.edition, at),
        **values,
        "commitment": locked,
        "responsibility": responsibility,
        "reporter_key": actor.key,
    }
    told["reporter_name"] = told.get("reporter_name") or actor.label[:200]
    return editing.create(actor=actor, model=ProgressReport, values=told, at=at)


@transaction.atomic
def change_report(
    *,
    actor: Actor,
    report: ProgressReport,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
) -> ProgressReport:
    """Go on typing a report that is a draft or was returned.

    Raises:
        NotAllowed, SamePerson, Invalid, ChangedMeanwhile.
        MoveNotPossible: it is handed in.
        FiguresFixed: a later report builds upon its figures.
    """
    _may_report(actor, report.responsibility, at)
    return _type(actor, _locked(report), values, at, expected_version)


@transaction.atomic
def discard_report(*, actor: Actor, report: ProgressReport, at: datetime) -> None:
    """Throw a draft away that was never handed in; its evidence stays with the commitment.

    Raises:
        NotAllowed, MoveNotPossible.
    """
    _may_report(actor, report.responsibility, at)
    locked = _locked(report)
    if locked.state != _R.DRAFT or locked.submitted_at is not None:
        raise MoveNotPossible(state=_R(locked.state).label)
    editing.remove(actor=actor, record=locked, at=at)


@transaction.atomic
def submit_report(*, actor: Actor, report: ProgressReport, at: datetime) -> ProgressReport:
    """Hand a report in. The mailed link by which it came ends.

    "Done" makes the commitment one whose delivery is claimed.

    Raises:
        NotAllowed, SamePerson, MoveNotPossible.
        ReportIncomplete: it does not say where it stands or what was done.
    """
    commitment = _may_report(actor, report.responsibility, at)
    locked = _locked(report)
    _require(locked, _R.SUBMITTED)
    if not locked.progress or not locked.narrative:
        raise ReportIncomplete
    values: dict[str, Any] = {
        "state": _R.SUBMITTED,
        "submitted_at": at,
        "returned_because": "",
        "reporter_key": actor.key,
    }
    done = editing.change(actor=actor, record=locked, values=values, at=at, action="submitted")
    _claim(actor, commitment, at)
    end_links(Q(purpose=LinkPurpose.REPORT, responsibility=locked.responsibility_id), at=at)
    return done


@transaction.atomic
def take_up_report(*, actor: Actor, report: ProgressReport, at: datetime) -> ProgressReport:
    """Begin to check a report. Who reported or assesses this commitment cannot.

    Raises:
        NotAllowed: the actor lacks ``outcomes.verify``.
        SamePerson, MoveNotPossible.
    """
    commitment = _may_verify(actor, report)
    locked = _locked(report)
    if locked.state != _R.SUBMITTED:
        raise MoveNotPossible(state=_R(locked.state).label)
    require_verifier(actor, commitment)
    return _verify(actor, locked, _R.VERIFYING, at, "taken up")


@transaction.atomic
def return_report(
    *, actor: Actor, report: ProgressReport, reason: str, at: datetime
) -> ProgressReport:
    """Give a report back with what is missing; its office gets a new link where it has an address.

    Raises:
        NotAllowed, SamePerson, MoveNotPossible.
        Invalid: no reason is given.
    """
    commitment = _may_verify(actor, report)
    locked = _locked(report)
    _require(locked, _R.RETURNED)
    require_verifier(actor, commitment)
    if not reason.strip():
        raise invalid("reason", _("Say what is missing, so that the office can mend it."))
    text = reason.strip()[:2000]
    values = {"returned_because": text}
    back = _verify(actor, locked, _R.RETURNED, at, "returned", text, **values)
    _claim(actor, commitment, at)
    mail_returned(back, text, at)
    return back


@transaction.atomic
def finalise_report(*, actor: Actor, report: ProgressReport, at: datetime) -> ProgressReport:
    """Accept a report as it is; who took it up does, or another one who may.

    Raises:
        NotAllowed, SamePerson, MoveNotPossible.
    """
    commitment = _may_verify(actor, report)
    locked = _locked(report)
    _require(locked, _R.FINALISED)
    require_verifier(actor, commitment)
    return _verify(actor, locked, _R.FINALISED, at, "finalised", finalised_at=at)


@transaction.atomic
def reopen_report(
    *, actor: Actor, report: ProgressReport, reason: str, at: datetime
) -> ProgressReport:
    """Open a finalised report again: only who verified it does.

    Raises:
        NotAllowed, MoveNotPossible.
        SamePerson: somebody else verified it.
        Invalid: no reason is given.
    """
    _may_verify(actor, report)
    locked = _locked(report)
    if locked.state != _R.FINALISED:
        raise MoveNotPossible(state=_R(locked.state).label)
    if locked.verifier_key != actor.key:
        raise SamePerson(reason=_("Only who finalised a report opens it again."))
    if not reason.strip():
        raise invalid("reason", _("Say why it is opened again."))
    return _verify(actor, locked, _R.VERIFYING, at, "reopened", reason.strip())


def has_later(report: ProgressReport) -> bool:
    """Whether the same body handed in a report for a later period. One query."""
    return (
        ProgressReport.objects.filter(
            responsibility=report.responsibility_id,
            state__in=_HANDED_IN,
            period_until__gt=report.period_until,
        )
        .exclude(pk=report.pk)
        .exists()
    )


def _may_report(actor: Actor, responsibility: Responsibility, at: datetime) -> Commitment:
    if responsibility.role not in ANSWERING:
        raise NotAllowed(permission=Permission.OUTCOMES_EDIT, reason="not a responsible body")
    if not answers_for(actor, responsibility, at):
        path = scope_path(responsibility.commitment)
        require(actor, Permission.OUTCOMES_EDIT, path)
    locked = locked_commitment(responsibility.commitment)
    require_open(locked)
    if locked.state in (_C.PROPOSED, _C.DISPUTED):
        raise MoveNotPossible(state=_C(locked.state).label)
    require_reporter(actor, locked)
    return locked


def _may_verify(actor: Actor, report: ProgressReport) -> Commitment:
    path = scope_path(report.commitment)
    require(actor, Permission.OUTCOMES_VERIFY, path)
    locked = locked_commitment(report.commitment)
    require_open(locked)
    return locked


def _type(
    actor: Actor,
    report: ProgressReport,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None,
) -> ProgressReport:
    if report.state not in (_R.DRAFT, _R.RETURNED):
        raise MoveNotPossible(state=_R(report.state).label)
    _check(report.commitment, values, at)
    check_stays(report, values, "commitment", "responsibility")
    fixed = {name for name in FIGURES & set(values) if values[name] != getattr(report, name)}
    if fixed and report.finalised_at is not None and has_later(report):
        labels: Any = ProgressReport._meta
        names = sorted(str(labels.get_field(name).verbose_name) for name in fixed)
        raise FiguresFixed(fields=", ".join(names))
    return editing.change(
        actor=actor,
        record=report,
        values=values,
        at=at,
        expected_version=expected_version,
        action="typed",
    )


def _check(commitment: Commitment, values: Mapping[str, Any], at: datetime) -> None:
    strange = set(values) - TYPED - {"commitment", "responsibility"}
    if strange:
        raise invalid(sorted(strange)[0], _("This is not part of a report."))
    first, last = values.get("period_from"), values.get("period_until")
    if last is not None and last > today_in(commitment.edition, at):
        raise invalid("period_until", _("This day has not come yet."))
    if first is not None and last is not None and first > last:
        raise invalid("period_from", _("The period ends before it begins."))


def _locked(report: ProgressReport) -> ProgressReport:
    rows = ProgressReport.objects.select_for_update(of=("self",)).select_related(
        "commitment__edition__series", "responsibility"
    )
    found = rows.filter(pk=report.pk).first()
    if found is None:
        raise NotFound
    return found


def _require(report: ProgressReport, wanted: ReportState) -> None:
    state = _R(report.state)
    if wanted not in REPORT_MOVES[state]:
        raise MoveNotPossible(state=state.label)


def _verify(
    actor: Actor,
    report: ProgressReport,
    state: ReportState,
    at: datetime,
    action: str,
    reason: str = "",
    **values: Any,
) -> ProgressReport:
    told = {
        "state": state,
        "verifier_key": actor.key,
        "verifier_label": actor.label[:200],
        **values,
    }
    return editing.change(
        actor=actor,
        record=report,
        values=told,
        at=at,
        action=action,
        reason=reason[:AUDIT_REASON],
    )


def _claim(actor: Actor, commitment: Commitment, at: datetime) -> None:
    """Delivery is claimed while the newest report that is handed in says so."""
    newest = (
        commitment.reports.filter(state__in=_HANDED_IN).order_by("-period_until", "-id").first()
    )
    is_done = newest is not None and newest.progress == ClaimedProgress.DONE
    wanted = _C.CLAIMED if is_done else _C.ACTIVE
    if commitment.state in (_C.ACTIVE, _C.CLAIMED) and commitment.state != wanted:
        action = "delivery claimed" if is_done else "delivery no longer claimed"
        values = {"state": wanted}
        editing.change(actor=actor, record=commitment, values=values, at=at, action=action)
