"""Who an agreement is between: "between A and B", or those who sign it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.figures.clauses import Clause
from folkmoot.engines.extraction.finders.figures.deeds import Deed
from folkmoot.engines.extraction.finders.figures.documents import AGREEMENTS
from folkmoot.engines.extraction.finders.figures.naming import Named
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_NAMING: Final = frozenset({"NOUN", "PROPN"})
_PHRASE: Final = _NAMING | {"ADJ", "DET", "ADP", "PART", "NUM", "X", "PUNCT"}
_AGENT: Final = frozenset({"agent"})


def parties_of(clause: Clause, named: Named, deed: Deed | None) -> tuple[Span, ...]:
    """The parties in order; none where the words do not name them."""
    between = _between(clause.sentence.lexicon).search(
        clause.article.work, named.noun.end, clause.sentence.span.end
    )
    verb = clause.span(deed.verb).start if deed else -1
    if between and not _breaks(clause, named.noun.end, between.start(), verb):
        first = next(
            (i for i, word in enumerate(clause.parse) if word.start >= between.end()), None
        )
        return tuple(_listed_from(clause, first)) if first is not None else ()
    if deed is None or deed.name != "sign":
        return ()
    agent = next(_agents(clause, deed), None)
    if agent is None:
        return ()
    joint = _joint(clause, agent)
    return tuple(_with_others(clause, joint if joint is not None else agent))


def _joint(clause: Clause, agent: int) -> int | None:
    """ "The mayors of A and B" sign for A and B."""
    if any(clause.children(agent, "conj")):
        return None
    of = [child for at in clause.children(agent, "prep") for child in clause.children(at, "pobj")]
    for place in (*of, *clause.children(agent, "nmod")):
        if clause.parse[place].pos == "PROPN" and any(clause.children(place, "conj")):
            return place
    return None


def owner_of(clause: Clause, noun: int, deed: Deed | None) -> Span | None:
    """Whose a thing is: a possessive, who launched or approved it, or who does the founding."""
    for possessor in clause.children(noun, "poss"):
        if clause.parse[possessor].pos in _NAMING:
            return phrase_of(clause, possessor)
    if deed is None:
        return None
    agents = [*_agents(clause, deed)]
    for hanging in clause.children(noun, "acl", "acl:relcl"):
        for agent in clause.children(hanging, *_AGENT):
            agents += clause.children(agent, "pobj")
    return next(
        (phrase_of(clause, one) for one in agents if clause.parse[one].pos in _NAMING), None
    )


def _breaks(clause: Clause, start: int, end: int, verb: int) -> bool:
    """Another verb than the one of signing, or a bracket, makes "between" another matter."""
    return any(
        word.pos == "VERB" and word.start != verb and word.rel not in ("aux", "auxpass")
        for word in clause.parse
        if start <= word.start < end
    ) or any(sign in clause.article.work[start:end] for sign in ";:()")


def _agents(clause: Clause, deed: Deed) -> Iterator[int]:
    """The subject of "signed", or the words behind "signed by"; names only, no pronouns."""
    if deed.is_object:
        for subject in clause.children(deed.verb, "nsubj"):
            if clause.parse[subject].pos in _NAMING:
                yield subject
    for agent in clause.children(deed.verb, *_AGENT):
        yield from clause.children(agent, "pobj")


def _with_others(clause: Clause, first: int) -> Iterator[Span]:
    """A noun phrase and those joined to it by "and"."""
    waiting = [first]
    while waiting:
        at = waiting.pop(0)
        if clause.parse[at].pos in _NAMING:
            yield phrase_of(clause, at)
        waiting += clause.children(at, "conj")


def phrase_of(clause: Clause, noun: int) -> Span:
    """The noun with what hangs on it up to the next joined one."""
    cut = {one for joined in clause.children(noun, "conj") for one in clause.below(joined)}
    inside = [one for one in clause.below(noun) if one not in cut]
    first = last = noun
    while _reaches_left(clause, inside, first, noun):
        first -= 1
    while last + 1 in inside and clause.parse[last + 1].pos in _PHRASE:
        if clause.parse[last + 1].rel == "case" and clause.parse[last + 1].pos == "ADP":
            break  # where cases tell who belongs to whom, a preposition begins something else
        last += 1
    while first < noun and clause.parse[first].pos in ("DET", "ADP", "PUNCT", "CCONJ", "PART"):
        first += 1
    while last > noun and clause.parse[last].pos not in _NAMING:
        last -= 1
    return Span(clause.parse[first].start, clause.parse[last].end)


def _reaches_left(clause: Clause, inside: list[int], first: int, noun: int) -> bool:
    """The word before belongs to the phrase, or agrees with its noun («Каменским краем»)."""
    at = first - 1
    if at < 0 or clause.parse[at].pos not in _PHRASE:
        return False
    agrees = clause.parse[at].pos == "ADJ" and clause.feat(at, "Case") == clause.feat(noun, "Case")
    return at in inside or (agrees and bool(clause.feat(noun, "Case")))


def _listed_from(clause: Clause, first: int) -> Iterator[Span]:
    """The parties behind "between", read from left to right."""
    noun = next(
        (i for i in range(first, min(first + 8, len(clause.parse)))
         if clause.parse[i].pos in _NAMING and clause.parse[i].rel != "compound"),
        None,
    )  # fmt: skip
    if noun is not None:
        yield from _with_others(clause, noun)


@cache
def _between(lexicon: Lexicon) -> re.Pattern[str]:
    words = alternation(lexicon.words(AGREEMENTS, "topics", "between"))
    return re.compile(rf"(?<!\w){words}\s+", re.IGNORECASE)
