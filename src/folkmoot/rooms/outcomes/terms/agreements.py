"""Agreements: kinds, acts, and the table of states that acts lead to.

No status is stored. What is shown is computed from append-only acts, as treaty offices do it;
``ALLOWED_IN`` says in which states an act may be recorded, ``MOVES`` which state may follow which.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from folkmoot.kernel.refusals import Refusal


class AgreementKind(TextChoices):
    """What the instrument calls itself."""

    FRAMEWORK = "framework", _("framework agreement")
    AGREEMENT = "agreement", _("agreement")
    PROTOCOL = "protocol", _("protocol")
    MEMORANDUM = "memorandum", _("memorandum")
    CONTRACT = "contract", _("contract")
    PLAN = "plan", _("plan of action")
    ROADMAP = "roadmap", _("roadmap")
    STATEMENT = "statement", _("joint statement")
    OTHER = "other", _("other instrument")


class Force(TextChoices):
    """What kind of bond it makes, as the parties say. Not a legal opinion of ours."""

    LEGAL = "legal", _("legally binding")
    POLITICAL = "political", _("politically binding")
    COMMERCIAL = "commercial", _("commercial")
    UNKNOWN = "", _("not stated")


class Origin(TextChoices):
    """How the agreement came into this record."""

    NEGOTIATED = "negotiated", _("negotiated here")
    PAPER = "paper", _("signed on paper")


class Capacity(TextChoices):
    """What a party is in an agreement."""

    PARTY = "party", _("party")
    OBSERVER = "observer", _("observer")
    GUARANTOR = "guarantor", _("guarantor")


class Relation(TextChoices):
    """What an agreement does to an earlier one."""

    AMENDS = "amends", _("amends")
    IMPLEMENTS = "implements", _("implements")
    SUPPLEMENTS = "supplements", _("supplements")
    SUPERSEDES = "supersedes", _("supersedes")
    RENEWS = "renews", _("renews")
    CORRECTS = "corrects", _("corrects")
    TERMINATES = "terminates", _("terminates")


class EntryRule(TextChoices):
    """When it enters into force."""

    LAST_SIGNATURE = "last_signature", _("on the last signature")
    DATE = "date", _("on a date")
    APPROVALS = "approvals", _("when enough parties have approved")
    NOTICES = "notices", _("when every party has given notice")


class Renewal(TextChoices):
    """What happens when its time is over."""

    NONE = "none", pgettext_lazy("of an agreement", "ends")
    AUTOMATIC = "automatic", _("renewed by itself")
    AGREED = "agreed", _("renewed if the parties agree")


class Publication(TextChoices):
    """How much of it the public sees."""

    FULL = "full", _("full text")
    REDACTED = "redacted", _("text with parts left out")
    TITLE = "title", _("title, parties and dates only")


class Authority(TextChoices):
    """Why a signatory may sign for a party."""

    CHARTER = "charter", _("charter or statute")
    ORDER = "order", _("order or decision")
    POWER = "power", _("power of attorney")


class ClauseKind(TextChoices):
    """What a clause does."""

    PREAMBLE = "preamble", _("preamble")
    DEFINITION = "definition", _("definition")
    PURPOSE = "purpose", _("purpose")
    UNDERTAKING = "undertaking", _("undertaking")
    MONEY = "money", _("money")
    INSTITUTION = "institution", _("body or meeting")
    INFORMATION = "information", _("exchange of information")
    DISPUTES = "disputes", _("settlement of disputes")
    FINAL = "final", _("final provision")


class ProposedChange(TextChoices):
    """What a proposal does to a clause."""

    CHANGE = "change", _("change")
    ADD = "add", _("new clause")
    REMOVE = "remove", _("removal")


class Audience(TextChoices):
    """Who may read a proposal or a comment."""

    INTERNAL = "internal", _("our side only")
    SHARED = "shared", _("all parties")


class ChangeState(TextChoices):
    """Where a proposal on a clause stands."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class AgreementState(TextChoices):
    """What an agreement is, computed from its acts."""

    DRAFT = "draft", _("draft")
    NEGOTIATING = "negotiating", _("being negotiated")
    TEXT_AGREED = "text_agreed", _("text agreed")
    OPEN = "open", _("open for signature")
    PARTLY_SIGNED = "partly_signed", _("partly signed")
    SIGNED = "signed", _("signed")
    PENDING_APPROVAL = "pending_approval", _("signed, awaiting approval")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    EXPIRED = "expired", _("expired")
    TERMINATED = "terminated", _("terminated")
    SUPERSEDED = "superseded", _("superseded")
    FULFILLED = "fulfilled", _("fulfilled")
    REFUSED = "refused", _("refused by a signatory")
    LAPSED = "lapsed", _("lapsed unsigned")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ActKind(TextChoices):
    """Something done to an agreement, by a party or for all. Append-only."""

    NEGOTIATION_OPENED = "negotiation_opened", _("negotiation opened")
    TEXT_AGREED = "text_agreed", _("text agreed")
    TEXT_REOPENED = "text_reopened", _("text reopened")
    OPENED = "opened", _("opened for signature")
    SIGNATURE = "signature", _("signature")
    SIGNATURE_SUBJECT = "signature_subject", _("signature subject to approval")
    DECLINED = "declined", _("signature declined")
    WITHDRAWN = "withdrawn", _("withdrawn before signature")
    APPROVAL = "approval", _("approval or ratification")
    NOTICE = "notice", _("notice of completion")
    ACCESSION = "accession", _("accession")
    RESERVATION = "reservation", _("reservation")
    DECLARATION = "declaration", _("declaration")
    AUTHORITIES = "authorities", _("designation of authorities")
    OBJECTION = "objection", _("objection")
    TERRITORIAL = "territorial", _("territorial application")
    COMMUNICATION = "communication", _("communication")
    SUSPENSION = "suspension", _("suspension")
    RESUMPTION = "resumption", _("resumption")
    TERMINATION = "termination", _("termination")
    SUPERSESSION = "supersession", _("superseded by a later agreement")
    FULFILMENT = "fulfilment", _("fulfilled")
    PARTY_WITHDRAWAL = "party_withdrawal", _("withdrawal of a party")


