"""Who said it: what statements and claims share when they are shown."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.models import Attributed


@dataclass(frozen=True, slots=True)
class Named:
    """A person, organisation or office, ready to be shown and linked."""

    ref: RecordRef
    name: Multilingual


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to have said it. All may be missing: then the source itself says it."""

    speaker: Named | None
    organisation: Named | None
    office: Named | None
    as_written: str

    @property
    def is_by_the_source(self) -> bool:
        """Whether nobody is named, so that the source itself is the one who says so."""
        return not (self.speaker or self.organisation or self.as_written)


def attribution_of(row: Attributed) -> Attribution:
    """The attribution of a statement or claim loaded by :func:`with_attribution`."""
    speaker, organisation, office = row.speaker, row.speaker_organisation, row.office
    return Attribution(
        speaker=Named(speaker.ref, speaker.name) if speaker else None,
        organisation=Named(organisation.ref, organisation.name) if organisation else None,
        office=Named(office.ref, office.title) if office else None,
        as_written=row.speaker_as_written,
    )


def about_of(row: Attributed) -> RecordRef | None:
    """The record a statement or claim speaks of."""
    return (
        RecordRef(row.about_kind, str(row.about_uid)) if row.about_kind and row.about_uid else None
    )


def with_attribution(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Join what the shown forms need, without the columns that are long and never shown."""
    joined = rows.select_related("source", "speaker", "speaker_organisation", "office")
    return joined.defer("source__text", "source__summary", "source__warnings")
