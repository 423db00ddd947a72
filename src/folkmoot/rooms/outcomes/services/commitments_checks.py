"""What the services of commitments share: rights, locks, due days, fields that are settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid, NotAllowed, NotFound
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Commitment, Party, Responsibility
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.services.agreements_checks import invalid
from folkmoot.rooms.outcomes.services.links import link_of
from folkmoot.rooms.outcomes.terms.commitments import (
    CommitmentState,
    DueBasis,
    LinkPurpose,
    MoveNotPossible,
    PartyRole,
)
from folkmoot.rooms.outcomes.terms.method import Element
from folkmoot.rooms.programme.models import Edition

# The columns that say what is promised.
PROMISE = frozenset(
    {
        "title",
        "kind",
        "elements",
        "target",
        "target_value",
        "target_unit",
        "due_on",
        "due_as_stated",
        "due_basis",
        "conditions",
    }
)
# What the audit trail keeps of a reason; the record keeps the whole.
AUDIT_REASON = 500
ANSWERING = (PartyRole.LEAD, PartyRole.RESPONSIBLE)


@dataclass(frozen=True, slots=True)
class Due:
    """When a commitment is due, and why then."""

    on: date
    basis: DueBasis


def require_edit_commitment(actor: Actor, commitment: Commitment) -> None:
    """Refuse unless the actor may edit the commitment.

    Raises:
        NotAllowed: with the reason.
    """
    require(actor, Permission.OUTCOMES_EDIT, scope_path(commitment))


def answers_for(actor: Actor, responsibility: Responsibility, at: datetime) -> bool:
    """Whether the actor came by the mailed link of this body. At most one query."""
    link = link_of(actor, LinkPurpose.REPORT, at=at)
    return link is not None and link.responsibility_id == responsibility.pk


def may_answer(actor: Actor, commitment: Commitment, at: datetime) -> bool:
    """Whether the actor speaks for a responsible body, or records what one said.

    By the link mailed to a lead or co-responsible body, as negotiator of the party that this
    body is, or as who edits the commitment. At most three queries.
    """
    if decide(actor, Permission.OUTCOMES_EDIT, scope_path(commitment)).is_allowed:
        return True
    bodies = list(commitment.responsibilities.filter(role__in=ANSWERING))
    link = link_of(actor, LinkPurpose.REPORT, at=at)
    if link is not None and link.responsibility_id in {one.pk for one in bodies}:
        return True
    return commitment.agreement_id is not None and _negotiates_for(actor, commitment, bodies)


def require_answer(actor: Actor, commitment: Commitment, at: datetime) -> None:
    """Refuse unless :func:`may_answer`.

    Raises:
        NotAllowed: with the reason.
    """
    if not may_answer(actor, commitment, at):
        raise NotAllowed(permission=Permission.OUTCOMES_EDIT, reason="not a responsible body")


def _negotiates_for(actor: Actor, commitment: Commitment, bodies: list[Responsibility]) -> bool:
    regions = {one.region_id for one in bodies if one.region_id}
    organisations = {one.organisation_id for one in bodies if one.organisation_id}
    return any(
        (party.region_id in regions or party.organisation_id in organisations)
        and decide(actor, Permission.OUTCOMES_NEGOTIATE, scope_path(party)).is_allowed
        for party in Party.objects.filter(agreement=commitment.agreement_id).select_related(
            "agreement__edition__series"
        )
    )


def locked_commitment(commitment: Commitment) -> Commitment:
    """The row under a lock, with where it lies.

    Raises:
        NotFound: it is gone.
    """
    rows = Commitment.objects.select_for_update(of=("self",)).select_related(
        "edition__series", "agreement", "clause"
    )
    found = rows.filter(pk=commitment.pk).first()
    if found is None:
        raise NotFound
    return found


def require_move(state: str, allowed: frozenset[Any] | tuple[Any, ...], label: str) -> None:
    """Refuse a step from a state that does not lead there.

    Raises:
        MoveNotPossible: names the state.
    """
    if state not in allowed:
        raise MoveNotPossible(state=label)


def require_open(commitment: Commitment) -> None:
    """Refuse to touch what is closed.

    Raises:
        MoveNotPossible.
    """
    if commitment.state == CommitmentState.CLOSED:
        raise MoveNotPossible(state=CommitmentState.CLOSED.label)


def next_edition(edition: Edition) -> Edition | None:
    """The edition that follows in the series, as far as it is on record. At most two queries."""
    rows = Edition.objects.filter(series=edition.series_id).exclude(pk=edition.pk)
    if edition.starts_on is not None:
        later = rows.filter(starts_on__gt=edition.starts_on).order_by("starts_on", "pk").first()
        if later is not None:
            return later
    if edition.ordinal is None:
        return None
    return rows.filter(ordinal__gt=edition.ordinal).order_by("ordinal").first()


def due_of(edition: Edition, values: Mapping[str, Any]) -> Due:
    """The due day: as told, or the first day of the next edition.

    Raises:
        Invalid: no day is told, and the next edition has none yet.
    """
    told: date | None = values.get("due_on")
    basis = values.get("due_basis") or (DueBasis.EXPLICIT if told else DueBasis.NEXT_EDITION)
    if basis not in DueBasis.values:
        raise invalid("due_basis", _("Say why it is due then."))
    if basis == DueBasis.NEXT_EDITION:
        following = next_edition(edition)
        if following is not None and following.starts_on is not None:
            return Due(following.starts_on, DueBasis.NEXT_EDITION)
    if told is None:
        if basis == DueBasis.NEXT_EDITION:
            raise invalid(
                "due_on",
                _("The first day of the next edition is not known. Give a day until it is."),
            )
        raise invalid("due_on", _("Say on which day it is due."))
    return Due(told, DueBasis(basis))


def check_promise(edition: Edition, values: Mapping[str, Any]) -> None:
    """Columns of a commitment that must fit each other.

    Raises:
        Invalid: names every field.
    """
    errors: dict[str, list[str]] = {}
    elements = values.get("elements")
    if elements is not None and (
        not isinstance(elements, list) or set(elements) - set(Element.values)
    ):
        errors["elements"] = [_("Choose among what, how much, when and who.")]
    strand = values.get("strand")
    if strand is not None and strand.edition_id != edition.pk:
        errors["strand"] = [_("This belongs to another edition.")]
    if values.get("target_value") is not None and not values.get("target_unit"):
        errors["target_unit"] = [_("Say in which unit or currency.")]
    if errors:
        raise Invalid(errors)


def same_address(actor: Actor, commitment: Commitment) -> bool:
    """Whether the actor's account has the address of an office that reports here. Two queries."""
    if actor.user_id is None:
        return False
    email = User.objects.filter(pk=actor.user_id).values_list("email", flat=True).first() or ""
    return bool(email) and commitment.responsibilities.filter(email__iexact=email).exists()
