"""Who may read which sources, and who may write evidence.

Sources belong to no edition: whoever holds a role with the permission anywhere may use it.
"""

from django.db.models import Q

from folkmoot.kernel.actors import Actor, Scope
from folkmoot.kernel.records import Record
from folkmoot.rooms.accounts import policies as accounts
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.terms import TextRights, Visibility


def scope_path(obj: Record) -> tuple[Scope, ...]:
    """Empty: evidence is shared by all series and editions."""
    return ()


def require_ingest(actor: Actor) -> None:
    """Refuse unless the actor may bring in sources.

    Raises:
        NotAllowed: with the reason.
    """
    accounts.require(actor, Permission.EVIDENCE_INGEST)


def require_review(actor: Actor) -> None:
    """Refuse unless the actor may cite, and write statements and claims.

    Raises:
        NotAllowed: with the reason.
    """
    accounts.require(actor, Permission.EVIDENCE_REVIEW)


def reads_all(actor: Actor) -> bool:
    """Whether the actor reads sources that are not public, and every text in full."""
    return accounts.decide(actor, Permission.EVIDENCE_READ).is_allowed


def readable(actor: Actor, prefix: str = "") -> Q:
    """The sources an actor may know of, as a filter.

    Args:
        prefix: the way from the filtered model to the source, such as ``passage__source__``.
    """
    if reads_all(actor):
        return Q()
    return Q(**{f"{prefix}visibility": Visibility.PUBLIC})


def may_quote(actor: Actor, *, rights: str) -> bool:
    """Whether passages of a source that the actor may know of may be shown in words."""
    return rights != TextRights.NONE or reads_all(actor)


def may_read_text(actor: Actor, *, rights: str) -> bool:
    """Whether the whole text of a source that the actor may know of may be shown."""
    return rights == TextRights.FULL or reads_all(actor)
