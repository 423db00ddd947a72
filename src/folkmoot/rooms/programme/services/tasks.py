"""Use cases of preparation tasks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Task
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.services.checks import check_stays, owner


def create_task(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Task:
    """Note something to prepare.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(owner(values, "edition")))
    return editing.create(actor=actor, model=Task, values=values, at=at)


def change_task(
    *,
    actor: Actor,
    task: Task,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Task:
    """Change a task.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(task))
    check_stays(task, values, "edition")
    return editing.change(
        actor=actor,
        record=task,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_task(*, actor: Actor, task: Task, at: datetime, reason: str = "") -> None:
    """Remove a task.

    Raises:
        NotAllowed.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(task))
    editing.remove(actor=actor, record=task, at=at, reason=reason)


def complete_task(*, actor: Actor, task: Task, at: datetime) -> Task:
    """Tick a task off. Its owner may with no more than a reader's role. Done twice is done once.

    Raises:
        NotAllowed.
    """
    _require_owner_or_editor(actor, task)
    if task.done_at is not None:
        return task
    return editing.change(actor=actor, record=task, values={"done_at": at}, at=at)


def reopen_task(*, actor: Actor, task: Task, at: datetime) -> Task:
    """Take back that a task is done.

    Raises:
        NotAllowed.
    """
    _require_owner_or_editor(actor, task)
    return editing.change(actor=actor, record=task, values={"done_at": None}, at=at)


def _require_owner_or_editor(actor: Actor, task: Task) -> None:
    is_own = actor.user_id is not None and task.owner_id == actor.user_id
    require(
        actor,
        Permission.PROGRAMME_READ_DRAFT if is_own else Permission.PROGRAMME_EDIT,
        scope_path(task),
    )
