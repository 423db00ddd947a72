"""Russian words and sentences exactly as razdel cuts them, for a tenth of the time.

razdel looks at every boundary of every word through eight rules. Most pieces between white
space ("Минске,", "который") are cut alike wherever they stand, so each is given to razdel
once and remembered; those whose edges its rules compare with their neighbours are given to
it every time. Of the marks that may end a sentence it decides only those that can.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import razdel
from razdel.segmenters.punct import DASHES
from razdel.segmenters.sentenize import (
    FIRST_TOKEN,
    SentSplit,
    is_lower_alpha,
)
from razdel.segmenters.sentenize import SentSplitter as _Splitter

# Where a word starts and ends within its piece, and the word.
Part = tuple[int, int, str]

_PIECE: Final = re.compile(r"\S+")
# Rules of razdel that look past white space: dashes and underscores join to any word, marks
# of decimals and fractions only join digits.
_OPEN_ENDED: Final = re.compile(
    rf"[{re.escape(DASHES)}_]|.*[{re.escape(DASHES)}_]$|[.,/\\]\d|.*\d[.,/\\]$", re.DOTALL
)
# Letters of one alphabet with at most one mark behind them, which no rule joins to letters;
# but to "yahoo" one does.
_PLAIN: Final = re.compile(r"(?!yahoo)([а-яё]+|[a-z]+)([.,:;!?»)\"]?)", re.IGNORECASE)
_PIECES_KEPT: Final = 30_000
_LONGEST_KEPT: Final = 40
_SENTENCES: Final = razdel.sentenize
_DELIMITER: Final = _Splitter().re
_WINDOW: Final = 10


class Segmenter:
    """Remembers how pieces are cut; one for the life of a layer."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Part, ...]] = {}

    def words(self, text: str) -> Iterator[tuple[int, tuple[Part, ...]]]:
        """For every piece between white space its start and its words."""
        known = self._known
        pieces = [(found.start(), found.group()) for found in _PIECE.finditer(text)]
        for number, (start, piece) in enumerate(pieces):
            parts = known.get(piece)
            yield start, self._cut(pieces, number) if parts is None else parts

    def _cut(self, pieces: list[tuple[int, str]], number: int) -> tuple[Part, ...]:
        piece = pieces[number][1]
        if len(piece) > 1 and _OPEN_ENDED.match(piece):
            return _beside(pieces, number)
        plain = _PLAIN.fullmatch(piece)
        if plain is not None:
            end = plain.end(1)
            word = (0, end, plain.group(1))
            parts: tuple[Part, ...] = (word, (end, end + 1, piece[end])) if plain[2] else (word,)
        else:
            parts = tuple((one.start, one.stop, one.text) for one in razdel.tokenize(piece))
        if len(piece) <= _LONGEST_KEPT:
            if len(self._known) >= _PIECES_KEPT:
                self._known.clear()
            self._known[piece] = parts
        return parts


def _beside(pieces: list[tuple[int, str]], number: int) -> tuple[Part, ...]:
    """The words of a piece whose edges depend on the pieces beside it."""
    piece = pieces[number][1]
    # No rule looks further than one atom.
    before = pieces[number - 1][1][-_LONGEST_KEPT:] + " " if number else ""
    after = " " + pieces[number + 1][1][:_LONGEST_KEPT] if number + 1 < len(pieces) else ""
    first, last = len(before), len(before) + len(piece)
    return tuple(
        (word.start - first, word.stop - first, word.text)
        for word in razdel.tokenize(before + piece + after)
        if first <= word.start < last
    )


def sentence_ends(text: str) -> Iterator[int]:
    """Where every sentence but the last ends."""
    begin = 0
    for found in _DELIMITER.finditer(text):
        end = found.end()
        # The first rules of razdel, which let most marks pass.
        if end >= len(text) or not text[end].isspace():
            continue
        right = text[end : end + _WINDOW]
        next_word = FIRST_TOKEN.match(right)
        if next_word is None or is_lower_alpha(next_word.group(1)):
            continue
        start = found.start()
        split: Any = SentSplit(text[max(0, start - _WINDOW) : start], found.group(1), right)
        split.buffer = text[begin:start]
        if not _SENTENCES.join(split):
            yield end
            begin = end
