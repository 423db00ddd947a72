"""The word lists of people, offices, bodies and places, made ready for looking up.

One vocabulary a language, made when first needed. Where a language declines its words, the
forms are added from its morphological dictionary, so that lists hold dictionary forms only.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from folkmoot.engines.extraction.finders.people.declension import forms_of, tells_name
from folkmoot.engines.extraction.finders.people.words import Line, split_words
from folkmoot.engines.extraction.lexicon import Lexicon, lexicon_of
from folkmoot.engines.extraction.morphology import is_known

_DECLINED: Final = frozenset({"ru"})
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")


@dataclass(slots=True)
class Phrases:
    """Forms of one or several words, each with a value; the longest at a place is found."""

    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    def add(self, form: str, value: str) -> None:
        words = tuple(split_words(form.lower().replace("ё", "е")))
        if words:
            self.by_first.setdefault(words[0], []).append((words, value))

    def ready(self) -> "Phrases":
        for several in self.by_first.values():
            several.sort(key=lambda one: -len(one[0]))
        return self

    def at(self, line: Line, at: int) -> tuple[int, str] | None:
        """Where the longest form that begins at a word ends, and its value."""
        for words, value in self.by_first.get(line.low(at), ()):
            end = at + len(words)
            if end <= len(line.words) and (
                len(words) == 1 or all(line.words[at + n].low == w for n, w in enumerate(words))
            ):
                return end, value
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The lists of one language; sets hold words in lower case with ё written as е.

    Attributes:
        honorifics: form → gender ("m", "f", "").
        heads: forms of offices → the dictionary form; ``plurals`` those of several people.
        bodies, never, kinds: word forms → dictionary form (``kinds``: → sort of place).
        countries: names of countries; ``adjectives``: words for them; ``letters``: abbreviations.
    """

    language: str
    declines: bool
    honorifics: Phrases
    particles: frozenset[str]
    suffixes: frozenset[str]
    says: frozenset[str]
    belonging: frozenset[str]
    namesakes: Phrases
    stops: frozenset[str]
    heads: Phrases
    plurals: Phrases
    modifiers: frozenset[str]
    prepositions: frozenset[str]
    inside: frozenset[str]
    owning: frozenset[str]
    conjunctions: frozenset[str]
    determiners: frozenset[str]
    participles: tuple[str, ...]
    outward: frozenset[str]
    serving: frozenset[str]
    after_head: frozenset[str]
    ends: frozenset[str]
    portfolios: frozenset[str]
    parts: frozenset[str]
    relatives: frozenset[str]
    relative_verbs: Phrases
    possessives: frozenset[str]
    elected: frozenset[str]
    bodies: Mapping[str, str]
    companies: frozenset[str]
    body_words: frozenset[str]
    never: frozenset[str]
    known_bodies: Phrases
    not_acronyms: frozenset[str]
    articles: frozenset[str]
    ordinals: frozenset[str]
    several_bodies: frozenset[str]
    proper_endings: tuple[str, ...]
    kinds: Mapping[str, str]
    several_places: frozenset[str]
    landmarks: frozenset[str]
    things: frozenset[str]
    before_places: frozenset[str]
    at: frozenset[str]
    located: frozenset[str]
    countries: Phrases
    adjectives: Mapping[str, str]
    letters: Mapping[str, str]

    def is_thing(self, low: str) -> bool:
        """Whether a word is of a body, place, meeting or document, not of a person's name."""
        return (
            low in self.bodies
            or low in self.never
            or low in self.kinds
            or low in self.several_places
            or low in self.landmarks
            or low in self.things
            or low in self.stops
        )

    def country_at(self, line: Line, at: int) -> tuple[int, str] | None:
        """The end and the shown name of the country that begins at a word."""
        if at >= len(line.words) or not (word := line.words[at]).is_capital:
            return None
        if word.text in self.letters:
            return at + 1, self.letters[word.text]
        return self.countries.at(line, at)


def given_gender(word: str) -> str | None:
    """The gender a given name tells ("" for either); ``None`` if the word is none."""
    if _CYRILLIC.match(word):
        # Given names are never guessed.
        known = is_known(word.lower()) and "given" in tells_name(word)
        return "" if known else None
    return _given().get(folded(word))


def folded(word: str) -> str:
    """A word in lower case without accents."""
    split = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(sign for sign in split if not unicodedata.combining(sign))
    return plain.replace("ł", "l").replace("ø", "o").replace("đ", "d").replace("ı", "i")


@cache
def _given() -> dict[str, str]:
    names = lexicon_of("en")
    either = dict.fromkeys(names.words("given", "either"), "")
    return either | {name: gender for gender in ("m", "f") for name in names.words("given", gender)}


