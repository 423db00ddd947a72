"""The typeset report of what came of an edition or a series: one file for each language."""

from django.db import models
from django.db.models import Q

from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA
from folkmoot.rooms.programme.models import Edition, Series


class ResultsReport(models.Model):
    """The newest report in one language, made by a job from what is public.

    No record: it can be made again from the records at any time, so it has no history.
    ``edition`` is empty for the report of a whole series. ``content_sha256`` is of all that it
    says but the day ``told_on``: a report that would say the same is not made again.
    """

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="results_reports")
    edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="results_reports"
    )
    language = models.CharField(max_length=20)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="results_reports")
    content_sha256 = models.CharField(max_length=64)
    template_version = models.CharField(max_length=40)
    pages = models.PositiveSmallIntegerField()
    told_on = models.DateField()
    made_at = models.DateTimeField()

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["series", "edition", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "language"],
                condition=Q(edition__isnull=False),
                name="one_results_report_per_edition",
            ),
            models.UniqueConstraint(
                fields=["series", "language"],
                condition=Q(edition__isnull=True),
                name="one_results_report_per_series",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition or self.series} {self.language} {self.told_on}"
