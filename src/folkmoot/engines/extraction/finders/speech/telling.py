"""The statements of a document from its beginning to its end.

Each block is read frame by frame; a statement may go on in the next frame, be introduced by
the line before, or be owned by a sentence after it. What was decided is never looked at again.
"""

from collections.abc import Sequence
from typing import Final

from folkmoot.engines.extraction.finders.speech.cast import Speaker
from folkmoot.engines.extraction.finders.speech.cues import Cue, anybody_by, span_of_cue, subject_of
from folkmoot.engines.extraction.finders.speech.direct import (
    Interrupted,
    Reported,
    count_words,
    interrupted,
    is_only_quoted,
    is_phrase,
    is_title,
    reported_after,
    reported_before,
    stands_alone,
)
from folkmoot.engines.extraction.finders.speech.frames import (
    Frame,
    Statement,
    frames_of,
    trimmed,
)
from folkmoot.engines.extraction.finders.speech.gathering import HIDING, UNCERTAIN
from folkmoot.engines.extraction.finders.speech.indirect import clauses_in
from folkmoot.engines.extraction.finders.speech.marks import Quoted
from folkmoot.engines.extraction.finders.speech.nesting import Nesting
from folkmoot.engines.extraction.finders.speech.scene import PEOPLE, Mention, MentionKind
from folkmoot.engines.extraction.finders.speech.sources import (
    Clause,
    paper_owner,
    pointed_at,
    with_words,
)
from folkmoot.engines.extraction.finders.speech.transcript import (
    label_of,
)
from folkmoot.engines.extraction.finders.speech.vocabulary import CueClass, Vocabulary
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.reading.terms import BlockKind

_SOURCED: Final = frozenset({"indirect-according", "indirect-as"})


