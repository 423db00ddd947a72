"""One body from all its mentions: in full, by its abbreviation, by a shorter form."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.people.bodies import Body, bodies_in
from folkmoot.engines.extraction.finders.people.declension import nominative
from folkmoot.engines.extraction.finders.people.scenes import Scene, scenes_of
from folkmoot.engines.extraction.finders.people.spelling import sound
from folkmoot.engines.extraction.finders.people.words import Word, joined, spaced
from folkmoot.engines.extraction.found import Named, OrganisationFound, PersonFound
from folkmoot.engines.extraction.spans import SpanIndex
from folkmoot.engines.extraction.terms import Span


@dataclass(slots=True)
class _Organisation:
    """A body being put together; ``key``: the sounds of its words."""

    key: tuple[str, ...]
    bodies: list[Body] = field(default_factory=list)


def organisations_in(
    article: Article, people: Sequence[PersonFound]
) -> tuple[OrganisationFound, ...]:
    """Every body named in a text, in order of the first mention."""
    scenes = scenes_of(article)
    names = sorted(mention for person in people for mention in person.mentions)
    at = 0
    held_offices = {one.office.span for person in people for one in person.offices}
    offices = SpanIndex((span, span) for span in held_offices)
    found: list[Body] = []
    for scene in scenes:
        span = scene.line.sentence.span
        while at < len(names) and names[at].end <= span.start:
            at += 1
        held = _held(scene, names, at)
        found += (
            body for body in bodies_in(scene, held) if not _is_dealt_with(scene, body, offices)
        )
    return _joined(scenes, found)


def _is_dealt_with(scene: Scene, body: Body, offices: SpanIndex[Span]) -> bool:
    """Whether words are what an office deals with: "Minister of Communal Services"."""
    start = scene.line.words[body.first].start
    return any(office.start < start for office in offices.overlapping(Span(start, start + 1)))


def _held(scene: Scene, names: Sequence[Span], at: int) -> frozenset[int]:
    """The words of a line that are names of people."""
    held: set[int] = set()
    words = scene.line.words
    end = scene.line.sentence.span.end
    position = 0
    while at < len(names) and names[at].start < end:
        while position < len(words) and words[position].start < names[at].start:
            position += 1
        while position < len(words) and words[position].end <= names[at].end:
            held.add(position)
            position += 1
        at += 1
    return frozenset(held)


def _joined(scenes: Sequence[Scene], bodies: Sequence[Body]) -> tuple[OrganisationFound, ...]:
    by_key: dict[tuple[str, ...], _Organisation] = {}
    letters: dict[str, _Organisation] = {}
    organisations: list[_Organisation] = []
    # Full names first, so that letters and shorter forms find what they stand for.
    for body in sorted(bodies, key=lambda one: (one.rule == "body-letters", -_length(one))):
        scene = scenes[body.line]
        key = _key(scene, body)
        known = by_key.get(key) or (letters.get(key[0]) if len(key) == 1 else _longer(by_key, key))
        if known is None:
            known = _Organisation(key)
            organisations.append(known)
            by_key[key] = known
            for length in range(2, len(key)):
                by_key.setdefault(key[:length], known)
        known.bodies.append(body)
        if body.alias:
            letters[sound(scene.line.words[body.alias[0]].text)] = known
    found = [_found(scenes, one) for one in organisations]
    return tuple(sorted(found, key=lambda one: one.mentions[0]))


def _length(body: Body) -> int:
    return body.end - body.first


def _longer(
    by_key: dict[tuple[str, ...], _Organisation], key: tuple[str, ...]
) -> _Organisation | None:
    return by_key.get(key)


def _key(scene: Scene, body: Body) -> tuple[str, ...]:
    vocabulary = scene.vocabulary
    small = vocabulary.inside | vocabulary.determiners | vocabulary.conjunctions
    words = [word for word in scene.line.words[body.first : body.end] if word.is_word]
    return tuple(
        sound(word.text)[: 6 if vocabulary.declines else None]
        for word in words
        if word.low not in small
    ) or (sound(words[0].text),)


def _found(scenes: Sequence[Scene], organisation: _Organisation) -> OrganisationFound:
    bodies = sorted(organisation.bodies, key=lambda one: (one.line, one.first))
    best = max(bodies, key=_length)
    scene = scenes[best.line]
    alias = next(
        (
            Named(
                scenes[one.line].line.words[one.alias[0]].text,
                scenes[one.line].line.span(*one.alias),
            )
            for one in bodies
            if one.alias
        ),
        None,
    )
    return OrganisationFound(
        name=Named(_name(scene, best), scene.line.span(best.first, best.end)),
        mentions=tuple(scenes[one.line].line.span(one.first, one.end) for one in bodies),
        alias=alias,
        country=_country(scene, best),
        rules=tuple(dict.fromkeys([best.rule, *(one.rule for one in bodies)])),
    )


def _name(scene: Scene, body: Body) -> str:
    words = scene.line.words[body.first : body.end]
    if not scene.vocabulary.declines:
        return " ".join(joined(words).split())
    case = next((_case(word) for word in words if _case(word)), "")
    return spaced(words, nominative([word.text for word in words], case))


def _case(word: Word) -> str:
    return word.feat("Case")


def _country(scene: Scene, body: Body) -> Named | None:
    vocabulary, line = scene.vocabulary, scene.line
    for at in range(body.first, body.end):
        if country := vocabulary.country_at(line, at):
            return Named(country[1], line.span(at, country[0]))
        word = line.words[at]
        if word.low in vocabulary.adjectives and (word.is_capital or vocabulary.declines):
            return Named(vocabulary.adjectives[word.low], Span(word.start, word.end))
    return None
