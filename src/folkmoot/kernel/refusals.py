"""Refusals: what a service raises instead of doing something it must not.

Each carries a stable ``code`` for programs and plain fields for the sentence a person
reads. They are mapped to HTTP once by the project.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Base of all refusals. ``message`` is translated lazily and formatted with ``fields``."""

    code = "refused"
    status = 409
    message: str | Promise = _("This cannot be done.")

    def __init__(self, **fields: Any) -> None:
        self.fields: Mapping[str, Any] = fields
        super().__init__(self.code, fields)

    def __str__(self) -> str:
        return str(self.message) % self.fields if self.fields else str(self.message)


class NotAllowed(Refusal):
    """The actor lacks the grant. ``reason`` says which one was needed."""

    code = "not_allowed"
    status = 403
    message = _("You do not have the right to do this here. Ask the secretariat for access.")

    def __init__(self, *, permission: str, reason: str = "") -> None:
        super().__init__(permission=permission, reason=reason)


class NotFound(Refusal):
    """There is no such record, or the actor may not know of it."""

    code = "not_found"
    status = 404
    message = _("There is no such record.")


class ChangedMeanwhile(Refusal):
    """Somebody else saved the record since the actor opened it; nothing was written.

    ``changed_by`` and ``changes`` (field -> [their old, their new]) let the screen show both.
    """

    code = "changed_meanwhile"
    message = _(
        "%(changed_by)s changed this record while you were editing. Nothing of yours was saved yet."
    )

    def __init__(self, *, changed_by: str, changes: Mapping[str, Any], version: int) -> None:
        super().__init__(changed_by=changed_by, changes=changes, version=version)


class Invalid(Refusal):
    """Values that cannot be stored. ``errors`` maps a field to its sentences."""

    code = "invalid"
    status = 422
    message = _("Some values cannot be saved.")

    def __init__(self, errors: Mapping[str, list[str]]) -> None:
        super().__init__(errors=errors)
        self.errors = errors


class StillUsed(Refusal):
    """The record cannot be removed because others point at it."""

    code = "still_used"
    message = _("This cannot be removed: %(used_by)s still uses it.")


class CannotUndo(Refusal):
    """The change was followed by another one to the same fields."""

    code = "cannot_undo"
    message = _("This change can no longer be undone: the record was changed again afterwards.")
