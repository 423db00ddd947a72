"""Independent assessors score; two of them and the party see it before anybody else."""

from datetime import date, timedelta

import pytest
from django.core import mail

from folkmoot.kernel.actors import SYSTEM, VISITOR
from folkmoot.kernel.editing import undo
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.refusals import CannotUndo, Invalid, NotAllowed, StillUsed
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Assessment, Assessor, Commitment
from folkmoot.rooms.outcomes.queries.assessments import assessments_of, published_assessments
from folkmoot.rooms.outcomes.services.links import LinkClosed
from folkmoot.rooms.outcomes.terms.commitments import (
    AssessmentFixed,
    AssessmentOpen,
    EvidenceUsed,
    GuidelineFrozen,
    GuidelineNotFrozen,
    MoveNotPossible,
    NotIndependent,
    ReplyAwaited,
    SamePerson,
)
from tests.outcomes.commitments.making import (
    confirm,
    independent_evidence,
    lead_of,
    make_active,
    make_body,
    make_commitment,
    make_finalised,
    make_in_force,
    make_published,
    make_submitted,
    make_user,
    name_assessor,
    newest_link,
    user_actor,
    write_guideline,
)
from tests.outcomes.making import NOON, TODAY, both

pytestmark = pytest.mark.django_db
FORTNIGHT = timedelta(days=14)


@pytest.fixture
def commitment(edition) -> Commitment:
    return make_active(edition)


@pytest.fixture
def first(edition):
    return name_assessor(edition, "Noor Vale")


@pytest.fixture
def looks_again(edition):
    return name_assessor(edition, "Sten Birk")


def values_of(commitment, **values):
    return {
        "score": 1, "completion": "complete", "confidence": "high", "phase": "final",
        "rationale": both("All ten are in use."),
        "evidence": [independent_evidence(commitment)], **values,
    }  # fmt: skip


def draft(commitment, actor, **values):
    return services.draft_assessment(
        actor=actor, responsibility=lead_of(commitment),
        values=values_of(commitment, **values), at=NOON,
    )  # fmt: skip


def sent(commitment, first, looks_again, **values):
    made = draft(commitment, first, **values)
    services.send_to_second(actor=first, assessment=made, at=NOON)
    return services.send_for_reply(actor=looks_again, assessment=made, at=NOON)


def test_invariant_12_nobody_assesses_before_the_guideline_is_frozen(edition, first):
    made = make_commitment(make_in_force(edition))
    confirm(made)

    with pytest.raises(GuidelineNotFrozen):
        draft(made, first)
    with pytest.raises(Invalid):
        services.freeze_guideline(actor=SYSTEM, commitment=made, at=NOON)
    write_guideline(made, first)
    frozen = services.freeze_guideline(actor=first, commitment=made, at=NOON)

    assert frozen.guideline["version"] == 1
    assert draft(made, first).state == "draft"
    with pytest.raises(GuidelineFrozen):
        write_guideline(made, first)


def test_each_writing_of_the_guideline_is_a_version_with_all_three_texts(edition, own, reader):
    made = make_commitment(make_in_force(edition))
    texts = {"done": both("Ten", "Десять"), "partly": both("Five", "Пять")}

    write_guideline(made, own)
    again = write_guideline(made, own)
    with pytest.raises(Invalid):
        services.write_guideline(actor=own, commitment=made, texts=texts, at=NOON)
    with pytest.raises(Invalid):
        services.write_guideline(
            actor=own, commitment=made, texts={**texts, "not_done": both("None")}, at=NOON
        )
    texts["not_done"] = both("None", "Ни одного")
    with pytest.raises(NotAllowed):
        services.write_guideline(actor=reader, commitment=made, texts=texts, at=NOON)
    newer = services.write_guideline(actor=own, commitment=made, texts=texts, at=NOON)

    assert (again.guideline["version"], newer.guideline["version"]) == (1, 2)


def test_invariant_13_only_named_assessors_score(commitment, edition, own):
    unnamed = user_actor(make_user("Una Grey"), "assessor", edition)

    for actor in (unnamed, own, SYSTEM):
        with pytest.raises(NotIndependent):
            draft(commitment, actor)
    with pytest.raises(NotAllowed):
        draft(commitment, VISITOR)

    assert not Assessment.objects.exists()


