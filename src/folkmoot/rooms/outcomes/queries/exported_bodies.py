"""Regions and organisations as exchange formats name them, with their outside identifiers."""

from collections import defaultdict
from collections.abc import Iterable

from folkmoot.engines.interchange.facts import Body
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.registry.models import Identifier, Organisation, Region

Known = dict[RecordRef, dict[str, str]]


def identifiers(bodies: Iterable[Region | Organisation | None]) -> Known:
    """Outside identifiers by scheme, of each body. One query; of a scheme the oldest counts."""
    refs = {one.ref for one in bodies if one is not None}
    found: defaultdict[RecordRef, dict[str, str]] = defaultdict(dict)
    rows = Identifier.objects.filter(
        owner_kind__in={one.kind for one in refs}, owner_uid__in={one.uid for one in refs}
    )
    for row in rows.order_by("-id"):
        found[RecordRef(row.owner_kind, str(row.owner_uid))][row.scheme] = row.value
    return found


def exported_body(
    role: str, body: Region | Organisation, known: Known, name: Multilingual | None = None
) -> Body:
    """One body. No query if its country is loaded.

    Args:
        name: as a text writes it; the registry's own without.
    """
    code = {"ISO 3166-2": body.code} if isinstance(body, Region) else {}
    return Body(
        id=f"region:{body.code}" if isinstance(body, Region) else f"organisation:{body.uid}",
        name=name or body.name,
        role=role,
        identifiers=known.get(body.ref, {}) | code,
        country=body.country.code if body.country else "",
        country_name=str(body.country.name) if body.country else "",
    )