class Teller(Nesting):
    """Reads blocks in order and gathers their statements."""

    def read_block(self, number: int) -> None:
        """Take in one block."""
        if self._article.is_heading(number):
            self._pulled_out(number)
            self._announced = self._named_line(number, self._announced)
            return
        words = self._scene.vocabulary_at(self._article.blocks[number].start)
        announced, self._announced = self._announced, None
        if self._open is not None and self._open.block != number:
            self._open = None
        if self._dialogue(words, number) or self._reported_by_next(words, number):
            return
        if announced is not None and self._unmarked(number, announced):
            return
        for frame in frames_of(self._article, number, self._quoted):
            if frame.span.start < self._taken:
                continue
            count = len(self.statements)
            self._read(words, frame, announced if frame.is_first else None)
            self._frame_before = (frame, len(self.statements) - count)
        self._announce(words, number, announced)

    def _pulled_out(self, number: int) -> None:
        """A quotation with a name behind a dash, set apart as a heading is."""
        if self._article.blocks[number].kind is BlockKind.TITLE:
            return
        for frame in frames_of(self._article, number, self._quoted):
            signed = self._signed(frame, frame.quoted[0]) if frame.quoted else None
            if signed is not None:
                self._add(signed)

    def _read(self, words: Vocabulary, frame: Frame, announced: Statement | None) -> None:
        spoken: list[Span] = []
        if self._goes_on(frame, announced):
            return
        last_cue: tuple[int, Statement] | None = None
        self._open, still_open = None, None
        for at, quoted in enumerate(frame.quoted):
            if is_title(self._scene, words, quoted) and not self._speaks(words, frame, at):
                continue
            if last_cue is not None and self._goes_over(frame, at, last_cue[0]):
                last_cue[1].parts += quoted.inner
                spoken.append(quoted.span)
                still_open = last_cue[1]
                continue
            begin = spoken[-1].end if spoken else frame.span.start
            statement, cue_index, follows = self._direct(words, frame, at, begin)
            if statement is None:
                continue
            # A few words in marks stay in the clause that holds them.
            spoken += [] if statement.rule == "quote-partial" else [quoted.span]
            if last_cue is not None and cue_index == last_cue[0]:
                last_cue[1].parts += statement.parts
                continue
            self._add(statement)
            last_cue = (cue_index, statement) if cue_index is not None else None
            still_open = statement if follows else None
            self._nested(words, quoted, statement)
        count = len(self.statements)
        self._indirect(words, frame, spoken)
        if len(self.statements) == count:
            self._open = still_open

    def _goes_over(self, frame: Frame, at: int, cue: int) -> bool:
        """ "…," he added, "and …": the words after a cue and a comma are of the same sentence."""
        start, end = frame.quoted[at - 1].end, frame.quoted[at].start
        if not start <= self._scene.tokens[cue].start < end:
            return False
        return self._article.work[start:end].rstrip().endswith((",", "–", "-", ":", ";"))

    def _speaks(self, words: Vocabulary, frame: Frame, at: int) -> bool:
        if is_phrase(self._scene, frame.quoted[at]):
            return True
        before = self._article.work[frame.span.start : frame.quoted[at].start].rstrip()
        return before.endswith(":") or reported_after(self._scene, words, frame, at) is not None

    def _goes_on(self, frame: Frame, announced: Statement | None) -> bool:
        """A frame that is one quotation: more of the one before, or announced by a line."""
        if not is_only_quoted(self._scene, frame):
            return False
        quoted = frame.quoted[0]
        words = self._scene.vocabulary_at(quoted.start)
        if self._interruption(words, quoted) or reported_after(self._scene, words, frame, 0):
            return False
        if self._open is not None and self._open.block == frame.block:
            self._open.parts += quoted.inner
            return True
        if announced is not None:
            statement = Statement(
                list(quoted.inner), "direct", announced.rule, frame.block,
                announced.speaker, announced.cue,
            )  # fmt: skip
            self._add(statement)
            self._nested(words, quoted, statement)
            self._open = statement
            return True
        if not stands_alone(self._scene, frame):
            return False
        self._cast.advance(quoted.start)
        owner = self._owner_after(words, frame)
        if owner is not None:
            return True
        return self._alone(words, frame, quoted)

    def _alone(self, words: Vocabulary, frame: Frame, quoted: Quoted) -> bool:
        """A quotation without any cue belongs to whoever spoke last, nearby."""
        led = self._led_by(words, frame)
        before = self._signed_after(frame, quoted) or led or self._last_speaker(frame.block)
        rule = "quote-continued" if not frame.is_first else "quote-alone"
        doubts = [UNCERTAIN] if frame.is_first else []
        if before is None:
            before = self._last_actor(quoted)
            doubts = [UNCERTAIN]
        elif before.kind is MentionKind.NAME and before.words.start > quoted.start:
            rule, doubts = "quote-signed", []
        if before is None:
            return False
        statement = Statement(list(quoted.inner), "direct", rule, frame.block, before)
        statement.doubts += doubts
        self._add(statement)
        self._nested(words, quoted, statement)
        self._open = statement
        return True

    def _led_by(self, words: Vocabulary, frame: Frame) -> Speaker | None:
        """ "The mayor was blunt. “…”": whoever the sentence before begins with."""
        if frame.is_first or self._frame_before is None or self._frame_before[0].quoted:
            return None
        before = self._frame_before[0]
        indexes = self._scene.indexes(before.span)
        if before.block != frame.block or not len(indexes) or self._frame_before[1]:
            return None
        first = indexes.start
        last = first
        if not words.pronouns.get(self._scene.forms[first]):
            last = self._scene.phrase_right(first, indexes.stop - 1)
        found = self._scene.mention_in(first, last)
        if found is None or found.kind not in PEOPLE:
            return None
        self._cast.advance(found.span.end)
        speaker = self._cast.resolve(found)
        return speaker if speaker.person is not None else None

    def _signed(self, frame: Frame, quoted: Quoted) -> Statement | None:
        """A quotation that begins its frame and has a name after a dash."""
        before = self._article.work[frame.span.start : quoted.start]
        if before.strip(" *•·–-") or count_words(self._scene, quoted) < HIDING:
            return None
        speaker = self._signed_after(frame, quoted)
        if speaker is None:
            return None
        return Statement(list(quoted.inner), "direct", "quote-signed", frame.block, speaker)

    def _owner_after(self, words: Vocabulary, frame: Frame) -> Statement | None:
        """«…». Об этом сообщил X: the sentence after tells whose words these are."""
        work = self._article.work
        end = self._article.block_span(frame.block).end
        follows = trimmed(work, frame.span.end, min(end, frame.span.end + 300), " \n")
        if follows is None:
            return None
        sentence = self._article.sentence_at(follows.start)
        if sentence is None or sentence.span.start < follows.start:
            return None
        told = pointed_at(self._scene, words, sentence.span) or with_words(
            self._scene, words, sentence.span
        )
        if told is None:
            return None
        self._cast.advance(told[0].span.start)
        speaker = self._cast.resolve(told[0])
        parts = list(frame.quoted[0].inner)
        statement = Statement(parts, "direct", "quote-cue-after", frame.block, speaker, told[1])
        self._add(statement)
        return statement

    def _direct(
        self, words: Vocabulary, frame: Frame, at: int, begin: int
    ) -> tuple[Statement | None, int | None, bool]:
        """The statement that a quotation makes, the number of its cue, and whether it follows."""
        quoted = frame.quoted[at]
        inner = self._interruption(words, quoted)
        if inner is not None:
            return self._interrupted(words, frame, inner), inner.cue.index, True
        if at == 0 and quoted.start > frame.span.start:
            label = label_of(self._scene, Span(frame.span.start, quoted.start))
            if label is not None and label.who is not None:
                speaker = self._cast.resolve(label.who)
                said = list(quoted.inner)
                return (
                    Statement(
                        said, "direct", "quote-label-line", frame.block, speaker, label.words
                    ),
                    None,
                    True,
                )
        told = reported_after(self._scene, words, frame, at) or reported_before(
            self._scene, words, frame, at, begin
        )
        if told is None or told.cue is None:
            return self._signed(frame, quoted), None, False
        mention = self._subject(words, told)
        if mention is None or mention.kind is MentionKind.FIRST:
            return None, None, False
        block = frame.block
        if told.segment.end > frame.span.end:
            self._taken, block = told.segment.end, quoted.last_block
        self._cast.advance(max(told.segment.end, mention.span.end))
        speaker = self._cast.resolve(mention)
        statement = Statement(
            list(quoted.inner), "direct", told.rule, block, speaker,
            span_of_cue(self._scene, told.cue, mention),
        )  # fmt: skip
        if told.rule == "quote-quoted":
            self._quote_of_another(words, told, statement)
        return statement, told.cue.index, told.follows

    def _subject(self, words: Vocabulary, told: Reported) -> Mention | None:
        assert told.cue is not None  # noqa: S101  every rule that reports has a cue
        if told.follows and told.cue.kind is CueClass.QUOTED:
            quoted = self._whom_quoted(words, told.cue)
            if quoted is not None:
                return quoted
        found = paper_owner(self._scene, words, self._letter_cue(words, told))
        # "Said X: “…”"
        opens = told.cue.index == self._scene.index_at(told.segment.start)
        found = found or subject_of(self._scene, words, told.cue, may_follow=told.follows or opens)
        if found is None and told.cue.is_gerund and self.statements:
            last = self.statements[-1].speaker
            if last is not None:
                return Mention(last.words, last.kind, last.person, last.organisation)
        if found is None and (told.rule == "quote-colon" or told.follows):
            found = self._only_person(told.segment)
        if found is None and told.cue.kind is CueClass.SAID and not words.inflects:
            return anybody_by(self._scene, words, told.cue, follows=told.follows)
        return found

    def _whom_quoted(self, words: Vocabulary, cue: Cue) -> Mention | None:
        """ "…, quotes him the agency": the one quoted stands right behind the verb."""
        at = cue.index + 1
        if at >= cue.end:
            return None
        if words.among(self._scene.forms[at], "clause", "words") and at + 1 < cue.end:
            # «приводит слова мэра пресс-служба»
            last = self._scene.phrase_right(at + 1, cue.end - 1)
            return self._scene.mention_in(at + 1, last, "Gen")
        named = self._scene.name_at(at)
        if named is not None:
            return Mention(named[0], MentionKind.NAME, named[1])
        found = self._scene.mention_in(at, at)
        return found if found is not None and found.kind is MentionKind.PRONOUN else None

    def _letter_cue(self, words: Vocabulary, told: Reported) -> Cue:
        """The verb by which a letter or a speech says something, else the cue itself."""
        assert told.cue is not None  # noqa: S101  every rule that reports has a cue
        says = words.words("letters", "says")
        indexes = self._scene.indexes(told.segment)
        at = next((one for one in indexes if self._scene.forms[one] in says), told.cue.index)
        return Cue(at, told.cue.kind, False, indexes.start, indexes.stop)

    def _only_person(self, segment: Span) -> Mention | None:
        """ "X's message was simple:": the one person named among the words that report."""
        named = (self._scene.name_at(at) for at in self._scene.indexes(segment))
        people = {id(one[1]): one for one in named if one is not None}
        if len(people) != 1:
            return None
        span, person = next(iter(people.values()))
        return Mention(span, MentionKind.NAME, person)

    def _quote_of_another(self, words: Vocabulary, told: Reported, statement: Statement) -> None:
        """ "X quoted Y": the words are Y's, X reports them."""
        assert told.cue is not None  # noqa: S101  every rule that reports has a cue
        indexes = self._scene.indexes(told.segment)
        for at in range(told.cue.index + 1, indexes.stop):
            named = self._scene.name_at(at)
            if named is None:
                continue
            if statement.speaker is not None:
                statement.reported_by = statement.speaker.person
            statement.speaker = Speaker(named[0], MentionKind.NAME, named[1])
            return
        statement.rule = "quote-cue-before"

    def _interruption(self, words: Vocabulary, quoted: Quoted) -> Interrupted | None:
        if not words.inflects and quoted.family != "angle":
            return None
        found = None
        parts: list[Span] = []
        for piece in quoted.inner:
            one = interrupted(self._scene, words, piece.start, piece.end)
            parts += one.parts if one else [piece]
            found = found or one
        return Interrupted(tuple(parts), found.cue, found.segment) if found else None

    def _interrupted(self, words: Vocabulary, frame: Frame, inner: Interrupted) -> Statement | None:
        mention = subject_of(self._scene, words, inner.cue, may_follow=True)
        if mention is None or mention.kind is MentionKind.FIRST:
            return None
        self._cast.advance(inner.segment.end)
        speaker = self._cast.resolve(mention)
        cue = span_of_cue(self._scene, inner.cue, mention)
        parts = list(inner.parts)
        return Statement(parts, "direct", "quote-cue-inside", frame.block, speaker, cue)

    def _indirect(self, words: Vocabulary, frame: Frame, spoken: Sequence[Span]) -> None:
        if self._article.work[frame.span.start : frame.span.end].rstrip().endswith("?"):
            return
        start = frame.span.start
        earlier: Speaker | None = None
        for end in (*(one.start for one in spoken), frame.span.end):
            region = trimmed(self._article.work, start, end, " \n")
            if region is not None:
                leads = end < frame.span.end
                earlier = self._told_in(words, frame, region, earlier, leads=leads) or earlier
            start = next((one.end for one in spoken if one.start == end), end)

    def _told_in(
        self,
        words: Vocabulary,
        frame: Frame,
        region: Span,
        earlier: Speaker | None,
        *,
        leads: bool,
    ) -> Speaker | None:
        told = pointed_at(self._scene, words, region)
        if told is not None:
            return self._points_back(frame, *told)
        for clause in clauses_in(self._scene, words, region):
            if leads and clause.rule in _SOURCED:
                # The clause of the source is the quotation that follows.
                continue
            if clause.rule in _SOURCED and self._quotes_source(frame, clause):
                continue
            if clause.mention is None:
                speaker = self._shared(frame, earlier)
            else:
                self._cast.advance(clause.mention.span.end)
                speaker = self._cast.resolve(clause.mention)
            if speaker is None:
                continue
            body = speaker.kind is MentionKind.BODY
            if body and clause.rule == "indirect-object":
                continue
            rule = "indirect-body" if body else clause.rule
            self._add(
                Statement(list(clause.parts), "indirect", rule, frame.block, speaker, clause.cue)
            )
            earlier = speaker
        return earlier

    def _quotes_source(self, frame: Frame, clause: Clause) -> bool:
        """ "In the words of X, “…”": what the source says is all in marks."""
        own = [
            one
            for one in frame.quoted
            if any(part.start <= one.inner[0].start < part.end for part in clause.parts)
        ]
        told = sum(len(self._scene.indexes(part)) for part in clause.parts)
        words = sum(count_words(self._scene, one) for one in own)
        marks = sum(
            self._scene.tokens[at].pos == "PUNCT"
            for part in clause.parts
            for at in self._scene.indexes(part)
        )
        if clause.mention is None or words < HIDING or words < told - marks:
            return False
        self._cast.advance(clause.mention.span.end)
        speaker = self._cast.resolve(clause.mention)
        parts = [piece for one in own for piece in one.inner]
        self._add(Statement(parts, "direct", "quote-source", frame.block, speaker, clause.cue))
        return True

    def _shared(self, frame: Frame, earlier: Speaker | None) -> Speaker | None:
        """ "…, adding that": whoever spoke before in the same sentence."""
        if earlier is not None:
            return earlier
        last = self.statements[-1] if self.statements else None
        if last is None or last.block != frame.block or last.cue is None:
            return None
        return last.speaker if frame.span.contains(last.cue) else None

    def _points_back(self, frame: Frame, mention: Mention, cue: Span) -> Speaker | None:
        before = self._frame_before
        self._cast.advance(mention.span.end)
        speaker = self._cast.resolve(mention)
        if before is None or before[1] or not self._is_next(before[0], frame):
            return speaker
        span = trimmed(self._article.work, before[0].span.start, before[0].span.end)
        if span is not None and not before[0].quoted:
            rule = "indirect-body" if speaker.kind is MentionKind.BODY else "indirect-this"
            self._add(Statement([span], "indirect", rule, frame.block, speaker, cue))
        return speaker

    @staticmethod
    def _is_next(before: Frame, frame: Frame) -> bool:
        """Whether a sentence stands right before another, perhaps at the end of a paragraph."""
        return before.block == frame.block or (frame.is_first and before.block == frame.block - 1)
