"""Makes commitments and what follows on them, by the services that people use too."""

import re
from datetime import date, timedelta
from typing import Any

from django.core import mail

from folkmoot.kernel.actors import SYSTEM, Actor, GrantedRole, Scope
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.evidence.models import Statement
from folkmoot.rooms.evidence.services import ingest_document, note_statement
from folkmoot.rooms.evidence.terms import Span, TextRights, Visibility
from folkmoot.rooms.outcomes.models import (
    Agreement,
    Assessment,
    Commitment,
    EvidenceItem,
    ProgressReport,
    Responsibility,
)
from folkmoot.rooms.outcomes.services import (
    assessments,
    assessments_states,
    commitments,
    commitments_parts,
    commitments_states,
    reports,
)
from folkmoot.rooms.outcomes.services.evidence import add_evidence
from folkmoot.rooms.outcomes.services.links import actor_by, make_link
from folkmoot.rooms.outcomes.terms.agreements import ActKind
from folkmoot.rooms.outcomes.terms.commitments import LinkPurpose
from folkmoot.rooms.outcomes.terms.method import Element
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.models import Organisation
from folkmoot.rooms.registry.services import create_organisation
from tests.conftest import actor_with
from tests.outcomes.making import NOON, add_act, both, make_agreed, sign_by

DUE = date(2032, 6, 30)
EVERYTHING = [one.value for one in Element]
PROMISE = "Port Amber builds ten berths by 30 June 2032. It opens a night ferry."
FIRST = (0, 45)


def make_body(name: str = "Port Amber Council") -> Organisation:
    return create_organisation(
        actor=actor_with("administrator"), values={"name": both(name)}, at=NOON
    )


def make_in_force(edition: Edition, *clauses: str) -> Agreement:
    """A negotiated agreement that both parties signed today; in force with the last signature."""
    agreement = make_agreed(edition, *(clauses or (PROMISE,)))
    add_act(agreement, ActKind.OPENED)
    return sign_by(agreement, agreement.parties.order_by("place"))


def make_commitment(
    agreement: Agreement,
    title: str = "Ten berths in Port Amber",
    *,
    actor: Actor = SYSTEM,
    span: tuple[int, int] = FIRST,
    lead: Organisation | None = None,
    **values: Any,
) -> Commitment:
    """Proposed, fully specific, led by Port Amber Council, whose office reads English."""
    body = lead or Organisation.objects.first() or make_body()
    told = {
        "title": both(title), "elements": EVERYTHING, "due_on": DUE, "lead": body,
        "office": both("Harbour office"), "email": "harbour@example.org", "mail_language": "en",
        **values,
    }  # fmt: skip
    return commitments.commitment_from_words(
        actor=actor,
        clause=agreement.clauses.order_by("position").first(),
        language="en",
        starts=span[0],
        ends=span[1],
        values=told,
        at=NOON,
    )


def make_active(edition: Edition, **values: Any) -> Commitment:
    """In effect, with a frozen guideline, and public."""
    commitment = make_commitment(make_in_force(edition), **{"is_public": True, **values})
    confirm(commitment)
    write_guideline(commitment)
    return commitments_parts.freeze_guideline(actor=SYSTEM, commitment=commitment, at=NOON)


def confirm(commitment: Commitment) -> Commitment:
    return commitments_states.confirm_commitment(actor=SYSTEM, commitment=commitment, at=NOON)


def write_guideline(commitment: Commitment, actor: Actor = SYSTEM) -> Commitment:
    texts = {
        "done": both("All ten berths are in use."),
        "partly": both("At least five berths are in use."),
        "not_done": both("Fewer than five, or building stopped."),
    }
    return commitments_parts.write_guideline(
        actor=actor, commitment=commitment, texts=texts, at=NOON
    )


def lead_of(commitment: Commitment) -> Responsibility:
    return commitment.responsibilities.get(role="lead")


def make_statement(speaker: Organisation | None = None, **values: Any) -> Statement:
    """A public statement: "We will open a school in Mount Slate."."""
    text = "The mayor spoke. We will open a school in Mount Slate. Applause followed."
    told = {"visibility": Visibility.PUBLIC, "text_rights": TextRights.QUOTATIONS, **values}
    report = ingest_document(actor=SYSTEM, data=text.encode(), name="speech.txt", at=NOON, **told)
    words = "We will open a school in Mount Slate."
    start = text.index(words)
    return note_statement(
        actor=SYSTEM,
        source=report.source,
        spans=[Span(start, start + len(words))],
        values={"speaker_organisation": speaker},
        at=NOON,
    )


