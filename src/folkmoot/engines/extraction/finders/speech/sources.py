"""Whose words a clause is, told by a phrase beside it.

"According to X", "in her view", "as X noted", and "this was stated by X" for the sentence before.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.finders.speech.cues import REPORTING, Cue, subject_of
from folkmoot.engines.extraction.finders.speech.frames import trimmed
from folkmoot.engines.extraction.finders.speech.scene import PEOPLE, Mention, MentionKind, Scene
from folkmoot.engines.extraction.finders.speech.vocabulary import CueClass, Vocabulary, alike
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_AS_GAP: Final = 10
_POINTING_GAP: Final = 4
_AFTERWARDS: Final = 60
# Fewer words beside a source are a fragment: "a record, they say, for the town".
_FEWEST: Final = 3
# The owner of a letter is named within so many words.
_OWNED: Final = 10
_AS_VERBS: Final = ("source", "as_verbs")


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
        listed = words.among(scene.forms[at], "pointing", "verbs", "words")
        if not listed and (word is None or word.kind not in REPORTING):
            continue
        kind = word.kind if word is not None else CueClass.SAID
        cue = Cue(at, kind, False, first, indexes.stop)
        mention = _agent(scene, words, at, indexes.stop) or (
            subject_of(scene, words, cue) if words.inflects else None
        )
        if mention is None or mention.kind is MentionKind.FIRST:
            continue
        if _that_after(scene, words, mention, indexes.stop) is not None:
            return None
        return mention, Span(opener.start(), max(scene.tokens[at].end, mention.span.end))
    return None


def _that_after(scene: Scene, words: Vocabulary, mention: Mention, stop: int) -> int | None:
    """The conjunction behind "it was noted by X", whose clause is what was said."""
    last = scene.index_at(mention.span.end)
    near = range(last, min(last + _POINTING_GAP, stop))
    return next((at for at in near if words.among(scene.forms[at], "clause", "that")), None)


def by_agent(scene: Scene, words: Vocabulary, region: Span) -> Clause | None:
    """ "It was noted by X that …": the clause behind the conjunction."""
    opener = words.pointing.match(scene.article.work, region.start, region.end)
    if opener is None or words.inflects:
        return None
    indexes = scene.indexes(Span(opener.end(), region.end))
    for at in indexes[:_POINTING_GAP]:
        mention = _agent(scene, words, at, indexes.stop) if scene.forms[at] in words.cues else None
        that = _that_after(scene, words, mention, indexes.stop) if mention else None
        if mention is None or that is None:
            continue
        span = trimmed(scene.article.work, scene.tokens[that].end, region.end)
        cue = Span(scene.tokens[at].start, mention.span.end)
        return Clause((span,), "indirect-that", mention, cue, region.start) if span else None
    return None


def with_words(scene: Scene, words: Vocabulary, region: Span) -> tuple[Mention, Span] | None:
    """ "With these words X opened the forum": whose words stand before, and the phrase."""
    work = scene.article.work[region.start : region.end].lower()
    opener = next((one for one in words.words("pointing", "with") if work.startswith(one)), None)
    if opener is None:
        return None
    end = region.start + len(opener)
    for at in scene.indexes(Span(end, region.end))[:_AS_GAP]:
        named = scene.name_at(at)
        found = Mention(named[0], MentionKind.NAME, named[1]) if named else None
        if found is None and scene.is_phrase(at, words):
            found = scene.mention_in(at, scene.phrase_right(at, scene.index_at(region.end) - 1))
        if found is not None and found.kind in PEOPLE:
            return found, Span(region.start, max(end, found.span.end))
    return None


def sourced(scene: Scene, words: Vocabulary, region: Span) -> Clause | None:
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
            shown = _presenter(scene, last, scene.index_at(region.end))
            if shown is None:
                continue
            last = scene.index_at(shown.span.end) - 1
            return _around(scene, region, opener.start(), shown, last, "indirect-according")
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
    if mention is None or mention.kind not in PEOPLE:
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


def _presenter(scene: Scene, last: int, stop: int) -> Mention | None:
    """Who shows the figures: "according to figures presented by X,"."""
    for at in range(last + 1, min(last + 1 + _OWNED, stop)):
        if scene.sign(at) in ",;:":
            return None
        named = scene.name_at(at)
        if named is not None:
            return Mention(named[0], MentionKind.NAME, named[1])
    return None


def paper_owner(scene: Scene, words: Vocabulary, cue: Cue) -> Mention | None:
    """Whose paper or speech it is that says something: "the message of X reads", «в письме X»."""
    if scene.forms[cue.index] not in words.words("letters", "says"):
        return None
    for at in range(cue.begin, cue.end):
        if not _is_letter(scene, words, at):
            continue
        if not words.inflects and at > cue.begin + 1 and scene.forms[at - 1] in ("'s", "'"):
            return _owner(scene, max(cue.begin, at - 4), at)
        first, last = at + 1, min(at + _OWNED, cue.end - 1)
        for one in range(first, last + 1):
            named = scene.name_at(one)
            if named is not None:
                return Mention(named[0], MentionKind.NAME, named[1])
            if scene.sign(one) in ",:;" or scene.is_verb(one):
                break
        return None
    return None


def _is_letter(scene: Scene, words: Vocabulary, at: int) -> bool:
    form = scene.forms[at]
    if scene.tokens[at].pos != "NOUN":
        return False
    listed = words.words("letters", "nouns")
    return form in listed or (
        words.inflects and any(alike(form, one, words.ending) for one in listed)
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


def as_said(scene: Scene, words: Vocabulary, region: Span) -> Clause | None:
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
                if (scene.forms[one] in words.cues or words.among(scene.forms[one], *_AS_VERBS))
                and scene.is_verb(one)
            ),
            None,
        )
        if cue is None or _kind(words, scene.forms[cue]) not in REPORTING:
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


def _kind(words: Vocabulary, form: str) -> CueClass:
    """What a verb after "as" does; those that report only there say something."""
    word = words.cues.get(form)
    return CueClass.SAID if word is None else word.kind


def _stands_apart(scene: Scene, at: int) -> bool:
    return scene.sign(at - 1) in (",", "–", "(", ";")


def _sayer(scene: Scene, words: Vocabulary, at: int, cue: int, stop: int) -> Mention | None:
    agent = _agent(scene, words, cue, stop)
    if agent is not None:
        return agent
    kind = _kind(words, scene.forms[cue])
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
    if work[region.start : begin].rstrip().endswith((";", ":")):
        # "…; according to X, …": another sentence stands before.
        before = None
    after_start = _after_phrase(work, end, region.end)
    after = trimmed(work, after_start, region.end) if after_start is not None else None
    if before is not None and work[end : region.end].lstrip()[:1] != ",":
        after = None
    parts = tuple(part for part in (before, after) if part is not None)
    if before is not None and _clause_begin_at(work, before) > before.start:
        before = trimmed(work, _clause_begin_at(work, before), before.end)
        parts = tuple(part for part in (before, after) if part is not None)
    verbal = before is None or _has_any_verb(scene, before)
    if before is not None and after is not None and verbal and not _has_any_verb(scene, after):
        after = None
        parts = (before,)
    if len(parts) == 1 and len(scene.indexes(parts[0])) < _FEWEST:
        parts = ()
    if before is None and after is not None:
        parts = (after,) if len(scene.indexes(after)) >= _FEWEST else ()
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
