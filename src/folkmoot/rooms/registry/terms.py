"""Closed sets of the registry."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
