"""One person from all mentions of a name, through cases, initials and surnames alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.people.declension import (
    genders_of_name,
    nominative,
    nominative_name,
    tells_name,
)
from folkmoot.engines.extraction.finders.people.holding import Holding
from folkmoot.engines.extraction.finders.people.names import Doubted, Mention
from folkmoot.engines.extraction.finders.people.scenes import Scene
from folkmoot.engines.extraction.finders.people.spelling import alike, sound, surname_sounds
from folkmoot.engines.extraction.finders.people.vocabulary import given_gender
from folkmoot.engines.extraction.finders.people.words import Word, joined, spaced
from folkmoot.engines.extraction.found import Named, OfficeFound, PersonFound
from folkmoot.engines.extraction.layers import EntityKind
from folkmoot.engines.extraction.terms import Span

_CYRILLIC: Final = "\u0400", "\u04ff"
# Beside initials these endings are a man's surname in the nominative.
_MALE: Final = ("ов", "ев", "ёв", "ин", "ын")
_BY_SURNAME: Final = "surname-known"


@dataclass(slots=True)
class Person:
    """A person being put together."""

    surnames: set[str]
    given: list[str]
    mentions: list[Mention] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The words of a mention told apart."""

    given: tuple[str, ...]
    surname: str


def people_of(
    article: Article,
    scenes: Sequence[Scene],
    mentions: Sequence[Mention],
    doubted: Sequence[Doubted],
    holdings: Iterable[Holding],
) -> tuple[PersonFound, ...]:
    """Everybody named in a text, in order of the first mention."""
    people = _Gathering(scenes)
    # "Виктор Павлович" is whoever has a surname somewhere in the text.
    for mention in sorted((one for one in mentions if one.is_full), key=people.lacks_surname):
        people.take(mention)
    for mention in mentions:
        if not mention.is_full:
            people.take(mention)
    for one in doubted:
        people.take_doubted(one)
    for holding in holdings:
        people.give(holding)
    found = [_found(article, scenes, person) for person in people.people]
    return tuple(sorted(found, key=lambda one: one.mentions[0]))


class _Gathering:
    """People by the sounds of their surnames."""

    def __init__(self, scenes: Sequence[Scene]) -> None:
        self._scenes = scenes
        self._by_sound: dict[str, list[Person]] = {}
        self._of_mention: dict[Mention, Person] = {}
        self.people: list[Person] = []

    def lacks_surname(self, mention: Mention) -> bool:
        """Whether a name tells no surname: a given name with a patronymic."""
        return not _parts(self._words(mention.first, mention.end, mention.line)).surname

    def take(self, mention: Mention) -> None:
        words = self._words(mention.first, mention.end, mention.line)
        parts = _parts(words)
        person = self._known(parts, words) or self._new(parts)
        self._add(person, mention, parts)

    def take_doubted(self, one: Doubted) -> None:
        """Count words as a mention if they are the name of somebody known."""
        words = [word for word in self._words(one.first, one.end, one.line) if word.is_word]
        if not words or self._scenes[one.line].is_shouted:
            return
        last = words[-1]
        people = [
            person
            for person in self._with_sounds(surname_sounds(last.text))
            if len(words) == 1 or _agree(person.given, [word.text for word in words[:-1]])
        ]
        if not people or self._is_elsewhere(one):
            return
        mention = Mention(one.line, one.first, one.end, "surname-known", "", is_full=len(words) > 1)
        self._add(people[-1], mention, _Parts((), last.text))

    def give(self, holding: Holding) -> None:
        self._of_mention[holding.mention].holdings.append(holding)

    def _is_elsewhere(self, one: Doubted) -> bool:
        """Whether the layer takes the words for a place behind a preposition of place."""
        scene = self._scenes[one.line]
        is_place = scene.others.get(one.first) == EntityKind.PLACE
        return is_place and scene.line.low(one.first - 1) in scene.vocabulary.at

    def _words(self, first: int, end: int, line: int) -> tuple[Word, ...]:
        return self._scenes[line].line.words[first:end]

    def _with_sounds(self, sounds: Iterable[str]) -> list[Person]:
        found: list[Person] = []
        for one in sounds:
            found += [person for person in self._by_sound.get(one, ()) if person not in found]
        return found

    def _known(self, parts: _Parts, words: Sequence[Word]) -> Person | None:
        if not parts.surname:
            for person in self.people:
                if person.given and parts.given and alike(person.given[0], parts.given[0]):
                    return person
            return None
        candidates = self._with_sounds(surname_sounds(parts.surname))
        fitting = [one for one in candidates if _agree(one.given, parts.given)]
        return fitting[-1] if fitting else None

    def _new(self, parts: _Parts) -> Person:
        person = Person(set(), [])
        self.people.append(person)
        return person

    def _add(self, person: Person, mention: Mention, parts: _Parts) -> None:
        person.mentions.append(mention)
        self._of_mention[mention] = person
        if parts.surname:
            for one in surname_sounds(parts.surname):
                if one not in person.surnames:
                    person.surnames.add(one)
                    self._by_sound.setdefault(one, []).append(person)
        if len(parts.given) > len(person.given):
            person.given = list(parts.given)


