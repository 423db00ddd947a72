"""From a draft to a published assessment: the second assessor, the party's reply, publication.

Two assessors see everything before a party does, and the party before anybody else. What is
published is never edited: a new one supersedes it, and both stay on record.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Assessment
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.reports import evidence_points
from folkmoot.rooms.outcomes.services.agreements_checks import invalid, today_in
from folkmoot.rooms.outcomes.services.assessments import (
    check_method,
    draft_assessment,
    locked_assessment,
    may_assess,
    written_values,
)
from folkmoot.rooms.outcomes.services.commitments_checks import AUDIT_REASON
from folkmoot.rooms.outcomes.services.links import end_links, link_of
from folkmoot.rooms.outcomes.services.reports_mail import day_in, mail_for_reply
from folkmoot.rooms.outcomes.terms.commitments import (
    ASSESSMENT_MOVES,
    AssessmentFixed,
    AssessmentState,
    LinkPurpose,
    ReplyAwaited,
    SamePerson,
)
from folkmoot.rooms.outcomes.terms.method import REPLY_DAYS

_E = AssessmentState


@transaction.atomic
def send_to_second(*, actor: Actor, assessment: Assessment, at: datetime) -> Assessment:
    """Hand a draft to the second assessor. Its evidence is counted now.

    Raises:
        NotAllowed, NotIndependent, SamePerson.
        AssessmentFixed: it is no draft of the actor.
        Invalid: something is missing, or the method does not allow it.
    """
    locked = locked_assessment(assessment)
    may_assess(actor, locked.commitment)
    _require(locked, _E.SECOND)
    if locked.assessor_key != actor.key:
        raise AssessmentFixed(state=_("the draft of another assessor"))
    values = {"state": _E.SECOND, "returned_because": "", **_checked_points(locked)}
    return _change(actor, locked, values, at, "handed to the second assessor")


@transaction.atomic
def return_to_first(
    *, actor: Actor, assessment: Assessment, reason: str, at: datetime
) -> Assessment:
    """The second assessor does not agree, and says why.

    Raises:
        NotAllowed, NotIndependent, SamePerson, AssessmentFixed.
        Invalid: no reason is given.
    """
    locked = locked_assessment(assessment)
    _require_second(actor, locked)
    text = _reason(reason)
    values = {"state": _E.DRAFT, "returned_because": text, **_second(actor)}
    return _change(actor, locked, values, at, "returned", text)


@transaction.atomic
def send_for_reply(*, actor: Actor, assessment: Assessment, at: datetime) -> Assessment:
    """The second assessor agrees, and the party may reply for a fortnight.

    Its office gets a link where it has an address; without one the secretariat shows it to the
    party and records the reply.

    Raises:
        NotAllowed, NotIndependent, SamePerson, AssessmentFixed, Invalid.
    """
    locked = locked_assessment(assessment)
    _require_second(actor, locked)
    until = today_in(locked.commitment.edition, at) + timedelta(days=REPLY_DAYS)
    values = {
        "state": _E.REPLY,
        "sent_at": at,
        "reply_until": until,
        **_second(actor),
        **_checked_points(locked),
    }
    sent = _change(actor, locked, values, at, "sent for reply")
    if locked.responsibility.email:
        mail_for_reply(sent, until, at)
    return sent


@transaction.atomic
def reply_to_assessment(
    *, actor: Actor, assessment: Assessment, reply: Multilingual, at: datetime
) -> Assessment:
    """The party replies in its own words, once; the link by which it came ends.

    Args:
        actor: who came by the mailed link, or who records what the party wrote.

    Raises:
        NotAllowed: neither.
        AssessmentFixed: it does not await a reply, or has one.
        Invalid: the reply is empty or too long.
    """
    locked = locked_assessment(assessment)
    link = link_of(actor, LinkPurpose.REPLY, at=at)
    if link is None or link.assessment_id != locked.pk:
        require(actor, Permission.OUTCOMES_EDIT, scope_path(locked))
        if actor.key in (locked.assessor_key, locked.second_key):
            raise SamePerson(reason=_("You assess this commitment."))
    if locked.state != _E.REPLY or locked.replied_at is not None:
        raise AssessmentFixed(state=_E(locked.state).label)
    if not reply:
        raise invalid("reply", _("Write your reply first."))
    replied = _change(actor, locked, {"reply": reply, "replied_at": at}, at, "replied")
    end_links(Q(assessment=locked), at=at)
    return replied


@transaction.atomic
def take_back_assessment(
    *, actor: Actor, assessment: Assessment, reason: str, at: datetime
) -> Assessment:
    """Go back to the draft, such as after a reply that says something new.

    The reply stays; the party is asked again before publication.

    Raises:
        NotAllowed, NotIndependent, SamePerson, AssessmentFixed.
        Invalid: no reason is given.
    """
    locked = locked_assessment(assessment)
    may_assess(actor, locked.commitment)
    if locked.state != _E.REPLY:
        raise AssessmentFixed(state=_E(locked.state).label)
    text = _reason(reason)
    end_links(Q(assessment=locked), at=at)
    values = {
        "state": _E.DRAFT,
        "returned_because": text,
        "reply_until": None,
        "replied_at": None,
    }
    return _change(actor, locked, values, at, "taken back", text)


@transaction.atomic
def publish_assessment(*, actor: Actor, assessment: Assessment, at: datetime) -> Assessment:
    """Publish what two assessors found, with the party's reply. Fixed from now on.

    Raises:
        NotAllowed, NotIndependent, SamePerson, AssessmentFixed, Invalid.
        ReplyAwaited: the party has not replied, and may until a day that is not over.
    """
    locked = locked_assessment(assessment)
    may_assess(actor, locked.commitment)
    _require(locked, _E.PUBLISHED)
    until = locked.reply_until
    is_over = until is not None and today_in(locked.commitment.edition, at) > until
    if locked.replied_at is None and not is_over:
        raise ReplyAwaited(until=day_in(until) if until else "")
    points = _checked_points(locked)
    old = locked.supersedes
    if old is not None:
        _change(actor, old, {"state": _E.SUPERSEDED}, at, "superseded")
    end_links(Q(assessment=locked), at=at)
    values = {"state": _E.PUBLISHED, "published_at": at, **points}
    return _change(actor, locked, values, at, "published")


@transaction.atomic
def supersede_assessment(*, actor: Actor, assessment: Assessment, at: datetime) -> Assessment:
    """A new draft with what a published one says; it takes its place when it is published.

    Raises:
        NotAllowed, NotIndependent, SamePerson, AssessmentOpen.
        AssessmentFixed: it is not published.
    """
    locked = locked_assessment(assessment)
    if locked.state != _E.PUBLISHED:
        raise AssessmentFixed(state=_E(locked.state).label)
    values = {**written_values(locked), "evidence": list(locked.evidence.order_by("pk"))}
    return draft_assessment(actor=actor, responsibility=locked.responsibility, values=values, at=at)


def _require(assessment: Assessment, wanted: AssessmentState) -> None:
    state = _E(assessment.state)
    if wanted not in ASSESSMENT_MOVES[state]:
        raise AssessmentFixed(state=state.label)


def _require_second(actor: Actor, assessment: Assessment) -> None:
    may_assess(actor, assessment.commitment)
    if assessment.state != _E.SECOND:
        raise AssessmentFixed(state=_E(assessment.state).label)
    if assessment.assessor_key == actor.key:
        raise SamePerson(reason=_("You wrote this assessment. A second assessor looks at it."))


def _second(actor: Actor) -> dict[str, Any]:
    return {"second_key": actor.key, "second_label": actor.label[:200]}


def _checked_points(assessment: Assessment) -> dict[str, Any]:
    """The points of its evidence, once the method allows what it says."""
    evidence = list(assessment.evidence.all())
    check_method(assessment.commitment, written_values(assessment), evidence, is_whole=True)
    return {"evidence_points": evidence_points(assessment.commitment, evidence).total}


def _reason(reason: str) -> str:
    if not reason.strip():
        raise invalid("reason", _("Say why, in a sentence."))
    return reason.strip()[:2000]


def _change(
    actor: Actor,
    assessment: Assessment,
    values: dict[str, Any],
    at: datetime,
    action: str,
    reason: str = "",
) -> Assessment:
    return editing.change(
        actor=actor,
        record=assessment,
        values=values,
        at=at,
        action=action,
        reason=reason[:AUDIT_REASON],
    )
