"""Where some words stand in a text, for reviewers who type or paste them. Pure."""

import re
from dataclasses import dataclass

AT_MOST = 20
_AROUND = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Words with a little of what stands around them; offsets in characters, half-open."""

    start: int
    end: int
    before: str
    words: str
    after: str


def places_of(text: str, words: str) -> list[Place]:
    """Every place where the words stand, at most twenty; white space may differ.

    Words that stand nowhere exactly are looked for without regard to case.
    """
    parts = words.split()
    if not parts:
        return []
    pattern = r"\s+".join(re.escape(part) for part in parts)
    for flags in (re.NOFLAG, re.IGNORECASE):
        found = [place_at(text, *match.span()) for match in re.finditer(pattern, text, flags)]
        if found:
            return found[:AT_MOST]
    return []


def place_at(text: str, start: int, end: int) -> Place:
    """A span with what stands around it in the same lines, cut at a space where there is one."""
    before = text[max(0, start - _AROUND) : start]
    after = text[end : end + _AROUND]
    if "\n" in before:
        before = before.rpartition("\n")[2]
    elif start > _AROUND:
        before = "…" + (before.partition(" ")[2] if " " in before.strip() else before)
    if "\n" in after:
        after = after.partition("\n")[0]
    elif end + _AROUND < len(text):
        after = (after.rpartition(" ")[0] if " " in after.strip() else after) + "…"
    return Place(start, end, before, text[start:end], after)
