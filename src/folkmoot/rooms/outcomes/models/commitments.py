"""Commitments and their follow-up: milestones, reports, evidence, assessments, mailed links."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.fields import PartialDateField
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.evidence.models import Statement
from folkmoot.rooms.outcomes.models.agreements import Agreement, Clause
from folkmoot.rooms.outcomes.models.negotiating import TextVersion
from folkmoot.rooms.outcomes.models.signing import SignatureSlot
from folkmoot.rooms.outcomes.terms.commitments import (
    Ambition,
    AssessmentState,
    ClaimedProgress,
    Closing,
    CommitmentKind,
    CommitmentState,
    Completion,
    Confidence,
    DueBasis,
    EvidenceKind,
    LinkPurpose,
    PartyRole,
    Phase,
    ReminderKind,
    ReportState,
)
from folkmoot.rooms.programme.models import Edition, Strand
from folkmoot.rooms.registry.models import Organisation, Region


class Commitment(Record):
    """A promise with deliverable, measure, time and owner.

    It quotes a clause of a frozen text, or a named public statement; ``quote`` must still be
    found at ``starts`` to ``ends`` of it. ``elements`` names which of the four are stated.
    """

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="commitments"
    )
    strand = models.ForeignKey(
        Strand,
        verbose_name=_("strand"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="commitments",
    )
    agreement = models.ForeignKey(
        Agreement, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    clause = models.ForeignKey(
        Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    text = models.ForeignKey(
        TextVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    statement = models.ForeignKey(
        Statement, null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    language = models.CharField(_("language of the words"), max_length=20, blank=True)
    quote = models.TextField(_("words"), blank=True)
    starts = models.PositiveIntegerField(default=0)
    ends = models.PositiveIntegerField(default=0)
    title = MultilingualField(_("in plain words"), length=500)
    kind = models.CharField(
        _("kind"), max_length=12, choices=CommitmentKind, default=CommitmentKind.ACT
    )
    elements = models.JSONField(_("what is stated"), default=list, blank=True)
    target = MultilingualField(_("target"), length=500, blank=True)
    target_value = models.DecimalField(
        _("target value"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    target_unit = models.CharField(_("unit or currency"), max_length=60, blank=True)
    due_on = models.DateField(_("due on"))
    due_as_stated = PartialDateField(_("due as stated"), blank=True)
    due_basis = models.CharField(_("basis of the date"), max_length=12, choices=DueBasis)
    conditions = MultilingualField(_("conditions"), length=1000, blank=True)
    ambition = models.CharField(_("ambition"), max_length=12, choices=Ambition, blank=True)
    is_priority = models.BooleanField(_("priority"), default=False)
    # What counts as +1, 0 and -1; frozen before the first assessment.
    guideline = models.JSONField(_("guideline"), default=dict, blank=True)
    guideline_frozen_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(
        max_length=10, choices=CommitmentState, default=CommitmentState.PROPOSED
    )
    # Why it is disputed, or was closed so.
    state_because = models.CharField(_("reason"), max_length=2000, blank=True)
    closing = models.CharField(max_length=14, choices=Closing, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    repeats = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeated_by"
    )
    is_public = models.BooleanField(_("public"), default=False)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "due_on", "id"]
        indexes = [models.Index(fields=["edition", "state"]), models.Index(fields=["due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(clause__isnull=False) | Q(statement__isnull=False),
                name="commitment_quotes_a_clause_or_a_statement",
            ),
            models.CheckConstraint(
                condition=Q(state=CommitmentState.CLOSED, closed_at__isnull=False) & ~Q(closing="")
                | ~Q(state=CommitmentState.CLOSED) & Q(closing="", closed_at__isnull=True),
                name="commitment_is_closed_with_a_result",
            ),
        ]

    def __str__(self) -> str:
        return shown(self.title)


class Responsibility(Record):
    """A body in a commitment: exactly one leads; the office that reports has an address."""

    commitment = models.ForeignKey(
        Commitment, on_delete=models.CASCADE, related_name="responsibilities"
    )
    role = models.CharField(_("role"), max_length=12, choices=PartyRole)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="responsibilities",
    )
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="responsibilities",
    )
    office = MultilingualField(_("responsible office"), length=300, blank=True)
    email = models.EmailField(_("address of the office"), blank=True)
    mail_language = models.CharField(_("language of letters"), max_length=20, blank=True)

    personal_data = PersonalData(
        fields=("email",),
        why="Asking the responsible office for its report.",
        retention="Until the commitment is closed.",
        export="With the commitment.",
        erasure="Blanked.",
    )

    class Meta:
        verbose_name_plural = "responsibilities"
        ordering = ["commitment", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(role=PartyRole.LEAD), name="one_lead_party"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(region__isnull=False),
                name="responsibility_names_a_body",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.region)


class Milestone(Record):
    """A step on the way, with its own day."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="milestones")
    title = MultilingualField(_("step"), length=300)
    due_on = models.DateField(_("due on"))
    met_on = models.DateField(_("met on"), null=True, blank=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["commitment", "due_on", "id"]

    def __str__(self) -> str:
        return shown(self.title)


class ProgressReport(Record):
    """What a responsible body says of its commitment for a period."""

    is_portable = False
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reports")
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, related_name="reports"
    )
    period_from = models.DateField(_("from"), null=True, blank=True)
    period_until = models.DateField(_("until"))
    # A draft is kept as it is typed; what is needed is asked for when it is handed in.
    progress = models.CharField(
        _("where it stands"), max_length=12, choices=ClaimedProgress, blank=True
    )
    value = models.DecimalField(
        _("value reached"), max_digits=20, decimal_places=4, null=True, blank=True
    )
    narrative = MultilingualField(_("what was done"), length=5000, blank=True)
    obstacles = MultilingualField(_("obstacles"), length=2000, blank=True)
    next_step = MultilingualField(_("next step"), length=2000, blank=True)
    help_wanted = MultilingualField(_("help wanted"), length=2000, blank=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFT)
    reporter_key = models.CharField(max_length=80)
    reporter_name = models.CharField(_("your name"), max_length=200, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    verifier_key = models.CharField(max_length=80, blank=True)
    verifier_label = models.CharField(max_length=200, blank=True)
    returned_because = models.CharField(_("reason"), max_length=2000, blank=True)
    finalised_at = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=True)

    personal_data = PersonalData(
        fields=("reporter_key", "reporter_name", "verifier_key", "verifier_label"),
        why="Accountability: who reported, and who checked it.",
        retention="As long as the commitment.",
        export="Reports with the person's actor key.",
        erasure="Names become 'former user'.",
    )

    class Meta:
        ordering = ["commitment", "-period_until", "-id"]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.period_until}"


