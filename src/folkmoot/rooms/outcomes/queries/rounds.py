"""Reads of signing rounds: where each signature stands, whose turn it is, what a signer sees."""

from dataclasses import dataclass
from datetime import date

from folkmoot.rooms.outcomes.models import (
    Agreement,
    Rendition,
    SignatureAct,
    SignatureSlot,
    SigningRound,
)
from folkmoot.rooms.outcomes.terms.signing import (
    GIVEN_AWAY,
    UNSIGNED,
    RenditionKind,
    SlotState,
    StepState,
)


@dataclass(frozen=True, slots=True)
class SlotView:
    """One place for a signature.

    Attributes:
        accepted: the signature, once there is one.
        refused: files that were not accepted, newest first.
        is_next: it is this one's turn.
        is_overdue: still unsigned after its day.
    """

    slot: SignatureSlot
    accepted: SignatureAct | None
    refused: tuple[SignatureAct, ...]
    is_next: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with all of its places.

    Attributes:
        slots: in order, those that were handed on too.
        are_times_proved: every accepted signature has its trusted timestamp.
    """

    round: SigningRound
    slots: tuple[SlotView, ...]
    are_times_proved: bool

    @property
    def is_open(self) -> bool:
        """Whether somebody can sign, once it is prepared."""
        return self.round.ended_at is None

    @property
    def is_prepared(self) -> bool:
        """Whether the document is there."""
        return self.round.preparation == StepState.DONE

    @property
    def is_signed(self) -> bool:
        """Whether all have signed."""
        live = [one for one in self.slots if one.slot.state not in GIVEN_AWAY]
        return bool(live) and all(one.slot.state == SlotState.ACCEPTED for one in live)


@dataclass(frozen=True, slots=True)
class SlotFiles:
    """What a signer reads before signing: the very document, and the accessible copy of its text."""

    document: Rendition | None
    reading: Rendition | None


def current_round(agreement: Agreement) -> SigningRound | None:
    """The newest round of an agreement. One query."""
    rows = agreement.rounds.select_related("text", "current__file", "opened_by")
    return rows.order_by("-id").first()


def round_view(agreement: Agreement, today: date) -> RoundView | None:
    """The newest round with its places. Three queries."""
    newest = current_round(agreement)
    if newest is None:
        return None
    newest.agreement = agreement
    slots = list(
        newest.slots.select_related("party", "signatory", "scan", "replaced_by").order_by(
            "order", "id"
        )
    )
    acts: dict[int, list[SignatureAct]] = {one.pk: [] for one in slots}
    rows = SignatureAct.objects.filter(slot__in=acts).select_related(
        "rendition__file", "quarantined", "report"
    )
    for act in rows.order_by("-id"):
        acts[act.slot_id].append(act)
    waiting = [one for one in slots if one.state in UNSIGNED]
    first = waiting[0].pk if waiting and newest.ended_at is None else None
    views = tuple(
        SlotView(
            slot=one,
            accepted=next((act for act in acts[one.pk] if act.is_accepted), None),
            refused=tuple(act for act in acts[one.pk] if not act.is_accepted),
            is_next=one.pk == first,
            is_overdue=bool(one.due_on and one.due_on < today and one.state in UNSIGNED),
        )
        for one in slots
    )
    accepted = [view.accepted for view in views if view.accepted]
    are_proved = all(act.stamp == StepState.DONE for act in accepted)
    return RoundView(newest, views, are_proved)


def slot_files(slot: SignatureSlot) -> SlotFiles:
    """The files of a place for its signer. At most three queries."""
    opened = slot.round
    reading = Rendition.objects.filter(text=opened.text_id, kind=RenditionKind.READING)
    return SlotFiles(opened.current, reading.select_related("file").order_by("-id").first())
