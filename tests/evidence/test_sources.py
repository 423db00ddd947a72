"""Sources without text, texts that come later, changes and removals."""

import pytest

from folkmoot.kernel import audit, editing
from folkmoot.kernel.refusals import NotAllowed, StillUsed
from folkmoot.rooms.evidence.models import Passage, Source
from folkmoot.rooms.evidence.queries.sources import SourceFilter, list_sources
from folkmoot.rooms.evidence.services import (
    attach_text,
    catalogue_source,
    change_source,
    cite,
    create_source,
    hash_of,
    ingest_document,
    passage,
    remove_source,
)
from folkmoot.rooms.evidence.terms import (
    DocumentUnreadable,
    PassagesDiffer,
    SameTextElsewhere,
    TextDiffers,
    TextIsFixed,
)
from tests.evidence.conftest import ARTICLE, span_of

pytestmark = pytest.mark.django_db

WORDS = "More than forty agreements"


@pytest.fixture
def catalogued(secretary, noon) -> Source:
    """Known by hash and length only, with one passage that was cited from the paper copy."""
    source = catalogue_source(
        actor=secretary,
        title="Forum closes",
        at=noon,
        text_sha256=hash_of(ARTICLE),
        length_chars=len(ARTICLE),
        values={"visibility": "public", "publisher": "Coast Courier"},
    )
    span = span_of(ARTICLE, WORDS)
    passage(
        actor=secretary, source=source, start=span.start, end=span.end, at=noon,
        words_sha256=hash_of(WORDS),
    )  # fmt: skip
    return source


def test_a_text_is_attached_and_its_passages_resolve(catalogued, secretary, noon):
    attached = attach_text(
        actor=secretary, source=catalogued, data=ARTICLE.encode(), name="a.txt", at=noon
    )

    found = Passage.objects.get(source=attached)
    assert attached.text[found.start : found.end] == WORDS
    assert (attached.title, attached.has_text, attached.language) == ("Forum closes", True, "en")
    assert attached.blocks.exists()
    newest = audit.history(attached.ref)[0]
    assert (newest.action, "text" in newest.after) == ("text attached", False)


def test_bringing_in_the_file_of_a_catalogued_source_attaches_it(catalogued, secretary, noon):
    report = ingest_document(actor=secretary, data=ARTICLE.encode(), name="a.txt", at=noon)

    assert (report.source, report.is_new, report.is_attached) == (catalogued, False, True)
    assert Source.objects.get().text == ARTICLE


def test_another_text_is_refused_naming_the_passages_that_differ(catalogued, secretary, noon):
    other = ARTICLE.replace("forty", "fifty")
    span = span_of(ARTICLE, WORDS)

    with pytest.raises(TextDiffers) as refused:
        attach_text(actor=secretary, source=catalogued, data=other.encode(), name="a.txt", at=noon)

    assert refused.value.fields == {"passages": [(span.start, span.end)]}
    assert not Source.objects.get().has_text


def test_without_a_catalogued_hash_the_passages_decide(secretary, noon):
    source = catalogue_source(actor=secretary, title="Forum closes", at=noon)
    span = span_of(ARTICLE, WORDS)
    passage(
        actor=secretary, source=source, start=span.start, end=span.end, at=noon,
        words_sha256=hash_of(WORDS),
    )  # fmt: skip
    shifted = "\N{NO-BREAK SPACE}" + ARTICLE

    with pytest.raises(PassagesDiffer) as refused:
        attach_text(actor=secretary, source=source, data=shifted.encode(), name="a.txt", at=noon)
    assert refused.value.fields == {
        "spans": f"{span.start}–{span.end}", "passages": [(span.start, span.end)],
    }  # fmt: skip
    assert Source.objects.get().text_sha256 == ""

    attach_text(actor=secretary, source=source, data=ARTICLE.encode(), name="a.txt", at=noon)

    assert Source.objects.get().text_sha256 == hash_of(ARTICLE)


def test_another_length_than_the_catalogued_one_is_refused(secretary, noon):
    source = catalogue_source(actor=secretary, title="Forum closes", at=noon, length_chars=7)

    with pytest.raises(TextDiffers):
        attach_text(actor=secretary, source=source, data=ARTICLE.encode(), name="a.txt", at=noon)

    assert not Source.objects.get().has_text


def test_an_unreadable_file_is_not_attached(catalogued, secretary, noon):
    with pytest.raises(DocumentUnreadable) as refused:
        attach_text(actor=secretary, source=catalogued, data=b"", name="a.txt", at=noon)

    assert refused.value.fields["why"] == "empty"
    assert str(refused.value) == "a.txt: The file is empty."


