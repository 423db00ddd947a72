"""Where a name of a person stands: capitalised words, and what speaks for or against a name.

The layer's model is one witness among several: given names, forms of address, offices,
initials and verbs of saying count as much, and words of places and bodies against.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.people.declension import tells_name
from folkmoot.engines.extraction.finders.people.scenes import Scene
from folkmoot.engines.extraction.finders.people.vocabulary import given_gender
from folkmoot.engines.extraction.finders.people.words import Word
from folkmoot.engines.extraction.layers import EntityKind

_MOST_WORDS: Final = 5
_OPENING: Final = frozenset("\"«“„'‘(")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at words ``first`` to ``end`` of a line.

    Attributes:
        rule: what decided that this is a person.
        gender: that a form of address told, else empty.
        is_full: more than a surname.
    """

    line: int
    first: int
    end: int
    rule: str
    gender: str
    is_full: bool


@dataclass(frozen=True, slots=True)
class Doubted:
    """Capitalised words that may be a name if something elsewhere says so."""

    line: int
    first: int
    end: int


def names_in(scene: Scene) -> Iterator[Mention | Doubted]:
    """Names and doubtful names of a line, in order."""
    if not scene.has_capitals:
        return
    for first, end in runs(scene):
        for start, stop in _apart(scene, _segments(scene, first, end)):
            if found := _judged(scene, start, stop, first, end):
                yield found


def runs(scene: Scene) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, with initials and small words of names inside."""
    words = scene.line.words
    at = 0
    while at < len(words):
        if not (words[at].is_word and words[at].is_capital):
            at += 1
            continue
        end = at + 1
        while (reach := _reach(scene, end)) > end:
            end = reach
        yield at, end
        at = end


def _reach(scene: Scene, at: int) -> int:
    """The end of the next piece of a run that begins at a word, or the same place."""
    words, line = scene.line.words, scene.line
    if at >= len(words):
        return at
    word = words[at]
    if word.is_word and word.is_capital:
        return at + 1
    before = words[at - 1]
    if word.text == "." and before.end == word.start:
        following = line.word(at + 1)
        is_short = before.is_letter or before.low in scene.vocabulary.honorifics.by_first
        is_short = is_short or before.low in ("st", "jr", "sr") or at - 1 in scene.heads
        if is_short and following and following.is_word and following.is_capital:
            return at + 1
        return at
    end = at
    while line.low(end) in scene.vocabulary.particles and end < at + 3:
        end += 1
    following = line.word(end)
    if end > at and following and following.is_word and following.is_capital:
        return end
    return at


def _segments(scene: Scene, first: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a run that hold no word of an office, country, body or place."""
    start = first
    at = first
    while at < end:
        past = _cut(scene, at, first, end)
        if past > at:
            yield from _trimmed(scene, start, at)
            start = at = past
        else:
            at += 1
    yield from _trimmed(scene, start, end)


