"""Use cases of the clause library, which all forums of an installation share.

It belongs to no edition: whoever edits outcomes everywhere writes it, everyone at work on an
agreement takes from it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.engines.typesetting.agreement import PLACEHOLDER
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import LibraryClause
from folkmoot.rooms.outcomes.queries.agreements_variables import variable_faults
from folkmoot.rooms.outcomes.services.agreements_checks import invalid, is_currency
from folkmoot.rooms.outcomes.services.clauses import tidied
from folkmoot.rooms.outcomes.terms.commitments import CommitmentKind

# The fields of a commitment that a skeleton may fill, each with what it holds.
SKELETON_TEXTS = frozenset({"title", "target", "conditions"})
SKELETON_WORDS = frozenset({"kind", "target_value", "target_unit", "due_on", "lead", "beneficiary"})


def create_library_clause(
    *, actor: Actor, values: Mapping[str, Any], at: datetime
) -> LibraryClause:
    """Add a clause to the library.

    Raises:
        NotAllowed: the actor may not edit outcomes everywhere.
        Invalid.
    """
    require(actor, Permission.OUTCOMES_EDIT)
    told = _checked(LibraryClause, values)
    return editing.create(actor=actor, model=LibraryClause, values=told, at=at)


def change_library_clause(
    *,
    actor: Actor,
    library_clause: LibraryClause,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> LibraryClause:
    """Change a clause of the library; agreements that took it keep their words.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.OUTCOMES_EDIT)
    return editing.change(
        actor=actor,
        record=library_clause,
        values=_checked(library_clause, values),
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_library_clause(
    *, actor: Actor, library_clause: LibraryClause, at: datetime, reason: str = ""
) -> None:
    """Remove a clause that nothing was made of; retire the others by changing them.

    Raises:
        NotAllowed.
        Invalid: agreements use it.
    """
    require(actor, Permission.OUTCOMES_EDIT)
    if library_clause.uses.exists():
        raise invalid("is_retired", _("Agreements use this clause. Offer it no longer instead."))
    editing.remove(actor=actor, record=library_clause, at=at, reason=reason)


def _checked(
    subject: LibraryClause | type[LibraryClause], values: Mapping[str, Any]
) -> dict[str, Any]:
    told = {
        name: tidied(value) if isinstance(value, Multilingual) else value
        for name, value in values.items()
    }

    def read(name: str, default: Any) -> Any:
        if name in told:
            return told[name]
        return getattr(subject, name) if isinstance(subject, LibraryClause) else default

    variables, text = read("variables", []), read("text", Multilingual({}, "en"))
    faults = variable_faults(variables, text, (), is_currency)
    errors = {"variables": faults} if faults else {}
    skeleton = _skeleton_faults(read("skeleton", {}), variables if not faults else [])
    errors |= {"skeleton": skeleton} if skeleton else {}
    if errors:
        raise Invalid(errors)
    return told


def _skeleton_faults(skeleton: Any, variables: list[dict[str, str]]) -> list[str]:
    """What is wrong with the commitment that the clause carries."""
    if not isinstance(skeleton, dict):
        return [_("The commitment is a set of fields.")]
    faults = []
    names = {one["name"] for one in variables}
    for field, value in skeleton.items():
        if field in SKELETON_TEXTS and isinstance(value, dict):
            words = [one for one in value.values() if isinstance(one, str)]
            is_right = len(words) == len(value)
        elif field in SKELETON_WORDS:
            words, is_right = [value], isinstance(value, str)
        else:
            words, is_right = [], False
        if not is_right:
            faults.append(_("A commitment has no such field: %(field)s.") % {"field": field})
            continue
        unknown = {name for one in words for name in PLACEHOLDER.findall(one)} - names
        faults += [
            _("The text names “%(name)s”, and there is no such variable.") % {"name": name}
            for name in sorted(unknown)
        ]
    if skeleton.get("kind", CommitmentKind.ACT) not in CommitmentKind.values:
        faults.append(_("A commitment is of no such kind."))
    return faults
