"""What is done with the thing a noun names: the verb over it, beside it, or hanging on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.clauses import Clause
from folkmoot.engines.extraction.finders.figures.standing import (
    SUBJECT as STANDING,
)
from folkmoot.engines.extraction.finders.figures.standing import (
    Standing,
    standing_of,
    words_of,
)
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon

_CLIMB: Final = 8
_EARLY: Final = frozenset({"initial", "prepare"})
# Russian verbs change from the fifth letter on at the latest.
_STEM: Final = 5
_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_FORMS: Final = ("done", "base", "doing")
_ABOUT: Final = frozenset({"on", "over", "about", "of", "for", "towards"})
_REACHED_BY: Final = frozenset({"for", "on", "in", "about", "of", "into", "to", "up"})
_HANGING: Final = frozenset({"acl", "acl:relcl", "amod"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed and how far it has come.

    Attributes:
        name: as the lexicon calls the class of the verb ("sign", "adopt").
        verb: index of the word that says it.
        rule: how it was found.
        is_object: the thing is what the verb is done to, so its subject is who does it.
    """

    name: str
    standing: Standing
    verb: int
    rule: str
    is_object: bool = False


@dataclass(frozen=True)
class DeedWords:
    """The verbs and nouns of deeds of one subject's lexicon."""

    verbs: Mapping[str, tuple[str, str]]
    nouns: Mapping[str, str]
    groups: frozenset[str]
    links: frozenset[str]
    idiom_verbs: frozenset[str]
    idiom_nouns: frozenset[str]
    together: frozenset[str]
    reaching: frozenset[str]


@cache
def deed_words(lexicon: Lexicon, subject: str, part: str = "") -> DeedWords:
    """The deeds listed under ``verbs`` of a subject, or of one part of it."""
    whole = lexicon.table(subject)
    table = (whole.get(part, {}) if part else whole).get("verbs", {})
    verbs: dict[str, tuple[str, str]] = {}
    nouns: dict[str, str] = {}
    for name, forms in table.items():
        for form in _FORMS:
            verbs |= {word: (name, form) for word in forms.get(form, ()) if word not in verbs}
        verbs |= {word: (name, "") for word in forms.get("lemmas", ()) if word not in verbs}
        nouns |= dict.fromkeys(forms.get("nouns", ()), name)
    for name, words in lexicon.table(STANDING).get("deeds", {}).items():
        if name in table:
            nouns |= dict.fromkeys(words, name)
    return DeedWords(
        verbs=verbs,
        nouns=nouns,
        groups=frozenset(lexicon.words(subject, "groups", "nouns")),
        links=frozenset(lexicon.words(subject, "groups", "of")),
        idiom_verbs=frozenset(lexicon.words(subject, "idiom", "verbs")),
        idiom_nouns=frozenset(lexicon.words(subject, "idiom", "nouns")),
        together=frozenset(lexicon.words(subject, "groups", "together")),
        reaching=frozenset(lexicon.words(subject, "groups", "reaching")),
    )


def may_tell(article: Article, sentence: Sentence, subject: str, part: str = "") -> bool:
    """Whether a sentence holds the beginning of any deed; a cheap look before its grammar."""
    found = _beginnings(sentence.lexicon, subject, part).search(
        article.held, sentence.span.start, sentence.span.end
    )
    return found is not None


@cache
def _beginnings(lexicon: Lexicon, subject: str, part: str) -> Expression:
    words = deed_words(lexicon, subject, part)
    stems = {form[:_STEM] for form in (*words.verbs, *words.nouns, *words.idiom_verbs)}
    either = "|".join(sorted(re.escape(stem) for stem in stems)) or r"(?!)"
    return Expression(rf"(?<!\w)(?:{either})", re.IGNORECASE)


def deed_about(
    clause: Clause, noun: int, subject: str, part: str = "", *, in_heading: bool = False
) -> Deed | None:
    """What the sentence says is done with a thing; nothing where no listed verb governs it."""
    words = deed_words(clause.sentence.lexicon, subject, part)
    hanging = _hanging(clause, noun, words, in_heading)
    if hanging is not None and hanging.rule != "deed-beside":
        return hanging
    governing = _governing(clause, noun, words, in_heading)
    if governing is not None and (hanging is None or governing.standing is Standing.DENIED):
        return governing
    return hanging


