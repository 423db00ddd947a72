"""A person who asks to be forgotten is named in no statement and no search entry."""

import pytest

from folkmoot.kernel import audit
from folkmoot.kernel.search import search
from folkmoot.rooms.evidence.queries.statements import statements_in
from folkmoot.rooms.evidence.services import note_claim, note_statement
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
