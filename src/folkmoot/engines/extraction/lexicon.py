"""Words of a language as data: one folder a language, one TOML file a subject.

Adding a language is adding a folder. A file that a language lacks is empty for it, and the
finders that need it stay silent. Forms are listed in lower case; a form may hold spaces.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

_FOLDER: Final = resources.files("folkmoot.engines.extraction") / "lexicons"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of one language (BCP 47 primary subtag, "en")."""

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
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    escaped = (re.escape(form).replace(r"\ ", r"\s+") for form in ordered)
    return "(?:" + "|".join(escaped) + ")" if ordered else r"(?!)"


@cache
def _table(language: str, subject: str) -> Mapping[str, Any]:
    path = _FOLDER / language / f"{subject}.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
