"""What changes in a text, word by word, as plain data. Pure.

Nothing is lost: the pieces that stay or go give the old text, those that stay or come the new.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from folkmoot.engines.values.multilingual import Multilingual

# A word, a run of spaces, or one sign: punctuation changes without marking the word before it.
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


class PieceKind(StrEnum):
    """Whether a piece stays, comes or goes."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row with one fate."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class LanguageRedline:
    """One language of a text, before and after."""

    language: str
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything comes or goes."""
        return any(piece.kind is not PieceKind.SAME for piece in self.pieces)


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces that lead from one text to the other, in order; what goes before what comes."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    pieces: list[Piece] = []
    for tag, start, end, begin, stop in matcher.get_opcodes():
        if tag == "equal":
            _add(pieces, PieceKind.SAME, before[start:end])
        else:
            _add(pieces, PieceKind.REMOVED, before[start:end])
            _add(pieces, PieceKind.ADDED, after[begin:stop])
    return tuple(pieces)


def redlines(
    old: Multilingual, new: Multilingual, languages: Iterable[str]
) -> tuple[LanguageRedline, ...]:
    """Every language side by side. One that the new text is silent on stays as it is."""
    told = []
    for language in languages:
        before = old.texts.get(language, "")
        after = new.texts.get(language, before)
        told.append(LanguageRedline(language, redline(before, after)))
    return tuple(told)


def _add(pieces: list[Piece], kind: PieceKind, tokens: list[str]) -> None:
    if tokens:
        pieces.append(Piece(kind, "".join(tokens)))
