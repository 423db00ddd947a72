"""Signing: stored renditions, the round, its slots, what came of each attempt, the register."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.outcomes.models.agreements import Agreement, Party, Signatory
from folkmoot.rooms.outcomes.models.negotiating import TextVersion
from folkmoot.rooms.outcomes.terms.signing import (
    EntryKind,
    RenditionKind,
    SignatureLevel,
    SlotState,
    StepState,
    Validity,
)


class Rendition(Record):
    """One stored file of an agreement. Its bytes never change.

    A revision begins with all bytes of ``previous``. ``made_by`` tells template and renderer
    with their versions and the hash of the input, so that anyone can render again and compare.
    """

    is_portable = False
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="renditions")
    text = models.ForeignKey(
        TextVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="renditions"
    )
    kind = models.CharField(max_length=10, choices=RenditionKind)
    revision = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="renditions")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    standard = models.CharField(max_length=60, blank=True)
    made_by = models.JSONField(default=dict, blank=True)
    previous = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next"
    )

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["agreement", "kind", "revision"]
        indexes = [models.Index(fields=["sha256"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.revision} {self.sha256[:8]}"


class SigningRound(Record):
    """One opening for signature: the plan is fixed before the first signature.

    ``preparation`` tells whether the document is ready to be signed, ``seal`` how far the
    archive seal has come, ``renew_after`` when it must be renewed. ``next_try_at`` keeps what
    failed from being tried again at once.
    """

    is_portable = False
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="rounds")
    text = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="rounds")
    plan = models.JSONField(default=dict, blank=True)
    layout = models.CharField(max_length=20, default="side_by_side")
    opened_at = models.DateTimeField()
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="signing_rounds"
    )
    preparation = models.CharField(max_length=10, choices=StepState, default=StepState.WAITING)
    preparation_error = models.CharField(max_length=1000, blank=True)
    current = models.ForeignKey(
        Rendition, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seal = models.CharField(max_length=10, choices=StepState, default=StepState.WAITING)
    seal_error = models.CharField(max_length=1000, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    renew_after = models.DateField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    personal_data = PersonalData(
        fields=("opened_by",),
        why="Who opened the round is told when somebody declines.",
        retention="As long as the account.",
        export="With the account.",
        erasure="Emptied with the account.",
    )

    class Meta:
        ordering = ["agreement", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(ended_at__isnull=True),
                name="one_open_round_per_agreement",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.opened_at:%Y-%m-%d}"


class SignatureSlot(Record):
    """Where one signatory of one party signs, in which order, bound to whom.

    Who is handed the slot of another gets a row of his own for the same field.
    """

    is_portable = False
    round = models.ForeignKey(SigningRound, on_delete=models.CASCADE, related_name="slots")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="slots")
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="slots")
    field_name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(_("order"))
    level = models.CharField(
        _("required signature"),
        max_length=10,
        choices=SignatureLevel,
        default=SignatureLevel.SIMPLE,
    )
    # Fingerprint, or issuer and subject; empty where the person alone is bound.
    binding = models.JSONField(default=dict, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=SlotState, default=SlotState.PLANNED)
    # Who holds the lease while signing, and the plain state between two phases.
    lease_key = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    pending = models.JSONField(default=dict, blank=True)
    # A paper that was signed by hand, until the secretariat certifies it.
    scan = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    scan_signed_on = models.DateField(_("signed on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    personal_data = PersonalData(
        fields=("signatory", "binding", "lease_key", "reason"),
        why="Who signs where, and why somebody declined.",
        retention="As long as the agreement.",
        export="With the person.",
        erasure="The reason is blanked; who signed stays in the signed document.",
    )

    class Meta:
        ordering = ["round", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "field_name"],
                condition=~Q(state__in=(SlotState.DELEGATED, SlotState.REPLACED)),
                name="one_live_slot_per_field",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state=SlotState.SIGNING),
                name="one_slot_signing_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.signatory_id} {self.state}"


class SignatureAct(models.Model):
    """What came of one signature: accepted, or refused and kept in quarantine. Never changed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slot = models.ForeignKey(SignatureSlot, on_delete=models.PROTECT, related_name="signatures")
    is_accepted = models.BooleanField()
    reason_code = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    way = models.CharField(max_length=20)
    claimed_at = models.DateTimeField(null=True, blank=True)
    stamped_at = models.DateTimeField(null=True, blank=True)
    stamp = models.CharField(max_length=10, choices=StepState, default=StepState.WAITING)
    certificate = models.JSONField(default=dict)
    algorithm = models.CharField(max_length=100, blank=True)
    level_reached = models.CharField(max_length=10, blank=True)
    rendition = models.OneToOneField(
        Rendition, null=True, blank=True, on_delete=models.PROTECT, related_name="signature"
    )
    quarantined = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    report = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    personal_data = PersonalData(
        fields=("certificate",),
        why="Proof of who signed; the certificate is part of the signed document.",
        retention="As long as the agreement.",
        export="With the person.",
        erasure="Stays: it is part of a signed document that several parties hold.",
    )

    class Meta:
        ordering = ["slot", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=Q(is_accepted=True), name="one_accepted_act_per_slot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot_id} {self.is_accepted}"


class ValidityCheck(models.Model):
    """What a check of a signed file said on a day; history is kept."""

    rendition = models.ForeignKey(Rendition, on_delete=models.CASCADE, related_name="checks")
    verdict = models.CharField(max_length=15, choices=Validity)
    indication = models.CharField(max_length=60, blank=True)
    summary = models.JSONField(default=dict)
    report = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["rendition", "-at"]

    def __str__(self) -> str:
        return f"{self.rendition_id} {self.verdict}"


class RegisterEntry(models.Model):
    """One entry of the register's log. The rows are the truth; its files are made from them.

    ``place`` is the index in the log, without gaps. ``leaf`` is the canonical JSON that was
    hashed: it holds no personal data. ``disclosures`` open the commitments in it: a list of
    ``{"name", "salt", "value"}``, salt in hexadecimal, value as canonical JSON.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.PositiveBigIntegerField(unique=True)
    kind = models.CharField(max_length=12, choices=EntryKind)
    # The number of an agreement in the register: given once, with its first entry.
    serial = models.PositiveIntegerField()
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="entries")
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    leaf = models.TextField()
    leaf_hash = models.CharField(max_length=64)
    disclosures = models.JSONField(default=list)
    at = models.DateTimeField()

    personal_data = PersonalData(
        fields=("disclosures",),
        why="What was registered: title, parties, dates, hashes, signatories.",
        retention="As long as the register.",
        export="With the agreement.",
        erasure="Value and salt are removed; the log still verifies.",
    )

    class Meta:
        ordering = ["place"]
        verbose_name_plural = "register entries"
        constraints = [
            models.UniqueConstraint(
                fields=["serial"],
                condition=Q(kind=EntryKind.REGISTERED),
                name="one_registration_per_serial",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(kind=EntryKind.REGISTERED),
                name="one_registration_per_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.serial}"


class Checkpoint(models.Model):
    """A signed size and root of the log (C2SP tlog-checkpoint)."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    note = models.TextField()
    at = models.DateTimeField()

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["size"]

    def __str__(self) -> str:
        return f"{self.size} {self.root[:8]}"


class RegisterHead(models.Model):
    """The one row that is locked while an entry is added, so that serials have no gap."""

    size = models.PositiveBigIntegerField(default=0)
    last_serial = models.PositiveIntegerField(default=0)

    personal_data = NO_PERSONAL_DATA

    def __str__(self) -> str:
        return str(self.size)


class SetupCheck(models.Model):
    """Whether signing was found to work, tried out with the keys of that day."""

    is_ready = models.BooleanField()
    # [{"subject", "code", "words", "detail", "blocks"}]
    findings = models.JSONField(default=list)
    # What was tried: another key or address makes the check worthless.
    configuration = models.CharField(max_length=64)
    at = models.DateTimeField()

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.is_ready}"
