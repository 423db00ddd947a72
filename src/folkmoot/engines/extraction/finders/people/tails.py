"""Where the words that belong to an office, or to the name of a body, end.

In languages that mark belonging by prepositions a phrase goes on after "of", "for" and the
like; in those that decline, with words in the genitive. Either ends at a verb, at a name, and
where something else is said.
"""

from collections.abc import Collection
from typing import Final

from folkmoot.engines.extraction.finders.people.scenes import Scene
from folkmoot.engines.extraction.finders.people.words import Word
from folkmoot.engines.extraction.layers import EntityKind

_LONGEST: Final = 30
_QUOTED: Final = 10
_CLOSING: Final = {"«": "»", "“": "”", "„": "“”", '"': '"', "‘": "’'"}


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
        return declined_tail(scene, at, starts, case)
    position = at
    while position < min(at + _LONGEST, len(scene.line.words)):
        step = _english_step(scene, position, at, starts)
        if step == 0:
            break
        position += step
    return _without_small_words(scene, position, at - 1) if position > at else at


def prepositional_tail(scene: Scene, at: int, starts: Collection[int]) -> int:
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
    if titled and base_before(scene, begin - 1) not in vocabulary.serving:
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
        base = base_before(scene, begin - 1)
        is_sent = low in vocabulary.outward and base in vocabulary.serving
        # "secretary for transport in the government of Velland"
        is_inside = low in vocabulary.at - vocabulary.outward and base in vocabulary.portfolios
        definite = following is not None and following.low in vocabulary.determiners
        return int((onwards and is_sent) or (is_inside and definite))
    if word.is_capital:
        return int(word.pos not in ("PRON", "ADV") or word.is_acronym)
    if word.pos in ("VERB", "AUX"):
        inner = low.endswith(vocabulary.participles) if vocabulary.participles else False
        named = following is not None and following.pos in ("NOUN", "PROPN", "ADJ")
        return int(inner and named and at > begin)
    if at in scene.heads and line.low(at - 1) not in vocabulary.inside | vocabulary.determiners:
        return int(word.pos == "NOUN")
    return int(word.pos in ("NOUN", "ADJ", "NUM", "PROPN", "X"))


def base_before(scene: Scene, at: int) -> str:
    """The dictionary form of the office that ends before a word; empty without one."""
    return next((base for end, base, _ in scene.heads.values() if end == at), "")


def _sign_step(scene: Scene, at: int, starts: Collection[int]) -> int:
    line = scene.line
    word, following = line.words[at], line.word(at + 1)
    plural = word.text == "'" and at > 0 and line.low(at - 1).endswith("s")
    if word.text == "'s" or plural:
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


def declined_tail(scene: Scene, at: int, starts: Collection[int], case: str = "Gen") -> int:
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
        kind = scene.others.get(at)
        named = kind in (EntityKind.PLACE, EntityKind.ORGANISATION) and word.is_capital
        # "гражданин Соснограда Аркадий …": one capital between an office and a name is its place.
        # Rare names of places are often taken for nominatives.
        is_last = at == begin or kind == EntityKind.PLACE
        between = is_last and word.is_capital and at + 1 in starts
        if (
            between
            or (named and at == begin)
            or kind == EntityKind.PLACE == scene.others.get(at - 1)
        ):
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
    if word.text == "№":
        return 2 if line.low(at + 1).isdigit() else 0
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
    is_sent = base_before(scene, begin) in vocabulary.serving
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
