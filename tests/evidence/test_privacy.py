"""Names and texts go when somebody has a right to it; the rest of the record stays."""

import pytest
from django.core.files.storage import default_storage

from folkmoot.kernel import audit
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.kernel.search import search
from folkmoot.rooms.evidence.queries.statements import statements_in
from folkmoot.rooms.evidence.services import note_claim, note_statement, withdraw_text
from folkmoot.rooms.registry.services import withhold_person
from tests.evidence.conftest import ARTICLE, named, span_of

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
