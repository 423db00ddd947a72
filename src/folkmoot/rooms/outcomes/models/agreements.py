"""Agreements: the work, its parties and signatories, its clauses, and the acts upon it.

No status column: what is shown is computed from the acts (``queries.standing``).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.fields import LanguageListField, PartialDateField
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import NO_PERSONAL_DATA, PersonalData, Record
from folkmoot.kernel.texts import MultilingualField, shown
from folkmoot.rooms.outcomes.models.reported import ReportedOutcome
from folkmoot.rooms.outcomes.terms.agreements import (
    ActKind,
    AgreementKind,
    Authority,
    Capacity,
    ClauseKind,
    EntryRule,
    Force,
    Origin,
    Publication,
    Relation,
    Renewal,
)
from folkmoot.rooms.programme.models import Edition, Session, Strand
from folkmoot.rooms.registry.models import OfficeHeld, Organisation, Person, Region


class Agreement(Record):
    """An instrument between parties, whatever its kind."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="agreements"
    )
    strand = models.ForeignKey(
        Strand,
        verbose_name=_("strand"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="agreements",
    )
    ceremony = models.ForeignKey(
        Session,
        verbose_name=_("signed in the session"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="agreements",
    )
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.NEGOTIATED)
    kind = models.CharField(
        _("kind"), max_length=10, choices=AgreementKind, default=AgreementKind.AGREEMENT
    )
    force = models.CharField(_("force"), max_length=10, choices=Force, blank=True)
    title = MultilingualField(_("title"), length=500)
    summary = MultilingualField(_("what it is about"), length=3000, blank=True)
    languages = LanguageListField(_("languages"))
    authentic_languages = LanguageListField(_("authentic languages"))
    prevailing_language = models.CharField(
        _("language that prevails where the texts differ"), max_length=20, blank=True
    )
    number = models.CharField(_("number the parties gave it"), max_length=60, blank=True)
    url = models.URLField(_("page about it elsewhere"), max_length=500, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_at_place = MultilingualField(_("place of signing"), length=200, blank=True)
    entry_rule = models.CharField(
        _("enters into force"), max_length=20, choices=EntryRule, default=EntryRule.LAST_SIGNATURE
    )
    entry_on = models.DateField(_("on the day"), null=True, blank=True)
    entry_approvals = models.PositiveSmallIntegerField(_("approvals needed"), null=True, blank=True)
    duration_months = models.PositiveSmallIntegerField(
        _("duration in months"), null=True, blank=True
    )
    renewal = models.CharField(
        _("when the time is over"), max_length=10, choices=Renewal, default=Renewal.NONE
    )
    notice_months = models.PositiveSmallIntegerField(
        _("notice of termination in months"), null=True, blank=True
    )
    depositary = models.ForeignKey(
        Organisation,
        verbose_name=_("depositary"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deposited_agreements",
    )
    publication = models.CharField(
        _("published"), max_length=10, choices=Publication, default=Publication.TITLE
    )
    is_public = models.BooleanField(_("public"), default=False)
    amount = models.DecimalField(
        _("amount"), max_digits=20, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency (ISO 4217)"), max_length=3, blank=True)
    reported_as = models.ForeignKey(
        ReportedOutcome,
        verbose_name=_("reported as"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="agreements",
    )

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["edition", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | ~Q(currency=""),
                name="agreement_amount_has_currency",
            )
        ]

    def __str__(self) -> str:
        return shown(self.title)


class AgreementLink(Record):
    """What an agreement does to an earlier one."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="links")
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    earlier = models.ForeignKey(
        Agreement,
        verbose_name=_("earlier agreement"),
        on_delete=models.PROTECT,
        related_name="later_links",
    )

    personal_data = NO_PERSONAL_DATA

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "relation", "earlier"], name="one_link_of_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(agreement=models.F("earlier")), name="no_link_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.relation} {self.earlier}"


class Party(Record):
    """A region, city, body or company in an agreement.

    ``place`` is the order of precedence where no own copy decides; in its own language copy
    (``own_language``) each side is named first (the alternat).
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    region = models.ForeignKey(
        Region,
        verbose_name=_("region"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_parties",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreement_parties",
    )
    name = MultilingualField(_("name as written"), length=300)
    capacity = models.CharField(
        _("capacity"), max_length=10, choices=Capacity, default=Capacity.PARTY
    )
    place = models.PositiveSmallIntegerField(_("order"), default=1)
    own_language = models.CharField(_("language of its own copy"), max_length=20, blank=True)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["agreement", "place", "id"]

    def __str__(self) -> str:
        return shown(self.name)


class Signatory(Record):
    """Who signs for a party, in which office, and by what authority."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="signatories")
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatories",
    )
    office = models.ForeignKey(
        OfficeHeld,
        verbose_name=_("office held"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatories",
    )
    name = MultilingualField(_("name as written"), length=200)
    title = MultilingualField(_("office as written"), length=300, blank=True)
    email = models.EmailField(_("address for the invitation"), blank=True)
    language = models.CharField(_("language of letters"), max_length=20, blank=True)
    authority = models.CharField(
        _("basis of authority"), max_length=10, choices=Authority, blank=True
    )
    authority_text = models.CharField(_("document"), max_length=300, blank=True)
    authority_file = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="authorities",
    )
    authority_from = models.DateField(_("valid from"), null=True, blank=True)
    authority_until = models.DateField(_("valid until"), null=True, blank=True)

    personal_data = PersonalData(
        fields=("person", "name", "title", "email", "authority_text"),
        why="Who signed for whom, and why they might; inviting them to sign.",
        retention="Name and office as long as the agreement; the address until it is signed.",
        export="With the person.",
        erasure="The address is blanked; name and office stay in the signed document.",
    )

    class Meta:
        verbose_name_plural = "signatories"
        ordering = ["party", "id"]

    def __str__(self) -> str:
        return shown(self.name)


class LibraryClause(Record):
    """A clause to use again; its skeleton becomes a commitment where the clause is agreed.

    ``skeleton`` holds the fields of a commitment with the names of variables in double
    braces.
    """

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ClauseKind)
    heading = MultilingualField(_("heading"), length=200, blank=True)
    text = MultilingualField(_("text"), length=6000)
    variables = models.JSONField(_("variables"), default=list, blank=True)
    skeleton = models.JSONField(_("commitment"), default=dict, blank=True)
    is_retired = models.BooleanField(_("no longer offered"), default=False)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["kind", "slug"]

    def __str__(self) -> str:
        return shown(self.heading) or self.slug


class Clause(Record):
    """One clause of an agreement, its languages side by side.

    ``key`` never changes, so that proposals and commitments keep their clause when numbers move.
    ``variables`` are ``[{"name", "type", "value"}]``, amounts with ``unit``, with the types date,
    amount, count, party (by its uid); the text names them in double braces.
    A clause without ``number`` gets the next one when the text is shown.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="clauses")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(_("position"))
    number = models.CharField(_("number"), max_length=20, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=ClauseKind, default=ClauseKind.UNDERTAKING
    )
    heading = MultilingualField(_("heading"), length=200, blank=True)
    text = MultilingualField(_("text"), length=6000)
    variables = models.JSONField(_("variables"), default=list, blank=True)
    library = models.ForeignKey(
        LibraryClause, null=True, blank=True, on_delete=models.SET_NULL, related_name="uses"
    )
    # Taken out in the negotiation: no part of the text, kept with what was said about it.
    is_removed = models.BooleanField(default=False)

    personal_data = NO_PERSONAL_DATA

    class Meta:
        ordering = ["agreement", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "key"], name="one_clause_per_key")
        ]

    def __str__(self) -> str:
        return self.number or self.key


class Act(Record):
    """Something done to an agreement, by one party or for all. Never changed, never removed.

    ``done_on`` is the day of the act, ``effective_on`` the day from which it counts, as stated.
    """

    # What was done stays on record: an agreement with acts cannot be removed by any way.
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=20, choices=ActKind)
    party = models.ForeignKey(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="acts"
    )
    done_on = models.DateField()
    done_as_stated = PartialDateField(blank=True)
    effective_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)
    instrument = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="instruments"
    )
    actor_key = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    personal_data = PersonalData(
        fields=("actor_key", "actor_label", "note"),
        why="Accountability: who recorded which act of which party.",
        retention="As long as the agreement.",
        export="Acts with the person's actor key.",
        erasure="The label becomes 'former user'.",
    )

    class Meta:
        ordering = ["agreement", "id"]
        indexes = [models.Index(fields=["agreement", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.agreement_id}"
