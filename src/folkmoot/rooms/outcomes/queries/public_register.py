"""The register as anyone may look through it: public agreements, narrowed, with number and state.

What is not registered stands in the list as well, after the numbers: a list that hid what never
came to a signature would tell a better story than the record. States are computed for the day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from folkmoot.rooms.outcomes.models import Agreement, RegisterEntry
from folkmoot.rooms.outcomes.queries.agreements import (
    AgreementRow,
    agreement_rows,
    published_agreements,
)
from folkmoot.rooms.outcomes.queries.register import numbers_of
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind, AgreementState
from folkmoot.rooms.programme.models import Edition


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of the register is asked for; empty fields ask for everything.

    Attributes:
        party: a part of a party's name in any language, or its place or body as
            ``region:CODE`` or ``organisation:UID``.
        year: of signature.
        states: words of :class:`AgreementState`; any of them.
    """

    series: str = ""
    edition: str = ""
    party: str = ""
    kind: str = ""
    states: tuple[str, ...] = ()
    year: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for."""
        return any((self.series, self.edition, self.party, self.kind, self.states, self.year))


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One public agreement; ``number`` is none where it is not registered."""

    number: int | None
    row: AgreementRow

    @property
    def state(self) -> AgreementState:
        """What it is today."""
        return self.row.standing.state


def public_register(asked: Narrowed, today: date) -> list[RegisterRow]:
    """The public agreements that fit, highest number first, then those without one. Nine queries."""
    rows = published_agreements()
    if asked.series:
        rows = rows.filter(edition__series__slug=asked.series)
    if asked.edition:
        rows = rows.filter(edition__slug=asked.edition)
    if asked.kind in AgreementKind.values:
        rows = rows.filter(kind=asked.kind)
    if len(asked.year) == 4 and asked.year.isdecimal():
        rows = rows.filter(signed_on__year=int(asked.year))
    scheme, _colon, key = asked.party.partition(":")
    if scheme == "region":
        rows = rows.filter(parties__region__code=key.upper()).distinct()
    elif scheme == "organisation":
        rows = (
            rows.filter(parties__organisation__uid=key).distinct() if _is_uid(key) else rows.none()
        )
    return [one for one in register_rows(rows, today) if _fits(one, asked)]


def edition_register(edition: Edition, today: date) -> list[RegisterRow]:
    """The public agreements of one edition, in the register's order. Nine queries at most."""
    return register_rows(published_agreements(edition), today)


def register_rows(agreements: Iterable[Agreement], today: date) -> list[RegisterRow]:
    """Agreements with number, parties and state. Eight queries beside the list's own."""
    told = agreement_rows(agreements, today)
    numbers = numbers_of([one.agreement for one in told])
    rows = [RegisterRow(numbers.get(one.agreement.pk), one) for one in told]
    # Sorting is stable: what has no number keeps the order of signing.
    return sorted(rows, key=lambda one: -(one.number or 0))


def newest_public_entries(most: int) -> list[RegisterEntry]:
    """The newest entries about public agreements. One query."""
    rows = RegisterEntry.objects.filter(
        agreement__is_public=True,
        agreement__edition__is_public=True,
        agreement__edition__series__is_public=True,
    )
    return list(rows.select_related("agreement").order_by("-place")[:most])


def years_of_signature() -> list[int]:
    """The years in which public agreements were signed, newest first. One query."""
    days = published_agreements().order_by().filter(signed_on__isnull=False)
    years = {day.year for day in days.values_list("signed_on", flat=True) if day}
    return sorted(years, reverse=True)


def _fits(one: RegisterRow, asked: Narrowed) -> bool:
    if asked.states and one.state not in asked.states:
        return False
    if not asked.party or asked.party.startswith(("region:", "organisation:")):
        return True
    words = asked.party.casefold()
    return any(
        words in text.casefold() for party in one.row.parties for text in party.name.texts.values()
    )


def _is_uid(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True