def make_user(name: str, email: str = "") -> User:
    return User.objects.create(
        email=email or f"{name.split()[0].lower()}@folkmoot.example", name=name, is_active=True
    )


def user_actor(user: User, role: str, edition: Edition) -> Actor:
    """Somebody with an account who has one role in the edition."""
    grants = (GrantedRole(role, Scope("edition", str(edition.uid))),)
    return Actor(key=f"user:{user.pk}", label=user.name, grants=grants, user_id=user.pk)


PNG = b"\x89PNG\r\n\x1a\n a photo of a berth"


def newest_link() -> str:
    """The token of the link in the newest letter; the first one where there are several."""
    found = re.search(r"/(?:report|reply)/([\w-]+)/", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def report_values(progress: str = "under_way", **values: Any) -> dict[str, Any]:
    return {"progress": progress, "narrative": both("Six of ten berths are built."), **values}


def come(responsibility: Responsibility) -> Actor:
    """The office of a body, come by a link."""
    made = make_link(
        purpose=LinkPurpose.REPORT, about=responsibility, at=NOON, lasts=timedelta(days=60)
    )
    return actor_by(made.link, "Harbour office")


def make_submitted(
    commitment: Commitment,
    progress: str = "under_way",
    *,
    body: Responsibility | None = None,
    evidence: bool = False,
    **values: Any,
) -> ProgressReport:
    """A report that the office handed in."""
    commitment.refresh_from_db()
    body = body or lead_of(commitment)
    office = come(body)
    report = reports.draft_report(
        actor=office, responsibility=body, values=report_values(progress, **values), at=NOON
    )
    if evidence:
        add_evidence(
            actor=office,
            commitment=commitment,
            report=report,
            values={"title": both("A berth"), "kind": "photo"},
            data=PNG,
            name="berth.png",
            at=NOON,
        )
    return reports.submit_report(actor=office, report=report, at=NOON)


def make_finalised(
    commitment: Commitment, verifier: Actor, progress: str = "under_way", **values: Any
) -> ProgressReport:
    """A report that somebody of the secretariat checked and accepted."""
    report = make_submitted(commitment, progress, **values)
    taken = reports.take_up_report(actor=verifier, report=report, at=NOON)
    return reports.finalise_report(actor=verifier, report=taken, at=NOON)


def independent_evidence(commitment: Commitment, actor: Actor = SYSTEM) -> EvidenceItem:
    """Something that does not come from the reporting party."""
    return add_evidence(
        actor=actor,
        commitment=commitment,
        values={
            "title": both("Extract"),
            "kind": "official",
            "publisher": "Port registry",
            "is_from_reporter": False,
            "is_public": True,
        },
        data=b"%PDF-1.4 extract " + str(commitment.pk).encode(),
        name="extract.pdf",
        at=NOON,
    ).item


def name_assessor(edition: Edition, name: str, **of: Any) -> Actor:
    """Somebody who assesses the commitments of the edition."""
    user = make_user(name)
    assessments.create_assessor(
        actor=SYSTEM, values={"edition": edition, "user": user, **of}, at=NOON
    )
    return user_actor(user, "assessor", edition)


def make_published(
    commitment: Commitment,
    first: Actor,
    second: Actor,
    score: int | None = 1,
    *,
    body: Responsibility | None = None,
    **values: Any,
) -> Assessment:
    """Written, agreed, replied to and published."""
    body = body or lead_of(commitment)
    told: dict[str, Any] = {
        "score": score, "completion": "complete", "confidence": "high",
        "rationale": both("All ten are in use."), "phase": "final",
        "evidence": [independent_evidence(commitment)], **values,
    }  # fmt: skip
    draft = assessments.draft_assessment(actor=first, responsibility=body, values=told, at=NOON)
    assessments_states.send_to_second(actor=first, assessment=draft, at=NOON)
    assessments_states.send_for_reply(actor=second, assessment=draft, at=NOON)
    assessments_states.reply_to_assessment(
        actor=SYSTEM, assessment=draft, reply=both("We agree."), at=NOON
    )
    return assessments_states.publish_assessment(actor=first, assessment=draft, at=NOON)
