"""Reads of a negotiation: what one side may see of it, and nothing else.

A negotiator of a party sees what is shared and what their own side keeps to itself; the
secretariat what is shared and its own; see :class:`policies.Side`.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.models import (
    Acceptance,
    Agreement,
    Approval,
    Clause,
    ClauseProposal,
    Comment,
    Party,
    Signatory,
    TextVersion,
)
from folkmoot.rooms.outcomes.policies import Side, side_of
from folkmoot.rooms.outcomes.queries.agreements import signatories_without_authority
from folkmoot.rooms.outcomes.queries.agreements_text import clause_numbers, clauses_of
from folkmoot.rooms.outcomes.queries.negotiating_redline import (
    LanguageRedline,
    redline,
    redlines,
)
from folkmoot.rooms.outcomes.terms.agreements import (
    Audience,
    Capacity,
    ChangeState,
    ProposedChange,
)

_NOTHING = Multilingual({}, "en")


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as one side sees it.

    Attributes:
        is_stale: the clause was changed after it was made; it can only be withdrawn or refused.
        heading, text: what would change, in every language of the agreement side by side.
        is_own: made by the actor's side, which may reword or withdraw it.
        deciders: the actor's parties that may accept or refuse it.
    """

    proposal: ClauseProposal
    is_stale: bool
    heading: tuple[LanguageRedline, ...]
    text: tuple[LanguageRedline, ...]
    is_own: bool
    deciders: tuple[Party, ...]
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """One clause with what is proposed for it and said about it."""

    clause: Clause
    number: str
    proposals: tuple[ProposalView, ...]
    comments: tuple[Comment, ...]


@dataclass(frozen=True, slots=True)
class TextOnOffer:
    """The version that the parties are asked to accept."""

    version: TextVersion
    acceptances: tuple[Acceptance, ...]
    waiting: tuple[Party, ...]
    approvals: tuple[Approval, ...]

    @property
    def is_agreed(self) -> bool:
        """Whether every party has accepted it."""
        return not self.waiting


@dataclass(frozen=True, slots=True)
class Negotiation:
    """All that one side sees of a negotiation.

    Attributes:
        my_parties: those the actor may speak for.
        new_clauses: open proposals of new clauses, with the clause they come after.
        decided: accepted, refused and withdrawn proposals, newest first.
        offer: ``None`` while no text is on offer.
    """

    side: Side
    parties: tuple[Party, ...]
    my_parties: tuple[Party, ...]
    clauses: tuple[ClauseView, ...]
    new_clauses: tuple[ProposalView, ...]
    decided: tuple[ProposalView, ...]
    comments: tuple[Comment, ...]
    offer: TextOnOffer | None
    open_count: int


def visible_proposals(side: Side, agreement: Agreement) -> QuerySet[ClauseProposal]:
    """The proposals that a side sees, oldest first. One query."""
    rows = ClauseProposal.objects.filter(side.rows, agreement=agreement)
    return rows.select_related("clause", "after", "party", "decided_by").order_by("id")


def visible_comments(side: Side, agreement: Agreement) -> QuerySet[Comment]:
    """The comments that a side sees, oldest first; none on proposals hidden from it. One query."""
    hidden = ClauseProposal.objects.filter(agreement=agreement).exclude(
        pk__in=ClauseProposal.objects.filter(side.rows, agreement=agreement).values("pk")
    )
    rows = Comment.objects.filter(side.rows, agreement=agreement)
    return rows.exclude(proposal__in=hidden).select_related("party").order_by("id")


def negotiation(actor: Actor, agreement: Agreement) -> Negotiation:
    """The whole negotiation as the actor's side sees it. At most twelve queries, however long."""
    side = side_of(actor, agreement)
    parties = tuple(agreement.parties.order_by("place", "id"))
    mine = tuple(one for one in parties if _speaks_for(side, one))
    by_proposal: dict[int | None, list[Comment]] = {}
    by_clause: dict[int | None, list[Comment]] = {}
    for comment in visible_comments(side, agreement):
        if comment.proposal_id:
            by_proposal.setdefault(comment.proposal_id, []).append(comment)
        else:
            by_clause.setdefault(comment.clause_id, []).append(comment)
    views = [
        _view(one, agreement, mine, side, tuple(by_proposal.get(one.pk, ())))
        for one in visible_proposals(side, agreement)
    ]
    still_open = [one for one in views if one.proposal.state == ChangeState.OPEN]
    clauses = clauses_of(agreement)
    numbers = clause_numbers(clauses)
    return Negotiation(
        side=side,
        parties=parties,
        my_parties=mine,
        clauses=tuple(
            ClauseView(
                clause=clause,
                number=numbers[clause.key],
                proposals=tuple(one for one in still_open if one.proposal.clause_id == clause.pk),
                comments=tuple(by_clause.get(clause.pk, ())),
            )
            for clause in clauses
        ),
        new_clauses=tuple(one for one in still_open if one.proposal.change == ProposedChange.ADD),
        decided=tuple(one for one in reversed(views) if one.proposal.state != ChangeState.OPEN),
        comments=tuple(by_clause.get(None, ())),
        offer=text_on_offer(agreement, parties),
        open_count=sum(1 for one in still_open if one.proposal.audience == Audience.SHARED),
    )


