"""natasha as the linguistic layer of Russian: morphology and names always, grammar on demand."""

import importlib.metadata
import sys
from collections.abc import Sequence
from typing import Any, Final

import pymorphy3
import pymorphy3.analyzer

from folkmoot.engines.extraction.layers.base import (
    Entity,
    EntityKind,
    Parse,
    Stretch,
    Token,
    Word,
)

# natasha imports the morphology under the name of its unmaintained forerunner.
sys.modules.setdefault("pymorphy2", pymorphy3)
sys.modules.setdefault("pymorphy2.analyzer", pymorphy3.analyzer)

import natasha  # noqa: E402  after the alias it needs

_KINDS: Final = {
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
}


class NatashaLayer:
    """Segmenter, morphology, syntax and names of natasha, trained on news."""

    def __init__(self) -> None:
        embedding = natasha.NewsEmbedding()
        self._segmenter = natasha.Segmenter()
        self._morphology = natasha.NewsMorphTagger(embedding)
        self._syntax = natasha.NewsSyntaxParser(embedding)
        self._names = natasha.NewsNERTagger(embedding)
        self._vocabulary = natasha.MorphVocab()
        self.name = f"natasha {importlib.metadata.version('natasha')}"

    def look(self, texts: Sequence[str]) -> list[Stretch]:
        return [self._look(text) for text in texts]

    def parse(self, sentence: str) -> Parse:
        doc = self._tagged(sentence)
        doc.parse_syntax(self._syntax)
        place = {token.id: index for index, token in enumerate(doc.tokens)}
        return tuple(
            Word(
                token.start, token.stop, token.pos, token.rel.lower(), place.get(token.head_id, at)
            )
            for at, token in enumerate(doc.tokens)
        )

    def normal(self, words: str) -> str:
        doc = self._tagged(words)
        doc.parse_syntax(self._syntax)
        doc.tag_ner(self._names)
        for span in doc.spans:
            if span.start == 0 and span.stop == len(words):
                span.normalize(self._vocabulary)
                # The vocabulary writes ё as е; the text knows better where nothing was inflected.
                normal = str(span.normal)
                return words if normal == words.replace("ё", "е") else normal
        return words

    def _tagged(self, text: str) -> Any:
        doc = natasha.Doc(text)
        doc.segment(self._segmenter)
        doc.tag_morph(self._morphology)
        return doc

    def _look(self, text: str) -> Stretch:
        if not text.strip():
            return Stretch()
        doc = self._tagged(text)
        doc.tag_ner(self._names)
        tokens = tuple(
            Token(token.start, token.stop, token.pos or "X", dict(token.feats or {}))
            for token in doc.tokens
        )
        entities = tuple(
            Entity(span.start, span.stop, _KINDS.get(span.type, EntityKind.OTHER))
            for span in doc.spans
        )
        return Stretch(tokens, entities)
