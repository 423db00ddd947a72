"""Rounds of signing: by certificate, in ink, and those that come to nothing."""

from datetime import datetime, timedelta
from typing import Final

from folkmoot.kernel import files
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.project.demo.deeds.agenda import Story
from folkmoot.project.demo.deeds.keys import PASS_PHRASE
from folkmoot.project.demo.deeds.rows import Deal
from folkmoot.project.demo.deeds.stage import Stage
from folkmoot.rooms.outcomes.models import (
    Agreement,
    Rendition,
    Signatory,
    SignatureSlot,
    SigningRound,
)
from folkmoot.rooms.outcomes.services.links import actor_by, make_link
from folkmoot.rooms.outcomes.services.register import publish_agreement
from folkmoot.rooms.outcomes.services.rounds import (
    PlannedSlot,
    open_round,
    sweep_rounds,
    withdraw_round,
)
from folkmoot.rooms.outcomes.services.rounds_preparing import prepare_round
from folkmoot.rooms.outcomes.services.sealing import complete_timestamps, seal_round
from folkmoot.rooms.outcomes.services.signing import sign_with_file
from folkmoot.rooms.outcomes.services.signing_exits import decline
from folkmoot.rooms.outcomes.services.signing_ink import certify_ink, offer_ink_scan
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind, Publication
from folkmoot.rooms.outcomes.terms.commitments import LinkPurpose
from folkmoot.rooms.outcomes.terms.signing import RenditionKind, SignatureLevel

SIGNED_WAYS: Final = ("open", "partly", "signed", "ink", "refused", "lapsed", "withdrawn")
# Nobody signs them electronically, so nothing is certified for them, which takes less time.
_INK = ("ink", "refused", "lapsed", "withdrawn")
# How many sign of those that do not all sign.
_COUNTS = {"partly": 1, "open": 0}
_ALL = 99
_HOUR = 10
_LINK = timedelta(days=60)


class DemonstrationStuck(RuntimeError):
    """A document could not be prepared; the message is what the round says."""


def sign(stage: Stage, deal: Deal, agreement: Agreement) -> Story:
    """Open the agreement for signature, and what came of it."""
    yield (at := stage.on(deal.edition, deal.day, _HOUR))
    opened = _open(stage, deal, agreement, at)
    match deal.way:
        case "signed" | "partly" | "open" if not deal.row.get("in_ink"):
            yield from _by_certificate(stage, deal, opened)
        case "ink" | "partly" | "open":
            yield (at := stage.on(deal.edition, deal.day, _HOUR + 2))
            _in_ink(stage, opened, _COUNTS.get(deal.way, _ALL), at)
            if deal.way == "ink":
                publish(stage, deal, agreement, at)
        case "refused":
            yield (at := stage.on(deal.edition, deal.day + 6))
            slot = _slots(opened)[0]
            reason = deal.row["reason"]
            decline(actor=_signer(slot, at), slot=slot, reason=reason, at=at)
        case "withdrawn":
            yield (at := stage.on(deal.edition, deal.day + 9))
            reason = deal.row["reason"]
            withdraw_round(actor=stage.secretary, agreement=agreement, reason=reason, at=at)
        case "lapsed":
            yield (at := stage.on(deal.edition, deal.row["closes"] + 1))
            sweep_rounds(actor=SYSTEM, at=at)


def publish(stage: Stage, deal: Deal, agreement: Agreement, at: datetime) -> None:
    """Publish what all have signed; of contracts only the title."""
    is_trade = deal.row["kind"] == AgreementKind.CONTRACT
    extent = Publication.TITLE if is_trade else Publication.FULL
    publish_agreement(actor=stage.secretary, agreement=agreement, publication=extent, at=at)


def _open(stage: Stage, deal: Deal, agreement: Agreement, at: datetime) -> SigningRound:
    is_ink = deal.way in _INK or deal.row.get("in_ink")
    level = SignatureLevel.INK if is_ink else SignatureLevel.SIMPLE
    people = Signatory.objects.filter(party__agreement=agreement).order_by("party__place")
    closes = deal.row.get("closes")
    stage.keys.renew_lists(at)
    opened = open_round(
        actor=stage.secretary,
        agreement=agreement,
        slots=[PlannedSlot(one, level=level) for one in people],
        closes_on=stage.calendar.day(deal.edition, closes) if closes else None,
        at=at,
    )
    if not prepare_round(round_uid=str(opened.uid), at=at):
        raise DemonstrationStuck(SigningRound.objects.get(pk=opened.pk).preparation_error)
    return SigningRound.objects.get(pk=opened.pk)


def _by_certificate(stage: Stage, deal: Deal, opened: SigningRound) -> Story:
    slots = _slots(opened)
    count = _COUNTS.get(deal.way, len(slots))
    for place, slot in enumerate(slots[:count]):
        # All on one day, so that one list of revoked certificates serves.
        yield (at := stage.on(deal.edition, deal.day, _HOUR + 1 + place))
        name = slot.signatory.name.texts["en"]
        stage.keys.now = at
        sign_with_file(
            actor=_signer(slot, at),
            slot=slot,
            file=stage.keys.file_of(name),
            pass_phrase=PASS_PHRASE,
            at=at,
        )
        if place < len(slots) - 1:
            complete_timestamps(round_uid=str(opened.uid), at=at)
    if count == len(slots):
        seal_round(round_uid=str(opened.uid), at=at)
        publish(stage, deal, opened.agreement, at)
    for slot in slots[count:]:
        address = slot.signatory.email.replace("@", "-at-")
        stage.keys.hand_out(slot.signatory.name.texts["en"], address)


def _in_ink(stage: Stage, opened: SigningRound, count: int, at: datetime) -> None:
    rows = Rendition.objects.filter(agreement=opened.agreement, kind=RenditionKind.ORIGINAL)
    original = rows.select_related("file").latest("id")
    for slot in _slots(opened)[:count]:
        offer_ink_scan(
            actor=stage.secretary,
            slot=slot,
            data=files.read(original.file),
            name="scan.pdf",
            signed_on=at.date(),
            at=at,
        )
        certify_ink(actor=stage.secretary, slot=slot, at=at)


def _signer(slot: SignatureSlot, at: datetime) -> Actor:
    made = make_link(purpose=LinkPurpose.SIGN, about=slot, at=at, lasts=_LINK)
    return actor_by(made.link, str(slot.signatory))


def _slots(opened: SigningRound) -> list[SignatureSlot]:
    rows = opened.slots.select_related("round__agreement", "party", "signatory")
    return list(rows.order_by("order", "id"))
