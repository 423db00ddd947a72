"""Sources, their blocks and passages, and what the passages support."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.fields import PartialDateField
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField
from folkmoot.rooms.evidence.terms import BlockKind, SourceKind, Stance, TextRights, Visibility


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
    """A passage supports one field of one record (an empty field: the record as a whole).

    ``stated`` is the field as this source states it, where it can be compared with what
    others state: ``{"kind": "date" | "number" | "name" | "place", "value": …}``.
    """

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="citations")
    record_kind = models.CharField(max_length=60)
    record_uid = models.UUIDField()
    field = models.CharField(max_length=60, blank=True)
    note = MultilingualField(_("note"), length=500, blank=True)
    stated = models.JSONField(default=dict, blank=True)

    personal_data = PersonalData(
        fields=("stated",),
        why="Showing where sources differ about a name or a date.",
        retention="With the source.",
        export="With the record it supports.",
        erasure="Blanked with the person.",
    )

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
