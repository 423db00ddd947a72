"""Where a record is opened at the desk, and the way to it: its own page where it has one."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.kernel.records import Record
from folkmoot.rooms.outcomes.models import Agreement, Clause, Party
from folkmoot.ui.navigation import Crumb

OWN_PAGES = {
    "programme.edition": "desk:edition",
    "outcomes.agreement": "desk:agreement",
    "outcomes.commitment": "desk:commitment",
}
"""Kinds whose work is done on a page of their own; the form is one link away from there."""
# The page on which a record is seen once it is saved, and what leads to it.
_SEEN_ON = {
    "outcomes.agreement": ("desk:agreement", "uid"),
    "outcomes.clause": ("desk:agreement", "agreement"),
    "outcomes.party": ("desk:agreement_parties", "agreement"),
    "outcomes.commitment": ("desk:commitment", "uid"),
    "outcomes.evidenceitem": ("desk:commitment_reports", "commitment"),
    "outcomes.adoption": ("desk:adoption", "uid"),
}


def address_of(kind: str, uid: object) -> str:
    """The page on which a record of this kind is opened."""
    if kind in OWN_PAGES:
        return reverse(OWN_PAGES[kind], args=[uid])
    return reverse("desk:record_edit", args=[kind, uid])


def seen_on(kind: str, record: Record | None, given: Mapping[str, Record] | None = None) -> str:
    """The page on which a record is seen among what it belongs to; empty where there is none.

    Args:
        given: what a new record will belong to.
    """
    if kind not in _SEEN_ON:
        return ""
    name, way = _SEEN_ON[kind]
    found = getattr(record, way) if record is not None else (given or {}).get(way)
    return reverse(name, args=[getattr(found, "uid", found)]) if found is not None else ""


def way_to(record: Record | None, given: Mapping[str, Record]) -> tuple[Crumb, ...]:
    """The way to the form of an agreement or of a part of it; none for other records. No query."""
    found = record.agreement if isinstance(record, Clause | Party) else record
    found = given.get("agreement", found)
    if not isinstance(found, Agreement):
        return ()
    edition = found.edition
    return (
        Crumb(str(edition), reverse("desk:edition", args=[edition.uid])),
        Crumb(_("Agreements"), reverse("desk:edition_agreements", args=[edition.uid])),
        Crumb(str(found), reverse("desk:agreement", args=[found.uid])),
    )
