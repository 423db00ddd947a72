"""Closed sets, identities, refusals and events of the registry."""

import uuid
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.refusals import Refusal

PERSON = "registry.person"
ORGANISATION = "registry.organisation"
CITY = "registry.city"
REGION = "registry.region"
COUNTRY = "registry.country"
OFFICE_HELD = "registry.officeheld"
NAME = "registry.name"
IDENTIFIER = "registry.identifier"

# Records that may bear further names and outside identifiers.
NAMED_KINDS = (PERSON, ORGANISATION, CITY, REGION, COUNTRY)
# Records of which two may turn out to be one. Codes of countries and regions are unique.
MERGED_KINDS = (PERSON, ORGANISATION, CITY)

# What stands in the place of an erased person's name.
NAME_WITHHELD = Multilingual.of("en", en="Name withheld", ru="Имя не указано", be="Імя не названа")

_REFERENCE = uuid.UUID("6d0b4c1e-6f0a-5d86-9a3c-1d6f5a0e7b52")


class OrganisationKind(TextChoices):
    """What an organisation is."""

    STATE = "state", _("state or union of states")
    PARLIAMENT = "parliament", _("parliament or chamber")
    GOVERNMENT = "government", _("government body")
    REGIONAL = "regional", _("regional authority")
    MUNICIPAL = "municipal", _("municipal authority")
    ALLIANCE = "alliance", _("alliance or association")
    INTERNATIONAL = "international", _("international organisation")
    COMPANY = "company", _("company")
    UNIVERSITY = "university", _("university or school")
    CULTURAL = "cultural", _("cultural institution")
    MEDIA = "media", _("media")
    CHAMBER = "chamber", _("chamber of commerce")
    COMMISSION = "commission", _("commission or council")
    SECRETARIAT = "secretariat", _("secretariat")
    OTHER = "other", _("other")


class NameKind(TextChoices):
    """What sort of name it is."""

    OFFICIAL = "official", _("official name")
    SHORT = "short", _("short name")
    FORMER = "former", _("former name")
    ALIAS = "alias", _("also known as")
    AS_WRITTEN = "as_written", _("as written in a source")


class Scheme(TextChoices):
    """Outside registers of identifiers."""

    WIKIDATA = "wikidata", "Wikidata"
    GEONAMES = "geonames", "GeoNames"
    LEI = "lei", "LEI"
    ISO_3166_2 = "iso3166-2", "ISO 3166-2"
    ORCID = "orcid", "ORCID"
    WEBSITE = "website", _("website")


def reference_uid(kind: str, key: str) -> uuid.UUID:
    """The identity of a place of the reference data, the same in every installation.

    Args:
        kind: "registry.country", "registry.region", "registry.city", or a record of theirs.
        key: the ISO code or the GeoNames number; unique within the kind.
    """
    return uuid.uuid5(_REFERENCE, f"{kind}:{key}")


@dataclass(frozen=True, slots=True)
class PersonWithheld:
    """A person asked to be forgotten; rooms blank what they wrote of the name themselves.

    ``spellings`` are the names under which the person was known until now, ``former_uids``
    the identities of records that were merged into this one.
    """

    uid: str
    spellings: tuple[str, ...]
    former_uids: tuple[str, ...] = ()


class CannotMerge(Refusal):
    """Two records that are not one: of different kinds, the same record, or tied together."""

    code = "cannot_merge"
    message = _("These two records cannot be merged: %(reason)s")


class CannotUndoMerge(Refusal):
    """The merge was undone already, or a later one has to be undone first."""

    code = "cannot_undo_merge"
    message = _("This merge cannot be undone now: %(reason)s")
