"""The library of clauses, and putting them into agreements."""

import re
from datetime import datetime
from typing import Any

from folkmoot.engines.interchange import Pack
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.packs import import_pack
from folkmoot.project.demo.deeds.rows import Deal, Promise, both, table
from folkmoot.project.demo.deeds.stage import Stage, clause_row
from folkmoot.project.demo.fiction.records import Records, pointer
from folkmoot.rooms.outcomes.models import Agreement, Clause, Party
from folkmoot.rooms.outcomes.terms.commitments import CommitmentKind

_NAMED = re.compile(r"\{\{([a-z]+)\}\}")
_TYPES = {"who": "party", "due": "date", "count": "count", "sum": "amount"}
_CURRENCY = "EUR"
_LIBRARY, _CLAUSE = "outcomes.libraryclause", "outcomes.clause"
_TITLE = "Clauses (fictional)"
# What stands before and after the promises of a negotiated text.
_OPENING = ("preamble",)
_CLOSING = ("contacts", "costs", "disputes", "languages", "fiction")
_KINDS = {
    "information": CommitmentKind.INFORMATION,
    "institution": CommitmentKind.INSTITUTION,
    "money": CommitmentKind.MONEY,
}


def write_library(at: datetime) -> None:
    """Write the clauses into the library."""
    records = Records()
    for slug, row in table("clauses")["clause"].items():
        records.add(_LIBRARY, slug, **_library_clause(slug, row))
    import_pack(actor=SYSTEM, pack=Pack(_TITLE, records.by_kind), at=at)


def write_clauses(
    stage: Stage, agreement: Agreement, deal: Deal, at: datetime, *, is_whole: bool = False
) -> list[Clause]:
    """Put the promises of an agreement into its text; their clauses, in order.

    As a pack, for one by one they were measured to take a tenth of the whole demonstration.

    Args:
        is_whole: between an opening and final provisions, as a negotiated text has them.
    """
    parties = list(agreement.parties.order_by("place"))
    told = [(one.clause, _values(stage, parties, one, deal.edition)) for one in deal.promises]
    if is_whole:
        no_values: dict[str, tuple[str, str]] = {}
        opening = [(slug, no_values) for slug in _OPENING]
        told = [*opening, *told, *((slug, no_values) for slug in _CLOSING)]
    records = Records()
    for position, (slug, values) in enumerate(told, start=1):
        records.add(
            _CLAUSE,
            f"{deal.key} {position}",
            agreement={"kind": agreement.ref.kind, "uid": str(agreement.uid)},
            key=f"{slug}-{position}",
            position=position,
            library=pointer(_LIBRARY, slug),
            **_clause(slug, values),
        )
    import_pack(actor=SYSTEM, pack=Pack(_TITLE, records.by_kind), at=at)
    first = len(_OPENING) if is_whole else 0
    clauses = list(agreement.clauses.order_by("position"))
    return clauses[first : first + len(deal.promises)]


def _values(
    stage: Stage, parties: list[Party], promise: Promise, edition: int
) -> dict[str, tuple[str, str]]:
    """Value and unit of each variable; those that are not told stay open."""
    values = {"who": (str(parties[promise.party - 1].uid), "")}
    if promise.due is not None:
        values["due"] = (stage.due(edition, promise).isoformat(), "")
    if promise.amount:
        values |= {"count": (promise.amount, ""), "sum": (promise.amount, _CURRENCY)}
    return values


def _clause(slug: str, values: dict[str, tuple[str, str]]) -> dict[str, Any]:
    row = clause_row(slug)
    variables = [_variable(name, *values.get(name, ("", ""))) for name in _names(row)]
    return {
        "kind": row["kind"],
        "heading": both(row, "heading_").to_plain(),
        "text": both(row).to_plain(),
        "variables": variables,
    }


def _library_clause(slug: str, row: dict[str, str]) -> dict[str, Any]:
    values = {**_clause(slug, {}), "slug": slug}
    if "promise_en" in row:
        values["skeleton"] = _skeleton(row, _names(row))
    return values


def _names(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_NAMED.findall(row["en"])))


def _variable(name: str, value: str = "", unit: str = "") -> dict[str, str]:
    told = {"name": name, "type": _TYPES[name], "value": value}
    return {**told, "unit": unit or _CURRENCY} if name == "sum" else told


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