def test_invariant_13_an_assessor_is_not_from_a_responsible_body(commitment, edition):
    lead = lead_of(commitment).organisation
    theirs = name_assessor(edition, "Pia Moss", organisation=lead)
    elsewhere = name_assessor(edition, "Otto Finn", organisation=make_body("Free University"))

    with pytest.raises(NotIndependent):
        draft(commitment, theirs)

    assert draft(commitment, elsewhere).assessor_key == elsewhere.key


def test_invariant_13_reporter_verifier_and_assessor_are_different_people(
    commitment, edition, own, second
):
    make_finalised(commitment, own)
    for actor in (own, second):
        services.create_assessor(
            actor=own, values={"edition": edition, "user_id": actor.user_id}, at=NOON
        )

    with pytest.raises(SamePerson):
        draft(commitment, own)
    draft(commitment, second)
    report = make_submitted(commitment)
    with pytest.raises(SamePerson):
        services.take_up_report(actor=second, report=report, at=NOON)
    with pytest.raises(SamePerson):
        services.draft_report(actor=second, responsibility=lead_of(commitment), values={}, at=NOON)


def test_invariant_14_without_independent_evidence_confidence_is_low_at_most(
    commitment, edition, first, own
):
    make_submitted(commitment, evidence=True)
    theirs = list(commitment.evidence.all())

    for confidence in ("medium", "high"):
        with pytest.raises(Invalid) as refused:
            draft(commitment, first, evidence=theirs, confidence=confidence)
        assert list(refused.value.errors) == ["confidence"]
    made = draft(commitment, first, evidence=theirs, confidence="low")
    better = [*theirs, independent_evidence(commitment)]
    changed = services.change_assessment(
        actor=first, assessment=made, values={"evidence": better, "confidence": "high"}, at=NOON
    )

    assert (made.confidence, changed.confidence) == ("low", "high")


def test_invariant_14_holds_whichever_field_is_changed_last(commitment, first):
    make_submitted(commitment, evidence=True)
    theirs = list(commitment.evidence.all())
    made = draft(commitment, first)

    with pytest.raises(Invalid):
        services.change_assessment(
            actor=first, assessment=made, values={"evidence": theirs}, at=NOON
        )

    assert [one.is_from_reporter for one in made.evidence.all()] == [False]


def test_invariant_16_no_evidence_is_not_not_done(commitment, first):
    for values in (
        {"evidence": [], "score": -1, "completion": "not_started", "confidence": "low"},
        {"score": -1, "completion": "no_evidence"},
    ):
        with pytest.raises(Invalid) as refused:
            draft(commitment, first, **values)
        assert list(refused.value.errors) == ["score"]
    silent = draft(commitment, first, evidence=[], score=None, completion="no_evidence")

    assert (silent.score, silent.completion) == (None, "no_evidence")


def test_invariant_16_without_evidence_nothing_else_is_handed_on(commitment, first):
    made = draft(commitment, first, evidence=[], score=None, completion="limited")

    with pytest.raises(Invalid) as refused:
        services.send_to_second(actor=first, assessment=made, at=NOON)

    assert list(refused.value.errors) == ["completion"]


def test_an_intention_is_recorded_and_not_scored(edition, first):
    made = make_active(edition, elements=["deliverable", "owner"])

    with pytest.raises(Invalid) as refused:
        draft(made, first)

    assert list(refused.value.errors) == ["score"]
    assert draft(made, first, score=None).score is None


def test_evidence_of_another_commitment_is_refused(edition, commitment, first):
    other = make_active(edition, title="Another", lead=make_body("Slate"))

    with pytest.raises(Invalid):
        draft(commitment, first, evidence=[independent_evidence(other)])


