"""Names and texts go when somebody has a right to it; the rest of the record stays."""

import pytest
from django.core.files.storage import default_storage

from folkmoot.kernel import audit
from folkmoot.kernel.actors import SYSTEM, Actor, GrantedRole
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.kernel.search import search
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.services import close_account
from folkmoot.rooms.evidence.models import Citation, Decision, Proposal, ProposalRun
from folkmoot.rooms.evidence.queries.statements import statements_in
from folkmoot.rooms.evidence.services import (
    accept,
    note_claim,
    note_statement,
    refuse,
    withdraw_text,
)
from folkmoot.rooms.registry.models import Person
from folkmoot.rooms.registry.services import withhold_person
from tests.evidence.conftest import ARTICLE, named, span_of
from tests.evidence.proposing import proposed

pytestmark = pytest.mark.django_db


def test_the_name_as_written_goes_and_the_words_stay(
    article, mayor, secretary, administrator, noon
):
    said = note_statement(
        actor=secretary, source=article, spans=[span_of(ARTICLE, "we stayed to sing")], at=noon,
        values={"speaker": mayor, "speaker_as_written": "Mayor Brandt"},
    )  # fmt: skip
    counted = note_claim(
        actor=secretary, source=article, spans=[span_of(ARTICLE, "forty")], at=noon,
        values={"subject": named("songs"), "speaker_as_written": "Ilka Brandt"},
    )  # fmt: skip

    withhold_person(actor=administrator, person=mayor, at=noon)

    (statement,) = statements_in(str(article.uid))
    assert [one.words for one in statement.passages] == ["we stayed to sing"]
    assert statement.by.as_written == ""
    for ref in (said.ref, counted.ref):
        entries = [(one.label, one.before, one.after) for one in audit.history(ref)]
        assert "Brandt" not in str(entries)
        assert ref not in {hit.ref for hit in search("Brandt")[0]}


def test_a_withheld_name_goes_from_proposals_decisions_and_what_sources_state(
    article, secretary, administrator, noon
):
    accepted = proposed(article, "person", "Ilka Brandt", name="Ilka Brandt")
    waiting = proposed(article, "person", "Ilka Brandt", name="Ilka Brandt")
    quote = proposed(article, "quote", "We came to trade", words="We came to trade",
                     speaker="Ilka Brandt")  # fmt: skip
    accept(actor=secretary, proposal=accepted, at=noon)
    person = Person.objects.get()

    withhold_person(actor=administrator, person=person, at=noon)

    kept = {one.pk: (one.state, str(one.fields)) for one in Proposal.objects.all()}
    assert "Brandt" not in str(kept)
    assert (kept[waiting.pk][0], kept[quote.pk][0]) == ("stale", "waiting")
    assert "We came to trade" in kept[quote.pk][1]
    assert "Brandt" not in str([(one.before, one.after) for one in Decision.objects.all()])
    assert "Brandt" not in str(list(Citation.objects.values_list("stated", flat=True)))
    cited = Citation.objects.get(record_uid=person.uid)
    assert "Brandt" not in str([one.after for one in audit.history(cited.ref)])


def test_what_was_proposed_goes_with_a_withdrawn_text_and_what_was_accepted_stays(
    article, secretary, noon
):
    accepted = proposed(article, "person", "Ilka Brandt", name="Ilka Brandt")
    proposed(article, "person", "Port Amber", name="Port Amber")
    ProposalRun.objects.create(source=article, requested_at=noon)
    accept(actor=secretary, proposal=accepted, at=noon)

    withdraw_text(actor=secretary, source=article, at=noon)

    assert (Proposal.objects.count(), ProposalRun.objects.count()) == (0, 0)
    assert Citation.objects.filter(record_uid=Person.objects.get().uid).count() == 1


def test_a_closed_account_leaves_its_decisions_without_a_name(article, noon):
    user = User.objects.create(email="wren@folkmoot.example", name="Wren Holt")
    grants = (GrantedRole("reviewer"),)
    reviewer = Actor(key=f"user:{user.pk}", label="Wren Holt", grants=grants, user_id=user.pk)
    proposal = proposed(article, "person", "Port Amber", name="Port Amber")
    refuse(actor=reviewer, proposal=proposal, at=noon)

    close_account(actor=SYSTEM, user=user, at=noon)

    decision = Decision.objects.get()
    assert (decision.reviewer_key, decision.reviewer_label) == (f"user:{user.pk}", "former user")


def test_a_withdrawn_text_leaves_an_entry_and_no_word(article, mayor, secretary, reader, noon):
    note_statement(
        actor=secretary, source=article, spans=[span_of(ARTICLE, "we stayed to sing")], at=noon,
        values={"speaker": mayor},
    )  # fmt: skip
    original = article.original
    with pytest.raises(NotAllowed):
        withdraw_text(actor=reader, source=article, at=noon)

    withdrawn = withdraw_text(actor=secretary, source=article, at=noon, reason="rights")

    assert (withdrawn.title, withdrawn.text_sha256) == (article.title, article.text_sha256)
    assert (withdrawn.text, withdrawn.has_text, withdrawn.blocks.count()) == ("", False, 0)
    (statement,) = statements_in(str(article.uid), actor=reader)
    assert [one.words for one in statement.passages] == [None]
    assert search("stayed", public_only=False)[0] == []
    assert not StoredFile.objects.filter(pk=original.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_a_withdrawn_text_leave_the_disk_and_may_come_back(
    article, ingested, secretary, noon
):
    path = article.original.path
    assert default_storage.exists(path)

    withdraw_text(actor=secretary, source=article, at=noon)
    assert not default_storage.exists(path)

    again = ingested()
    assert (again, again.text, again.text_rights) == (article, ARTICLE, "none")
