"""Several reviewers and workers at the same moment: nothing is lost, nothing is doubled."""

import pytest
from django.db import connection

from folkmoot.kernel.refusals import Refusal
from folkmoot.rooms.evidence.models import Decision, Proposal, ProposalRun
from folkmoot.rooms.evidence.services import accept, refuse
from folkmoot.rooms.evidence.services.proposing import claim
from folkmoot.rooms.evidence.terms import ProposalDecided
from folkmoot.rooms.registry.models import Person
from tests.conftest import actor_with
from tests.evidence.proposing import proposed
from tests.evidence.test_race import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the threads of a test share one in-memory SQLite connection")


def tried(service, **asked):
    """A call that gives the refusal instead of raising it."""

    def call():
        try:
            return service(**asked)
        except Refusal as refusal:
            return refusal

    return call


@pytest.mark.parametrize("_round", range(3))
def test_of_two_reviewers_who_accept_one_proposal_one_does_and_the_other_is_told(
    _round, article, noon
):
    proposal = proposed(article, "person", "Ilka Brandt", name="Ilka Brandt")
    reviewers = [actor_with("reviewer", name=name) for name in ("Ilo Marsh", "Vesna Holt")]

    results = at_once(*(tried(accept, actor=one, proposal=proposal, at=noon) for one in reviewers))

    (decision,) = [one for one in results if isinstance(one, Decision)]
    (told,) = [one for one in results if isinstance(one, ProposalDecided)]
    assert told.fields["reviewer"] == decision.reviewer_label
    assert (Person.objects.count(), Decision.objects.count()) == (1, 1)


@pytest.mark.parametrize("_round", range(3))
def test_one_new_person_proposed_twice_and_accepted_at_one_instant_is_one_record(
    _round, article, noon
):
    reviewers = [actor_with("reviewer", name=name) for name in ("Ilo Marsh", "Vesna Holt")]
    proposals = [
        proposed(article, "person", words, name="Ilka Brandt")
        for words in ("Ilka Brandt", "Brandt")
    ]

    at_once(
        *(
            tried(accept, actor=reviewer, proposal=proposal, at=noon)
            for reviewer, proposal in zip(reviewers, proposals, strict=True)
        )
    )

    assert (Person.objects.count(), Decision.objects.count()) == (1, 2)


def test_of_accepting_and_refusing_at_once_one_counts(article, secretary, noon):
    proposal = proposed(article, "person", "Ilka Brandt", name="Ilka Brandt")

    at_once(
        tried(accept, actor=secretary, proposal=proposal, at=noon),
        tried(refuse, actor=secretary, proposal=proposal, at=noon),
    )

    state = Proposal.objects.get().state
    assert (state, Person.objects.count()) in (("accepted", 1), ("refused", 0))
    assert Decision.objects.count() == 1


def test_two_workers_never_take_the_same_source(ingested, noon):
    for number in range(4):
        source = ingested(
            f"Story {number}\n\nOf a harbour and its {number} lights.", f"{number}.txt"
        )
        ProposalRun.objects.create(source=source, requested_at=noon)

    runs = at_once(*[lambda: claim(at=noon)] * 6)

    taken = [run.source_id for run in runs if run is not None]
    assert (len(taken), len(set(taken)), runs.count(None)) == (4, 4, 2)
