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
    hangs_on,
    main_subject,
    reporting_cues,
    span_of_cue,
    subject_of,
)
from folkmoot.engines.extraction.finders.speech.frames import trimmed
from folkmoot.engines.extraction.finders.speech.scene import PEOPLE, Mention, MentionKind, Scene
from folkmoot.engines.extraction.finders.speech.sources import Clause, as_said, sourced
from folkmoot.engines.extraction.finders.speech.vocabulary import CueClass, Vocabulary
from folkmoot.engines.extraction.terms import Span

_GAP: Final = 12
_COLON_GAP: Final = 14
# No reported clause is longer; time must stay linear in a sentence of a megabyte.
_LONGEST: Final = 2_000
_AFTERWARDS: Final = 60
# Fewer words before ", said X" are a fragment.
_FEWEST: Final = 3
_BELIEVING: Final = frozenset({CueClass.THOUGHT, CueClass.CONVINCED})
_NOMINAL: Final = frozenset({"DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM"})


def clauses_in(scene: Scene, words: Vocabulary, region: Span) -> list[Clause]:
    """What a region reports, in order; nested reports stay inside those that hold them."""
    source = sourced(scene, words, region) or as_said(scene, words, region)
    if source is not None:
        return [source]
    indexes = scene.indexes(region)
    found: list[Clause] = []
    for cue in reporting_cues(scene, words, indexes):
        clause = _reported(scene, words, cue, region)
        if clause is None or (found and not clause.shares and _is_nested(found[-1], clause)):
            continue
        if found:
            _cut(scene, found, clause.begin)
        found.append(clause)
        if clause.rule == "indirect-cue-after":
            break
    return [piece for clause in found for piece in _split(scene, words, clause)]


def _reported(scene: Scene, words: Vocabulary, cue: Cue, region: Span) -> Clause | None:
    start, rule = _clause_start(scene, words, cue)
    shares = False
    if start is None:
        return _told_after(scene, words, cue, region)
    mention = subject_of(scene, words, cue)
    if mention is None and rule == "indirect-zero" and not cue.is_gerund:
        return None
    if mention is None:
        mention, shares = main_subject(scene, words, cue), True
    if mention is not None and mention.kind is MentionKind.FIRST:
        return None
    if mention is None and not (shares and cue.is_gerund):
        return None
    if rule == "indirect-colon" and (mention is None or mention.kind not in PEOPLE):
        return None
    span = trimmed(
        scene.article.work, start, _clause_end(scene, cue, start, min(region.end, start + _LONGEST))
    )
    if span is None:
        return None
    own = span_of_cue(scene, cue, None if shares else mention)
    begin = _with_conjunction(scene, words, scene.index_at(own.start), cue.begin)
    return Clause((span,), rule, mention, own, begin, shares or _is_joined(scene, words, cue))


def _clause_end(scene: Scene, cue: Cue, start: int, end: int) -> int:
    """Where the clause ends: before a verb that goes on with the reporting one, else with the region."""
    for at in scene.indexes(Span(start, end)) if start < end else ():
        if scene.tokens[at].pos != "CCONJ":
            continue
        verb = next((one for one in (at + 1, at + 2) if one < cue.end and scene.is_verb(one)), None)
        if verb is not None and hangs_on(scene, verb, cue):
            return scene.tokens[at].start
    return end


def _clause_start(scene: Scene, words: Vocabulary, cue: Cue) -> tuple[int | None, str]:
    """Where the reported clause of a cue begins, and by what it is known."""
    reporting = cue.kind in REPORTING
    rule = "indirect-belief" if cue.kind in _BELIEVING else "indirect-that"
    if reporting:
        that = _that(scene, words, cue.index, cue.end)
        if that is not None:
            return scene.tokens[that].end, rule
    about = _object(scene, words, cue)
    if about is not None:
        return about, "indirect-object"
    noun = _noun(scene, words, cue)
    if noun is not None:
        that = _that(scene, words, noun, cue.end)
        if that is not None:
            return scene.tokens[that].end, "indirect-belief"
    if reporting or noun is not None:
        colon = _colon(scene, noun or cue.index, cue.end)
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
        if scene.sign(at) in (":", ";", "–") or scene.forms[at] in words.cues:
            return None
        if scene.is_verb(at) and scene.tokens[at - 1].pos not in ("ADP", "PART"):
            return None
        if scene.sign(at) == "," and not words.inflects:
            commas += 1
            # "He argued, however, that": no more than a word between commas.
            if commas > 2 or (commas == 2 and at - index > 6):
                return None
    return None


