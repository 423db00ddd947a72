"""The words that a commitment quotes: taken from a frozen text or a statement, never retyped."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.evidence.models import Citation, Passage, Statement
from folkmoot.rooms.evidence.services.citing import WORDS, cite_checked
from folkmoot.rooms.evidence.services.passages import hash_of, passage_at, tidy_span
from folkmoot.rooms.evidence.terms import Span, Visibility
from folkmoot.rooms.outcomes.models import Agreement, Clause, Commitment, TextVersion
from folkmoot.rooms.outcomes.queries.commitments import frozen_clauses
from folkmoot.rooms.outcomes.queries.quotable import agreed_text
from folkmoot.rooms.outcomes.services.commitments_paper import freeze_paper
from folkmoot.rooms.outcomes.terms.agreements import Origin
from folkmoot.rooms.outcomes.terms.commitments import (
    QuoteDiffers,
    StatementNotNamed,
    TextNotFrozen,
)


@dataclass(frozen=True, slots=True)
class Words:
    """Quoted words with their place: characters of a clause as shown, or of a source's text."""

    quote: str
    language: str
    starts: int
    ends: int
    agreement: Agreement | None = None
    clause: Clause | None = None
    text: TextVersion | None = None
    statement: Statement | None = None

    @classmethod
    def of(cls, commitment: Commitment) -> "Words":
        """What a commitment quotes."""
        return cls(
            quote=commitment.quote,
            language=commitment.language,
            starts=commitment.starts,
            ends=commitment.ends,
            agreement=commitment.agreement,
            clause=commitment.clause,
            text=commitment.text,
            statement=commitment.statement,
        )

    def columns(self) -> dict[str, Any]:
        """The columns of a commitment that quotes these words."""
        return {
            "quote": self.quote,
            "language": self.language,
            "starts": self.starts,
            "ends": self.ends,
            "agreement": self.agreement,
            "clause": self.clause,
            "text": self.text,
            "statement": self.statement,
        }

    def narrowed(self, starts: int, ends: int) -> "Words":
        """A part of the words, by characters of the words themselves.

        Raises:
            QuoteDiffers: it lies outside, or is empty.
        """
        if not 0 <= starts < ends <= len(self.quote):
            raise QuoteDiffers
        first, last = tidy_span(self.quote, starts, ends)
        if first == last:
            raise QuoteDiffers
        return replace(
            self,
            quote=self.quote[first:last],
            starts=self.starts + first,
            ends=self.starts + last,
        )


def words_of_clause(
    actor: Actor,
    agreement: Agreement,
    clause: Clause,
    language: str,
    at: datetime,
    span: tuple[int, int] | None,
) -> Words:
    """Words of a clause as the frozen text shows it; the whole clause without a span.

    A paper is frozen as its clauses were typed. The caller holds the agreement's lock.

    Raises:
        TextNotFrozen: the text is not agreed, or the clause is no part of it.
        QuoteDiffers: nothing stands there in this language.
    """
    text = (
        freeze_paper(actor, agreement, at)
        if agreement.origin == Origin.PAPER
        else agreed_text(agreement)
    )
    if text is None or clause.agreement_id != agreement.pk:
        raise TextNotFrozen
    frozen = frozen_clauses(text.content).get(clause.key)
    if frozen is None:
        raise TextNotFrozen
    shown = frozen.shown(language)
    starts, ends = span or (0, len(shown))
    if not 0 <= starts < ends <= len(shown):
        raise QuoteDiffers
    starts, ends = tidy_span(shown, starts, ends)
    if starts == ends:
        raise QuoteDiffers
    return Words(
        quote=shown[starts:ends],
        language=language,
        starts=starts,
        ends=ends,
        agreement=agreement,
        clause=clause,
        text=text,
    )


def words_of_statement(
    statement: Statement, passage: Passage | None, starts: int | None, ends: int | None
) -> tuple[Words, Passage]:
    """Words of a public statement of somebody named, and the passage in which they stand.

    Raises:
        StatementNotNamed: nobody is named, its source is not public, or it has no words.
        QuoteDiffers: the words lie outside the passage, or the text says something else.
    """
    source = statement.source
    if source.visibility != Visibility.PUBLIC or not (
        statement.speaker_id or statement.speaker_organisation_id
    ):
        raise StatementNotNamed
    rows = Citation.objects.filter(
        record_kind=statement.ref.kind, record_uid=statement.uid, field=WORDS
    ).order_by("id")
    cited = [one.passage for one in rows.select_related("passage")]
    chosen = cited[0] if passage is None and cited else passage
    if chosen is None or chosen not in cited or not source.has_text:
        raise StatementNotNamed
    first = chosen.start if starts is None else starts
    last = chosen.end if ends is None else ends
    if not chosen.start <= first < last <= chosen.end:
        raise QuoteDiffers
    if hash_of(source.text[chosen.start : chosen.end]) != chosen.words_sha256:
        raise QuoteDiffers
    first, last = tidy_span(source.text, first, last)
    if first == last:
        raise QuoteDiffers
    words = Words(
        quote=source.text[first:last],
        language=source.language,
        starts=first,
        ends=last,
        statement=statement,
    )
    return words, chosen


def cite_statement(actor: Actor, commitment: Commitment, cited: Passage, at: datetime) -> None:
    """Say that the quoted words stand in the source; readers find them as every citation."""
    place = cited
    if (cited.start, cited.end) != (commitment.starts, commitment.ends):
        span = Span(commitment.starts, commitment.ends)
        place = passage_at(actor=actor, source=cited.source, span=span, at=at)
    cite_checked(actor=actor, record=commitment.ref, field="quote", passages=[place], at=at)
