"""What two independent assessors find, and what the office replies."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from folkmoot.project.demo.deeds.agenda import Story
from folkmoot.project.demo.deeds.reporting import Case
from folkmoot.project.demo.deeds.stage import Stage
from folkmoot.rooms.outcomes.models import Assessment, EvidenceItem
from folkmoot.rooms.outcomes.services import (
    create_assessor,
    draft_assessment,
    publish_assessment,
    reply_to_assessment,
    send_for_reply,
    send_to_second,
)
from folkmoot.rooms.outcomes.services.links import actor_by, make_link
from folkmoot.rooms.outcomes.services.reports_links import office_label
from folkmoot.rooms.outcomes.terms.commitments import (
    Completion,
    Confidence,
    EvidenceKind,
    LinkPurpose,
    Phase,
)

_HOMES = ("vesnauni", "corvauni")
_REPLY = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class _Finding:
    score: int
    completion: Completion
    confidence: Confidence
    words: str


_FINDINGS = {
    "fulfilled": _Finding(1, Completion.COMPLETE, Confidence.HIGH, "full"),
    "partly": _Finding(0, Completion.PARTIAL, Confidence.MEDIUM, "half"),
    "notdone": _Finding(-1, Completion.NOT_STARTED, Confidence.MEDIUM, "none"),
    "interim": _Finding(0, Completion.LIMITED, Confidence.MEDIUM, "middle"),
}
# For those that have not been published: what the assessors are about to find.
_EXPECTED = {"second": "fulfilled", "reply": "partly"}


def name_assessors(stage: Stage, at: datetime) -> None:
    """Name both assessors in all three editions, each with the university they work for."""
    for number in (1, 2, 3):
        for actor, home in zip(stage.assessors, _HOMES, strict=True):
            values = {
                "edition": stage.edition(number),
                "user_id": actor.user_id,
                "organisation": stage.body(home),
            }
            create_assessor(actor=stage.secretary, values=values, at=at)


def assess(stage: Stage, case: Case, fate: str, at: datetime) -> Story:
    """A final or interim assessment from the draft to its publication."""
    yield at
    draft = _draft(stage, case, fate, at)
    yield (at := _later(stage, at, 4))
    sent = send_for_reply(actor=stage.assessors[1], assessment=draft, at=at)
    yield (at := _later(stage, at, 5))
    if case.number % 2:
        _reply(case, sent, at)
    yield (at := _later(stage, at, 11))
    publish_assessment(actor=stage.assessors[0], assessment=sent, at=at)


def find(stage: Stage, case: Case, fate: str) -> Story:
    """The assessment of a commitment that is still open, as far as it has come."""
    if fate == "interim":
        yield from assess(stage, case, fate, stage.before(30))
    if fate in _EXPECTED:
        yield (at := stage.before(9))
        draft = _draft(stage, case, _EXPECTED[fate], at)
        if fate == "reply":
            yield (at := stage.before(6))
            send_for_reply(actor=stage.assessors[1], assessment=draft, at=at)


def _draft(stage: Stage, case: Case, fate: str, at: datetime) -> Assessment:
    first, _second = stage.assessors
    seen: EvidenceItem = case.show(first, "news", EvidenceKind.NEWS, at)
    finding = _FINDINGS[fate]
    values: dict[str, Any] = {
        "phase": Phase.INTERIM if fate == "interim" else Phase.FINAL,
        "score": finding.score,
        "completion": finding.completion,
        "confidence": finding.confidence,
        "rationale": case.told(finding.words),
        "evidence": list(case.commitment.evidence.order_by("id")) or [seen],
    }
    draft = draft_assessment(actor=first, responsibility=case.lead, values=values, at=at)
    return send_to_second(actor=first, assessment=draft, at=at)


def _reply(case: Case, assessment: Assessment, at: datetime) -> None:
    made = make_link(purpose=LinkPurpose.REPLY, about=assessment, at=at, lasts=_REPLY)
    office = actor_by(made.link, office_label(case.lead))
    reply_to_assessment(actor=office, assessment=assessment, reply=case.told("reply"), at=at)


def _later(stage: Stage, at: datetime, days: int) -> datetime:
    return min(at + timedelta(days=days), stage.at)
