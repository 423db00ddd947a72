"""How far a deed has come: done, to come, going on; or denied, doubted, merely aimed at.

A verb tells it together with what stands around it: negations, helping verbs, the verb it
depends on, a conjunction of purpose or condition. Where the words leave it open, the answer
is "unknown", and whoever asks leaves the record out.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.figures.clauses import Clause
from folkmoot.engines.extraction.lexicon import Lexicon

SUBJECT: Final = "standing"
_CHAIN: Final = 6
_DEPENDENT: Final = frozenset({"xcomp", "ccomp", "conj", "csubj", "csubj:pass", "advcl", "acl"})
_HELPERS: Final = frozenset({"aux", "auxpass", "aux:pass", "neg", "advmod", "mark", "cop", "cc"})


class Standing(StrEnum):
    """How far a deed has come."""

    DONE = "done"
    GOING_ON = "going on"
    PRESENT = "present"
    TO_COME = "to come"
    DENIED = "denied"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class _Words:
    negations: frozenset[str]
    future: frozenset[str]
    modals: frozenset[str]
    conditions: frozenset[str]
    to: frozenset[str]
    being: frozenset[str]
    be: frozenset[str]
    perfect: frozenset[str]
    intends: frozenset[str]
    managed: frozenset[str]
    fails: frozenset[str]
    aims: frozenset[str]


def standing_of(clause: Clause, verb: int, form: str, *, in_heading: bool = False) -> Standing:
    """How far the deed of a verb has come.

    Args:
        form: "done" for past forms and participles, "base", "doing", or "" to tell it by
            the morphology that the layer knows.
    """
    words = words_of(clause.sentence.lexicon)
    helpers = [one for one in clause.children(verb) if clause.parse[one].rel in _HELPERS]
    if _is_denied(clause, verb, helpers, words):
        return Standing.DENIED
    if clause.feat(verb, "VerbForm"):
        return _by_morphology(clause, verb, helpers, words, in_heading)
    return _by_words(clause, verb, form, helpers, words, in_heading)


def _is_denied(clause: Clause, verb: int, helpers: list[int], words: _Words) -> bool:
    """Negated, conditional, or depending on what failed; also where it hangs on such a verb."""
    if any(
        clause.is_any(one, words.negations) or clause.word(one) in words.conditions
        for one in helpers
    ):
        return True
    at, steps = verb, 0
    while steps < _CHAIN and clause.parse[at].rel in _DEPENDENT:
        above = clause.head(at)
        if above is None or (clause.parse[at].rel == "conj" and any(clause.subjects(at))):
            break  # a sentence of its own, joined by "and"
        if clause.is_any(above, words.fails):
            return True
        if clause.parse[at].rel in ("xcomp", "csubj", "csubj:pass") and any(
            clause.is_any(one, words.negations) for one in clause.children(above)
        ):
            return True
        at, steps = above, steps + 1
    # "The plan to build it was not approved": what is planned falls with the plan.
    above = clause.head(at) if clause.parse[at].pos == "NOUN" and at != verb else None
    return above is not None and any(
        clause.is_any(one, words.negations) for one in clause.children(above)
    )


def _by_words(
    clause: Clause,
    verb: int,
    form: str,
    helpers: list[int],
    words: _Words,
    in_heading: bool,
) -> Standing:
    said = {clause.word(one) for one in helpers}
    if said & words.future:
        return Standing.TO_COME
    if said & words.modals:
        return Standing.UNKNOWN
    if said & words.to:
        return _infinitive(clause, verb, words)
    if said & words.being or (form == "doing" and said & words.be):
        return Standing.GOING_ON
    if form == "doing":
        return _gerund(clause, verb, words)
    if form == "done":
        return Standing.DONE
    if form == "base":
        return _base(clause, verb, words, in_heading)
    return Standing.UNKNOWN


def _base(clause: Clause, verb: int, words: _Words, in_heading: bool) -> Standing:
    """ "Will meet and sign" shares its helping verb; a bare present is news only in headings."""
    above = clause.head(verb)
    if clause.parse[verb].rel == "conj" and above is not None:
        said = {clause.word(one) for one in clause.children(above) if _helps(clause, one)}
        if said & words.future:
            return Standing.TO_COME
        if said & words.to:
            return _infinitive(clause, above, words)
        if said & words.modals:
            return Standing.UNKNOWN
    return Standing.DONE if in_heading else Standing.PRESENT


def _gerund(clause: Clause, verb: int, words: _Words) -> Standing:
    """ "Started implementing" goes on; "by implementing" tells nothing."""
    above = clause.head(verb)
    if above is not None and clause.parse[verb].rel in ("xcomp", "ccomp"):
        if clause.is_any(above, words.managed):
            return _of_governor(clause, above, words)
        if clause.is_any(above, words.intends):
            return Standing.TO_COME
    return Standing.UNKNOWN


def _helps(clause: Clause, index: int) -> bool:
    return clause.parse[index].rel in _HELPERS


def _infinitive(clause: Clause, verb: int, words: _Words) -> Standing:
    """What an infinitive means depends on the word it hangs on."""
    at = verb
    for _ in range(_CHAIN):
        above, relation = clause.head(at), clause.parse[at].rel
        if above is None:
            return Standing.TO_COME  # "Regions to sign …", "1. To establish …"
        if relation != "conj":
            break
        at = above
    above = clause.head(at)
    if above is None or clause.is_any(above, words.aims):
        return Standing.UNKNOWN
    if clause.is_any(above, words.managed):
        return _of_governor(clause, above, words)
    if clause.is_any(above, words.intends):
        return Standing.TO_COME
    if clause.word(above) in words.be and clause.parse[at].rel in ("xcomp", "ccomp"):
        aims = any(clause.is_any(one, words.aims) for one in clause.subjects(above))
        return Standing.UNKNOWN if aims else Standing.TO_COME
    is_passive = any(clause.word(one) in words.be for one in clause.children(verb))
    if clause.parse[at].rel in ("acl", "acl:relcl") and is_passive:
        return Standing.TO_COME  # "agreements to be signed"
    return Standing.UNKNOWN


def _of_governor(clause: Clause, verb: int, words: _Words) -> Standing:
    """ "Managed to sign" is done, "will be able to sign" is to come."""
    helpers = {clause.word(one) for one in clause.children(verb) if _helps(clause, one)}
    return Standing.TO_COME if helpers & words.future else Standing.DONE


def _by_morphology(
    clause: Clause, verb: int, helpers: list[int], words: _Words, in_heading: bool
) -> Standing:
    said = {clause.word(one) for one in helpers}
    if said & words.modals or clause.feat(verb, "Mood") == "Cnd":
        return Standing.UNKNOWN
    if said & words.future or clause.feat(verb, "Tense") == "Fut":
        return Standing.TO_COME
    if clause.feat(verb, "VerbForm") == "Inf":
        return _russian_infinitive(clause, verb, words)
    if clause.feat(verb, "Tense") == "Past":
        return Standing.DONE
    if clause.feat(verb, "Tense") == "Pres":
        return Standing.DONE if in_heading else Standing.GOING_ON
    return Standing.UNKNOWN


def _russian_infinitive(clause: Clause, verb: int, words: _Words) -> Standing:
    """An infinitive behind a word of intention or of success; alone in a list it is resolved."""
    at = verb
    while clause.parse[at].rel == "conj" and (above := clause.head(at)) is not None:
        if clause.feat(above, "VerbForm") != "Inf":
            break
        at = above
    above = clause.head(at)
    if above is None:
        return Standing.TO_COME
    if clause.is_any(above, words.modals) or clause.is_any(above, words.aims):
        return Standing.UNKNOWN
    if clause.is_any(above, words.managed):
        return Standing.DONE if clause.feat(above, "Tense") == "Past" else Standing.TO_COME
    if clause.is_any(above, words.intends):
        return Standing.TO_COME
    return Standing.UNKNOWN


@cache
def words_of(lexicon: Lexicon) -> _Words:
    def listed(name: str) -> frozenset[str]:
        return frozenset(lexicon.words(SUBJECT, name))

    return _Words(
        negations=listed("negations"),
        future=listed("future"),
        modals=listed("modals"),
        conditions=listed("conditions"),
        to=listed("to"),
        being=listed("being"),
        be=listed("be"),
        perfect=listed("perfect"),
        intends=listed("intends"),
        managed=listed("managed"),
        fails=listed("fails"),
        aims=listed("aims"),
    )
