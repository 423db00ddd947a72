"""Reported speech without marks: what somebody said that …, and according to whom.

Works on a region: the words of a sentence that lie outside direct speech. Marks around a
few words inside a reported clause belong to the clause.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from folkmoot.engines.extraction.finders.speech.cues import (
    REPORTING,
    Cue,
    anybody_by,
    explained,
    hangs_on,
    main_subject,
    reporting_cues,
    span_of_cue,
    subject_of,
)
from folkmoot.engines.extraction.finders.speech.frames import trimmed
from folkmoot.engines.extraction.finders.speech.interposed import is_gerund, told_after
from folkmoot.engines.extraction.finders.speech.scene import PEOPLE, Mention, MentionKind, Scene
from folkmoot.engines.extraction.finders.speech.sources import (
    Clause,
    as_said,
    by_agent,
    paper_owner,
    sourced,
)
from folkmoot.engines.extraction.finders.speech.vocabulary import CueClass, Vocabulary
from folkmoot.engines.extraction.terms import Span

_GAP: Final = 12
_COLON_GAP: Final = 14
# No reported clause is longer; time must stay linear in a sentence of a megabyte.
_LONGEST: Final = 2_000
_AFTERWARDS: Final = 60
# "Urged the governments of both countries to".
_ADDRESSEE: Final = 7
_BELIEVING: Final = frozenset({CueClass.THOUGHT, CueClass.CONVINCED})
_NOMINAL: Final = frozenset({"DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM"})


def clauses_in(scene: Scene, words: Vocabulary, region: Span) -> list[Clause]:
    """What a region reports, in order; nested reports stay inside those that hold them."""
    source = (
        sourced(scene, words, region)
        or as_said(scene, words, region)
        or by_agent(scene, words, region)
    )
    if source is not None:
        return [source]
    indexes = scene.indexes(region)
    found: list[Clause] = []
    for cue in reporting_cues(scene, words, indexes):
        clause = _reported(scene, words, cue, region, goes_on=bool(found))
        if clause is None:
            continue
        if found and not clause.shares and _is_nested(found[-1], clause):
            if found[-1].rule != "indirect-colon" or clause.rule != "indirect-cue-after":
                continue
            # "He pointed to the law: farmers, she said, may cross": she says it.
            found.pop()
        if found:
            _cut(scene, found, clause.begin)
        found.append(clause)
        if clause.rule == "indirect-cue-after" and not _adds(scene, words, clause, indexes):
            break
    return [piece for clause in found for piece in _split(scene, words, clause)]


def _adds(scene: Scene, words: Vocabulary, clause: Clause, indexes: range) -> bool:
    """Whether ", adding that" follows the words that report."""
    first = scene.index_at(clause.cue.end)
    stop = min(indexes.stop, first + _AFTERWARDS)
    return any(is_gerund(words, scene.forms[at]) for at in range(first, stop))


def _reported(
    scene: Scene, words: Vocabulary, cue: Cue, region: Span, *, goes_on: bool
) -> Clause | None:
    """What a cue reports; ``goes_on``: the region has reported something before."""
    start, rule = _clause_start(scene, words, cue)
    shares = False
    if start is None:
        return told_after(scene, words, cue, region)
    joined = _goes_on(scene, words, cue)
    mention = None if joined and goes_on else subject_of(scene, words, cue)
    if mention is None and rule == "indirect-zero" and not (cue.is_gerund or joined):
        return None
    if mention is None:
        mention, shares = None if joined and goes_on else main_subject(scene, words, cue), True
    goes_on = joined
    if mention is None:
        mention = paper_owner(scene, words, cue)
    is_open = rule == "indirect-that" and not words.inflects
    if mention is None and is_open and not cue.is_gerund and not goes_on:
        mention = anybody_by(scene, words, cue, follows=False)
    if mention is not None and mention.kind is MentionKind.FIRST:
        return None
    if mention is None and not (shares and (cue.is_gerund or goes_on)):
        return None
    needs_person = rule in ("indirect-colon", "indirect-proposed")
    if needs_person and not (goes_on and mention is None) and not _is_person(mention):
        return None
    stop = min(region.end, start + _LONGEST)
    span = trimmed(scene.article.work, start, _clause_end(scene, words, cue, start, stop))
    if span is None:
        return None
    own = span_of_cue(scene, cue, None if shares else mention)
    begin = _with_conjunction(scene, words, scene.index_at(own.start), cue.begin)
    return Clause((span,), rule, mention, own, begin, shares or _is_joined(scene, words, cue))


def _is_person(mention: Mention | None) -> bool:
    return mention is not None and mention.kind in PEOPLE


def _goes_on(scene: Scene, words: Vocabulary, cue: Cue) -> bool:
    """Whether "and" joins a verb of saying to an earlier one, so that it has no subject here."""
    at = cue.index - 1
    while at >= cue.begin and scene.tokens[at].pos == "ADV":
        at -= 1
    joined = at >= cue.begin and scene.tokens[at].pos == "CCONJ"
    return joined and not words.among(scene.forms[cue.index], "between", "common")


def _clause_end(scene: Scene, words: Vocabulary, cue: Cue, start: int, end: int) -> int:
    """Where the clause ends: before a verb that goes on with the reporting one, else with the region."""
    for at in scene.indexes(Span(start, end)) if start < end else ():
        if scene.tokens[at].pos != "CCONJ":
            continue
        verb = next((one for one in (at + 1, at + 2) if one < cue.end and scene.is_verb(one)), None)
        if verb is None:
            continue
        if words.among(scene.forms[verb], "clause", "onwards") or hangs_on(scene, verb, cue):
            return scene.tokens[at].start
    return end


def _clause_start(scene: Scene, words: Vocabulary, cue: Cue) -> tuple[int | None, str]:
    """Where the reported clause of a cue begins, and by what it is known."""
    reporting = cue.kind in REPORTING
    rule = "indirect-belief" if cue.kind in _BELIEVING else "indirect-that"
    if reporting or cue.kind is CueClass.VOICED:
        that = _that(scene, words, cue.index, cue.end)
        if that is not None:
            return scene.tokens[that].end, rule
    about = _object(scene, words, cue)
    if about is not None:
        return about, "indirect-object"
    deed = _proposed(scene, words, cue)
    if deed is not None:
        return deed, "indirect-proposed"
    noun = _noun(scene, words, cue)
    if noun is not None:
        that = _that(scene, words, noun, cue.end)
        if that is not None:
            return scene.tokens[that].end, "indirect-belief"
    if reporting or noun is not None:
        colon = _colon(scene, words, noun or cue.index, cue.end)
        if colon is not None:
            return scene.tokens[colon].end, "indirect-colon"
    if _has_zero(scene, words, cue):
        return scene.tokens[cue.index + 1].start, "indirect-zero"
    return None, ""


def _that(scene: Scene, words: Vocabulary, index: int, end: int) -> int | None:
    """The conjunction that opens the clause after a word."""
    commas = 0
    for at in range(index + 1, min(index + 1 + _GAP, end)):
        if words.among(scene.forms[at], "clause", "that"):
            return at if _opens_clause(scene, words, at, index, end) else None
        if scene.sign(at) in (":", ";", "–") or _is_cue(scene, words, at):
            return None
        if scene.is_verb(at) and scene.tokens[at - 1].pos not in ("ADP", "PART"):
            return None
        if scene.sign(at) == "," and not words.inflects:
            commas += 1
            # "He argued, however, that": no more than a word between commas.
            if commas > 2 or (commas == 2 and at - index > 6):
                return None
    return None


def _is_cue(scene: Scene, words: Vocabulary, at: int) -> bool:
    """Whether a word reports, and is no noun: "warned in her opening remarks that"."""
    return scene.forms[at] in words.cues and (words.inflects or scene.tokens[at].pos != "NOUN")


def _opens_clause(scene: Scene, words: Vocabulary, at: int, index: int, end: int) -> bool:
    """Whether "that" is a conjunction and neither points nor relates."""
    if words.inflects:
        return scene.sign(at - 1) == "," and (
            scene.forms[at] != "как" or words.among(scene.forms[at - 2], "clause", "about")
        )
    if at + 1 >= end:
        return False
    if scene.tokens[at].pos not in ("DET", "PRON"):
        return True
    return not scene.is_verb(at + 1) and _has_verb(scene, at + 1, end)


def _has_verb(scene: Scene, first: int, end: int) -> bool:
    """Whether a finite verb follows soon."""
    return any(
        scene.is_verb(one) and scene.tokens[one - 1].pos != "PART"
        for one in range(first + 1, min(first + 20, end))
    )


def _colon(scene: Scene, words: Vocabulary, index: int, end: int) -> int | None:
    for at in range(index + 1, min(index + 1 + _COLON_GAP, end - 1)):
        if scene.is_verb(at) and _is_cue(scene, words, at):
            return None
        if scene.sign(at) == ":":
            return at if scene.tokens[at].end < scene.tokens[at + 1].start else None
        if scene.sign(at) in ".;,–":
            return None
    return None


def _noun(scene: Scene, words: Vocabulary, cue: Cue) -> int | None:
    if scene.forms[cue.index] not in words.words("nominal", "verbs"):
        return None
    for at in range(cue.index + 1, min(cue.index + 7, cue.end)):
        if words.among(scene.forms[at], "nominal", "nouns"):
            return at
    return None


def _object(scene: Scene, words: Vocabulary, cue: Cue) -> int | None:
    """Where "the need to …" begins after a verb that states it."""
    if scene.forms[cue.index] not in words.words("object", "verbs"):
        return None
    first: int | None = None
    for at in range(cue.index + 1, min(cue.index + 5, cue.end)):
        if words.among(scene.forms[at], "object", "nouns"):
            after = words.words("object", "after")
            if after and (at + 1 >= cue.end or scene.forms[at + 1] not in after):
                return None
            return scene.tokens[at if first is None else first].start
        if scene.tokens[at].pos in ("DET", "ADJ"):
            first = at if first is None else first
        elif not words.among(scene.forms[at], "object", "between"):
            return None
    return None


def _proposed(scene: Scene, words: Vocabulary, cue: Cue) -> int | None:
    """Where the deed begins that somebody proposes or calls for: "urged the towns to share …"."""
    form = scene.forms[cue.index]
    is_addressed = form in words.words("proposing", "addressed")
    if not is_addressed and form not in words.words("proposing", "verbs"):
        return None
    for at in range(cue.index + 1, min(cue.index + _ADDRESSEE, cue.end - 1)):
        before = words.among(scene.forms[at], "proposing", "before")
        if before or _is_infinitive(scene, words, at):
            is_deed = words.inflects or scene.is_verb(at + 1)
            first = at if words.inflects else at + 1
            return scene.tokens[first].start if is_deed else None
        is_named = scene.tokens[at].pos in _NOMINAL or scene.forms[at] == "of"
        if not is_addressed or not is_named:
            return None
    return None


def _is_infinitive(scene: Scene, words: Vocabulary, at: int) -> bool:
    """Whether a word is a verb without person, in languages that have a form for it."""
    return words.inflects and scene.tokens[at].feats.get("VerbForm") == "Inf"


def _has_zero(scene: Scene, words: Vocabulary, cue: Cue) -> bool:
    """Whether a clause follows without a conjunction: a noun phrase, then a verb."""
    form = scene.forms[cue.index]
    is_plain = form in words.words("zero", "verbs")
    if not is_plain and form not in words.words("zero", "sparing"):
        return False
    at = cue.index + 1
    if at >= cue.end or scene.tokens[at].pos not in _NOMINAL:
        return False
    before = cue.index - 1
    comma = before >= cue.begin and scene.sign(before) == "," and not cue.is_gerund
    if comma and explained(scene, before - 1, cue.begin) is None:
        return False
    if is_plain:
        return _has_verb(scene, at, cue.end)
    # "Noted the region had …", unlike "noted the progress made": a verb right after its subject.
    after = scene.phrase_right(at, cue.end - 1) + 1
    return after < cue.end and scene.tokens[after].pos == "AUX"


def _is_joined(scene: Scene, words: Vocabulary, cue: Cue) -> bool:
    """Whether a cue follows "and" or a comma, sharing the subject of the verb before."""
    at = cue.index - 1
    if at < cue.begin:
        return False
    return cue.is_gerund or scene.tokens[at].pos == "CCONJ" or scene.sign(at) == ","


def _with_conjunction(scene: Scene, words: Vocabulary, index: int, begin: int) -> int:
    """Where the words that join a clause to the one before begin."""
    at = index
    while at - 1 >= begin and (
        scene.tokens[at - 1].pos in ("CCONJ", "ADV") or scene.sign(at - 1) in ",–"
    ):
        at -= 1
    return scene.tokens[at].start


def _is_nested(outer: Clause, inner: Clause) -> bool:
    return any(part.contains(inner.cue) for part in outer.parts)


def _cut(scene: Scene, found: list[Clause], begin: int) -> None:
    """End the last clause where the reporting words of the next begin."""
    last = found[-1]
    part = last.parts[-1]
    if not part.start < begin < part.end:
        return
    shorter = trimmed(scene.article.work, part.start, begin)
    if shorter is not None:
        found[-1] = replace(last, parts=(*last.parts[:-1], shorter))


def _split(scene: Scene, words: Vocabulary, clause: Clause) -> Iterator[Clause]:
    """A clause for each "and that"."""
    if len(clause.parts) != 1 or clause.rule not in ("indirect-that", "indirect-belief"):
        yield clause
        return
    part = clause.parts[0]
    start, indexes = part.start, scene.indexes(part)
    for at in indexes:
        if (
            at > indexes.start
            and words.among(scene.forms[at], "clause", "that")
            and words.among(scene.forms[at - 1], "clause", "and")
            and at + 1 < indexes.stop
            and not scene.is_verb(at + 1)
        ):
            before = trimmed(scene.article.work, start, scene.tokens[at - 1].start)
            if before is not None:
                yield replace(clause, parts=(before,))
            start = scene.tokens[at].end
    rest = trimmed(scene.article.work, start, part.end)
    if rest is not None:
        yield replace(clause, parts=(rest,))
