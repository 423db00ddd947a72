"""Signatories without an account: asked by mail, they come by a link and act as themselves.

With the actor of :func:`come_to_sign` the ordinary services of signing are called; each of them
asks the link's row anew, so that an ended link ends the right.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import OutcomeLink, SignatureSlot
from folkmoot.rooms.outcomes.services.links import LinkClosed, actor_by, open_link
from folkmoot.rooms.outcomes.services.signing import open_slot
from folkmoot.rooms.outcomes.terms.commitments import LinkPurpose
from folkmoot.rooms.outcomes.terms.signing import SlotState


@dataclass(frozen=True, slots=True)
class SignAccess:
    """What a link to sign opens.

    Attributes:
        may: in a sentence, what the link lets one do.
    """

    actor: Actor
    link: OutcomeLink
    slot: SignatureSlot
    may: str


def come_to_sign(token: str, *, at: datetime) -> SignAccess:
    """What the link of a token opens. One query, and the note that it was opened, once.

    Raises:
        LinkClosed: unknown, used, ended or expired; never says which.
    """
    link = open_link(token, LinkPurpose.SIGN, at=at)
    slot = link.slot
    if slot is None:
        raise LinkClosed
    actor = actor_by(link, shown(slot.signatory.name))
    if slot.state == SlotState.INVITED:
        slot.state = open_slot(link=link, actor=actor, at=at).state
    return SignAccess(
        actor=actor,
        link=link,
        slot=slot,
        may=_("This link is for you alone. It lets you sign one document, and nothing else."),
    )