_S, _A = AgreementState, ActKind
_SIGNING = frozenset({_S.OPEN, _S.PARTLY_SIGNED})
_BINDING = frozenset({_S.SIGNED, _S.PENDING_APPROVAL, _S.IN_FORCE, _S.SUSPENDED})
# From which states an act may come. What it leads to is computed: ``queries.standing``.
ALLOWED_IN: dict[ActKind, frozenset[AgreementState]] = {
    _A.NEGOTIATION_OPENED: frozenset({_S.DRAFT}),
    _A.TEXT_AGREED: frozenset({_S.NEGOTIATING}),
    _A.TEXT_REOPENED: frozenset({_S.TEXT_AGREED}),
    _A.OPENED: frozenset({_S.TEXT_AGREED}),
    _A.SIGNATURE: _SIGNING,
    _A.SIGNATURE_SUBJECT: _SIGNING,
    _A.DECLINED: _SIGNING,
    _A.WITHDRAWN: frozenset({_S.DRAFT, _S.NEGOTIATING, _S.TEXT_AGREED, _S.OPEN}),
    # Where some approvals are enough, the others follow after entry into force.
    _A.APPROVAL: _BINDING,
    _A.NOTICE: frozenset({_S.SIGNED, _S.PENDING_APPROVAL}),
    _A.ACCESSION: _BINDING,
    _A.RESERVATION: _BINDING | _SIGNING,
    _A.DECLARATION: _BINDING | _SIGNING,
    _A.AUTHORITIES: _BINDING | _SIGNING,
    _A.OBJECTION: _BINDING,
    _A.TERRITORIAL: _BINDING,
    _A.COMMUNICATION: frozenset(AgreementState),
    _A.SUSPENSION: frozenset({_S.IN_FORCE}),
    _A.RESUMPTION: frozenset({_S.SUSPENDED}),
    _A.TERMINATION: _BINDING,
    _A.SUPERSESSION: _BINDING,
    _A.FULFILMENT: frozenset({_S.IN_FORCE, _S.SIGNED}),
    _A.PARTY_WITHDRAWAL: _BINDING,
}


