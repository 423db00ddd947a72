"""What was agreed without a document being named: "agreed on common rules", «договорились о …».

Founding something together is a project, and agreeing to meet again, or on a date, is no
record at all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.clauses import Clause, clause_of
from folkmoot.engines.extraction.finders.figures.deeds import deed_words
from folkmoot.engines.extraction.finders.figures.documents import AGREEMENTS, is_document_noun
from folkmoot.engines.extraction.finders.figures.naming import Named, named_at
from folkmoot.engines.extraction.finders.figures.standing import Standing, standing_of
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_PROJECTS: Final = "projects"
_NAMING: Final = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed on, and the words that say so."""

    clause: Clause
    named: Named
    words: Span


def agreed_on(article: Article) -> Iterator[Agreed]:
    """Everything agreed on in a text, in order."""
    for sentence in article.sentences:
        start, end = sentence.span.start, sentence.span.end
        # The words right behind the verb are the surer; a verb that has them needs no second look.
        for name, told in (("cues", _of_clause), ("verbs", _to_do)):
            found = _cue(sentence.lexicon, name).search(article.held, start, end)
            if found is None or article.is_heading(sentence.block):
                continue
            clause = clause_of(article, sentence)
            agreed = list(told(clause, Span(*found.span()))) if clause is not None else []
            yield from agreed
            if agreed:
                break


def _of_clause(clause: Clause, words: Span) -> Iterator[Agreed]:
    verb = clause.at(words)
    if verb is None or clause.parse[verb].pos not in ("VERB", "ADJ"):
        return
    if standing_of(clause, verb, "done") not in (Standing.DONE, Standing.GOING_ON):
        return
    first = _behind(clause, words.end)
    if first is None:
        return
    for noun in (first, *clause.children(first, "conj")):
        if clause.parse[noun].pos in _NAMING and _is_worth_it(clause, noun):
            yield Agreed(clause, named_at(clause, noun, AGREEMENTS), words)


def _to_do(clause: Clause, words: Span) -> Iterator[Agreed]:
    """ "Agreed to reopen the crossing": a deed of some weight with an object that is described."""
    verb = clause.at(words)
    if verb is None or standing_of(clause, verb, "done") is not Standing.DONE:
        return
    lexicon = clause.sentence.lexicon
    for noun in _linked(clause, verb):
        if clause.parse[noun].pos in _NAMING and _is_worth_it(clause, noun):
            yield Agreed(clause, named_at(clause, noun, AGREEMENTS), words)
    vague = frozenset(lexicon.words(AGREEMENTS, "agreed", "vague_verbs"))
    told = {*deed_words(lexicon, _PROJECTS).verbs, *deed_words(lexicon, AGREEMENTS).verbs}
    for deed in clause.children(verb, "xcomp", "ccomp"):
        said = {clause.word(deed), clause.lemma(deed)}
        is_finite = any(clause.subjects(deed)) or clause.parse[deed].pos != "VERB"
        if is_finite or said & vague or said & told:
            continue
        for noun in clause.children(deed, "obj"):
            if clause.parse[noun].pos in _NAMING and _is_worth_it(clause, noun):
                named = named_at(clause, noun, AGREEMENTS)
                whole = Span(clause.span(deed).start, named.span.end)
                yield Agreed(clause, replace(named, span=whole, name=whole, has_topic=True), words)


def _linked(clause: Clause, verb: int) -> Iterator[int]:
    """ "Agreed with its partners on common rules": behind whatever stands between."""
    links = frozenset(clause.sentence.lexicon.words(AGREEMENTS, "agreed", "links"))
    for child in clause.children(verb, "prep", "obl"):
        if clause.word(child) in links:
            yield from clause.children(child, "pobj")
        elif any(clause.word(one) in links for one in clause.children(child, "case")):
            yield child


def _behind(clause: Clause, position: int) -> int | None:
    """The head of the noun phrase that begins at a position."""
    inside = [i for i, word in enumerate(clause.parse) if word.start >= position][:8]
    for index in inside:
        word = clause.parse[index]
        if word.pos in _NAMING and word.rel not in ("compound", "amod", "poss"):
            return index
        if word.pos in ("VERB", "PRON", "AUX", "SCONJ") and word.rel not in ("amod", "poss"):
            return None
    return None


def _is_worth_it(clause: Clause, noun: int) -> bool:
    """Not a date, a further meeting, a document (found by itself) or the founding of something."""
    lexicon = clause.sentence.lexicon
    vague = frozenset(lexicon.words(AGREEMENTS, "agreed", "vague"))
    if clause.is_any(noun, vague) or is_document_noun(clause.word(noun), lexicon):
        return False
    if clause.word(noun) in deed_words(lexicon, _PROJECTS).nouns:
        return False
    if clause.lemma(noun) in deed_words(lexicon, _PROJECTS).nouns:
        return False
    plain = frozenset(lexicon.words("naming", "unnamed"))
    beside = clause.children(noun, "amod", "compound", "prep", "nmod", "nummod")
    return any(not clause.is_any(one, plain) for one in beside)


@cache
def _cue(lexicon: Lexicon, name: str) -> Expression:
    either = alternation(lexicon.words(AGREEMENTS, "agreed", name))
    return Expression(rf"(?<!\w){either}(?=\s)", re.IGNORECASE)
