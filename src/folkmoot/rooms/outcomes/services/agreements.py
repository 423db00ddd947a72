"""Use cases of agreements and of what they do to earlier ones."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Agreement, AgreementLink
from folkmoot.rooms.outcomes.policies import may_read, require_edit, scope_path
from folkmoot.rooms.outcomes.services.agreements_checks import (
    TEXT_FIELDS,
    changed_names,
    check_agreement,
    check_stays,
    invalid,
    locked_agreement,
    owner,
    require_open_text,
)
from folkmoot.rooms.outcomes.terms.agreements import TOUCHING, HasActs, Origin
from folkmoot.rooms.programme import policies as programme


def create_agreement(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Agreement:
    """Begin the draft of an agreement of an edition. One signed on paper has its own way.

    Raises:
        NotAllowed, Invalid.
    """
    edition = values.get("edition")
    if edition is None:
        raise invalid("edition", _("Say which edition this came of."))
    require(actor, Permission.OUTCOMES_EDIT, programme.scope_path(edition))
    if values.get("origin", Origin.NEGOTIATED) != Origin.NEGOTIATED:
        raise invalid("origin", _("Register what was signed on paper as such."))
    _check_told_by_acts(None, values)
    check_agreement(Agreement, values)
    return editing.create(actor=actor, model=Agreement, values=values, at=at)


@transaction.atomic
def change_agreement(
    *,
    actor: Actor,
    agreement: Agreement,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Agreement:
    """Change an agreement; what belongs to an agreed text stays as it was agreed.

    Another edition takes the right for both.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
        TextFixed: the parties have agreed on a field that would change.
    """
    require_edit(actor, agreement)
    if values.get("edition") is not None:
        require(actor, Permission.OUTCOMES_EDIT, programme.scope_path(values["edition"]))
    locked = locked_agreement(agreement)
    _check_told_by_acts(locked, values)
    check_agreement(locked, values)
    if changed_names(locked, values) & TEXT_FIELDS:
        require_open_text(locked, at)
    return editing.change(
        actor=actor,
        record=locked,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


@transaction.atomic
def remove_agreement(*, actor: Actor, agreement: Agreement, at: datetime, reason: str = "") -> None:
    """Remove a draft to which nothing was done yet.

    Raises:
        NotAllowed.
        HasActs: something was; withdraw it instead.
        StillUsed: a later agreement or a commitment points at it.
    """
    require_edit(actor, agreement)
    locked = locked_agreement(agreement)
    if locked.acts.exists():
        raise HasActs
    editing.remove(actor=actor, record=locked, at=at, reason=reason)


def create_agreement_link(
    *, actor: Actor, values: Mapping[str, Any], at: datetime
) -> AgreementLink:
    """Say what an agreement does to an earlier one.

    Ending or renewing another takes the right to edit that one too: its state changes when
    this one enters into force.

    Raises:
        NotAllowed, Invalid.
    """
    agreement = owner(values, "agreement")
    require_edit(actor, agreement)
    _check_earlier(actor, agreement, owner(values, "earlier"), str(values.get("relation", "")))
    return editing.create(actor=actor, model=AgreementLink, values=values, at=at)


def change_agreement_link(
    *,
    actor: Actor,
    agreement_link: AgreementLink,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> AgreementLink:
    """Change what an agreement does to an earlier one; see :func:`create_agreement_link`.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
    """
    require_edit(actor, agreement_link.agreement)
    check_stays(agreement_link, values, "agreement")
    _check_touching(actor, agreement_link.earlier, agreement_link.relation)
    _check_earlier(
        actor,
        agreement_link.agreement,
        values.get("earlier", agreement_link.earlier),
        str(values.get("relation", agreement_link.relation)),
    )
    return editing.change(
        actor=actor,
        record=agreement_link,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_agreement_link(
    *, actor: Actor, agreement_link: AgreementLink, at: datetime, reason: str = ""
) -> None:
    """Take back what an agreement was said to do to an earlier one.

    Raises:
        NotAllowed.
    """
    require_edit(actor, agreement_link.agreement)
    _check_touching(actor, agreement_link.earlier, agreement_link.relation)
    editing.remove(actor=actor, record=agreement_link, at=at, reason=reason)


def _check_earlier(actor: Actor, later: Agreement, earlier: Agreement, relation: str) -> None:
    if not (earlier.is_public or may_read(actor, earlier)):
        raise NotFound
    _check_touching(actor, earlier, relation)
    if earlier.pk == later.pk:
        raise invalid("earlier", _("Choose another agreement than this one."))
    if AgreementLink.objects.filter(agreement=earlier, earlier=later).exists():
        raise invalid("earlier", _("That agreement points at this one already."))


def _check_touching(actor: Actor, earlier: Agreement, relation: str) -> None:
    if relation in TOUCHING:
        require(actor, Permission.OUTCOMES_EDIT, scope_path(earlier))


def _check_told_by_acts(agreement: Agreement | None, values: Mapping[str, Any]) -> None:
    """The acts say when it was signed, and the way it came in stays as it was."""
    for name in ("signed_on", "origin"):
        if name not in values:
            continue
        present = getattr(agreement, name) if agreement else values[name] or None
        stays = agreement is not None or name == "origin" or present is None
        if not stays or (agreement is not None and values[name] != present):
            raise invalid(name, _("This is told by the acts and cannot be set by hand."))
