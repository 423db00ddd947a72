"""Agreements under names of their own: "sealed their sister-city bond", «подписали памятку».

What is signed, initialled or ratified is an agreement, whatever it is called, except for the
things that people sign every day: books, laws, orders, autographs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.clauses import Clause, clause_of
from folkmoot.engines.extraction.finders.figures.deeds import Deed, deed_words
from folkmoot.engines.extraction.finders.figures.documents import AGREEMENTS, is_document_noun
from folkmoot.engines.extraction.finders.figures.naming import Named, named_at
from folkmoot.engines.extraction.finders.figures.standing import standing_of
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_STEM: Final = 5


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What was signed, by a name that no lexicon lists."""

    clause: Clause
    named: Named
    deed: Deed


def unlisted_in(article: Article, taken: Sequence[Span]) -> Iterator[Unlisted]:
    """The papers of a text that no noun gives away; ``taken``: words that are told already."""
    for sentence in article.sentences:
        if article.is_heading(sentence.block) or not _cue(sentence.lexicon).search(
            article.work, sentence.span.start, sentence.span.end
        ):
            continue
        clause = clause_of(article, sentence)
        if clause is not None:
            yield from (one for one in _of_clause(clause) if not _is_taken(one, taken))


def _is_taken(one: Unlisted, taken: Sequence[Span]) -> bool:
    return any(one.named.span.overlaps(span) for span in taken)


def _of_clause(clause: Clause) -> Iterator[Unlisted]:
    lexicon = clause.sentence.lexicon
    verbs = frozenset(lexicon.words(AGREEMENTS, "open", "verbs"))
    words = deed_words(lexicon, AGREEMENTS)
    for index, word in enumerate(clause.parse):
        if word.pos != "VERB" or not clause.is_any(index, verbs):
            continue
        listed = words.verbs.get(clause.word(index)) or words.verbs.get(clause.lemma(index))
        if listed is None:
            continue
        standing = standing_of(clause, index, listed[1])
        for noun in _objects(clause, index):
            if _may_be_signed(clause, noun):
                deed = Deed(listed[0], standing, index, "deed-unlisted", is_object=True)
                yield Unlisted(clause, named_at(clause, noun, AGREEMENTS), deed)


def _objects(clause: Clause, verb: int) -> Iterator[int]:
    """What is signed; for "which the mayors signed", the noun that the pronoun stands for."""
    above = clause.head(verb)
    is_relative = clause.parse[verb].rel in ("acl:relcl", "relcl", "acl") and above is not None
    is_passive = any(clause.children(verb, "nsubj:pass", "auxpass", "aux:pass"))
    for noun in clause.children(verb, "nsubj:pass" if is_passive else "obj"):
        is_pronoun = clause.parse[noun].pos in ("PRON", "DET")
        yield above if is_pronoun and is_relative and above is not None else noun


def _may_be_signed(clause: Clause, noun: int) -> bool:
    """A described noun that is no document found by itself and nothing signed every day."""
    lexicon = clause.sentence.lexicon
    others = frozenset(lexicon.words(AGREEMENTS, "open", "others"))
    if clause.parse[noun].pos != "NOUN" or clause.is_any(noun, others):
        return False
    if any(is_document_noun(clause.word(one), lexicon) for one in clause.below(noun)):
        return False
    return any(clause.children(noun, "amod", "compound", "prep", "nmod", "poss"))


@cache
def _cue(lexicon: Lexicon) -> re.Pattern[str]:
    """The verbs, or where they are listed in their dictionary form, their beginnings."""
    forms = lexicon.words(AGREEMENTS, "open", "verbs")
    if lexicon.table(AGREEMENTS).get("open", {}).get("by_beginning", False):
        either, ends = alternation({form[:_STEM] for form in forms}), ""
    else:
        either, ends = alternation(forms), r"(?!\w)"
    return re.compile(rf"(?<!\w){either}{ends}", re.IGNORECASE)
