"""Use cases of clauses in a draft, and of taking one from the library.

While the parties negotiate, clauses change by accepted proposals alone (``negotiating``), which
write through :func:`write_clause`, :func:`insert_clause` and :func:`take_out_clause`.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from folkmoot.engines.typesetting.letters import tidy
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.outcomes.models import Agreement, Clause, LibraryClause
from folkmoot.rooms.outcomes.policies import require_edit
from folkmoot.rooms.outcomes.queries.agreements_text import clauses_of
from folkmoot.rooms.outcomes.queries.agreements_variables import variable_faults
from folkmoot.rooms.outcomes.services.agreements_checks import (
    check_stays,
    invalid,
    is_currency,
    locked_agreement,
    owner,
    require_draft,
)


@transaction.atomic
def create_clause(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Clause:
    """Add a clause to a draft, at ``position`` or at the end. Its ``key`` never changes.

    Raises:
        NotAllowed, Invalid, TextNegotiated, TextFixed.
    """
    agreement: Agreement = owner(values, "agreement")
    require_edit(actor, agreement)
    locked = locked_agreement(agreement)
    require_draft(locked, at)
    return insert_clause(actor=actor, agreement=locked, values=values, at=at)


@transaction.atomic
def change_clause(
    *,
    actor: Actor,
    clause: Clause,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Clause:
    """Change a clause of a draft.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile, TextNegotiated, TextFixed.
    """
    require_edit(actor, clause.agreement)
    check_stays(clause, values, "agreement", "key", "is_removed")
    locked = locked_agreement(clause.agreement)
    require_draft(locked, at)
    return write_clause(
        actor=actor,
        clause=clause,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


@transaction.atomic
def remove_clause(*, actor: Actor, clause: Clause, at: datetime, reason: str = "") -> None:
    """Remove a clause of a draft.

    Raises:
        NotAllowed, TextNegotiated, TextFixed.
        StillUsed: a commitment quotes it.
    """
    require_edit(actor, clause.agreement)
    require_draft(locked_agreement(clause.agreement), at)
    editing.remove(actor=actor, record=clause, at=at, reason=reason)


@transaction.atomic
def move_clause(*, actor: Actor, clause: Clause, after: Clause | None, at: datetime) -> Clause:
    """Put a clause of a draft behind another one, or first. Numbers follow by themselves.

    Raises:
        NotAllowed, TextNegotiated, TextFixed.
        Invalid: the other clause is of another agreement.
    """
    require_edit(actor, clause.agreement)
    locked = locked_agreement(clause.agreement)
    require_draft(locked, at)
    if after is not None and after.agreement_id != locked.pk:
        raise invalid("after", _("This clause is of another agreement."))
    order = [one for one in clauses_of(locked) if one.pk != clause.pk]
    place = 0
    if after is not None:
        place = next((n + 1 for n, one in enumerate(order) if one.pk == after.pk), len(order))
    order.insert(place, clause)
    for position, one in enumerate(order, start=1):
        if one.pk != clause.pk and one.position != position:
            Clause.objects.filter(pk=one.pk).update(position=position)
    values = {"position": place + 1}
    return editing.change(actor=actor, record=clause, values=values, at=at)


@transaction.atomic
def use_library_clause(
    *,
    actor: Actor,
    agreement: Agreement,
    library_clause: LibraryClause,
    at: datetime,
    after: Clause | None = None,
    values: Mapping[str, str] | None = None,
) -> Clause:
    """Copy a clause of the library into a draft: its words, variables and kind.

    The copy is the agreement's own: a later change of the library does not reach it.

    Args:
        after: the clause behind which it comes; at the end without one.
        values: of its variables by name; the others stay open. Money: "1250.00 EUR".

    Raises:
        NotAllowed, TextNegotiated, TextFixed.
        Invalid: a value does not fit its variable, or the clause is no longer offered.
    """
    require_edit(actor, agreement)
    locked = locked_agreement(agreement)
    require_draft(locked, at)
    library_clause = LibraryClause.objects.get(pk=library_clause.pk)
    if library_clause.is_retired:
        raise invalid("library", _("This clause is no longer offered. Choose another one."))
    told: dict[str, Any] = {
        "key": _key_from(library_clause.slug, locked),
        "kind": library_clause.kind,
        "heading": in_languages(library_clause.heading, locked),
        "text": in_languages(library_clause.text, locked),
        "variables": _with_values(library_clause.variables, values or {}),
        "library": library_clause,
    }
    if after is not None:
        told["position"] = after.position + 1
    return insert_clause(actor=actor, agreement=locked, values=told, at=at)


def insert_clause(
    *, actor: Actor, agreement: Agreement, values: Mapping[str, Any], at: datetime
) -> Clause:
    """Write a new clause once rights and state are checked; those behind it move along.

    Raises:
        Invalid.
    """
    told = {**_tidied(values), "agreement": agreement}
    told["key"] = told.get("key") or f"c-{uuid.uuid4().hex[:10]}"
    check_clause(agreement, Clause, told)
    rows = Clause.objects.filter(agreement=agreement)
    position = told.get("position")
    if position is None:
        told["position"] = (rows.aggregate(last=Max("position"))["last"] or 0) + 1
    elif rows.filter(position=position).exists():
        rows.filter(position__gte=position).update(position=F("position") + 1)
    return editing.create(actor=actor, model=Clause, values=told, at=at)


def write_clause(
    *,
    actor: Actor,
    clause: Clause,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Clause:
    """Change a clause once rights and state are checked.

    Raises:
        Invalid, ChangedMeanwhile.
    """
    told = _tidied(values)
    check_clause(clause.agreement, clause, told)
    return editing.change(
        actor=actor,
        record=clause,
        values=told,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def take_out_clause(*, actor: Actor, clause: Clause, at: datetime, reason: str = "") -> Clause:
    """Take a clause out of the text while keeping what was said about it; rights are checked."""
    values = {"is_removed": True}
    return editing.change(actor=actor, record=clause, values=values, at=at, reason=reason)


def check_clause(
    agreement: Agreement | None, subject: Clause | type[Clause], values: Mapping[str, Any]
) -> None:
    """Languages are the agreement's; variables have types and values that fit.

    Raises:
        Invalid: names the field, with every sentence.
    """

    def read(name: str, default: Any) -> Any:
        if name in values:
            return values[name]
        return getattr(subject, name) if isinstance(subject, Clause) else default

    nothing = Multilingual({}, "en")
    if agreement is not None and agreement.languages:
        for name in ("heading", "text"):
            strange = set((values.get(name) or nothing).texts) - set(agreement.languages)
            if strange:
                sentence = _("The agreement has no text in: %(languages)s.")
                raise invalid(name, sentence % {"languages": ", ".join(sorted(strange))})
    if "variables" in values or "text" in values:
        parties: Iterable[str] = ()
        if agreement is not None:
            parties = [str(uid) for uid in agreement.parties.values_list("uid", flat=True)]
        faults = variable_faults(
            read("variables", []), read("text", nothing) or nothing, parties, is_currency
        )
        if faults:
            raise Invalid({"variables": faults})


def tidied(text: Multilingual) -> Multilingual:
    """The text as it can be agreed: composed, without what pasting leaves behind."""
    texts = {language: tidy(words) for language, words in text.texts.items()}
    original = text.original if texts.get(text.original) else next(iter(texts), text.original)
    return Multilingual(texts, original) if any(texts.values()) else Multilingual({}, original)


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tidied(value) if isinstance(value, Multilingual) else value
        for name, value in values.items()
    }


def _key_from(slug: str, agreement: Agreement) -> str:
    taken = set(agreement.clauses.values_list("key", flat=True))
    count = 1
    while (key := slug if count == 1 else f"{slug[:54]}-{count}") in taken:
        count += 1
    return key


def in_languages(text: Multilingual, agreement: Agreement) -> Multilingual:
    """A text without the languages that the agreement does not have, such as one of the library."""
    kept = {tag: words for tag, words in text.texts.items() if tag in agreement.languages}
    if not kept:
        return Multilingual({}, text.original)
    return Multilingual(kept, text.original if text.original in kept else next(iter(kept)))


def _with_values(variables: Iterable[Any], values: Mapping[str, str]) -> list[dict[str, str]]:
    told: list[dict[str, str]] = []
    for one in variables:
        given = values.get(one["name"])
        if given is None:
            told.append(dict(one))
        elif one["type"] == "amount" and " " in given.strip():
            number, _space, unit = given.strip().rpartition(" ")
            told.append({**one, "value": number.replace(" ", ""), "unit": unit})
        else:
            told.append({**one, "value": given.strip()})
    return told
