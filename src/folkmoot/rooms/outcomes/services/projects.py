"""Use cases of projects, programmes and their partners."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import Actor, Scope
from folkmoot.kernel.events import announce
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Agreement, Commitment, Project, ProjectPartner
from folkmoot.rooms.programme import policies as programme
from folkmoot.rooms.programme.services.checks import check_stays, owner


def create_project(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Project:
    """Record a project or programme.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path_of(values, "edition"))
    return editing.create(actor=actor, model=Project, values=values, at=at)


def change_project(
    *,
    actor: Actor,
    project: Project,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Project:
    """Change a project or programme.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(project))
    check_stays(project, values, "edition")
    return editing.change(
        actor=actor,
        record=project,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_project(*, actor: Actor, project: Project, at: datetime, reason: str = "") -> None:
    """Remove a project or programme.

    Raises:
        NotAllowed, StillUsed.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(project))
    editing.remove(actor=actor, record=project, at=at, reason=reason)


def create_project_partner(
    *, actor: Actor, values: Mapping[str, Any], at: datetime
) -> ProjectPartner:
    """Record a body's part in a project.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path_of(values, "project"))
    return editing.create(actor=actor, model=ProjectPartner, values=values, at=at)


def change_project_partner(
    *,
    actor: Actor,
    project_partner: ProjectPartner,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> ProjectPartner:
    """Change a body's part in a project.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(project_partner))
    check_stays(project_partner, values, "project")
    return editing.change(
        actor=actor,
        record=project_partner,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_project_partner(
    *, actor: Actor, project_partner: ProjectPartner, at: datetime, reason: str = ""
) -> None:
    """Remove a body's part in a project.

    Raises:
        NotAllowed, StillUsed.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(project_partner))
    editing.remove(actor=actor, record=project_partner, at=at, reason=reason)


def link_project(
    *,
    actor: Actor,
    project: Project,
    agreements: Sequence[Agreement],
    commitments: Sequence[Commitment],
    at: datetime,
) -> Project:
    """Say which agreements and commitments a project carries out; replaces what was said before.

    Raises:
        NotAllowed.
    """
    require(actor, Permission.OUTCOMES_EDIT, _path(project))
    with transaction.atomic():
        before = _links(project)
        project.agreements.set(agreements)
        project.commitments.set(commitments)
        after = _links(project)
        if before != after:
            audit.note(
                actor=actor, action="linked", record=project, at=at, before=before, after=after
            )
            announce(editing.RecordWritten(project.ref))
    return project


def _links(project: Project) -> dict[str, list[str]]:
    return {
        "agreements": [
            str(uid) for uid in project.agreements.order_by("id").values_list("uid", flat=True)
        ],
        "commitments": [
            str(uid) for uid in project.commitments.order_by("id").values_list("uid", flat=True)
        ],
    }


def _path(one: Project | ProjectPartner) -> tuple[Scope, ...]:
    project = one if isinstance(one, Project) else one.project
    return programme.scope_path(project.edition)


def _path_of(values: Mapping[str, Any], column: str) -> tuple[Scope, ...]:
    found = owner(values, column)
    return _path(found) if isinstance(found, Project) else programme.scope_path(found)
