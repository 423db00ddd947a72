"""The inbox: what waits where, and a source beside its proposals, at a constant price."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.utils import translation

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import NotAllowed, NotFound
from folkmoot.rooms.evidence.models import Proposal, ProposalRun, Source
from folkmoot.rooms.evidence.queries.inbox import (
    InboxFilter,
    inbox_summary,
    next_waiting,
    proposal_for_review,
    proposals_of,
)
from folkmoot.rooms.evidence.services import accept, refuse
from folkmoot.rooms.programme.models import Edition, Series
from tests.evidence.conftest import named
from tests.evidence.proposing import proposed

pytestmark = pytest.mark.django_db

NOTICE = """Fourth Lantern Coast Forum to open in Port Amber

Port Amber will host the Fourth Lantern Coast Forum in May 2031, said Ilka Brandt. The plenary
session begins at noon. About thirty agreements are expected.
"""


@pytest.fixture
def notice(ingested: Callable[..., Source], noon: datetime) -> Source:
    source = ingested(NOTICE, "notice.txt")
    ProposalRun.objects.create(source=source, state="done", requested_at=noon, proposed_at=noon)
    return source


def some_proposals(source: Source) -> list[Proposal]:
    return [
        proposed(
            source, "edition", "Fourth Lantern Coast Forum",
            series=("Lantern Coast Forum", "Lantern Coast Forum"), ordinal=(4, "Fourth"),
            dates=("2031-05", "May 2031"),
        ),
        proposed(source, "person", "Ilka Brandt", name="Ilka Brandt"),
        proposed(source, "session", "plenary\nsession", name="plenary\nsession"),
        proposed(
            source, "claim", "About thirty", value=(30, "thirty"), unit="agreements",
            claimant=("Ilka Brandt", "Ilka Brandt"),
        ),
    ]  # fmt: skip


def test_a_source_is_listed_with_what_waits_by_kind(notice, secretary, noon):
    proposals = some_proposals(notice)
    refuse(actor=secretary, proposal=proposals[2], at=noon)

    summary = inbox_summary(secretary)

    (source,) = summary.sources
    assert (source.card.title, dict(source.waiting), source.decided, source.waiting_total) == (
        "Fourth Lantern Coast Forum to open in Port Amber",
        {"claim": 1, "edition": 1, "person": 1},
        1,
        3,
    )
    assert (summary.total, dict(summary.waiting), summary.in_queue) == (
        1,
        {"claim": 1, "edition": 1, "person": 1},
        0,
    )


def test_sources_are_filtered_by_kind_state_words_and_confidence(notice, article, secretary, noon):
    some_proposals(notice)
    ProposalRun.objects.create(
        source=article, state="failed", error="too_costly", requested_at=noon
    )

    def listed(**wanted: object) -> list[str]:
        found = inbox_summary(secretary, InboxFilter(**wanted)).sources
        return [one.card.title[:7] for one in found]

    assert listed(kind="person") == ["Fourth "]
    assert listed(kind="quote") == []
    assert listed(state="failed") == ["Lantern"]
    assert listed(state="waiting") == ["Fourth "]
    assert listed(words="closes") == ["Lantern"]
    assert listed(min_confidence=0.95) == []
    assert listed(state="done") == []


def test_a_reader_sees_no_inbox(notice, reader):
    for ask in (lambda: inbox_summary(reader), lambda: proposals_of(notice, reader)):
        with pytest.raises(NotAllowed):
            ask()


def test_a_proposal_is_shown_with_words_rules_and_the_record_it_means(
    notice, mayor, secretary, noon
):
    series = Series.objects.create(slug="lantern", name=named("Lantern Coast Forum"))
    edition = Edition.objects.create(series=series, slug="4", ordinal=4, name=named("Fourth"))
    some_proposals(notice)

    shown = {one.kind: one for one in proposals_of(notice, secretary)}

    first = shown["edition"]
    assert [(one.name, one.value, one.text) for one in first.fields] == [
        ("series", "Lantern Coast Forum", "Lantern Coast Forum"),
        ("ordinal", 4, "Fourth"),
        ("dates", "2031-05", "May 2031"),
    ]
    assert first.link is not None
    assert (first.link.ref, first.link.reasons) == (
        edition.ref,
        ("same name of the series", "same ordinal (4)"),
    )
    assert first.rules != ()
    assert shown["person"].link.ref == mayor.ref
    (claimant,) = shown["claim"].field_candidates["claimant"]
    assert (claimant.ref, claimant.label, claimant.is_strong) == (mayor.ref, "Ilka Brandt", True)
    assert shown["session"].candidates == ()


def test_labels_and_reasons_follow_the_language(notice, mayor, secretary):
    some_proposals(notice)

    with translation.override("ru"):
        shown = {one.kind: one for one in proposals_of(notice, secretary)}

    assert shown["person"].kind_label != ""
    assert shown["edition"].kind_label != "edition"


def test_a_decided_proposal_tells_who_decided_and_what_became_of_it(notice, secretary, noon):
    proposal = proposed(notice, "person", "Ilka Brandt", name="Ilka Brandt")
    accept(actor=secretary, proposal=proposal, at=noon, reason="known to us")

    (shown,) = proposals_of(notice, secretary)

    assert (shown.state, shown.record_label, shown.decision.reviewer, shown.decision.reason) == (
        "accepted",
        "Ilka Brandt",
        "Vesna Holt",
        "known to us",
    )


def test_the_next_waiting_one_is_in_the_same_source_first(notice, article, secretary, noon):
    one, two, three, four = some_proposals(notice)
    other = proposed(article, "person", "Ilka Brandt", name="Ilka Brandt")
    refuse(actor=secretary, proposal=two, at=noon)

    order = []
    current = next_waiting(secretary)
    while current is not None and current.uid not in order:
        order.append(current.uid)
        current = next_waiting(secretary, current.uid)

    expected = sorted([(x.source_id, x.first_start, str(x.uid)) for x in (one, three, four, other)])
    assert order == [uid for _source, _start, uid in expected]
    assert next_waiting(secretary, source_uid=str(article.uid)).uid == str(other.uid)


def test_nothing_waits_in_an_empty_inbox(secretary):
    assert (next_waiting(secretary), inbox_summary(secretary).sources) == (None, ())


def test_an_unknown_proposal_is_not_found(secretary):
    with pytest.raises(NotFound):
        proposal_for_review("00000000-0000-0000-0000-000000000000", secretary)


@pytest.mark.parametrize("copies", [1, 6])
def test_the_price_of_a_source_does_not_grow_with_its_proposals(
    notice, mayor, secretary: Actor, copies, django_assert_max_num_queries
):
    for _ in range(copies):
        some_proposals(notice)

    with django_assert_max_num_queries(16):
        assert len(proposals_of(notice, secretary)) == 4 * copies


@pytest.mark.parametrize("sources", [1, 5])
def test_the_price_of_the_inbox_does_not_grow_with_its_sources(
    ingested, secretary, noon, sources, django_assert_num_queries
):
    for number in range(sources):
        source = ingested(f"Story {number}\n\n{NOTICE}", f"{number}.txt")
        ProposalRun.objects.create(source=source, state="done", requested_at=noon)
        some_proposals(source)

    with django_assert_num_queries(6):
        assert len(inbox_summary(secretary).sources) == sources
