"""How far the bringing in of many documents has come, and what became of each of them."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData
from folkmoot.rooms.evidence.models.sources import Source
from folkmoot.rooms.evidence.terms import TextRights, Visibility


class IngestKind(models.TextChoices):
    """Where the documents of a run come from."""

    FOLDER = "folder", _("folder")
    JSON_LINES = "json_lines", _("lines of JSON")
    WEB_ARCHIVE = "web_archive", _("web archive")
    FEED = "feed", _("feed")


class IngestState(models.TextChoices):
    """Planning -> working -> done; failed or stopped on the way, and taken up again."""

    PLANNING = "planning", _("being counted")
    WORKING = "working", _("under way")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")


class IngestOutcome(models.TextChoices):
    """What became of one document."""

    NEW = "new", _("new source")
    SAME = "same", _("here already")
    ATTACHED = "attached", _("text attached")
    FAILED = "failed", _("failed")


class IngestRun(models.Model):
    """One dump or folder on its way in.

    ``size_bytes`` and ``changed_ns`` tell whether the dump is still the same file. ``holder``
    is the worker that makes the plan; batches have holders of their own. ``plans_begun`` counts
    how often the plan was begun since it last got further. ``total`` grows until ``is_planned``.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=IngestKind)
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=1000, blank=True)
    upload = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="ingest_runs"
    )
    size_bytes = models.PositiveBigIntegerField(default=0)
    changed_ns = models.BigIntegerField(default=0)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.DESK)
    text_rights = models.CharField(max_length=12, choices=TextRights, default=TextRights.QUOTATIONS)
    proposes = models.BooleanField(default=False)
    actor_key = models.CharField(max_length=80)
    user_id = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=IngestState, default=IngestState.PLANNING)
    code = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    total = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)
    is_planned = models.BooleanField(default=False)
    plans_begun = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=120, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        fields=("actor_key", "user_id"),
        why="Documents come in with the rights of the person who brings them in.",
        retention="90 days after the run ended.",
        export="What they brought in is in the person's audit trail.",
        erasure="The key stays as in the trail; it names nobody once the account is closed.",
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state"]), models.Index(fields=["-created_at"])]

    def __str__(self) -> str:
        return f"{self.title} {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing will happen any more unless somebody takes it up again."""
        return self.state not in (IngestState.PLANNING, IngestState.WORKING)


class IngestBatch(models.Model):
    """A few documents of a run, taken out of the dump and put where every worker can read them.

    ``tries`` counts how often it was taken since a document of it last came in.
    """

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    staged = models.CharField(max_length=200)
    holder = models.CharField(max_length=120, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    is_done = models.BooleanField(default=False)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_batch_per_number")
        ]
        indexes = [models.Index(fields=["run", "is_done", "holder"])]

    def __str__(self) -> str:
        return f"{self.run_id} {self.first}-{self.first + self.size - 1}"


class IngestItem(models.Model):
    """What became of one document of a run; written together with its source, so exactly once."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    label = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=IngestOutcome)
    code = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="ingest_items"
    )

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_item_per_position")
        ]
        indexes = [models.Index(fields=["run", "outcome", "code"])]

    def __str__(self) -> str:
        return f"{self.run_id} {self.position} {self.outcome}"
