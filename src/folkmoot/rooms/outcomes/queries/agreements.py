"""Reads of agreements: lists with their states, one agreement whole, the status table.

At the desk by the actor's rights; for anyone by :func:`published_agreements`.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import NotFound
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import Act, Agreement, AgreementLink, Clause, Party, Signatory
from folkmoot.rooms.outcomes.policies import readable_agreements
from folkmoot.rooms.outcomes.queries.standing import PartyStanding, Standing
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing, standings
from folkmoot.rooms.outcomes.terms.agreements import AgreementState, Capacity
from folkmoot.rooms.programme.models import Edition


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement in a list."""

    agreement: Agreement
    parties: tuple[Party, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class WholeAgreement:
    """One agreement with everything that hangs on it but its negotiation.

    Attributes:
        signatories: of each party, by its primary key.
        earlier, later: what it does to others, and others to it.
    """

    agreement: Agreement
    standing: Standing
    parties: tuple[Party, ...]
    signatories: dict[int, tuple[Signatory, ...]]
    clauses: tuple[Clause, ...]
    acts: tuple[Act, ...]
    earlier: tuple[AgreementLink, ...]
    later: tuple[AgreementLink, ...]


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One party in the status table."""

    party: Party
    standing: PartyStanding
    acts: tuple[Act, ...]

    @property
    def signature(self) -> str:
        """The day of signature as it is stated; "s" marks one subject to approval (EDTF)."""
        said = self.standing.signed_as_stated
        return f"{said} s" if said and self.standing.is_subject else said

    @property
    def approval(self) -> str:
        """The day of approval; "a" marks an accession."""
        if self.standing.acceded_on:
            return f"{self.standing.acceded_on.isoformat()} a"
        return _iso(self.standing.approved_on)

    @property
    def entry_into_force(self) -> str:
        """From when it binds this party; empty where that is open."""
        return _iso(self.standing.in_force_on)

    @property
    def notes(self) -> str:
        """What was told with its acts, in their order."""
        return "; ".join(act.note for act in self.acts if act.note)


def visible_agreements(actor: Actor) -> QuerySet[Agreement]:
    """The agreements that the actor reads at the desk, or negotiates in. One query."""
    return Agreement.objects.filter(readable_agreements(actor)).select_related(
        "edition__series", "strand"
    )


def visible_agreement(actor: Actor, uid: UUID | str) -> Agreement:
    """One agreement by its identity. One query.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    try:
        found = visible_agreements(actor).filter(uid=uid).first()
    except ValidationError as fault:  # an address that somebody bent
        raise NotFound from fault
    if found is None:
        raise NotFound
    return found


def published_agreements(edition: Edition | None = None) -> QuerySet[Agreement]:
    """What anyone may see: public agreements of public editions, newest first. One query.

    How much of each is told by its ``publication``.
    """
    rows = Agreement.objects.filter(
        is_public=True, edition__is_public=True, edition__series__is_public=True
    )
    if edition is not None:
        rows = rows.filter(edition=edition)
    return rows.select_related("edition__series", "strand").order_by("-signed_on", "-id")


def agreement_rows(agreements: Iterable[Agreement], today: date) -> list[AgreementRow]:
    """Rows of a list, in its order. At most six queries beside the list's own, however long it is."""
    told = list(agreements)
    states = standings(told, today)
    parties: dict[int, list[Party]] = {one.pk: [] for one in told}
    for party in Party.objects.filter(agreement__in=parties).order_by("place", "id"):
        parties[party.agreement_id].append(party)
    return [AgreementRow(one, tuple(parties[one.pk]), states[one.pk]) for one in told]


def agreements_in_state(
    agreements: Iterable[Agreement], today: date, *states: AgreementState
) -> list[Agreement]:
    """Those that are in one of the states today. At most five queries beside the list's own."""
    told = list(agreements)
    known = standings(told, today)
    return [one for one in told if known[one.pk].state in states]


def whole_agreement(agreement: Agreement, today: date) -> WholeAgreement:
    """One agreement for its page. At most eleven queries, whatever hangs on it."""
    parties = tuple(
        agreement.parties.select_related("region__country", "organisation").order_by("place", "id")
    )
    signatories: dict[int, list[Signatory]] = {party.pk: [] for party in parties}
    rows = Signatory.objects.filter(party__in=signatories).select_related(
        "person", "office", "authority_file"
    )
    for one in rows.order_by("id"):
        signatories[one.party_id].append(one)
    links = AgreementLink.objects.select_related("agreement__edition", "earlier__edition")
    return WholeAgreement(
        agreement=agreement,
        standing=agreement_standing(agreement, today),
        parties=parties,
        signatories={pk: tuple(some) for pk, some in signatories.items()},
        clauses=tuple(
            agreement.clauses.filter(is_removed=False)
            .select_related("library")
            .order_by("position", "id")
        ),
        acts=tuple(agreement.acts.select_related("party", "instrument").order_by("id")),
        earlier=tuple(links.filter(agreement=agreement).order_by("id")),
        later=tuple(links.filter(earlier=agreement).order_by("id")),
    )


def status_table(agreement: Agreement, today: date) -> list[StatusRow]:
    """The treaty office's table: a row for each party. At most seven queries."""
    standing = agreement_standing(agreement, today)
    acts = list(agreement.acts.order_by("id"))
    rows = agreement.parties.filter(capacity=Capacity.PARTY).order_by("place", "id")
    return [
        StatusRow(
            party=party,
            standing=standing.of(str(party.uid)),
            acts=tuple(act for act in acts if act.party_id == party.pk),
        )
        for party in rows
    ]


def status_table_csv(agreement: Agreement, today: date, *, with_notes: bool = True) -> str:
    """The same as CSV (RFC 4180) in the columns of treaty offices. At most seven queries.

    Args:
        with_notes: what was told with the acts; without, that column stays empty.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    heads = (_("Party"), _("Signature"), _("Approval"), _("Entry into force"), _("Notes"))
    writer.writerow([*heads, *"RDATCO"])
    for row in status_table(agreement, today):
        marks = [mark if mark in row.standing.marks else "" for mark in "RDATCO"]
        told = (
            shown(row.party.name), row.signature, row.approval, row.entry_into_force,
            row.notes if with_notes else "",
        )  # fmt: skip
        writer.writerow([*(harmless(cell) for cell in told), *marks])
    return buffer.getvalue()


def harmless(cell: str) -> str:
    """A spreadsheet takes a cell that begins so for a formula; names come from strangers."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def signatories_without_authority(agreement: Agreement, day: date) -> list[Signatory]:
    """Those who may not sign on a day: no basis is named, or it does not cover the day. One query.

    An authority without days holds for ever.
    """
    rows = Signatory.objects.filter(party__agreement=agreement).filter(
        Q(authority="") | Q(authority_from__gt=day) | Q(authority_until__lt=day)
    )
    return list(rows.select_related("party").order_by("party__place", "id"))


def parties_in_order(parties: Iterable[Party], language: str = "") -> list[Party]:
    """The parties as the copy of a language names them: the party whose copy it is comes first.

    The custom of the *alternat*; the others follow in the general order.
    """
    told: list[Any] = sorted(parties, key=lambda one: (one.place, one.pk))
    return sorted(told, key=lambda one: not (language and one.own_language == language))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
