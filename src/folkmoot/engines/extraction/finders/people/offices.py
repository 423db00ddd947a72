"""The words of an office: from its first modifier to the end of its body.

In languages that mark belonging by prepositions the office goes on after "of", "for" and
the like; in those that decline, with words in the genitive. Either ends at a verb, at a
name, and where something else is said.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.finders.people.names import Scene
from folkmoot.engines.extraction.finders.people.words import Word
from folkmoot.engines.extraction.layers import EntityKind

_LONGEST: Final = 30
_QUOTED: Final = 10
_CLOSING: Final = {"«": "»", "“": "”", "„": "“”", '"': '"', "‘": "’'"}


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
    head_end = _with_words_after(scene, head_end)
    first, body_before = _before(scene, head, ends)
    word = scene.line.word(head)
    if word is None or (word.pos in ("VERB", "AUX") and not word.is_capital and first == head):
        return None
    grow = _declined_tail if scene.vocabulary.declines else _prepositional_tail
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
            if first - 1 in ends or not line.words[first - 2].is_capital:
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
    if (is_first or not word.is_capital) and word.low in vocabulary.stops:
        return False
    if word.is_capital:
        return word.pos == "PROPN" or (not is_first and word.pos in ("NOUN", "ADJ"))
    # "press officer", "city mayor": nouns before a head that is no title.
    is_title = scene.line.words[head].is_capital
    return not is_title and word.pos == "NOUN" and head - at < 3


def quoted_end(scene: Scene, at: int) -> int:
    """The end of a name in quotation marks that begins at a word; ``at`` where none does."""
    mark = scene.line.word(at)
    return at + _quoted(scene, at) if mark is not None and mark.text in _CLOSING else at


def phrase_end(scene: Scene, at: int, starts: Collection[int], case: str = "any") -> int:
    """The end of the name of a body or thing that begins at a word.

    Args:
        case: that its words stand in, where words are declined.
    """
    if scene.vocabulary.declines:
        return _declined_tail(scene, at, starts, case)
    position = at
    while position < min(at + _LONGEST, len(scene.line.words)):
        step = _english_step(scene, position, at, starts)
        if step == 0:
            break
        position += step
    return _without_small_words(scene, position, at - 1) if position > at else at


def _prepositional_tail(scene: Scene, at: int, starts: Collection[int]) -> int:
    """The end of an office that goes on by prepositions."""
    vocabulary, line = scene.vocabulary, scene.line
    if at in starts or line.low(at) not in vocabulary.prepositions:
        return at
    following = line.word(at + 1)
    if following is None or following.pos in ("VERB", "AUX", "PRON"):
        return at
    if line.low(at) not in vocabulary.inside and not (
        following.is_capital or following.low in vocabulary.determiners
    ):
        return at
    position = at + 1
    while position < min(at + _LONGEST, len(line.words)):
        step = _english_step(scene, position, at + 1, starts)
        if step == 0:
            break
        position += step
    return _without_small_words(scene, position, at)


def _english_step(scene: Scene, at: int, begin: int, starts: Collection[int]) -> int:
    """How many words the office goes on by; none where it ends."""
    vocabulary, line = scene.vocabulary, scene.line
    word, following = line.words[at], line.word(at + 1)
    low = word.low
    if at in starts or (low in vocabulary.ends and not word.is_capital):
        return 0
    head = scene.heads.get(at)
    titled = head is not None and (head[0] in starts or head[0] + 1 in starts)
    if titled and _base_before(scene, begin - 1) not in vocabulary.serving:
        return 0
    if low in vocabulary.conjunctions:
        return int(_joins(scene, at, starts))
    if not word.is_word and not word.text[0].isdigit():
        return _sign_step(scene, at, starts)
    if low in vocabulary.inside or low in vocabulary.determiners:
        return int(following is not None and following.is_word and at + 1 not in starts)
    if low in vocabulary.prepositions:
        onwards = following is not None and (
            following.is_capital or following.low in vocabulary.determiners
        )
        return int(low == line.low(begin - 1) and onwards and at == begin)
    if word.is_capital:
        return int(word.pos not in ("PRON", "ADV") or word.is_acronym)
    if word.pos in ("VERB", "AUX"):
        inner = low.endswith(vocabulary.participles) if vocabulary.participles else False
        named = following is not None and following.pos in ("NOUN", "PROPN", "ADJ")
        return int(inner and named and at > begin)
    if at in scene.heads and line.low(at - 1) not in vocabulary.inside | vocabulary.determiners:
        return int(word.pos == "NOUN")
    return int(word.pos in ("NOUN", "ADJ", "NUM", "PROPN", "X"))


def _base_before(scene: Scene, at: int) -> str:
    """The dictionary form of the office that ends before a word; empty without one."""
    return next((base for end, base, _ in scene.heads.values() if end == at), "")


def _sign_step(scene: Scene, at: int, starts: Collection[int]) -> int:
    line = scene.line
    word, following = line.words[at], line.word(at + 1)
    if word.text == "'s":
        return int(following is not None and following.is_word)
    if word.text == "-" and following is not None and following.is_word:
        return 1
    if word.text == "(" and following is not None and following.is_acronym:
        return 3 if line.low(at + 2) == ")" else 0
    if word.text in _CLOSING:
        return _quoted(scene, at)
    if word.text == ",":
        return int(_lists(scene, at, starts))
    return 0


def _quoted(scene: Scene, at: int) -> int:
    """The words of a name in quotation marks with both marks; none if it does not close."""
    words = scene.line.words
    closing = _CLOSING[words[at].text]
    for end in range(at + 1, min(at + _QUOTED, len(words))):
        if words[end].text in closing:
            return end + 1 - at
    return 0


def _joins(scene: Scene, at: int, starts: Collection[int]) -> bool:
    """Whether "and" joins two parts of one office rather than two offices or people."""
    vocabulary, line = scene.vocabulary, scene.line
    position = at + 1
    while line.low(position) in vocabulary.determiners:
        position += 1
    following, before = line.word(position), line.words[at - 1]
    if following is None or not following.is_word or position in starts:
        return False
    ahead = position
    while (
        line.low(ahead) in vocabulary.modifiers or line.low(ahead) in vocabulary.adjectives
    ) and ahead < position + 4:
        if ahead in scene.heads:
            return False
        ahead += 1
    if ahead in scene.heads or following.pos in ("VERB", "AUX", "PRON", "ADV"):
        return False
    if following.is_capital:
        return before.is_capital
    return not before.is_capital and following.pos in ("NOUN", "ADJ") and position == at + 1


def _lists(scene: Scene, at: int, starts: Collection[int]) -> bool:
    """Whether a comma stands in a list that "and" ends: "Minister of Trade, Crafts and Ports"."""
    vocabulary, line = scene.vocabulary, scene.line
    following = line.word(at + 1)
    if following is None or not following.is_capital or not line.words[at - 1].is_capital:
        return False
    for position in range(at + 1, min(at + 7, len(line.words))):
        word = line.words[position]
        if position in starts or position in scene.heads or word.pos in ("VERB", "AUX", "PRON"):
            return False
        if word.low in vocabulary.conjunctions:
            return position > at + 1 and _joins(scene, position, starts)
        if not word.is_word and word.text != ",":
            return False
        if not word.is_capital and word.is_word:
            return False
    return False


def _without_small_words(scene: Scene, end: int, at: int) -> int:
    vocabulary, line = scene.vocabulary, scene.line
    while end > at:
        low = line.low(end - 1)
        if (
            low in vocabulary.inside
            or low in vocabulary.determiners
            or low in vocabulary.conjunctions
            or low in vocabulary.prepositions
            or low in (",", "-", "'s")
        ):
            end -= 1
        else:
            break
    return end if end > at + 1 else at


def _declined_tail(scene: Scene, at: int, starts: Collection[int], case: str = "Gen") -> int:
    """The end of an office that goes on by cases.

    Args:
        case: in which words belong to it: the genitive, or after prepositions "any".
    """
    vocabulary, line = scene.vocabulary, scene.line
    position = at
    while position < min(at + _LONGEST, len(line.words)) and position not in starts:
        step = _declined_step(scene, position, at, starts, case)
        if step == 0:
            break
        word = line.words[position]
        if word.low in vocabulary.prepositions or word.low in vocabulary.inside:
            case = "any"
        elif word.feat("Case") == "Gen":
            case = "Gen"
        position += step
    small = vocabulary.inside | vocabulary.prepositions | vocabulary.conjunctions | {",", "-"}
    while position > at and line.low(position - 1) in small:
        position -= 1
    return position


def _declined_step(scene: Scene, at: int, begin: int, starts: Collection[int], case: str) -> int:
    """How many words the office goes on by; none where it ends."""
    vocabulary, line = scene.vocabulary, scene.line
    word = line.words[at]
    if word.low in vocabulary.ends:
        return 0
    if word.low in vocabulary.prepositions or word.low in vocabulary.inside:
        return int(_leads_on(scene, at, begin))
    if word.low in vocabulary.conjunctions:
        return int(_declined_join(scene, at, starts, case))
    if word.is_word:
        if scene.others.get(at) == EntityKind.PLACE == scene.others.get(at - 1):
            return 1
        following = line.word(at + 1)
        # "Сената Олий Мажлиса": the first word of a foreign name is not declined.
        foreign = word.is_capital and following is not None and following.is_capital
        is_declined = following is not None and following.feat("Case") == "Gen"
        if foreign and at + 1 not in starts and is_declined:
            return 1
        return int(_belongs(word, line.words[at - 1], case, vocabulary.kinds))
    if word.text == ",":
        return int(_declined_list(scene, at, starts))
    if word.text == "(":
        following = line.word(at + 1)
        is_letters = following is not None and following.is_acronym
        return 3 if is_letters and line.low(at + 2) == ")" else 0
    return _quoted(scene, at) if word.text in _CLOSING else int(word.text == "-")


def _leads_on(scene: Scene, at: int, begin: int) -> bool:
    """Whether a preposition carries the office on."""
    vocabulary, line = scene.vocabulary, scene.line
    following = line.word(at + 1)
    if following is None or not following.is_word:
        return False
    if line.words[at].low in vocabulary.inside:
        return following.pos not in ("VERB", "PRON", "DET")
    # "посол Республики Беларусь в Сербии": other prepositions only before a name.
    is_sent = _base_before(scene, begin) in vocabulary.serving
    return (at == begin or is_sent) and following.is_capital


def _declined_join(scene: Scene, at: int, starts: Collection[int], case: str) -> bool:
    following = scene.line.word(at + 1)
    if following is None or at + 1 in starts or not following.is_word:
        return False
    if at + 1 in scene.heads and following.feat("Case") != "Gen":
        return False
    if following.pos not in ("NOUN", "PROPN", "ADJ", "X"):
        return False
    before = scene.line.words[at - 1].feat("Case")
    return following.feat("Case") in ("", before) or case == "any"


def _declined_list(scene: Scene, at: int, starts: Collection[int]) -> bool:
    """Whether a comma stands in a list in one case that "и" ends."""
    line, vocabulary = scene.line, scene.vocabulary
    case = line.words[at - 1].feat("Case")
    if not case or case == "Nom":
        return False
    for position in range(at + 1, min(at + 6, len(line.words))):
        word = line.words[position]
        if position in starts or position in scene.heads:
            return False
        if word.low in vocabulary.conjunctions:
            return position > at + 1 and _declined_join(scene, position, starts, case)
        if word.text == ",":
            continue
        if word.pos not in ("NOUN", "ADJ") or word.feat("Case") != case or word.is_capital:
            return False
    return False


def _belongs(word: Word, before: Word, case: str, kinds: Collection[str]) -> bool:
    if not word.is_word:
        return False
    if word.is_acronym:
        return True
    if word.pos in ("VERB", "PRON", "ADV", "CCONJ", "SCONJ", "AUX", "ADP"):
        return False
    own = word.feat("Case")
    if case == "any":
        return own != "Nom" or word.is_capital
    if own == "Gen" or (not own and word.is_capital):
        return True
    # "глава города Ольшаны": the name after the sort of place is not declined.
    return word.is_capital and word.pos in ("PROPN", "NOUN", "X") and before.low in kinds


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
