"""Sources wait in a queue, are searched in a process of their own, and keep their decisions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from folkmoot.engines.extraction.guarded import engine_version
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.evidence.models import Proposal, ProposalRun, Source
from folkmoot.rooms.evidence.queries.copies import copies_of, with_copies
from folkmoot.rooms.evidence.services import refuse
from folkmoot.rooms.evidence.services.proposing import (
    claim,
    document_of,
    keep_proposing,
    propose_from,
    request_outdated,
    request_proposals,
    store_proposals,
)
from folkmoot.rooms.evidence.terms import ProposalState
from tests.evidence.proposing import stated

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No job starts by itself; the tests take from the queue."""
    monkeypatch.setattr(
        "folkmoot.rooms.evidence.services.proposing._see_to_workers", lambda at: None
    )


def told(source: Source, kind: str, **fields: Any) -> dict[str, Any]:
    """A proposal as the engine writes it."""
    values = {name: stated(source, value) for name, value in fields.items()}
    first = next(iter(values.values()))
    return {
        "type": kind,
        "fields": values,
        "spans": first["spans"],
        "rules": ["person-office"],
        "confidence": 0.5,
        "origin": "rules",
        "warnings": [],
    }


def test_a_source_is_searched_and_what_it_proposes_waits_with_its_words(
    quiet, article, secretary, noon
):
    asked = request_proposals(actor=secretary, sources=[article], at=noon)
    run = claim(at=noon)
    assert run is not None
    propose_from(run, at=noon)

    run.refresh_from_db()
    assert (asked, run.state, run.error, run.engine) == (1, "done", "", engine_version())
    waiting = Proposal.objects.filter(source=article, state="waiting")
    assert ("person", "Ilka Brandt") in {
        (one.kind, one.fields.get("name", {}).get("value")) for one in waiting
    }
    for one in waiting:
        for field in one.fields.values():
            words = " … ".join(article.text[start:end] for start, end in field["spans"])
            assert field["text"] == words


def test_a_source_waits_once_however_often_it_is_asked_for(quiet, article, secretary, noon):
    first = request_proposals(actor=secretary, sources=[article], at=noon)
    second = request_proposals(actor=secretary, sources=[article], at=noon)

    assert (first, second, ProposalRun.objects.count()) == (1, 0, 1)


def test_a_reader_may_not_ask_for_proposals(quiet, article, reader, noon):
    with pytest.raises(NotAllowed):
        request_proposals(actor=reader, sources=[article], at=noon)


def test_a_source_without_a_text_is_left_out(quiet, secretary, noon):
    bare = Source.objects.create(title="A letter")

    assert request_proposals(actor=secretary, sources=[bare], at=noon) == 0


def test_proposing_again_doubles_nothing_and_brings_nothing_back_that_was_refused(
    article, secretary, noon
):
    person, place = (
        told(article, "person", name="Ilka Brandt"),
        told(article, "person", name="Amber"),
    )
    store_proposals(article, [person, place])
    refuse(
        actor=secretary, proposal=Proposal.objects.get(first_start=place["spans"][0][0]), at=noon
    )

    again = store_proposals(article, [person, {**place, "confidence": 0.9}])

    states = Proposal.objects.order_by("id").values_list("fields__name__value", "state")
    assert (again, list(states)) == (0, [("Ilka Brandt", "waiting"), ("Amber", "refused")])


def test_a_better_engine_corrects_what_waits_and_lets_go_what_it_no_longer_finds(article):
    person, other = (
        told(article, "person", name="Ilka Brandt"),
        told(article, "person", name="Amber"),
    )
    store_proposals(article, [person, other])
    better = {**person, "fields": {"name": {**person["fields"]["name"], "value": "Ilka B. Brandt"}}}

    new = store_proposals(article, [better])

    assert new == 0
    assert list(
        Proposal.objects.order_by("id").values_list("fields__name__value", "state", "version")
    ) == [("Ilka B. Brandt", "waiting", 2), ("Amber", "stale", 1)]


def test_what_is_found_again_waits_again(article):
    person = told(article, "person", name="Ilka Brandt")
    store_proposals(article, [person])
    store_proposals(article, [])
    assert Proposal.objects.get().state == ProposalState.STALE

    store_proposals(article, [person])

    assert Proposal.objects.get().state == ProposalState.WAITING


def test_two_figures_of_one_value_in_one_document_are_two_proposals(article):
    one = told(article, "claim", value="forty")

    new = store_proposals(article, [one, one])

    assert new == 2


def test_a_source_held_by_a_dead_worker_waits_again_and_is_given_up_after_ten(
    quiet, article, secretary, noon
):
    request_proposals(actor=secretary, sources=[article], at=noon)
    for _ in range(10):
        assert claim(at=noon) is not None
        keep_proposing(at=noon + timedelta(hours=1))

    run = ProposalRun.objects.get()
    assert (run.state, run.error, claim(at=noon)) == ("failed", "gave_up", None)


def test_a_source_held_by_a_living_worker_is_left_to_it(quiet, article, secretary, noon):
    request_proposals(actor=secretary, sources=[article], at=noon)
    claim(at=noon)

    keep_proposing(at=noon + timedelta(seconds=30))

    assert ProposalRun.objects.get().state == "running"


def test_what_an_older_engine_searched_is_asked_for_again(quiet, article, secretary, noon):
    ProposalRun.objects.create(source=article, state="done", engine="0.0.1", requested_at=noon)

    assert request_outdated(actor=secretary, at=noon) == 1
    ProposalRun.objects.update(state="done", engine=engine_version())
    assert request_outdated(actor=secretary, at=noon) == 0


def test_the_stored_source_gives_the_document_that_was_read(article):
    document = document_of(article)

    assert (document.text, document.title, document.published) == (
        article.text,
        "Lantern Coast Forum closes in Port Amber",
        "2031-05-12",
    )
    assert [document.words_of(block) for block in document.blocks][0] == document.title


STORY = " ".join(
    f"On day {number} the delegates of town {number * 7} spoke about {number * 3} bridges and mills."
    for number in range(40)
)


def test_copies_of_a_wire_story_are_told_from_other_reports(
    quiet, ingested: Callable[..., Source], secretary: Actor, noon: datetime
):
    story = ingested(STORY, "a.txt")
    copy = ingested("Our correspondent writes. " + STORY[: len(STORY) * 4 // 5], "b.txt")
    other = ingested(" ".join(reversed(STORY.split())), "c.txt")
    request_proposals(actor=secretary, sources=[story, copy, other], at=noon)
    while (run := claim(at=noon)) is not None:
        propose_from(run, at=noon)

    assert [one.source.uid for one in copies_of(story, actor=secretary)] == [str(copy.uid)]
    assert with_copies([story.pk, copy.pk, other.pk]) == {story.pk: 1, copy.pk: 1, other.pk: 0}
