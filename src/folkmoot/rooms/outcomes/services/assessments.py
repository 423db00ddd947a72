"""Use cases of assessments that are being written: named assessors, drafts, the second look.

Method 1. A score needs evidence, and more than low confidence evidence that does not come from
the reporting party. Where none was found the completion says so and there is no score: no
evidence is not "not done". What follows on agreement of two assessors is in ``assessments_states``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid, NotFound, StillUsed
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import (
    Assessment,
    Assessor,
    Commitment,
    EvidenceItem,
    Responsibility,
)
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.services.agreements_checks import check_stays, invalid, owner
from folkmoot.rooms.outcomes.services.commitments_checks import (
    ANSWERING,
    AUDIT_REASON,
    locked_commitment,
)
from folkmoot.rooms.outcomes.services.commitments_people import require_assessor
from folkmoot.rooms.outcomes.terms.commitments import (
    AssessmentFixed,
    AssessmentOpen,
    AssessmentState,
    CommitmentState,
    Completion,
    Confidence,
    GuidelineNotFrozen,
    MoveNotPossible,
    Phase,
)
from folkmoot.rooms.outcomes.terms.method import METHOD, Specificity, specificity
from folkmoot.rooms.programme import policies as programme

WRITTEN = frozenset(
    {"phase", "score", "completion", "confidence", "rationale", "evidence", "conflicts"}
)
_E, _C = AssessmentState, CommitmentState
_AT_WORK = (_E.DRAFT, _E.SECOND, _E.REPLY)


@transaction.atomic
def create_assessor(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Assessor:
    """Name a person who assesses the commitments of an edition, and for whom they work.

    Raises:
        NotAllowed: the actor may not edit outcomes of the edition.
        Invalid: the person is named already.
    """
    edition = owner(values, "edition")
    require(actor, Permission.OUTCOMES_EDIT, programme.scope_path(edition))
    return editing.create(actor=actor, model=Assessor, values=values, at=at)


@transaction.atomic
def change_assessor(
    *,
    actor: Actor,
    assessor: Assessor,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Assessor:
    """Say anew for whom an assessor works.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.OUTCOMES_EDIT, scope_path(assessor))
    check_stays(assessor, values, "edition", "user")
    return editing.change(
        actor=actor,
        record=assessor,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason[:AUDIT_REASON],
    )


@transaction.atomic
def remove_assessor(*, actor: Actor, assessor: Assessor, at: datetime, reason: str = "") -> None:
    """Name somebody no longer; what they assessed stays.

    Raises:
        NotAllowed.
        StillUsed: an assessment of theirs is at work.
    """
    require(actor, Permission.OUTCOMES_EDIT, scope_path(assessor))
    key = f"user:{assessor.user_id}"
    at_work = Assessment.objects.filter(commitment__edition=assessor.edition, state__in=_AT_WORK)
    if at_work.filter(assessor_key=key).exists() or at_work.filter(second_key=key).exists():
        raise StillUsed(used_by=_("an assessment"))
    editing.remove(actor=actor, record=assessor, at=at, reason=reason[:AUDIT_REASON])


@transaction.atomic
def draft_assessment(
    *, actor: Actor, responsibility: Responsibility, values: Mapping[str, Any], at: datetime
) -> Assessment:
    """Begin to assess a body's part of a commitment. It supersedes what is published of it.

    Args:
        values: ``phase``, and any of :data:`WRITTEN`.

    Raises:
        NotAllowed: the actor lacks ``outcomes.assess``.
        NotIndependent, SamePerson: see ``commitments_people``.
        GuidelineNotFrozen: nobody fixed what counts as done.
        AssessmentOpen: somebody is assessing this part.
        MoveNotPossible: the commitment was never confirmed.
        Invalid: it says what the method does not allow.
    """
    commitment = _may_assess(actor, responsibility.commitment)
    if commitment.guideline_frozen_at is None:
        raise GuidelineNotFrozen
    if responsibility.role not in ANSWERING:
        raise invalid("responsibility", _("Only a responsible body is assessed."))
    told, evidence = _split(values)
    phase = told.setdefault("phase", Phase.FINAL)
    others = Assessment.objects.filter(responsibility=responsibility, phase=phase)
    if others.filter(state__in=_AT_WORK).exists():
        raise AssessmentOpen
    check_method(commitment, told, evidence)
    told |= {
        "commitment": commitment,
        "responsibility": responsibility,
        "method": METHOD,
        "assessor_key": actor.key,
        "assessor_label": actor.label[:200],
        "supersedes": others.filter(state=_E.PUBLISHED).first(),
    }
    made = editing.create(actor=actor, model=Assessment, values=told, at=at)
    _use(actor, made, evidence, at)
    return made


@transaction.atomic
def change_assessment(
    *,
    actor: Actor,
    assessment: Assessment,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
) -> Assessment:
    """Go on writing a draft: its first assessor does.

    Raises:
        NotAllowed, NotIndependent, SamePerson, Invalid, ChangedMeanwhile.
        AssessmentFixed: it is no draft.
    """
    locked = locked_assessment(assessment)
    commitment = _may_assess(actor, locked.commitment)
    _require_draft(actor, locked)
    told, evidence = _split(values)
    check_stays(locked, told, "phase")
    chosen = list(locked.evidence.all()) if evidence is None else evidence
    check_method(commitment, {**written_values(locked), **told}, chosen)
    changed = editing.change(
        actor=actor,
        record=locked,
        values=told,
        at=at,
        expected_version=expected_version,
        # Never undone by itself: it may be published meanwhile.
        action="written",
    )
    if evidence is not None:
        _use(actor, changed, evidence, at)
    return changed


