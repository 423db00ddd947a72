"""Whether a thing that is spoken of is new and common enough to be somebody's project.

"A joint centre" is; "the centre" is not, and neither is what everybody founds every day.
"""

import re
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.clauses import Clause
from folkmoot.engines.extraction.finders.figures.deeds import Deed
from folkmoot.engines.extraction.finders.figures.documents import is_document_noun
from folkmoot.engines.extraction.finders.figures.naming import Named
from folkmoot.engines.extraction.finders.figures.standing import Standing
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

PROJECTS: Final = "projects"
_NEAR: Final = 90


def is_joint(clause: Clause, noun: int, named: Named, deed: Deed) -> bool:
    """A thing is a project if it is new: "a joint centre", "the creation of a register"."""
    lexicon = clause.sentence.lexicon
    joint = frozenset(lexicon.words(PROJECTS, "joint", "words"))
    beside = list(clause.children(noun, "amod", "det", "nummod", "compound"))
    is_common = any(clause.is_any(one, joint) for one in beside)
    # Without articles only the words beside it tell a body from the councils there are.
    is_told = bool(lexicon.words(PROJECTS, "joint", "articles")) or not is_vague(clause, noun)
    is_new = is_told and is_indefinite(clause, noun, named)
    if deed.name == "found" and deed.standing is Standing.DONE:
        return is_common or (is_new and named.has_topic)
    if deed.name != "found" and not lexicon.words(PROJECTS, "joint", "articles"):
        # Without an article, "discussed exchanges of students" tells nothing of a new one.
        return is_common or (is_new and bool(beside) and (named.has_topic or len(beside) > 1))
    return is_common or (is_new and (named.has_topic or len(beside) > 1 or deed.name == "found"))


def may_be_new(article: Article, sentence: Sentence, noun: Span) -> bool:
    """A cheap look before the grammar: an indefinite article or "joint" stands near before it."""
    if not sentence.lexicon.words(PROJECTS, "joint", "articles"):
        return True
    start = max(sentence.span.start, noun.start - _NEAR)
    return _new(sentence.lexicon).search(article.work, start, noun.start) is not None


def is_indefinite(clause: Clause, noun: int, named: Named) -> bool:
    """With an indefinite article; where a language has none, one thing that is described."""
    lexicon = clause.sentence.lexicon
    articles = frozenset(lexicon.words(PROJECTS, "joint", "articles"))
    beside = list(clause.children(noun, "amod", "det", "nummod", "compound"))
    if articles:
        return any(clause.word(one) in articles for one in beside)
    definite = frozenset(lexicon.words("naming", "definite")) | frozenset(
        lexicon.words(PROJECTS, "joint", "possessives")
    )
    if clause.feat(noun, "Number") == "Plur" or any(clause.is_any(i, definite) for i in beside):
        return False
    return named.has_topic or any(clause.children(noun, "amod"))


def is_vague(clause: Clause, noun: int) -> bool:
    """What is created and opened in every speech: conditions, dialogues, exhibitions."""
    return clause.is_any(noun, _vague(clause.sentence.lexicon))


def is_topic(clause: Clause, index: int) -> bool:
    """ "An agreement on the construction of …" is proposed as the agreement that it is."""
    above = clause.head(index)
    if above is not None and clause.parse[above].pos == "ADP":
        above = clause.head(above)
    while above is not None and clause.word(above) in (
        "intent",
        "намерениях",
    ):  # "letter of intent"
        above = clause.head(above)
        if above is not None and clause.parse[above].pos == "ADP":
            above = clause.head(above)
    return above is not None and is_document_noun(clause.word(above), clause.sentence.lexicon)


def is_doubted(clause: Clause) -> bool:
    """Whether a sentence denies, asks or makes conditions anywhere."""
    words = _doubts(clause.sentence.lexicon)
    return any(clause.word(index) in words for index in range(len(clause.parse)))


@cache
def _new(lexicon: Lexicon) -> re.Pattern[str]:
    words = (
        *lexicon.words(PROJECTS, "joint", "articles"),
        *lexicon.words(PROJECTS, "joint", "words"),
    )
    return re.compile(rf"(?<!\w){alternation(words)}(?!\w)", re.IGNORECASE)


@cache
def _vague(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.words(PROJECTS, "open", "vague"))


@cache
def _doubts(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        word for name in ("negations", "conditions") for word in lexicon.words("standing", name)
    )
