"""Negotiation: versions of the text, proposals on clauses, comments, acceptance, approval."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.outcomes.models.agreements import Agreement, Clause, Party
from folkmoot.rooms.outcomes.terms.agreements import (
    Audience,
    ChangeState,
    ClauseKind,
    ProposedChange,
)

_WROTE = PersonalData(
    fields=("author_key", "author_label"),
    why="Accountability: who proposed what for which party.",
    retention="As long as the agreement.",
    export="What carries the person's actor key.",
    erasure="The label becomes 'former user'.",
)


class TextVersion(Record):
    """The whole text as it stood when it was offered for acceptance. Never changed.

    ``content`` is the canonical JSON of the agreement, ``hashes`` the SHA-256 of each
    language's text, ``sha256`` that of the content.
    """

    is_portable = False
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    hashes = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    voided_at = models.DateTimeField(null=True, blank=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="one_text_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"


class ClauseProposal(Record):
    """A change that a party proposes: to a clause, of a new one, or that one be removed."""

    is_portable = False
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="proposals")
    change = models.CharField(max_length=10, choices=ProposedChange, default=ProposedChange.CHANGE)
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    # The version of the clause that the author saw; a later one makes the proposal stale.
    clause_version = models.PositiveIntegerField(default=0)
    after = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=ClauseKind, blank=True)
    heading = MultilingualField(_("heading"), length=200, blank=True)
    text = MultilingualField(_("text"), length=6000, blank=True)
    # None where the variables stay as they are.
    variables = models.JSONField(_("variables"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    audience = models.CharField(
        _("seen by"), max_length=10, choices=Audience, default=Audience.SHARED
    )
    party = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    author_key = models.CharField(max_length=80)
    author_label = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.OPEN)
    decided_by = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decision_reason = models.CharField(_("reason"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Heading and text of the clause as they were when this was decided.
    before = models.JSONField(default=dict, blank=True)

    personal_data = _WROTE

    class Meta:
        ordering = ["agreement", "id"]
        indexes = [models.Index(fields=["agreement", "state"])]

    def __str__(self) -> str:
        return f"{self.change} {self.clause_id} ({self.state})"


class Comment(Record):
    """A remark on the agreement, a clause or a proposal."""

    is_portable = False
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="comments")
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    proposal = models.ForeignKey(
        ClauseProposal, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    body = models.TextField(_("comment"), max_length=4000)
    audience = models.CharField(
        _("seen by"), max_length=10, choices=Audience, default=Audience.SHARED
    )
    party = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.CASCADE, related_name="comments"
    )
    author_key = models.CharField(max_length=80)
    author_label = models.CharField(max_length=200, blank=True)

    personal_data = PersonalData(
        fields=("body", "author_key", "author_label"),
        why="Accountability: who said what for which party while the text was made.",
        retention="As long as the agreement.",
        export="What carries the person's actor key.",
        erasure="The label becomes 'former user'.",
    )

    class Meta:
        ordering = ["agreement", "id"]

    def __str__(self) -> str:
        return self.body[:60]


class Acceptance(models.Model):
    """A party accepts the hashes of one version of the text. Never changed."""

    text = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="acceptances")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="acceptances")
    hashes = models.JSONField(default=dict)
    actor_key = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    personal_data = PersonalData(
        fields=("actor_key", "actor_label"),
        why="Accountability: who accepted the text for which party.",
        retention="As long as the agreement.",
        export="What carries the person's actor key.",
        erasure="The label becomes 'former user'.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "party"], name="one_acceptance_per_party")
        ]

    def __str__(self) -> str:
        return f"{self.party_id} accepts {self.text_id}"


class Approval(Record):
    """An inner approval of a party that must be given before anybody is asked to sign."""

    is_portable = False
    text = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="approvals")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="approvals")
    step = MultilingualField(_("who approves"), length=200)
    approver = models.ForeignKey(
        User,
        verbose_name=_("account"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="approvals",
    )
    decision = models.BooleanField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_key = models.CharField(max_length=80, blank=True)
    decided_by_label = models.CharField(max_length=200, blank=True)

    personal_data = PersonalData(
        fields=("approver", "reason", "decided_by_key", "decided_by_label"),
        why="Accountability: who approved the text before it was signed.",
        retention="As long as the agreement.",
        export="What carries the person's actor key.",
        erasure="The label becomes 'former user'.",
    )

    class Meta:
        ordering = ["text", "party", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=True) | Q(decided_at__isnull=False),
                name="approval_is_decided_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.decision}"
