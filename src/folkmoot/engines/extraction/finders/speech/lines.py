"""Statements told by how paragraphs are set: dashes, signatures, a name on the line before."""

from typing import Final

from folkmoot.engines.extraction.finders.speech.cues import span_of_cue, subject_of
from folkmoot.engines.extraction.finders.speech.direct import (
    interrupted,
    reported_before,
)
from folkmoot.engines.extraction.finders.speech.frames import (
    Frame,
    Statement,
    trimmed,
)
from folkmoot.engines.extraction.finders.speech.gathering import LONGEST_LINE, Gathering
from folkmoot.engines.extraction.finders.speech.marks import Quoted
from folkmoot.engines.extraction.finders.speech.scene import MentionKind
from folkmoot.engines.extraction.finders.speech.transcript import (
    Label,
    is_verbless,
    label_of,
    name_line,
)
from folkmoot.engines.extraction.finders.speech.vocabulary import CueClass, Vocabulary
from folkmoot.engines.extraction.terms import Span

_MARKS: Final = frozenset("“”„\"«‘'‚‹")


class Lines(Gathering):
    """Reads paragraphs by their setting."""

    def announce(self, label: Label, number: int) -> None:
        """A line names a person, and the next paragraph is what the person says."""
        if label.who is None:
            return
        speaker = self._cast.resolve(label.who)
        self._announced = Statement([], "direct", "quote-label-line", number, speaker, label.words)

    def _dialogue(self, words: Vocabulary, number: int) -> bool:
        """A paragraph that begins with a dash and holds a cue between dashes."""
        block = self._article.block_span(number)
        if not self._article.work.startswith("–", block.start):
            return False
        start = block.start + 1
        told = interrupted(self._scene, words, start, block.end)
        if told is None:
            return False
        mention = subject_of(self._scene, words, told.cue, may_follow=True)
        if mention is None or mention.kind is MentionKind.FIRST:
            return False
        self._cast.advance(mention.span.end)
        speaker = self._cast.resolve(mention)
        cue = span_of_cue(self._scene, told.cue, mention)
        parts = [part for part in told.parts if part.start < part.end]
        self._add(Statement(parts, "direct", "quote-dash", number, speaker, cue))
        return True

    def _unmarked(self, number: int, announced: Statement) -> bool:
        """A paragraph without marks after "Name, office:", or with a dash after any such line."""
        block = self._article.block_span(number)
        line = self._article.block_span(number - 1)
        words = self._article.work[block.start : block.end]
        if not self._article.work[line.start : line.end].rstrip().endswith(":"):
            return False
        is_dashed = words.startswith(("– ", "- "))
        if not is_dashed and (announced.rule != "quote-label-line" or words[0] in _MARKS):
            return False
        part = trimmed(self._article.work, block.start, block.end, " \n–-")
        if part is None:
            return False
        statement = Statement(
            [part], "direct", announced.rule, number, announced.speaker, announced.cue
        )
        self._add(statement)
        return True

    def _reported_by_next(self, words: Vocabulary, number: int) -> bool:
        """A paragraph without marks that ends in a comma, then "– said X" on a line of its own."""
        block = self._article.block_span(number)
        after = number + 1
        if after >= len(self._article.blocks) or self._article.work[block.end - 1] not in ",!?":
            return False
        line = self._article.block_span(after)
        if not self._article.work.startswith("–", line.start) or line.end - line.start > 300:
            return False
        told = interrupted(self._scene, words, block.start, line.end)
        if told is None:
            return False
        mention = subject_of(self._scene, words, told.cue, may_follow=True)
        if mention is None or mention.kind is MentionKind.FIRST:
            return False
        self._cast.advance(mention.span.end)
        statement = Statement(
            [block], "direct", "quote-dash", number, self._cast.resolve(mention),
            span_of_cue(self._scene, told.cue, mention),
        )  # fmt: skip
        self._add(statement)
        return True

    def _announce(self, words: Vocabulary, number: int, announced: Statement | None) -> None:
        """A block that ends with a cue and a colon announces the next."""
        block = self._article.block_span(number)
        if not self._article.work[block.start : block.end].rstrip().endswith(":"):
            self._announced = self._named_line(number, announced)
            return
        sentence = self._article.sentence_at(block.end - 1)
        if sentence is None:
            return
        label = label_of(self._scene, Span(sentence.span.start, block.end))
        if label is not None:
            self.announce(label, number)
            return
        frame_end = Quoted(block.end, block.end + 1, [], 0, number, number, False, "")
        frame = Frame(Span(sentence.span.start, block.end), number, (frame_end,), is_first=False)
        told = reported_before(self._scene, words, frame, 0, frame.span.start)
        if told is None or told.cue is None or told.cue.kind is CueClass.QUOTED:
            return
        mention = subject_of(self._scene, words, told.cue)
        if mention is None or mention.kind is MentionKind.FIRST:
            return
        self._cast.advance(block.end)
        self._announced = Statement(
            [], "direct", "quote-cue-line", number, self._cast.resolve(mention),
            span_of_cue(self._scene, told.cue, mention),
        )  # fmt: skip

    def _named_line(self, number: int, earlier: Statement | None) -> Statement | None:
        """A line that is nothing but a name and an office, before what the person says."""
        block = self._article.block_span(number)
        if block.end - block.start > LONGEST_LINE:
            return None
        named = name_line(self._scene, block)
        if named is None:
            # The office may stand on a line of its own under the name.
            is_office = earlier is not None and earlier.block == number - 1
            return earlier if is_office and is_verbless(self._scene, block) else None
        speaker = self._cast.resolve(named)
        return Statement([], "direct", "quote-label-line", number, speaker, block)
