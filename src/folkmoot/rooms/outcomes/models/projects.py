"""Projects and programmes, practices, and their adoption by other regions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.fields import PartialDateField
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.outcomes.models.agreements import Agreement
from folkmoot.rooms.outcomes.models.commitments import Commitment
from folkmoot.rooms.outcomes.models.reported import ReportedOutcome
from folkmoot.rooms.outcomes.terms.projects import (
    ActivityStatus,
    AdoptionState,
    PartnerRole,
    ProjectKind,
)
from folkmoot.rooms.programme.models import Edition, Strand
from folkmoot.rooms.registry.models import Organisation, Region


class Project(Record):
    """A project or programme that an edition began or follows."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="projects"
    )
    strand = models.ForeignKey(
        Strand,
        verbose_name=_("strand"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="projects",
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=ProjectKind, default=ProjectKind.PROJECT
    )
    title = MultilingualField(_("title"), length=300)
    summary = MultilingualField(_("what it does"), length=3000, blank=True)
    status = models.CharField(
        _("status"), max_length=1, choices=ActivityStatus, default=ActivityStatus.PIPELINE
    )
    starts = PartialDateField(_("begins"), blank=True)
    ends = PartialDateField(_("ends"), blank=True)
    budget = models.DecimalField(
        _("budget"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency (ISO 4217)"), max_length=3, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of the programme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="parts",
    )
    agreements = models.ManyToManyField(Agreement, blank=True, related_name="projects")
    commitments = models.ManyToManyField(Commitment, blank=True, related_name="projects")
    reported_as = models.ForeignKey(
        ReportedOutcome, null=True, blank=True, on_delete=models.SET_NULL, related_name="projects"
    )
    is_public = models.BooleanField(_("public"), default=False)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(budget__isnull=True) | ~Q(currency=""),
                name="project_budget_has_currency",
            )
        ]

    def __str__(self) -> str:
        return shown(self.title)


class ProjectPartner(Record):
    """A body in a project, with its role."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="partners")
    role = models.CharField(
        _("role"), max_length=14, choices=PartnerRole, default=PartnerRole.IMPLEMENTING
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="project_partners",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="project_partners",
    )

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["project", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(role=PartnerRole.LEAD), name="one_lead_partner"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(region__isnull=False),
                name="partner_names_a_body",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.region)


class Practice(Record):
    """Something that works in one region, told so that another can take it up."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="practices"
    )
    strand = models.ForeignKey(
        Strand,
        verbose_name=_("strand"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="practices",
    )
    title = MultilingualField(_("title"), length=300)
    owner = models.ForeignKey(
        Organisation,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practices",
    )
    owner_region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practices",
    )
    problem = MultilingualField(_("problem"), length=3000, blank=True)
    what_was_done = MultilingualField(_("what was done"), length=5000, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency (ISO 4217)"), max_length=3, blank=True)
    success = MultilingualField(_("evidence of success"), length=3000, blank=True)
    conditions = MultilingualField(_("conditions for transfer"), length=3000, blank=True)
    what_failed = MultilingualField(_("what did not work"), length=3000, blank=True)
    reported_as = models.ForeignKey(
        ReportedOutcome, null=True, blank=True, on_delete=models.SET_NULL, related_name="practices"
    )
    is_public = models.BooleanField(_("public"), default=False)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | ~Q(currency=""), name="practice_cost_has_currency"
            )
        ]

    def __str__(self) -> str:
        return shown(self.title)


class Adoption(Record):
    """A practice taken up by another region or body."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="adoptions")
    adopter = models.ForeignKey(
        Organisation,
        verbose_name=_("adopter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adoptions",
    )
    adopter_region = models.ForeignKey(
        Region,
        verbose_name=_("region of the adopter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="adoptions",
    )
    mentor = models.ForeignKey(
        Organisation,
        verbose_name=_("mentor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mentored_adoptions",
    )
    adapted = MultilingualField(_("what was changed"), length=3000, blank=True)
    state = models.CharField(
        _("how far"), max_length=10, choices=AdoptionState, default=AdoptionState.INTERESTED
    )
    commitment = models.ForeignKey(
        Commitment,
        verbose_name=_("commitment"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="adoptions",
    )

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["practice", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(adopter__isnull=False) | Q(adopter_region__isnull=False),
                name="adoption_names_an_adopter",
            )
        ]

    def __str__(self) -> str:
        return str(self.adopter or self.adopter_region)


class AdoptionStep(Record):
    """One step of an adoption, with the evidence that it was taken."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=AdoptionState)
    taken_on = models.DateField(_("on"))
    note = MultilingualField(_("what happened"), length=2000, blank=True)
    address = models.URLField(_("web address"), max_length=1000, blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="adoption_steps"
    )

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["adoption", "taken_on", "id"]

    def __str__(self) -> str:
        return f"{self.adoption_id} {self.state}"
