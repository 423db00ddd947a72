"""Words that a speaker quotes in turn: in a quotation, a speech or an answer."""

from typing import Final

from folkmoot.engines.extraction.finders.speech.cast import Speaker
from folkmoot.engines.extraction.finders.speech.cues import Cue, subject_of
from folkmoot.engines.extraction.finders.speech.direct import (
    Reported,
    count_words,
    reported_before,
)
from folkmoot.engines.extraction.finders.speech.frames import Frame, Statement
from folkmoot.engines.extraction.finders.speech.gathering import HIDING
from folkmoot.engines.extraction.finders.speech.lines import Lines
from folkmoot.engines.extraction.finders.speech.marks import Quoted
from folkmoot.engines.extraction.finders.speech.scene import MentionKind
from folkmoot.engines.extraction.finders.speech.vocabulary import Vocabulary
from folkmoot.engines.extraction.terms import Span

# Somebody whom a speaker quotes stands no farther before the verb.
_LEAD: Final = 8


class Nesting(Lines):
    """Reads quotations inside what somebody says."""

    def read_inside(self, outer: Statement) -> None:
        """Words of others that somebody quotes in a speech or an answer."""
        part = outer.parts[0]
        words = self._scene.vocabulary_at(part.start)
        own = [one for one in self._quoted if part.contains(one.span)]
        if not own or outer.speaker is None:
            return
        self._cast.advance(part.start)
        self._nested(words, Quoted(part.start, part.end, [part], 0, 0, 0, True, "", own), outer)

    def _nested(self, words: Vocabulary, quoted: Quoted, outer: Statement) -> None:
        """Words that the speaker quotes in turn, where a cue introduces them."""
        for one in quoted.inside:
            begin = max((p.start for p in quoted.inner if p.start <= one.start), default=one.start)
            sentence = self._article.sentence_at(one.start)
            start = max(begin, sentence.span.start if sentence else begin)
            if start >= one.start or count_words(self._scene, one) < HIDING:
                continue
            frame = Frame(Span(start, one.end), outer.block, (one,), is_first=False)
            told = reported_before(self._scene, words, frame, 0, frame.span.start)
            if told is None or told.cue is None:
                continue
            speaker = self._nested_speaker(words, told)
            statement = Statement(
                list(one.inner), "direct", "quote-nested", outer.block, speaker,
                self._scene.span_of(told.cue.index, told.cue.index),
            )  # fmt: skip
            statement.reported_by = outer.speaker.person if outer.speaker else None
            self.statements.append(statement)

    def _nested_speaker(self, words: Vocabulary, told: Reported) -> Speaker | None:
        """Somebody named in the same sentence; the one who quotes is never meant."""
        assert told.cue is not None  # noqa: S101  every rule that reports has a cue
        indexes = self._scene.indexes(told.segment)
        mention = subject_of(self._scene, words, told.cue)
        if mention is not None and mention.kind in (MentionKind.NAME, MentionKind.ROLE):
            return self._cast.resolve(mention)
        at = indexes.stop - 1
        while at >= indexes.start:
            if not self._scene.is_phrase(at, words):
                at -= 1
                continue
            first = self._scene.phrase_left(at, indexes.start)
            found = self._scene.mention_in(first, at)
            if found and found.kind in (MentionKind.NAME, MentionKind.ROLE):
                return self._cast.resolve(found)
            at = first - 1
        return self._somebody(words, told.cue)

    def _somebody(self, words: Vocabulary, cue: Cue) -> Speaker | None:
        """ "As my grandmother used to say": the first noun of the clause, whoever it is."""
        found: Speaker | None = None
        for at in range(cue.index - 1, max(cue.begin, cue.index - _LEAD) - 1, -1):
            if self._scene.sign(at) in ",;:" or (found and self._scene.is_verb(at)):
                break
            if self._scene.tokens[at].pos == "NOUN" and self._scene.is_phrase(at, words):
                first = self._scene.phrase_left(at, cue.begin)
                owned = first > cue.begin and words.among(
                    self._scene.forms[first - 1], "pronouns", "whose"
                )
                found = Speaker(self._scene.span_of(first - owned, at), MentionKind.BODY)
        return found
