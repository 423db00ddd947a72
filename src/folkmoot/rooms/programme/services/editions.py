"""Use cases of an edition and its status."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import NotFound, StillUsed
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.queries.released import current_release
from folkmoot.rooms.programme.services.checks import check_stays, check_zone, owner
from folkmoot.rooms.programme.terms import EDITION_MOVES, EditionStatus, IllegalMove


def create_edition(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Edition:
    """Begin an edition of a series from nothing; see ``new_edition_from`` for a copy.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_CREATE, scope_path(owner(values, "series")))
    check_zone(values)
    return editing.create(actor=actor, model=Edition, values=values, at=at)


@transaction.atomic
def change_edition(
    *,
    actor: Actor,
    edition: Edition,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Edition:
    """Change an edition; a new status must be able to follow the present one.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile, IllegalMove.
    """
    require(actor, Permission.PROGRAMME_EDIT, scope_path(edition))
    check_stays(edition, values, "series")
    check_zone(values)
    if "status" in values:
        _check_move(edition, values["status"])
    return editing.change(
        actor=actor,
        record=edition,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_edition(*, actor: Actor, edition: Edition, at: datetime, reason: str = "") -> None:
    """Remove an edition that was never released, with its draft; bringing it back does not
    bring back the draft.

    Raises:
        NotAllowed.
        StillUsed: a release is part of the public record, or another record points at it.
    """
    require(actor, Permission.PROGRAMME_CREATE, scope_path(edition))
    latest = current_release(edition)
    if latest is not None:
        raise StillUsed(used_by=_("release %(label)s") % {"label": latest.label})
    editing.remove(actor=actor, record=edition, at=at, reason=reason)


def move_edition(
    *, actor: Actor, edition: Edition, to: EditionStatus, at: datetime, reason: str
) -> Edition:
    """Say that an edition is under way, held, postponed, cancelled or planned again, and why.

    Raises:
        NotAllowed: the actor lacks the grant.
        IllegalMove: the status cannot follow the present one; nothing is written.
    """
    return change_edition(actor=actor, edition=edition, values={"status": to}, at=at, reason=reason)


def _check_move(edition: Edition, to: str) -> None:
    # The stored status counts, not the one the caller loaded a while ago; under the lock, so
    # that of two moves made at once the second is judged by the first.
    locked = Edition.objects.select_for_update().filter(pk=edition.pk).first()
    if locked is None:
        raise NotFound
    now = EditionStatus(locked.status)
    wanted = EditionStatus(to)
    if wanted != now and wanted not in EDITION_MOVES[now]:
        raise IllegalMove(before=now.label, after=wanted.label)
