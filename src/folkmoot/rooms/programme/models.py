"""Series, editions and their places; venues, rooms and sessions; tasks; releases."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.fields import LanguageListField, PartialDateField
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.programme.terms import (
    Attendance,
    EditionStatus,
    Format,
    HostRole,
    OrganiserRole,
    PartRole,
    ProgrammePart,
    SessionKind,
    SessionStatus,
)
from folkmoot.rooms.registry.models import City, Country, OfficeHeld, Organisation, Person, Region


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

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="editions")
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


class EditionPlace(Record):
    """A city, region or country that hosts an edition, or will host the next one."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="places")
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
    position = models.PositiveSmallIntegerField(default=0)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "role", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False)
                | Q(region__isnull=False)
                | Q(country__isnull=False),
                name="edition_place_is_somewhere",
            )
        ]

    def __str__(self) -> str:
        return str(self.city or self.region or self.country)


class SeriesOrganiser(Record):
    """An organisation's part in a series as a whole."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="series_roles"
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

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="edition_roles"
    )
    role = models.CharField(
        _("role"), max_length=12, choices=OrganiserRole, default=OrganiserRole.ORGANISER
    )
    position = models.PositiveSmallIntegerField(default=0)

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


class Strand(Record):
    """A thematic line of an edition. ``hue`` (0-359) colours it in the programme."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="strands")
    name = MultilingualField(_("name"))
    summary = MultilingualField(_("summary"), length=1000, blank=True)
    hue = models.PositiveSmallIntegerField(
        _("colour (0 to 359)"), default=210, validators=[MaxValueValidator(359)]
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "position", "id"]

    def __str__(self) -> str:
        return shown(self.name)


class Venue(Record):
    """A place with an address where sessions of an edition happen, in its own time zone."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="venues")
    city = models.ForeignKey(
        City, verbose_name=_("city"), on_delete=models.PROTECT, related_name="venues"
    )
    name = MultilingualField(_("name"))
    address = MultilingualField(_("address"), blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    time_zone = models.CharField(_("time zone"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "position", "id"]

    def __str__(self) -> str:
        return shown(self.name)


class Room(Record):
    """A hall of a venue."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="rooms")
    name = MultilingualField(_("name"))
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    equipment = MultilingualField(_("equipment"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["venue", "position", "id"]

    def __str__(self) -> str:
        return shown(self.name)


class Session(Record):
    """One item of the programme, in the draft. Rooms in several cities make it a bridge.

    ``starts_at``/``ends_at`` are moments; ``on_date`` keeps a date stated without a time.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(
        _("kind"), max_length=12, choices=SessionKind, default=SessionKind.OTHER
    )
    part = models.CharField(
        _("part of the programme"), max_length=10, choices=ProgrammePart, default=ProgrammePart.MAIN
    )
    title = MultilingualField(_("title"), length=500)
    abstract = MultilingualField(_("abstract"), length=5000, blank=True)
    strand = models.ForeignKey(
        Strand,
        verbose_name=_("strand"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sessions",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("inside the block"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
    )
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    on_date = PartialDateField(_("date as stated"), blank=True)
    city = models.ForeignKey(
        City,
        verbose_name=_("city as stated"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
    )
    place_note = MultilingualField(_("place as stated"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=SessionStatus, default=SessionStatus.DRAFT
    )
    format = models.CharField(_("format"), max_length=10, choices=Format, blank=True)
    languages = LanguageListField(_("languages"))
    interpretation = LanguageListField(_("interpretation into"))
    stream_url = models.URLField(_("stream link"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", F("starts_at").asc(nulls_last=True), "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__lt=F("ends_at")),
                name="session_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return shown(self.title)


class SessionRoom(Record):
    """A session is held in a room; several rooms in several cities are a bridge."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="session_rooms")
    # A hall in use stays, unless its whole edition goes: RESTRICT allows what PROTECT would not.
    room = models.ForeignKey(Room, on_delete=models.RESTRICT, related_name="session_rooms")
    position = models.PositiveSmallIntegerField(default=0)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["session", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "room"], name="one_room_per_session")
        ]

    def __str__(self) -> str:
        return str(self.room)


class SessionPart(Record):
    """A person or body with a role in a session, in the office held on that day."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="parts")
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="session_parts",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="session_parts",
    )
    office = models.ForeignKey(
        OfficeHeld,
        verbose_name=_("in the office of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="session_parts",
    )
    name_as_written = models.CharField(_("name as written"), max_length=300, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=PartRole, default=PartRole.SPEAKER)
    attendance = models.CharField(_("takes part"), max_length=14, choices=Attendance, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    personal_data = PersonalData(
        fields=("person", "name_as_written"),
        why="The public programme names who speaks.",
        retention="With the edition's record.",
        export="With the person.",
        erasure="With the person.",
    )

    class Meta:
        ordering = ["session", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False)
                | Q(organisation__isnull=False)
                | ~Q(name_as_written=""),
                name="session_part_names_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation or self.name_as_written)


class Material(Record):
    """A file or link that belongs to a session, or to the edition as a whole."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="materials")
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="materials"
    )
    title = MultilingualField(_("title"))
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="materials"
    )
    address = models.URLField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    is_public = models.BooleanField(_("public"), default=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(address=""), name="material_is_file_or_address"
            )
        ]

    def __str__(self) -> str:
        return shown(self.title)


class Task(Record):
    """Something to prepare before an edition; a copy stays as far before the first day."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="tasks")
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


class Release(Record):
    """A published version of an edition's timetable. Never changed afterwards."""

    is_portable = False
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="releases")
    label = models.CharField(_("label"), max_length=40)
    note = MultilingualField(_("what is new"), length=1000, blank=True)
    released_at = models.DateTimeField(editable=False)
    released_by = models.CharField(max_length=200, editable=False)
    changes = models.JSONField(default=list, editable=False)
    frame = models.JSONField(default=dict, editable=False)

    personal_data = PersonalData(
        fields=("released_by",),
        why="Who is accountable for a published programme.",
        retention="With the edition.",
        export="With the account.",
        erasure="The label becomes 'former user'.",
    )

    class Meta:
        ordering = ["edition", "-released_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "label"], name="one_release_per_label")
        ]

    def __str__(self) -> str:
        return self.label


class ReleasedSession(models.Model):
    """A session as it stood in a release: everything a public page shows, in ``data``."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="sessions")
    uid = models.UUIDField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    position = models.PositiveIntegerField()
    data = models.JSONField()

    personal_data = PersonalData(
        fields=("data",),
        why="The published programme.",
        retention="With the edition.",
        export="With the person.",
        erasure="The name in 'data' is replaced with the person's.",
    )

    class Meta:
        ordering = ["release", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "uid"], name="one_released_session_per_release"
            )
        ]
        indexes = [models.Index(fields=["uid"])]

    def __str__(self) -> str:
        return str(self.uid)


class ReleasedPart(models.Model):
    """Who had a part in a released session; lets a person's page find its sessions."""

    session = models.ForeignKey(ReleasedSession, on_delete=models.CASCADE, related_name="parts")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="released_parts"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="released_parts"
    )
    role = models.CharField(max_length=12, choices=PartRole)

    personal_data = PersonalData(
        fields=("person",),
        why="The published programme names who speaks.",
        retention="With the edition.",
        export="With the person.",
        erasure="With the person.",
    )

    def __str__(self) -> str:
        return f"{self.role}"
