"""Tables of the kernel: audit trail, outbox, jobs, stored files, search entries, redirects."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from modelsearch import index

from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField


class AuditEntry(models.Model):
    """One thing that was done: who, when, what, before and after, why. Never changed."""

    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=200, blank=True)
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    uid = models.UUIDField()
    # The version the record had once this was done; entries that change no column repeat it.
    version = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=500, blank=True)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    personal_data = PersonalData(
        fields=("actor_key", "actor_label", "before", "after"),
        why="Accountability: published facts name who changed them.",
        retention="As long as the record itself.",
        export="Entries with the person's actor key.",
        erasure="The label becomes 'former user'; personal fields of erased records are blanked.",
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "uid", "-id"]), models.Index(fields=["-at"])]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.label}"


class OutboxMessage(models.Model):
    """Something that will leave the process after the transaction: a mail or a webhook."""

    class Channel(models.TextChoices):
        """How it leaves."""

        MAIL = "mail"
        WEBHOOK = "webhook"

    class State(models.TextChoices):
        """Draft (a person reads it first) -> queued -> sent, or failed after its attempts."""

        DRAFT = "draft"
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        DISCARDED = "discarded"

    channel = models.CharField(max_length=10, choices=Channel)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    to = models.CharField(max_length=500)
    language = models.CharField(max_length=20, default="en")
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    # Holds a personal link: screens never show the text, and it is blanked once sent.
    is_confidential = models.BooleanField(default=False)
    about_kind = models.CharField(max_length=60, blank=True)
    about_uid = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        fields=("to", "subject", "body"),
        why="Delivering and proving delivery of invitations and notices.",
        retention="Body and address are removed 90 days after sending.",
        export="Messages to the person's address.",
        erasure="Removed.",
    )

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.channel} {self.state} {self.subject}"


class Job(models.Model):
    """Progress of one background job, as a page shows it."""

    class State(models.TextChoices):
        """Waiting -> running -> done or failed."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    uid = models.UUIDField(unique=True)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    actor_key = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        fields=("actor_key",),
        why="Shows people the progress of what they started.",
        retention="30 days after the job ended.",
        export="Jobs with the person's actor key.",
        erasure="Removed.",
    )

    class Meta:
        indexes = [models.Index(fields=["actor_key", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class StoredFile(Record):
    """One uploaded file, addressed by its content; the same bytes are kept once."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size_bytes = models.PositiveBigIntegerField()

    personal_data = PersonalData(
        fields=("name",),
        why="The original of a source or a material.",
        retention="As long as a record refers to it.",
        export="With the record that refers to it.",
        erasure="Removed with the last record that refers to it.",
    )

    @property
    def path(self) -> str:
        """Where the storage keeps it."""
        return f"{self.sha256[:2]}/{self.sha256}"

    def __str__(self) -> str:
        return self.name


class Redirect(models.Model):
    """A merged record's old identity, so that old addresses still arrive."""

    kind = models.CharField(max_length=60)
    old_uid = models.UUIDField()
    new_uid = models.UUIDField()

    personal_data = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "old_uid"], name="one_redirect_per_identity"),
            models.CheckConstraint(
                condition=~Q(old_uid=F("new_uid")), name="redirect_goes_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.old_uid} -> {self.new_uid}"


class SearchEntry(index.Indexed, models.Model):
    """One findable thing, normalised so that SQLite and PostgreSQL give the same answers.

    Rooms describe their records as entries (``kernel.search``); nothing but search reads this.
    """

    kind = models.CharField(max_length=60)
    uid = models.UUIDField()
    title = MultilingualField(length=1000)
    excerpt = MultilingualField(length=1000, blank=True)
    search_text = models.TextField()
    name_keys = models.CharField(max_length=500, blank=True)
    series_uid = models.UUIDField(null=True, blank=True)
    edition_uid = models.UUIDField(null=True, blank=True)
    place = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    weight = models.PositiveSmallIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    search_fields = [
        index.SearchField("search_text"),
        index.FilterField("kind"),
        index.FilterField("series_uid"),
        index.FilterField("edition_uid"),
        index.FilterField("place"),
        index.FilterField("language"),
        index.FilterField("year"),
        index.FilterField("is_public"),
    ]
    personal_data = PersonalData(
        fields=("title", "excerpt", "search_text", "name_keys"),
        why="Finding people and what they said.",
        retention="As long as the record it describes.",
        export="With the record it describes.",
        erasure="Removed with the record it describes.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "uid"], name="one_search_entry_per_record")
        ]
        indexes = [
            models.Index(fields=["is_public", "kind", "year"]),
            models.Index(fields=["name_keys"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"
