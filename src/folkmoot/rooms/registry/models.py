"""Countries, regions, cities, organisations, people, offices held, names, identifiers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from folkmoot.kernel.fields import PartialDateField
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.registry.terms import NameKind, OrganisationKind, Scheme


class Country(Record):
    """A country of ISO 3166-1."""

    code = models.CharField(_("ISO 3166-1 code"), max_length=2, unique=True)
    name = MultilingualField(_("name"))

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return shown(self.name)


class Region(Record):
    """A first or second level subdivision of ISO 3166-2."""

    code = models.CharField(_("ISO 3166-2 code"), max_length=10, unique=True)
    name = MultilingualField(_("name"))
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="regions"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    kind = models.CharField(_("kind"), max_length=60, blank=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return shown(self.name)


class City(Record):
    """A city, town or village, with coordinates (WGS 84) and its time zone (IANA)."""

    name = MultilingualField(_("name"))
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="cities"
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cities",
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    time_zone = models.CharField(_("time zone"), max_length=60)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        verbose_name_plural = "cities"

    def __str__(self) -> str:
        return shown(self.name)


class Organisation(Record):
    """A body of any kind; an alliance has members."""

    name = MultilingualField(_("name"), length=500)
    kind = models.CharField(
        _("kind"), max_length=20, choices=OrganisationKind, default=OrganisationKind.OTHER
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    city = models.ForeignKey(
        City,
        verbose_name=_("city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    founded = PartialDateField(_("founded"), blank=True)
    dissolved = PartialDateField(_("dissolved"), blank=True)
    website = models.URLField(_("website"), blank=True)
    summary = MultilingualField(_("summary"), length=2000, blank=True)

    personal_data = NO_PERSONAL_DATA

    def __str__(self) -> str:
        return shown(self.name)


class Membership(Record):
    """An organisation belongs to an alliance, from and until when."""

    alliance = models.ForeignKey(
        Organisation, verbose_name=_("alliance"), on_delete=models.CASCADE, related_name="members"
    )
    member = models.ForeignKey(
        Organisation, verbose_name=_("member"), on_delete=models.CASCADE, related_name="memberships"
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "member", "since"], name="one_membership_per_start"
            ),
            models.CheckConstraint(
                condition=~Q(alliance=F("member")), name="alliance_is_not_its_own_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} ({self.alliance})"


class Person(Record):
    """A person in public life as the record knows them; not an account."""

    name = MultilingualField(pgettext_lazy("of a person", "name"))
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="people",
    )
    summary = MultilingualField(_("summary"), length=2000, blank=True)
    is_historical = models.BooleanField(_("historical figure, not a participant"), default=False)

    personal_data = PersonalData(
        fields=("name", "summary", "country"),
        why="The public record of who took part and who said what, from published sources.",
        retention="As long as a published record refers to the person.",
        export="As JSON from the person's page.",
        erasure="Replaced by 'name withheld' where no public interest in the source remains.",
    )

    class Meta:
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return shown(self.name)


class OfficeHeld(Record):
    """A person holds an office in an organisation from and until when, as far as known.

    A programme keeps pointing at the office as it was, so a governor of 2023 stays
    governor in the record of 2023.
    """

    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="offices"
    )
    title = MultilingualField(_("office"))
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offices",
    )
    country = models.ForeignKey(
        Country,
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offices",
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    stated_on = PartialDateField(_("stated on"), blank=True)

    personal_data = PersonalData(
        fields=("person", "title", "organisation"),
        why="The office in which somebody spoke or signed.",
        retention="With the person.",
        export="With the person.",
        erasure="With the person.",
    )

    class Meta:
        verbose_name_plural = "offices held"

    def __str__(self) -> str:
        return f"{self.person}: {shown(self.title)}"


class Name(Record):
    """A further name of a person, organisation or place, kept beside the main one."""

    owner_kind = models.CharField(max_length=60)
    owner_uid = models.UUIDField()
    text = models.CharField(_("name"), max_length=500)
    language = models.CharField(_("language"), max_length=20, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=NameKind, default=NameKind.ALIAS)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)

    personal_data = PersonalData(
        fields=("text",),
        why="Finding people under every spelling that sources use.",
        retention="With the owner.",
        export="With the owner.",
        erasure="With the owner.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_uid", "text", "kind"], name="one_name_per_owner"
            )
        ]
        indexes = [models.Index(fields=["owner_kind", "owner_uid"])]

    def __str__(self) -> str:
        return self.text


class Identifier(Record):
    """The number or address under which an outside register knows a record."""

    owner_kind = models.CharField(max_length=60)
    owner_uid = models.UUIDField()
    scheme = models.CharField(_("register"), max_length=20, choices=Scheme)
    value = models.CharField(_("identifier"), max_length=300)

    personal_data = PersonalData(
        fields=("value",),
        why="Saying that our record and an outside one mean the same person or body.",
        retention="With the owner.",
        export="With the owner.",
        erasure="With the owner.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner_uid", "scheme", "value"],
                name="one_identifier_per_owner",
            )
        ]
        indexes = [models.Index(fields=["scheme", "value"])]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Merge(Record):
    """Two records were found to be one. Keeps what is needed to undo it."""

    is_portable = False
    kind = models.CharField(max_length=60)
    kept_uid = models.UUIDField()
    merged_uid = models.UUIDField()
    merged_state = models.JSONField(default=dict)
    moved = models.JSONField(default=list)
    actor_label = models.CharField(max_length=200)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        fields=("merged_state", "actor_label"),
        why="Undoing a mistaken merge.",
        retention="As long as the kept record.",
        export="With the kept record.",
        erasure="With the kept record.",
    )

    def __str__(self) -> str:
        return f"{self.kind} {self.merged_uid} -> {self.kept_uid}"
