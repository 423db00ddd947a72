"""Reported speech around the words that report it: "…, said X", "…, X said, …".

The words before the comma are what was said; where the sentence goes on behind a second comma,
those behind it too.
"""

from typing import Final

from folkmoot.engines.extraction.finders.speech.cues import (
    REPORTING,
    Cue,
    explained,
    indefinite,
    span_of_cue,
    subject_of,
)
from folkmoot.engines.extraction.finders.speech.frames import trimmed
from folkmoot.engines.extraction.finders.speech.scene import Mention, MentionKind, Scene
from folkmoot.engines.extraction.finders.speech.sources import Clause
from folkmoot.engines.extraction.finders.speech.vocabulary import CueClass, Form, Vocabulary
from folkmoot.engines.extraction.terms import Span

# No reported clause is longer; time must stay linear in a sentence of a megabyte.
_LONGEST: Final = 2_000
_AFTERWARDS: Final = 60
# Fewer words before ", said X" are a fragment.
_FEWEST: Final = 3
# So many words may stand between ", X said" and its second comma ("told reporters on Monday").
_ADDRESSED: Final = 8
# The subject of ", X said" is no longer.
_SUBJECT: Final = 14
# A place, a date and an agency before the first dash of a text are no longer.
_DATELINE: Final = 16
# «О том, что» is no longer.
_TOPIC: Final = 5
_ADVERBIAL: Final = frozenset({"ADV", "PUNCT", "SCONJ", "CCONJ", "INTJ"})
_JOINING: Final = frozenset({"CCONJ", "SCONJ"})


def told_after(scene: Scene, words: Vocabulary, cue: Cue, region: Span) -> Clause | None:
    """ "…, said X.", "…, X said." and "…, X said, …": the words around the commas."""
    if cue.is_gerund or cue.kind not in REPORTING:
        return None
    if cue.kind is CueClass.CONVINCED and not words.inflects:
        return None
    if scene.forms[cue.index] not in words.cues:
        return None
    comma = _comma_before(scene, words, cue)
    if comma is None:
        return None
    own = Cue(cue.index, cue.kind, False, comma + 1, cue.end)
    # "…, told delegates": whoever follows such a verb is told.
    follows = not words.among(scene.forms[cue.index], "clause", "addressing")
    mention = indefinite(scene, words, comma + 1, cue.index) or subject_of(
        scene, words, own, may_follow=follows
    )
    if mention is None or mention.kind is MentionKind.FIRST:
        return None
    if not _introduces(scene, words, comma + 1, min(cue.index, scene.index_at(mention.span.start))):
        return None
    start = _clause_begin(scene, cue.begin, comma)
    span = trimmed(scene.article.work, start, scene.tokens[comma].start)
    span = _without_topic(scene, words, span) if span is not None else None
    if span is None:
        return None
    parts = _around_cue(scene, words, own, mention, span, region)
    if parts is None:
        return None
    return Clause(parts, "indirect-cue-after", mention, span_of_cue(scene, cue, mention), span.end)


def _without_topic(scene: Scene, words: Vocabulary, span: Span) -> Span | None:
    """«О том, что …, сообщила X»: the clause alone; ``None`` where only a topic is named."""
    first = scene.index_at(span.start)
    if not words.among(scene.forms[first], "clause", "topics"):
        return span
    near = scene.indexes(span)[:_TOPIC]
    that = next((at for at in near if scene.forms[at] == "что"), None)
    return trimmed(scene.article.work, scene.tokens[that].end, span.end) if that else None


def _introduces(scene: Scene, words: Vocabulary, first: int, stop: int) -> bool:
    """Whether between a comma and ", X said" stands nothing that belongs to another clause."""
    if any(words.among(scene.forms[at], "between", "relative") for at in range(first, stop)):
        return False
    return all(
        scene.tokens[at].pos in ("ADV", "DET", "ADJ", "PUNCT", "AUX", "PART", "NOUN", "PROPN")
        or scene.forms[at] in words.words("between", "words")
        or words.among(scene.forms[at], "pronouns", "whose")
        or _describes(scene, at)
        for at in range(first, stop)
    )


