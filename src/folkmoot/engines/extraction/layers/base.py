"""What every linguistic layer answers.

Positions are those of the whole text: a layer is told where each stretch begins.
Tokens and words are named tuples, as there is one for every word of a text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

_NOTHING_KNOWN: Final[Mapping[str, str]] = MappingProxyType({})


class EntityKind(StrEnum):
    """The sorts of names and expressions that layers mark."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"
    OTHER = "other"


class Token(NamedTuple):
    """A word or sign.

    Attributes:
        pos: Universal part of speech ("NOUN", "PROPN", "VERB", "ADJ", "NUM", …).
        feats: morphology where the layer knows it, such as {"Case": "Nom"}.
    """

    start: int
    end: int
    pos: str
    feats: Mapping[str, str] = _NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class Entity:
    """A name or expression that the layer's model marks."""

    start: int
    end: int
    kind: EntityKind


class Word(NamedTuple):
    """A word of a parsed sentence.

    Attributes:
        head: index of the governing word in the same parse; the root governs itself.
        rel: relation to the head in Universal Dependencies where they agree ("nsubj",
            "nsubj:pass", "obj", "ccomp", "xcomp", "advcl", "acl:relcl", "appos", "conj",
            "cc", "case", "mark", "amod", "compound", "flat"); for English also spaCy's
            "prep" and "pobj".
    """

    start: int
    end: int
    pos: str
    rel: str
    head: int


Parse = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """What a layer says of one stretch of text."""

    tokens: Sequence[Token] = ()
    entities: Sequence[Entity] = ()


class Layer(Protocol):
    """A linguistic layer of one language.

    Attributes:
        name: with its version, as shown in the origin of proposals; empty for plain rules.
    """

    name: str

    def look(self, texts: Sequence[str], starts: Sequence[int]) -> list[Stretch]:
        """Tokens and names of each text, which begins at that place of the whole."""

    def parse(self, sentence: str, start: int, known: Mapping[int, str]) -> Parse:
        """The grammar of one sentence; empty where the layer has no parser.

        Args:
            start: where it begins in the whole text.
            known: parts of speech told by :meth:`look`, by where their words begin.
        """

    def normal(self, words: str) -> str:
        """The name in its dictionary form (nominative); the words themselves if unknown."""


@dataclass(frozen=True, slots=True)
class LayerSettings:
    """Which pipeline serves which language.

    Attributes:
        pipelines: language → name of an installed spaCy pipeline, over the defaults;
            an empty name asks for plain rules.
    """

    pipelines: Mapping[str, str] = field(default_factory=dict)
