"""natasha as the linguistic layer of Russian: morphology and names always, grammar on demand.

Its models and results, run by :mod:`networks` and cut into words by :mod:`segmenting`.
"""

import importlib.metadata
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
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
from folkmoot.engines.extraction.layers.networks import (
    FORMS_KEPT,
    Forms,
    Indexes,
    NameTagger,
    Parser,
    Tagger,
)
from folkmoot.engines.extraction.layers.segmenting import Segmenter, sentence_ends

# natasha imports the morphology under the name of its unmaintained forerunner.
sys.modules.setdefault("pymorphy2", pymorphy3)
sys.modules.setdefault("pymorphy2.analyzer", pymorphy3.analyzer)

import natasha  # noqa: E402  after the alias it needs
import natasha.data  # noqa: E402
import natasha.doc  # noqa: E402
import natasha.norm  # noqa: E402
from slovnet.conll import parse_conll_tag  # noqa: E402
from slovnet.const import REL, TAG  # noqa: E402
from slovnet.exec.model import NER, Morph, Syntax  # noqa: E402
from slovnet.shape import SHAPES  # noqa: E402

_KINDS: Final = {
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
}
_OUTSIDE: Final = "O"
_NAMES_KEPT: Final = 20_000
# Words looked at together; each might be a form never seen before.
_WORDS_TOGETHER: Final = 4_000
# What named tuples are made by, without the function between; there are two for every word.
_made: Final = tuple.__new__


