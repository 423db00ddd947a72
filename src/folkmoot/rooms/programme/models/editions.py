"""Series, editions and their places and organisers; what is to prepare."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.fields import LanguageListField, PartialDateField
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.programme.terms import (
    EditionStatus,
    Format,
    HostRole,
    OrganiserRole,
)
from folkmoot.rooms.registry.models import City, Country, Organisation, Region


class Series(Record):
    """A forum that recurs."""

    slug = models.SlugField(_("address name"), max_length=60, unique=True)
    name = MultilingualField(_("name"))
    short_name = MultilingualField(_("short name"), length=60, blank=True)
    summary = MultilingualField(_("summary"), length=3000, blank=True)
    is_fictional = models.BooleanField(_("fictional, for demonstration"), default=False)
    is_public = models.BooleanField(_("public"), default=False)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        verbose_name_plural = "series"
        ordering = ["slug"]

    def __str__(self) -> str:
        return shown(self.name)


class Edition(Record):
    """One holding of a series.

    ``starts_on``/``ends_on`` are set when the days are known; ``dates`` keeps what is stated
    when they are not (EDTF), so nothing invents a day. ``time_zone`` groups the programme by day.
    """

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.PROTECT, related_name="editions"
    )
    slug = models.SlugField(_("address name"), max_length=60)
    ordinal = models.PositiveSmallIntegerField(_("ordinal"), null=True, blank=True)
    name = MultilingualField(_("name"))
    theme = MultilingualField(_("theme"), length=500, blank=True)
    summary = MultilingualField(_("summary"), length=3000, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    dates = PartialDateField(_("dates as stated"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=EditionStatus, default=EditionStatus.PLANNED
    )
    format = models.CharField(_("format"), max_length=10, choices=Format, blank=True)
    time_zone = models.CharField(_("time zone of the days"), max_length=60, default="UTC")
    languages = LanguageListField(_("working languages"))
    participants = MultilingualField(_("participants as stated"), length=1000, blank=True)
    copied_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="copies",
        editable=False,
    )
    is_public = models.BooleanField(_("public"), default=False)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "slug"], name="one_edition_per_address"),
            models.UniqueConstraint(fields=["series", "ordinal"], name="one_edition_per_ordinal"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=F("ends_on")),
                name="edition_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["series", "-starts_on"])]

    def __str__(self) -> str:
        return shown(self.name)

    def clean(self) -> None:
        """Say at its field what the constraint above could only refuse."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first day.")})


class EditionPlace(Record):
    """A city, region or country that hosts an edition, or will host the next one.

    A town that the registry does not know stands as it is written.
    """

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="places"
    )
    role = models.CharField(_("role"), max_length=6, choices=HostRole, default=HostRole.HOST)
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted",
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted",
    )
    as_written = models.CharField(_("place as written"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "role", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False)
                | Q(region__isnull=False)
                | Q(country__isnull=False)
                | ~Q(as_written=""),
                name="edition_place_is_somewhere",
            )
        ]

    def __str__(self) -> str:
        return str(self.city or self.region or self.country or self.as_written)

    def clean(self) -> None:
        """Say in words what the constraint above could only refuse."""
        if not (self.city_id or self.region_id or self.country_id or self.as_written):
            raise ValidationError({"city": _("Name a city, a region or a country.")})


class SeriesOrganiser(Record):
    """An organisation's part in a series as a whole."""

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.CASCADE, related_name="organisers"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="series_roles",
    )
    role = models.CharField(
        _("role"), max_length=12, choices=OrganiserRole, default=OrganiserRole.ORGANISER
    )

    personal_data = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "organisation", "role"], name="one_role_per_series"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class EditionOrganiser(Record):
    """An organisation's part in one edition."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="organisers"
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="edition_roles",
    )
    role = models.CharField(
        _("role"), max_length=12, choices=OrganiserRole, default=OrganiserRole.ORGANISER
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organisation", "role"], name="one_role_per_edition"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Task(Record):
    """Something to prepare before an edition; a copy stays as far before the first day."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="tasks"
    )
    title = MultilingualField(_("task"))
    note = MultilingualField(_("note"), length=2000, blank=True)
    owner = models.ForeignKey(
        User,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="tasks",
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    personal_data = PersonalData(
        fields=("owner",),
        why="Who prepares what.",
        retention="With the edition; internal.",
        export="Tasks owned by the account.",
        erasure="The owner is removed.",
    )

    class Meta:
        ordering = ["edition", F("due_on").asc(nulls_last=True), "id"]

    def __str__(self) -> str:
        return shown(self.title)