def _agree(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two rows of given names can be of one person; none fits all."""
    if not one or not other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return alike(one[0], other[0]) or (
        len(shorter) < len(longer) and all(any(alike(a, b) for b in longer) for a in shorter)
    )


def _parts(words: Sequence[Word]) -> _Parts:
    names = [word.text for word in words if word.is_word and word.is_capital]
    if len(names) < 2:
        return _Parts((), names[0] if names else "")
    if _is_cyrillic(names[-1]) and "patronymic" in tells_name(names[-1].lower()):
        if len(names) == 2:
            return _Parts(tuple(names), "")
        return _Parts(tuple(names[1:]), names[0])
    if len(names[-1]) == 1:  # "Holm J. R."
        return _Parts(tuple(names[1:]), names[0])
    is_reversed = (
        len(names) == 2
        and len(names[0]) > 1
        and given_gender(names[1]) is not None
        and given_gender(names[0]) is None
    )
    if is_reversed:
        return _Parts((names[1],), names[0])
    return _Parts(tuple(names[:-1]), names[-1])


def _found(article: Article, scenes: Sequence[Scene], person: Person) -> PersonFound:
    def span(mention: Mention) -> Span:
        return scenes[mention.line].line.span(mention.first, mention.end)

    ordered = sorted(person.mentions, key=span)
    holdings = _distinct(scenes, sorted(person.holdings, key=lambda one: span(one.mention)))
    best = max(
        ordered,
        key=lambda one: (
            any(holding.mention == one for holding in holdings),
            _fullness(scenes[one.line], one),
        ),
    )
    fullest = max(ordered, key=lambda one: _fullness(scenes[one.line], one))
    telling = min(ordered, key=lambda one: (one.rule == _BY_SURNAME, not one.is_full))
    offices = tuple(_office(scenes[one.office.line], one) for one in holdings)
    country = next((one.country for one in offices if one.country), None)
    if country is None:
        country = next(filter(None, (_nation(scenes[one.line], one) for one in ordered)), None)
    name = _name(article, scenes[fullest.line], fullest)
    return PersonFound(
        name=Named(name, span(best)),
        mentions=tuple(span(one) for one in ordered),
        offices=offices,
        country=country,
        gender=_gender(scenes, person, name),
        rules=tuple(
            dict.fromkeys(
                [*(one.rule for one in (telling, *ordered)), *(one.rule for one in holdings)]
            )
        ),
    )


def _fullness(scene: Scene, mention: Mention) -> tuple[int, bool]:
    words = scene.line.words[mention.first : mention.end]
    names = [word for word in words if word.is_word]
    letters = sum(len(word.text) > 1 for word in names)
    return letters * 2 + len(names), words[0].feat("Case") in ("", "Nom")


def _name(article: Article, scene: Scene, mention: Mention) -> str:
    words = scene.line.words[mention.first : mention.end]
    text = " ".join(joined(words).split())
    case = next((word.feat("Case") for word in words if word.feat("Case")), "")
    if scene.vocabulary.declines and case not in ("", "Nom"):
        own = nominative_name([word.text for word in words], case)
        if own is None:
            normal = article.normal(scene.line.span(mention.first, mention.end))
            # "Р. Р. Габбасов" is nobody's plural.
            plain = any(word.is_letter for word in words) and words[-1].low.endswith(_MALE)
            own = [word.text for word in words] if plain else list(_declined(words, case))
            text = spaced(words, own) if plain or normal == text else normal
        else:
            text = spaced(words, own)
    if any(word.is_acronym and len(word.text) > 2 for word in words):
        text = " ".join(_quiet(word) for word in text.split())
    return text


def _declined(words: Sequence[Word], case: str) -> Iterator[str]:
    for word in words:
        yield nominative([word.text], case)[0] if len(word.text) > 2 else word.text


def _quiet(word: str) -> str:
    return "-".join(part.capitalize() for part in word.split("-")) if word.isupper() else word


def _gender(scenes: Sequence[Scene], person: Person, name: str) -> str:
    for mention in person.mentions:
        if mention.gender:
            return mention.gender
    words = name.split()
    for word in words:
        if _is_cyrillic(word):
            told = genders_of_name(word) if len(word) > 2 else frozenset()
            if len(told) == 1:
                return next(iter(told))
        elif told_gender := given_gender(word):
            return told_gender
    return ""


def _nation(scene: Scene, mention: Mention) -> Named | None:
    """The country that an adjective before a name tells ("Belarusian Anna Holm")."""
    before = scene.line.word(mention.first - 1)
    if before is None or before.low not in scene.vocabulary.adjectives:
        return None
    return Named(scene.vocabulary.adjectives[before.low], Span(before.start, before.end))


def _distinct(scenes: Sequence[Scene], holdings: Sequence[Holding]) -> list[Holding]:
    """Each office once, in the form that says most."""
    kept: list[Holding] = []
    for one in holdings:
        same = next((other for other in kept if _same_office(scenes, one, other)), None)
        if same is None:
            kept.append(one)
        elif _worth(one) > _worth(same):
            kept[kept.index(same)] = one
    return kept


def _worth(holding: Holding) -> tuple[bool, int]:
    return holding.body is not None, holding.office.end - holding.office.first


def _same_office(scenes: Sequence[Scene], one: Holding, other: Holding) -> bool:
    if one.office.base != other.office.base:
        return False
    if one.body is None or other.body is None:
        return True
    first = _sounds(scenes[one.office.line], one.body)
    second = _sounds(scenes[other.office.line], other.body)
    return bool(first & second)


def _sounds(scene: Scene, body: tuple[int, int]) -> set[str]:
    words = scene.line.words[slice(*body)]
    return {sound(word.text)[:5] for word in words if word.is_word and len(word.text) > 2}


def _office(scene: Scene, holding: Holding) -> OfficeFound:
    line, office = scene.line, holding.office
    body = holding.body
    inside = body is not None and office.first <= body[0] and body[1] <= office.end
    words = line.span(office.first, office.end)
    if holding.told:
        shown = Named(holding.told, line.span(office.head, office.head_end))
    else:
        shown = _office_alone(scene, holding)
    country = None
    if office.country and (inside or body is None or holding.body == office.body):
        first, end, name = office.country
        country = Named(name, line.span(first, end))
    named = Named(_body_name(scene, body), line.span(*body)) if body else None
    return OfficeFound(words, shown, named, country, holding.rule)


def _office_alone(scene: Scene, holding: Holding) -> Named:
    """The office without what names its body, in the singular and the nominative."""
    line, office = scene.line, holding.office
    first = office.first
    if office.body and office.body[1] <= office.head:
        first = office.body[1]
    while first < office.head and not _is_of_office(scene, first):
        first += 1
    end = max(office.office_end, office.head_end)
    words = [word.text for word in line.words[first:end]]
    if office.is_plural:
        place = office.head - first
        words[place] = office.base
        words[place + 1 : place + office.head_end - office.head] = [""] * (
            office.head_end - office.head - 1
        )
    elif scene.vocabulary.declines:
        words = nominative(words, line.words[office.head].feat("Case"))
    shown = spaced(line.words[first:end], words)
    return Named(shown, line.span(first, end))


def _is_of_office(scene: Scene, at: int) -> bool:
    """Whether a word before the main word tells more of the office than a country."""
    word = scene.line.words[at]
    is_country = word.low in scene.vocabulary.adjectives or scene.vocabulary.country_at(
        scene.line, at
    )
    return word.is_word and not is_country and word.text != "'s"


def _body_name(scene: Scene, body: tuple[int, int]) -> str:
    words = scene.line.words[body[0] : body[1]]
    if not scene.vocabulary.declines:
        return " ".join(joined(words).split())
    case = next((word.feat("Case") for word in words if word.feat("Case")), "")
    return spaced(words, nominative([word.text for word in words], case))


@cache
def _is_cyrillic(word: str) -> bool:
    return _CYRILLIC[0] <= word[0] <= _CYRILLIC[1]
