"""Use cases of what belongs to a commitment: bodies, steps on the way, the guideline."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import StillUsed
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Commitment, Milestone, Responsibility
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.services.agreements_checks import (
    check_stays,
    invalid,
    owner,
    today_in,
)
from folkmoot.rooms.outcomes.services.commitments_checks import (
    AUDIT_REASON,
    locked_commitment,
    require_edit_commitment,
    require_open,
)
from folkmoot.rooms.outcomes.services.links import end_links
from folkmoot.rooms.outcomes.terms.commitments import (
    CommitmentState,
    GuidelineFrozen,
    LeadNeeded,
    PartyRole,
)

GUIDELINE = ("done", "partly", "not_done")
_GUIDELINE_LENGTH = 2000
_COPIED = ("role", "organisation", "region", "office", "email", "mail_language")


@transaction.atomic
def create_responsibility(
    *, actor: Actor, values: Mapping[str, Any], at: datetime
) -> Responsibility:
    """Name a body of a commitment.

    Raises:
        NotAllowed.
        Invalid: another body leads, the body is named already, or there is none.
        MoveNotPossible: the commitment is closed.
    """
    commitment: Commitment = owner(values, "commitment")
    require_edit_commitment(actor, commitment)
    locked = locked_commitment(commitment)
    require_open(locked)
    return add_responsibility(actor, locked, values, at)


@transaction.atomic
def change_responsibility(
    *,
    actor: Actor,
    responsibility: Responsibility,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Responsibility:
    """Change a body of a commitment; a new address ends the links mailed to the old one.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile, MoveNotPossible.
        LeadNeeded: it leads, and would lead no longer.
        StillUsed: it has reported or was assessed, and would become another body.
    """
    require_edit_commitment(actor, responsibility.commitment)
    check_stays(responsibility, values, "commitment")
    commitment = locked_commitment(responsibility.commitment)
    require_open(commitment)
    present = Responsibility.objects.get(pk=responsibility.pk)
    told = _checked(commitment, present, values)
    if present.role == PartyRole.LEAD and told.get("role", present.role) != PartyRole.LEAD:
        raise LeadNeeded
    is_other = any(
        name in told and told[name] != getattr(present, name) for name in ("organisation", "region")
    )
    if is_other and (present.reports.exists() or present.assessments.exists()):
        raise StillUsed(used_by=_("a report or an assessment"))
    if told.get("email", present.email) != present.email:
        end_links(Q(responsibility=present) | Q(assessment__responsibility=present), at=at)
    return editing.change(
        actor=actor,
        record=present,
        values=told,
        at=at,
        expected_version=expected_version,
        reason=reason[:AUDIT_REASON],
    )


@transaction.atomic
def set_lead(*, actor: Actor, responsibility: Responsibility, at: datetime) -> Responsibility:
    """Make another body the lead; the one that led becomes co-responsible.

    Raises:
        NotAllowed, MoveNotPossible.
    """
    require_edit_commitment(actor, responsibility.commitment)
    commitment = locked_commitment(responsibility.commitment)
    require_open(commitment)
    present = commitment.responsibilities.filter(role=PartyRole.LEAD).first()
    if present is not None and present.pk == responsibility.pk:
        return present
    if present is not None:
        values = {"role": PartyRole.RESPONSIBLE}
        editing.change(actor=actor, record=present, values=values, at=at, action="lead passed on")
    values = {"role": PartyRole.LEAD}
    return editing.change(
        actor=actor, record=responsibility, values=values, at=at, action="lead taken"
    )


@transaction.atomic
def remove_responsibility(
    *, actor: Actor, responsibility: Responsibility, at: datetime, reason: str = ""
) -> None:
    """Take a body out of a commitment.

    Raises:
        NotAllowed, MoveNotPossible.
        LeadNeeded: it leads a commitment that is confirmed.
        StillUsed: it has reported or was assessed.
    """
    require_edit_commitment(actor, responsibility.commitment)
    commitment = locked_commitment(responsibility.commitment)
    require_open(commitment)
    is_early = commitment.state in (CommitmentState.PROPOSED, CommitmentState.DISPUTED)
    if responsibility.role == PartyRole.LEAD and not is_early:
        raise LeadNeeded
    editing.remove(actor=actor, record=responsibility, at=at, reason=reason[:AUDIT_REASON])


def add_responsibility(
    actor: Actor, commitment: Commitment, values: Mapping[str, Any], at: datetime
) -> Responsibility:
    """Write a body once rights are checked; the caller holds the commitment's lock.

    Raises:
        Invalid.
    """
    told = _checked(commitment, Responsibility, {**values, "commitment": commitment})
    return editing.create(actor=actor, model=Responsibility, values=told, at=at)


def copy_responsibilities(actor: Actor, old: Commitment, new: Commitment, at: datetime) -> None:
    """Give a commitment the bodies of another one, but those it has already."""
    if new.responsibilities.exists():
        return
    for one in old.responsibilities.order_by("id"):
        values = {name: getattr(one, name) for name in _COPIED}
        values["commitment"] = new
        editing.create(actor=actor, model=Responsibility, values=values, at=at)


@transaction.atomic
def create_milestone(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Milestone:
    """Name a step on the way.

    Raises:
        NotAllowed, Invalid, MoveNotPossible.
    """
    commitment: Commitment = owner(values, "commitment")
    require_edit_commitment(actor, commitment)
    require_open(locked_commitment(commitment))
    _check_met(commitment, values, at)
    return editing.create(actor=actor, model=Milestone, values=values, at=at)


@transaction.atomic
def change_milestone(
    *,
    actor: Actor,
    milestone: Milestone,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Milestone:
    """Change a step, or say when it was met.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile, MoveNotPossible.
    """
    require_edit_commitment(actor, milestone.commitment)
    check_stays(milestone, values, "commitment")
    require_open(locked_commitment(milestone.commitment))
    _check_met(milestone.commitment, values, at)
    return editing.change(
        actor=actor,
        record=milestone,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason[:AUDIT_REASON],
    )


@transaction.atomic
def remove_milestone(*, actor: Actor, milestone: Milestone, at: datetime, reason: str = "") -> None:
    """Remove a step.

    Raises:
        NotAllowed, MoveNotPossible.
    """
    require_edit_commitment(actor, milestone.commitment)
    require_open(locked_commitment(milestone.commitment))
    editing.remove(actor=actor, record=milestone, at=at, reason=reason[:AUDIT_REASON])


@transaction.atomic
def write_guideline(
    *,
    actor: Actor,
    commitment: Commitment,
    texts: Mapping[str, Multilingual],
    at: datetime,
) -> Commitment:
    """Say what counts as done, partly done and not done. Each writing is a new version.

    Args:
        texts: ``done``, ``partly`` and ``not_done``, in the same languages.

    Raises:
        NotAllowed, MoveNotPossible.
        GuidelineFrozen: it was frozen.
        Invalid: one of the three is missing in a language.
    """
    _require_method(actor, commitment)
    locked = locked_commitment(commitment)
    require_open(locked)
    if locked.guideline_frozen_at is not None:
        raise GuidelineFrozen
    told = {name: texts.get(name) or Multilingual({}, "en") for name in GUIDELINE}
    languages = {tag for one in told.values() for tag in one.texts}
    for name, one in told.items():
        if not languages or set(one.texts) != languages:
            raise invalid(name, _("Write all three texts in the same languages."))
        if any(len(words) > _GUIDELINE_LENGTH for words in one.texts.values()):
            raise invalid(name, _("At most %(count)s characters.") % {"count": _GUIDELINE_LENGTH})
    values = {name: one.to_plain() for name, one in told.items()}
    if {name: locked.guideline.get(name) for name in GUIDELINE} == values:
        return locked
    version = int(locked.guideline.get("version", 0)) + 1
    return editing.change(
        actor=actor,
        record=locked,
        values={"guideline": {**values, "version": version}},
        at=at,
        action="guideline written",
    )


@transaction.atomic
def freeze_guideline(*, actor: Actor, commitment: Commitment, at: datetime) -> Commitment:
    """Fix the guideline for good; only then the commitment can be assessed.

    Raises:
        NotAllowed, MoveNotPossible.
        Invalid: nothing is written yet.
    """
    _require_method(actor, commitment)
    locked = locked_commitment(commitment)
    require_open(locked)
    if locked.guideline_frozen_at is not None:
        return locked
    if not locked.guideline:
        raise invalid("guideline", _("Write first what counts as done, partly done, not done."))
    values = {"guideline_frozen_at": at}
    return editing.change(
        actor=actor, record=locked, values=values, at=at, action="guideline frozen"
    )


def _require_method(actor: Actor, commitment: Commitment) -> None:
    """Whoever edits the commitment or assesses in its edition writes its guideline."""
    path = scope_path(commitment)
    if not decide(actor, Permission.OUTCOMES_ASSESS, path).is_allowed:
        require(actor, Permission.OUTCOMES_EDIT, path)


def _check_met(commitment: Commitment, values: Mapping[str, Any], at: datetime) -> None:
    met = values.get("met_on")
    if met is not None and met > today_in(commitment.edition, at):
        raise invalid("met_on", _("This day has not come yet."))


def _checked(
    commitment: Commitment,
    subject: Responsibility | type[Responsibility],
    values: Mapping[str, Any],
) -> dict[str, Any]:
    told = dict(values)

    def read(name: str) -> Any:
        if name in told or not isinstance(subject, Responsibility):
            return told.get(name)
        return getattr(subject, name)

    if "email" in told:
        told["email"] = (told["email"] or "").strip().lower()
    language = told.get("mail_language")
    if language and language not in {code for code, _name in settings.LANGUAGES}:
        raise invalid("mail_language", _("Letters are not written in this language here."))
    region, organisation = read("region"), read("organisation")
    if region is None and organisation is None:
        raise invalid("organisation", _("Choose a region or an organisation."))
    if region is not None and organisation is not None:
        raise invalid("organisation", _("Choose a region or an organisation, not both."))
    others = Responsibility.objects.filter(commitment=commitment)
    if isinstance(subject, Responsibility):
        others = others.exclude(pk=subject.pk)
    if others.filter(region=region, organisation=organisation).exists():
        raise invalid(
            "organisation" if organisation else "region", _("This body is named already.")
        )
    if read("role") == PartyRole.LEAD and others.filter(role=PartyRole.LEAD).exists():
        raise invalid("role", _("Another body leads. Pass the lead on instead."))
    return told
