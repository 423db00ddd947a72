"""Statements and claims: words and figures attributed to somebody."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.figures import ClaimKind, Comparator
from folkmoot.kernel.fields import PartialDateField
from folkmoot.kernel.records import PersonalData, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.evidence.models.sources import Source
from folkmoot.rooms.evidence.terms import CLAIM_KINDS, COMPARATORS, Mode
from folkmoot.rooms.registry.models import OfficeHeld, Organisation, Person


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
