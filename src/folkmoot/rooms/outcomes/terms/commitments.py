"""Commitments, reports and assessments: closed sets, state tables, refusals."""

from datetime import timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.refusals import Refusal

REPORT_LINK_LASTS: Final = timedelta(days=60)
# A report is late from this time after the end of its period.
REPORT_LATE_AFTER: Final = timedelta(days=30)
# What an act of suspension says in its details when due dates pause with the agreement.
PAUSES_DUE_DATES: Final = "pauses_due_dates"


class CommitmentKind(TextChoices):
    """What is promised."""

    ACT = "act", _("an act")
    RESULT = "result", _("a result")
    MONEY = "money", _("money")
    INSTITUTION = "institution", _("a body or meeting")
    INFORMATION = "information", _("information")


class DueBasis(TextChoices):
    """Why it is due when it is due."""

    EXPLICIT = "explicit", _("stated in the text")
    DERIVED = "derived", _("derived from the text")
    NEXT_EDITION = "next_edition", _("by the next edition")


class CommitmentState(TextChoices):
    """Where a commitment stands; on track, due soon and overdue are computed beside it."""

    PROPOSED = "proposed", _("proposed")
    DISPUTED = "disputed", _("disputed")
    CONFIRMED = "confirmed", _("confirmed")
    ACTIVE = "active", _("active")
    CLAIMED = "claimed", _("delivery claimed")
    CLOSED = "closed", _("closed")


class Closing(TextChoices):
    """With which result a commitment was closed."""

    OPEN = "", _("not closed")
    FULFILLED = "fulfilled", _("fulfilled")
    PARTLY = "partly", _("partly fulfilled")
    NOT_FULFILLED = "not_fulfilled", _("not fulfilled")
    RELEASED = "released", _("released by all parties")
    SUPERSEDED = "superseded", _("superseded")
    CARRIED = "carried", _("carried over")


_C = CommitmentState
COMMITMENT_MOVES: dict[CommitmentState, frozenset[CommitmentState]] = {
    _C.PROPOSED: frozenset({_C.CONFIRMED, _C.DISPUTED}),
    _C.DISPUTED: frozenset({_C.CONFIRMED, _C.CLOSED}),
    _C.CONFIRMED: frozenset({_C.ACTIVE, _C.DISPUTED, _C.CLOSED}),
    _C.ACTIVE: frozenset({_C.CLAIMED, _C.CLOSED}),
    _C.CLAIMED: frozenset({_C.ACTIVE, _C.CLOSED}),
    _C.CLOSED: frozenset(),
}


class Ambition(TextChoices):
    """How much it would change, judged when it was made and then frozen."""

    UNCLEAR = "unclear", _("unclear")
    MODEST = "modest", _("modest")
    SUBSTANTIAL = "substantial", _("substantial")


class Completion(TextChoices):
    """How far it has come, by an assessment."""

    NO_EVIDENCE = "no_evidence", _("no evidence")
    NOT_STARTED = "not_started", _("not started")
    LIMITED = "limited", _("limited")
    PARTIAL = "substantial", _("substantial")
    COMPLETE = "complete", _("complete")


class PartyRole(TextChoices):
    """What a body is to a commitment."""

    LEAD = "lead", _("lead")
    RESPONSIBLE = "responsible", _("co-responsible")
    BENEFICIARY = "beneficiary", _("beneficiary")