class EvidenceItem(Record):
    """A piece of evidence, archived with its hash when it is cited."""

    is_portable = False
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="evidence")
    report = models.ForeignKey(
        ProgressReport, null=True, blank=True, on_delete=models.SET_NULL, related_name="evidence"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EvidenceKind)
    title = MultilingualField(_("title"), length=300)
    proves = MultilingualField(_("what it shows"), length=1000, blank=True)
    address = models.URLField(_("web address"), max_length=1000, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published_on = PartialDateField(_("published on"), blank=True)
    captured_at = models.DateTimeField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="evidence_items")
    sha256 = models.CharField(max_length=64)
    is_from_reporter = models.BooleanField(_("from the reporting party"), default=True)
    is_public = models.BooleanField(_("public"), default=False)
    added_by_key = models.CharField(max_length=80)

    personal_data = PersonalData(
        fields=("added_by_key",),
        why="Accountability: who brought the evidence.",
        retention="As long as the commitment.",
        export="With the person's actor key.",
        erasure="Stays as a key without a name.",
    )

    class Meta:
        ordering = ["commitment", "id"]
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return shown(self.title)


class Assessment(Record):
    """What independent assessors find of one party's part. Never edited once published."""

    is_portable = False
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="assessments")
    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.PROTECT, related_name="assessments"
    )
    phase = models.CharField(_("phase"), max_length=10, choices=Phase)
    method = models.CharField(_("method"), max_length=20, default="1")
    score = models.SmallIntegerField(_("score"), null=True, blank=True)
    completion = models.CharField(_("completion"), max_length=12, choices=Completion, blank=True)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence, blank=True)
    rationale = MultilingualField(_("reasons"), length=5000, blank=True)
    evidence = models.ManyToManyField(EvidenceItem, blank=True, related_name="assessments")
    evidence_points = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=AssessmentState, default=AssessmentState.DRAFT)
    assessor_key = models.CharField(max_length=80)
    assessor_label = models.CharField(max_length=200, blank=True)
    second_key = models.CharField(max_length=80, blank=True)
    second_label = models.CharField(max_length=200, blank=True)
    conflicts = models.CharField(_("conflicts of interest declared"), max_length=1000, blank=True)
    returned_because = models.CharField(_("reason"), max_length=2000, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reply_until = models.DateField(null=True, blank=True)
    reply = MultilingualField(_("reply of the party"), length=5000, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    personal_data = PersonalData(
        fields=("assessor_key", "assessor_label", "second_key", "second_label", "conflicts"),
        why="Accountability: who assessed, independently of whom.",
        retention="As long as the commitment.",
        export="Assessments with the person's actor key.",
        erasure="Names become 'former user'.",
    )

    class Meta:
        ordering = ["commitment", "-id"]
        indexes = [models.Index(fields=["state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=-1, score__lte=1),
                name="score_is_between_minus_one_and_one",
            ),
            models.UniqueConstraint(
                fields=["responsibility", "phase"],
                condition=Q(state=AssessmentState.PUBLISHED),
                name="one_published_assessment_per_party_and_phase",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.phase} {self.score}"


class OutcomeLink(models.Model):
    """A mailed link that lets its reader do one thing without an account.

    Only the SHA-256 of the token is kept.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=10, choices=LinkPurpose)
    token_sha256 = models.CharField(max_length=64, unique=True)
    slot = models.ForeignKey(
        SignatureSlot, null=True, blank=True, on_delete=models.CASCADE, related_name="mailed_links"
    )
    responsibility = models.ForeignKey(
        Responsibility, null=True, blank=True, on_delete=models.CASCADE, related_name="mailed_links"
    )
    assessment = models.ForeignKey(
        Assessment, null=True, blank=True, on_delete=models.CASCADE, related_name="mailed_links"
    )
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    personal_data = NO_PERSONAL_DATA

    def __str__(self) -> str:
        return f"{self.purpose} {self.uid}"


class Reminder(models.Model):
    """A body was reminded of a day: each kind of reminder once for each day, never twice."""

    responsibility = models.ForeignKey(
        Responsibility, on_delete=models.CASCADE, related_name="reminders"
    )
    kind = models.CharField(max_length=10, choices=ReminderKind)
    due_on = models.DateField()
    sent_at = models.DateTimeField()

    personal_data = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["responsibility", "kind", "due_on"], name="one_reminder_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class Assessor(Record):
    """A person asked to assess the commitments of an edition, and for whom they work."""

    is_portable = False
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="assessors")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assessing")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="assessors"
    )
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="assessors"
    )

    personal_data = PersonalData(
        fields=("user", "organisation"),
        why="Keeping assessors apart from the parties they assess.",
        retention="As long as the assessments.",
        export="With the account.",
        erasure="Removed with the account.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "user"], name="one_assessor_per_edition")
        ]

    def __str__(self) -> str:
        return str(self.user)
