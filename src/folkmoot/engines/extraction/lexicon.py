"""Words of a language as data: one folder a language, one TOML file a subject.

Adding a language is adding a folder. A file that a language lacks is empty for it, and the
finders that need it stay silent. Forms are listed in lower case; a form may hold spaces.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

_SPACE: Final = r"\s+"
_FOLDER: Final = resources.files("folkmoot.engines.extraction") / "lexicons"


class Lexicon(NamedTuple):
    """The word lists of one language (BCP 47 primary subtag, "en").

    A tuple, as what is made of word lists is looked up by it for every sentence.
    """

    language: str

    def table(self, subject: str) -> Mapping[str, Any]:
        """What ``lexicons/<language>/<subject>.toml`` says; empty where there is none."""
        return _table(self.language, subject)

    def words(self, subject: str, *path: str) -> tuple[str, ...]:
        """The list of forms at ``path`` of a subject; empty where there is none."""
        found: Any = self.table(subject)
        for key in path:
            found = found.get(key, {}) if isinstance(found, Mapping) else {}
        return tuple(found) if isinstance(found, list) else ()


def lexicon_of(language: str | None) -> Lexicon:
    """The lexicon of a language tag; the region is dropped ("en-GB" is "en")."""
    return Lexicon((language or "und").split("-")[0].lower())


@cache
def served_languages() -> tuple[str, ...]:
    """The languages that have lexicons, in alphabetical order."""
    return tuple(sorted(one.name for one in _FOLDER.iterdir() if one.is_dir()))


def alternation(forms: Iterable[str]) -> str:
    """A regular expression for any of the forms, longest first; spaces match any white space.

    No form gives an expression that matches nothing.
    """
    spelled = {tuple(_SPACE if sign == " " else re.escape(sign) for sign in form) for form in forms}
    return _either(sorted(spelled, key=lambda signs: (-len(signs), signs))) if spelled else r"(?!)"


def _either(ordered: Sequence[tuple[str, ...]]) -> str:
    """The forms as a tree of what they begin with, which is searched faster than a list.

    Of forms that match at one place one begins with the other, so the order that matters,
    the longer before the shorter, is that of the tree too. Were a branch to match what
    another does but for its case, it would not be; then the list is kept.
    """
    tails: dict[str, list[tuple[str, ...]]] = {}
    for signs in ordered:
        if signs:
            tails.setdefault(signs[0], []).append(signs[1:])
    if len({first.casefold() for first in tails}) < len(tails):
        return "(?:" + "|".join("".join(signs) for signs in ordered) + ")"
    branches = [first + (_either(rest) if rest != [()] else "") for first, rest in tails.items()]
    if () in ordered:
        return "(?:" + "|".join(branches) + ")?" if branches else ""
    return "(?:" + "|".join(branches) + ")" if len(branches) > 1 else branches[0]


@cache
def _table(language: str, subject: str) -> Mapping[str, Any]:
    path = _FOLDER / language / f"{subject}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
