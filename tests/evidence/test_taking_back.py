"""Taking decisions back, merging proposals, and accepting many at once."""

from datetime import timedelta

import pytest

from folkmoot.kernel.editing import change
from folkmoot.kernel.records import RecordRef, load
from folkmoot.kernel.refusals import CannotUndo, StillUsed
from folkmoot.rooms.evidence.models import (
    Citation,
    Decision,
    Passage,
    Proposal,
)
from folkmoot.rooms.evidence.services import accept, accept_many, merge, refuse, undo_decision
from folkmoot.rooms.evidence.terms import (
    CannotMerge,
    NothingToUndo,
)
from folkmoot.rooms.programme.models import Edition, EditionPlace, Series, Session
from folkmoot.rooms.registry.models import Person
from tests.evidence.conftest import named
from tests.evidence.deciding import notice, report, the_edition, the_mayor, towns
from tests.evidence.proposing import proposed

pytestmark = pytest.mark.django_db

__all__ = ["notice", "report", "towns"]


def test_taking_back_removes_the_record_its_citations_and_passages_and_it_waits_again(
    report, towns, secretary, noon
):
    before = Passage.objects.count(), Citation.objects.count()
    proposal = the_edition(report)
    accept(actor=secretary, proposal=proposal, at=noon)

    undo_decision(actor=secretary, proposal=proposal, at=noon, reason="too early")

    proposal.refresh_from_db()
    assert (Series.objects.count(), Edition.objects.count(), EditionPlace.objects.count()) == (
        0,
        0,
        0,
    )
    assert (Passage.objects.count(), Citation.objects.count()) == before
    assert (proposal.state, proposal.record_uid) == ("waiting", None)
    assert list(Decision.objects.order_by("id").values_list("verdict", "reason")) == [
        ("accepted", ""),
        ("undone", "too early"),
    ]
    with pytest.raises(NothingToUndo):
        undo_decision(actor=secretary, proposal=proposal, at=noon)


def test_taking_back_a_completion_sets_the_record_back_and_then_the_first_can_go_too(
    notice, report, towns, secretary, noon
):
    first = proposed(notice, "edition", "Fourth Lantern Coast Forum",
                     series=("Lantern Coast Forum", "Lantern Coast Forum"),
                     ordinal=(4, "Fourth"))  # fmt: skip
    second = the_edition(report)
    accept(actor=secretary, proposal=first, at=noon)
    edition = Edition.objects.get()
    accept(actor=secretary, proposal=second, link=edition.ref, at=noon)

    with pytest.raises(CannotUndo):
        undo_decision(actor=secretary, proposal=first, at=noon)
    undo_decision(actor=secretary, proposal=second, at=noon)
    edition.refresh_from_db()
    assert (edition.starts_on, edition.places.count()) == (None, 0)
    undo_decision(actor=secretary, proposal=first, at=noon)

    assert Edition.objects.count() == 0


def test_taking_back_is_refused_once_somebody_changed_or_used_the_record(
    report, towns, secretary, noon
):
    proposal, mayor = the_edition(report), the_mayor(report)
    accept(actor=secretary, proposal=proposal, at=noon)
    accept(actor=secretary, proposal=mayor, at=noon)
    session = proposed(report, "session", "plenary session", name="plenary session")
    accept(actor=secretary, proposal=session, at=noon)
    change(actor=secretary, record=Person.objects.get(), values={"summary": named("!")}, at=noon)

    with pytest.raises(StillUsed):
        undo_decision(actor=secretary, proposal=proposal, at=noon)
    with pytest.raises(CannotUndo):
        undo_decision(actor=secretary, proposal=mayor, at=noon)

    assert (Edition.objects.count(), Session.objects.count(), Person.objects.count()) == (1, 1, 1)


def test_two_proposals_merged_before_are_accepted_together_and_taken_back_together(
    notice, report, secretary, noon
):
    one, two = the_mayor(notice), the_mayor(report)
    merge(actor=secretary, proposal=one, into=two, at=noon)

    accept(actor=secretary, proposal=two, at=noon)

    person = Person.objects.get()
    one.refresh_from_db()
    assert (one.state, one.record_uid) == ("merged", person.uid)
    assert Citation.objects.filter(record_uid=person.uid, field="name").count() == 2
    undo_decision(actor=secretary, proposal=two, at=noon + timedelta(minutes=1))
    one.refresh_from_db()
    assert (one.state, one.record_uid, Person.objects.count()) == ("merged", None, 0)


def test_a_proposal_merged_into_an_accepted_one_is_cited_for_its_record(
    notice, report, secretary, noon
):
    one, two = the_mayor(notice), the_mayor(report)
    accept(actor=secretary, proposal=two, at=noon)

    merge(actor=secretary, proposal=one, into=two, at=noon)

    assert Citation.objects.filter(record_uid=Person.objects.get().uid).count() == 2


def test_other_kinds_refused_ones_and_figures_of_two_sources_are_never_merged(
    notice, report, secretary, noon
):
    mayor, edition, refused = the_mayor(report), the_edition(report), the_mayor(notice)
    refuse(actor=secretary, proposal=refused, at=noon)
    here = proposed(report, "claim", "forty", value=(40, "forty"))
    there = proposed(notice, "claim", "thirty", value=(30, "thirty"))

    for one, two in ((mayor, edition), (mayor, refused), (mayor, mayor), (here, there)):
        with pytest.raises(CannotMerge):
            merge(actor=secretary, proposal=one, into=two, at=noon)


def test_many_are_accepted_from_a_confidence_on_and_doubtful_ones_are_left_with_the_reason(
    notice, report, secretary, noon
):
    sure, weak = the_mayor(report), the_mayor(notice)
    Proposal.objects.filter(pk=weak.pk).update(confidence=0.4)
    doubtful = proposed(report, "person", "drummers", name="drummers")
    Proposal.objects.filter(pk=doubtful.pk).update(warnings=["speaker-uncertain"])

    done = accept_many(actor=secretary, kind="person", min_confidence=0.8, at=noon)

    states = dict(Proposal.objects.values_list("pk", "state"))
    assert (done.accepted, [(one.uid, one.code) for one in done.left]) == (
        1,
        [(str(doubtful.uid), "doubtful")],
    )
    assert states == {sure.pk: "accepted", weak.pk: "waiting", doubtful.pk: "waiting"}


def test_every_decision_points_at_a_record_that_is_there(report, towns, secretary, noon):
    proposals = [the_edition(report), the_mayor(report)]

    for proposal in proposals:
        accept(actor=secretary, proposal=proposal, at=noon)

    refs = [RecordRef(one.record_kind, str(one.record_uid)) for one in Decision.objects.all()]
    assert set(load(refs)) == set(refs)