def test_a_stored_text_is_attached_once_and_replaced_never(article, secretary, noon):
    same = attach_text(
        actor=secretary, source=article, data=ARTICLE.encode(), name="a.txt", at=noon
    )
    assert same.version == article.version

    with pytest.raises(TextIsFixed):
        attach_text(actor=secretary, source=article, data=b"Another text.", name="a.txt", at=noon)

    assert Source.objects.get().text == ARTICLE


def test_a_text_that_is_another_source_already_is_not_attached(article, secretary, noon):
    entry = catalogue_source(actor=secretary, title="A second entry", at=noon)

    with pytest.raises(SameTextElsewhere) as refused:
        attach_text(actor=secretary, source=entry, data=ARTICLE.encode(), name="a.txt", at=noon)

    assert refused.value.fields["uid"] == str(article.uid)


def test_one_text_is_not_catalogued_twice(article, secretary, noon):
    with pytest.raises(SameTextElsewhere):
        catalogue_source(actor=secretary, title="Again", at=noon, text_sha256=article.text_sha256)


def test_hash_and_length_of_a_stored_text_stay(article, secretary, noon):
    for values in ({"text_sha256": "0" * 64}, {"length_chars": 3}, {"text": "x"}):
        with pytest.raises(TextIsFixed):
            change_source(actor=secretary, source=article, values=values, at=noon)
    with pytest.raises(TextIsFixed):
        create_source(actor=secretary, values={"title": "x", "text": "y"}, at=noon)

    changed = change_source(
        actor=secretary, source=article, at=noon, expected_version=1,
        values={"title": "Closing day", "text_sha256": article.text_sha256},
    )  # fmt: skip

    assert (changed.title, changed.text) == ("Closing day", ARTICLE)


def test_a_source_that_something_cites_is_not_removed(article, mayor, secretary, noon):
    span = span_of(ARTICLE, "Ilka Brandt")
    words = passage(actor=secretary, source=article, start=span.start, end=span.end, at=noon)
    cite(actor=secretary, record=mayor.ref, field="name", passages=words, at=noon)

    with pytest.raises(StillUsed) as refused:
        remove_source(actor=secretary, source=article, at=noon)

    assert refused.value.fields == {"used_by": "Ilka Brandt"}
    assert Source.objects.exists()


def test_a_source_nobody_cites_is_removed_and_comes_back_as_an_entry(article, secretary, noon):
    remove_source(actor=secretary, source=article, at=noon)
    assert Source.objects.count() == 0

    entry = audit.history(article.ref)[0]
    editing.undo(actor=secretary, entry=entry, at=noon)

    back = Source.objects.get()
    assert (back.uid, back.has_text, back.text_sha256) == (
        article.uid, False, article.text_sha256,
    )  # fmt: skip


def test_a_reader_changes_no_source(article, catalogued_by_nobody, reader, noon):
    with pytest.raises(NotAllowed):
        change_source(actor=reader, source=article, values={"title": "x"}, at=noon)
    with pytest.raises(NotAllowed):
        remove_source(actor=reader, source=article, at=noon)
    with pytest.raises(NotAllowed):
        catalogue_source(actor=reader, title="x", at=noon)
    with pytest.raises(NotAllowed):
        attach_text(
            actor=reader, source=catalogued_by_nobody, data=b"Some words.", name="a.txt", at=noon
        )


@pytest.fixture
def catalogued_by_nobody(secretary, noon) -> Source:
    return catalogue_source(actor=secretary, title="A letter", at=noon)


def test_sources_are_listed_for_those_who_may_know_of_them(
    article, ingested, reader, visitor, django_assert_num_queries
):
    hidden = ingested("Тайный протокол заседания городов.", visibility="desk")

    with django_assert_num_queries(2):
        seen, count = list_sources(actor=visitor)
    assert ([one.card.uid for one in seen], count) == ([str(article.uid)], 1)

    assert list_sources(actor=reader)[1] == 2
    found, count = list_sources(SourceFilter(words="ПРОТОКОЛ города"), actor=reader)
    assert ([one.card.uid for one in found], count) == ([str(hidden.uid)], 1)


def test_source_counts_as_cited_once_it_supports_more_than_its_own_title(
    article, mayor, secretary, visitor, noon
):
    before = list_sources(SourceFilter(is_cited=True), actor=visitor)
    span = span_of(ARTICLE, "mayor of Port Amber")
    words = passage(actor=secretary, source=article, start=span.start, end=span.end, at=noon)
    title = Passage.objects.get(source=article, start=0)
    for one in (words, title):
        cite(actor=secretary, record=mayor.ref, field="summary", passages=one, at=noon)

    (listed,), count = list_sources(SourceFilter(is_cited=True), actor=visitor)

    assert before == ([], 0)
    assert (listed.passages, count) == (2, 1)
