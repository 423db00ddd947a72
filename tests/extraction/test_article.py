"""A document is made ready for the finders without moving a single character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.extraction.article import prepare
from folkmoot.engines.extraction.layers import EntityKind, LayerSettings
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.extraction.working import working_copy
from folkmoot.engines.reading import Document, read_document


def document(text: str) -> Document:
    read = read_document(text.encode(), name="a.txt")
    assert isinstance(read, Document)
    return read


@given(st.text())
def test_the_working_copy_is_as_long_as_the_text(text: str) -> None:
    assert len(working_copy(text)) == len(text)


def test_a_no_break_space_hides_no_name() -> None:
    article = prepare(
        document("The forum in Velmar was opened by Mayor Anna\u00a0Lindqvist on 3\u00a0June 2024.")
    )
    people = [
        article.words(Span(e.start, e.end)) for e in article.entities if e.kind == EntityKind.PERSON
    ]
    assert people == ["Anna\u00a0Lindqvist"]


def test_abbreviations_and_initials_end_no_sentence() -> None:
    article = prepare(
        document(
            "Mr. J. R. Holm spoke first. Then the 3. session began! It ended at 5 p.m. on Friday."
        )
    )
    assert [article.words(one.span) for one in article.sentences] == [
        "Mr. J. R. Holm spoke first.",
        "Then the 3. session began!",
        "It ended at 5 p.m. on Friday.",
    ]


def test_russian_paragraphs_of_an_english_document_are_read_as_russian() -> None:
    article = prepare(
        document(
            "The forum of the two regions opened on Monday in the town hall of Velmar.\n\n"
            "Форум открыл глава области Пётр Ильич Заречный. Он поблагодарил участников."
        )
    )
    assert [one.lexicon.language for one in article.sentences] == ["en", "ru", "ru"]
    names = [
        article.normal(Span(e.start, e.end))
        for e in article.entities
        if e.kind == EntityKind.PERSON
    ]
    assert names == ["Пётр Ильич Заречный"]


def test_a_pipeline_that_is_not_installed_is_refused_by_name() -> None:
    settings = LayerSettings({"en": "en_core_web_enormous"})
    with pytest.raises(ValueError, match="en_core_web_enormous is not installed"):
        prepare(document("The forum opened."), settings)


def test_a_language_without_a_model_gets_words_and_sentences() -> None:
    article = prepare(
        document("Foorumi avattiin Velmarissa. Se kesti kaksi päivää ja siellä oli väkeä.")
    )
    assert len(article.sentences) == 2
    assert article.tokens[0].pos == "PROPN"
