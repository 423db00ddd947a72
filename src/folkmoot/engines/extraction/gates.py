"""Which regular expressions can match a stretch of text, told by one look at its words.

A language has hundreds of expressions, and in most sentences none matches. From each
expression the letters are derived that every match must hold ("откры", "held"); each piece
of text between white space is searched for all of them once, and remembered. An expression
whose letters a sentence lacks need not be tried. That changes no result: where nothing can
be derived, the expression is tried. The idea is that of RE2's prefilters.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Final

# A clause: one of its strings must be there. An expression needs all its clauses.
_Clause = frozenset[str]
# What may follow some letters, by the next; under "" the bits of the string that ends here.
_Branch = dict[str, Any]

_SHORTEST: Final = 2
_PIECES_KEPT: Final = 60_000
_LONGEST_KEPT: Final = 60
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
# Stands for any digit among the strings.
_DIGIT: Final = "\x00\x00"
_ANY_DIGIT: Final = [(ops.CATEGORY, ops.CATEGORY_DIGIT)]
_HAS_DIGIT: Final = re.compile(r"\d")
_REPEATS: Final = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)


class _Letters:
    """All strings that some expression needs, each with a bit of its own."""

    def __init__(self) -> None:
        self.age = 0
        self._bits: dict[str, int] = {}
        # The strings as a tree: two letters, then one after the other; under "" what ends there.
        self._tree: dict[str, _Branch] = {}
        self._known: dict[str, int] = {}
        self._lock = threading.Lock()

    def bits(self, strings: Iterable[str]) -> int:
        """The bits of these strings, which are searched for from now on."""
        found = 0
        with self._lock:
            for string in strings:
                bit = self._bits.get(string)
                if bit is None:
                    bit = self._bits[string] = 1 << len(self._bits)
                    self._plant(string, bit)
                    self._known = {}
                    self.age += 1
                found |= bit
        return found

    def held(self, text: str) -> int:
        """The bits of the strings that the pieces of a text hold."""
        known, found = self._known, 0
        for piece in text.lower().split():
            bits = known.get(piece)
            found |= self._searched(piece, known) if bits is None else bits
        return found

    def _plant(self, string: str, bit: int) -> None:
        branch = self._tree.setdefault(string[:_SHORTEST], {"": 0})
        for letter in string[_SHORTEST:]:
            branch = branch.setdefault(letter, {"": 0})
        branch[""] |= bit

    def _searched(self, piece: str, known: dict[str, int]) -> int:
        tree = self._tree
        found = self._bits.get(_DIGIT, 0) if _HAS_DIGIT.search(piece) else 0
        for at in range(len(piece) - _SHORTEST + 1):
            branch = tree.get(piece[at : at + _SHORTEST])
            if branch is None:
                continue
            found |= branch[""]
            for letter in piece[at + _SHORTEST :]:
                branch = branch.get(letter)
                if branch is None:
                    break
                found |= branch[""]
        if len(piece) <= _LONGEST_KEPT:
            if len(known) >= _PIECES_KEPT:
                known.clear()
            known[piece] = found
        return found


_LETTERS: Final = _Letters()


class Held:
    """The strings that stretches of one text hold, each stretch looked at once."""

    __slots__ = ("_age", "_known", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[tuple[int, int], int] = {}
        self._age = _LETTERS.age

    def between(self, start: int, end: int) -> int:
        """For :meth:`Gate.lets`; what is held of a stretch is held of every longer one."""
        if self._age != _LETTERS.age:
            self._known.clear()
            self._age = _LETTERS.age
        found = self._known.get((start, end))
        if found is None:
            found = self._known[start, end] = _LETTERS.held(self.text[start:end])
        return found


class Gate:
    """What a stretch must hold so that an expression can match in it."""

    __slots__ = ("_needs", "_signs")

    def __init__(self, *patterns: re.Pattern[str]) -> None:
        """For several expressions: so that any of them can match."""
        needs = [_needs(pattern) for pattern in patterns]
        clauses = needs[0] if len(needs) == 1 else list(_either(needs))
        self._signs = tuple(
            "".join(clause) for clause in clauses if all(map(_PRIVATE.match, clause))
        )
        self._needs = tuple(
            _LETTERS.bits(clause) for clause in clauses if not any(map(_PRIVATE.match, clause))
        )

    def lets(self, held: int, masked: str | None = None) -> bool:
        """Whether a match is possible.

        Args:
            held: by :class:`Held` in the stretch, or in more.
            masked: the text itself, where private characters stand for what was found in it.
        """
        for bits in self._needs:
            if not held & bits:
                return False
        if masked is not None:
            for signs in self._signs:
                if not any(sign in masked for sign in signs):
                    return False
        return True


class Expression:
    """A regular expression that is tried only where it can match."""

    __slots__ = ("gate", "pattern")

    def __init__(self, regex: str | re.Pattern[str], flags: int = 0) -> None:
        self.pattern = re.compile(regex, flags)
        self.gate = Gate(self.pattern)

    def finditer(self, held: Held, start: int, end: int) -> Iterator[re.Match[str]]:
        """As of a pattern, in ``held.text``."""
        if self.gate.lets(held.between(start, end)):
            return self.pattern.finditer(held.text, start, end)
        return iter(())

    def search(self, held: Held, start: int, end: int) -> re.Match[str] | None:
        """As of a pattern, in ``held.text``."""
        if self.gate.lets(held.between(start, end)):
            return self.pattern.search(held.text, start, end)
        return None


def _needs(pattern: re.Pattern[str]) -> list[_Clause]:
    return _all_of(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))


def _all_of(items: Iterable[tuple[Any, Any]]) -> list[_Clause]:
    """What a sequence needs."""
    clauses: list[_Clause] = []
    letters = ""
    for op, given in items:
        if op is ops.LITERAL:
            letters += chr(given)
            continue
        clauses += _strings(letters)
        letters = ""
        clauses += _of_one(op, given)
    return clauses + list(_strings(letters))


def _of_one(op: Any, given: Any) -> Iterable[_Clause]:
    if op is ops.SUBPATTERN:
        return _all_of(given[3])
    if op is ops.ATOMIC_GROUP:
        return _all_of(given)
    if op is ops.BRANCH:
        return _either([_all_of(branch) for branch in given[1]])
    if op in _REPEATS and given[0] > 0:
        return _all_of(given[2])
    if op is ops.IN and given == _ANY_DIGIT:
        return (frozenset((_DIGIT,)),)
    # What stands before or after is no part of the match; classes are too many letters.
    return ()


def _strings(letters: str) -> Iterator[_Clause]:
    for part in _PRIVATE.sub(lambda sign: f" {sign.group()} ", letters.lower()).split():
        if len(part) >= _SHORTEST or _PRIVATE.match(part):
            yield frozenset((part,))


def _either(branches: list[list[_Clause]]) -> Iterator[_Clause]:
    """One clause that holds whichever branch is taken, the most telling of each."""
    if all(branches):
        best = [max(clauses, key=_tells) for clauses in branches]
        together = frozenset().union(*best)
        private = [bool(_PRIVATE.match(string)) for string in together]
        if all(private) or not any(private):
            yield together


def _tells(clause: _Clause) -> tuple[int, int]:
    """The longer its strings and the fewer they are, the more a clause tells."""
    return min(len(string) for string in clause), -len(clause)
