"""What the page of a signatory shows: the agreement, the order, whose turn it is, what can be done."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import get_language

from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import SignatureSlot
from folkmoot.rooms.outcomes.queries.agreements import parties_in_order
from folkmoot.rooms.outcomes.queries.register import number_of
from folkmoot.rooms.outcomes.queries.rounds import RoundView, SlotView, round_view, slot_files
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.services.signing_links import SignAccess
from folkmoot.rooms.outcomes.terms.signing import (
    GIVEN_AWAY,
    SignatureLevel,
    SlotState,
    StepState,
)
from folkmoot.ui.dates import say_day, say_moment, say_time


class Turn(StrEnum):
    """What a signatory can do now."""

    PREPARING = "preparing"
    LATER = "later"
    NOW = "now"
    BEGUN = "begun"
    SCANNED = "scanned"
    SIGNED = "signed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Step:
    """One signature in the order of signing, as the page lists it.

    Attributes:
        shape: of the status mark.
        is_mine: the reader's own.
    """

    name: str
    title: str
    party: str
    shape: str
    state: SlotState
    is_next: bool
    is_mine: bool
    signed_on: str


def sign_context(access: SignAccess, at: datetime) -> dict[str, Any]:
    """Everything on the page but the forms. At most eight queries."""
    slot = access.slot
    agreement = slot.round.agreement
    today = today_in(agreement.edition, at)
    view = round_view(agreement, today)
    mine = _mine(view, slot)
    # The place as it stands now: an answer to a refusal must not tell what was before.
    slot = mine.slot if mine else slot
    turn = _turn(view, mine, today, at)
    found = slot_files(access.slot)
    zone = ZoneInfo(agreement.edition.time_zone)
    until = slot.due_on or slot.round.closes_on
    parties = parties_in_order(agreement.parties.all(), get_language() or "")
    return {
        "access": access,
        "agreement": agreement,
        "kind": capfirst(agreement.get_kind_display()),
        "parties": [shown(one.name) for one in parties],
        "slot": slot,
        "level": capfirst(slot.get_level_display()),
        "is_ink": slot.level == SignatureLevel.INK,
        "turn": turn.value,
        "steps": _steps(view, slot, zone),
        "next_name": _next_name(view),
        "until": say_day(until) if until else "",
        "begun_until": say_time(slot.lease_until, zone) if slot.lease_until else "",
        "document": found.document,
        "reading": found.reading,
        "accepted": mine.accepted if mine else None,
        "signed_at": _signed_at(mine, zone),
        "is_time_proved": bool(
            mine and mine.accepted and mine.accepted.stamp == StepState.DONE
        ),
        "is_all_signed": bool(view and view.is_signed),
        "number": number_of(agreement) if turn == Turn.SIGNED else None,
    }  # fmt: skip


def _mine(view: RoundView | None, slot: SignatureSlot) -> SlotView | None:
    return next((one for one in view.slots if one.slot.pk == slot.pk), None) if view else None


def _turn(view: RoundView | None, mine: SlotView | None, today: date, at: datetime) -> Turn:
    if view is None or mine is None:
        return Turn.CLOSED
    slot, opened = mine.slot, view.round
    if slot.state == SlotState.ACCEPTED:
        return Turn.SIGNED
    is_late = opened.closes_on is not None and opened.closes_on < today
    if opened.ended_at is not None or is_late or slot.state in GIVEN_AWAY:
        return Turn.CLOSED
    if not view.is_prepared:
        return Turn.PREPARING
    if not mine.is_next:
        return Turn.LATER
    if slot.state == SlotState.SIGNING and slot.lease_until and slot.lease_until > at:
        return Turn.BEGUN
    if slot.scan_id is not None:
        return Turn.SCANNED
    return Turn.NOW


def _steps(view: RoundView | None, mine: SignatureSlot, zone: ZoneInfo) -> list[Step]:
    if view is None:
        return []
    return [
        Step(
            name=shown(one.slot.signatory.name),
            title=shown(one.slot.signatory.title),
            party=shown(one.slot.party.name),
            shape=_shape(one),
            state=SlotState(one.slot.state),
            is_next=one.is_next,
            is_mine=one.slot.pk == mine.pk,
            signed_on=say_day(one.accepted.at.astimezone(zone).date()) if one.accepted else "",
        )
        for one in view.slots
        if one.slot.state not in GIVEN_AWAY
    ]


def _shape(one: SlotView) -> str:
    if one.accepted:
        return "done"
    if one.slot.state in (SlotState.DECLINED, SlotState.EXPIRED):
        return "stopped"
    return "active" if one.is_next else "waiting"


def _signed_at(one: SlotView | None, zone: ZoneInfo) -> str:
    """On the clock where the edition is held; empty without a signature."""
    return say_moment(one.accepted.at, zone) if one and one.accepted else ""


def _next_name(view: RoundView | None) -> str:
    found = next((one for one in view.slots if one.is_next), None) if view else None
    return shown(found.slot.signatory.name) if found else ""
