"""Use cases of practices and their adoption by other regions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor, Scope
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Adoption, AdoptionStep, Practice
from folkmoot.rooms.outcomes.terms.projects import ADOPTION_MOVES, AdoptionState, StepOutOfTurn
from folkmoot.rooms.programme import policies as programme
from folkmoot.rooms.programme.services.checks import check_stays, owner


def create_practice(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Practice:
    """Record a practice.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path_of(values, "edition"))
    return editing.create(actor=actor, model=Practice, values=values, at=at)


def change_practice(
    *,
    actor: Actor,
    practice: Practice,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Practice:
    """Change a practice.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(practice))
    check_stays(practice, values, "edition")
    return editing.change(
        actor=actor,
        record=practice,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_practice(*, actor: Actor, practice: Practice, at: datetime, reason: str = "") -> None:
    """Remove a practice.

    Raises:
        NotAllowed, StillUsed.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(practice))
    editing.remove(actor=actor, record=practice, at=at, reason=reason)


def create_adoption(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Adoption:
    """Record that a region takes a practice up.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path_of(values, "practice"))
    return editing.create(actor=actor, model=Adoption, values=values, at=at)


def change_adoption(
    *,
    actor: Actor,
    adoption: Adoption,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Adoption:
    """Change that a region takes a practice up.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(adoption))
    check_stays(adoption, values, "practice")
    return editing.change(
        actor=actor,
        record=adoption,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_adoption(*, actor: Actor, adoption: Adoption, at: datetime, reason: str = "") -> None:
    """Remove that a region takes a practice up.

    Raises:
        NotAllowed, StillUsed.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(adoption))
    editing.remove(actor=actor, record=adoption, at=at, reason=reason)


def take_adoption_step(
    *, actor: Actor, adoption: Adoption, to: AdoptionState, values: Mapping[str, Any], at: datetime
) -> AdoptionStep:
    """Move an adoption on, with the evidence that the step was taken.

    Args:
        values: ``taken_on``, ``note``, and ``address`` or ``file``.

    Raises:
        NotAllowed: the actor may not edit outcomes here.
        StepOutOfTurn: the step cannot follow the present one.
        Invalid: there is neither an address nor a file; nothing is written.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(adoption))
    with transaction.atomic():
        locked = Adoption.objects.select_for_update().get(pk=adoption.pk)
        now = AdoptionState(locked.state)
        if to not in ADOPTION_MOVES[now]:
            raise StepOutOfTurn(before=now.label, after=to.label)
        if not values.get("address") and not values.get("file"):
            raise Invalid({"address": [_("Add a file or a web address that shows this step.")]})
        step = editing.create(
            actor=actor,
            model=AdoptionStep,
            values={**values, "adoption": locked, "state": to},
            at=at,
        )
        editing.change(actor=actor, record=locked, values={"state": to}, at=at)
    return step


def _path(one: Practice | Adoption) -> tuple[Scope, ...]:
    practice = one if isinstance(one, Practice) else one.practice
    return programme.scope_path(practice.edition)


def _path_of(values: Mapping[str, Any], column: str) -> tuple[Scope, ...]:
    found = owner(values, column)
    return _path(found) if isinstance(found, Practice) else programme.scope_path(found)
