"""Use cases that make commitments of words: of a clause, of a skeleton, of a public statement.

The words are compared with the frozen text before anything is written. What is made is
proposed; a responsible body confirms or disputes it (``commitments_states``).
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import StillUsed
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Passage, Statement
from folkmoot.rooms.outcomes.models import Agreement, Clause, Commitment, Party
from folkmoot.rooms.outcomes.policies import require_edit
from folkmoot.rooms.outcomes.queries.commitments_similar import SAME, similar_promises
from folkmoot.rooms.outcomes.queries.library import Skeleton, commitment_skeletons
from folkmoot.rooms.outcomes.services.agreements_checks import (
    check_stays,
    invalid,
    locked_agreement,
)
from folkmoot.rooms.outcomes.services.commitments_checks import (
    AUDIT_REASON,
    PROMISE,
    check_promise,
    due_of,
    locked_commitment,
    next_edition,
    require_edit_commitment,
    require_open,
)
from folkmoot.rooms.outcomes.services.commitments_parts import (
    add_responsibility,
    copy_responsibilities,
)
from folkmoot.rooms.outcomes.services.commitments_words import (
    Words,
    cite_statement,
    words_of_clause,
    words_of_statement,
)
from folkmoot.rooms.outcomes.terms.commitments import (
    CommitmentExists,
    CommitmentKind,
    CommitmentState,
    DueBasis,
    MoveNotPossible,
    PartyRole,
    PromiseFixed,
)
from folkmoot.rooms.outcomes.terms.method import Element
from folkmoot.rooms.programme import policies as programme
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.models import Organisation, Region

_BODY = ("lead", "office", "email", "mail_language")
_OPEN_TERMS = (CommitmentState.PROPOSED, CommitmentState.DISPUTED)
_FREE = frozenset({"strand", "is_priority", "is_public", "repeats"})


@transaction.atomic
def commitment_from_words(
    *,
    actor: Actor,
    clause: Clause,
    language: str,
    starts: int,
    ends: int,
    values: Mapping[str, Any],
    at: datetime,
) -> Commitment:
    """Propose a commitment that quotes selected words of a clause.

    Args:
        starts, ends: characters of the clause as the frozen text shows it, values filled in;
            white space around the words is left out.
        values: ``title`` and other columns; ``lead`` (a region or organisation) with
            ``office``, ``email`` and ``mail_language`` makes the body that leads.

    Raises:
        NotAllowed: the actor may not edit the agreement.
        TextNotFrozen: the text is not agreed.
        QuoteDiffers: nothing stands there.
        CommitmentExists, Invalid.
    """
    require_edit(actor, clause.agreement)
    locked = locked_agreement(clause.agreement)
    words = words_of_clause(actor, locked, clause, language, at, (starts, ends))
    return _make(actor, locked.edition, words, {"strand": locked.strand, **values}, at)


@transaction.atomic
def commitment_from_skeleton(
    *,
    actor: Actor,
    clause: Clause,
    at: datetime,
    values: Mapping[str, Any] | None = None,
    language: str = "",
) -> Commitment:
    """Propose the commitment that a clause of the library brings along; it quotes the clause.

    Args:
        values: columns that replace or add to what the skeleton says.
        language: of the quotation; the first authentic one of the agreement without it.

    Raises:
        NotAllowed, TextNotFrozen, CommitmentExists.
        Invalid: the clause brings none, or a day or a title is missing.
    """
    require_edit(actor, clause.agreement)
    locked = locked_agreement(clause.agreement)
    found = next((one for one in commitment_skeletons(locked) if one.clause.pk == clause.pk), None)
    if found is None:
        raise invalid("clause", _("This clause brings no commitment along. Select words of it."))
    return _from_skeleton(actor, locked, found, values or {}, language, at)


@transaction.atomic
def propose_commitments(*, actor: Actor, agreement: Agreement, at: datetime) -> list[Commitment]:
    """Propose what the clauses of a text bring along and is not on record yet.

    What lacks a title or a day is left out; it can be made by hand.

    Raises:
        NotAllowed, TextNotFrozen.
    """
    require_edit(actor, agreement)
    locked = locked_agreement(agreement)
    known = set(Commitment.objects.filter(agreement=locked).values_list("clause_id", flat=True))
    made = []
    for one in commitment_skeletons(locked):
        if one.clause.pk in known or not one.fields.get("title"):
            continue
        if not one.fields.get("due_on") and _next_day(locked.edition) is None:
            continue
        made.append(_from_skeleton(actor, locked, one, {}, "", at))
    return made


@transaction.atomic
def commitment_from_statement(
    *,
    actor: Actor,
    statement: Statement,
    edition: Edition,
    values: Mapping[str, Any],
    at: datetime,
    passage: Passage | None = None,
    starts: int | None = None,
    ends: int | None = None,
) -> Commitment:
    """Propose a commitment that quotes a public statement of a named person or body.

    Args:
        passage: one of those that are the statement's words; the first without one.
        starts, ends: characters of the source's text within that passage; all of it without.

    Raises:
        NotAllowed: the actor may not edit outcomes of the edition.
        StatementNotNamed: nobody is named, or the source is not public.
        QuoteDiffers: the words lie outside the statement.
        CommitmentExists, Invalid.
    """
    require(actor, Permission.OUTCOMES_EDIT, programme.scope_path(edition))
    words, cited = words_of_statement(statement, passage, starts, ends)
    made = _make(actor, edition, words, values, at)
    cite_statement(actor, made, cited, at)
    return made


@transaction.atomic
def split_commitment(
    *,
    actor: Actor,
    commitment: Commitment,
    parts: Sequence[Mapping[str, Any]],
    at: datetime,
) -> list[Commitment]:
    """Make several commitments of one sentence that promises several things.

    The first part stays the commitment itself; the others quote the same text and have the
    same bodies.

    Args:
        parts: the columns of each, ``title`` at least; ``starts`` and ``ends`` within the
            words of the commitment narrow what is quoted.

    Raises:
        NotAllowed, Invalid, CommitmentExists.
        MoveNotPossible: it is confirmed already.
    """
    require_edit_commitment(actor, commitment)
    if len(parts) < 2:
        raise invalid("parts", _("Name at least two promises."))
    locked = locked_commitment(commitment)
    if locked.state not in _OPEN_TERMS:
        raise MoveNotPossible(state=CommitmentState(locked.state).label)
    whole = Words.of(locked)
    first = _narrowed(whole, parts[0])
    values = {**_columns(parts[0]), **first.columns()}
    kept = editing.change(
        actor=actor, record=locked, values=values, at=at, action="split", reason=""
    )
    told = [kept]
    for part in parts[1:]:
        inherited = {
            name: getattr(locked, name) for name in (*PROMISE - {"title"}, "strand", "is_public")
        }
        merged = {**inherited, **_columns(part), "lead": None}
        made = _make(actor, locked.edition, _narrowed(whole, part), merged, at)
        copy_responsibilities(actor, locked, made, at)
        told.append(made)
    return told


@transaction.atomic
def change_commitment(
    *,
    actor: Actor,
    commitment: Commitment,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Commitment:
    """Change a commitment: what is promised only until it is in effect, ambition only before.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
        PromiseFixed: it is in effect or closed, and this says what is promised.
    """
    require_edit_commitment(actor, commitment)
    fixed = ("edition", "agreement", "clause", "text", "statement", "state", "closing")
    check_stays(commitment, values, *fixed, "quote", "starts", "ends", "language")
    locked = locked_commitment(commitment)
    settled = {name for name in values if name not in _FREE and _differs(locked, name, values)}
    if settled and locked.state not in (*_OPEN_TERMS, CommitmentState.CONFIRMED):
        raise PromiseFixed
    told = dict(values)
    check_promise(
        locked.edition,
        {"target_value": locked.target_value, "target_unit": locked.target_unit, **told},
    )
    if {"due_on", "due_basis"} & set(told):
        due = due_of(
            locked.edition, {"due_on": locked.due_on, "due_basis": locked.due_basis, **told}
        )
        told |= {"due_on": due.on, "due_basis": due.basis}
    if locked.state == CommitmentState.CONFIRMED and settled & PROMISE and not reason.strip():
        raise invalid("reason", _("It is confirmed already. Say why the promise changes."))
    return editing.change(
        actor=actor,
        record=locked,
        values=told,
        at=at,
        expected_version=expected_version,
        reason=reason[:AUDIT_REASON],
        # Never undone by itself: ambition and promise may be fixed meanwhile.
        action="amended",
    )


@transaction.atomic
def remove_commitment(
    *, actor: Actor, commitment: Commitment, at: datetime, reason: str = ""
) -> None:
    """Remove a commitment that nobody confirmed.

    Raises:
        NotAllowed.
        MoveNotPossible: it is confirmed; close it instead.
        StillUsed: something hangs on it.
    """
    require_edit_commitment(actor, commitment)
    locked = locked_commitment(commitment)
    if locked.state not in _OPEN_TERMS:
        raise MoveNotPossible(state=CommitmentState(locked.state).label)
    if locked.reports.exists() or locked.assessments.exists():
        raise StillUsed(used_by=_("a report"))
    for one in locked.responsibilities.all():
        editing.remove(actor=actor, record=one, at=at, reason=reason[:AUDIT_REASON])
    editing.remove(actor=actor, record=locked, at=at, reason=reason[:AUDIT_REASON])


def copy_commitment(
    actor: Actor, old: Commitment, edition: Edition, values: Mapping[str, Any], at: datetime
) -> Commitment:
    """The same promise in another edition, with its bodies; for carrying over.

    Raises:
        Invalid: no day is told and the edition after has none.
    """
    require_open(old)
    inherited = {
        name: getattr(old, name)
        for name in ("title", "kind", "elements", "target", "target_value", "target_unit",
                     "conditions", "ambition", "is_priority", "is_public")
    }  # fmt: skip
    told = {**inherited, "lead": None, **values, "carried_from": old}
    made = _make(actor, edition, Words.of(old), told, at, looks_back=False)
    copy_responsibilities(actor, old, made, at)
    return made


def _make(
    actor: Actor,
    edition: Edition,
    words: Words,
    values: Mapping[str, Any],
    at: datetime,
    *,
    looks_back: bool = True,
) -> Commitment:
    """Store a commitment once rights and words are checked."""
    told = {name: value for name, value in values.items() if name not in (*_BODY, "starts", "ends")}
    title = told.get("title") or Multilingual({}, "en")
    if not title:
        raise invalid("title", _("Say in plain words what is promised."))
    check_promise(edition, told)
    due = due_of(edition, told)
    told |= {"due_on": due.on, "due_basis": due.basis, "edition": edition, **words.columns()}
    twins = Commitment.objects.filter(
        edition=edition,
        clause=words.clause,
        statement=words.statement,
        starts=words.starts,
        ends=words.ends,
    )
    if twin := next((one for one in twins if one.title == title), None):
        raise CommitmentExists(title=str(twin))
    if looks_back and told.get("repeats") is None:
        told["repeats"] = _earlier(edition, title, words.quote, twins)
    made = editing.create(actor=actor, model=Commitment, values=told, at=at)
    body = values.get("lead")
    if body is not None:
        lead: dict[str, Any] = {
            "organisation" if isinstance(body, Organisation) else "region": body,
            **{name: values[name] for name in _BODY[1:] if values.get(name)},
        }
        add_responsibility(actor, made, {**lead, "role": PartyRole.LEAD}, at)
    return made


def _earlier(edition: Edition, title: Multilingual, quote: str, twins: Any) -> Commitment | None:
    """The earlier promise that this one plainly repeats; never one of the same sentence."""
    same = {one.pk for one in twins}
    for one in similar_promises(edition, (*title.texts.values(), quote)):
        if one.likeness >= SAME and one.commitment.pk not in same:
            return one.commitment
    return None


def _from_skeleton(
    actor: Actor,
    agreement: Agreement,
    skeleton: Skeleton,
    values: Mapping[str, Any],
    language: str,
    at: datetime,
) -> Commitment:
    tag = language or next(iter(agreement.authentic_languages or agreement.languages), "")
    words = words_of_clause(actor, agreement, skeleton.clause, tag, at, None)
    told = {"strand": agreement.strand, **_fields(agreement, skeleton, tag), **values}
    beneficiary = told.pop("beneficiary", None)
    told.setdefault("elements", _stated(told))
    made = _make(actor, agreement.edition, words, told, at)
    if beneficiary is not None:
        column = "organisation" if isinstance(beneficiary, Organisation) else "region"
        row = {column: beneficiary, "role": PartyRole.BENEFICIARY}
        add_responsibility(actor, made, row, at)
    return made


def _fields(agreement: Agreement, skeleton: Skeleton, language: str) -> dict[str, Any]:
    """The columns that the plain fields of a skeleton mean."""
    told: dict[str, Any] = {}
    for name, value in skeleton.fields.items():
        match name:
            case "lead" | "beneficiary":
                told[name] = _body(agreement, value)
            case "due_on":
                told[name] = date.fromisoformat(value)
            case "title" | "target" | "conditions":
                original = language if language in value else next(iter(value))
                told[name] = Multilingual(value, original)
            case _:
                told[name] = value
    told.setdefault("kind", CommitmentKind.ACT)
    told["due_basis"] = DueBasis.EXPLICIT if told.get("due_on") else DueBasis.NEXT_EDITION
    return {name: value for name, value in told.items() if value is not None}


def _stated(told: Mapping[str, Any]) -> list[str]:
    """Which of the four elements the filled skeleton states."""
    stated = {
        Element.DELIVERABLE: bool(told.get("title")),
        Element.MEASURE: bool(told.get("target") or told.get("target_value")),
        Element.TIME: told.get("due_on") is not None,
        Element.OWNER: told.get("lead") is not None,
    }
    return [element.value for element, is_stated in stated.items() if is_stated]


def _body(agreement: Agreement, uid: str) -> Region | Organisation | None:
    rows = Party.objects.filter(agreement=agreement, uid=uid)
    party = rows.select_related("region", "organisation").first()
    return (party.organisation or party.region) if party else None


def _next_day(edition: Edition) -> date | None:
    following = next_edition(edition)
    return following.starts_on if following else None


def _narrowed(whole: Words, part: Mapping[str, Any]) -> Words:
    if part.get("starts") is None:
        return whole
    return whole.narrowed(int(part["starts"]), int(part["ends"]))


def _columns(part: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name not in ("starts", "ends")}


def _differs(commitment: Commitment, name: str, values: Mapping[str, Any]) -> bool:
    return bool(getattr(commitment, name) != values[name])
