"""Where programme records lie, and who may change which of them.

A session lies in its edition and series, in its strand, and in the venues of its rooms, so
that the team of a host city works on its own sessions and no others.
"""

from collections.abc import Iterable

from django.db.models import Q

from folkmoot.kernel.actors import EVERYWHERE, Actor, Scope
from folkmoot.kernel.records import Record
from folkmoot.rooms.accounts.policies import granted_scopes, require
from folkmoot.rooms.accounts.terms import Permission, ScopeKind
from folkmoot.rooms.programme.models import (
    Edition,
    EditionOrganiser,
    EditionPlace,
    Material,
    Release,
    Room,
    Series,
    SeriesOrganiser,
    Session,
    SessionPart,
    SessionRoom,
    Strand,
    Task,
    Venue,
)

_OWN_SCOPE: dict[type[Record], ScopeKind] = {
    Series: ScopeKind.SERIES,
    Edition: ScopeKind.EDITION,
    Strand: ScopeKind.STRAND,
    Venue: ScopeKind.VENUE,
}
_LIES_IN: dict[type[Record], str] = {
    Edition: "series",
    SeriesOrganiser: "series",
    EditionPlace: "edition",
    EditionOrganiser: "edition",
    Strand: "edition",
    Venue: "edition",
    Room: "venue",
    SessionRoom: "session",
    SessionPart: "session",
    Task: "edition",
    Release: "edition",
}


def scope_path(obj: Record) -> tuple[Scope, ...]:
    """Every scope a programme record lies in. Up to four queries where relations are not loaded.

    Raises:
        LookupError: the record is of another room.
    """
    if isinstance(obj, Session):
        return _session_path(obj)
    if isinstance(obj, Material):
        return scope_path(obj.session or obj.edition)
    kind = _OWN_SCOPE.get(type(obj))
    own = (Scope(kind.value, str(obj.uid)),) if kind else ()
    if type(obj) in _LIES_IN:
        return (*own, *scope_path(getattr(obj, _LIES_IN[type(obj)])))
    if not own:
        raise LookupError(obj.ref.kind)
    return own


def require_session_edit(actor: Actor, session: Session, strand: Strand | None = None) -> None:
    """Refuse unless the actor may change a session, and put it into another strand if given.

    Raises:
        NotAllowed: with the reason.
    """
    path = scope_path(session)
    require(actor, Permission.PROGRAMME_SESSIONS, path)
    if strand is not None and strand.pk != session.strand_id:
        # Leaving its strand, the session stays where its rooms are.
        own = str(session.strand.uid) if session.strand else ""
        kept = tuple(scope for scope in path if scope != Scope(ScopeKind.STRAND.value, own))
        require(actor, Permission.PROGRAMME_SESSIONS, (*kept, *scope_path(strand)))


def require_rooms(actor: Actor, session: Session, rooms: Iterable[Room]) -> None:
    """Refuse unless the actor may put the session into, or take it out of, each of the rooms.

    Raises:
        NotAllowed: with the reason.
    """
    path: tuple[Scope, ...] = scope_path(session.edition)
    if session.strand is not None:
        path = (*path, *scope_path(session.strand))
    for room in rooms:
        require(actor, Permission.PROGRAMME_SESSIONS, (*path, *scope_path(room)))


def editions_with(actor: Actor, permission: Permission, prefix: str = "") -> Q:
    """Editions in which the actor has a permission at least in part, as a filter.

    Args:
        prefix: the way from the filtered model to the edition, such as ``edition__``.
    """
    scopes = granted_scopes(actor, permission)
    if EVERYWHERE in scopes:
        return Q()
    uids = _by_kind(scopes)
    strands = Strand.objects.filter(uid__in=uids.get(ScopeKind.STRAND, []))
    venues = Venue.objects.filter(uid__in=uids.get(ScopeKind.VENUE, []))
    return (
        Q(**{f"{prefix}uid__in": uids.get(ScopeKind.EDITION, [])})
        | Q(**{f"{prefix}series__uid__in": uids.get(ScopeKind.SERIES, [])})
        | Q(**{f"{prefix}pk__in": strands.values("edition")})
        | Q(**{f"{prefix}pk__in": venues.values("edition")})
    )


def sessions_with(actor: Actor, permission: Permission) -> Q:
    """Sessions in which the actor has a permission, as a filter: the rule of :func:`scope_path`."""
    scopes = granted_scopes(actor, permission)
    if EVERYWHERE in scopes:
        return Q()
    uids = _by_kind(scopes)
    in_venues = SessionRoom.objects.filter(room__venue__uid__in=uids.get(ScopeKind.VENUE, []))
    return (
        Q(edition__uid__in=uids.get(ScopeKind.EDITION, []))
        | Q(edition__series__uid__in=uids.get(ScopeKind.SERIES, []))
        | Q(strand__uid__in=uids.get(ScopeKind.STRAND, []))
        | Q(pk__in=in_venues.values("session"))
    )


def _by_kind(scopes: Iterable[Scope]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for scope in scopes:
        found.setdefault(scope.kind, []).append(scope.uid)
    return found


def _session_path(session: Session) -> tuple[Scope, ...]:
    path = scope_path(session.edition)
    if session.strand is not None:
        path = (*path, Scope(ScopeKind.STRAND.value, str(session.strand.uid)))
    if session.pk is None:
        return path
    venues = Venue.objects.filter(rooms__session_rooms__session=session).order_by("position", "id")
    uids = dict.fromkeys(venues.values_list("uid", flat=True))
    return (*path, *(Scope(ScopeKind.VENUE.value, str(uid)) for uid in uids))