def _apart(scene: Scene, segments: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Two names in different cases stand side by side where words are declined."""
    words = scene.line.words
    for start, end in segments:
        if scene.vocabulary.declines:
            for at in range(start + 2, end - 1):
                begins = _gives(words[at]) and not _gives(words[at - 1])
                named = _gives(words[start]) or words[start].is_letter
                if begins and named and words[at].feat("Case") != words[at - 1].feat("Case"):
                    yield start, at
                    start = at
                    break
        yield start, end


def _cut(scene: Scene, at: int, first: int, end: int) -> int:
    """The end of a word or phrase that is no part of a name; ``at`` where it may be one."""
    vocabulary, line, word = scene.vocabulary, scene.line, scene.line.words[at]
    low = word.low
    if not (word.is_word and word.is_capital):
        return at
    if word.is_letter and line.low(at + 1) == ".":
        return at
    if country := vocabulary.country_at(line, at):
        return country[0]
    if _is_surname_here(scene, at, first):
        return at
    if at in scene.heads:
        return max(scene.heads[at][0], at + 1)
    if low in vocabulary.honorifics.by_first and (one := vocabulary.honorifics.at(line, at)):
        return one[0] + (line.low(one[0]) == "." and one[0] < end)
    if low in vocabulary.adjectives or vocabulary.is_thing(low):
        return at + 1
    if low in vocabulary.modifiers and given_gender(word.text) is None:
        return at + 1
    if word.pos in ("DET", "PRON", "CCONJ", "SCONJ", "ADP", "PART") and at == first:
        return at + 1
    return at


def _is_surname_here(scene: Scene, at: int, first: int) -> bool:
    """Whether a word of the lists ends a name that the layer marks ("Julie Bishop")."""
    marked = scene.persons.get(at)
    if not marked or at == first:
        return False
    before = scene.line.words[at - 1]
    following = scene.line.word(at + 1)
    goes_on = following is not None and following.is_word and following.is_capital
    return (
        marked[0] <= at - 1
        and not goes_on
        and before.is_capital
        and given_gender(before.text) is not None
        and (scene.vocabulary.declines or scene.line.words[at].low not in scene.vocabulary.stops)
    )


def _trimmed(scene: Scene, start: int, end: int) -> Iterator[tuple[int, int]]:
    words, particles = scene.line.words, scene.vocabulary.particles
    while start < end and (
        words[start].text == "." or (words[start].low in particles and not words[start].is_capital)
    ):
        start += 1
    while end > start and (
        (words[end - 1].text == "." and not words[end - 2].is_letter)
        or (words[end - 1].low in particles and not words[end - 1].is_capital)
    ):
        end -= 1
    if start < end:
        yield start, end


def _judged(
    scene: Scene, start: int, end: int, run_first: int, run_end: int
) -> Mention | Doubted | None:
    words = scene.line.words
    names = [at for at in range(start, end) if _is_name_word(words[at])]
    if not names or len(names) > _MOST_WORDS or _is_place(scene, start, end, run_end):
        return None
    address = _address(scene, start)
    given = [at for at in names if _is_given(scene, at, end)]
    has_initial = any(
        words[at].is_letter
        and words[at].is_capital
        and (not scene.is_shouted or scene.line.low(at + 1) == ".")
        for at in range(start, end - 1)
    )
    full = len(names) > 1 or (has_initial and bool(names))
    if given and len(names) > 1:
        first = _first_of_given(scene, start, end, given[0], names)
        if first < names[-1]:
            return _mention(scene, first, end, "name-given", address)
    if has_initial:
        return _mention(scene, start, end, "name-initials", address)
    # "Dear Anna", "King Carl": who is called by a first name alone is named in full elsewhere.
    is_first_name = not full and bool(given)
    if address is not None and not is_first_name:
        rule = "name-honorific" if full else "surname-honorific"
        return _mention(scene, start, end, rule, address, is_full=full)
    if _follows_office(scene, start):
        rule = "name-after-office" if full else "surname-after-office"
        return _mention(scene, start, end, rule, "", is_full=full)
    likely = not scene.vocabulary.declines or start in scene.persons
    if full and likely and _precedes_office(scene, end) and not _is_located(scene, start):
        return _mention(scene, start, end, "name-before-office", "")
    if by_model := _by_model(scene, start, end):
        return by_model
    if not full and _speaks(scene, start, end):
        return _mention(scene, start, end, "surname-speaks", "", is_full=False)
    return Doubted(scene.number, start, end)


def _mention(
    scene: Scene, first: int, end: int, rule: str, gender: str | None, *, is_full: bool = True
) -> Mention:
    if scene.line.words[end - 1].is_letter and scene.line.low(end) == ".":
        end += 1
    if scene.vocabulary.declines and scene.line.low(end) in scene.vocabulary.suffixes:
        end += 1
    suffix = scene.line.word(end + 1)
    if (
        scene.line.low(end) == ","
        and suffix is not None
        and suffix.low in scene.vocabulary.suffixes
        and suffix.is_capital
    ):
        end += 2
    return Mention(scene.number, first, end, rule, gender or "", is_full)


def _by_model(scene: Scene, start: int, end: int) -> Mention | Doubted | None:
    words = scene.line.words
    covered = [at for at in range(start, end) if at in scene.persons]
    names = [at for at in covered if _is_name_word(words[at])]
    if len(names) < 2:
        return None
    doubtful = any(words[at].is_acronym for at in names)
    if doubtful or _is_located(scene, start) or scene.is_shouted:
        return Doubted(scene.number, start, end)
    # Small models take ships, shops and places for people; a name wants a second witness.
    if not scene.vocabulary.declines and not _has_particle(scene, start, end):
        return Doubted(scene.number, start, end)
    return _mention(scene, covered[0], covered[-1] + 1, "name-by-model", "")


def _is_given(scene: Scene, at: int, end: int) -> bool:
    """Whether a word is a given name here; where dictionaries are generous, with a witness."""
    words = scene.line.words
    if not _gives(words[at]):
        return False
    if not scene.vocabulary.declines or at in scene.persons:
        return True
    last = words[end - 1]
    return bool(_tells(last) & {"surname", "patronymic"}) and last.feat("Case") == words[at].feat(
        "Case"
    )


def _has_particle(scene: Scene, start: int, end: int) -> bool:
    words, particles = scene.line.words, scene.vocabulary.particles
    return any(words[at].low in particles for at in range(start, end))


def _speaks(scene: Scene, start: int, end: int) -> bool:
    """Whether a single word that the model takes for a person is said to say something."""
    line, says = scene.line, scene.vocabulary.says
    if start not in scene.persons or _is_located(scene, start):
        return False
    if scene.vocabulary.declines and "surname" in _tells(line.words[end - 1]):
        return True
    return line.low(end) in says or (line.low(start - 1) in says and start > 1)


def _first_of_given(scene: Scene, start: int, end: int, given: int, names: Sequence[int]) -> int:
    """Where a name begins: mostly with the given name, for some peoples with the surname."""
    if given == names[0]:
        return given if scene.line.words[given].is_capital else start
    words = scene.line.words
    is_last = given == names[-1]
    if scene.vocabulary.declines and not is_last and "patronymic" not in _tells(words[names[-1]]):
        return given
    patronymic = "patronymic" in _tells(words[names[-1]])
    if is_last or (patronymic and given == names[-2]):
        return names[-2] if is_last else names[-3] if len(names) > 2 else given
    marked = scene.persons.get(given)
    if marked and marked[0] >= start:
        return marked[0]
    return given


def _is_place(scene: Scene, start: int, end: int, run_end: int) -> bool:
    """Whether what stands beside the words makes them a place or a thing."""
    vocabulary, line = scene.vocabulary, scene.line
    if vocabulary.declines:
        named = any(vocabulary.namesakes.at(line, at) for at in range(max(0, start - 3), start))
        return named or line.low(start - 1) in vocabulary.before_places
    following = line.word(end)
    if following is not None and following.is_word:
        is_thing = vocabulary.is_thing(following.low) and following.low not in vocabulary.stops
        verbal = following.pos in ("VERB", "AUX") and not following.is_capital
        if is_thing and not verbal and (following.is_capital or following.low in vocabulary.kinds):
            return True
        if following.low in vocabulary.landmarks | vocabulary.things and not verbal:
            return True
    before = line.word(start - 1)
    if before is not None and before.is_capital and before.low in vocabulary.before_places:
        return True
    if line.words[start].low in vocabulary.before_places and end - start > 1:
        return sum(_is_name_word(line.words[at]) for at in range(start + 1, end)) < 2
    return any(
        found[0] == start
        for at in range(max(0, start - 5), start)
        if (found := vocabulary.namesakes.at(line, at))
    )


def _is_located(scene: Scene, start: int) -> bool:
    at = start - 1
    if scene.line.low(at) in scene.vocabulary.determiners:
        at -= 1
    return scene.line.low(at) in scene.vocabulary.at


def _address(scene: Scene, start: int) -> str | None:
    """The gender that a form of address before the words tells; ``None`` without one."""
    line, table = scene.line, scene.vocabulary.honorifics
    for begin in range(max(0, start - 4), start):
        found = table.at(line, begin)
        if found is None:
            continue
        end = found[0]
        while line.low(end) == ".":
            end += 1
        if end == start:
            return found[1]
    return None


def _follows_office(scene: Scene, start: int) -> bool:
    """Whether the word of an office stands right before, written as a title."""
    at = start - 1
    if scene.line.low(at) == ".":
        at -= 1
    for begin in range(max(0, at - 3), at + 1):
        head = scene.heads.get(begin)
        if head and head[0] == at + 1 and not head[2]:
            if scene.vocabulary.declines and _is_held_before(scene, begin):
                return False
            cases = {scene.line.words[one].feat("Case") for one in (at, start)} - {""}
            # «президент Лугового клуба»: another case is no name of the president.
            if start in scene.persons and len(cases) < 2:
                return True
            if scene.vocabulary.declines:
                return agrees(scene.line.words[at], scene.line.words[start])
            is_named = scene.line.words[start].pos != "ADJ"
            return is_named and scene.line.words[begin].is_capital and _is_title(scene, begin)
    return False


def _is_held_before(scene: Scene, at: int) -> bool:
    """Whether a name and a comma stand before an office: «Анна Линд, генеральный консул X»."""
    words, line = scene.line.words, scene.line
    while at > 0 and words[at - 1].is_word and not words[at - 1].is_capital:
        if words[at - 1].pos not in ("ADJ", "NOUN", "ADV"):
            return False
        at -= 1
    if line.low(at - 1) not in (",", "(", "–") or at < 3:
        return False
    return words[at - 2].is_capital and words[at - 3].is_capital and words[at - 2].is_word


def _is_title(scene: Scene, at: int) -> bool:
    """Whether an office before a name stands free: "the Major Cities" name nobody."""
    before = scene.line.word(at - 1)
    if before is None or not before.is_word:
        return True
    if before.low in scene.vocabulary.determiners:
        return False
    free = before.low in scene.vocabulary.modifiers or before.low in scene.vocabulary.adjectives
    return free or not before.is_capital or scene.others.get(at - 1) == EntityKind.PLACE


def agrees(head: Word, name: Word) -> bool:
    """Whether a name can stand in the case of the office before it."""
    nominal = name.pos in ("PROPN", "NOUN") and "surname" in _tells(name)
    return nominal and head.feat("Case") in ("", name.feat("Case"))


def _precedes_office(scene: Scene, end: int) -> bool:
    """Whether ", mayor of …" or "(mayor of …)" comes right after."""
    line, vocabulary = scene.line, scene.vocabulary
    if line.low(end) not in (",", "(", "–", "-", "|"):
        return False
    at = end + 1
    while line.low(at) in vocabulary.determiners or line.low(at) in vocabulary.modifiers:
        at += 1
    for position in range(at, min(at + 4, len(line.words))):
        head = scene.heads.get(position)
        if head:
            following = line.word(head[0])
            # "In Velm, Mayor Holm said": the office is of the name that follows.
            names_next = following is not None and following.is_word and following.is_capital
            return not head[2] and not (names_next and line.words[position].is_capital)
        word = line.words[position]
        if not word.is_word or word.pos in ("VERB", "AUX", "ADP", "PRON"):
            return False
    return False


def _is_name_word(word: Word) -> bool:
    return word.is_word and word.is_capital and len(word.text) > 1


def _gives(word: Word) -> bool:
    if not word.is_capital or word.is_letter:
        return False
    return _gives_name(word.text)


@cache
def _gives_name(text: str) -> bool:
    if given_gender(text) is not None:
        return True
    return "-" in text and given_gender(text.split("-")[0]) is not None


@cache
def _tells_word(text: str) -> frozenset[str]:
    return tells_name(text.lower()) if "\u0400" <= text[0] <= "\u04ff" else frozenset()


def _tells(word: Word) -> frozenset[str]:
    return _tells_word(word.text)
