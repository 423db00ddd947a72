"""Offices without an account: asked by mail, they come by a link and act as their office.

With the actor of :func:`come_to_report` or :func:`come_to_reply` the ordinary services are
called; each of them asks the link's row anew, so that an ended link ends the right.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import audit
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.models import OutboxMessage
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import (
    Assessment,
    OutcomeLink,
    ProgressReport,
    Responsibility,
)
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.commitments import Quote, quotes_of
from folkmoot.rooms.outcomes.queries.following import commitment_rows
from folkmoot.rooms.outcomes.services.agreements_checks import invalid, today_in
from folkmoot.rooms.outcomes.services.commitments_checks import ANSWERING, locked_commitment
from folkmoot.rooms.outcomes.services.links import LinkClosed, LinkEnd, actor_by, open_link
from folkmoot.rooms.outcomes.services.reports_mail import mail_request
from folkmoot.rooms.outcomes.terms.commitments import (
    AssessmentState,
    CommitmentState,
    LinkPurpose,
    MoveNotPossible,
    ReportState,
)


@dataclass(frozen=True, slots=True)
class ReportAccess:
    """What a link to report opens.

    Attributes:
        report: the one that is begun or was returned, if any.
        may: in a sentence, what the link lets one do.
    """

    actor: Actor
    link: OutcomeLink
    responsibility: Responsibility
    report: ProgressReport | None
    may: str


@dataclass(frozen=True, slots=True)
class ReplyAccess:
    """What a link to reply opens."""

    actor: Actor
    link: OutcomeLink
    assessment: Assessment
    may: str


@transaction.atomic
def ask_for_report(
    *, actor: Actor, responsibility: Responsibility, at: datetime, note: str = ""
) -> OutboxMessage:
    """Mail an office a link by which it reports. An earlier link ends; what was typed stays.

    Raises:
        NotAllowed: the actor neither edits the commitment nor verifies reports.
        Invalid: the office has no address, or is only a beneficiary.
        MoveNotPossible: the commitment is closed, or nobody may report on it yet.
    """
    path = scope_path(responsibility.commitment)
    if not decide(actor, Permission.OUTCOMES_VERIFY, path).is_allowed:
        require(actor, Permission.OUTCOMES_EDIT, path)
    commitment = locked_commitment(responsibility.commitment)
    present = Responsibility.objects.select_related("commitment").get(pk=responsibility.pk)
    if commitment.state == CommitmentState.CLOSED:
        raise MoveNotPossible(state=CommitmentState.CLOSED.label)
    if present.role not in ANSWERING:
        raise invalid("role", _("Only a responsible body reports."))
    if not present.email:
        raise invalid("email", _("This office has no address. Add one first."))
    row = commitment_rows([commitment], today_in(commitment.edition, at))[0]
    message = mail_request(present, note, row.due_on, at)
    audit.note(actor=actor, action="asked for a report", record=present, at=at)
    return message


def come_to_report(token: str, *, at: datetime) -> ReportAccess:
    """What the link of a token opens. At most three queries.

    Raises:
        LinkClosed: unknown, used, ended or expired; ``why`` says which.
    """
    link = open_link(token, LinkPurpose.REPORT, at=at)
    body = link.responsibility
    if body is None or body.commitment.state == CommitmentState.CLOSED:
        raise LinkClosed(LinkEnd.WITHDRAWN)
    begun = ProgressReport.objects.filter(
        responsibility=body, state__in=(ReportState.DRAFT, ReportState.RETURNED)
    )
    return ReportAccess(
        actor=actor_by(link, office_label(body)),
        link=link,
        responsibility=body,
        report=begun.order_by("-id").first(),
        may=_("This link lets you report on one commitment for your office, and nothing else."),
    )


def promised_words(access: ReportAccess) -> Quote:
    """The promise in its own words. At most three queries.

    Whoever is asked to answer for it reads them, also while the agreement is not public.
    """
    commitment = access.responsibility.commitment
    return quotes_of([commitment], SYSTEM)[commitment.pk]


def come_to_reply(token: str, *, at: datetime) -> ReplyAccess:
    """What the link of a token opens. At most two queries.

    Raises:
        LinkClosed: unknown, used, ended or expired, or the assessment is published.
    """
    link = open_link(token, LinkPurpose.REPLY, at=at)
    assessment = link.assessment
    if assessment is None or assessment.state != AssessmentState.REPLY:
        raise LinkClosed(LinkEnd.WITHDRAWN)
    return ReplyAccess(
        actor=actor_by(link, office_label(assessment.responsibility)),
        link=link,
        assessment=assessment,
        may=_("This link lets you read one assessment and reply to it, and nothing else."),
    )


def office_label(body: Responsibility) -> str:
    """The office as it is named in the trail: its own name, else that of the body."""
    return shown(body.office) or str(body)
