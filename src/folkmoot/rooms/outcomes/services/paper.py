"""The short way: an agreement that was signed on paper, registered in one call.

It needs no negotiation and no slots: its acts are the signatures of its parties on the day
told. What the paper says is taken over, never a status.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import StoredFile
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Act, Agreement, Party, Rendition
from folkmoot.rooms.outcomes.policies import require_edit
from folkmoot.rooms.outcomes.services.acts import (
    ActValues,
    append_act,
    check_days,
    stated_day,
)
from folkmoot.rooms.outcomes.services.agreements_checks import (
    check_agreement,
    check_party,
    invalid,
    locked_agreement,
    today_in,
)
from folkmoot.rooms.outcomes.services.parties_rows import add_party
from folkmoot.rooms.outcomes.terms.agreements import (
    ActKind,
    ActNotPossible,
    AgreementKind,
    Capacity,
    Origin,
)
from folkmoot.rooms.outcomes.terms.signing import RenditionKind
from folkmoot.rooms.programme import policies as programme
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.models import Organisation, Region
from folkmoot.rooms.registry.queries.named import named

SCAN_TYPES = ("application/pdf", "image/png", "image/jpeg")


@dataclass(frozen=True, slots=True)
class PaperParty:
    """A party as the paper names it, and the body it is, where that is known."""

    name: Multilingual
    region: Region | None = None
    organisation: Organisation | None = None
    capacity: Capacity = Capacity.PARTY


def party_named(text: str, language: str) -> PaperParty:
    """The region, else the organisation of this name in any language; else the name alone.

    At most six queries.
    """
    written = Multilingual({language: text}, language)
    region = named(Region, text)
    body = None if region else named(Organisation, text)
    return PaperParty(written, region, body)


@transaction.atomic
def register_paper_agreement(
    *,
    actor: Actor,
    edition: Edition,
    title: Multilingual,
    parties: Sequence[PaperParty | str],
    signed_on: date | str,
    at: datetime,
    kind: AgreementKind = AgreementKind.AGREEMENT,
    scan: StoredFile | None = None,
    further: Mapping[str, Any] | None = None,
) -> Agreement:
    """Record an agreement that was signed on paper, with a signature of every party.

    Args:
        parties: in the order of the paper; a text is looked up among regions and
            organisations and kept as written where none bears the name.
        signed_on: the day, or a date as exactly as it is known ("2031-05").
        scan: a stored PDF, PNG or JPEG of the paper.
        further: other columns of the agreement, such as ``strand``, ``amount``,
            ``currency``, ``signed_at_place``; the entry rule is "on the last signature"
            unless given here.

    Raises:
        NotAllowed: the actor lacks ``outcomes.edit`` in the edition.
        Invalid: no party is named, a date is none or lies ahead; nothing is written.
        FileRefused: the scan is of another type; nothing is written.
    """
    require(actor, Permission.OUTCOMES_EDIT, programme.scope_path(edition))
    today = today_in(edition, at)
    done = signing_day(signed_on, today)
    told = [_party(one, title.original) for one in parties if one]
    if not any(one.capacity is Capacity.PARTY for one in told):
        raise invalid("parties", _("Name at least one party."))
    values = {
        "languages": list(title.texts),
        **(further or {}),
        "edition": edition,
        "origin": Origin.PAPER,
        "kind": kind,
        "title": title,
    }
    check_agreement(Agreement, values)
    agreement = editing.create(actor=actor, model=Agreement, values=values, at=at)
    signers = [
        party
        for place, one in enumerate(told, start=1)
        if (party := _add(actor, agreement, one, place, at)).capacity == Capacity.PARTY
    ]
    for party in signers:
        is_last = party is signers[-1]
        _append_signature(actor, agreement, party, done, at, more_follow=not is_last)
    if scan is not None:
        _attach(actor, agreement, scan, at)
    return agreement


@transaction.atomic
def attach_scan(*, actor: Actor, agreement: Agreement, scan: StoredFile, at: datetime) -> Rendition:
    """Add the scan of a paper to an agreement, as its next revision.

    Raises:
        NotAllowed: the actor lacks ``outcomes.edit``.
        FileRefused: the file is no PDF, PNG or JPEG.
    """
    require_edit(actor, agreement)
    return _attach(actor, locked_agreement(agreement), scan, at)


@transaction.atomic
def correct_signing_day(
    *, actor: Actor, agreement: Agreement, signed_on: date | str, reason: str, at: datetime
) -> Agreement:
    """Correct the day on which a paper was signed, by new entries; the old ones stay on record.

    Raises:
        NotAllowed: the actor lacks ``outcomes.edit``.
        ActNotPossible: the agreement was not signed on paper.
        Invalid: the date is none or lies ahead, or no reason is given.
    """
    require_edit(actor, agreement)
    locked = locked_agreement(agreement)
    if locked.origin != Origin.PAPER:
        raise ActNotPossible(act=ActKind.SIGNATURE.label, state=Origin(locked.origin).label)
    if not reason.strip():
        raise invalid("reason", _("Say why the day is corrected."))
    done = signing_day(signed_on, today_in(locked.edition, at))
    first = {
        act.party_id: act.pk
        for act in Act.objects.filter(agreement=locked, kind=ActKind.SIGNATURE).order_by("-id")
        if act.party_id
    }
    for party in locked.parties.filter(pk__in=first):
        corrected = replace(done, note=reason, details={"corrects": first[party.pk]})
        _append_signature(actor, locked, party, corrected, at)
    return locked


def signing_day(signed_on: date | str, today: date) -> ActValues:
    """The values of the signatures of that day.

    Raises:
        Invalid: no date, or one that has not come.
    """
    done = (
        ActValues(done_on=signed_on)
        if isinstance(signed_on, date)
        else stated_day(signed_on, today)
    )
    check_days(done, today)
    return done


def _party(told: PaperParty | str, language: str) -> PaperParty:
    return told if isinstance(told, PaperParty) else party_named(told, language)


def _add(actor: Actor, agreement: Agreement, one: PaperParty, place: int, at: datetime) -> Party:
    row = {
        "agreement": agreement,
        "name": one.name,
        "region": one.region,
        "organisation": one.organisation,
        "capacity": one.capacity,
        "place": place,
    }
    check_party(Party, row)
    return add_party(actor=actor, values=row, at=at)


def _append_signature(
    actor: Actor,
    agreement: Agreement,
    party: Party,
    values: ActValues,
    at: datetime,
    *,
    more_follow: bool = False,
) -> None:
    append_act(
        actor=actor,
        agreement=agreement,
        kind=ActKind.SIGNATURE,
        values=values,
        at=at,
        party=party,
        more_follow=more_follow,
    )


def _attach(actor: Actor, agreement: Agreement, scan: StoredFile, at: datetime) -> Rendition:
    if files.sniff(files.read(scan)) not in SCAN_TYPES:
        raise files.FileRefused(
            name=scan.name, reason=_("files of this type are not accepted here.")
        )
    kept = Rendition.objects.filter(agreement=agreement, kind=RenditionKind.SCAN)
    values = {
        "agreement": agreement,
        "kind": RenditionKind.SCAN,
        "revision": kept.count(),
        "file": scan,
        "sha256": scan.sha256,
        "made_by": {"way": "scan"},
    }
    return editing.create(actor=actor, model=Rendition, values=values, at=at)
