"""The draft as a board of halls and times, light enough to be read after every move.

Unlike :mod:`.draft` it leaves out what nobody needs for placing: abstracts, offices, materials.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Sum
from django.utils.dateparse import parse_datetime

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor, Scope
from folkmoot.kernel.models import AuditEntry
from folkmoot.rooms.accounts.policies import decide, granted_scopes
from folkmoot.rooms.accounts.terms import Permission, ScopeKind
from folkmoot.rooms.programme.models import Edition, Room, Session, SessionPart, SessionRoom
from folkmoot.rooms.programme.policies import scope_path, sessions_with
from folkmoot.rooms.programme.queries.frozen import NOMINAL_MINUTES
from folkmoot.rooms.programme.terms import SessionKind, SessionStatus

_KIND = "programme.session"
_PLACED = "placed"


@dataclass(frozen=True, slots=True)
class BoardRoom:
    """A hall as a column. ``may_place``: the actor may put sessions into it."""

    uid: str
    name: Multilingual
    capacity: int | None
    venue_uid: str
    venue_name: Multilingual
    city_uid: str
    city_name: Multilingual
    time_zone: str
    may_place: bool


@dataclass(frozen=True, slots=True)
class BoardSession:
    """A session as it lies on the board.

    Attributes:
        lasts_minutes: how long it is, or was when it last had a time; nominal if never stated.
        people: identities of the persons who take part.
        may_move: the actor may change it.
        may_go_anywhere: also into halls that are not the actor's own.
    """

    uid: str
    version: int
    title: Multilingual
    kind: str
    status: str
    part: str
    starts_at: datetime | None
    ends_at: datetime | None
    lasts_minutes: int
    rooms: tuple[str, ...]
    people: tuple[str, ...]
    parent: str
    may_move: bool
    may_go_anywhere: bool
    changed_at: datetime

    @property
    def is_cancelled(self) -> bool:
        """Whether it takes neither hall nor people any more."""
        return self.status == SessionStatus.CANCELLED

    @property
    def laid_out_until(self) -> datetime | None:
        """The end, nominal where none is stated; ``None`` without a start."""
        if self.starts_at is None:
            return None
        return self.ends_at or self.starts_at + timedelta(minutes=NOMINAL_MINUTES)


@dataclass(frozen=True, slots=True)
class Board:
    """All that the actor may see of an edition's draft, for placing."""

    edition: Edition
    rooms: tuple[BoardRoom, ...]
    sessions: tuple[BoardSession, ...]
    people: dict[str, Multilingual]


def draft_board(actor: Actor, edition: Edition) -> Board:
    """The board of an edition. Five queries, one less where every session has a time.

    Halls in which the actor may see nothing are left out, but for those of a bridge that is
    also in a hall of theirs.
    """
    path = scope_path(edition)
    rows = list(_visible(actor).filter(edition=edition).select_related("strand", "parent"))
    held = _rooms_held(edition)
    rooms, places = _rooms(actor, edition, path)
    parts, people = _people(edition)
    lengths = _former_lengths([row.uid for row in rows if row.starts_at is None])
    sessions = []
    for row in rows:
        halls = held.get(row.pk, ())
        wide = (*path, *_strand_scope(row))
        rights = (
            _may_place(actor, (*wide, *(places[uid] for uid in halls))),
            _may_place(actor, wide),
        )
        taking = parts.get(row.pk, ())
        sessions.append(_session(row, halls, taking, lengths.get(row.uid), rights))
    used = {uid for one in sessions for uid in one.rooms}
    seen = tuple(room for room, may_see in rooms if may_see or room.uid in used)
    return Board(edition, seen, tuple(sessions), people)


def board_state(actor: Actor, edition_uid: UUID) -> str:
    """A word that changes with every change of a session the actor may see. One query.

    Versions only grow, so their sum tells of a change; the number and the youngest row tell
    of removals and additions, the moment of the rest.
    """
    found: dict[str, Any] = (
        _visible(actor)
        .filter(edition__uid=edition_uid)
        .order_by()
        .aggregate(rows=Count("pk"), versions=Sum("version"), last=Max("pk"), at=Max("changed_at"))
    )
    at = found["at"].timestamp() if found["at"] else 0
    return f"{found['rows']}-{found['versions'] or 0}-{found['last'] or 0}-{at:.6f}"


def last_movers(uids: list[str]) -> dict[str, str]:
    """Who wrote the newest entry about each session. One query, none without sessions."""
    if not uids:
        return {}
    entries = AuditEntry.objects.filter(kind=_KIND, uid__in=uids).order_by("id")
    return {str(uid): label for uid, label in entries.values_list("uid", "actor_label")}


