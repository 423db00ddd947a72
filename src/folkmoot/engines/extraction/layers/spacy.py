"""spaCy pipelines as a linguistic layer.

Names and parts of speech are computed for the whole text; grammar only for the sentences
that a finder asks about, which halves the cost of a text. Sentences are split by our own
rules, so the parser never decides where they end.
"""

import importlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from folkmoot.engines.extraction.layers.base import (
    Entity,
    EntityKind,
    Parse,
    Stretch,
    Token,
    Word,
)

_KINDS: Final = {
    "PERSON": EntityKind.PERSON,
    "PER": EntityKind.PERSON,
    "GPE": EntityKind.PLACE,
    "LOC": EntityKind.PLACE,
    "FAC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
    "NORP": EntityKind.OTHER,
    "DATE": EntityKind.DATE,
    "TIME": EntityKind.DATE,
}
# English pipelines tell parts of speech by Penn Treebank tags, and map them in a slow step.
_PENN: Final = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "FW": "X", "IN": "ADP", "JJ": "ADJ",
    "JJR": "ADJ", "JJS": "ADJ", "MD": "AUX", "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN",
    "NNPS": "PROPN", "PDT": "DET", "POS": "PART", "PRP": "PRON", "PRP$": "PRON", "RB": "ADV",
    "RBR": "ADV", "RBS": "ADV", "RP": "ADP", "TO": "PART", "UH": "INTJ", "VB": "VERB",
    "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "WDT": "DET",
    "WP": "PRON", "WP$": "PRON", "WRB": "ADV", "$": "SYM",
}  # fmt: skip
_RELATIONS: Final = {"nsubjpass": "nsubj:pass", "dobj": "obj", "relcl": "acl:relcl"}
_ON_DEMAND: Final = ("parser",)
_UNUSED: Final = ("lemmatizer", "attribute_ruler", "senter", "morphologizer")
# Measured: a fifth faster than sixteen, and as fast as more.
_BATCH: Final = 64


class SpacyLayer:
    """Any installed spaCy pipeline, by the name of its package."""

    def __init__(self, package: str) -> None:
        self._pipeline: Any = importlib.import_module(package).load(exclude=[])
        _use_fast_products(self._pipeline)
        self.name = f"{package} {self._pipeline.meta['version']}"
        names = self._pipeline.pipe_names
        self._left_out = [one for one in (*_ON_DEMAND, *_UNUSED) if one in names]
        # Parts of speech are known from looking.
        self._not_parsing = [one for one in names if one not in ("tok2vec", "parser")]
        # French and others tell parts of speech by the morphologizer, not by the tagger.
        if "tagger" not in names and "morphologizer" in names:
            self._left_out.remove("morphologizer")

    def look(self, texts: Sequence[str], starts: Sequence[int]) -> list[Stretch]:
        docs = self._pipeline.pipe(texts, disable=self._left_out, batch_size=_BATCH)
        return [_stretch(doc, start) for doc, start in zip(docs, starts, strict=True)]

    def parse(self, sentence: str, start: int, known: Mapping[int, str]) -> Parse:
        if "parser" not in self._pipeline.pipe_names:
            return ()
        doc = self._pipeline(sentence, disable=self._not_parsing)
        return tuple(
            Word(
                start + token.idx,
                start + token.idx + len(token),
                known.get(start + token.idx) or _pos(token),
                _RELATIONS.get(token.dep_, token.dep_).lower(),
                token.head.i,
            )
            for token in doc
        )

    def normal(self, words: str) -> str:
        return words


def _use_fast_products(pipeline: Any) -> None:
    """Products of matrices by numpy's library, three times as fast here as spaCy's own choice."""
    for _, component in pipeline.pipeline:
        model: Any = getattr(component, "model", None)
        for layer in model.walk() if hasattr(model, "walk") else ():
            if hasattr(layer.ops, "use_blis"):
                layer.ops.use_blis = False


def _stretch(doc: Any, start: int) -> Stretch:
    tokens = tuple(
        Token(start + token.idx, start + token.idx + len(token), _pos(token))
        for token in doc
        if not token.is_space
    )
    entities = tuple(
        Entity(
            start + entity.start_char,
            start + entity.end_char,
            _KINDS.get(entity.label_, EntityKind.OTHER),
        )
        for entity in doc.ents
    )
    return Stretch(tokens, entities)


def _pos(token: Any) -> str:
    if token.is_punct:
        return "PUNCT"
    return token.pos_ or _PENN.get(token.tag_, "X")
