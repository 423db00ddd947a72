"""Mailed links: each lets whoever reads the mail do one thing, without an account.

The token stands in the mail only; its SHA-256 is kept. Who comes by a link acts as the body
that was written to: the actor carries the link's identity, never a role.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Refusal
from folkmoot.rooms.outcomes.models import (
    Assessment,
    OutcomeLink,
    ProgressReport,
    Responsibility,
    SignatureSlot,
)
from folkmoot.rooms.outcomes.terms.commitments import LinkPurpose
from folkmoot.rooms.outcomes.terms.signing import SlotState


class LinkEnd(StrEnum):
    """Why a token opens nothing."""

    UNKNOWN = "unknown"
    USED = "used"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class LinkClosed(Refusal):
    """No open link has this token.

    ``why`` is told only to whoever holds a token that was mailed once; a guess is unknown,
    whatever exists.
    """

    code = "link_closed"
    status = 410
    message = _(
        "This link can no longer be used. Ask the secretariat that wrote to you for a new one."
    )

    def __init__(self, why: LinkEnd = LinkEnd.UNKNOWN) -> None:
        self.why = why
        super().__init__()


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A new link and its token, which nothing but the mail may hold."""

    link: OutcomeLink
    token: str


@transaction.atomic
def make_link(
    *,
    purpose: LinkPurpose,
    about: SignatureSlot | Responsibility | Assessment,
    at: datetime,
    lasts: timedelta,
) -> MadeLink:
    """A link for one purpose; earlier open ones for the same end, so that one mail counts.

    The caller has checked the actor's right and writes the mail, in the same transaction.
    """
    column = {
        LinkPurpose.SIGN: "slot",
        LinkPurpose.REPORT: "responsibility",
        LinkPurpose.REPLY: "assessment",
    }[purpose]
    end_links(Q(purpose=purpose, **{column: about}), at=at)
    token = secrets.token_urlsafe(32)
    link = OutcomeLink.objects.create(
        purpose=purpose,
        token_sha256=_sha256(token),
        expires_at=at + lasts,
        created_at=at,
        **{column: about},
    )
    return MadeLink(link, token)


def open_link(token: str, purpose: LinkPurpose, *, at: datetime) -> OutcomeLink:
    """The open link of a token. One query, and one write when it is opened first.

    Raises:
        LinkClosed: there is none, or it is for something else; with why it ended.
    """
    link = (
        OutcomeLink.objects.select_related(
            "slot__round__agreement__edition__series",
            "slot__signatory",
            "slot__party",
            "responsibility__commitment__edition__series",
            "assessment__responsibility",
            "assessment__commitment__edition__series",
        )
        .filter(token_sha256=_sha256(token), purpose=purpose)
        .first()
    )
    if link is None:
        raise LinkClosed
    if link.ended_at is not None or link.expires_at <= at:
        raise LinkClosed(_why_closed(link))
    if link.opened_at is None:
        OutcomeLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=at)
        link.opened_at = at
    return link


def end_links(which: Q, *, at: datetime) -> int:
    """End the open links that a condition names; says how many."""
    return OutcomeLink.objects.filter(which, ended_at__isnull=True).update(ended_at=at)


def actor_by(link: OutcomeLink, label: str) -> Actor:
    """Who acts through a link. ``label`` is the body or person that was written to."""
    return Actor(key=f"link:{link.uid}", label=label[:200])


def link_of(actor: Actor, purpose: LinkPurpose, *, at: datetime) -> OutcomeLink | None:
    """The open link by which an actor came, if it is for this purpose. One query for such actors.

    An actor made from a link carries no grant: what it may do is told by the link's own row,
    asked anew at every call, so that an ended link ends the right.
    """
    kind, _colon, uid = actor.key.partition(":")
    if kind != "link":
        return None
    return _open(at).filter(uid=uid, purpose=purpose).first()


def link_address(purpose: LinkPurpose, token: str, language: str) -> str:
    """The page that a mail names. The surface of the portal serves it."""
    return f"{settings.BASE_URL}/{language}/{purpose.value}/{token}/"


def _open(at: datetime) -> QuerySet[OutcomeLink]:
    return OutcomeLink.objects.filter(ended_at__isnull=True, expires_at__gt=at)


def _why_closed(link: OutcomeLink) -> LinkEnd:
    """Why a link is not open any more. At most two queries."""
    if link.ended_at is None:
        return LinkEnd.EXPIRED
    if _has_done_its_work(link, link.ended_at):
        return LinkEnd.USED
    newer = OutcomeLink.objects.filter(
        purpose=link.purpose,
        slot=link.slot_id,
        responsibility=link.responsibility_id,
        assessment=link.assessment_id,
        pk__gt=link.pk,
    )
    return LinkEnd.REPLACED if newer.exists() else LinkEnd.WITHDRAWN


def _has_done_its_work(link: OutcomeLink, ended_at: datetime) -> bool:
    if link.slot is not None:
        return link.slot.state in (SlotState.ACCEPTED, SlotState.DECLINED, SlotState.DELEGATED)
    if link.assessment is not None:
        return link.assessment.replied_at is not None
    # What was handed in through it ended it in the same instant.
    handed_in = ProgressReport.objects.filter(submitted_at=ended_at)
    return handed_in.filter(responsibility=link.responsibility_id).exists()


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
