"""The one table of everything that can be edited at the desk."""

from folkmoot.kernel.refusals import NotFound
from folkmoot.surfaces.desk.kinds.evidence import EVIDENCE
from folkmoot.surfaces.desk.kinds.outcomes import OUTCOMES
from folkmoot.surfaces.desk.kinds.programme import PROGRAMME
from folkmoot.surfaces.desk.kinds.registry import REGISTRY
from folkmoot.surfaces.desk.kinds.table import Collection, Column, Fieldset, Kind

__all__ = ["KINDS", "Collection", "Column", "Fieldset", "Kind", "kind_of"]

KINDS: dict[str, Kind] = {kind.name: kind for kind in (*PROGRAMME, *REGISTRY, *EVIDENCE, *OUTCOMES)}


def kind_of(name: str) -> Kind:
    """The kind of that name.

    Raises:
        NotFound: nothing of that name is edited at the desk.
    """
    try:
        return KINDS[name]
    except KeyError as fault:
        raise NotFound from fault
