"""Growth and fall: the verb or noun of change that a number belongs to, and what changed."""

import re
from typing import Final

from folkmoot.engines.extraction.finders.figures.claim import FAR, Place, named
from folkmoot.engines.extraction.finders.figures.phrases import phrase_after, phrase_before
from folkmoot.engines.extraction.terms import FieldValue, Span

_CLAUSE_END: Final = re.compile(r"[;:.!?()«»“”\"]")
_NEAR: Final = 12
# How far back a subject is looked for.
_REACH: Final = 200


def change_at(place: Place) -> tuple[int, Span] | None:
    """The verb or noun of change that a number belongs to: +1 or -1, and the words."""
    number, cues, start = place.number, place.cues, place.clause_start
    behind = cues.change_noun_behind.match(place.text, number.span.end, place.end)
    compared = cues.compared_behind.match(place.text, number.span.end, place.end)
    for found in (behind, compared):
        if found:
            return _sign(found), Span(number.span.start, found.end())
    window = place.before[-FAR:]
    offset = start + len(place.before) - len(window)
    if found := cues.change_noun.search(window):
        return _sign(found), Span(offset + found.start(), offset + found.end())
    last = None
    for found in cues.change.finditer(window):
        last = found
    if last is None:
        return None
    between = window[last.end() :]
    if cues.target.search(between) or _CLAUSE_END.search(between):
        return None
    if not cues.by.search(between) and len(between) > _NEAR:
        return None
    return _sign(last), Span(offset + last.start(), offset + last.end())


def _sign(found: re.Match[str]) -> int:
    return 1 if found.group("up") else -1


def subject_of(place: Place, words: Span) -> FieldValue | None:
    """The noun phrase before a verb of change, or behind a noun of change."""
    article = place.article
    if words.start > place.sentence.span.start:
        start = max(place.sentence.span.start, words.start - _REACH)
        if before := phrase_before(article, start, words.start):
            return named(article, before)
    at = max(words.end, place.number.span.end)
    behind = phrase_after(article, at, place.end)
    return named(article, behind) if behind else None


def of_what(place: Place) -> FieldValue | None:
    behind = phrase_after(place.article, place.number.span.end, place.end)
    return named(place.article, behind) if behind else None
