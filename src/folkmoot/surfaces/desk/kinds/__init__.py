"""The one table of everything that can be edited at the desk."""

from typing import Any

from django.utils.text import capfirst

from folkmoot.kernel.refusals import NotFound
from folkmoot.surfaces.desk.kinds.agreements import AGREEMENTS
from folkmoot.surfaces.desk.kinds.evidence import EVIDENCE
from folkmoot.surfaces.desk.kinds.following import FOLLOWING
from folkmoot.surfaces.desk.kinds.outcomes import OUTCOMES
from folkmoot.surfaces.desk.kinds.programme import PROGRAMME
from folkmoot.surfaces.desk.kinds.projects import PROJECTS
from folkmoot.surfaces.desk.kinds.registry import REGISTRY
from folkmoot.surfaces.desk.kinds.table import Collection, Column, Fieldset, Kind

__all__ = ["KINDS", "Collection", "Column", "Fieldset", "Kind", "column_label", "kind_of"]

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        *PROGRAMME,
        *REGISTRY,
        *EVIDENCE,
        *OUTCOMES,
        *AGREEMENTS,
        *FOLLOWING,
        *PROJECTS,
    )
}


def kind_of(name: str) -> Kind:
    """The kind of that name.

    Raises:
        NotFound: nothing of that name is edited at the desk.
    """
    try:
        return KINDS[name]
    except KeyError as fault:
        raise NotFound from fault


def column_label(column: Any) -> str:
    """A column's name in words; a reference without a name of its own is called by its kind."""
    # Django fills in the Python name, which nobody translates; only this tells them apart.
    if column.is_relation and column._verbose_name is None:
        kind = KINDS.get(column.related_model._meta.label_lower)
        if kind:
            return str(kind.title_one)
    return capfirst(str(column.verbose_name))
