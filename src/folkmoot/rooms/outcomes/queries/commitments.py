"""Reads of commitments: lists by right, one whole, and its words checked against their source.

Words are never shown without being compared: what a commitment quotes must still stand at its
place of the frozen text, or of the source of the statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.db.models.functions import Substr

from folkmoot.engines import typesetting as engine
from folkmoot.kernel.actors import VISITOR, Actor
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence import policies as evidence
from folkmoot.rooms.evidence.terms import Visibility
from folkmoot.rooms.outcomes.models import (
    Commitment,
    EvidenceItem,
    Milestone,
    Responsibility,
    TextVersion,
)
from folkmoot.rooms.outcomes.policies import readable_commitments, scope_path
from folkmoot.rooms.outcomes.terms.agreements import Publication
from folkmoot.rooms.outcomes.terms.commitments import CommitmentState, QuoteState
from folkmoot.rooms.outcomes.terms.method import Specificity, specificity
from folkmoot.rooms.programme.models import Edition

_LOADED = (
    "edition__series",
    "strand",
    "agreement",
    "clause",
    "statement__speaker",
    "statement__speaker_organisation",
    "statement__source",
)


@dataclass(frozen=True, slots=True)
class Quote:
    """The words of a commitment as they may be shown.

    Attributes:
        words: ``None`` where the reader may not see them, or the place says something else.
        number, heading: of the clause, in its text; empty for a statement.
    """

    words: str | None
    language: str
    state: QuoteState
    number: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class WholeCommitment:
    """One commitment with what hangs on it but reports and assessments, which are asked apart."""

    commitment: Commitment
    quote: Quote
    specificity: Specificity
    responsibilities: tuple[Responsibility, ...]
    milestones: tuple[Milestone, ...]
    evidence: tuple[EvidenceItem, ...]
    carried_to: Commitment | None
    repeated_by: tuple[Commitment, ...]


def visible_commitments(actor: Actor) -> QuerySet[Commitment]:
    """The commitments that the actor reads at the desk. One query.

    The text of a statement's source is not loaded.
    """
    return _loaded(Commitment.objects.filter(readable_commitments(actor)))


def visible_commitment(actor: Actor, uid: UUID | str) -> Commitment:
    """One commitment by its identity. One query.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    return _one(visible_commitments(actor), uid)


def published_commitments(edition: Edition | None = None) -> QuerySet[Commitment]:
    """What anyone may see: public commitments of public editions, by due day. One query.

    Nothing that is only proposed is public: nobody has confirmed yet that it is promised.
    """
    rows = Commitment.objects.filter(
        is_public=True, edition__is_public=True, edition__series__is_public=True
    ).exclude(state=CommitmentState.PROPOSED)
    if edition is not None:
        rows = rows.filter(edition=edition)
    return _loaded(rows).order_by("due_on", "id")


def published_commitment(uid: UUID | str) -> Commitment:
    """One commitment that anyone may see. One query.

    Raises:
        NotFound: there is none.
    """
    return _one(published_commitments(), uid)


def whole_commitment(commitment: Commitment, actor: Actor = VISITOR) -> WholeCommitment:
    """One commitment for its page. At most eight queries, whatever hangs on it.

    A visitor gets public evidence only.
    """
    items = commitment.evidence.select_related("file").order_by("id")
    reads = decide(actor, Permission.OUTCOMES_READ, scope_path(commitment)).is_allowed
    if not reads:
        items = items.filter(is_public=True)
    others = published_commitments() if not reads else _loaded(Commitment.objects.all())
    return WholeCommitment(
        commitment=commitment,
        quote=quotes_of([commitment], actor)[commitment.pk],
        specificity=specificity(commitment.elements),
        responsibilities=tuple(
            commitment.responsibilities.select_related("region__country", "organisation").order_by(
                "id"
            )
        ),
        milestones=tuple(commitment.milestones.order_by("due_on", "id")),
        evidence=tuple(items),
        carried_to=others.filter(carried_from=commitment).first(),
        repeated_by=tuple(others.filter(repeats=commitment).order_by("id")),
    )


