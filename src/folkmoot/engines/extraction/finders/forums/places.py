"""Where something may be held: places by name, also those that no model knows.

A town that no list and no model knows still follows "in" and has a capital; whether it is a
place is then decided by the rule that looks for one there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.forums.words import one_line
from folkmoot.engines.extraction.found import Findings, PlaceFound
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.layers import EntityKind
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_CAPITALS: Final = (
    r"(?:Ст?\.\s|St\.\s)?[^\W\d_a-zа-яёіў][\w'-]*"
    r"(?:\s+(?:(?:upon|am|an\s+der|de|del|la|le|los|pod|над)[\s-]+)?[^\W\d_a-zа-яёіў][\w'-]*){0,3}"
)
_LEAD: Final = 24
_NAMED_KINDS: Final = (EntityKind.PERSON, EntityKind.DATE)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a sentence.

    Attributes:
        value: its name, or empty until :func:`settled` asks for the dictionary form, which
            is costly and needed for few.
        kind: as in :class:`PlaceFound`.
    """

    span: Span
    value: str
    kind: str


def places_in(article: Article, findings: Findings, sentence: Sentence) -> list[Place]:
    """The places of a sentence, the sure ones first, none overlapping a surer one."""
    found: list[Place] = []
    span = sentence.span
    for known in _known(findings, span):
        _add(found, Place(known.name.span, known.name.value, known.kind))
    for entity in article.entities_in(span, EntityKind.PLACE):
        place = _trimmed(article, Span(entity.start, entity.end), sentence.lexicon)
        if place is not None:
            _add(found, Place(place, "", ""))
    for place in _guessed(article, findings, sentence):
        _add(found, Place(place, "", ""))
    return found


def settled(article: Article, place: Place) -> Place:
    """The place with its name in the dictionary form."""
    return place if place.value else replace(place, value=one_line(article.normal(place.span)))


def is_inside(article: Article, span: Span, lexicon: Lexicon) -> bool:
    """Whether "in" stands before a place."""
    return _in(lexicon).search(article.work, max(0, span.start - 24), span.start) is not None


def _known(findings: Findings, span: Span) -> Iterator[PlaceFound]:
    return (one for one in _by_block(findings, span) if span.contains(one.name.span))


def _by_block(findings: Findings, span: Span) -> Sequence[PlaceFound]:
    """The places that may lie in a span; they are in order of the text."""
    places = findings.places
    low, high = 0, len(places)
    while low < high:
        middle = (low + high) // 2
        if places[middle].name.span.start < span.start:
            low = middle + 1
        else:
            high = middle
    end = low
    while end < len(places) and places[end].name.span.start < span.end:
        end += 1
    return places[low:end]


def _add(found: list[Place], place: Place) -> None:
    if not any(place.span.overlaps(other.span) for other in found):
        found.append(place)


def _trimmed(article: Article, span: Span, lexicon: Lexicon) -> Span | None:
    """The entity without its article; nothing where it holds more than a name."""
    article_word = _articles(lexicon).match(article.work, span.start, span.end)
    start = article_word.end() if article_word else span.start
    words = article.work[start : span.end]
    if start >= span.end or "\n" in words or not words[0].isupper():
        return None
    return Span(start, span.end)


def _guessed(article: Article, findings: Findings, sentence: Sentence) -> Iterator[Span]:
    """Capitalised words after a preposition of place, or where a host is named."""
    span, words = sentence.span, article.plain(sentence.span)
    held = article.held.between(span.start, span.end)
    for guess in _patterns(sentence.lexicon):
        if not guess.gate.lets(held):
            continue
        # Cut out, so that the beginning of the sentence is one for the expression too.
        for found in guess.pattern.finditer(words):
            start, end = (span.start + at for at in found.span("place"))
            place = _bare(article, Span(start, end))
            if start == span.start and not _is_proper(article, place):
                continue
            if not _is_something_else(article, findings, place, sentence.lexicon):
                yield place
                yield from _listed(article, findings, place.end, sentence)


def _is_proper(article: Article, place: Span) -> bool:
    """Whether a word has its capital not only because the sentence begins there."""
    tokens = article.tokens_in(place)
    return bool(tokens) and all(token.pos == "PROPN" for token in tokens)


def _bare(article: Article, place: Span) -> Span:
    """Without the ending of "Quayport's"."""
    ends = article.work.endswith("'s", place.start, place.end)
    return Span(place.start, place.end - 2) if ends and place.end - 2 > place.start else place


def _listed(article: Article, findings: Findings, at: int, sentence: Sentence) -> Iterator[Span]:
    """The further places of a list that goes on at a position to an "and"."""
    following, name = _list(sentence.lexicon)
    found = following.match(article.work, at, sentence.span.end)
    if found is not None:
        for one in name.finditer(article.work, at, found.end()):
            place = Span(*one.span())
            if not _is_something_else(article, findings, place, sentence.lexicon):
                yield place


def _is_something_else(article: Article, findings: Findings, place: Span, lexicon: Lexicon) -> bool:
    if any(one.span.overlaps(place) for one in findings.dates_in(_around(place))):
        return True
    if _months(lexicon).match(article.work, place.start, place.end):
        return True
    # Models take towns for people, but "in" and "the town of" stand before no person.
    before = article.work[max(0, place.start - _LEAD) : place.start]
    if _town_of(lexicon).search(before):
        return False
    is_in = _in(lexicon).search(before) is not None
    if findings.people:
        person = findings.person_at(place)
        if person is None:
            return False
        is_lone = " " not in person.name.value and not person.offices
        return not (place in person.mentions and (is_in or is_lone))
    people = article.entities_in(_around(place), *_NAMED_KINDS)
    return not is_in and any(
        Span(one.start, one.end).contains(place) and " " in article.work[one.start : one.end]
        for one in people
    )


def _around(place: Span) -> Span:
    return Span(max(0, place.start - 40), place.end + 40)


@cache
def _patterns(lexicon: Lexicon) -> tuple[Expression, ...]:
    table: Mapping[str, list[str]] = lexicon.table("forums").get("places", {})
    return tuple(
        Expression(one.replace("{name}", f"(?P<place>{_CAPITALS})"))
        for one in table.get("guesses", ())
    )


@cache
def _list(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    regex = lexicon.table("forums").get("places", {}).get("list", "(?!)")
    return re.compile(regex.replace("{name}", _CAPITALS)), re.compile(_CAPITALS)


@cache
def _articles(lexicon: Lexicon) -> re.Pattern[str]:
    words = lexicon.words("forums", "places", "articles")
    return re.compile(rf"(?:{alternation(words)}\s+)+", re.IGNORECASE)


@cache
def _in(lexicon: Lexicon) -> re.Pattern[str]:
    words = lexicon.words("forums", "places", "inside")
    town = lexicon.words("forums", "places", "town")
    return re.compile(rf"\b{alternation(words)}\s+(?:{alternation(town)}\s+)*$", re.IGNORECASE)


@cache
def _town_of(lexicon: Lexicon) -> re.Pattern[str]:
    regex = lexicon.table("forums").get("places", {}).get("town_of", "(?!)")
    return re.compile(regex, re.IGNORECASE)


@cache
def _months(lexicon: Lexicon) -> re.Pattern[str]:
    table = lexicon.table("dates")
    forms = [
        form for key in ("months", "weekdays") for forms in table.get(key, ()) for form in forms
    ]
    never = lexicon.words("forums", "places", "never")
    return re.compile(rf"{alternation([*forms, *never])}\b", re.IGNORECASE)
