"""The rules by name: what each says in plain words, and how often it has been right.

``data/rules/*.toml`` holds one table a rule with its words in the interface languages;
``data/measured.json`` holds [right, total] for each rule over the yardstick and the
held-out documents, written by ``python -m bench.extraction --write-measured``. A rule that
was never measured has confidence 0.5: nobody knows.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

_DATA: Final = resources.files("folkmoot.engines.extraction") / "data"
UNKNOWN: Final = 0.5
# Below this many cases a share says little: it is drawn towards one half.
_FEW: Final = 5

Counts = Mapping[str, tuple[int, int]]


@cache
def rules() -> Mapping[str, Mapping[str, str]]:
    """Rule or warning identifier → {language: plain words}."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted((_DATA / "rules").iterdir(), key=lambda one: one.name):
        if path.name.endswith(".toml"):
            found |= tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def explained(rule: str, language: str) -> str:
    """The rule in plain words of a language, else in English, else its identifier."""
    words = rules().get(rule, {})
    return words.get(language) or words.get("en") or rule


@cache
def measured() -> Counts:
    """Rule identifier → (right, total), as shipped."""
    path = _DATA / "measured.json"
    if not path.is_file():
        return {}
    return {
        rule: (right, total)
        for rule, (right, total) in json.loads(path.read_text(encoding="utf-8")).items()
    }


def precision(rule: str, counts: Counts | None = None) -> float:
    """How often proposals of a rule were right, 0 to 1, rounded to two places."""
    right, total = (measured() if counts is None else counts).get(rule, (0, 0))
    if total == 0:
        return UNKNOWN
    if total < _FEW:
        return round((right + 1) / (total + 2), 2)
    return round(right / total, 2)
