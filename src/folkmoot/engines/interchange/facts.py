"""What exports need to know of agreements, projects and commitments: plain values.

Names are :class:`Multilingual`, addresses absolute, amounts decimal. Nothing here says how a
format spells it; nothing is looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from folkmoot.engines.values.multilingual import Multilingual


@dataclass(frozen=True, slots=True)
class Body:
    """A region, city, organisation or company.

    Attributes:
        id: stable within the export.
        identifiers: codes by scheme, such as ``{"wikidata": "Q1"}``.
        role: as the format's code list of roles is chosen by the writer: "party", "observer",
            "guarantor", "lead", "funding", "accountable", "extending", "implementing".
        country: its code of ISO 3166-1; ``country_name`` the same in words.
    """

    id: str
    name: Multilingual
    role: str = "party"
    identifiers: Mapping[str, str] = field(default_factory=dict)
    country: str = ""
    country_name: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency of ISO 4217."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause with a key that never changes."""

    key: str
    number: str
    heading: Multilingual
    text: Multilingual


@dataclass(frozen=True, slots=True)
class Happening:
    """Something done to an agreement on a day: "signature", "approval", "termination"…

    ``at`` is when it was recorded.
    """

    id: str
    kind: str
    on: date
    at: datetime
    effective_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A published file."""

    id: str
    title: str
    address: str
    media_type: str
    language: str = ""
    kind: str = "agreement"
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone or a commitment with its day, and whether it was met.

    ``outcome`` was found at ``closed_at``; before, it was open.
    """

    id: str
    title: Multilingual
    due_on: date
    met_on: date | None = None
    outcome: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """An agreement as the public may know it. ``clauses`` is empty where only its title is public."""

    uid: str
    address: str
    kind: str
    title: Multilingual
    summary: Multilingual
    parties: tuple[Body, ...]
    happenings: tuple[Happening, ...] = ()
    serial: int | None = None
    signed_on: date | None = None
    in_force_on: date | None = None
    ends_on: date | None = None
    value: Money | None = None
    depositary: Body | None = None
    languages: tuple[str, ...] = ()
    clauses: tuple[ClauseText, ...] = ()
    files: tuple[File, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A target and what was reached of it. ``None`` where nothing is known."""

    title: Multilingual
    unit: str
    target: Decimal | None
    reached: Decimal | None
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Theme:
    """A thematic line of the forum's own."""

    code: str
    name: Multilingual


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """A project or programme. ``status`` is the code of IATI's list ActivityStatus."""

    uid: str
    address: str
    title: Multilingual
    summary: Multilingual
    status: str
    partners: tuple[Body, ...]
    planned_from: date | None = None
    planned_until: date | None = None
    actual_from: date | None = None
    actual_until: date | None = None
    budget: Money | None = None
    countries: tuple[str, ...] = ()
    theme: Theme | None = None
    measures: tuple[Measure, ...] = ()
    files: tuple[File, ...] = ()
    parts: tuple[str, ...] = ()
    part_of: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes the data.

    Attributes:
        reference: the organisation's identifier in the format's registry, or its own address.
        kind: code of IATI's list OrganisationType; 15 is "other public sector".
    """

    name: str
    address: str
    reference: str = ""
    kind: str = "15"
