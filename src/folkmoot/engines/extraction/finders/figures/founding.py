"""Things that are built, launched or founded, whatever noun names them.

"The construction of a playground", "they will set up a mobile cinema": no list of things is
needed where the deed is so clear. What speeches create every day (conditions, dialogues)
and what events open (exhibitions) is listed instead.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.clauses import Clause, clause_of
from folkmoot.engines.extraction.finders.figures.deeds import Deed, deed_about
from folkmoot.engines.extraction.finders.figures.documents import is_document_noun
from folkmoot.engines.extraction.finders.figures.naming import Named, named_at, nominative_name
from folkmoot.engines.extraction.finders.figures.novelty import (
    PROJECTS,
    is_indefinite,
    is_joint,
    is_topic,
    is_vague,
)
from folkmoot.engines.extraction.finders.figures.parties import owner_of
from folkmoot.engines.extraction.finders.figures.standing import Standing, standing_of
from folkmoot.engines.extraction.finders.figures.undertakings import (
    Undertaking,
    phrase_value,
    status_value,
)
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import ProposalKind, Span

_STEM: Final = 5
_NEAR: Final = 100
_OBJECTS: Final = ("obj", "nsubj:pass")
_SOUND: Final = frozenset({Standing.DONE, Standing.GOING_ON, Standing.TO_COME})


def founded_in(
    article: Article, sentence: Sentence, taken: Sequence[Span]
) -> Iterator[Undertaking]:
    """What a sentence says is being founded; ``taken``: nouns that are projects already."""
    if article.is_heading(sentence.block) or not _cue(sentence.lexicon).search(
        article.held, sentence.span.start, sentence.span.end
    ):
        return
    clause = clause_of(article, sentence)
    if clause is None:
        return
    for noun, deed in _founded(clause):
        span = clause.span(noun)
        if any(one.overlaps(span) for one in taken) or not _may_be_founded(clause, noun):
            continue
        named = named_at(clause, noun, PROJECTS)
        if any(one.overlaps(named.span) for one in taken) or not _is_project(
            clause, noun, named, deed
        ):
            continue
        yield _made(clause, noun, named, deed)


def _founded(clause: Clause) -> Iterator[tuple[int, Deed]]:
    """The things that a verb or a noun of founding governs, each with the deed."""
    words = _words(clause.sentence.lexicon)
    for index, word in enumerate(clause.parse):
        if word.pos == "NOUN" and clause.is_any(index, words.nouns):
            if is_topic(clause, index):
                continue
            for noun in _of_noun(clause, index):
                yield noun, _deed_of_noun(clause, index)
            continue
        if word.pos != "VERB":
            continue
        form = words.verbs.get(clause.word(index)) or words.verbs.get(clause.lemma(index))
        if form is None or (
            clause.word(index) in words.with_particle and not any(clause.children(index, "prt"))
        ):
            continue
        deed = Deed("found", standing_of(clause, index, form.strip()), index, "deed-verb", True)
        for noun in _of_verb(clause, index, words):
            yield noun, deed


def _of_noun(clause: Clause, index: int) -> Iterator[int]:
    """ "The construction of a bridge and a road", «строительство моста»."""
    firsts = [
        child
        for at in clause.children(index, "prep")
        if clause.word(at) == "of"
        for child in clause.children(at, "pobj")
    ]
    firsts += [
        child for child in clause.children(index, "nmod") if clause.feat(child, "Case") == "Gen"
    ]
    for first in firsts:
        yield from (first, *clause.children(first, "conj"))


def _deed_of_noun(clause: Clause, index: int) -> Deed:
    """How far the founding has come, by what is said of it; open where nothing is."""
    told = deed_about(clause, index, PROJECTS)
    if told is None:
        return Deed("found", Standing.UNKNOWN, index, "deed-noun")
    return told


def _of_verb(clause: Clause, verb: int, words: "_Words") -> Iterator[int]:
    """Its object; the subject of a passive, or of a verb that opens by itself."""
    found = [*clause.children(verb, *_OBJECTS)]
    if not found and clause.lemma(verb) in words.by_itself:
        found = [*clause.subjects(verb)]
    above = clause.head(verb)
    if not found and clause.parse[verb].rel in ("acl", "acl:relcl") and above is not None:
        # "A centre that we built": the pronoun stands for the noun.
        found = [above] if clause.parse[above].pos == "NOUN" else []
    for one in found:
        above = clause.head(verb)
        if clause.parse[one].pos == "PRON" and clause.parse[verb].rel.startswith("acl"):
            one = above if above is not None else one
        yield from (one, *clause.children(one, "conj"))


def _may_be_founded(clause: Clause, noun: int) -> bool:
    """A common noun, of which one is told, that names a thing and no talk or document."""
    word = clause.parse[noun]
    if word.pos != "NOUN" or is_vague(clause, noun) or len(clause.word(noun)) < _STEM - 2:
        return False
    if is_document_noun(clause.word(noun), clause.sentence.lexicon):
        return False
    number = clause.feat(noun, "Number")
    is_plural = number == "Plur" if number else clause.word(noun).endswith("s")
    return not is_plural


def _is_project(clause: Clause, noun: int, named: Named, deed: Deed) -> bool:
    if deed.standing is Standing.DENIED:
        return False
    if deed.rule == "deed-noun" or deed.name != "found":
        # "The construction of a playground" names itself; a definite thing must say more.
        return is_indefinite(clause, noun, named) or (
            named.has_topic and any(clause.children(noun, "amod", "compound"))
        )
    if deed.standing not in _SOUND:
        return False
    says_more = named.has_topic or any(clause.children(noun, "amod", "compound", "acl:relcl"))
    return says_more and is_joint(clause, noun, named, deed)


def _made(clause: Clause, noun: int, named: Named, deed: Deed) -> Undertaking:
    article, verb = clause.article, clause.span(deed.verb)
    near = max(verb.start, named.span.start) - min(verb.end, named.span.end) < _NEAR
    whole = Span(min(named.span.start, verb.start), max(named.span.end, verb.end))
    return Undertaking(
        kind=ProposalKind.PROJECT,
        name=article.value(nominative_name(article, named), named.name),
        span=whole if near else named.span,
        noun=named.noun,
        rule="thing-built",
        owner=phrase_value(article, owner_of(clause, noun, deed)),
        status=status_value(clause, deed),
    )


class _Words:
    """The verbs and nouns of founding that need no listed thing."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.table(PROJECTS).get("open", {})
        self.nouns = frozenset(table.get("nouns", ()))
        # A form of one blank: listed in the dictionary form, told by the layer's morphology.
        self.verbs = {
            word: form or " "
            for form in ("done", "base", "doing", "")
            for word in table.get(form or "lemmas", ())
        }
        self.with_particle = frozenset(table.get("with_particle", ()))
        self.by_itself = frozenset(table.get("by_itself", ()))


@cache
def _words(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


@cache
def _cue(lexicon: Lexicon) -> Expression:
    """Beginnings of the listed words: a cheap look before the grammar."""
    words = _words(lexicon)
    listed = {*words.nouns, *words.verbs}
    stems = alternation({form[:_STEM] for form in listed if len(form) > _STEM})
    short = alternation({form for form in listed if len(form) <= _STEM})
    return Expression(rf"(?<!\w)(?:{stems}|{short}(?!\w))", re.IGNORECASE)
