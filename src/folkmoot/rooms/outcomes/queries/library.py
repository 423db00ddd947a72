"""Reads of the clause library, and the commitments that its clauses bring along."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from folkmoot.engines import typesetting as engine
from folkmoot.engines.typesetting.agreement import PLACEHOLDER
from folkmoot.rooms.outcomes.models import Agreement, Clause, LibraryClause
from folkmoot.rooms.outcomes.queries.agreements_variables import shown_variables


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The commitment that a clause of an agreement suggests.

    Attributes:
        fields: of a commitment: texts by language for ``title``, ``target``, ``conditions``;
            plain values for the others ("2031-10-01" for ``due_on``, a party's uid for
            ``lead``). A field that names an open variable is left out.
    """

    clause: Clause
    fields: Mapping[str, Any]


def offered_clauses(kind: str = "") -> QuerySet[LibraryClause]:
    """The clauses that can be used now, by kind and short name. One query."""
    rows = LibraryClause.objects.filter(is_retired=False).order_by("kind", "slug")
    return rows.filter(kind=kind) if kind else rows


def commitment_skeletons(agreement: Agreement) -> list[Skeleton]:
    """The commitments that the agreement's clauses bring along, in order. Two queries."""
    rows = agreement.clauses.filter(is_removed=False, library__isnull=False)
    clauses = list(rows.select_related("library").order_by("position", "id"))
    parties = [
        engine.Party(key=str(one.uid), name=engine.Wording.of(one.name.texts))
        for one in agreement.parties.order_by("place", "id")
    ]
    told = (_skeleton(one, agreement.languages, parties) for one in clauses)
    return [one for one in told if one.fields]


def _skeleton(
    clause: Clause, languages: Iterable[str], parties: Iterable[engine.Party]
) -> Skeleton:
    variables = shown_variables(clause.variables, languages, parties)
    plain = {one.name: one.value for one in variables}
    fields: dict[str, Any] = {}
    for field, value in (clause.library.skeleton if clause.library else {}).items():
        if isinstance(value, dict):
            texts = {
                language: _put(words, {one.name: one.shown.get(language) for one in variables})
                for language, words in value.items()
            }
            if all(texts.values()):
                fields[field] = texts
        elif told := _put(value, plain):
            fields[field] = told
    return Skeleton(clause, fields)


def _put(words: str, values: Mapping[str, str]) -> str:
    """The words with the values in place; nothing where one of them is open."""
    if any(not values.get(name) for name in PLACEHOLDER.findall(words)):
        return ""
    return PLACEHOLDER.sub(lambda found: values[found[1]], words)
