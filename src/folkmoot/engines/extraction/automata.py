"""The automata of pymorphy3's dictionary, looked up for half of the time.

Files and results are those of dawg_python, the reader in Python alone that pymorphy3 comes
with. That one makes several calls for every byte of a word; here a word is followed in one
loop. Where a compiled reader is installed, pymorphy3 takes it, and nothing is done here.
"""

from array import array
from binascii import a2b_base64
from collections.abc import Iterator
from struct import Struct
from typing import Any, Final

import numpy as np
from dawg_python import (  # type: ignore[import-untyped]
    Dictionary,
    IntCompletionDAWG,
    RecordDAWG,
)

# What a unit of an automaton is made of (dawg_python.units).
_HAS_VALUE: Final = 1 << 8
_IS_FAR: Final = 1 << 9
_IS_VALUE: Final = 1 << 31
# The label of units that are values, which no byte equals.
_NO_LABEL: Final = 0x100
_SEPARATOR: Final = b"\x01"


def quicken(analyser: Any) -> None:
    """Let an analyser of pymorphy3 look words up faster, with the same results."""
    dictionary, estimator = analyser.dictionary, analyser.prob_estimator
    if not isinstance(dictionary.words, RecordDAWG):
        return
    substitutes = {
        sign.decode(): [encoded for encoded, _ in others]
        for sign, others in analyser.char_substitutes.items()
    }
    dictionary.words = _Records(dictionary.words, substitutes)
    dictionary.prediction_suffixes_dawgs = [
        _Records(one, substitutes) for one in dictionary.prediction_suffixes_dawgs
    ]
    if estimator is not None:
        estimator.p_t_given_w = _Shares(estimator.p_t_given_w)


class _Automaton(Dictionary):
    """Units taken apart: Python reckons with small numbers several times as fast.

    Attributes:
        bases: with a label, where the unit lies that it leads to.
        labels: which label leads to a unit.
        is_end: whether a word may end at a unit.
    """

    def __init__(self, given: Any) -> None:
        self._units = given._units
        units = np.frombuffer(self._units, np.uint32)
        offsets = (units >> 10) << ((units & _IS_FAR) >> 6)
        labels = np.where(units & _IS_VALUE, _NO_LABEL, units & 0xFF)
        self.bases = array("i", (np.arange(len(units)) ^ offsets).astype(np.int32).tobytes())
        self.labels = array("h", labels.astype(np.int16).tobytes())
        self.is_end = (units & _HAS_VALUE != 0).tobytes()

    def follow_bytes(self, s: bytes, index: int) -> int | None:
        bases, labels = self.bases, self.labels
        for label in s:
            index = bases[index] ^ label
            if labels[index] != label:
                return None
        return index


class _Records(RecordDAWG):
    """Words with their records; a letter of the word may stand for others."""

    def __init__(self, given: Any, substitutes: dict[str, list[bytes]]) -> None:
        super().__init__(given.fmt)
        self.dct, self.guide = _Automaton(given.dct), given.guide
        self._substitutes = substitutes
        self._record = Struct(given.fmt)

    def similar_items(self, key: str, replaces: Any) -> list[tuple[str, list[Any]]]:
        return [(word, self._value_for_index(index)) for word, index in self._spelled(key)]

    def similar_keys(self, key: str, replaces: Any) -> list[str]:
        return [word for word, _ in self._spelled(key)]

    def _spelled(self, key: str) -> list[tuple[str, int]]:
        """The spellings that are known, as written first, with where their records are."""
        places = [at for at, sign in enumerate(key) if sign in self._substitutes]
        return list(self._from(key, 0, self.dct.ROOT, places))

    def _from(
        self, key: str, begin: int, index: int, places: list[int]
    ) -> Iterator[tuple[str, int]]:
        """What is spelled otherwise from ``begin`` on, where the automaton stands at ``index``."""
        follow = self.dct.follow_bytes
        others: list[tuple[str, int]] = []
        at = begin
        for number, place in enumerate(places):
            reached = follow(key[at:place].encode(), index)
            if reached is None:
                yield from others
                return
            index, at = reached, place
            for other in self._substitutes[key[place]]:
                branch = follow(other, index)
                if branch is not None:
                    spelled = f"{key[:place]}{other.decode()}{key[place + 1 :]}"
                    others += self._from(spelled, place + 1, branch, places[number + 1 :])
        found = follow(key[at:].encode() + _SEPARATOR, index)
        if found is not None:
            yield key, found
        yield from others

    def _value_for_index(self, index: int) -> list[Any]:
        unpack = self._record.unpack
        return [unpack(a2b_base64(payload)) for payload in self._payloads(index)]

    def _payloads(self, index: int) -> list[bytes]:
        """All ways from here to an end, in the order of the guide."""
        bases, is_end, guide = self.dct.bases, self.dct.is_end, self.guide._units
        found: list[bytes] = []
        # Branches not taken yet: where they begin, their label, what was read before them.
        open_ends: list[tuple[int, int, list[int]]] = []
        read: list[int] = []
        while True:
            if is_end[index]:
                found.append(bytes(read))
            label = guide[index * 2]
            if label:
                base = bases[index]
            elif open_ends:
                base, label, read = open_ends.pop()
            else:
                return found
            index = base ^ label
            sibling = guide[index * 2 + 1]
            if sibling:
                open_ends.append((base, sibling, read.copy()))
            read.append(label)


class _Shares(IntCompletionDAWG):
    """How often a word is what a tag says, among all that it can be."""

    def __init__(self, given: Any) -> None:
        super().__init__()
        self.dct, self.guide = _Automaton(given.dct), given.guide
        self.MULTIPLIER: int = given.MULTIPLIER
        # The tags of one word are asked for one after the other.
        self._begun: tuple[str, int | None] = ("", None)

    def prob(self, word: str, tag: Any) -> float:
        begun, index = self._begun
        if begun != word:
            index = self.dct.follow_bytes(f"{word}:".encode(), self.dct.ROOT)
            self._begun = (word, index)
        found = None if index is None else self.dct.follow_bytes(str(tag).encode(), index)
        if found is None or not self.dct.has_value(found):
            return 0.0
        return float(self.dct.value(found)) / self.MULTIPLIER
