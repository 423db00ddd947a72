"""Sources, their blocks and passages; citations, statements and claims."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.figures import ClaimKind, Comparator
from folkmoot.kernel.fields import PartialDateField
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.evidence.terms import (
    CLAIM_KINDS,
    COMPARATORS,
    BlockKind,
    Mode,
    SourceKind,
    Stance,
    TextRights,
    Visibility,
)
from folkmoot.rooms.registry.models import OfficeHeld, Organisation, Person


class Source(Record):
    """A document. Its text, once stored, never changes; it may be catalogued without one."""

    title = models.CharField(_("title"), max_length=500)
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind, default=SourceKind.OTHER)
    stance = models.CharField(_("written"), max_length=20, choices=Stance, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    address = models.URLField(_("address"), max_length=1000, blank=True)
    published = PartialDateField(_("published"), blank=True)
    visibility = models.CharField(
        _("visible to"), max_length=10, choices=Visibility, default=Visibility.DESK
    )
    text_rights = models.CharField(
        _("text shown"), max_length=12, choices=TextRights, default=TextRights.QUOTATIONS
    )
    rights_note = models.CharField(_("note on rights"), max_length=500, blank=True)
    summary = MultilingualField(_("summary"), length=2000, blank=True)
    text = models.TextField(editable=False, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    length_chars = models.PositiveIntegerField(default=0)
    has_text = models.BooleanField(default=False, editable=False)
    original = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sources",
        editable=False,
    )
    file_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    media_type = models.CharField(max_length=100, blank=True, editable=False)
    warnings = models.JSONField(default=list, blank=True, editable=False)

    personal_data = PersonalData(
        fields=("text", "title"),
        why="Published documents are the ground of every published fact.",
        retention="As long as a citation refers to it.",
        export="The document itself.",
        erasure="The text can be withdrawn; title, address and hash remain.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["text_sha256"], condition=~Q(text_sha256=""), name="one_source_per_text"
            )
        ]
        indexes = [models.Index(fields=["file_sha256"]), models.Index(fields=["published"])]

    def __str__(self) -> str:
        return self.title


class Block(models.Model):
    """A stretch of a source's text by character offsets, half-open."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=12, choices=BlockKind)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    page = models.PositiveIntegerField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["source", "start"]
        constraints = [
            models.UniqueConstraint(fields=["source", "start"], name="one_block_per_start"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="block_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.start}-{self.end}"


class Passage(Record):
    """Exact words of a source: character offsets, half-open, and the hash of the words.

    ``words_sha256`` is the SHA-256 of the words in UTF-8, so that a passage of a source
    without text can be checked when the text is attached.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words_sha256 = models.CharField(max_length=64)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["source", "start", "end"]
        constraints = [
            models.UniqueConstraint(fields=["source", "start", "end"], name="one_passage_per_span"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="passage_is_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.source} [{self.start}:{self.end}]"


class Citation(Record):
    """A passage supports one field of one record (an empty field: the record as a whole)."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="citations")
    record_kind = models.CharField(max_length=60)
    record_uid = models.UUIDField()
    field = models.CharField(max_length=60, blank=True)
    note = MultilingualField(_("note"), length=500, blank=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["passage", "record_kind", "record_uid", "field"],
                name="one_citation_per_field_and_passage",
            )
        ]
        indexes = [models.Index(fields=["record_kind", "record_uid"])]

    def __str__(self) -> str:
        return f"{self.record_kind} {self.field}: {self.passage}"


class Attributed(Record):
    """What statements and claims share: who, in which office, where it stands, about what."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="%(class)ss")
    speaker = models.ForeignKey(
        Person,
        verbose_name=_("speaker"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    speaker_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("speaking organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    office = models.ForeignKey(
        OfficeHeld,
        verbose_name=_("in the office of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="%(class)ss",
    )
    speaker_as_written = models.CharField(_("speaker as written"), max_length=300, blank=True)
    about_kind = models.CharField(max_length=60, blank=True)
    about_uid = models.UUIDField(null=True, blank=True)

    class Meta:
        abstract = True


class Statement(Attributed):
    """Words attributed to somebody. The words themselves are its cited passages, in order.

    We record that it was said; we do not say that it is so.
    """

    mode = models.CharField(_("mode"), max_length=12, choices=Mode, default=Mode.DIRECT)
    topic = MultilingualField(_("topic"), blank=True)
    reported_by = models.ForeignKey(
        Person,
        verbose_name=_("quoted by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reported_statements",
    )

    personal_data = PersonalData(
        fields=("speaker", "speaker_as_written", "reported_by"),
        why="The public record of who said what, with its source.",
        retention="With the source.",
        export="With the person.",
        erasure="The name as written is blanked with the person; the words end with the source.",
    )

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about_uid"], name="statement_about")]

    def __str__(self) -> str:
        return f"{self.speaker or self.speaker_as_written} ({self.source})"


class Claim(Attributed):
    """A figure that somebody states. Sources that disagree are kept side by side.

    ``measure`` groups claims that speak of one thing ("agreements", "delegates"), so that
    they can be compared; ``status`` tells expected from signed.
    """

    kind = models.CharField(
        _("kind"), max_length=16, choices=CLAIM_KINDS, default=ClaimKind.COUNT.value
    )
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=4, null=True, blank=True)
    comparator = models.CharField(
        _("comparator"), max_length=10, choices=COMPARATORS, default=Comparator.EXACTLY.value
    )
    unit = MultilingualField(_("unit"), blank=True)
    currency = models.CharField(_("currency (ISO 4217)"), max_length=3, blank=True)
    measure = models.SlugField(_("measure"), max_length=60, blank=True)
    subject = MultilingualField(_("what is counted"))
    scope = MultilingualField(_("within what"), blank=True)
    period = PartialDateField(_("period"), blank=True)
    status = models.CharField(_("status as stated"), max_length=40, blank=True)
    needs_review = models.BooleanField(_("needs review"), default=False)

    personal_data = PersonalData(
        fields=("speaker", "speaker_as_written"),
        why="Who stated the figure.",
        retention="With the source.",
        export="With the person.",
        erasure="The name as written is blanked with the person; the words end with the source.",
    )

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_uid"], name="claim_about"),
            models.Index(fields=["measure"]),
        ]

    def __str__(self) -> str:
        value = "" if self.value is None else f"{self.value.normalize():f}"
        return f"{value} {self.currency or shown(self.unit)} {shown(self.subject)}".strip()

    @property
    def plain_value(self) -> Decimal | None:
        """The value without needless zeros."""
        return None if self.value is None else self.value.normalize()
