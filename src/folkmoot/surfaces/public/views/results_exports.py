"""Which downloads belong to an edition and to a series: labels and addresses."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.rooms.programme.models import Edition, Series


def exports_of_edition(edition: Edition) -> list[tuple[str, str]]:
    """Everything of one edition, in every format."""
    return _exports({"edition": f"{edition.series.slug}/{edition.slug}"})


def exports_of_series(series: Series) -> list[tuple[str, str]]:
    """Everything of a series, in every format."""
    return _exports({"series": series.slug})


def _exports(asked: dict[str, str]) -> list[tuple[str, str]]:
    query = f"?{urlencode(asked)}"
    return [
        (_("Agreements (CSV)"), reverse("api:table", args=["agreements.csv"]) + query),
        (_("Commitments (CSV)"), reverse("api:table", args=["commitments.csv"]) + query),
        (_("Results by edition (CSV)"), reverse("api:table", args=["results.csv"]) + query),
        (_("Open contracting releases (OCDS)"), reverse("api:ocds_releases") + query),
        (_("Open contracting records (OCDS)"), reverse("api:ocds_records") + query),
        (_("Projects (IATI)"), reverse("api:iati") + query),
    ]
