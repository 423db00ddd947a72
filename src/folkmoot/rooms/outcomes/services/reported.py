"""Use cases of outcomes as sources report them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.programme import policies as programme


def create_reported_outcome(
    *, actor: Actor, values: Mapping[str, Any], at: datetime
) -> ReportedOutcome:
    """Record an outcome of an edition as a source reports it.

    Raises:
        NotAllowed, Invalid.
    """
    edition = values.get("edition")
    if edition is None:
        raise Invalid({"edition": [_("Say which edition this came of.")]})
    require(actor, Permission.OUTCOMES_EDIT, programme.scope_path(edition))
    return editing.create(actor=actor, model=ReportedOutcome, values=values, at=at)


def change_reported_outcome(
    *,
    actor: Actor,
    reported_outcome: ReportedOutcome,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> ReportedOutcome:
    """Change an outcome; another edition takes the right for both editions.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.OUTCOMES_EDIT, scope_path(reported_outcome))
    if values.get("edition") is not None:
        require(actor, Permission.OUTCOMES_EDIT, programme.scope_path(values["edition"]))
    return editing.change(
        actor=actor,
        record=reported_outcome,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_reported_outcome(
    *, actor: Actor, reported_outcome: ReportedOutcome, at: datetime, reason: str = ""
) -> None:
    """Remove an outcome.

    Raises:
        NotAllowed.
    """
    require(actor, Permission.OUTCOMES_EDIT, scope_path(reported_outcome))
    editing.remove(actor=actor, record=reported_outcome, at=at, reason=reason)