class _Words:
    """The words of stretches that are looked at together, all in a row."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.forms: list[str] = []
        self.lengths: list[int] = []
        self.sentences: list[int] = []

    def add(self, text: str, segmenter: Segmenter) -> None:
        """Positions are those in the stretch."""
        first = len(self.starts)
        starts, ends, forms = self.starts, self.ends, self.forms
        for at, parts in segmenter.words(text):
            for begin, end, form in parts:
                starts.append(at + begin)
                ends.append(at + end)
                forms.append(form)
        self.lengths.append(len(starts) - first)
        self.sentences += _sentence_lengths(text, starts, first)


class NatashaLayer:
    """Segmenter, morphology, syntax and names of natasha, trained on news."""

    def __init__(self) -> None:
        data = natasha.data
        self._segmenter = Segmenter()
        self._forms = Forms(natasha.NewsEmbedding(), ["<pad>", *SHAPES])
        self._morphology = Tagger(data.NEWS_MORPH, Morph, self._forms, TAG)
        self._names = NameTagger(data.NEWS_NER, NER, self._forms, TAG)
        self._syntax = Parser(data.NEWS_SYNTAX, Syntax, self._forms, REL)
        self._tags = [_read(label) for label in self._morphology.labels]
        self._relations = [label.lower() for label in self._syntax.labels]
        self._marks = [label.partition("-")[::2] for label in self._names.labels]
        self._vocabulary = natasha.MorphVocab()
        self._known_normal = lru_cache(_NAMES_KEPT)(self._normal)
        self.name = f"natasha {importlib.metadata.version('natasha')}"

    def look(self, texts: Sequence[str], starts: Sequence[int]) -> list[Stretch]:
        """Grammar by sentences, names by stretches, some thousand words together."""
        found: list[Stretch] = []
        words = _Words()
        begins: list[int] = []
        for text, start in zip(texts, starts, strict=True):
            begins.append(start)
            words.add(text, self._segmenter)
            if len(words.starts) >= _WORDS_TOGETHER:
                found += self._looked_at(words, begins)
                words, begins = _Words(), []
        found += self._looked_at(words, begins)
        return found

    def _looked_at(self, words: _Words, begins: Sequence[int]) -> Iterator[Stretch]:
        rows = self._rows(words.forms)
        tags = self._morphology.tags(rows, words.sentences)
        labels = self._names.tags(rows, words.lengths)
        known, first = self._tags, 0
        for begin, length in zip(begins, words.lengths, strict=True):
            last = first + length
            starts = [begin + at for at in words.starts[first:last]]
            ends = [begin + at for at in words.ends[first:last]]
            read = map(known.__getitem__, tags[first:last])
            tokens = [
                _made(Token, (start, end, pos, feats))
                for start, end, (pos, feats) in zip(starts, ends, read, strict=True)
            ]
            entities = tuple(self._entities(starts, ends, labels[first:last]))
            yield Stretch(tokens, entities)
            first = last

    def _rows(self, forms: Sequence[str]) -> Indexes:
        self._forms.make_room(forms)
        number = self._forms.number
        return np.array([number(form) for form in forms], np.intp)

    def _entities(
        self, starts: Sequence[int], ends: Sequence[int], labels: Sequence[int]
    ) -> Iterator[Entity]:
        """As slovnet reads marks: a name goes on until outside or a new beginning is told."""
        outside = self._names.labels.index(_OUTSIDE)
        kind, begin, end = "", 0, 0
        for at, label in enumerate(labels):
            if label == outside and not kind:
                continue
            mark, told = self._marks[label]
            if kind and mark in (_OUTSIDE, "B"):
                yield Entity(begin, end, _KINDS.get(kind, EntityKind.OTHER))
                kind = ""
            if mark == "B":
                kind, begin = told, starts[at]
            if mark in ("B", "I"):
                end = ends[at]
        if kind:
            yield Entity(begin, end, _KINDS.get(kind, EntityKind.OTHER))

    def parse(self, sentence: str, start: int, known: Mapping[int, str]) -> Parse:
        """Heads and relations only: the parts of speech are known from :meth:`look`."""
        words = _Words()
        words.add(sentence, self._segmenter)
        if not 0 < len(words.forms) < FORMS_KEPT:
            return ()
        heads, kinds = self._syntax.heads(self._rows(words.forms))
        return tuple(
            _made(
                Word,
                (
                    start + begin,
                    start + end,
                    known.get(start + begin, "X"),
                    self._relations[kind],
                    head - 1 if head else at,
                ),
            )
            for at, (begin, end, kind, head) in enumerate(
                zip(words.starts, words.ends, kinds, heads, strict=True)
            )
        )

    def normal(self, words: str) -> str:
        # The same few names come up again and again, and each costs two models.
        return self._known_normal(words)

    def _normal(self, text: str) -> str:
        """What natasha makes of a name, if it takes the whole text for one."""
        words = _Words()
        words.add(text, self._segmenter)
        if not 0 < len(words.forms) < FORMS_KEPT:
            return text
        rows = self._rows(words.forms)
        labels = self._names.tags(rows, words.lengths)
        names = list(self._entities(words.starts, words.ends, labels))
        if not names or names[0].start > 0 or names[0].end < len(text):
            return text
        tokens = self._tagged(words, rows)
        if names[0].kind == EntityKind.ORGANISATION:
            self._govern(tokens, rows, words.sentences)
            normal = natasha.norm.syntax_normalize(self._vocabulary, tokens)
        else:
            normal = natasha.norm.normalize(self._vocabulary, tokens)
        # The vocabulary writes ё as е; the text knows better where nothing was inflected.
        return text if normal == text.replace("ё", "е") else str(normal)

    def _tagged(self, words: _Words, rows: Indexes) -> list[Any]:
        tags = self._morphology.tags(rows, words.sentences)
        tokens = []
        for at, form in enumerate(words.forms):
            pos, feats = self._tags[tags[at]]
            token = natasha.doc.DocToken(words.starts[at], words.ends[at], form)
            token.pos, token.feats = pos, feats
            tokens.append(token)
        return tokens

    def _govern(self, tokens: list[Any], rows: Indexes, sentences: Sequence[int]) -> None:
        first = 0
        for length in sentences:
            if length:
                heads, _ = self._syntax.heads(rows[first : first + length])
                for at, head in enumerate(heads):
                    tokens[first + at].id = first + at
                    tokens[first + at].head_id = first + head - 1 if head else None
            first += length


def _read(label: str) -> tuple[str, Mapping[str, str]]:
    pos, feats = parse_conll_tag(label)
    return pos or "X", feats or {}


def _sentence_lengths(text: str, starts: Sequence[int], first: int) -> Iterator[int]:
    """How many words each sentence has; together they are all words from the first on."""
    for end in sentence_ends(text):
        last = first
        while last < len(starts) and starts[last] < end:
            last += 1
        yield last - first
        first = last
    yield len(starts) - first
