"""The library of clauses, and putting them into agreements."""

import re
from datetime import datetime
from typing import Any

from folkmoot.kernel.actors import SYSTEM
from folkmoot.project.demo.deeds.rows import Promise, both, table
from folkmoot.project.demo.deeds.stage import Stage
from folkmoot.rooms.outcomes.models import Agreement, Clause, Party
from folkmoot.rooms.outcomes.services import create_library_clause, use_library_clause
from folkmoot.rooms.outcomes.terms.commitments import CommitmentKind

_NAMED = re.compile(r"\{\{([a-z]+)\}\}")
_TYPES = {"who": "party", "due": "date", "count": "count", "sum": "amount"}
_CURRENCY = "EUR"
# What stands before and after the promises of a negotiated text.
_OPENING = ("preamble",)
_CLOSING = ("contacts", "costs", "disputes", "languages", "fiction")
_KINDS = {
    "information": CommitmentKind.INFORMATION,
    "institution": CommitmentKind.INSTITUTION,
    "money": CommitmentKind.MONEY,
}


def write_library(stage: Stage, at: datetime) -> None:
    """Write the clauses into the library."""
    for slug, row in table("clauses")["clause"].items():
        stage.library[slug] = create_library_clause(actor=SYSTEM, values=_clause(slug, row), at=at)


def write_clauses(
    stage: Stage, agreement: Agreement, promises: tuple[Promise, ...], edition: int, at: datetime
) -> list[Clause]:
    """Put the promises of an agreement into its text; those clauses, in order."""
    parties = list(agreement.parties.order_by("place"))
    return [_use(stage, agreement, parties, one, edition, at) for one in promises]


def write_text(
    stage: Stage, agreement: Agreement, promises: tuple[Promise, ...], edition: int, at: datetime
) -> None:
    """Put a whole text together: promises between an opening and final provisions."""
    for slug in _OPENING:
        _put(stage, agreement, slug, {}, at)
    write_clauses(stage, agreement, promises, edition, at)
    for slug in _CLOSING:
        _put(stage, agreement, slug, {}, at)


def _use(
    stage: Stage,
    agreement: Agreement,
    parties: list[Party],
    promise: Promise,
    edition: int,
    at: datetime,
) -> Clause:
    values = {"who": str(parties[promise.party - 1].uid)}
    if promise.due is not None:
        values["due"] = stage.due(edition, promise).isoformat()
    if promise.amount:
        values["count"] = promise.amount
        values["sum"] = f"{promise.amount} {_CURRENCY}"
    return _put(stage, agreement, promise.clause, values, at)


def _put(
    stage: Stage, agreement: Agreement, slug: str, values: dict[str, str], at: datetime
) -> Clause:
    return use_library_clause(
        actor=stage.secretary,
        agreement=agreement,
        library_clause=stage.library[slug],
        values=values,
        at=at,
    )


def _clause(slug: str, row: dict[str, str]) -> dict[str, Any]:
    names = dict.fromkeys(_NAMED.findall(row["en"]))
    variables = [_variable(name) for name in names]
    values: dict[str, Any] = {
        "slug": slug,
        "kind": row["kind"],
        "heading": both(row, "heading_"),
        "text": both(row),
        "variables": variables,
    }
    if "promise_en" in row:
        values["skeleton"] = _skeleton(row, tuple(names))
    return values


def _variable(name: str) -> dict[str, str]:
    told = {"name": name, "type": _TYPES[name], "value": ""}
    return {**told, "unit": _CURRENCY} if name == "sum" else told


def _skeleton(row: dict[str, str], names: tuple[str, ...]) -> dict[str, Any]:
    skeleton: dict[str, Any] = {
        "title": {"en": row["promise_en"], "ru": row["promise_ru"]},
        "kind": _KINDS.get(row["kind"], CommitmentKind.RESULT).value,
        "due_on": "{{due}}",
        "lead": "{{who}}",
    }
    measured = next((one for one in ("count", "sum") if one in names), "")
    if measured:
        skeleton["target_value"] = f"{{{{{measured}}}}}"
        skeleton["target_unit"] = row["unit"]
    return skeleton
