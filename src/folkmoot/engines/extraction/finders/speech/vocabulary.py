"""The words of speech of one language, ready for looking up.

Forms of verbs are listed as they stand in texts; nouns in their dictionary form, and are
recognised in other forms by their beginnings.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from folkmoot.engines.extraction.lexicon import Lexicon, alternation

SUBJECT: Final = "speech"
_BEGINNING: Final = 3
# Letters that an ending may take away or add, by language; elsewhere as in English.
_ENDINGS: Final = {"ru": 3, "be": 3, "uk": 3}


class CueClass(StrEnum):
    """What a cue word does."""

    SAID = "said"
    THOUGHT = "thought"
    VOICED = "voiced"
    JUDGED = "judged"
    CONVINCED = "convinced"
    QUOTED = "quoted"
    CALLED = "called"


class Form(StrEnum):
    """How a cue word stands: with a subject of its own, of a plural one, or without."""

    FINITE = "finite"
    PLURAL = "plural"
    GERUND = "gerund"


@dataclass(frozen=True, slots=True)
class CueWord:
    kind: CueClass
    forms: frozenset[Form]


class Nouns:
    """Nouns recognised in any form; each belongs to one or more groups."""

    def __init__(self, groups: Mapping[str, frozenset[str]], ending: int) -> None:
        self._groups = groups
        self._ending = ending
        self._index: dict[str, list[str]] = {}
        for noun in groups:
            self._index.setdefault(noun[:_BEGINNING], []).append(noun)

    def find(self, word: str) -> str | None:
        """The listed noun of which a word, in lower case, is a form."""
        if word in self._groups:
            return word
        near = self._index.get(word[:_BEGINNING], ())
        like = [one for one in near if alike(one, word, self._ending)]
        return min(like, key=lambda one: abs(len(one) - len(word)), default=None)

    def groups_of(self, word: str) -> frozenset[str]:
        """The groups of the noun of which a word is a form; none if it is no listed noun."""
        noun = self.find(word)
        return self._groups[noun] if noun else frozenset()


@dataclass(frozen=True)
class Vocabulary:
    """The speech lexicon of a language.

    Attributes:
        cues: form → cue word; ``between``: words of several parts are joined by spaces.
        pronouns: form → "m", "f", "plural", "first" or "nobody".
        roles: nouns for offices with their groups; ``phrases``: those of several words.
        countries: adjectives and names; the group is the country.
        openers, pointing: regular expressions for phrases that open a source or point back.
    """

    lexicon: Lexicon
    cues: Mapping[str, CueWord]
    pronouns: Mapping[str, str]
    roles: Nouns
    phrases: Mapping[str, frozenset[str]]
    bodies: Nouns
    titles: Nouns
    countries: Nouns
    openers: re.Pattern[str]
    pointing: re.Pattern[str]
    ending: int

    def among(self, word: str, *path: str) -> bool:
        """Whether a word, in lower case, is in the list at a path of the lexicon."""
        return word in _set(self.lexicon, path)

    def words(self, *path: str) -> frozenset[str]:
        return _set(self.lexicon, path)

    @property
    def inflects(self) -> bool:
        """Whether nouns have cases, so that the form tells the subject."""
        return self.lexicon.language in _ENDINGS


def alike(one: str, other: str, ending: int) -> bool:
    """Whether two words, in lower case, can be forms of one word."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _BEGINNING or len(long) - len(short) > ending:
        return False
    stem = max(_BEGINNING, min(len(short), len(long) - ending))
    if len(short) > _BEGINNING + 1:
        stem = max(stem, len(short) - 2)
    return short[:stem] == long[:stem]


@cache
def _set(lexicon: Lexicon, path: tuple[str, ...]) -> frozenset[str]:
    return frozenset(lexicon.words(SUBJECT, *path))


@cache
def vocabulary(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of a language; empty lists where the language has none."""
    ending = _ENDINGS.get(lexicon.language, 1)
    roles = _role_groups(lexicon)
    return Vocabulary(
        lexicon=lexicon,
        cues=_cues(lexicon),
        pronouns=_pronouns(lexicon),
        roles=Nouns({form: of for form, of in roles.items() if " " not in form}, ending),
        phrases={form: of for form, of in roles.items() if " " in form},
        bodies=_plain_nouns(lexicon, ending, "bodies", "nouns"),
        titles=_plain_nouns(lexicon, ending, "titles", "nouns"),
        countries=Nouns(_countries(lexicon), ending),
        openers=_phrases(lexicon.words(SUBJECT, "source", "openers")),
        pointing=_phrases(lexicon.words(SUBJECT, "pointing", "openers")),
        ending=ending,
    )


def _phrases(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){alternation(forms)}(?!\w)", re.IGNORECASE)


def _cues(lexicon: Lexicon) -> dict[str, CueWord]:
    found: dict[str, CueWord] = {}
    # The first class that lists a form decides what it does.
    for kind in (CueClass.QUOTED, CueClass.CALLED, *CueClass):
        for form in Form:
            for word in lexicon.words(SUBJECT, "cues", kind.value, form.value):
                known = found.get(word)
                if known is None:
                    found[word] = CueWord(kind, frozenset({form}))
                elif known.kind is kind:
                    found[word] = CueWord(kind, known.forms | {form})
    return found


def _pronouns(lexicon: Lexicon) -> dict[str, str]:
    return {
        word: gender
        for gender in ("nobody", "plural", "first", "f", "m")
        for word in lexicon.words(SUBJECT, "pronouns", gender)
    }


def _role_groups(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    table = lexicon.table(SUBJECT)
    for group, forms in table.get("roles", {}).items():
        for form in forms:
            found[form] = found.get(form, frozenset()) | {group}
    for group in ("anybody", "other", "aides"):
        for form in lexicon.words(SUBJECT, "people", group):
            found[form] = found.get(form, frozenset()) | {group}
    # Any other office stands for whoever holds it by that very word.
    for form in lexicon.words("offices", "heads"):
        if " " not in form and form not in found and form.isalpha():
            found[form] = frozenset({f"office {form}"})
    return found


def _plain_nouns(lexicon: Lexicon, ending: int, *path: str) -> Nouns:
    return Nouns(dict.fromkeys(lexicon.words(SUBJECT, *path), frozenset({path[0]})), ending)


def _countries(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for name, about in lexicon.table("places").get("countries", {}).items():
        for form in (name, *about.get("names", ()), *about.get("adjectives", ())):
            found[form.lower()] = frozenset({name})
    return found
