"""Who states what stands at a position: the speaker of the innermost statement that holds it."""

from bisect import bisect_right
from collections.abc import Sequence

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.found import QuotationFound
from folkmoot.engines.extraction.terms import FieldValue, Span


class Claimants:
    """The statements of a text, looked up by position in logarithmic time."""

    def __init__(self, quotations: Sequence[QuotationFound]) -> None:
        parts = sorted(
            ((part, one) for one in quotations for part in one.parts),
            key=lambda pair: (pair[0].start, -pair[0].end),
        )
        self._starts: list[int] = []
        self._holding: list[QuotationFound | None] = []
        open_parts: list[tuple[Span, QuotationFound]] = []
        for part, one in parts:
            self._close(open_parts, part.start)
            open_parts.append((part, one))
            self._mark(part.start, one)
        self._close(open_parts, None)

    def _close(self, open_parts: list[tuple[Span, QuotationFound]], until: int | None) -> None:
        while open_parts and (until is None or open_parts[-1][0].end <= until):
            part, _ = open_parts.pop()
            self._mark(part.end, open_parts[-1][1] if open_parts else None)

    def _mark(self, position: int, quotation: QuotationFound | None) -> None:
        self._starts.append(position)
        self._holding.append(quotation)

    def statement_at(self, position: int) -> QuotationFound | None:
        at = bisect_right(self._starts, position) - 1
        return self._holding[at] if at >= 0 else None

    def claimant_at(self, article: Article, position: int) -> FieldValue | None:
        """The speaker's name, or the words that name the speaker; nothing in plain narration."""
        statement = self.statement_at(position)
        if statement is None:
            return None
        if statement.speaker is not None:
            name = statement.speaker.name
            return article.value(name.value, statement.speaker_words or name.span)
        if statement.speaker_words is not None:
            words = " ".join(article.plain(statement.speaker_words).split())
            return article.value(words, statement.speaker_words)
        return None
