"""Reported speech without marks: what somebody said that …, and according to whom.

Works on a region: the words of a sentence that lie outside direct speech. Marks around a
few words inside a reported clause belong to the clause.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.speech.cues import (
    Cue,
    hangs_on,
    main_subject,
    reporting_cues,
    span_of_cue,
    subject_of,
)
from folkmoot.engines.extraction.finders.speech.frames import trimmed
from folkmoot.engines.extraction.finders.speech.scene import Mention, MentionKind, Scene
from folkmoot.engines.extraction.finders.speech.vocabulary import CueClass, Vocabulary
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_GAP: Final = 12
_COLON_GAP: Final = 14
_AS_GAP: Final = 10
# No reported clause is longer; time must stay linear in a sentence of a megabyte.
_LONGEST: Final = 2_000
_AFTERWARDS: Final = 60
_POINTING_GAP: Final = 4
_REPORTING: Final = frozenset(
    {CueClass.SAID, CueClass.THOUGHT, CueClass.JUDGED, CueClass.CONVINCED}
)
_BELIEVING: Final = frozenset({CueClass.THOUGHT, CueClass.CONVINCED})
_NOMINAL: Final = frozenset({"DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM"})
_PEOPLE: Final = frozenset({MentionKind.NAME, MentionKind.PRONOUN, MentionKind.ROLE})


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that a region reports of somebody.

    Attributes:
        begin: where the reporting words begin, for cutting the clause before.
        shares: has the subject of the clause before it ("…, adding that").
        mention: ``None`` where it shares a subject that this region does not hold.
    """

    parts: tuple[Span, ...]
    rule: str
    mention: Mention | None
    cue: Span
    begin: int
    shares: bool = False


def clauses_in(scene: Scene, words: Vocabulary, region: Span) -> list[Clause]:
    """What a region reports, in order; nested reports stay inside those that hold them."""
    source = _sourced(scene, words, region) or _as_said(scene, words, region)
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


def pointed_at(scene: Scene, words: Vocabulary, region: Span) -> tuple[Mention, Span] | None:
    """ "This was stated by X": who said what the sentence before tells, and the cue."""
    work = scene.article.work
    opener = words.pointing.match(work, region.start, region.end)
    if opener is None:
        return None
    indexes = scene.indexes(Span(opener.start(), region.end))
    first = scene.index_at(opener.end())
    for at in range(first, min(first + _POINTING_GAP, indexes.stop)):
        word = words.cues.get(scene.forms[at])
        if word is None or word.kind not in _REPORTING:
            continue
        cue = Cue(at, word.kind, False, first, indexes.stop)
        mention = _agent(scene, words, at, indexes.stop) or (
            subject_of(scene, words, cue) if words.inflects else None
        )
        if mention is not None and mention.kind is not MentionKind.FIRST:
            return mention, Span(opener.start(), max(scene.tokens[at].end, mention.span.end))
    return None


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
    if rule == "indirect-colon" and (mention is None or mention.kind not in _PEOPLE):
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
    reporting = cue.kind in _REPORTING
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
    if cue.kind not in _REPORTING:
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
    if span is None or not any(scene.is_verb(at) for at in scene.indexes(span)):
        return None
    if _is_long_after(scene, own, mention):
        return None
    return Clause(
        (span,), "indirect-cue-after", mention, span_of_cue(scene, cue, mention), span.end
    )


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


def _sourced(scene: Scene, words: Vocabulary, region: Span) -> Clause | None:
    """ "According to X, …" before, after or amid the words."""
    work = scene.article.work
    for opener in words.openers.finditer(work, region.start, region.end):
        first = scene.index_at(opener.end())
        if first >= len(scene.tokens) or scene.tokens[first].start >= region.end:
            continue
        last = scene.phrase_right(first, scene.index_at(region.end) - 1)
        if words.pronouns.get(scene.forms[first]):
            last = first
        papers = words.words("source", "papers")
        if any(scene.forms[at] in papers for at in range(first, last + 1)):
            continue
        case = "Gen" if words.inflects else ""
        mention = scene.mention_in(first, last, case)
        if mention is None or mention.kind is MentionKind.FIRST:
            continue
        return _around(scene, region, opener.start(), mention, last, "indirect-according")
    owned = _viewed(words.lexicon).search(work, region.start, region.end)
    if owned is None:
        return None
    first = scene.index_at(owned.start("who"))
    last = scene.index_at(owned.end("who")) - 1
    mention = scene.mention_in(first, last, "") or _owner(scene, first, last)
    if mention is None or mention.kind not in _PEOPLE:
        return None
    return _around(
        scene,
        region,
        owned.start(),
        mention,
        scene.index_at(owned.end()) - 1,
        "indirect-according",
        owned=True,
    )


def _owner(scene: Scene, first: int, last: int) -> Mention | None:
    for at in range(first, last + 1):
        named = scene.name_at(at)
        if named:
            return Mention(named[0], MentionKind.NAME, named[1])
    return None


