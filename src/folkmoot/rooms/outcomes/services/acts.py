"""Acts on agreements: recorded once, never changed, in the states that allow them.

Signing and negotiating record their own acts as a part of their use case by
:func:`append_act`; what parties and the depositary do besides is recorded by hand here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.values import dates
from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import StoredFile
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Act, Agreement, Party, SigningRound
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.standing import Standing
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.services.agreements_checks import (
    check_party,
    invalid,
    locked_agreement,
    today_in,
)
from folkmoot.rooms.outcomes.services.parties_rows import add_party
from folkmoot.rooms.outcomes.terms.agreements import (
    ALLOWED_IN,
    OF_A_PARTY,
    OF_NO_PARTY,
    STEPS,
    ActKind,
    ActNotPossible,
    ActRecorded,
    Capacity,
)

# Behind a date line it is tomorrow already.
_AHEAD = timedelta(days=1)
# A day of effect may be agreed far ahead; a slip of the year is further.
_EFFECT_AHEAD = timedelta(days=366 * 50)
_EARLIEST = date(1900, 1, 1)
# Acts that presuppose that all have signed.
_AFTER_SIGNATURE = frozenset(
    {
        ActKind.APPROVAL,
        ActKind.NOTICE,
        ActKind.ACCESSION,
        ActKind.OBJECTION,
        ActKind.SUSPENSION,
        ActKind.RESUMPTION,
        ActKind.TERMINATION,
        ActKind.SUPERSESSION,
        ActKind.FULFILMENT,
        ActKind.PARTY_WITHDRAWAL,
    }
)


@dataclass(frozen=True, slots=True)
class ActValues:
    """What is told of an act.

    Attributes:
        done_as_stated: the day as exactly as it is known (EDTF) where that is less than a
            day; ``done_on`` is then the last day it may have been, for order only.
        effective_on: from which day it counts, where that is stated.
    """

    done_on: date
    done_as_stated: str = ""
    effective_on: date | None = None
    note: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    instrument: StoredFile | None = None


@transaction.atomic
def record_act(
    *,
    actor: Actor,
    agreement: Agreement,
    kind: ActKind,
    values: ActValues,
    at: datetime,
    party: Party | None = None,
) -> Act:
    """Record what a party or all of them did, such as an approval or a termination.

    Args:
        party: needed by acts of a party, refused for acts of all.

    Raises:
        NotAllowed: the actor lacks ``outcomes.register``.
        ActNotPossible: the state does not allow it, it belongs to negotiating or signing, or
            a signing round is open and must be closed first.
        Invalid: a date lies beyond reason, or the party is none of this agreement.
    """
    require(actor, Permission.OUTCOMES_REGISTER, scope_path(agreement))
    locked = locked_agreement(agreement)
    standing = agreement_standing(locked, today_in(locked.edition, at))
    is_round_open = SigningRound.objects.filter(agreement=locked, ended_at__isnull=True).exists()
    if kind in STEPS or (kind is ActKind.WITHDRAWN and is_round_open):
        raise ActNotPossible(act=kind.label, state=standing.state.label)
    _check_kind(locked, kind, party, standing)
    check_days(values, today_in(locked.edition, at))
    _check_after_signature(kind, values, standing)
    return append_act(actor=actor, agreement=locked, kind=kind, values=values, at=at, party=party)


@transaction.atomic
def record_accession(
    *,
    actor: Actor,
    agreement: Agreement,
    party: Mapping[str, Any],
    values: ActValues,
    at: datetime,
) -> Act:
    """Record that somebody joined an agreement that others signed; makes the party.

    Args:
        party: ``name`` and, where known, ``region`` or ``organisation``, ``own_language``.

    Raises:
        NotAllowed, ActNotPossible, Invalid.
    """
    require(actor, Permission.OUTCOMES_REGISTER, scope_path(agreement))
    locked = locked_agreement(agreement)
    standing = agreement_standing(locked, today_in(locked.edition, at))
    _check_state(ActKind.ACCESSION, standing)
    check_days(values, today_in(locked.edition, at))
    _check_after_signature(ActKind.ACCESSION, values, standing)
    told = {**party, "agreement": locked, "capacity": Capacity.PARTY}
    check_party(Party, told)
    joined = add_party(actor=actor, values=told, at=at)
    return append_act(
        actor=actor,
        agreement=locked,
        kind=ActKind.ACCESSION,
        values=values,
        at=at,
        party=joined,
    )


def append_act(
    *,
    actor: Actor,
    agreement: Agreement,
    kind: ActKind,
    values: ActValues,
    at: datetime,
    party: Party | None = None,
    more_follow: bool = False,
) -> Act:
    """Write an act once everything is checked; for services that hold the agreement's lock.

    Keeps ``signed_on`` of the agreement as the acts tell it, for lists and orders. At most
    eight queries and those of who hears of it.

    Args:
        more_follow: further acts come in the same use case; the last one tells the others.
    """
    act = Act.objects.create(
        agreement=agreement,
        kind=kind,
        party=party,
        done_on=values.done_on,
        done_as_stated=values.done_as_stated,
        effective_on=values.effective_on,
        note=values.note,
        details=dict(values.details),
        instrument=values.instrument,
        actor_key=actor.key,
        actor_label=actor.label[:200],
        at=at,
    )
    after = {
        "act": kind.value,
        "party": audit.plain_value(party),
        "done_on": values.done_as_stated or values.done_on.isoformat(),
        "effective_on": values.effective_on.isoformat() if values.effective_on else None,
    }
    audit.note(
        actor=actor, action="recorded", record=agreement, at=at, after=after, reason=values.note
    )
    if not more_follow:
        note_signing_day(agreement, at)
        announce(RecordWritten(agreement.ref))
    announce(ActRecorded(str(agreement.uid), kind, str(party.uid) if party else ""))
    return act


def note_signing_day(agreement: Agreement, at: datetime) -> None:
    """Copy the day of signing from the acts into its column; none where no day is known."""
    standing = agreement_standing(agreement, today_in(agreement.edition, at))
    is_day = standing.signed_on and standing.signed_as_stated == standing.signed_on.isoformat()
    day = standing.signed_on if is_day else None
    if agreement.signed_on != day:
        Agreement.objects.filter(pk=agreement.pk).update(signed_on=day)
        agreement.signed_on = day


def stated_day(stated: str, today: date) -> ActValues:
    """The values of an act done on a date as it is stated: "2031-05-20", "2031-05", "2031".

    What was done in a month that is not over was done by today.

    Raises:
        Invalid: no date, or one without an end.
    """
    try:
        known = dates.parse(stated)
    except ValueError as fault:
        sentence = _("“%(said)s” is no date. Write it like 2031-05-20, or 2031-05.")
        raise invalid("signed_on", sentence % {"said": stated}) from fault
    if known.day is not None:
        return ActValues(done_on=known.day)
    if known.latest == date.max or known.earliest == date.min:
        raise invalid("signed_on", _("Say at least in which year."))
    last = max(known.earliest, min(known.latest, today))
    return ActValues(done_on=last, done_as_stated=str(known))


def check_days(values: ActValues, today: date) -> None:
    """Refuse days that cannot be meant.

    Raises:
        Invalid: names the field.
    """
    earliest = values.done_on
    if values.done_as_stated:
        earliest = dates.parse(values.done_as_stated).earliest
    if earliest > today + _AHEAD:
        raise invalid("done_on", _("This day has not come yet."))
    if values.done_on < _EARLIEST:
        raise invalid("done_on", _("This is too long ago; look at the year again."))
    effect = values.effective_on
    if effect is not None and not _EARLIEST <= effect <= today + _EFFECT_AHEAD:
        raise invalid("effective_on", _("This cannot be the day; look at the year again."))


def _check_state(kind: ActKind, standing: Standing) -> None:
    if standing.state not in ALLOWED_IN[kind]:
        raise ActNotPossible(act=kind.label, state=standing.state.label)


def _check_kind(
    agreement: Agreement, kind: ActKind, party: Party | None, standing: Standing
) -> None:
    _check_state(kind, standing)
    if kind in OF_A_PARTY and party is None:
        raise invalid("party", _("Say which party did this."))
    if kind in OF_NO_PARTY and party is not None:
        raise invalid("party", _("This is an act of all parties together."))
    if party is None:
        return
    if party.agreement_id != agreement.pk or party.capacity != Capacity.PARTY:
        raise invalid("party", _("This is no party to the agreement."))
    row = standing.of(str(party.uid))
    done = {
        ActKind.APPROVAL: row.approved_on,
        ActKind.NOTICE: row.notified_on,
        ActKind.PARTY_WITHDRAWAL: row.left_on,
    }
    if done.get(kind) is not None:
        raise invalid("party", _("This is on record for the party already."))
    if kind is ActKind.APPROVAL and row.in_force_on is not None:
        raise invalid("party", _("The agreement binds this party without an approval."))


def _check_after_signature(kind: ActKind, values: ActValues, standing: Standing) -> None:
    if (
        kind in _AFTER_SIGNATURE
        and standing.signed_on is not None
        and standing.signed_as_stated == standing.signed_on.isoformat()
        and values.done_on < standing.signed_on
    ):
        raise invalid("done_on", _("This is before the agreement was signed."))