_ENDED = frozenset({_S.EXPIRED, _S.TERMINATED, _S.SUPERSEDED, _S.FULFILLED})
# What may follow on a state: by an act, by a slot, or because time passes. An act recorded late,
# with its true day, may pass through several of these at once.
MOVES: dict[AgreementState, frozenset[AgreementState]] = {
    _S.DRAFT: frozenset({_S.NEGOTIATING, _S.WITHDRAWN}),
    _S.NEGOTIATING: frozenset({_S.TEXT_AGREED, _S.WITHDRAWN}),
    _S.TEXT_AGREED: frozenset({_S.NEGOTIATING, _S.OPEN, _S.WITHDRAWN}),
    _S.OPEN: _BINDING | _ENDED | frozenset({_S.PARTLY_SIGNED, _S.REFUSED, _S.LAPSED, _S.WITHDRAWN}),
    _S.PARTLY_SIGNED: _BINDING | _ENDED | frozenset({_S.REFUSED, _S.LAPSED}),
    _S.SIGNED: _ENDED | frozenset({_S.PENDING_APPROVAL, _S.IN_FORCE, _S.SUSPENDED}),
    _S.PENDING_APPROVAL: _ENDED | frozenset({_S.SIGNED, _S.IN_FORCE}),
    _S.IN_FORCE: _ENDED | frozenset({_S.SUSPENDED}),
    _S.SUSPENDED: _ENDED | frozenset({_S.IN_FORCE}),
    _S.EXPIRED: frozenset(),
    _S.TERMINATED: frozenset(),
    _S.SUPERSEDED: frozenset(),
    _S.FULFILLED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.LAPSED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}

# Acts that are part of another use case and are never recorded by hand.
STEPS = frozenset(
    {
        _A.NEGOTIATION_OPENED,
        _A.TEXT_AGREED,
        _A.TEXT_REOPENED,
        _A.OPENED,
        _A.SIGNATURE,
        _A.SIGNATURE_SUBJECT,
        _A.DECLINED,
        _A.ACCESSION,
    }
)
OF_A_PARTY = frozenset(
    {
        _A.SIGNATURE,
        _A.SIGNATURE_SUBJECT,
        _A.DECLINED,
        _A.APPROVAL,
        _A.NOTICE,
        _A.ACCESSION,
        _A.RESERVATION,
        _A.DECLARATION,
        _A.AUTHORITIES,
        _A.OBJECTION,
        _A.TERRITORIAL,
        _A.PARTY_WITHDRAWAL,
    }
)
OF_NO_PARTY = frozenset(
    {
        _A.NEGOTIATION_OPENED,
        _A.TEXT_AGREED,
        _A.OPENED,
        _A.WITHDRAWN,
        _A.SUPERSESSION,
        _A.FULFILMENT,
    }
)
# The letters of treaty offices, in the order in which they are printed.
MARKS: dict[ActKind, str] = {
    _A.RESERVATION: "R",
    _A.DECLARATION: "D",
    _A.AUTHORITIES: "A",
    _A.TERRITORIAL: "T",
    _A.COMMUNICATION: "C",
    _A.OBJECTION: "O",
}
# The relations by which a later agreement in force ends or renews the earlier one.
TOUCHING = frozenset({Relation.SUPERSEDES, Relation.TERMINATES, Relation.RENEWS})


class Lack(TextChoices):
    """What an agreement still waits for."""

    SIGNATURE = "signature", _("signature")
    APPROVAL = "approval", _("approval or ratification")
    NOTICE = "notice", _("notice of completion")
    DAY = "day", _("the day of entry into force")


@dataclass(frozen=True, slots=True)
class AgreementRegistered:
    """An agreement got its number in the register."""

    agreement_uid: str
    serial: int


@dataclass(frozen=True, slots=True)
class ActRecorded:
    """An act was added to an agreement; whatever depends on its state may look again."""

    agreement_uid: str
    kind: ActKind
    party_uid: str = ""


class ActNotPossible(Refusal):
    """The agreement is in a state in which this act cannot happen."""

    code = "act_not_possible"
    message = _("“%(act)s” is not possible: the agreement is “%(state)s”.")


class TextFixed(Refusal):
    """The text is agreed; what belongs to it can no longer be changed."""

    code = "text_fixed"
    message = _(
        "The text is agreed, so this can no longer be changed. Reopen the text first, "
        "while nobody has been asked to sign."
    )


class TextNegotiated(Refusal):
    """The parties negotiate; the text changes by proposals alone."""

    code = "text_negotiated"
    message = _("The parties are negotiating this text. Propose the change instead.")


class HasActs(Refusal):
    """Something was done to the agreement already, so it stays on record."""

    code = "has_acts"
    message = _("This agreement cannot be removed: acts are on record. Withdraw it instead.")