def text_on_offer(
    agreement: Agreement, parties: tuple[Party, ...] | None = None
) -> TextOnOffer | None:
    """The version that is on offer or agreed, and who has accepted it. At most four queries."""
    rows = TextVersion.objects.filter(agreement=agreement, voided_at__isnull=True)
    version = rows.order_by("-number").first()
    if version is None:
        return None
    told = parties if parties is not None else tuple(agreement.parties.order_by("place", "id"))
    acceptances = tuple(version.acceptances.select_related("party").order_by("at", "id"))
    accepted = {one.party_id for one in acceptances}
    return TextOnOffer(
        version=version,
        acceptances=acceptances,
        waiting=tuple(
            one for one in told if one.capacity == Capacity.PARTY and one.pk not in accepted
        ),
        approvals=tuple(version.approvals.select_related("party", "approver").order_by("id")),
    )


@dataclass(frozen=True, slots=True)
class SigningObstacles:
    """What stands between an agreed text and its opening for signature.

    Attributes:
        approvals: not given yet, or refused.
        unsigned_for: parties for which nobody is named to sign.
        without_authority: signatories whose authority does not cover the day.
    """

    approvals: tuple[Approval, ...]
    unsigned_for: tuple[Party, ...]
    without_authority: tuple[Signatory, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands in the way."""
        return not (self.approvals or self.unsigned_for or self.without_authority)


def signing_obstacles(agreement: Agreement, day: date) -> SigningObstacles:
    """What must be done before anybody is asked to sign on a day. Three queries."""
    approvals = Approval.objects.filter(
        text__agreement=agreement, text__voided_at__isnull=True
    ).exclude(decision=True)
    bare = agreement.parties.filter(capacity=Capacity.PARTY, signatories__isnull=True)
    return SigningObstacles(
        approvals=tuple(approvals.select_related("party").order_by("id")),
        unsigned_for=tuple(bare.order_by("place", "id")),
        without_authority=tuple(signatories_without_authority(agreement, day)),
    )


def _speaks_for(side: Side, party: Party) -> bool:
    return side.is_system or side.is_secretariat or str(party.uid) in side.parties


def _view(
    one: ClauseProposal,
    agreement: Agreement,
    mine: tuple[Party, ...],
    side: Side,
    comments: tuple[Comment, ...],
) -> ProposalView:
    clause = one.clause
    is_open = one.state == ChangeState.OPEN
    is_new = one.change == ProposedChange.ADD
    old_heading, old_text = _NOTHING, _NOTHING
    if not is_open:
        old_heading = Multilingual.from_plain(one.before.get("heading"))
        old_text = Multilingual.from_plain(one.before.get("text"))
    elif clause is not None and not is_new:
        old_heading, old_text = clause.heading, clause.text
    is_removal = one.change == ProposedChange.REMOVE
    is_stale = (
        is_open
        and clause is not None
        and not is_new
        and (clause.is_removed or clause.version != one.clause_version)
    )
    may_decide = is_open and one.audience == Audience.SHARED
    return ProposalView(
        proposal=one,
        is_stale=is_stale,
        heading=_lines(old_heading, one.heading, agreement.languages, is_removal),
        text=_lines(old_text, one.text, agreement.languages, is_removal),
        is_own=is_open and (side.is_secretariat if one.party_id is None else one.party in mine),
        deciders=tuple(
            party
            for party in mine
            if may_decide and party.pk != one.party_id and party.capacity == Capacity.PARTY
        ),
        comments=comments,
    )


def _lines(
    old: Multilingual, new: Multilingual, languages: list[str], is_removal: bool
) -> tuple[LanguageRedline, ...]:
    if not is_removal:
        return redlines(old, new, languages)
    return tuple(
        LanguageRedline(language, redline(old.texts.get(language, ""), ""))
        for language in languages
    )