def quotes_of(commitments: Iterable[Commitment], actor: Actor = VISITOR) -> dict[int, Quote]:
    """The words of commitments by primary key, each compared with its source. Two queries.

    What the actor may not read is compared all the same, and its words left out.
    """
    told = list(commitments)
    texts = {one.text_id for one in told if one.text_id}
    frozen = {
        pk: (frozen_clauses(content), voided_at is not None)
        for pk, content, voided_at in TextVersion.objects.filter(pk__in=texts).values_list(
            "pk", "content", "voided_at"
        )
    } if texts else {}  # fmt: skip
    said = _said([one.pk for one in told if one.statement_id])
    return {
        one.pk: (
            _from_statement(one, said[one.pk], actor)
            if one.pk in said
            else _from_clause(one, frozen, actor)
        )
        for one in told
    }


def frozen_clauses(content: str) -> dict[str, engine.Clause]:
    """The clauses of a frozen text by key; none where the content is not what was frozen."""
    try:
        text = engine.read_canonical(content.encode())
    except engine.NotCanonical:
        return {}
    return {one.uid: one for one in text.clauses}


def _from_clause(
    one: Commitment, frozen: dict[int, tuple[dict[str, engine.Clause], bool]], actor: Actor
) -> Quote:
    clauses, is_void = frozen.get(one.text_id or 0, ({}, False))
    clause = clauses.get(one.clause.key) if one.clause else None
    shown = clause.shown(one.language)[one.starts : one.ends] if clause else ""
    if clause is None or not one.quote or shown != one.quote:
        return Quote(None, one.language, QuoteState.DIFFERS)
    state = QuoteState.VOID if is_void else QuoteState.HOLDS
    words = one.quote if _may_read_clause(one, actor) else None
    return Quote(words, one.language, state, clause.number, clause.heading.get(one.language))


def _may_read_clause(one: Commitment, actor: Actor) -> bool:
    agreement = one.agreement
    if agreement and agreement.is_public and agreement.publication == Publication.FULL:
        return True
    if actor == VISITOR:
        return False
    return any(
        decide(actor, permission, scope_path(one)).is_allowed
        for permission in (Permission.OUTCOMES_READ, Permission.OUTCOMES_NEGOTIATE)
    )


def _said(pks: list[int]) -> dict[int, tuple[str, bool, str, str]]:
    """What stands in the sources at the places of commitments: words, whether there is a text."""
    if not pks:
        return {}
    rows = Commitment.objects.filter(pk__in=pks).annotate(
        cut=Substr("statement__source__text", F("starts") + 1, F("ends") - F("starts"))
    )
    told = rows.values_list(
        "pk",
        "cut",
        "statement__source__has_text",
        "statement__source__visibility",
        "statement__source__text_rights",
    )
    return {
        pk: (cut, has_text, visibility, rights) for pk, cut, has_text, visibility, rights in told
    }


def _from_statement(one: Commitment, told: tuple[str, bool, str, str], actor: Actor) -> Quote:
    cut, has_text, visibility, rights = told
    if has_text and cut != one.quote:
        return Quote(None, one.language, QuoteState.DIFFERS)
    may = (visibility == Visibility.PUBLIC or evidence.reads_all(actor)) and evidence.may_quote(
        actor, rights=rights
    )
    state = QuoteState.HOLDS if has_text else QuoteState.UNCHECKED
    return Quote(one.quote if may else None, one.language, state)


def _loaded(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return rows.select_related(*_LOADED).defer("statement__source__text")


def _one(rows: QuerySet[Any], uid: UUID | str) -> Commitment:
    try:
        found: Commitment | None = rows.filter(uid=uid).first()
    except ValidationError as fault:  # an address that somebody bent
        raise NotFound from fault
    if found is None:
        raise NotFound
    return found