@cache
def _viewed(lexicon: Lexicon) -> re.Pattern[str]:
    """ "In his view", «по её словам»: the words between are whose view it is."""
    openers = alternation(lexicon.words("speech", "source", "possessive"))
    nouns = alternation(lexicon.words("speech", "source", "nouns"))
    whose = r"(?P<who>[^\s,.;:]+(?:\s+[^\s,.;:]+){0,3}?)"
    return re.compile(rf"(?<!\w){openers}\s+{whose}\s+{nouns}(?!\w)", re.IGNORECASE)


def _as_said(scene: Scene, words: Vocabulary, region: Span) -> Clause | None:
    """ "As X noted, …", "… – as stated by X"."""
    indexes = scene.indexes(region)
    for at in indexes:
        if not words.among(scene.forms[at], "clause", "as"):
            continue
        stop = min(at + 1 + _AS_GAP, indexes.stop)
        cue = next(
            (
                one
                for one in range(at + 1, stop)
                if scene.forms[one] in words.cues and scene.is_verb(one)
            ),
            None,
        )
        if cue is None or words.cues[scene.forms[cue]].kind not in _REPORTING:
            continue
        if any(scene.sign(one) in (",", ":") for one in range(at + 1, cue)):
            continue
        mention = _sayer(scene, words, at, cue, indexes.stop)
        if mention is None or mention.kind is MentionKind.FIRST:
            continue
        last = max(cue, scene.index_at(mention.span.end) - 1)
        begin = scene.tokens[at].start
        if begin > region.start and not _stands_apart(scene, at):
            continue
        return _around(scene, region, begin, mention, last, "indirect-as")
    return None


def _stands_apart(scene: Scene, at: int) -> bool:
    return scene.sign(at - 1) in (",", "–", "(", ";")


def _sayer(scene: Scene, words: Vocabulary, at: int, cue: int, stop: int) -> Mention | None:
    agent = _agent(scene, words, cue, stop)
    if agent is not None:
        return agent
    kind = words.cues[scene.forms[cue]].kind
    stop = min(stop, cue + _AFTERWARDS)
    comma = next((one for one in range(cue + 1, stop) if scene.sign(one) == ","), stop)
    return subject_of(scene, words, Cue(cue, kind, False, at + 1, comma), may_follow=True)


def _agent(scene: Scene, words: Vocabulary, cue: int, stop: int) -> Mention | None:
    """Who stands after "by"."""
    if cue + 2 >= stop or not words.among(scene.forms[cue + 1], "clause", "by"):
        return None
    last = scene.phrase_right(cue + 2, stop - 1)
    return scene.mention_in(cue + 2, last)


def _around(
    scene: Scene,
    region: Span,
    begin: int,
    mention: Mention,
    last: int,
    rule: str,
    *,
    owned: bool = False,
) -> Clause | None:
    """The words before and after a phrase that names the source."""
    work = scene.article.work
    end = max(scene.tokens[last].end, mention.span.end)
    if mention.kind is MentionKind.NAME:
        end = max(mention.span.end, scene.after_block_of(mention))
    cue = Span(begin, max(mention.span.end, scene.tokens[last].end if owned else begin + 1))
    before = trimmed(work, region.start, begin, " \n,;:–-(")
    after_start = _after_phrase(work, end, region.end)
    after = trimmed(work, after_start, region.end) if after_start is not None else None
    if before is not None and work[end : region.end].lstrip()[:1] != ",":
        after = None
    parts = tuple(part for part in (before, after) if part is not None)
    if before is not None and _clause_begin_at(work, before) > before.start:
        before = trimmed(work, _clause_begin_at(work, before), before.end)
        parts = tuple(part for part in (before, after) if part is not None)
    if before is not None and after is not None and not _has_any_verb(scene, after):
        after = None
        parts = (before,)
    if len(parts) == 1 and len(scene.indexes(parts[0])) < 2:
        parts = ()
    if before is None and after is not None:
        parts = (after,)
    return Clause(parts, rule, mention, cue, begin) if parts else None


def _has_any_verb(scene: Scene, span: Span) -> bool:
    return any(scene.is_verb(at) for at in scene.indexes(span))


def _after_phrase(work: str, end: int, stop: int) -> int | None:
    """Where the clause goes on after a source phrase: behind its comma, or right there."""
    at = end
    while at < stop and work[at].isspace():
        at += 1
    if at >= stop:
        return None
    if work[at] in ",)":
        return at + 1
    comma = work.find(",", at, min(stop, at + 120))
    colon = work[at] in ".;:"
    if colon:
        return None
    # An apposition, a place or a time before the comma belongs to the phrase.
    return comma + 1 if comma >= 0 and not work[at].isupper() and comma - at < 60 else at


def _clause_begin_at(work: str, span: Span) -> int:
    at = work.rfind(";", span.start, span.end)
    return at + 1 if at >= 0 else span.start


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