def test_the_second_assessor_is_another_person(commitment, first, looks_again):
    made = draft(commitment, first)
    services.send_to_second(actor=first, assessment=made, at=NOON)

    with pytest.raises(SamePerson):
        services.send_for_reply(actor=first, assessment=made, at=NOON)
    with pytest.raises(AssessmentFixed):
        services.change_assessment(actor=first, assessment=made, values={"score": 0}, at=NOON)
    back = services.return_to_first(
        actor=looks_again, assessment=made, reason="Which berths?", at=NOON
    )

    assert (back.state, back.returned_because) == ("draft", "Which berths?")
    with pytest.raises(AssessmentFixed):
        services.change_assessment(actor=looks_again, assessment=made, values={"score": 0}, at=NOON)


def test_the_party_replies_by_a_mailed_link_before_anybody_else_reads(
    commitment, first, looks_again, reader
):
    made = sent(commitment, first, looks_again)
    access = services.come_to_reply(newest_link(), at=NOON)

    with pytest.raises(ReplyAwaited):
        services.publish_assessment(actor=first, assessment=made, at=NOON)
    assert published_assessments(commitment) == []
    with pytest.raises(NotAllowed):
        services.reply_to_assessment(actor=reader, assessment=made, reply=both("No."), at=NOON)
    services.reply_to_assessment(
        actor=access.actor, assessment=access.assessment, reply=both("We agree."), at=NOON
    )
    with pytest.raises(LinkClosed):
        services.come_to_reply(newest_link(), at=NOON)
    published = services.publish_assessment(actor=first, assessment=made, at=NOON)

    assert (published.state, str(published.reply)) == ("published", "We agree.")
    assert published.reply_until == TODAY + FORTNIGHT
    assert "assessment" in access.may
    assert mail.outbox[-1].to == ["harbour@example.org"]


def test_without_a_reply_it_is_published_after_the_fortnight(commitment, first, looks_again):
    made = sent(commitment, first, looks_again)

    with pytest.raises(ReplyAwaited):
        services.publish_assessment(actor=first, assessment=made, at=NOON + FORTNIGHT)
    after = NOON + FORTNIGHT + timedelta(days=1)
    published = services.publish_assessment(actor=first, assessment=made, at=after)

    assert (published.state, published.published_at) == ("published", after)


def test_a_reply_that_says_something_new_takes_it_back_to_the_draft(commitment, first, looks_again):
    made = sent(commitment, first, looks_again)
    services.reply_to_assessment(actor=SYSTEM, assessment=made, reply=both("No."), at=NOON)

    with pytest.raises(Invalid):
        services.take_back_assessment(actor=first, assessment=made, reason="", at=NOON)
    back = services.take_back_assessment(
        actor=first, assessment=made, reason="They sent photos.", at=NOON
    )
    services.change_assessment(actor=first, assessment=back, values={"score": 0}, at=NOON)
    services.send_to_second(actor=first, assessment=back, at=NOON)
    again = services.send_for_reply(actor=looks_again, assessment=back, at=NOON)

    with pytest.raises(ReplyAwaited):
        services.publish_assessment(actor=first, assessment=again, at=NOON)
    assert str(again.reply) == "No."


def test_nothing_is_edited_after_publication(commitment, first, looks_again):
    made = make_published(commitment, first, looks_again)
    item = made.evidence.get()

    for step in (
        lambda: services.change_assessment(
            actor=first, assessment=made, values={"score": -1}, at=NOON
        ),
        lambda: services.reply_to_assessment(
            actor=SYSTEM, assessment=made, reply=both("No."), at=NOON
        ),
        lambda: services.take_back_assessment(actor=first, assessment=made, reason="Oh", at=NOON),
        lambda: services.discard_assessment(actor=first, assessment=made, at=NOON),
        lambda: services.send_to_second(actor=first, assessment=made, at=NOON),
    ):
        with pytest.raises(AssessmentFixed):
            step()
    with pytest.raises(EvidenceUsed):
        services.remove_evidence_item(actor=SYSTEM, evidence_item=item, at=NOON)
    with pytest.raises(EvidenceUsed):
        services.change_evidence_item(
            actor=SYSTEM, evidence_item=item, values={"kind": "news"}, at=NOON
        )


