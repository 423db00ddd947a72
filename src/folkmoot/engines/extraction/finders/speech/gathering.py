"""The state of reading a document for statements: who appeared, what was said so far."""

from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.speech.cast import Cast, Speaker
from folkmoot.engines.extraction.finders.speech.direct import (
    count_words,
)
from folkmoot.engines.extraction.finders.speech.frames import (
    Frame,
    Statement,
    trimmed,
)
from folkmoot.engines.extraction.finders.speech.marks import Quoted, find_quoted
from folkmoot.engines.extraction.finders.speech.scene import MentionKind, Scene
from folkmoot.engines.extraction.found import Findings

UNCERTAIN: Final = "speaker-uncertain"
# A name with an office under a quotation is no longer than this.
LONGEST_LINE: Final = 200
# Quotations of so many words hide the people named in them from later pronouns.
HIDING: Final = 4


class Gathering:
    """What has been gathered of a document."""

    def __init__(self, article: Article, findings: Findings) -> None:
        self._article = article
        self._scene = Scene(article, findings)
        self._quoted = find_quoted(article)
        hidden = [one.span for one in self._quoted if count_words(self._scene, one) >= HIDING]
        self._cast = Cast(self._scene, hidden)
        self.statements: list[Statement] = []
        # Who was announced by a line ending in a colon, for the block after it.
        self._announced: Statement | None = None
        # A quotation at the end of its frame that the next frame may go on with.
        self._open: Statement | None = None
        self._frame_before: tuple[Frame, int] | None = None
        # Up to where a quotation that began in an earlier block has been read with its cue.
        self._taken = 0

    @property
    def scene(self) -> Scene:
        return self._scene

    @property
    def cast(self) -> Cast:
        return self._cast

    def _last_actor(self, quoted: Quoted) -> Speaker | None:
        """Whoever acted last in the paragraph or in the one before."""
        person = self._cast.nearest(quoted.start)
        if person is None:
            return None
        return Speaker(person.name.span, MentionKind.NAME, person)

    def _last_speaker(self, block: int) -> Speaker | None:
        if not self.statements:
            return None
        last = self.statements[-1]
        if block - last.block > 1 or last.speaker is None or last.rule == "quote-nested":
            return None
        return last.speaker

    def _signed_after(self, frame: Frame, quoted: Quoted) -> Speaker | None:
        """ "…" – Anna Lind, mayor: a dash and a name after the words, with no verb."""
        work = self._article.work
        start = min(quoted.end, frame.span.end)
        lines = 0
        while start < len(work) and work[start] in " \n.,":
            lines += work[start] == "\n"
            start += 1
        is_below = lines == 1 and start < frame.span.end + 2
        if not is_below and not work.startswith(("–", "(", "-"), start):
            return None
        block = self._article.block_at(start)
        if block is None or block - frame.block > 1:
            return None
        end = self._article.block_span(block).end
        newline = work.find("\n", start, end)
        end = min(end if newline < 0 else newline, start + LONGEST_LINE)
        line = trimmed(work, start, end, " \n–-(")
        if line is None:
            return None
        indexes = self._scene.indexes(line)
        named = self._scene.name_at(indexes.start) if len(indexes) else None
        if named is None or any(self._scene.is_verb(at) for at in indexes):
            return None
        return Speaker(named[0], MentionKind.NAME, named[1])

    def _add(self, statement: Statement) -> None:
        speaker = statement.speaker
        if speaker is not None:
            if speaker.person is not None:
                self._cast.note_speaker(statement.parts[-1].end, speaker.person)
            unclear = speaker.person is None and speaker.kind in (
                MentionKind.PRONOUN, MentionKind.ROLE,
            )  # fmt: skip
            if (unclear or speaker.candidates) and UNCERTAIN not in statement.doubts:
                statement.doubts.append(UNCERTAIN)
        self.statements.append(statement)
