"""Places by name: countries from the lists, others by the words around them and the model."""

from collections.abc import Iterator
from dataclasses import dataclass

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.people.declension import nominative
from folkmoot.engines.extraction.finders.people.names import runs
from folkmoot.engines.extraction.finders.people.scenes import Scene, scenes_of
from folkmoot.engines.extraction.finders.people.vocabulary import given_gender
from folkmoot.engines.extraction.finders.people.words import Word, joined
from folkmoot.engines.extraction.found import Named, PlaceFound
from folkmoot.engines.extraction.layers import EntityKind


@dataclass(frozen=True, slots=True)
class _Place:
    """Words ``first`` to ``end`` of a line that name a place; ``shown``: the name, if not these."""

    first: int
    end: int
    kind: str
    rule: str
    shown: str = ""


def places_in(article: Article) -> tuple[PlaceFound, ...]:
    """All mentions of places, in order."""
    return tuple(found for scene in scenes_of(article) for found in _of_line(scene))


def _of_line(scene: Scene) -> Iterator[PlaceFound]:
    if not scene.has_capitals:
        return
    taken: set[int] = set()
    places: list[_Place] = []
    for place in (
        *_countries(scene),
        *_with_kind(scene),
        *_by_model(scene),
        *_located(scene),
        *_dateline(scene),
    ):
        words = range(place.first, place.end)
        if taken.isdisjoint(words):
            taken.update(words)
            places.append(place)
    places.sort(key=lambda one: one.first)
    for place in places:
        yield _found(scene, place, places)


def _found(scene: Scene, place: _Place, places: list[_Place]) -> PlaceFound:
    line = scene.line
    span = line.span(place.first, place.end)
    name = place.shown or _name(scene, place)
    country = None
    if place.kind == "country":
        country = Named(name, span)
    else:
        beside = next(
            (
                one
                for one in places
                if one.kind == "country"
                and one.first == place.end + 1
                and line.low(place.end) in (",", "(")
            ),
            None,
        )
        if beside:
            country = Named(beside.shown, line.span(beside.first, beside.end))
    return PlaceFound(Named(name, span), place.kind, country, place.rule)


def _name(scene: Scene, place: _Place) -> str:
    words = scene.line.words[place.first : place.end]
    if not scene.vocabulary.declines:
        return " ".join(joined(words).split())
    case = next((word.feat("Case") for word in words if word.feat("Case")), "")
    return " ".join(nominative([word.text for word in words], case))


def _countries(scene: Scene) -> Iterator[_Place]:
    at = 0
    while at < len(scene.line.words):
        country = scene.vocabulary.country_at(scene.line, at)
        if country and not _is_in_person(scene, at):
            yield _Place(at, country[0], "country", "place-country", country[1])
            at = country[0]
        else:
            at += 1


def _is_in_person(scene: Scene, at: int) -> bool:
    """Whether the model marks a name that begins with a given name before the word."""
    marked = scene.persons.get(at)
    if not marked or marked[0] == at:
        return False
    return given_gender(scene.line.words[marked[0]].text) is not None


def _with_kind(scene: Scene) -> Iterator[_Place]:
    """ "Harnow Region", "city of Velm", «Заречная область», «город Ольшаны»."""
    kinds, line = scene.vocabulary.kinds, scene.line
    for at, word in enumerate(line.words):
        kind = kinds.get(word.low)
        if kind is None and word.is_capital and word.low in scene.vocabulary.landmarks:
            kind = ""
        if kind is None:
            continue
        begin = at
        while begin > 0 and _names(scene, begin - 1):
            begin -= 1
        if begin < at and (word.is_capital or kind == "region" or scene.vocabulary.declines):
            is_whole = word.is_capital or scene.vocabulary.declines
            yield _Place(begin, at + 1 if is_whole else at, kind, "place-kind")
            continue
        first = at + 1
        while line.low(first) in scene.vocabulary.inside or line.low(first) == ".":
            first += 1
        if first > at + 1 or scene.vocabulary.declines:
            end = first
            while end < len(line.words) and _names(scene, end):
                end += 1
            if end > first and not (set(range(first, end)) & scene.persons.keys()):
                yield _Place(first, end, kind, "place-kind")


def _names(scene: Scene, at: int) -> bool:
    """Whether a word can be part of the name of a place."""
    word, vocabulary = scene.line.words[at], scene.vocabulary
    if not (word.is_word and word.is_capital) or at in scene.heads:
        return False
    if vocabulary.country_at(scene.line, at) and not vocabulary.declines:
        return False
    low = word.low
    if low in vocabulary.before_places:
        return not (vocabulary.declines and not word.is_capital)
    if low in vocabulary.several_places or low in vocabulary.things:
        return False
    if low in vocabulary.stops or low in vocabulary.bodies or low in vocabulary.never:
        return False
    return at > 0 or word.pos in ("PROPN", "ADJ", "NOUN", "X")


def _by_model(scene: Scene) -> Iterator[_Place]:
    line = scene.line
    at = 0
    while at < len(line.words):
        if scene.others.get(at) != EntityKind.PLACE:
            at += 1
            continue
        end = at
        while scene.others.get(end) == EntityKind.PLACE and (
            line.words[end].is_word or line.words[end].text in (".", "'s", "-")
        ):
            end += 1
        first = at
        while first < end and not line.words[first].is_capital:
            first += 1
        last = end
        while last > first and not line.words[last - 1].is_word:
            last -= 1
        if first < last and all(_fits(scene, word) for word in line.words[first:last]):
            yield _Place(first, last, _kind(scene, first, last), "place-by-model")
        at = max(end, at + 1)


def _fits(scene: Scene, word: Word) -> bool:
    vocabulary = scene.vocabulary
    if word.low in vocabulary.before_places:
        return True
    return not (
        word.low in vocabulary.stops
        or word.low in vocabulary.bodies
        or word.low in vocabulary.never
        or word.low in vocabulary.adjectives
    )


def _kind(scene: Scene, first: int, end: int) -> str:
    kinds = scene.vocabulary.kinds
    return kinds.get(scene.line.low(end - 1), kinds.get(scene.line.low(first), ""))


def _located(scene: Scene) -> Iterator[_Place]:
    """Capitalised words behind a preposition of place."""
    line, vocabulary = scene.line, scene.vocabulary
    for first, end in runs(scene):
        before = first - 1
        while line.low(before) in vocabulary.determiners:
            before -= 1
        if line.low(before) not in vocabulary.located or not all(
            _names(scene, at) or line.words[at].text == "." for at in range(first, end)
        ):
            continue
        if scene.others.get(first) == EntityKind.DATE:
            continue
        if first in scene.persons and given_gender(line.words[first].text) is not None:
            continue
        following = line.low(end)
        is_thing = vocabulary.is_thing(following) and following not in vocabulary.kinds
        if before == first - 1 and not is_thing and end - first < 4:
            yield _Place(first, end, _kind(scene, first, end), "place-located")


def _dateline(scene: Scene) -> Iterator[_Place]:
    """ "HARNOW – The forum …": the place at the start of a report."""
    line = scene.line
    if scene.is_shouted or line.low(0) == "":
        return
    end = 0
    while end < len(line.words) and line.words[end].is_acronym and _names(scene, end):
        end += 1
    if 0 < end < 4 and (line.low(end) == "–" or (line.low(end) == "," and end < 3)):
        shown = joined(line.words[:end]).title() if len(line.words[0].text) > 3 else ""
        yield _Place(0, end, "city", "place-dateline", shown)
