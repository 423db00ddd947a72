"""Passages: exact words of a source, addressed by characters and checked by hash."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid, NotFound, StillUsed
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Citation, Passage, Source
from folkmoot.rooms.evidence.queries.review import supported_by
from folkmoot.rooms.evidence.terms import (
    BlankSpan,
    EmptySpan,
    OtherSource,
    Span,
    SpanOutOfRange,
    WordsDiffer,
    WordsHashNeeded,
)

_SHA256 = re.compile(r"[0-9a-f]{64}")


def hash_of(words: str) -> str:
    """The SHA-256 of words or of a whole text, in UTF-8."""
    return hashlib.sha256(words.encode()).hexdigest()


def tidy_span(text: str, start: int, end: int) -> tuple[int, int]:
    """A selection without white space at its ends; empty where there was nothing else."""
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return first, max(first, end - len(words) + len(words.rstrip()))


def span_from_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    """A selection counted in UTF-16 units, as browsers count, in characters.

    The two differ after the first character beyond U+FFFF. A position in the middle of such
    a character moves behind it.
    """
    return _characters(text, start), _characters(text, end)


@transaction.atomic
def passage(
    *, actor: Actor, source: Source, start: int, end: int, at: datetime, words_sha256: str = ""
) -> Passage:
    """The passage of a span; made if there is none yet. The span is taken exactly as given.

    Args:
        actor: needs ``evidence.review``.
        words_sha256: SHA-256 of the words in UTF-8; needed where the text is not attached.

    Raises:
        NotAllowed: the actor lacks the grant.
        EmptySpan, BlankSpan, SpanOutOfRange, WordsHashNeeded, WordsDiffer: nothing is written.
    """
    policies.require_review(actor)
    return passage_at(actor=actor, source=source, span=Span(start, end, words_sha256), at=at)


def passage_at(*, actor: Actor, source: Source, span: Span, at: datetime) -> Passage:
    """Get or make a passage, for services that have checked the actor's right."""
    digest = _checked_hash(source, span)
    known = _known(source, span)
    if known is None:
        values = {"source": source, "start": span.start, "end": span.end, "words_sha256": digest}
        try:
            return editing.create(actor=actor, model=Passage, values=values, at=at)
        except Invalid:
            # Somebody made the same one at this moment; the constraint let one through.
            known = _known(source, span)
            if known is None:
                raise
    if known.words_sha256 != digest:
        raise WordsDiffer(start=span.start, end=span.end)
    return known


def create_passage(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Passage:
    """:func:`passage` with column names, for generic screens."""
    return passage(actor=actor, at=at, **values)


@transaction.atomic
def change_passage(
    *,
    actor: Actor,
    passage: Passage,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Passage:
    """Move the ends of a passage; everything that cites it then cites the new words.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        OtherSource: a passage stays in its source.
        EmptySpan, BlankSpan, SpanOutOfRange, WordsHashNeeded, WordsDiffer: nothing is written.
        Invalid: there is already a passage with these ends.
        ChangedMeanwhile: somebody moved it since.
    """
    policies.require_review(actor)
    if values.get("source", passage.source) != passage.source:
        raise OtherSource
    start, end = values.get("start", passage.start), values.get("end", passage.end)
    span = Span(start, end, values.get("words_sha256", ""))
    if (start, end) == (passage.start, passage.end):
        span = Span(start, end, passage.words_sha256)
    digest = _checked_hash(passage.source, span)
    return editing.change(
        actor=actor,
        record=passage,
        values={"start": start, "end": end, "words_sha256": digest},
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


@transaction.atomic
def remove_passage(*, actor: Actor, passage: Passage, at: datetime, reason: str = "") -> None:
    """Remove a passage that supports nothing.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        StillUsed: something cites it; nothing is written.
    """
    policies.require_review(actor)
    refuse_if_cited(Citation.objects.filter(passage=passage).select_for_update())
    editing.remove(actor=actor, record=passage, at=at, reason=reason)


def refuse_if_cited(citations: Any) -> None:
    """Refuse while existing records are supported by these citations.

    Citations of records that were removed do not count: they wait for an undo.

    Raises:
        StillUsed: naming up to three of the records.
    """
    refs = [RecordRef(one.record_kind, str(one.record_uid)) for one in citations]
    labels = supported_by(refs)
    if labels:
        named = {label or ref.kind for ref, label in labels.items()}
        raise StillUsed(used_by=", ".join(sorted(named)[:3]))


def _known(source: Source, span: Span) -> Passage | None:
    return Passage.objects.filter(source=source, start=span.start, end=span.end).first()


def _checked_hash(source: Source, span: Span) -> str:
    if not source.has_text:
        # A text attached at this moment checks every passage, so wait for it and look again.
        locked = Source.objects.select_for_update().filter(pk=source.pk).first()
        if locked is None:
            raise NotFound
        source = locked
    if span.end <= span.start:
        raise EmptySpan
    length = len(source.text) if source.has_text else source.length_chars
    if span.start < 0 or (length and span.end > length):
        raise SpanOutOfRange(start=span.start, end=span.end, length=length)
    given = span.words_sha256.lower()
    if not source.has_text:
        if not _SHA256.fullmatch(given):
            raise WordsHashNeeded
        return given
    words = source.text[span.start : span.end]
    if not words.strip():
        raise BlankSpan
    if given and given != hash_of(words):
        raise WordsDiffer(start=span.start, end=span.end)
    return hash_of(words)


def _characters(text: str, units: int) -> int:
    """How many characters the first UTF-16 units hold."""
    count = 0
    for character in text:
        if units <= 0:
            break
        units -= 2 if ord(character) > 0xFFFF else 1
        count += 1
    return count
