"""Use cases of parties and of those who sign for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Act, Agreement, Party, Signatory, SignatureSlot
from folkmoot.rooms.outcomes.policies import require_edit, scope_path
from folkmoot.rooms.outcomes.services.acts import ActValues, append_act
from folkmoot.rooms.outcomes.services.agreements_checks import (
    changed_names,
    check_party,
    check_stays,
    invalid,
    locked_agreement,
    owner,
    require_draft,
    require_open_text,
)
from folkmoot.rooms.outcomes.services.parties_rows import add_party
from folkmoot.rooms.outcomes.terms.agreements import ActKind, Capacity, Origin, TextFixed

# What a slot was bound to when the round was opened; the rest serves only the letters.
_BOUND = frozenset(
    {"person", "office", "name", "title", "authority", "authority_from", "authority_until"}
)


@transaction.atomic
def create_party(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Party:
    """Add a party while the text is open. Who is added to a signed paper has signed it.

    Args:
        values: ``agreement``, and a ``region``, an ``organisation`` or a ``name`` as written;
            without ``place`` it comes last in the order of precedence.

    Raises:
        NotAllowed, Invalid, TextFixed.
    """
    agreement: Agreement = owner(values, "agreement")
    require_edit(actor, agreement)
    locked = locked_agreement(agreement)
    require_open_text(locked, at)
    told = {**values, "agreement": locked}
    check_party(Party, told)
    party = add_party(actor=actor, values=told, at=at)
    _sign_on_paper(actor, locked, party, at)
    return party


@transaction.atomic
def change_party(
    *,
    actor: Actor,
    party: Party,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Party:
    """Change a party while the text is open.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile, TextFixed.
    """
    require_edit(actor, party.agreement)
    check_stays(party, values, "agreement")
    check_party(party, values)
    locked = locked_agreement(party.agreement)
    if changed_names(party, values):
        require_open_text(locked, at)
    changed = editing.change(
        actor=actor,
        record=party,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )
    _sign_on_paper(actor, locked, changed, at)
    return changed


@transaction.atomic
def remove_party(*, actor: Actor, party: Party, at: datetime, reason: str = "") -> None:
    """Take a party out of a draft.

    Raises:
        NotAllowed, TextNegotiated, TextFixed.
        StillUsed: acts of the party are on record.
    """
    require_edit(actor, party.agreement)
    require_draft(locked_agreement(party.agreement), at)
    editing.remove(actor=actor, record=party, at=at, reason=reason)


@transaction.atomic
def move_party(*, actor: Actor, party: Party, after: Party | None, at: datetime) -> Party:
    """Put a party behind another one in the order of precedence, or first.

    Raises:
        NotAllowed, TextFixed.
        Invalid: the other party is of another agreement.
    """
    require_edit(actor, party.agreement)
    locked = locked_agreement(party.agreement)
    require_open_text(locked, at)
    if after is not None and after.agreement_id != locked.pk:
        raise invalid("after", _("This is no party to the agreement."))
    order = [one for one in locked.parties.order_by("place", "id") if one.pk != party.pk]
    place = 0
    if after is not None:
        place = next((n + 1 for n, one in enumerate(order) if one.pk == after.pk), len(order))
    order.insert(place, party)
    for number, one in enumerate(order, start=1):
        if one.place != number:
            editing.change(actor=actor, record=one, values={"place": number}, at=at)
    return Party.objects.get(pk=party.pk)


@transaction.atomic
def create_signatory(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Signatory:
    """Name who signs for a party, in which office and by what authority.

    The secretariat and the negotiators of the party may do this. Without ``name`` and
    ``title`` those of the person and the office are taken.

    Raises:
        NotAllowed, Invalid.
    """
    party: Party = owner(values, "party")
    _require_signatories(actor, party)
    filled = dict(values)
    person, office = filled.get("person"), filled.get("office")
    if not filled.get("name") and person is not None:
        filled["name"] = person.name
    if not filled.get("title") and office is not None:
        filled["title"] = office.title
    _check_signatory(Signatory, filled)
    return editing.create(actor=actor, model=Signatory, values=filled, at=at)


@transaction.atomic
def change_signatory(
    *,
    actor: Actor,
    signatory: Signatory,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Signatory:
    """Change who signs; once a slot is bound to them only the address and the letters.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
        TextFixed: a slot is bound to this signatory; delegate it instead.
    """
    _require_signatories(actor, signatory.party)
    check_stays(signatory, values, "party")
    _check_signatory(signatory, values)
    if changed_names(signatory, values) & _BOUND:
        locked_agreement(signatory.party.agreement)  # no round opens meanwhile
        if SignatureSlot.objects.filter(signatory=signatory).exists():
            raise TextFixed
    return editing.change(
        actor=actor,
        record=signatory,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )


def remove_signatory(*, actor: Actor, signatory: Signatory, at: datetime, reason: str = "") -> None:
    """Take a signatory out.

    Raises:
        NotAllowed.
        StillUsed: a slot is bound to them.
    """
    _require_signatories(actor, signatory.party)
    editing.remove(actor=actor, record=signatory, at=at, reason=reason)


def _require_signatories(actor: Actor, party: Party) -> None:
    path = scope_path(party)
    if not decide(actor, Permission.OUTCOMES_NEGOTIATE, path).is_allowed:
        require(actor, Permission.OUTCOMES_EDIT, path)


def _check_signatory(subject: Signatory | type[Signatory], values: Mapping[str, Any]) -> None:
    def read(name: str) -> Any:
        if name in values or not isinstance(subject, Signatory):
            return values.get(name)
        return getattr(subject, name)

    office, person = read("office"), read("person")
    if office is not None and office.person != person:
        raise invalid("office", _("This office was held by somebody else."))
    begins, ends = read("authority_from"), read("authority_until")
    if begins and ends and ends < begins:
        raise invalid("authority_until", _("This is before the beginning."))


def _sign_on_paper(actor: Actor, agreement: Agreement, party: Party, at: datetime) -> None:
    """Who is a party to a paper has signed it, on the day on which the others did."""
    if agreement.origin != Origin.PAPER or party.capacity != Capacity.PARTY:
        return
    signatures = Act.objects.filter(agreement=agreement, kind=ActKind.SIGNATURE)
    if signatures.filter(party=party).exists():
        return
    other = signatures.order_by("-id").first()
    if other is None:
        return
    values = ActValues(done_on=other.done_on, done_as_stated=other.done_as_stated)
    append_act(
        actor=actor,
        agreement=agreement,
        kind=ActKind.SIGNATURE,
        values=values,
        at=at,
        party=party,
    )