def deed_before(clause: Clause, noun: int, subject: str) -> Deed | None:
    """The nearest verb before a thing, where the grammar lost it behind a long inset."""
    words = deed_words(clause.sentence.lexicon, subject)
    for index in range(noun - 1, -1, -1):
        if clause.parse[index].pos != "VERB" or clause.parse[index].rel == "amod":
            continue
        listed = _listed(clause, index, words)
        if listed is None:
            return None
        standing = standing_of(clause, index, listed[1])
        return Deed(listed[0], standing, index, "deed-verb", is_object=True)
    return None


def _listed(clause: Clause, index: int, words: DeedWords) -> tuple[str, str] | None:
    return words.verbs.get(clause.word(index)) or words.verbs.get(clause.lemma(index))


def _hanging(clause: Clause, noun: int, words: DeedWords, in_heading: bool) -> Deed | None:
    """ "The agreement, which was signed", "agreements signed there", "signed agreements"."""
    places = [noun, *(one for one in clause.below(noun) if clause.parse[one].pos in _NAMING)]
    for place in places:
        for child in clause.children(place, *_HANGING):
            listed = _listed(clause, child, words)
            if listed is None and _is_idiom(clause, child, words):  # "to which all put their names"
                return Deed("sign", standing_of(clause, child, "done"), child, "deed-hanging")
            if listed is None or (place != noun and clause.parse[child].rel == "amod"):
                continue
            if clause.parse[child].rel == "amod":
                is_done = listed[1] == "done" or clause.feat(child, "Tense") == "Past"
                if is_done:
                    return Deed(listed[0], Standing.DONE, child, "deed-beside")
                if clause.feat(child, "Tense") == "Pres":  # «строящийся мост»
                    return Deed(listed[0], Standing.GOING_ON, child, "deed-beside")
                continue
            standing = standing_of(clause, child, listed[1], in_heading=in_heading)
            return Deed(listed[0], standing, child, "deed-hanging")
    return None


_NAMING: Final = frozenset({"NOUN", "PROPN"})


def _governing(clause: Clause, noun: int, words: DeedWords, in_heading: bool) -> Deed | None:
    """The verb over a thing, through groups ("a series of"), lists and nouns of deeds."""
    at, is_free = noun, True
    for _ in range(_CLIMB):
        above = clause.head(at)
        if above is None:
            return None
        relation = clause.parse[at].rel
        if name := _deed_noun(clause, above, words):
            return _of_deed_noun(clause, above, name, words)
        raised = _raised(clause, above, words) if relation in _SUBJECTS else None
        if raised is not None:
            above = raised
        if _is_idiom(clause, above, words):
            standing = standing_of(clause, above, "done", in_heading=in_heading)
            return Deed("sign", standing, above, "deed-verb", is_object=True)
        listed = _listed(clause, above, words)
        if listed and is_free and _may_govern(clause, above, relation):
            above, listed = _furthest(clause, above, listed, words)
            standing = standing_of(clause, above, listed[1], in_heading=in_heading)
            is_object = relation not in _SUBJECTS
            return Deed(listed[0], standing, above, "deed-verb", is_object)
        if not _passes(clause, at, above, relation, words):
            return None
        at = above
        is_free = clause.word(at) in words.together or clause.parse[at].pos in (
            "NOUN",
            "PROPN",
            "ADP",
            "NUM",
            "ADV",
            "X",
            "PRON",
        )
    return None


def _may_govern(clause: Clause, above: int, relation: str) -> bool:
    """A verb; or an adjective with a subject, «нужен путеводитель»."""
    pos = clause.parse[above].pos
    return pos not in ("NOUN", "PROPN", "ADJ") or (pos == "ADJ" and relation in _SUBJECTS)


def _furthest(
    clause: Clause, verb: int, listed: tuple[str, str], words: DeedWords
) -> tuple[int, tuple[str, str]]:
    """ "Was initialled at breakfast and signed at lunch": what came of it in the end."""
    if listed[0] not in _EARLY:
        return verb, listed
    for later in clause.children(verb, "conj"):
        found = _listed(clause, later, words)
        if found and found[0] == "sign" and not any(clause.subjects(later)):
            return later, found
    return verb, listed


def _is_idiom(clause: Clause, verb: int, words: DeedWords) -> bool:
    """ "Put their signatures to"."""
    return clause.is_any(verb, words.idiom_verbs) and any(
        clause.is_any(one, words.idiom_nouns) for one in clause.children(verb, "obj", "iobj", "obl")
    )


