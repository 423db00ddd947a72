"""Bodies by name: councils, companies, ministries, associations, abbreviations.

A nested name ("Chamber of Crafts of Velm") is one body, the longest. What only holds a word
of a meeting, a document or a place is none. People's offices are read elsewhere; the bodies
inside them are found here too, since they are bodies all the same.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.finders.people.scenes import Scene
from folkmoot.engines.extraction.finders.people.tails import phrase_end, quoted_end
from folkmoot.engines.extraction.layers import EntityKind

_ROMAN: Final = frozenset("IVXLCDM")
_LONGEST_LETTERS: Final = 8
_CERTAIN_LETTERS: Final = 3
_LONGEST: Final = 30
# One form of most nouns without a soul.
_ALIKE: Final = frozenset({"Nom", "Acc"})


@dataclass(frozen=True, slots=True)
class Body:
    """A body at words ``first`` to ``end`` of a line; ``alias``: where its letters stand."""

    line: int
    first: int
    end: int
    rule: str
    alias: tuple[int, int] | None = None


def bodies_in(scene: Scene, people: frozenset[int]) -> Iterator[Body]:
    """The bodies of a line, in order; ``people``: the words that names of people hold."""
    if scene.is_shouted or not scene.has_capitals:
        return
    done = 0
    at = 0
    words = scene.line.words
    while at < len(words):
        found = _body_at(scene, at, done, people) if at not in people else None
        if found and found.end > at:
            found = _with_alias(scene, found)
            done = found.end if found.alias is None else found.alias[1] + 1
            yield found
            at = max(done, at + 1)
        else:
            at += 1


def body_at(scene: Scene, at: int, people: Collection[int]) -> Body | None:
    """The body whose name begins at a word, if one does."""
    line = scene.line
    if at >= len(line.words):
        return None
    while line.low(at) in scene.vocabulary.determiners:
        at += 1
    found = _body_at(scene, at, at, frozenset(people)) if at < len(line.words) else None
    return found if found and found.first == at else None


def _body_at(scene: Scene, at: int, done: int, people: frozenset[int]) -> Body | None:
    """The body whose name begins, or whose deciding word stands, at a word."""
    vocabulary, line = scene.vocabulary, scene.line
    word = line.words[at]
    if not word.is_capital and (not vocabulary.declines or word.low not in vocabulary.bodies):
        return None
    known = vocabulary.known_bodies.at(line, at) if word.is_capital else None
    if known:
        return Body(scene.number, at, known[0], "body-known")
    if _are_letters(scene, at):
        return Body(scene.number, at, at + 1, "body-letters")
    if vocabulary.declines:
        return _declined_body(scene, at, done, people) or _model_body(scene, at, people)
    if not word.is_capital:
        return None
    return _capital_body(scene, at, people) or _model_body(scene, at, people)


def _are_letters(scene: Scene, at: int) -> bool:
    """Whether a word is an abbreviation that stands for a body."""
    vocabulary, line = scene.vocabulary, scene.line
    text = line.words[at].text
    if not 2 < len(text) <= _LONGEST_LETTERS or not text.isupper() or not text.isalpha():
        return False
    if text in vocabulary.not_acronyms or text in vocabulary.letters or set(text) <= _ROMAN:
        return False
    if text in vocabulary.companies or at in scene.persons or vocabulary.is_thing(text.lower()):
        return False
    # "THE CHAIR: …", "DATE: …"
    if at in scene.heads or (line.low(at + 1) == ":" and at < 2):
        return False
    # "DKK 40 million", "HARNOW – The forum …"
    if line.low(at + 1)[:1].isdigit() or line.low(at - 1)[:1].isdigit():
        return False
    if at == 0 and line.low(1) in ("–", ",", ""):
        return False
    marked = scene.others.get(at) == EntityKind.ORGANISATION
    inside = at > 1 and line.words[at - 1].is_word and not line.words[at - 1].is_capital
    marked = marked or (inside and len(text) > _CERTAIN_LETTERS)
    if marked or line.low(at - 1) in vocabulary.articles:
        return True
    beside = line.word(at - 2), line.word(at + 2)
    joints = line.low(at - 1), line.low(at + 1)
    return any(
        near is not None and near.is_acronym and near.text.isalpha() and joint in (",", "and")
        for near, joint in zip(beside, joints, strict=True)
    )


def _capital_body(scene: Scene, at: int, people: frozenset[int]) -> Body | None:
    """A capitalised name with a word of a body, over "of", "for" and "and"."""
    vocabulary, line = scene.vocabulary, scene.line
    first, end = _core(scene, at, people)
    if end == first or _is_meeting(scene, first, end):
        return None
    if all(word.is_acronym for word in line.words[first:end]):
        return None
    several = line.low(end - 1) in vocabulary.several_bodies
    end = _carried_on(scene, end, people)
    if several and line.low(end - 1) in vocabulary.several_bodies:
        return None
    if line.low(end - 1) in ("'s", "'"):
        end -= 1
    if end - first < 2 or _is_country(scene, first, end) or not _says_which(scene, first, end):
        return None
    return Body(scene.number, first, end, "body-noun")


def _core(scene: Scene, at: int, people: frozenset[int]) -> tuple[int, int]:
    """The capitalised words with the word of a body; nothing where there is none.

    "Russian and Belarusian Chambers": the word of the body may end the second part.
    """
    vocabulary, line = scene.vocabulary, scene.line
    end = _part_end(scene, at, people)
    if end == at or _holds_body(scene, at, end):
        return at, end
    further = _part_end(scene, end + 1, people) if end + 1 < len(line.words) else end + 1
    joint = line.low(end) in vocabulary.conjunctions
    if not joint or further == end + 1 or not _holds_body(scene, end + 1, further):
        return at, at
    is_one = line.low(at - 1) in vocabulary.determiners or all(
        word.low in vocabulary.adjectives for word in line.words[at:end]
    )
    return (at if is_one else end + 1), further


def _is_country(scene: Scene, first: int, end: int) -> bool:
    country = scene.vocabulary.country_at(scene.line, first)
    return country is not None and country[0] == end


def _part_end(scene: Scene, at: int, people: frozenset[int]) -> int:
    """The end of a row of capitalised words, over the apostrophe of a plural."""
    words = scene.line.words
    end = at
    while end < len(words) and end not in people:
        word = words[end]
        if word.is_word and word.is_capital and not _leads(scene, end, at):
            if end > at and _is_office(scene, end):
                break
            end += 1
            continue
        following = scene.line.word(end + 1)
        glued = word.text in ("'", "-", "&", "'s") and end > at
        if glued and following is not None and following.is_word and following.is_capital:
            end += 1
            continue
        break
    return end


def _is_office(scene: Scene, at: int) -> bool:
    """Whether an office begins at a word inside a name: "State Council Vice Premier"."""
    head = scene.heads.get(at)
    return head is not None and not head[2] and scene.line.low(at) not in scene.vocabulary.bodies


def _leads(scene: Scene, at: int, first: int) -> bool:
    """Whether a capitalised word at the start is a small word or the office of somebody."""
    if at != first:
        return False
    word = scene.line.words[at]
    small = word.pos in ("DET", "PRON", "ADP", "CCONJ", "SCONJ", "ADV", "AUX")
    return (small and word.low not in scene.vocabulary.bodies) or (
        at in scene.heads and scene.line.low(scene.heads[at][0]) in scene.vocabulary.prepositions
    )


def _holds_body(scene: Scene, first: int, end: int) -> bool:
    words = scene.line.words[first:end]
    if not words or words[-1].low in scene.vocabulary.never:
        return False
    if len(words) > 1 and words[-1].low in scene.vocabulary.companies:
        return True
    return any(word.low in scene.vocabulary.bodies for word in words)


def _is_meeting(scene: Scene, first: int, end: int) -> bool:
    """Whether an ordinal before the words makes them an edition of a meeting."""
    words = scene.line.words
    before = scene.line.word(first - 1)
    counting = any(
        word is not None
        and (
            set(word.text) <= _ROMAN
            or (word.text[0].isdigit() and word.text[-1].isalpha())
            or word.low in scene.vocabulary.ordinals
        )
        for word in (before, words[first])
    )
    return counting or words[end - 1].low in scene.vocabulary.never


def _carried_on(scene: Scene, end: int, people: frozenset[int]) -> int:
    """The end of a name that goes on after "of", "for" and "and"."""
    vocabulary, line = scene.vocabulary, scene.line
    limit = min(end + _LONGEST, len(line.words))
    while end < limit:
        low = line.low(end)
        begin = end + 1
        if low in vocabulary.inside and _leads_to_name(scene, end):
            while line.low(begin) in vocabulary.determiners:
                begin += 1
        elif low not in vocabulary.conjunctions:
            break
        part = _part_end(scene, begin, people)
        if part == begin:
            break
        if low in vocabulary.conjunctions and _holds_body(scene, begin, part):
            break
        if begin in scene.heads and scene.line.words[begin].low not in vocabulary.bodies:
            break
        end = part
    return end


def _leads_to_name(scene: Scene, at: int) -> bool:
    """Whether a preposition goes on with the name: "on" only of what a part deals with."""
    low = scene.line.low(at)
    if low not in scene.vocabulary.at:
        return True
    return scene.line.low(at - 1) in scene.vocabulary.parts


def _says_which(scene: Scene, first: int, end: int) -> bool:
    """Whether the words tell one body from others of its kind."""
    vocabulary = scene.vocabulary
    words = scene.line.words[first:end]
    telling = [
        word
        for word in words
        if word.is_word
        and word.is_capital
        and word.low not in vocabulary.bodies
        and word.low not in vocabulary.modifiers
        and word.low not in vocabulary.kinds
    ]
    belongs = any(
        word.low in vocabulary.inside and first + at + 1 < end for at, word in enumerate(words)
    )
    return bool(telling) or belongs


def _model_body(scene: Scene, at: int, people: frozenset[int]) -> Body | None:
    """A name of two or more words that the layer takes for a body."""
    vocabulary, line = scene.vocabulary, scene.line
    if scene.others.get(at) != EntityKind.ORGANISATION or not line.words[at].is_capital:
        return None
    if scene.others.get(at - 1) == EntityKind.ORGANISATION and line.words[at - 1].is_capital:
        return None
    end = at
    while scene.others.get(end) == EntityKind.ORGANISATION and end not in people:
        end += 1
    words = line.words[at:end]
    if len(words) < 2 or not all(word.is_word and word.is_capital for word in words):
        return None
    doubtful = any(
        word.low in vocabulary.never
        or word.low in vocabulary.stops
        or word.low in vocabulary.several_places
        or word.low in vocabulary.kinds
        or word.low in vocabulary.landmarks
        or word.low in vocabulary.things
        or word.is_acronym
        for word in words
    )
    is_title = line.low(at - 1) in ('"', "“", "«", "„", "'", "‘")
    following, before = line.low(end), line.low(at - 1)
    if before in vocabulary.at or before in vocabulary.inside:
        return None
    if doubtful or is_title or at in scene.heads or following in vocabulary.inside:
        return None
    if vocabulary.is_thing(following) or words[0].low in vocabulary.before_places:
        return None
    return Body(scene.number, at, end, "body-by-model")


def _declined_body(scene: Scene, at: int, done: int, people: frozenset[int]) -> Body | None:
    """A word of a body with the adjectives before it and what belongs to it behind it."""
    vocabulary, line = scene.vocabulary, scene.line
    word = line.words[at]
    if word.text in vocabulary.companies and (end := quoted_end(scene, at + 1)) > at + 1:
        return Body(scene.number, at, end, "body-company")
    if word.low not in vocabulary.bodies or word.pos == "VERB":
        return None
    first = at
    while first > done and _agrees_with(scene, first - 1, at):
        first -= 1
    end = (
        phrase_end(scene, at + 1, _stops(scene, people), "Gen")
        if at + 1 < len(line.words)
        else at + 1
    )
    end = at + 1
    if line.low(end) not in vocabulary.prepositions - vocabulary.inside:
        end = max(end, phrase_end(scene, end, _stops(scene, people), "Gen"))
    if _is_country(scene, first, end):
        return None
    if _is_meeting(scene, first, at + 1) or not _is_proper(scene, first, at, end):
        return None
    return Body(scene.number, first, end, "body-noun")


def _stops(scene: Scene, people: frozenset[int]) -> frozenset[int]:
    return people | {at for at, head in scene.heads.items() if not head[2]}


def _agrees_with(scene: Scene, at: int, head: int) -> bool:
    word, noun = scene.line.words[at], scene.line.words[head]
    if not word.is_word or word.pos not in ("ADJ", "PROPN", "NOUN"):
        return False
    if word.low in scene.vocabulary.stops:
        return False
    # Taggers mistake rare nouns, but an adjective made of a place's name before one is its own.
    if word.is_capital and _is_of_place(scene, word.low) and at + 1 == head:
        return True
    cases = {word.feat("Case"), noun.feat("Case")}
    return word.pos == "ADJ" and (len(cases) == 1 or cases == _ALIKE or "" in cases)


def _is_proper(scene: Scene, first: int, noun: int, end: int) -> bool:
    """Whether capitals or quotation marks make the words a name."""
    words = scene.line.words
    inside = any(word.is_word and word.is_capital for word in words[noun + 1 : end])
    before = any(word.is_capital for word in words[max(first, 1) : noun])
    named = words[noun].is_capital and noun > 0 and end > noun + 1
    opening = first == 0 and noun > 0 and words[0].is_capital and end > noun + 1
    adjective = first == 0 and noun > 0 and _is_of_place(scene, words[0].low)
    return inside or before or named or opening or adjective


def _is_of_place(scene: Scene, low: str) -> bool:
    vocabulary = scene.vocabulary
    named = bool(vocabulary.proper_endings) and low.endswith(vocabulary.proper_endings)
    return low in vocabulary.adjectives or (named and low not in vocabulary.modifiers)


def _with_alias(scene: Scene, body: Body) -> Body:
    """The letters in brackets behind a name: "Union of Ports (UP)"."""
    line = scene.line
    letters = line.word(body.end + 1)
    if line.low(body.end) != "(" or letters is None or line.low(body.end + 2) != ")":
        return body
    if not letters.is_acronym or len(letters.text) > _LONGEST_LETTERS:
        return body
    return Body(body.line, body.first, body.end, body.rule, (body.end + 1, body.end + 2))
