"""Mailed links: each lets whoever reads the mail do one thing, without an account.

The token stands in the mail only; its SHA-256 is kept. Who comes by a link acts as the body
that was written to: the actor carries the link's identity, never a role.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Refusal
from folkmoot.rooms.outcomes.models import (
    Assessment,
    OutcomeLink,
    Responsibility,
    SignatureSlot,
)
from folkmoot.rooms.outcomes.terms.commitments import LinkPurpose


class LinkClosed(Refusal):
    """No open link has this token: unknown, used up, withdrawn or expired, never says which."""

    code = "link_closed"
    status = 410
    message = _(
        "This link can no longer be used. Ask the secretariat that wrote to you for a new one."
    )


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
        LinkClosed: there is none, or it is for something else.
    """
    link = (
        _open(at)
        .select_related(
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


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