@cache
def vocabulary_of(lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of a language; lists that it lacks are empty."""
    declines = lexicon.language in _DECLINED
    countries, adjectives, letters = _countries(lexicon, declines)

    def words(*path: str) -> frozenset[str]:
        return frozenset(_plain(one) for one in lexicon.words(*path))

    def forms(*path: str) -> dict[str, str]:
        return _forms(lexicon.words(*path), declines)

    return Vocabulary(
        language=lexicon.language,
        declines=declines,
        honorifics=_honorifics(lexicon, declines),
        particles=words("people", "particles", "words"),
        suffixes=words("people", "suffixes", "words"),
        says=words("people", "says", "words"),
        belonging=words("people", "belonging", "words"),
        namesakes=_phrases(lexicon.words("people", "namesakes", "before"), declines),
        stops=frozenset(forms("people", "stops", "words")),
        heads=_phrases(lexicon.words("offices", "heads"), declines),
        plurals=_mapped(lexicon, "offices", "plurals"),
        modifiers=frozenset(forms("offices", "modifiers", "words")),
        prepositions=words("offices", "tail", "prepositions"),
        inside=words("offices", "tail", "inside"),
        owning=words("offices", "tail", "owning"),
        conjunctions=words("offices", "tail", "conjunctions"),
        determiners=words("offices", "tail", "determiners"),
        participles=lexicon.words("offices", "tail", "participles"),
        outward=words("offices", "tail", "outward"),
        serving=words("offices", "tail", "serving"),
        after_head=words("offices", "modifiers", "after"),
        ends=words("offices", "tail", "stops"),
        portfolios=words("offices", "portfolio", "heads"),
        parts=frozenset(forms("offices", "portfolio", "parts")),
        relatives=frozenset(forms("offices", "relative", "pronouns")),
        relative_verbs=_mapped(lexicon, "offices", "relative", "verbs"),
        possessives=words("offices", "possessive", "words"),
        elected=words("offices", "elected", "words"),
        bodies=forms("bodies", "nouns"),
        companies=frozenset(lexicon.words("bodies", "companies")),
        body_words=words("bodies", "inside"),
        never=frozenset(forms("bodies", "never")),
        known_bodies=_phrases(lexicon.words("bodies", "known"), declines),
        not_acronyms=frozenset(lexicon.words("bodies", "not_acronyms")),
        articles=words("bodies", "articles", "words"),
        proper_endings=lexicon.words("bodies", "proper", "endings"),
        several_bodies=words("bodies", "several"),
        ordinals=frozenset(forms("bodies", "ordinals", "words")),
        kinds=_kinds(lexicon, declines),
        several_places=words("places", "kinds", "several"),
        things=frozenset(forms("places", "landmarks", "things")),
        landmarks=frozenset(forms("places", "landmarks", "after")),
        before_places=frozenset(forms("places", "landmarks", "before")),
        at=words("places", "prepositions", "at"),
        located=words("places", "prepositions", "located"),
        countries=countries,
        adjectives=adjectives,
        letters=letters,
    )


def _honorifics(lexicon: Lexicon, declines: bool) -> Phrases:
    """Forms of address with the gender they tell."""
    found = Phrases()
    for gender, value in (("m", "m"), ("f", "f"), ("either", "")):
        for form in _forms(lexicon.words("people", "honorifics", gender), declines):
            found.add(form, value)
    return found.ready()


def _mapped(lexicon: Lexicon, *path: str) -> Phrases:
    found = Phrases()
    for form, base in _mapping(lexicon, *path).items():
        found.add(form, base)
    return found.ready()


def _kinds(lexicon: Lexicon, declines: bool) -> dict[str, str]:
    """Words such as "oblast" with the kind of place they name; the last kind wins."""
    return {
        form: kind
        for kind in ("venue", "region", "city")
        for form in _forms(lexicon.words("places", "kinds", kind), declines)
    }


def _plain(form: str) -> str:
    return form.lower().replace("ё", "е")


def _forms(listed: Iterable[str], declines: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for form in listed:
        found[_plain(form)] = form
        if declines and " " not in form:
            found |= {one: form for one in forms_of(form) if one not in found}
    return found


def _phrases(listed: Iterable[str], declines: bool) -> Phrases:
    found = Phrases()
    for form, base in _forms(listed, declines).items():
        found.add(form, base)
    if declines:
        for form in listed:
            if " " in form:
                for declined in _declined_phrase(form):
                    found.add(declined, form)
    return found.ready()


def _declined_phrase(form: str) -> Iterable[str]:
    """Adjective and noun in their cases together: as many forms as both share."""
    first, _, rest = form.partition(" ")
    for one in forms_of(first):
        for other in forms_of(rest.split()[0]) if rest else ():
            yield " ".join([one, other, *rest.split()[1:]])


def _mapping(lexicon: Lexicon, subject: str, *path: str) -> Mapping[str, str]:
    found: Any = lexicon.table(subject)
    for key in path:
        found = found.get(key, {}) if isinstance(found, Mapping) else {}
    return {form: base for form, base in found.items() if isinstance(base, str)}


def _countries(lexicon: Lexicon, declines: bool) -> tuple[Phrases, dict[str, str], dict[str, str]]:
    names = Phrases()
    adjectives: dict[str, str] = {}
    letters: dict[str, str] = {}
    for name, about in lexicon.table("places").get("countries", {}).items():
        names.add(name, name)
        for form in about.get("names", ()):
            names.add(form, name)
        for form in _forms(about.get("adjectives", ()), declines):
            adjectives[form] = name
        letters |= dict.fromkeys(about.get("acronyms", ()), name)
    return names.ready(), adjectives, letters