def _raised(clause: Clause, verb: int, words: DeedWords) -> int | None:
    """ "Is to be signed", "is due to be signed": the deed is the infinitive."""
    if _listed(clause, verb, words):
        return None
    for child in (verb, *clause.children(verb, "acomp")):
        for deed in clause.children(child, "xcomp", "oprd", "acomp"):
            if _listed(clause, deed, words):  # also "lay signed on the table"
                return deed
    after = verb + 1
    if after < len(clause.parse) and clause.parse[after].rel == "advcl":
        listed = _listed(clause, after, words)
        if listed and listed[1] == "done" and clause.head(after) == verb:
            return after
    # "Are ready and will be initialled": the second verb has the same subject.
    for deed in clause.children(verb, "conj"):
        if _listed(clause, deed, words) and not any(clause.subjects(deed)):
            return deed
    return None


def _passes(clause: Clause, at: int, above: int, relation: str, words: DeedWords) -> bool:
    """Whether what is done with the word above is done with this one too."""
    if relation in ("conj", "appos", "nummod:gov", "nummod", "flat"):
        return True
    if relation == "parataxis" and clause.parse[above].pos == "NOUN":
        return True  # "a package of documents: agreements on …"
    if clause.parse[above].pos == "ADP" and relation in ("pobj", "prep", "pcomp"):
        return _passes_preposition(clause, above, relation, words)
    if relation == "prep" and clause.word(above) in words.reaching:
        return True
    if relation == "prep":
        if clause.word(at) in words.together:
            return True
        return clause.is_any(above, words.groups)
    if relation in ("nmod", "obl", "nsubj", "obj"):
        return clause.is_any(above, words.groups)
    return False


def _passes_preposition(clause: Clause, above: int, relation: str, words: DeedWords) -> bool:
    """ "Put their names to", "signed up to", "negotiations over", "one of"."""
    over = clause.head(above)
    if over is not None and _is_idiom(clause, over, words):
        return True
    reaches = over is not None and clause.word(over) in words.reaching
    if reaches and relation == "pobj" and clause.word(above) in _REACHED_BY:
        return True
    if over is not None and words.nouns.get(clause.word(over)) == "prepare":
        return clause.word(above) in _ABOUT  # "negotiations over a treaty"
    return clause.word(above) in words.links | words.together


def _deed_noun(clause: Clause, index: int, words: DeedWords) -> str | None:
    if clause.parse[index].pos not in ("NOUN", "VERB", "ADP", "PROPN"):
        return None
    if clause.word(index) in words.links:
        above = clause.head(index)
        return _deed_noun(clause, above, words) if above is not None else None
    return words.nouns.get(clause.lemma(index)) or words.nouns.get(clause.word(index))


def deed_named(clause: Clause, index: int, subject: str) -> Deed | None:
    """The deed that a noun names ("the signing"), as far as the verb over it says."""
    words = deed_words(clause.sentence.lexicon, subject)
    name = _deed_noun(clause, index, words)
    return _of_deed_noun(clause, index, name, words) if name else None


def _of_deed_noun(clause: Clause, index: int, name: str, words: DeedWords) -> Deed | None:
    """A deed named by a noun has come as far as the verb over it says.

    "Approved the creation of a fund": the verb is itself a deed, and the only one done.
    """
    general = words_of(clause.sentence.lexicon)
    purposes = frozenset(clause.sentence.lexicon.words(STANDING, "purposes"))
    at = index
    for _ in range(_CLIMB):
        if any(clause.word(one) in purposes for one in clause.children(at, "case")):
            return None
        above = clause.head(at)
        if above is None:
            is_item = at == index and name == "sign"
            # "12.30 Signing of the declaration" in a programme.
            return Deed(name, Standing.TO_COME, index, "deed-named") if is_item else None
        if clause.word(above) in purposes and clause.parse[above].pos == "ADP":
            return None
        if clause.parse[above].pos in ("VERB", "AUX"):
            if clause.is_any(above, general.fails):
                return Deed(name, Standing.DENIED, above, "deed-named")
            listed = _listed(clause, above, words)
            form = listed[1] if listed else "done" if _looks_past(clause, above) else "base"
            standing = standing_of(clause, above, form)
            if clause.is_any(above, general.intends) and standing is not Standing.DENIED:
                standing = Standing.TO_COME
            awaited = standing in (Standing.GOING_ON, Standing.PRESENT) and not listed
            if awaited and name != "prepare":
                # "The signing is on the agenda"; but "negotiations go on" is what it says.
                standing = Standing.TO_COME
            return Deed(listed[0] if listed else name, standing, above, "deed-named")
        at = above
    return None


def _looks_past(clause: Clause, index: int) -> bool:
    """English pasts end in -ed; the few others that tell of events are not worth a list."""
    return clause.word(index).endswith(("ed", "ook", "was", "were", "saw"))