class ReportState(TextChoices):
    """Where a progress report stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    VERIFYING = "verifying", _("in verification")
    RETURNED = "returned", _("returned")
    FINALISED = "finalised", _("finalised")


_R = ReportState
REPORT_MOVES: dict[ReportState, frozenset[ReportState]] = {
    _R.DRAFT: frozenset({_R.SUBMITTED}),
    _R.SUBMITTED: frozenset({_R.VERIFYING}),
    _R.VERIFYING: frozenset({_R.RETURNED, _R.FINALISED}),
    _R.RETURNED: frozenset({_R.SUBMITTED}),
    # Re-opened by the verifier only.
    _R.FINALISED: frozenset({_R.VERIFYING}),
}


class ClaimedProgress(TextChoices):
    """How far it has come, as its office says."""

    NOT_STARTED = "not_started", _("not started")
    UNDER_WAY = "under_way", _("under way")
    AT_RISK = "at_risk", _("at risk")
    DONE = "done", _("done")


class EvidenceKind(TextChoices):
    """What a piece of evidence is."""

    OFFICIAL = "official", _("official document or register extract")
    REPORT = "report", _("report")
    NEWS = "news", _("news article")
    DATA = "data", _("primary data")
    PHOTO = "photo", _("photo with date and place")
    OTHER = "other", _("other")


class Phase(TextChoices):
    """When an assessment is made."""

    INTERIM = "interim", _("interim")
    FINAL = "final", _("final")


class AssessmentState(TextChoices):
    """Where an assessment stands. Published ones are never edited."""

    DRAFT = "draft", _("draft")
    SECOND = "second", _("with the second assessor")
    REPLY = "reply", _("awaiting the party's reply")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


_E = AssessmentState
ASSESSMENT_MOVES: dict[AssessmentState, frozenset[AssessmentState]] = {
    _E.DRAFT: frozenset({_E.SECOND}),
    _E.SECOND: frozenset({_E.DRAFT, _E.REPLY}),
    _E.REPLY: frozenset({_E.DRAFT, _E.PUBLISHED}),
    _E.PUBLISHED: frozenset({_E.SUPERSEDED}),
    _E.SUPERSEDED: frozenset(),
}


class Confidence(TextChoices):
    """How sure the assessors are."""

    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class LinkPurpose(TextChoices):
    """What a mailed link lets its reader do, without an account."""

    SIGN = "sign", _("sign")
    REPORT = "report", _("report")
    REPLY = "reply", _("reply to an assessment")


class ReminderKind(TextChoices):
    """When an office is reminded of a due day."""

    MONTH = "month", _("30 days before")
    WEEK = "week", _("7 days before")
    AFTER = "after", _("the day after")


class QuoteState(TextChoices):
    """Whether the quoted words still stand where they stood."""

    HOLDS = "holds", _("as in the text")
    DIFFERS = "differs", _("not as in the text")
    VOID = "void", _("from a text that is void")
    UNCHECKED = "unchecked", _("the text is not attached")


class QuoteDiffers(Refusal):
    """The words do not stand at their place of the frozen text."""

    code = "quote_differs"
    message = _("These words do not stand in the text at this place. Select them again.")


class TextNotFrozen(Refusal):
    """Only what the parties have agreed on, or a paper says, can be quoted."""

    code = "text_not_frozen"
    message = _("The text is not agreed yet, so it cannot be quoted. Wait until all accepted it.")


class StatementNotNamed(Refusal):
    """A promise needs somebody who made it, in public."""

    code = "statement_not_named"
    message = _(
        "Only a public statement of a named person or body can become a commitment. "
        "Say who made it first."
    )


class CommitmentExists(Refusal):
    """The same words are on record with the same title."""

    code = "commitment_exists"
    message = _("This promise is on record already: %(title)s.")


class CommitmentIncomplete(Refusal):
    """Something is missing before it can be confirmed; ``lacks`` are the sentences."""

    code = "commitment_incomplete"
    status = 422
    message = _("This cannot be confirmed yet. %(told)s")


class MoveNotPossible(Refusal):
    """The record stands where this step does not follow."""

    code = "move_not_possible"
    message = _("This is not possible: it is “%(state)s”.")


class PromiseFixed(Refusal):
    """What was promised is not changed afterwards."""

    code = "promise_fixed"
    message = _(
        "The promise is in effect, so this stays as it is. "
        "Carry it over to the next edition to set new terms."
    )


class GuidelineFrozen(Refusal):
    """What counts as done was fixed before anybody assessed."""

    code = "guideline_frozen"
    message = _("The guideline is frozen and cannot be changed any more.")


class GuidelineNotFrozen(Refusal):
    """Nobody assesses before it is fixed what counts as done."""

    code = "guideline_not_frozen"
    message = _("Freeze the guideline first: what counts as done, partly done and not done.")


class LeadNeeded(Refusal):
    """Exactly one body leads."""

    code = "lead_needed"
    message = _("One body must lead. Make another one the lead first.")


class NotInTime(Refusal):
    """The agreement is not in a state in which its promises count."""

    code = "not_in_time"
    message = _("The agreement is not signed yet, so nobody can confirm its commitments.")


class ClosingContradicts(Refusal):
    """The result of closing is not what was found, or nothing was found at all."""

    code = "closing_contradicts"
    message = _("This result is not what the published assessments found. They say: %(found)s.")


class ClosingUnfounded(Refusal):
    """Silence is neither success nor failure."""

    code = "closing_unfounded"
    message = _(
        "There is no final report and no published assessment, so the result is unknown. "
        "Ask for a report, or carry the commitment over."
    )


class ReplyAwaited(Refusal):
    """The party has a right of reply that is not over."""

    code = "reply_awaited"
    message = _("The party may reply until %(until)s. Publish when it has replied, or afterwards.")


class SamePerson(Refusal):
    """Reporter, verifier and assessors of a commitment are different people."""

    code = "same_person"
    status = 403
    message = _("Somebody else must do this. %(reason)s")


class NotIndependent(Refusal):
    """Who assesses is a named assessor, and not from a responsible party."""

    code = "not_independent"
    status = 403
    message = _("You cannot assess this. %(reason)s")


class ReportIncomplete(Refusal):
    """A report is handed in when it says where it stands and what was done."""

    code = "report_incomplete"
    status = 422
    message = _("Say where it stands and what was done, then hand the report in.")


class FiguresFixed(Refusal):
    """A later report builds upon the figures of this one."""

    code = "figures_fixed"
    message = _(
        "A later report exists, so only texts and evidence of this one can be changed, "
        "not its figures: %(fields)s."
    )


class NeedsCopy(Refusal):
    """Evidence is kept as it was when it was cited; an address can change or vanish."""

    code = "needs_copy"
    status = 422
    message = _(
        "Attach a copy as well: the file, or the page printed as PDF. "
        "Addresses change, the copy stays."
    )


class EvidenceUsed(Refusal):
    """Evidence that carried a verdict stays as it was."""

    code = "evidence_used"
    message = _("This evidence is part of a report or an assessment and stays as it is.")


class AssessmentFixed(Refusal):
    """Only a draft is written; what is published is superseded by a new one."""

    code = "assessment_fixed"
    message = _("This assessment is “%(state)s” and cannot be changed. Make a new one instead.")


class AssessmentOpen(Refusal):
    """One assessment of a party's part at a time."""

    code = "assessment_open"
    message = _("There is an assessment of this part at work already.")
