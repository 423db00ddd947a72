"""Strands, venues and rooms; sessions with people and materials: the draft."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.fields import LanguageListField, PartialDateField
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.programme.models.editions import Edition
from folkmoot.rooms.programme.terms import (
    Attendance,
    Format,
    PartRole,
    ProgrammePart,
    SessionKind,
    SessionStatus,
)
from folkmoot.rooms.registry.models import City, OfficeHeld, Organisation, Person


class Strand(Record):
    """A thematic line of an edition. ``hue`` (0-359) colours it in the programme."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="strands"
    )
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

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="venues"
    )
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

    venue = models.ForeignKey(
        Venue, verbose_name=_("venue"), on_delete=models.CASCADE, related_name="rooms"
    )
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

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="sessions"
    )
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
    # Under what an imported file knows it: the next import finds it, however it is called then.
    outside_id = models.CharField(max_length=300, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", F("starts_at").asc(nulls_last=True), "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "outside_id"],
                condition=~Q(outside_id=""),
                name="one_session_per_outside_identity",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__lt=F("ends_at")),
                name="session_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return shown(self.title)


class SessionRoom(Record):
    """A session is held in a room; several rooms in several cities are a bridge."""

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="session_rooms"
    )
    # A hall in use stays, unless its whole edition goes: RESTRICT allows what PROTECT would not.
    room = models.ForeignKey(
        Room, verbose_name=_("room"), on_delete=models.RESTRICT, related_name="session_rooms"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

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

    session = models.ForeignKey(
        Session, verbose_name=_("session"), on_delete=models.CASCADE, related_name="parts"
    )
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
    position = models.PositiveSmallIntegerField(_("position"), default=0)

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

    def clean(self) -> None:
        """Say in words what the constraint above could only refuse."""
        if not (self.person_id or self.organisation_id or self.name_as_written):
            sentence = _("Say who it is: a person, an organisation, or a name as it is stated.")
            raise ValidationError({"name_as_written": sentence})


class Material(Record):
    """A file or link that belongs to a session, or to the edition as a whole."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="materials"
    )
    session = models.ForeignKey(
        Session,
        verbose_name=_("session"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="materials",
    )
    title = MultilingualField(_("title"))
    file = models.ForeignKey(
        StoredFile,
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="materials",
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

    def clean(self) -> None:
        """Say in words what the constraint above could only refuse."""
        if not (self.file_id or self.address):
            raise ValidationError({"address": _("Give the address this link leads to.")})
