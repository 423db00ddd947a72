"""Proposals of records, the decisions on them, and how far the proposing has come."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.rooms.evidence.models.sources import Source
from folkmoot.rooms.evidence.terms import ProposalState, ProposedKind, RunState, Verdict


class Proposal(Record):
    """A record that a source suggests, with the words that say so, awaiting a decision.

    ``fields`` are as ``folkmoot propose --json`` writes them: ``{name: {"value", "spans",
    "text"}}``. ``fingerprint`` is the same whenever the same words suggest the same thing.
    """

    is_portable = False
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(_("kind"), max_length=20, choices=ProposedKind)
    state = models.CharField(
        _("state"), max_length=10, choices=ProposalState, default=ProposalState.WAITING
    )
    fields = models.JSONField(default=dict)
    spans = models.JSONField(default=list)
    rules = models.JSONField(default=list)
    confidence = models.FloatField(default=0.5)
    origin = models.CharField(max_length=200, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    first_start = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64)
    record_kind = models.CharField(max_length=60, blank=True)
    record_uid = models.UUIDField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )

    personal_data = PersonalData(
        fields=("fields",),
        why="What a published document says of people, until a person decides on it.",
        retention="With the source.",
        export="The source itself.",
        erasure="The name is blanked in the fields when a person is withheld.",
    )

    class Meta:
        ordering = ["source", "first_start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "fingerprint"], name="one_proposal_per_fingerprint"
            )
        ]
        indexes = [
            models.Index(fields=["source", "state"]),
            models.Index(fields=["state", "kind", "-confidence"]),
            models.Index(fields=["record_kind", "record_uid"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_start} ({self.source_id})"


class Decision(models.Model):
    """What somebody decided on a proposal, and what came of it. Never changed.

    ``before`` and ``after`` are the fields as proposed and as accepted; ``trail`` the entries
    of the audit trail that the decision made, by which it can be undone.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=10, choices=Verdict)
    reviewer_key = models.CharField(max_length=80)
    reviewer_label = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    links = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    trail = models.JSONField(default=list)
    record_kind = models.CharField(max_length=60, blank=True)
    record_uid = models.UUIDField(null=True, blank=True)
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by"
    )
    at = models.DateTimeField()

    personal_data = PersonalData(
        fields=("reviewer_key", "reviewer_label", "before", "after"),
        why="Accountability: who let which words into the record; measuring the rules.",
        retention="With the proposal.",
        export="What they accepted is in the person's audit trail.",
        erasure="The label becomes 'former user'; names of withheld people are blanked.",
    )

    class Meta:
        ordering = ["proposal", "id"]
        indexes = [models.Index(fields=["-at"]), models.Index(fields=["reviewer_key", "-at"])]

    def __str__(self) -> str:
        return f"{self.verdict} {self.proposal_id} ({self.reviewer_label})"


class ProposalRun(models.Model):
    """How far proposing from one source has come; the waiting ones are the worker's queue."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="proposal_run")
    state = models.CharField(max_length=10, choices=RunState, default=RunState.WAITING)
    engine = models.CharField(max_length=120, blank=True)
    error = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    # The process that works on it; see services/runs_holding.py.
    holder = models.CharField(max_length=120, blank=True)
    requested_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    # MinHash of the text, by which copies of one wire text are told; empty for short texts.
    sketch = models.JSONField(default=list, blank=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        indexes = [models.Index(fields=["state", "requested_at"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.state}"


class SketchBand(models.Model):
    """A piece of a text's sketch; texts that share one may be copies of each other."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="bands")
    band = models.CharField(max_length=24)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "band"], name="one_band_per_source")
        ]
        indexes = [models.Index(fields=["band"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.band}"


class RuleCount(models.Model):
    """How often people accepted what a rule proposed, as counted by ``evidence learn``."""

    rule = models.CharField(max_length=80, unique=True)
    right = models.PositiveIntegerField(default=0)
    partly = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["rule"]

    def __str__(self) -> str:
        return f"{self.rule} {self.right}/{self.right + self.partly + self.wrong}"
