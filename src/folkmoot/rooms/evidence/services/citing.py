"""Citations: which passages support which field of which record, of any room."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.records import RecordRef, model_of
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Citation, Claim, Passage, Source, Statement
from folkmoot.rooms.evidence.services.passages import passage_at
from folkmoot.rooms.evidence.terms import NoWords, OtherSource, Span

# The words of a statement are its passages, so this field is no column.
WORDS = "words"
VALUE = "value"
_ATTRIBUTED = {"evidence.statement", "evidence.claim"}


@transaction.atomic
def cite(
    *,
    actor: Actor,
    record: RecordRef,
    field: str = "",
    passages: Passage | Iterable[Passage],
    at: datetime,
    note: Multilingual | None = None,
) -> tuple[Citation, ...]:
    """Say that passages support a field of a record; what is said already stays.

    Args:
        actor: needs ``evidence.review``.
        field: a column of the record; empty when the passages support it as a whole.

    Raises:
        NotAllowed: the actor lacks the grant.
        NotFound: there is no such record.
        Invalid: the record has no such field.
        OtherSource: the words of a statement or claim stand in its own source.
    """
    policies.require_review(actor)
    chosen = (passages,) if isinstance(passages, Passage) else tuple(dict.fromkeys(passages))
    _check_target(record, field, chosen)
    return cite_checked(actor=actor, record=record, field=field, passages=chosen, at=at, note=note)


def cite_checked(
    *,
    actor: Actor,
    record: RecordRef,
    field: str,
    passages: Iterable[Passage],
    at: datetime,
    note: Multilingual | None = None,
    stated: Mapping[str, Any] | None = None,
) -> tuple[Citation, ...]:
    """Get or make citations, for services that have checked the right and the record.

    Args:
        stated: the field as the source states it, for comparing sources; see :class:`Citation`.
    """
    further = {name: value for name, value in (("note", note), ("stated", stated)) if value}
    made = []
    for passage in passages:
        target = {
            "passage": passage,
            "record_kind": record.kind,
            "record_uid": record.uid,
            "field": field,
        }
        known = Citation.objects.filter(**target).first()
        if known is None:
            values = {**target, **further}
            known = editing.create(actor=actor, model=Citation, values=values, at=at)
        elif stated and not known.stated:
            values = {"stated": dict(stated)}
            known = editing.change(actor=actor, record=known, values=values, at=at)
        made.append(known)
    announce_cited(record)
    return tuple(made)


@transaction.atomic
def uncite(
    *,
    actor: Actor,
    record: RecordRef,
    field: str = "",
    at: datetime,
    passage: Passage | None = None,
    reason: str = "",
) -> int:
    """Take back that a passage, or any passage, supports a field. Returns how many were removed.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
    """
    policies.require_review(actor)
    rows = Citation.objects.filter(record_kind=record.kind, record_uid=record.uid, field=field)
    if passage is not None:
        rows = rows.filter(passage=passage)
    citations = list(rows)
    for citation in citations:
        editing.remove(actor=actor, record=citation, at=at, reason=reason)
    announce_cited(record)
    return len(citations)


@transaction.atomic
def cite_exactly(
    *,
    actor: Actor,
    record: RecordRef,
    field: str,
    source: Source,
    spans: Iterable[Span],
    at: datetime,
) -> tuple[Citation, ...]:
    """Let exactly these spans of one source support a field, in this order.

    Citations that already are what is asked for stay untouched.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        NoWords: no span is given.
        NotFound, Invalid, OtherSource: as :func:`cite`.
        EmptySpan, BlankSpan, SpanOutOfRange, WordsHashNeeded, WordsDiffer: nothing is written.
    """
    policies.require_review(actor)
    chosen = passages_at(actor=actor, source=source, spans=spans, at=at)
    _check_target(record, field, chosen)
    rows = Citation.objects.filter(record_kind=record.kind, record_uid=record.uid, field=field)
    present = list(rows.filter(passage__source=source).order_by("id"))
    wanted = [passage.pk for passage in chosen]
    if [citation.passage_id for citation in present] == wanted:
        return tuple(present)
    for citation in present:
        editing.remove(actor=actor, record=citation, at=at)
    return cite_checked(actor=actor, record=record, field=field, passages=chosen, at=at)


def passages_at(
    *, actor: Actor, source: Source, spans: Iterable[Span], at: datetime
) -> tuple[Passage, ...]:
    """The passages of spans in order, each once, for services that have checked the right.

    Raises:
        NoWords: there is no span.
    """
    made = [passage_at(actor=actor, source=source, span=span, at=at) for span in spans]
    if not made:
        raise NoWords
    return tuple(dict.fromkeys(made))


def create_citation(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Citation:
    """:func:`cite` with column names, for generic screens."""
    record = RecordRef(values["record_kind"], str(values["record_uid"]))
    (citation,) = cite(
        actor=actor,
        record=record,
        field=values.get("field", ""),
        passages=values["passage"],
        at=at,
        note=values.get("note"),
    )
    return citation


@transaction.atomic
def change_citation(
    *,
    actor: Actor,
    citation: Citation,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Citation:
    """Let a citation point at another passage, record or field, or change its note.

    Raises:
        NotAllowed, NotFound, Invalid, OtherSource: as :func:`cite`.
        ChangedMeanwhile: somebody saved it since.
    """
    policies.require_review(actor)
    before = RecordRef(citation.record_kind, str(citation.record_uid))
    kind = values.get("record_kind", citation.record_kind)
    after = RecordRef(kind, str(values.get("record_uid", citation.record_uid)))
    field = values.get("field", citation.field)
    _check_target(after, field, (values.get("passage", citation.passage),))
    changed = editing.change(
        actor=actor,
        record=citation,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )
    for ref in {before, after}:
        announce_cited(ref)
    return changed


@transaction.atomic
def remove_citation(*, actor: Actor, citation: Citation, at: datetime, reason: str = "") -> None:
    """Take one citation back; the passage stays.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
    """
    policies.require_review(actor)
    editing.remove(actor=actor, record=citation, at=at, reason=reason)
    announce_cited(RecordRef(citation.record_kind, str(citation.record_uid)))


def announce_cited(record: RecordRef) -> None:
    """Statements and claims are found by their words, so tell search that these changed."""
    if record.kind in _ATTRIBUTED:
        announce(RecordWritten(record))


def _check_target(record: RecordRef, field: str, passages: Iterable[Passage]) -> None:
    try:
        model = model_of(record.kind)
    except LookupError as fault:
        raise NotFound from fault
    target = model._default_manager.filter(uid=record.uid).first()
    if target is None:
        raise NotFound
    names = {"", WORDS, *(one.name for one in model._meta.get_fields())}
    if field not in names:
        sentence = _("“%(field)s” is not a field of this record.") % {"field": field}
        raise Invalid({"field": [sentence]})
    if field not in (WORDS, VALUE) or not isinstance(target, Statement | Claim):
        return
    if any(passage.source_id != target.source_id for passage in passages):
        raise OtherSource
