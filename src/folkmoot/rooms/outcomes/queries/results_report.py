"""The typeset report of what came of an edition or a series: which there is, for whom.

What it says is put together by :mod:`results_report_text`.
"""

from uuid import UUID

from django.db.models import Q, QuerySet

from folkmoot.kernel.models import StoredFile
from folkmoot.rooms.outcomes.models import ResultsReport
from folkmoot.rooms.programme.models import Edition, Series


def newest_reports(subject: Edition | Series) -> list[ResultsReport]:
    """The public reports of an edition, or of a whole series, by language. One query."""
    is_edition = isinstance(subject, Edition)
    of = {"edition": subject} if is_edition else {"series": subject, "edition": None}
    return list(_public().filter(**of).select_related("file").order_by("language"))


def newest_report(subject: Edition | Series, language: str) -> ResultsReport | None:
    """The public report in this language; none where it is not made yet. One query."""
    return next((one for one in newest_reports(subject) if one.language == language), None)


def public_report_file(uid: UUID | str) -> StoredFile | None:
    """The file of a public report by the file's identity. One query."""
    found = _public().filter(file__uid=uid).select_related("file").first()
    return found.file if found else None


def _public() -> QuerySet[ResultsReport]:
    of_public_edition = Q(edition=None) | Q(edition__is_public=True)
    return ResultsReport.objects.filter(of_public_edition, series__is_public=True)