def _visible(actor: Actor) -> Any:
    seen = Session.objects.filter(sessions_with(actor, Permission.PROGRAMME_READ_DRAFT))
    return Session.objects.filter(pk__in=seen.values("pk"))


def _session(
    row: Session,
    rooms: tuple[str, ...],
    people: tuple[str, ...],
    former: int | None,
    rights: tuple[bool, bool],
) -> BoardSession:
    lasts = former or (30 if row.kind == SessionKind.BREAK else NOMINAL_MINUTES)
    if row.starts_at and row.ends_at:
        lasts = int((row.ends_at - row.starts_at).total_seconds() // 60)
    return BoardSession(
        uid=str(row.uid),
        version=row.version,
        title=row.title,
        kind=row.kind,
        status=row.status,
        part=row.part,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        lasts_minutes=lasts,
        rooms=rooms,
        people=people,
        parent=str(row.parent.uid) if row.parent else "",
        may_move=rights[0],
        may_go_anywhere=rights[1],
        changed_at=row.changed_at,
    )


def _may_place(actor: Actor, path: tuple[Scope, ...]) -> bool:
    return decide(actor, Permission.PROGRAMME_SESSIONS, path).is_allowed


def _strand_scope(row: Session) -> tuple[Scope, ...]:
    return (Scope(ScopeKind.STRAND.value, str(row.strand.uid)),) if row.strand else ()


def _rooms(
    actor: Actor, edition: Edition, path: tuple[Scope, ...]
) -> tuple[list[tuple[BoardRoom, bool]], dict[str, Scope]]:
    """Every hall with whether the actor may see it, and the scope of its venue. One query."""
    found: list[tuple[BoardRoom, bool]] = []
    places = {}
    # The team of a strand may use every hall, so it sees them all.
    scopes = granted_scopes(actor, Permission.PROGRAMME_READ_DRAFT)
    has_strand = any(one.kind == ScopeKind.STRAND for one in scopes)
    rows = Room.objects.filter(venue__edition=edition).select_related("venue__city")
    for row in rows.order_by("venue__position", "venue_id", "position", "id"):
        venue = row.venue
        scope = Scope(ScopeKind.VENUE.value, str(venue.uid))
        places[str(row.uid)] = scope
        room = BoardRoom(
            uid=str(row.uid),
            name=row.name,
            capacity=row.capacity,
            venue_uid=str(venue.uid),
            venue_name=venue.name,
            city_uid=str(venue.city.uid),
            city_name=venue.city.name,
            time_zone=venue.time_zone,
            may_place=_may_place(actor, (*path, scope)),
        )
        may_see = decide(actor, Permission.PROGRAMME_READ_DRAFT, (*path, scope)).is_allowed
        found.append((room, may_see or has_strand))
    return found, places


def _rooms_held(edition: Edition) -> dict[int, tuple[str, ...]]:
    """The halls of every session, in their order. One query."""
    rows = SessionRoom.objects.filter(session__edition=edition).order_by("position", "id")
    held: dict[int, tuple[str, ...]] = {}
    for session, uid in rows.values_list("session_id", "room__uid"):
        held[session] = (*held.get(session, ()), str(uid))
    return held


def _people(edition: Edition) -> tuple[dict[int, tuple[str, ...]], dict[str, Multilingual]]:
    """The persons of every session and their names. One query."""
    parts = SessionPart.objects.filter(session__edition=edition, person__isnull=False)
    taking: dict[int, tuple[str, ...]] = {}
    names: dict[str, Multilingual] = {}
    rows = parts.order_by("position", "id").values_list("session_id", "person__uid", "person__name")
    for session, uid, name in rows:
        names[str(uid)] = name
        if str(uid) not in taking.get(session, ()):
            taking[session] = (*taking.get(session, ()), str(uid))
    return taking, names


def _former_lengths(uids: list[UUID]) -> dict[UUID, int]:
    """How many minutes sessions without a time had before it was taken away. One query."""
    if not uids:
        return {}
    entries = AuditEntry.objects.filter(kind=_KIND, action=_PLACED, uid__in=uids)
    lengths = {}
    for uid, before in entries.order_by("id").values_list("uid", "before"):
        starts, ends = (parse_datetime(before.get(name) or "") for name in ("starts_at", "ends_at"))
        if starts and ends:
            lengths[uid] = int((ends - starts).total_seconds() // 60)
    return lengths
