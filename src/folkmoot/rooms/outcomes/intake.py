"""Accepted proposals of agreements, projects, programmes and practices become outcomes.

What was expected and what was signed stay two records with their own status and number, as
their sources report them.
"""

from typing import Any

from django.utils.translation import gettext as _

from folkmoot.engines.linking import Subject
from folkmoot.engines.values.figures import Comparator
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.intake import (
    Accepted,
    Compared,
    Intake,
    Support,
    Taken,
    empty_columns,
    needed,
)
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.outcomes.queries.linking import possible_outcomes
from folkmoot.rooms.outcomes.services import change_reported_outcome, create_reported_outcome
from folkmoot.rooms.outcomes.terms import OutcomeKind, ReportedStatus
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.intake import body_for, person_for

OUTCOME = ReportedOutcome._meta.label_lower
# What the extraction engine calls a status, where this room has another word for it.
_STATUS = {
    "planned": ReportedStatus.EXPECTED,
    "under_way": ReportedStatus.UNDER_DISCUSSION,
    "being_negotiated": ReportedStatus.UNDER_DISCUSSION,
    "negotiated": ReportedStatus.UNDER_DISCUSSION,
    "in_use": ReportedStatus.SHARED,
    "launched": ReportedStatus.STARTED,
}
_BEGUN = {"under_way": ReportedStatus.BEING_IMPLEMENTED, "planned": ReportedStatus.PROPOSED}
_FIELDS = {
    "title": ("name", ""),
    "status": ("status", ""),
    "count": ("count", Compared.NUMBER),
    "comparator": ("comparator", ""),
    "parties": ("parties", ""),
    "owner_as_written": ("owner", ""),
    "taken_up_by": ("taken_up_by", ""),
    "stated_by": ("claimant", ""),
}


def take_outcome(actor: Actor, accepted: Accepted) -> Taken:
    """An outcome of the edition that the source speaks of, with the source's own status.

    Raises:
        NotAllowed: the actor lacks ``outcomes.edit`` in the edition.
        Invalid: there is no name, or the number is none.
    """
    title = needed(accepted.text("name"), "name", _("Say what this is."))
    values = {
        "kind": OutcomeKind(accepted.kind),
        "title": accepted.worded(title[:500]),
        "status": status_of(accepted),
        "count": _count(accepted.value("count")),
        "comparator": _comparator(accepted),
        "parties": accepted.words("parties"),
        "owner": body_for(actor, accepted, "owner"),
        "owner_as_written": accepted.text("owner")[:300],
        "taken_up_by": accepted.words("taken_up_by"),
        "stated_by": person_for(actor, accepted, "claimant"),
    }
    if accepted.link is None:
        outcome = create_reported_outcome(
            actor=actor, values={**values, "edition": _edition(accepted)}, at=accepted.at
        )
    else:
        outcome = _known(accepted)
        missing = empty_columns(outcome, values)
        if missing:
            outcome = change_reported_outcome(
                actor=actor, reported_outcome=outcome, values=missing, at=accepted.at
            )
    supports = tuple(
        Support(outcome.ref, column, accepted.readings[field], compared)
        for column, (field, compared) in _FIELDS.items()
        if accepted.value(field) is not None
    )
    lost = {"status": values["status"], "claimant": values["stated_by"], "value": None}
    left = tuple(name for name, value in lost.items() if accepted.value(name) and not value)
    return Taken(outcome.ref, supports, left)


def status_of(accepted: Accepted) -> str:
    """The status in this room's words; empty where it has none for it."""
    said = accepted.text("status").casefold().replace(" ", "_")
    if accepted.kind != OutcomeKind.AGREEMENT and said in _BEGUN:
        return _BEGUN[said]
    if said in ReportedStatus.values:
        return said
    return _STATUS.get(said, "")


def _comparator(accepted: Accepted) -> str:
    said = accepted.text("comparator").replace(" ", "_")
    known = {one.value for one in Comparator}
    return said if said in known else Comparator.EXACTLY.value


def _count(value: Any) -> int | None:
    if value is None:
        return None
    try:
        return int(value)
    except (TypeError, ValueError) as fault:
        raise Invalid({"count": [_("This is not a whole number.")]}) from fault


def _edition(accepted: Accepted) -> Edition:
    about = needed(accepted.about, "about", _("Say which edition this came of."))
    found = Edition.objects.filter(uid=about.uid).first()
    if found is None:
        raise NotFound
    return found


def _known(accepted: Accepted) -> ReportedOutcome:
    found = ReportedOutcome.objects.filter(uid=accepted.link.uid).first() if accepted.link else None
    if found is None:
        raise NotFound
    return found


INTAKES = (
    Intake(
        tuple(OutcomeKind.values),
        OUTCOME,
        take_outcome,
        Subject.OUTCOME,
        possible_outcomes,
        needs_about=Edition._meta.label_lower,
    ),
)