def _around_cue(
    scene: Scene, words: Vocabulary, cue: Cue, mention: Mention, before: Span, region: Span
) -> tuple[Span, ...] | None:
    """The words before ", X said" and, where the sentence goes on behind it, those after."""
    indexes = scene.indexes(before)
    rest = _rest_after(scene, words, cue, mention, region)
    whole = _is_clause(scene, words, indexes)
    if rest is not None and not any(scene.is_verb(at) for at in indexes):
        # "Both countries, he said, need rules": what stands before is no sentence by itself.
        adverbial = all(scene.tokens[at].pos in _ADVERBIAL for at in indexes)
        return (rest,) if adverbial else (before, rest)
    if not whole:
        return None
    follows = scene.index_at(rest.start) if rest is not None else 0
    if rest is not None and (
        scene.tokens[follows].pos in _JOINING or _is_full_verb(scene, follows)
    ):
        return (before, rest)
    return None if _is_long_after(scene, words, cue, mention) else (before,)


def _rest_after(
    scene: Scene, words: Vocabulary, cue: Cue, mention: Mention, region: Span
) -> Span | None:
    """What follows ", X said," where it holds a verb of its own."""
    last = max(scene.index_at(mention.span.end), cue.index + 1)
    stop = min(cue.end, last + _ADDRESSED)
    comma = next((at for at in range(last, stop) if scene.sign(at) in (",", "–")), None)
    if comma is None or any(scene.is_verb(at) for at in range(last, comma)):
        return None
    first = comma + 1
    if first >= cue.end or is_gerund(words, scene.forms[first]):
        return None
    rest = trimmed(scene.article.work, scene.tokens[first].start, region.end)
    if rest is None or rest.end - rest.start > _LONGEST:
        return None
    return rest if any(_is_full_verb(scene, at) for at in scene.indexes(rest)) else None


def _is_full_verb(scene: Scene, at: int) -> bool:
    """Whether a word is a verb of a clause, no participle."""
    form = scene.tokens[at].feats.get("VerbForm", "")
    return (
        scene.is_verb(at) and form not in ("Part", "Conv") and not scene.forms[at].endswith("ing")
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
        apposed = None if words.inflects else explained(scene, at - 1, cue.begin)
        if apposed is None:
            return at
        # "…, X, governor of Y, said": the comma before the name.
        at = scene.index_at(apposed.span.start)
    elif words.inflects:
        # "…, he said": in these languages mostly a pronoun or an adverb stands between.
        if at <= cue.begin or scene.sign(at - 1) not in ",–":
            return None
        at -= scene.sign(at - 1) == "–"
    for one in range(at, max(cue.begin, at - _SUBJECT), -1):
        if scene.sign(one - 1) == ",":
            return one - 1 if one - 1 > cue.begin else None
        if scene.is_verb(one - 1) and not _describes(scene, one - 1):
            return None
    return None


def _describes(scene: Scene, at: int) -> bool:
    """Whether a participle stands before what it describes: "its acting governor"."""
    follows = at + 1 < len(scene.tokens) and scene.tokens[at + 1].pos in ("NOUN", "PROPN", "ADJ")
    return scene.tokens[at].pos == "VERB" and scene.forms[at].endswith(("ing", "ed")) and follows


def _is_long_after(scene: Scene, words: Vocabulary, cue: Cue, mention: Mention) -> bool:
    """Whether more than an apposition or a time follows, so that the cue governs what follows."""
    last = max(scene.index_at(mention.span.end), cue.index + 1)
    verbs = 0
    for at in range(last, min(cue.end, last + _AFTERWARDS)):
        if scene.sign(at) in (".", ";") or is_gerund(words, scene.forms[at]):
            break
        verbs += scene.is_verb(at)
    return verbs > 1


def _clause_begin(scene: Scene, begin: int, end: int) -> int:
    begin = _past_dateline(scene, begin, end)
    for at in range(end - 1, max(begin, end - _LONGEST // 4), -1):
        if scene.sign(at) in (";", ":"):
            return scene.tokens[at].end
    return scene.tokens[max(begin, end - _LONGEST // 4)].start


def _past_dateline(scene: Scene, begin: int, end: int) -> int:
    """Behind "HARNOW, 3 May (Agency) – ", which belongs to nobody's words."""
    if begin and scene.article.block_at(scene.tokens[begin - 1].start) == scene.article.block_at(
        scene.tokens[begin].start
    ):
        return begin
    for at in range(begin, min(end, begin + _DATELINE)):
        if scene.is_verb(at):
            return begin
        if scene.sign(at) == "–":
            return at + 1
    return begin


def is_gerund(words: Vocabulary, form: str) -> bool:
    word = words.cues.get(form)
    return word is not None and Form.GERUND in word.forms
