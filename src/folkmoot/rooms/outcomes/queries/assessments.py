"""Reads of assessments: what is published, what is at work, and who may not assess."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from folkmoot.kernel.actors import VISITOR, Actor
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Assessment, Assessor, Commitment, EvidenceItem
from folkmoot.rooms.outcomes.policies import commitments_with, scope_path
from folkmoot.rooms.outcomes.terms.commitments import AssessmentState
from folkmoot.rooms.outcomes.terms.method import Points, Quality
from folkmoot.rooms.programme.models import Edition

_SHOWN = (AssessmentState.PUBLISHED, AssessmentState.SUPERSEDED)
AT_WORK = (AssessmentState.DRAFT, AssessmentState.SECOND, AssessmentState.REPLY)


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment with the evidence it rests upon.

    Attributes:
        evidence: what the reader may see of it.
        evidence_count: how many pieces it rests upon in all.
    """

    assessment: Assessment
    evidence: tuple[EvidenceItem, ...]
    evidence_count: int

    @property
    def quality(self) -> Quality:
        """Of the evidence, by its points when it was handed on."""
        return Points(self.assessment.evidence_points, ()).quality


def assessments_of(commitment: Commitment, actor: Actor = VISITOR) -> list[AssessmentRow]:
    """The assessments of one commitment, newest first; superseded ones after what replaced them.

    Two queries. A visitor gets what was published, with public evidence.
    """
    reads = decide(actor, Permission.OUTCOMES_READ, scope_path(commitment)).is_allowed
    rows = _loaded(commitment.assessments.all())
    if not reads:
        rows = rows.filter(state__in=_SHOWN)
    told = []
    for one in rows.prefetch_related("evidence__file").order_by("-published_at", "-id"):
        items = sorted(one.evidence.all(), key=lambda item: item.pk)
        shown = tuple(item for item in items if reads or item.is_public)
        told.append(AssessmentRow(one, shown, len(items)))
    return told


def published_assessments(commitment: Commitment) -> list[AssessmentRow]:
    """What anyone may see and what holds: no superseded ones. Two queries."""
    return [
        one
        for one in assessments_of(commitment)
        if one.assessment.state == AssessmentState.PUBLISHED
    ]


def visible_assessment(actor: Actor, uid: UUID | str) -> AssessmentRow:
    """One assessment that the actor reads at the desk. Three queries.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    within = commitments_with(actor, Permission.OUTCOMES_READ, "commitment__")
    rows = _loaded(Assessment.objects.filter(within)).prefetch_related("evidence__file")
    try:
        one = rows.filter(uid=uid).first()
    except ValidationError as fault:  # an address that somebody bent
        raise NotFound from fault
    if one is None:
        raise NotFound
    items = tuple(sorted(one.evidence.all(), key=lambda item: item.pk))
    return AssessmentRow(one, items, len(items))


def assessments_at_work(actor: Actor) -> QuerySet[Assessment]:
    """What is being assessed where the actor may assess, oldest first. One query."""
    within = commitments_with(actor, Permission.OUTCOMES_ASSESS, "commitment__")
    return _loaded(Assessment.objects.filter(within, state__in=AT_WORK)).order_by("id")


def assessors_of(edition: Edition) -> QuerySet[Assessor]:
    """Who assesses the commitments of an edition. One query."""
    return Assessor.objects.filter(edition=edition).select_related("user", "organisation", "region")


def _loaded(rows: QuerySet[Assessment]) -> QuerySet[Assessment]:
    return rows.select_related(
        "commitment__edition__series",
        "commitment__agreement",
        "responsibility__region",
        "responsibility__organisation",
        "supersedes",
    )
