"""What every linguistic layer answers.

Positions count from the start of the stretch of text that was given; the article moves
them to positions of the whole text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class EntityKind(StrEnum):
    """The sorts of names and expressions that layers mark."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    DATE = "date"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign.

    Attributes:
        pos: Universal part of speech ("NOUN", "PROPN", "VERB", "ADJ", "NUM", …).
        feats: morphology where the layer knows it, such as {"Case": "Nom"}.
    """

    start: int
    end: int
    pos: str
    feats: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entity:
    """A name or expression that the layer's model marks."""

    start: int
    end: int
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class Word:
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

    def look(self, texts: Sequence[str]) -> list[Stretch]:
        """Tokens and names of each text."""

    def parse(self, sentence: str) -> Parse:
        """The grammar of one sentence; empty where the layer has no parser.

        Parts of speech may be left at "X": the article knows them from :meth:`look`.
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
