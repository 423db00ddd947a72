"""Russian is read as natasha reads it; only the time that it takes is ours."""

from functools import cache
from pathlib import Path

import razdel
from hypothesis import example, given
from hypothesis import strategies as st

from folkmoot.engines.extraction.layers import EntityKind, layer_for
from folkmoot.engines.extraction.layers.natasha import NatashaLayer
from folkmoot.engines.extraction.layers.networks import FORMS_KEPT
from folkmoot.engines.extraction.layers.segmenting import Segmenter, sentence_ends

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
KINDS = {
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
}

import natasha  # noqa: E402  after the layer, which prepares its morphology

# What the rules of razdel look at: marks that join, marks that end, and spaces between.
pieces = st.sampled_from(
    [*"аА5-–.,/\\_ \n»«!?;:)('\"Δm", "  ", "12", "слово", "Слово", "…", ":)", "yahoo", "г.", "т.д."]
)


@cache
def layer() -> NatashaLayer:
    found = layer_for("ru")
    assert isinstance(found, NatashaLayer)
    return found


def paragraphs() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(DOCUMENTS.glob("ru-*.txt"))]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def natashas_own() -> list[natasha.Doc]:
    embedding = natasha.NewsEmbedding()
    morphology = natasha.NewsMorphTagger(embedding)
    names = natasha.NewsNERTagger(embedding)
    docs = []
    for paragraph in paragraphs():
        doc = natasha.Doc(paragraph)
        doc.segment(natasha.Segmenter())
        doc.tag_morph(morphology)
        doc.tag_ner(names)
        docs.append(doc)
    return docs


@given(st.lists(pieces, max_size=12).map("".join))
@example("Слово -то и 5, 6")
def test_words_and_sentences_are_cut_as_razdel_cuts_them(text: str) -> None:
    found = [
        (at + start, at + end, form)
        for at, parts in Segmenter().words(text)
        for start, end, form in parts
    ]
    assert found == [(word.start, word.stop, word.text) for word in razdel.tokenize(text)]
    assert list(sentence_ends(text)) == [one.stop for one in razdel.sentenize(text)][:-1]


def test_grammar_and_names_of_the_development_set_are_those_of_natasha() -> None:
    looks = layer().look(paragraphs(), [0] * len(paragraphs()))
    own = natashas_own()
    assert [
        [(token.start, token.end, token.pos, dict(token.feats)) for token in look.tokens]
        for look in looks
    ] == [
        [(token.start, token.stop, token.pos, token.feats) for token in doc.tokens] for doc in own
    ]
    assert [[(one.start, one.end, one.kind) for one in look.entities] for look in looks] == [
        [(span.start, span.stop, KINDS[span.type]) for span in doc.spans] for doc in own
    ]


def test_the_government_of_words_is_that_of_natasha() -> None:
    parser = natasha.NewsSyntaxParser(natasha.NewsEmbedding())
    for paragraph in paragraphs()[:60]:
        words = [word.text for word in razdel.tokenize(paragraph)]
        markup = next(iter(parser.map([words])))
        heads = [int(token.head_id) - 1 for token in markup.tokens]
        assert [(word.head, word.rel) for word in layer().parse(paragraph, 0, {})] == [
            (at if head < 0 else head, token.rel.lower())
            for at, (head, token) in enumerate(zip(heads, markup.tokens, strict=True))
        ]


def test_more_word_forms_than_are_kept_change_nothing() -> None:
    sentence = "В Заречье открылся форум регионов, его открыл губернатор Пётр Ильич Северов."
    before = layer().look([sentence], [0])
    for first in range(0, FORMS_KEPT, 500):
        layer().look([" ".join(f"слово{n}" for n in range(first, first + 500))], [0])
    assert layer().look([sentence], [0]) == before


def test_a_name_is_told_in_its_dictionary_form_and_other_words_as_they_stand() -> None:
    assert layer().normal("Ивана Петровича Кузнецова") == "Иван Петрович Кузнецов"
    assert layer().normal("очень скоро") == "очень скоро"
    assert layer().normal(" ") == " "
