"""The words of an office: from its first modifier to the end of its body.

Where its body ends is the business of the tails; here stand what comes before the main
word, and what of the whole is the office alone, what its body and its country.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from folkmoot.engines.extraction.finders.people.scenes import Scene
from folkmoot.engines.extraction.finders.people.tails import declined_tail, prepositional_tail
from folkmoot.engines.extraction.finders.people.words import Word
from folkmoot.engines.extraction.layers import EntityKind


@dataclass(frozen=True, slots=True)
class Office:
    """An office at words ``first`` to ``end`` of a line.

    Attributes:
        head: the place of its main word; ``head_end``: where that ends.
        base: the dictionary form of the main word.
        bodies: where the body stands, as first and end word; empty where no body is named.
        country: the place and shown name of a country.
        rule: what decided.
    """

    line: int
    first: int
    end: int
    head: int
    head_end: int
    base: str
    is_plural: bool
    office_end: int
    body: tuple[int, int] | None
    country: tuple[int, int, str] | None
    has_owner: bool = False


def offices_in(scene: Scene, starts: Collection[int], ends: Collection[int]) -> Iterator[Office]:
    """The offices of a line, in order; ``starts`` and ``ends`` of names bound them."""
    done = 0
    for head in sorted(scene.heads):
        if head < done or _is_in_name(head, starts, ends):
            continue
        office = _office(scene, head, starts, ends)
        if office:
            done = office.end
            yield office


def _is_in_name(at: int, starts: Collection[int], ends: Collection[int]) -> bool:
    before = max((one for one in starts if one <= at), default=None)
    if before is None:
        return False
    return at < min((end for end in ends if end > before), default=at)


def _office(
    scene: Scene, head: int, starts: Collection[int], ends: Collection[int]
) -> Office | None:
    head_end, base, is_plural = scene.heads[head]
    # "Deputy Prime Minister", "Director General": the last of adjacent words is the head.
    while head_end in scene.heads and not scene.vocabulary.declines and head_end not in starts:
        head_end, base, is_plural = scene.heads[head_end]
    if scene.line.low(head_end) == "." and head_end + 1 in starts:
        head_end += 1
    head_end = _with_words_after(scene, _with_second(scene, head_end, base, starts))
    first, body_before = _before(scene, head, ends)
    if body_before and base in scene.vocabulary.portfolios:
        body_before = _state_in(scene, *body_before)
    word = scene.line.word(head)
    if word is None or (word.pos in ("VERB", "AUX") and not word.is_capital and first == head):
        return None
    grow = declined_tail if scene.vocabulary.declines else prepositional_tail
    end = grow(scene, head_end, starts)
    office_end, body = _divided(scene, head_end, end, base)
    if body is None:
        body = body_before
    end, country = _country_of(scene, first, end)
    return Office(
        scene.number,
        first,
        end,
        head,
        head_end,
        base,
        is_plural,
        office_end,
        body,
        country,
        has_owner=scene.line.low(first - 1) in scene.vocabulary.possessives,
    )


def _state_in(scene: Scene, first: int, end: int) -> tuple[int, int] | None:
    """The country or place before a minister; the other words tell what he deals with."""
    line = scene.line
    if country := scene.vocabulary.country_at(line, first):
        return first, min(country[0], end)
    past = first
    while past < end and scene.others.get(past) == EntityKind.PLACE:
        past += 1
    if past > first or line.low(end - 1) in scene.vocabulary.kinds:
        return (first, past) if past > first else (first, end)
    owner = next((at for at in range(first, end) if line.low(at) == "'s"), None)
    if owner is not None:
        return first, owner
    telling = line.low(first) not in scene.vocabulary.stops
    # "Velland Minister for Fisheries": the portfolio stands behind, so this is the land.
    is_single = end - first == 1 and line.low(end + 1) in scene.vocabulary.prepositions
    return (first, end) if telling and is_single else None


def _with_second(scene: Scene, end: int, base: str, starts: Collection[int]) -> int:
    """Over a second calling without a body: "farmer and blogger", «историк и краевед»."""
    line, heads = scene.line, scene.heads
    if line.low(end) not in scene.vocabulary.conjunctions or end + 1 not in heads:
        return end
    past = heads[end + 1][0]
    small = not line.words[end - 1].is_capital and not line.words[end + 1].is_capital
    closed = line.low(past) in (",", ")", ".", ";", ":", "–", "") or past in starts
    return past if small and closed and not heads[end + 1][2] else end


def _with_words_after(scene: Scene, end: int) -> int:
    """Over words that follow the head: "Ambassador Extraordinary and Plenipotentiary"."""
    vocabulary, line = scene.vocabulary, scene.line
    while line.low(end) in vocabulary.after_head:
        end += 1
        joins = line.low(end) in vocabulary.conjunctions
        if joins and line.low(end + 1) in vocabulary.after_head:
            end += 1
    return end


def _before(scene: Scene, head: int, ends: Collection[int]) -> tuple[int, tuple[int, int] | None]:
    """Where modifiers and a body before the main word begin, and that body."""
    vocabulary, line = scene.vocabulary, scene.line
    first = head
    body_first, body_end = head, -1
    while first > 0 and first not in ends:
        word = line.words[first - 1]
        before = line.low(first - 2)
        if word.text == "-" or (word.low in vocabulary.conjunctions):
            joins = before in vocabulary.modifiers and line.low(first) in vocabulary.modifiers
            if not joins:
                break
        elif word.text == "'s" and not vocabulary.declines:
            if first - 1 in ends or not (
                line.words[first - 2].is_capital or _is_owned(scene, first)
            ):
                break
        elif _ends_head(scene, first - 1, head) or not _modifies(scene, word, first - 1, head):
            break
        elif word.is_capital and (_names_body(scene, word) or _widens(scene, word, body_end)):
            body_first = first - 1
            body_end = max(body_end, first)
        first -= 1
    while first < head and line.words[first].text in ("-", "'s"):
        first += 1
    if body_end < 0:
        return first, None
    return first, (body_first, body_end)


def _is_owned(scene: Scene, first: int) -> bool:
    """Whether a body is told by a common noun: "the agency's chief executive"."""
    owner = scene.line.word(first - 2)
    return (
        owner is not None
        and owner.pos == "NOUN"
        and scene.line.low(first - 3) in scene.vocabulary.determiners
    )


def _ends_head(scene: Scene, at: int, head: int) -> bool:
    """Whether a word before is of another office, which is no part of this one."""
    return any(
        begin in scene.heads
        and at < scene.heads[begin][0]
        and scene.line.low(begin) not in scene.vocabulary.modifiers
        for begin in range(max(0, at - 2), at + 1)
        if begin < head
    )


def _widens(scene: Scene, word: Word, body_end: int) -> bool:
    """Whether a word before a body belongs to its name: "State Council", "Foreign Ministry"."""
    return body_end >= 0 and word.low not in scene.vocabulary.adjectives


def _names_body(scene: Scene, word: Word) -> bool:
    low = word.low
    return (
        low not in scene.vocabulary.modifiers
        and low not in scene.vocabulary.adjectives
        and word.pos in ("PROPN", "NOUN", "X")
    )


def _modifies(scene: Scene, word: Word, at: int, head: int) -> bool:
    vocabulary = scene.vocabulary
    if not word.is_word or (
        at in scene.heads and not vocabulary.declines and word.is_capital is False
    ):
        return word.low in vocabulary.modifiers
    if word.low in vocabulary.modifiers or word.low in vocabulary.adjectives:
        return True
    if vocabulary.declines:
        case = scene.line.words[head].feat("Case")
        return word.pos == "ADJ" and word.feat("Case") == case and not word.is_capital
    is_first = at == 0
    stops = word.low in vocabulary.stops and word.low not in vocabulary.before_places
    if stops and (is_first or not word.is_capital):
        return False
    if word.is_capital:
        return word.pos == "PROPN" or (not is_first and word.pos in ("NOUN", "ADJ"))
    # "press officer", "city mayor": nouns before a head that is no title.
    is_title = scene.line.words[head].is_capital
    return not is_title and word.pos == "NOUN" and head - at < 3


def _divided(
    scene: Scene, head_end: int, end: int, base: str
) -> tuple[int, tuple[int, int] | None]:
    """Where the office alone ends, and where its body stands in the words after its head."""
    if end <= head_end:
        return end, None
    if scene.vocabulary.declines:
        return _divided_by_case(scene, head_end, end, base)
    begin = _noun_of(scene, head_end + 1, end)
    if begin >= end:
        return end, None
    cuts = [
        _noun_of(scene, at + 1, end)
        for at in range(head_end + 1, end)
        if scene.line.low(at) in scene.vocabulary.owning
    ]
    if base in scene.vocabulary.portfolios:
        for at in range(head_end + 1, end):
            if scene.line.low(at) in scene.vocabulary.at - scene.vocabulary.inside:
                return at, (_noun_of(scene, at + 1, end), end)
        return _divided_portfolio(scene, head_end, end, [*cuts, begin])
    if cuts and scene.line.low(_before_small(scene, cuts[0])) in scene.vocabulary.parts:
        return _before_small(scene, cuts[0]) + 1, (cuts[0], end)
    leading = scene.line.low(head_end)
    if leading in scene.vocabulary.outward:
        return end, None
    outward = scene.vocabulary.prepositions - scene.vocabulary.inside
    stops = (at for at in range(begin + 1, end) if scene.line.low(at) in outward)
    return head_end, (begin, next(stops, end))


def _divided_portfolio(
    scene: Scene, head_end: int, end: int, cuts: Sequence[int]
) -> tuple[int, tuple[int, int] | None]:
    """ "Minister of Trade of Velland": what the office deals with is part of it."""
    for cut in cuts:
        if _names_state(scene, cut, end):
            return max(_before_small(scene, cut) + 1, head_end), (cut, end)
    return end, None


def _before_small(scene: Scene, at: int) -> int:
    """The last word before small words that lead on to ``at``."""
    small = scene.vocabulary.inside | scene.vocabulary.determiners
    at -= 1
    while at > 0 and scene.line.low(at) in small:
        at -= 1
    return at


def _noun_of(scene: Scene, at: int, end: int) -> int:
    while at < end and scene.line.low(at) in scene.vocabulary.determiners:
        at += 1
    return at


def _names_state(scene: Scene, at: int, end: int) -> bool:
    if scene.vocabulary.country_at(scene.line, at):
        return True
    words = scene.line.words[at:end]
    return bool(words) and words[0].is_capital and words[-1].low in scene.vocabulary.kinds


def _divided_by_case(
    scene: Scene, head_end: int, end: int, base: str
) -> tuple[int, tuple[int, int] | None]:
    vocabulary, line = scene.vocabulary, scene.line
    # "заместитель губернатора …": the office goes on over the heads that follow.
    begin = head_end
    while begin < end and begin in scene.heads:
        begin = scene.heads[begin][0]
    if begin >= end:
        return end, None
    if line.low(begin) in vocabulary.prepositions | vocabulary.inside:
        return end, None
    last = next((base for stop, base, _ in scene.heads.values() if stop == begin), base)
    if begin > head_end and last in vocabulary.portfolios:
        # "заместитель министра культуры": what the minister deals with is part of the office.
        base = last
    if base in vocabulary.serving:
        outward = (at for at in range(begin, end) if line.low(at) in vocabulary.outward)
        return begin, (begin, next(outward, end))
    capital = next((at for at in range(begin + 1, end) if _begins_body(scene, at)), None)
    is_part = line.low(begin) in vocabulary.parts or base in vocabulary.portfolios
    if is_part and capital is not None:
        return capital, (capital, end)
    if base in vocabulary.portfolios and not line.words[begin].is_capital:
        return end, None
    return begin, (begin, end)


def _begins_body(scene: Scene, at: int) -> bool:
    word = scene.line.words[at]
    return word.is_capital and word.is_word


def _country_of(scene: Scene, first: int, end: int) -> tuple[int, tuple[int, int, str] | None]:
    """The country that the words name, with the new end if it stands behind a comma."""
    vocabulary, line = scene.vocabulary, scene.line
    found: tuple[int, int, str] | None = None
    for at in range(first, end):
        if country := vocabulary.country_at(line, at):
            found = found or (at, country[0], country[1])
        elif line.words[at].low in vocabulary.adjectives:
            capital = line.words[at].is_capital or vocabulary.declines
            if capital and found is None:
                found = (at, at + 1, vocabulary.adjectives[line.words[at].low])
    if line.low(end) == "," and (country := vocabulary.country_at(line, end + 1)):
        after = line.low(country[0])
        if after in (":", ".", ",", ";", ")", "", "–"):
            return country[0], (end + 1, country[0], country[1])
    return end, found
