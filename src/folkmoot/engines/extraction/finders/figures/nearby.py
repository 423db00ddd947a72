"""What is done with a thing, told by nearness where the grammar was misread.

A verb with nothing but the thing's own adjectives between them, or a passive that was given
no subject. Used only where the tree has no answer.
"""

from typing import Final

from folkmoot.engines.extraction.finders.figures.clauses import Clause
from folkmoot.engines.extraction.finders.figures.deeds import Deed, deed_words
from folkmoot.engines.extraction.finders.figures.standing import standing_of

_INSIDE: Final = frozenset({"DET", "NUM", "ADJ", "NOUN", "PROPN", "SYM", "PRON"})
_FURTHEST: Final = 6
_AUXILIARIES: Final = ("auxpass", "aux:pass")


def deed_nearby(clause: Clause, noun: int, subject: str) -> Deed | None:
    """The verb right before a thing, or the passive behind it that lacks a subject."""
    return _right_before(clause, noun, subject) or _orphan_behind(clause, noun, subject)


def _right_before(clause: Clause, noun: int, subject: str) -> Deed | None:
    words = deed_words(clause.sentence.lexicon, subject)
    for index in range(noun - 1, max(-1, noun - 1 - _FURTHEST), -1):
        word = clause.parse[index]
        listed = words.verbs.get(clause.word(index)) or words.verbs.get(clause.lemma(index))
        if word.pos == "VERB" and word.rel not in ("amod", "compound"):
            if listed is None or any(clause.children(index, "obj")):
                return None
            standing = standing_of(clause, index, listed[1])
            return Deed(listed[0], standing, index, "deed-verb", is_object=True)
        if word.pos not in _INSIDE:
            return None
    return None


def _orphan_behind(clause: Clause, noun: int, subject: str) -> Deed | None:
    words = deed_words(clause.sentence.lexicon, subject)
    for index in range(noun + 1, len(clause.parse)):
        if clause.parse[index].pos != "VERB" or not any(clause.children(index, *_AUXILIARIES)):
            continue
        listed = words.verbs.get(clause.word(index)) or words.verbs.get(clause.lemma(index))
        has_subject = any(clause.subjects(index)) or clause.parse[index].rel != "root"
        if listed is None or listed[1] != "done" or has_subject:
            return None
        return Deed(listed[0], standing_of(clause, index, listed[1]), index, "deed-verb")
    return None