@transaction.atomic
def discard_assessment(*, actor: Actor, assessment: Assessment, at: datetime) -> None:
    """Throw away a draft that no party has seen.

    Raises:
        NotAllowed, NotIndependent, SamePerson, AssessmentFixed.
    """
    locked = locked_assessment(assessment)
    _may_assess(actor, locked.commitment)
    _require_draft(actor, locked)
    if locked.sent_at is not None:
        raise AssessmentFixed(state=_E.REPLY.label)
    editing.remove(actor=actor, record=locked, at=at)


def check_method(
    commitment: Commitment,
    values: Mapping[str, Any],
    evidence: list[EvidenceItem] | None,
    *,
    is_whole: bool = False,
) -> None:
    """What method 1 allows.

    Args:
        values: the columns as they would be.
        evidence: what it rests upon.
        is_whole: it is handed on, so nothing may be missing.

    Raises:
        Invalid: names every field.
    """
    errors: dict[str, list[str]] = {}
    told = evidence or []
    score, completion = values.get("score"), values.get("completion")
    if any(one.commitment_id != commitment.pk for one in told):
        errors["evidence"] = [_("This evidence belongs to another commitment.")]
    if score is not None:
        errors |= _score_errors(commitment, values, told)
    elif is_whole and completion and completion != Completion.NO_EVIDENCE and not told:
        errors["completion"] = [_("Without evidence the completion is “no evidence”.")]
    if is_whole:
        for name in ("completion", "confidence", "rationale"):
            if not values.get(name):
                errors.setdefault(name, [_("This is needed before somebody else reads it.")])
    if errors:
        raise Invalid(errors)


def written_values(assessment: Assessment) -> dict[str, Any]:
    """The columns that an assessor writes."""
    return {name: getattr(assessment, name) for name in WRITTEN - {"evidence"}}


def locked_assessment(assessment: Assessment) -> Assessment:
    """The row under a lock, with where it lies.

    Raises:
        NotFound: it is gone.
    """
    rows = Assessment.objects.select_for_update(of=("self",)).select_related(
        "commitment__edition__series", "commitment__agreement", "responsibility"
    )
    found = rows.filter(pk=assessment.pk).first()
    if found is None:
        raise NotFound
    return found


def may_assess(actor: Actor, commitment: Commitment) -> Commitment:
    """The commitment under a lock, for an assessor who may assess it.

    Raises:
        NotAllowed, NotIndependent, SamePerson, MoveNotPossible.
    """
    return _may_assess(actor, commitment)


def _may_assess(actor: Actor, commitment: Commitment) -> Commitment:
    require(actor, Permission.OUTCOMES_ASSESS, scope_path(commitment))
    locked = locked_commitment(commitment)
    if locked.state in (_C.PROPOSED, _C.DISPUTED):
        raise MoveNotPossible(state=_C(locked.state).label)
    require_assessor(actor, locked)
    return locked


def _require_draft(actor: Actor, assessment: Assessment) -> None:
    if assessment.state != _E.DRAFT:
        raise AssessmentFixed(state=_E(assessment.state).label)
    if assessment.assessor_key != actor.key:
        raise AssessmentFixed(state=_("the draft of another assessor"))


def _score_errors(
    commitment: Commitment, values: Mapping[str, Any], evidence: list[EvidenceItem]
) -> dict[str, list[str]]:
    if specificity(commitment.elements) is Specificity.INTENTION:
        return {"score": [_("This is an intention. It is recorded and not scored.")]}
    if not evidence or values.get("completion") == Completion.NO_EVIDENCE:
        return {
            "score": [
                _("No evidence is not “not done”. Leave the score empty, or name the evidence.")
            ]
        }
    is_independent = any(not one.is_from_reporter for one in evidence)
    if not is_independent and values.get("confidence") not in ("", None, Confidence.LOW):
        return {
            "confidence": [
                _(
                    "All evidence comes from the reporting party, so the confidence is low at "
                    "most. Add something from somebody else."
                )
            ]
        }
    return {}


def _split(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[EvidenceItem] | None]:
    strange = set(values) - WRITTEN
    if strange:
        raise invalid(sorted(strange)[0], _("This is not part of an assessment."))
    evidence = values.get("evidence")
    told = {name: value for name, value in values.items() if name != "evidence"}
    return told, None if evidence is None else list(evidence)


def _use(
    actor: Actor, assessment: Assessment, evidence: list[EvidenceItem] | None, at: datetime
) -> None:
    if evidence is None:
        return
    before = [str(one.uid) for one in assessment.evidence.order_by("pk")]
    assessment.evidence.set(evidence)
    after = [str(one.uid) for one in assessment.evidence.order_by("pk")]
    if before != after:
        audit.note(
            actor=actor,
            action="evidence chosen",
            record=assessment,
            at=at,
            before={"evidence": before},
            after={"evidence": after},
        )
