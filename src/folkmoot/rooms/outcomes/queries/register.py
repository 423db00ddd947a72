"""Reads of the register: entries, numbers, what is public of them, the newest checkpoint."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from folkmoot.engines.translog.canonical import read_canonical
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.outcomes.models import Agreement, Checkpoint, RegisterEntry, Rendition
from folkmoot.rooms.outcomes.terms.agreements import Publication
from folkmoot.rooms.outcomes.terms.signing import EntryKind

_PUBLIC = Q(
    agreement__is_public=True,
    agreement__edition__is_public=True,
    agreement__edition__series__is_public=True,
)
# What an entry discloses to the public where only title, parties and dates are published.
_BEYOND_TITLE = frozenset({"document", "signatories", "reason"})


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """An entry that anyone may see.

    Attributes:
        number: of the agreement in the register.
        log_serial: of the entry in the log, from 1.
    """

    entry: RegisterEntry
    number: int
    log_serial: int


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One registered agreement in the list."""

    number: int
    agreement: Agreement
    entry: RegisterEntry


def registered(*, public_only: bool = True) -> QuerySet[RegisterEntry]:
    """The first entry of each registered agreement, newest number first. One query.

    Filter it further by ``agreement__…``: series, edition, party, kind, year.
    """
    rows = RegisterEntry.objects.filter(kind=EntryKind.REGISTERED)
    if public_only:
        rows = rows.filter(_PUBLIC)
    return rows.select_related("agreement__edition__series", "agreement__strand").order_by(
        "-serial"
    )


def published_register(**filters: Any) -> list[RegisterRow]:
    """The public register as a list. One query.

    Args:
        filters: conditions on the entry, such as ``agreement__edition=…``.
    """
    rows = registered().filter(**filters)
    return [RegisterRow(one.serial, one.agreement, one) for one in rows]


def entries_of(agreement: Agreement) -> list[RegisterEntry]:
    """All entries about an agreement, oldest first. One query."""
    return list(agreement.entries.select_related("corrects").order_by("place"))


def number_of(agreement: Agreement) -> int | None:
    """The number of an agreement in the register. One query."""
    return numbers_of([agreement]).get(agreement.pk)


def numbers_of(agreements: Iterable[Agreement]) -> dict[int, int]:
    """The numbers of many agreements by primary key; those without one are left out. One query."""
    rows = RegisterEntry.objects.filter(
        kind=EntryKind.REGISTERED, agreement__in=[one.pk for one in agreements]
    )
    return dict(rows.values_list("agreement_id", "serial"))


def entry_by_document(sha256: str, *, public_only: bool = True) -> PublicEntry | None:
    """The newest entry that speaks of a file with exactly these bytes. At most two queries."""
    owners = Rendition.objects.filter(sha256=sha256).values("agreement")
    rows = RegisterEntry.objects.filter(agreement__in=owners)
    if public_only:
        rows = rows.filter(_PUBLIC)
    for one in rows.select_related("agreement__edition__series").order_by("-place"):
        if disclosed(one).get("document", {}).get("sha256") == sha256:
            return PublicEntry(one, one.serial, one.place + 1)
    return None


def disclosed(entry: RegisterEntry) -> dict[str, Any]:
    """What an entry says, by the names of its objects; what was redacted is missing. No query."""
    return {one["name"]: read_canonical(one["value"].encode()) for one in entry.disclosures}


def withheld_from_public(entry: RegisterEntry) -> frozenset[str]:
    """Names of the objects of an entry that the public does not get. No query if loaded.

    Pass them to ``register_files.bundle_of`` for public downloads.
    """
    agreement = entry.agreement
    edition = agreement.edition
    names = frozenset(one["name"] for one in entry.disclosures)
    if not (agreement.is_public and edition.is_public and edition.series.is_public):
        return names - {"number"}
    if agreement.publication == Publication.TITLE:
        return names & _BEYOND_TITLE
    return frozenset()


def public_log_entry(log_serial: int) -> RegisterEntry:
    """An entry of the log by its place, from 1; everybody may see that there is one. One query.

    How much of it is for the public tells :func:`withheld_from_public`.

    Raises:
        NotFound: the log is shorter.
    """
    rows = RegisterEntry.objects.select_related("agreement__edition__series")
    found = rows.filter(place=log_serial - 1).first()
    if found is None:
        raise NotFound
    return found


def newest_checkpoint() -> Checkpoint | None:
    """The checkpoint of the largest size. One query."""
    return Checkpoint.objects.order_by("-size").first()


def log_entries(first: int = 0, most: int = 100) -> list[RegisterEntry]:
    """Entries in the order of the log from a place on. One query."""
    rows = RegisterEntry.objects.filter(place__gte=first).select_related(
        "agreement__edition__series"
    )
    return list(rows.order_by("place")[:most])
