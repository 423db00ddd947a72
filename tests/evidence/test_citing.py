"""Passages support fields of records of any room."""

import uuid

import pytest

from folkmoot.kernel import audit, editing
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid, NotAllowed, NotFound
from folkmoot.rooms.evidence.models import Citation
from folkmoot.rooms.evidence.queries.citations import citations_of
from folkmoot.rooms.evidence.services import (
    change_citation,
    cite,
    cite_exactly,
    create_citation,
    passage,
    remove_citation,
    uncite,
)
from folkmoot.rooms.evidence.terms import NoWords
from folkmoot.rooms.registry.models import Person
from tests.evidence.conftest import ARTICLE, named, span_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def words_at(article, secretary, noon):
    """Makes the passage of some words of the article."""

    def make(words: str):
        span = span_of(ARTICLE, words)
        return passage(actor=secretary, source=article, start=span.start, end=span.end, at=noon)

    return make


def test_a_field_shows_the_passages_that_support_it_in_order(
    words_at, article, mayor, secretary, noon
):
    office, name = words_at("mayor of Port Amber"), words_at("Ilka Brandt")
    cite(actor=secretary, record=mayor.ref, field="name", passages=[office, name], at=noon)
    cite(actor=secretary, record=mayor.ref, field="name", passages=name, at=noon)
    cite(actor=secretary, record=mayor.ref, passages=name, at=noon, note=named("Named once."))

    found = citations_of([mayor.ref])

    assert [one.words for one in found[mayor.ref, "name"]] == ["mayor of Port Amber", "Ilka Brandt"]
    (whole,) = found[mayor.ref, ""]
    assert (whole.words, str(whole.note), whole.anchor, whole.source.title) == (
        "Ilka Brandt", "Named once.", f"p-{name.start}-{name.end}", article.title,
    )  # fmt: skip
    assert list(citations_of([mayor.ref], fields=[""])) == [(mayor.ref, "")]


@pytest.mark.parametrize("people", [1, 12])
def test_citations_of_any_number_of_records_cost_one_query(
    people, words_at, secretary, noon, django_assert_num_queries
):
    refs = []
    for number in range(people):
        values = {"name": named(f"Singer {number}")}
        person = editing.create(actor=secretary, model=Person, values=values, at=noon)
        cite(
            actor=secretary, record=person.ref, field="name",
            passages=words_at("we stayed to sing"), at=noon,
        )  # fmt: skip
        refs.append(person.ref)

    with django_assert_num_queries(1):
        assert len(citations_of(refs)) == people
    with django_assert_num_queries(0):
        assert citations_of([]) == {}


def test_a_source_for_the_desk_supports_nothing_in_public(
    ingested, mayor, secretary, reader, visitor, noon
):
    source = ingested("A private note about Ilka Brandt.", visibility="desk")
    made = passage(actor=secretary, source=source, start=0, end=9, at=noon)
    cite(actor=secretary, record=mayor.ref, field="name", passages=made, at=noon)

    assert citations_of([mayor.ref], actor=visitor) == {}
    (cited,) = citations_of([mayor.ref], actor=reader)[mayor.ref, "name"]
    assert cited.words == "A private"


def test_exactly_these_spans_means_no_others_and_in_this_order(
    words_at, article, mayor, secretary, noon
):
    cite(
        actor=secretary, record=mayor.ref, field="name", passages=words_at("the organisers said"),
        at=noon,
    )  # fmt: skip
    spans = [span_of(ARTICLE, "mayor"), span_of(ARTICLE, "Ilka Brandt")]
    target = {"actor": secretary, "record": mayor.ref, "field": "name", "source": article}

    first = cite_exactly(**target, spans=spans, at=noon)
    again = cite_exactly(**target, spans=spans, at=noon)

    found = citations_of([mayor.ref])[mayor.ref, "name"]
    assert [one.words for one in found] == ["mayor", "Ilka Brandt"]
    assert again == first
    with pytest.raises(NoWords):
        cite_exactly(**target, spans=[], at=noon)


def test_a_citation_is_taken_back_and_brought_back(words_at, mayor, secretary, noon):
    name = words_at("Ilka Brandt")
    cite(actor=secretary, record=mayor.ref, field="name", passages=name, at=noon)

    removed = uncite(actor=secretary, record=mayor.ref, field="name", passage=name, at=noon)
    assert (removed, citations_of([mayor.ref])) == (1, {})

    kind = "evidence.citation"
    entry = audit.AuditEntry.objects.filter(kind=kind, action="removed").latest("id")
    editing.undo(actor=secretary, entry=entry, at=noon)

    assert len(citations_of([mayor.ref])[mayor.ref, "name"]) == 1


def test_a_citation_can_be_moved_to_another_field(words_at, mayor, secretary, noon):
    name = words_at("Ilka Brandt")
    values = {
        "passage": name, "record_kind": mayor.ref.kind, "record_uid": mayor.uid, "field": "name",
    }  # fmt: skip
    citation = create_citation(actor=secretary, values=values, at=noon)

    change_citation(
        actor=secretary, citation=citation, values={"field": "summary"}, at=noon,
        expected_version=1,
    )  # fmt: skip
    assert list(citations_of([mayor.ref])) == [(mayor.ref, "summary")]

    remove_citation(actor=secretary, citation=citation, at=noon)
    assert citations_of([mayor.ref]) == {}


def test_only_fields_of_records_that_exist_are_cited(words_at, mayor, secretary, noon):
    name = words_at("Ilka Brandt")
    nobody = RecordRef("registry.person", str(uuid.uuid4()))

    for record in (nobody, RecordRef("registry.ghost", nobody.uid)):
        with pytest.raises(NotFound):
            cite(actor=secretary, record=record, passages=name, at=noon)
    with pytest.raises(Invalid) as refused:
        cite(actor=secretary, record=mayor.ref, field="shoe_size", passages=name, at=noon)

    assert set(refused.value.errors) == {"field"}
    assert not Citation.objects.filter(passage=name).exists()


def test_a_reader_cites_nothing_and_takes_nothing_back(words_at, mayor, secretary, reader, noon):
    name = words_at("Ilka Brandt")
    (citation,) = cite(actor=secretary, record=mayor.ref, passages=name, at=noon)

    with pytest.raises(NotAllowed):
        cite(actor=reader, record=mayor.ref, field="name", passages=name, at=noon)
    with pytest.raises(NotAllowed):
        uncite(actor=reader, record=mayor.ref, at=noon)
    with pytest.raises(NotAllowed):
        change_citation(actor=reader, citation=citation, values={"field": "name"}, at=noon)
    with pytest.raises(NotAllowed):
        remove_citation(actor=reader, citation=citation, at=noon)

    assert list(citations_of([mayor.ref])) == [(mayor.ref, "")]
