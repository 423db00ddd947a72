"""Clauses of a paper: typed by the secretariat, then frozen so that words can be quoted.

A paper has no negotiated text. What somebody types of it becomes a clause and a new version of
the text; earlier versions stay as they were, so that earlier quotations stay checkable.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines import typesetting as engine
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.models import Agreement, Clause, TextVersion
from folkmoot.rooms.outcomes.policies import require_edit
from folkmoot.rooms.outcomes.queries.agreements_text import agreement_text, language_hashes
from folkmoot.rooms.outcomes.services.agreements_checks import invalid, locked_agreement
from folkmoot.rooms.outcomes.services.clauses import insert_clause
from folkmoot.rooms.outcomes.terms.agreements import ClauseKind, Origin


@dataclass(frozen=True, slots=True)
class TypedClause:
    """A clause as somebody typed it, and the version of the text that holds it."""

    clause: Clause
    text: TextVersion


@transaction.atomic
def type_clause(
    *, actor: Actor, agreement: Agreement, values: Mapping[str, Any], at: datetime
) -> TypedClause:
    """Type a clause of an agreement that was signed on paper.

    Args:
        values: ``text``, and where known ``heading``, ``number`` and ``kind``. A language that
            the agreement does not have yet is added to it.

    Raises:
        NotAllowed: the actor may not edit the agreement.
        Invalid: it was not signed on paper, or there are no words.
    """
    require_edit(actor, agreement)
    locked = locked_agreement(agreement)
    if locked.origin != Origin.PAPER:
        raise invalid("agreement", _("Its text was negotiated. Select words of its clauses."))
    text = values.get("text") or Multilingual({}, "en")
    if not text:
        raise invalid("text", _("Type the words of the clause as the paper has them."))
    new = [tag for tag in text.texts if tag not in locked.languages]
    if new:
        locked = editing.change(
            actor=actor, record=locked, values={"languages": [*locked.languages, *new]}, at=at
        )
    told = {name: values[name] for name in ("text", "heading", "number") if values.get(name)}
    # A preamble promises nothing that could be quoted by its number.
    told["kind"] = values.get("kind") or ClauseKind.UNDERTAKING
    clause = insert_clause(actor=actor, agreement=locked, values=told, at=at)
    return TypedClause(clause, freeze_paper(actor, locked, at))


def freeze_paper(actor: Actor, agreement: Agreement, at: datetime) -> TextVersion:
    """The version of the text as the clauses of a paper stand; made when they changed.

    For services that hold the agreement's lock. Four queries, and those of a new version.
    """
    content = engine.canonical(agreement_text(agreement))
    sha256 = hashlib.sha256(content).hexdigest()
    rows = TextVersion.objects.filter(agreement=agreement).order_by("-number")
    known = rows.filter(sha256=sha256, voided_at__isnull=True).first()
    if known is not None:
        return known
    last = rows.first()
    values = {
        "agreement": agreement,
        "number": last.number + 1 if last else 1,
        "content": content.decode(),
        "hashes": language_hashes(agreement_text(agreement)),
        "sha256": sha256,
    }
    return editing.create(actor=actor, model=TextVersion, values=values, at=at)
