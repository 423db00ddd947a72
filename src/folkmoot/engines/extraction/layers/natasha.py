"""natasha as the linguistic layer of Russian: morphology and names always, grammar on demand."""

import importlib.metadata
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
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
import razdel  # noqa: E402
from slovnet.conll import parse_conll_tag  # noqa: E402
from slovnet.markup import BIOMarkup  # noqa: E402

_KINDS: Final = {
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
}
# Measured: fastest, and three times as fast as one stretch after the other.
_BATCH: Final = 32
_NAMES_KEPT: Final = 20_000


class NatashaLayer:
    """Segmenter, morphology, syntax and names of natasha, trained on news."""

    def __init__(self) -> None:
        embedding = natasha.NewsEmbedding()
        self._segmenter = natasha.Segmenter()
        self._morphology = natasha.NewsMorphTagger(embedding)
        self._syntax = natasha.NewsSyntaxParser(embedding)
        self._names = natasha.NewsNERTagger(embedding)
        self._vocabulary = natasha.MorphVocab()
        self._known_normal = lru_cache(_NAMES_KEPT)(self._normal)
        self.name = f"natasha {importlib.metadata.version('natasha')}"

    def look(self, texts: Sequence[str]) -> list[Stretch]:
        """Grammar by sentences, names by stretches, each tokenised once and run in batches."""
        tokenised = [list(razdel.tokenize(text)) for text in texts]
        sentences = [
            sentence
            for text, tokens in zip(texts, tokenised, strict=True)
            for sentence in _sentences(text, tokens)
        ]
        tagged = [tag for tags in _run(self._morphology.infer, sentences) for tag in tags]
        names = _run(self._names.infer, tokenised)
        stretches, at = [], 0
        for text, tokens, labels in zip(texts, tokenised, names, strict=True):
            tags = tagged[at : at + len(tokens)]
            at += len(tokens)
            stretches.append(Stretch(_tokens(tokens, tags), _entities(text, tokens, labels)))
        return stretches

    def parse(self, sentence: str) -> Parse:
        """Heads and relations only: the parts of speech are known from :meth:`look`."""
        tokens = list(razdel.tokenize(sentence))
        if not tokens:
            return ()
        markup = next(iter(self._syntax.map([[token.text for token in tokens]])))
        place = {word.id: index for index, word in enumerate(markup.tokens)}
        return tuple(
            Word(token.start, token.stop, "X", word.rel.lower(), place.get(word.head_id, at))
            for at, (token, word) in enumerate(zip(tokens, markup.tokens, strict=True))
        )

    def normal(self, words: str) -> str:
        # The same few names come up again and again, and each costs two models.
        return self._known_normal(words)

    def _normal(self, words: str) -> str:
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


def _sentences(text: str, tokens: Sequence[Any]) -> Iterator[list[Any]]:
    """The tokens of each sentence; together they are all tokens, in order."""
    ends = [sentence.stop for sentence in razdel.sentenize(text)]
    at = 0
    for end in (*ends[:-1], len(text)):
        first = at
        while at < len(tokens) and tokens[at].start < end:
            at += 1
        yield list(tokens[first:at])


def _run(infer: Any, items: Sequence[Sequence[Any]]) -> list[list[str]]:
    """The tags that a model gives the words of every item; items of like length run together."""
    infer.encoder.batch_size = _BATCH
    order = sorted((n for n, item in enumerate(items) if item), key=lambda n: len(items[n]))
    words = [[token.text for token in items[number]] for number in order]
    found: list[list[str]] = [[] for _ in items]
    tags = infer.decoder(infer.process(infer.encoder(words)))
    for number, of_item in zip(order, tags, strict=True):
        found[number] = of_item
    return found


def _tokens(tokens: Sequence[Any], tags: Sequence[str]) -> tuple[Token, ...]:
    read = []
    for token, tag in zip(tokens, tags, strict=True):
        pos, feats = parse_conll_tag(tag)
        read.append(Token(token.start, token.stop, pos or "X", feats or {}))
    return tuple(read)


def _entities(text: str, tokens: Sequence[Any], labels: Sequence[str]) -> tuple[Entity, ...]:
    words = [token.text for token in tokens]
    markup = BIOMarkup.from_tuples(zip(words, labels, strict=True)).to_span(text)
    return tuple(
        Entity(span.start, span.stop, _KINDS.get(span.type, EntityKind.OTHER))
        for span in markup.spans
    )
