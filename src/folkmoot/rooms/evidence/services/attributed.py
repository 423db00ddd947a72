"""Statements and claims: who said what, in which words of which source.

We record that it was said; whether it is so is for the reader.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import RecordRef, model_of
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Citation, Claim, Source, Statement
from folkmoot.rooms.evidence.services.citing import VALUE, WORDS, cite_checked, passages_at
from folkmoot.rooms.evidence.terms import OfficeOfAnother, OtherSource, Span

A = TypeVar("A", Statement, Claim)


@transaction.atomic
def note_statement(
    *,
    actor: Actor,
    source: Source,
    spans: Iterable[Span],
    values: Mapping[str, Any],
    at: datetime,
    about: RecordRef | None = None,
) -> Statement:
    """Write down what somebody is said to have said; the spans are the words, in order.

    Args:
        actor: needs ``evidence.review``.
        values: ``speaker``, ``speaker_organisation``, ``office``, ``speaker_as_written``,
            ``mode``, ``topic``, ``reported_by``; without a speaker the source itself speaks.
        about: the record the words speak of.

    Raises:
        NotAllowed: the actor lacks the grant.
        NoWords: no span is given.
        OfficeOfAnother: the office is not the speaker's.
        NotFound: there is no such record to be about.
        EmptySpan, BlankSpan, SpanOutOfRange, WordsHashNeeded, WordsDiffer: nothing is written.
    """
    return _note(Statement, WORDS, actor, source, spans, values, at, about)


@transaction.atomic
def note_claim(
    *,
    actor: Actor,
    source: Source,
    spans: Iterable[Span],
    values: Mapping[str, Any],
    at: datetime,
    about: RecordRef | None = None,
) -> Claim:
    """Write down a figure as somebody states it; the spans are where it stands.

    Args:
        actor: needs ``evidence.review``.
        values: ``subject`` and what is known of ``value``, ``comparator``, ``kind``, ``unit``,
            ``currency``, ``measure``, ``scope``, ``period``, ``status``, ``needs_review`` and
            of the speaker, as for :func:`note_statement`.
        about: the record the figure speaks of.

    Raises:
        as :func:`note_statement`, and Invalid for values that cannot be stored.
    """
    return _note(Claim, VALUE, actor, source, spans, values, at, about)


def create_statement(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Statement:
    """Store a statement whose words are cited afterwards.

    Raises:
        NotAllowed, OfficeOfAnother, NotFound, Invalid: nothing is written.
    """
    return _create(Statement, actor, values, at)


def create_claim(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Claim:
    """Store a claim whose words are cited afterwards.

    Raises:
        NotAllowed, OfficeOfAnother, NotFound, Invalid: nothing is written.
    """
    return _create(Claim, actor, values, at)


def change_statement(
    *,
    actor: Actor,
    statement: Statement,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Statement:
    """Change who said it, how, or about what. The words change with ``cite_exactly``.

    Raises:
        NotAllowed, OfficeOfAnother, NotFound, Invalid, ChangedMeanwhile: nothing is written.
        OtherSource: its words are cited from the present source.
    """
    return _change(actor, statement, values, at, expected_version, reason)


def change_claim(
    *,
    actor: Actor,
    claim: Claim,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Claim:
    """Change the figure or who states it. The words change with ``cite_exactly``.

    Raises:
        NotAllowed, OfficeOfAnother, NotFound, Invalid, ChangedMeanwhile: nothing is written.
        OtherSource: its words are cited from the present source.
    """
    return _change(actor, claim, values, at, expected_version, reason)


def remove_statement(*, actor: Actor, statement: Statement, at: datetime, reason: str = "") -> None:
    """Remove a statement. Its citations wait, so that an undo brings its words back.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
    """
    policies.require_review(actor)
    editing.remove(actor=actor, record=statement, at=at, reason=reason)


def remove_claim(*, actor: Actor, claim: Claim, at: datetime, reason: str = "") -> None:
    """Remove a claim. Its citations wait, so that an undo brings its words back.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
    """
    policies.require_review(actor)
    editing.remove(actor=actor, record=claim, at=at, reason=reason)


def _note(
    model: type[A],
    field: str,
    actor: Actor,
    source: Source,
    spans: Iterable[Span],
    values: Mapping[str, Any],
    at: datetime,
    about: RecordRef | None,
) -> A:
    policies.require_review(actor)
    passages = passages_at(actor=actor, source=source, spans=spans, at=at)
    pointer = {"about_kind": about.kind, "about_uid": about.uid} if about else {}
    record = _create(model, actor, {**values, **pointer, "source": source}, at)
    cite_checked(actor=actor, record=record.ref, field=field, passages=passages, at=at)
    return record


def _create(model: type[A], actor: Actor, values: Mapping[str, Any], at: datetime) -> A:
    policies.require_review(actor)
    _check_office(values.get("office"), values.get("speaker"))
    _check_about(values.get("about_kind", ""), values.get("about_uid"))
    return editing.create(actor=actor, model=model, values=values, at=at)


@transaction.atomic
def _change(
    actor: Actor,
    record: A,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None,
    reason: str,
) -> A:
    policies.require_review(actor)
    _check_office(values.get("office", record.office), values.get("speaker", record.speaker))
    if {"about_kind", "about_uid"} & values.keys():
        kind = values.get("about_kind", record.about_kind)
        _check_about(kind, values.get("about_uid", record.about_uid))
    if values.get("source", record.source) != record.source:
        cited = Citation.objects.filter(record_kind=record.ref.kind, record_uid=record.uid)
        if cited.filter(field__in=[WORDS, VALUE]).exists():
            raise OtherSource
    return editing.change(
        actor=actor,
        record=record,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def _check_office(office: Any, speaker: Any) -> None:
    if office is not None and (speaker is None or office.person_id != speaker.pk):
        raise OfficeOfAnother


def _check_about(kind: str, uid: Any) -> None:
    if not kind and not uid:
        return
    try:
        is_there = bool(uid) and model_of(kind)._default_manager.filter(uid=uid).exists()
    except LookupError as fault:
        raise NotFound from fault
    if not is_there:
        raise NotFound