def _opens_clause(scene: Scene, words: Vocabulary, at: int, index: int, end: int) -> bool:
    """Whether "that" is a conjunction and neither points nor relates."""
    if words.inflects:
        return scene.sign(at - 1) == ","
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


def _colon(scene: Scene, index: int, end: int) -> int | None:
    for at in range(index + 1, min(index + 1 + _COLON_GAP, end - 1)):
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


def _has_zero(scene: Scene, words: Vocabulary, cue: Cue) -> bool:
    """Whether a clause follows without a conjunction: a noun phrase, then a verb."""
    if scene.forms[cue.index] not in words.words("zero", "verbs"):
        return False
    at = cue.index + 1
    if at >= cue.end or scene.tokens[at].pos not in _NOMINAL:
        return False
    before = cue.index - 1
    if before >= cue.begin and scene.sign(before) == "," and not cue.is_gerund:
        return False
    return _has_verb(scene, at, cue.end)


def _told_after(scene: Scene, words: Vocabulary, cue: Cue, region: Span) -> Clause | None:
    """ "…, said X." and "…, X said.": the words before the comma."""
    if cue.is_gerund or cue.kind is CueClass.CONVINCED:
        return None
    if cue.kind not in REPORTING:
        return None
    if scene.forms[cue.index] not in words.cues:
        return None
    comma = _comma_before(scene, words, cue)
    if comma is None:
        return None
    own = Cue(cue.index, cue.kind, False, comma + 1, cue.end)
    mention = subject_of(scene, words, own, may_follow=True)
    if mention is None or mention.kind is MentionKind.FIRST:
        return None
    start = _clause_begin(scene, cue.begin, comma)
    span = trimmed(scene.article.work, start, scene.tokens[comma].start)
    if span is None or not _is_clause(scene, words, scene.indexes(span)):
        return None
    if _is_long_after(scene, own, mention):
        return None
    return Clause(
        (span,), "indirect-cue-after", mention, span_of_cue(scene, cue, mention), span.end
    )


def _is_clause(scene: Scene, words: Vocabulary, indexes: range) -> bool:
    """Whether words are a sentence, not a fragment: "All told", "Asked about the delay"."""
    verbs = [at for at in indexes if scene.is_verb(at)]
    if words.inflects or not verbs:
        return bool(verbs)
    return (
        len(indexes) >= _FEWEST
        and verbs[-1] > indexes.start
        and (len(verbs) > 1 or not _is_participial(scene, indexes.start))
    )


def _is_participial(scene: Scene, at: int) -> bool:
    """Whether words begin with a verb, so that it has no subject."""
    return scene.tokens[at].pos == "VERB"


def _comma_before(scene: Scene, words: Vocabulary, cue: Cue) -> int | None:
    """The comma before a cue or before the phrase that is its subject."""
    at = cue.index - 1
    if at < cue.begin:
        return None
    if scene.sign(at) == "–":
        at -= 1
    if at > cue.begin and scene.sign(at) == ",":
        return at
    if words.inflects and scene.sign(cue.index - 1) not in "–,":
        return None
    first = scene.phrase_left(cue.index - 1, cue.begin)
    at = first - 1
    return at if at > cue.begin and scene.sign(at) == "," else None


def _is_long_after(scene: Scene, cue: Cue, mention: Mention) -> bool:
    """Whether more than an apposition or a time follows, so that the cue governs what follows."""
    last = max(scene.index_at(mention.span.end), cue.index + 1)
    verbs = 0
    for at in range(last, min(cue.end, last + _AFTERWARDS)):
        if scene.sign(at) in (".", ";"):
            break
        verbs += scene.is_verb(at)
    return verbs > 1


def _clause_begin(scene: Scene, begin: int, end: int) -> int:
    for at in range(end - 1, max(begin, end - _LONGEST // 4), -1):
        if scene.sign(at) == ";":
            return scene.tokens[at].end
    return scene.tokens[max(begin, end - _LONGEST // 4)].start


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
