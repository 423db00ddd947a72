"""The one thing to do next about an agreement, for who looks at it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.kernel import clock
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import ClauseProposal, RegisterEntry
from folkmoot.rooms.outcomes.queries.negotiating import (
    signing_obstacles,
    text_on_offer,
    visible_proposals,
)
from folkmoot.rooms.outcomes.queries.rounds import round_view
from folkmoot.rooms.outcomes.terms.agreements import (
    AgreementState,
    Audience,
    Capacity,
    ChangeState,
    Lack,
)
from folkmoot.rooms.outcomes.terms.signing import EntryKind
from folkmoot.surfaces.desk.agreements.frame import Frame

_S = AgreementState
_SIGNED = frozenset({_S.SIGNED, _S.PENDING_APPROVAL, _S.IN_FORCE})


@dataclass(frozen=True, slots=True)
class NextStep:
    """A sentence and, where the reader can do it, the way there.

    Attributes:
        do: a deed that needs no words and is done at once.
    """

    sentence: str
    label: str = ""
    url: str = ""
    do: str = ""


def next_step(frame: Frame) -> NextStep | None:
    """What waits. At most six queries."""
    state = frame.standing.state
    if state == _S.DRAFT:
        return _draft(frame)
    if state == _S.NEGOTIATING:
        return _negotiating(frame)
    if state == _S.TEXT_AGREED:
        return _agreed(frame)
    if state in (_S.OPEN, _S.PARTLY_SIGNED):
        return _signing(frame)
    if state in _SIGNED:
        return _signed(frame)
    return None


def _page(frame: Frame, name: str) -> str:
    return reverse(f"desk:{name}", args=[frame.agreement.uid])


def _draft(frame: Frame) -> NextStep | None:
    if not frame.may_edit:
        return NextStep(_("The secretariat prepares the draft."))
    parties = [one for one in frame.whole.parties if one.capacity == Capacity.PARTY]
    if len(parties) < 2:
        edit = reverse("desk:record_edit", args=["outcomes.agreement", frame.agreement.uid])
        return NextStep(_("Name at least two parties."), _("Name the parties"), edit)
    if not frame.whole.clauses:
        new = reverse("desk:record_new", args=["outcomes.clause"])
        url = f"{new}?agreement={frame.agreement.uid}"
        return NextStep(_("The text is empty."), _("Write the first clause"), url)
    return NextStep(
        _("When the draft is ready, hand it to the parties. Then it changes by proposals alone."),
        _("Open the negotiation"),
        _page(frame, "agreement"),
        "open",
    )


def _negotiating(frame: Frame) -> NextStep:
    rows = visible_proposals(frame.side, frame.agreement)
    waiting = rows.filter(state=ChangeState.OPEN, audience=Audience.SHARED)
    found = list(waiting)
    mine = [one for one in found if _may_decide(frame, one)]
    if mine:
        words = ngettext(
            "%(n)s proposal waits for your decision.",
            "%(n)s proposals wait for your decision.",
            len(mine),
        )
        url = f"{_page(frame, 'agreement')}#proposal-{mine[0].uid}"
        return NextStep(words % {"n": len(mine)}, _("Read it"), url)
    if found and frame.side.is_secretariat:
        words = ngettext(
            "%(n)s proposal waits for the parties.",
            "%(n)s proposals wait for the parties.",
            len(found),
        )
        return NextStep(words % {"n": len(found)})
    if found:
        words = ngettext(
            "%(n)s proposal waits for another party.",
            "%(n)s proposals wait for another party.",
            len(found),
        )
        return NextStep(words % {"n": len(found)})
    offer = text_on_offer(frame.agreement, frame.whole.parties)
    page = _page(frame, "agreement_acceptance")
    if offer is None:
        return NextStep(
            _("No proposal is open. If all agree, offer the whole text."), _("Offer it"), page
        )
    names = ", ".join(shown(one.name) for one in offer.waiting)
    if any(str(one.uid) in frame.side.parties for one in offer.waiting):
        return NextStep(
            _("The text is on offer. Read it and accept it for your party."), _("Read it"), page
        )
    words = _("The text is on offer. Not accepted yet by: %(names)s.")
    return NextStep(words % {"names": names}, _("See who accepted it"), page)


def _may_decide(frame: Frame, one: ClauseProposal) -> bool:
    """Whether it waits for this reader's own party; the secretariat could, but is not asked."""
    return bool(frame.side.parties - {str(one.party.uid) if one.party else ""})


def _agreed(frame: Frame) -> NextStep:
    lacks = signing_obstacles(frame.agreement, clock.now().date())
    if lacks.approvals:
        names = ", ".join(shown(one.step) for one in lacks.approvals)
        words = _("Approvals are missing: %(names)s.") % {"names": names}
        return NextStep(words, _("See the approvals"), _page(frame, "agreement_acceptance"))
    missing = [shown(one.name) for one in lacks.unsigned_for]
    missing += [shown(one.name) for one in lacks.without_authority]
    if missing:
        words = _("Say who signs, and by what authority: %(names)s.")
        return NextStep(
            words % {"names": ", ".join(missing)},
            _("Name who signs"),
            _page(frame, "agreement_parties"),
        )
    if frame.may_sign:
        url = _page(frame, "agreement_signing")
        return NextStep(_("Everything is ready for signing."), _("Open it for signature"), url)
    return NextStep(_("The secretariat opens it for signature."))


def _signing(frame: Frame) -> NextStep | None:
    view = round_view(frame.agreement, clock.now().date())
    if view is None:
        return None
    turn = next((one for one in view.slots if one.is_next), None)
    if turn is None:
        return None
    words = _("It is the turn of %(name)s.") % {"name": turn.slot.signatory}
    if frame.may_sign:
        return NextStep(words, _("See the signatures"), _page(frame, "agreement_signing"))
    return NextStep(words)


def _signed(frame: Frame) -> NextStep | None:
    entries = RegisterEntry.objects.filter(agreement=frame.agreement, kind=EntryKind.REGISTERED)
    if frame.may_register and not entries.exists():
        url = _page(frame, "agreement_register")
        return NextStep(_("It has no number in the register yet."), _("Register it"), url)
    if not frame.standing.missing:
        return None
    lack = capfirst(str(Lack(frame.standing.missing[0].what).label))
    words = _("Waiting for: %(what)s.") % {"what": lack}
    if frame.may_register:
        return NextStep(words, _("Record it"), _page(frame, "agreement_acts"))
    return NextStep(words)
