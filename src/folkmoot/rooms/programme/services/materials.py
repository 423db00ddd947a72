"""Use cases of files and links that belong to a session or to an edition."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import Actor, Scope
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition, Material, Session
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.services.checks import check_stays, owner, refuse

# What the first bytes tell; office documents are ZIP archives or, older ones, OLE storage.
ACCEPTED = (
    "application/pdf",
    "application/zip",
    "application/x-ole-storage",
    "image/png",
    "image/jpeg",
    "text/plain",
)


def upload_material(
    *,
    actor: Actor,
    edition: Edition,
    session: Session | None,
    title: Multilingual,
    data: bytes,
    name: str,
    media_type: str,
    at: datetime,
    language: str = "",
    is_public: bool = True,
) -> Material:
    """Keep a file and hang it on a session, or on the edition if ``session`` is ``None``.

    Raises:
        NotAllowed: the actor lacks the grant; the file is not kept.
        FileRefused: empty, too large, or not of an accepted type.
        Invalid.
    """
    values = {"edition": edition, "session": session, "title": title}
    require(actor, Permission.PROGRAMME_SESSIONS, _scope_of(values))
    with transaction.atomic():
        file = files.store(data=data, name=name, media_type=media_type, accepted=ACCEPTED)
        more = {"file": file, "language": language, "is_public": is_public}
        return create_material(actor=actor, values={**values, **more}, at=at)


def create_material(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Material:
    """Add a link or a stored file to a session or an edition.

    Raises:
        NotAllowed, Invalid.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, _scope_of(values))
    _check_session(owner(values, "edition"), values)
    return editing.create(actor=actor, model=Material, values=values, at=at)


def change_material(
    *,
    actor: Actor,
    material: Material,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Material:
    """Change a material.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(material))
    check_stays(material, values, "edition", "session")
    return editing.change(
        actor=actor,
        record=material,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_material(*, actor: Actor, material: Material, at: datetime, reason: str = "") -> None:
    """Remove a material; its stored file stays.

    Raises:
        NotAllowed.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(material))
    editing.remove(actor=actor, record=material, at=at, reason=reason)


def _scope_of(values: Mapping[str, Any]) -> tuple[Scope, ...]:
    return scope_path(values.get("session") or owner(values, "edition"))


def _check_session(edition: Edition, values: Mapping[str, Any]) -> None:
    session = values.get("session")
    if session is not None and session.edition_id != edition.pk:
        raise refuse("session", _("This session belongs to another edition."))