def test_no_entry_of_its_history_can_be_undone_after_publication(commitment, first, looks_again):
    made = draft(commitment, first, score=0)
    services.change_assessment(actor=first, assessment=made, values={"score": 1}, at=NOON)
    services.send_to_second(actor=first, assessment=made, at=NOON)
    services.send_for_reply(actor=looks_again, assessment=made, at=NOON)
    services.reply_to_assessment(actor=SYSTEM, assessment=made, reply=both("Yes"), at=NOON)
    services.publish_assessment(actor=first, assessment=made, at=NOON)

    for entry in AuditEntry.objects.filter(uid=made.uid):
        with pytest.raises(CannotUndo):
            undo(actor=SYSTEM, entry=entry, at=NOON)

    made.refresh_from_db()
    assert (made.score, made.state) == (1, "published")


def test_a_published_assessment_is_superseded_and_both_stay(commitment, first, looks_again):
    old = make_published(commitment, first, looks_again, score=0, completion="limited")
    new = services.supersede_assessment(actor=first, assessment=old, at=NOON)

    with pytest.raises(AssessmentOpen):
        services.supersede_assessment(actor=looks_again, assessment=old, at=NOON)
    services.change_assessment(actor=first, assessment=new, values={"score": 1}, at=NOON)
    assert [one.assessment for one in published_assessments(commitment)] == [old]
    services.send_to_second(actor=first, assessment=new, at=NOON)
    services.send_for_reply(actor=looks_again, assessment=new, at=NOON)
    services.reply_to_assessment(actor=SYSTEM, assessment=new, reply=both("Yes"), at=NOON)
    services.publish_assessment(actor=looks_again, assessment=new, at=NOON)

    assert [one.assessment for one in published_assessments(commitment)] == [new]
    assert [(one.assessment.pk, one.assessment.state) for one in assessments_of(commitment)] == [
        (new.pk, "published"),
        (old.pk, "superseded"),
    ]
    assert new.supersedes == old


def test_interim_and_final_stand_beside_each_other(commitment, first, looks_again):
    make_published(commitment, first, looks_again, score=0, phase="interim")
    make_published(commitment, first, looks_again, score=1)

    told = {one.assessment.phase: one.assessment.score for one in published_assessments(commitment)}

    assert told == {"interim": 0, "final": 1}


def test_points_and_quality_are_those_when_it_was_handed_on(commitment, first, looks_again, own):
    make_submitted(commitment, evidence=True)
    made = make_published(commitment, first, looks_again)
    independent_evidence(commitment, own)

    row = published_assessments(commitment)[0]

    assert row.assessment.evidence_points == made.evidence_points == 6
    assert (row.quality, row.evidence_count) == ("fair", 1)


def test_visitors_see_public_evidence_only(commitment, first, looks_again, reader):
    make_submitted(commitment, evidence=True)
    everything = [*commitment.evidence.all(), independent_evidence(commitment)]
    make_published(commitment, first, looks_again, evidence=everything)

    public = assessments_of(commitment)[0]
    desk = assessments_of(commitment, reader)[0]

    assert (len(public.evidence), public.evidence_count, len(desk.evidence)) == (1, 2, 2)


def test_who_is_assessing_stays_named_and_only_the_secretariat_names(
    commitment, edition, first, own, reader
):
    draft(commitment, first)
    named = Assessor.objects.get(user_id=first.user_id)

    with pytest.raises(StillUsed):
        services.remove_assessor(actor=own, assessor=named, at=NOON)
    for actor in (first, reader):
        with pytest.raises(NotAllowed):
            services.create_assessor(
                actor=actor, values={"edition": edition, "user": make_user(f"X {actor.key}",
                f"{actor.user_id}@folkmoot.example")}, at=NOON,
            )  # fmt: skip


def test_a_reply_is_awaited_before_anything_is_closed(commitment, first, looks_again, following):
    sent(commitment, first, looks_again)

    with pytest.raises(MoveNotPossible):
        services.carry_over(
            actor=SYSTEM, commitment=commitment, edition=following, at=NOON,
            values={"due_on": date(2033, 1, 1)},
        )  # fmt: skip
