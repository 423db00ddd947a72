"""Outcomes as sources report them: agreements, projects, programmes, practices.

What a source says was agreed or begun, with its own status; the register of agreements and
the follow-up of commitments refer to these records.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.figures import Comparator
from folkmoot.kernel.records import NO_PERSONAL_DATA, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.evidence.terms import COMPARATORS
from folkmoot.rooms.outcomes.terms.reported import OutcomeKind, ReportedStatus
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.models import Organisation, Person, Region


class ReportedOutcome(Record):
    """One outcome, or a counted group of them ("about 18 agreements"), as reported."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="reported_outcomes")
    kind = models.CharField(_("kind"), max_length=10, choices=OutcomeKind)
    title = MultilingualField(_("title"), length=500)
    status = models.CharField(
        _("status as reported"), max_length=20, choices=ReportedStatus, blank=True
    )
    count = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    comparator = models.CharField(
        _("comparator"),
        max_length=10,
        choices=COMPARATORS,
        default=Comparator.EXACTLY.value,
    )
    parties = MultilingualField(_("parties as stated"), length=500, blank=True)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reported_outcomes",
    )
    owner_region = models.ForeignKey(
        Region,
        verbose_name=_("owner region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reported_outcomes",
    )
    owner_as_written = models.CharField(_("owner as written"), max_length=300, blank=True)
    taken_up_by = MultilingualField(_("taken up by"), blank=True)
    stated_by = models.ForeignKey(
        Person,
        verbose_name=_("stated by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reported_outcomes",
    )

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "kind", "id"]

    def __str__(self) -> str:
        return shown(self.title)
