"""Which downloads belong to an edition and to a series: labels and addresses."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.rooms.outcomes.queries.results_report import newest_reports
from folkmoot.rooms.programme.models import Edition, Series
from folkmoot.ui.languages import language_name


def exports_of_edition(edition: Edition) -> list[tuple[str, str]]:
    """Everything of one edition, in every format."""
    return _exports({"edition": f"{edition.series.slug}/{edition.slug}"})


def exports_of_series(series: Series) -> list[tuple[str, str]]:
    """Everything of a series, in every format."""
    return _exports({"series": series.slug})


def typeset_reports(subject: Edition | Series) -> list[tuple[str, str]]:
    """The typeset reports there are, by language. One query."""
    return [
        (
            _("PDF, %(language)s") % {"language": language_name(one.language)},
            reverse("api:file", args=[one.file.uid, one.file.name]),
        )
        for one in newest_reports(subject)
    ]


def _exports(asked: dict[str, str]) -> list[tuple[str, str]]:
    query = f"?{urlencode(asked)}"
    return [
        (_("Agreements (CSV)"), reverse("api:table", args=["agreements.csv"]) + query),
        (_("Commitments (CSV)"), reverse("api:table", args=["commitments.csv"]) + query),
        (_("Results by edition (CSV)"), reverse("api:table", args=["results.csv"]) + query),
        (_("Open contracting releases (OCDS)"), reverse("api:ocds_releases") + query),
        (_("Open contracting records (OCDS)"), reverse("api:ocds_records") + query),
        (_("Projects (IATI)"), reverse("api:iati") + query),
        (
            _("Due dates (iCalendar)"),
            f"{reverse('api:due_dates')}{query}&language={get_language()}",
        ),
    ]
