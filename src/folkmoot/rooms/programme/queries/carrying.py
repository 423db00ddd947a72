"""What a new edition would take over from an earlier one: a plan that writes nothing.

``new_edition_from`` executes exactly such a plan, so a dry run cannot promise anything else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import Prefetch

from folkmoot.engines.timetable.shifting import shift_span, shift_stated
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import (
    Edition,
    EditionPlace,
    Room,
    Session,
    SessionRoom,
    Strand,
    Task,
    Venue,
)
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.terms import HostRole, OrganiserRole, ProgrammePart, SessionStatus
from folkmoot.rooms.registry.models import City, Country, Organisation, Region


class VenueCarry(StrEnum):
    """Which venues go along: a hall in the last host city is seldom wanted in the next."""

    NONE = "none"
    SAME_CITY = "same_city"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CarryOver:
    """What to carry over.

    Attributes:
        rooms: the halls of the venues that go along.
        sessions: the main programme as draft shells: without people and materials.
        side_programme: side and satellite events, likewise.
        next_host: who was named as next host becomes the host.
        series_organisers: the bodies behind the series as a whole, besides the edition's own.
    """

    strands: bool = True
    venues: VenueCarry = VenueCarry.SAME_CITY
    rooms: bool = True
    organisers: bool = True
    series_organisers: bool = False
    next_host: bool = True
    tasks: bool = True
    sessions: bool = True
    side_programme: bool = False


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """A host of the new edition."""

    city: City | None
    region: Region | None
    country: Country | None
    as_written: str = ""


@dataclass(frozen=True, slots=True)
class PlannedOrganiser:
    """A body with its role."""

    organisation: Organisation
    role: OrganiserRole


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A task as far before the first day as it was; ``due_on`` is ``None`` where unknown."""

    source: Task
    due_on: date | None


@dataclass(frozen=True, slots=True)
class PlannedSession:
    """A draft shell of a session with its shifted time and what of its places goes along.

    ``strand``, ``parent`` and ``rooms`` are those of the earlier edition; their copies are meant.
    """

    source: Session
    starts_at: datetime | None
    ends_at: datetime | None
    on_date: str
    time_zone: str
    strand: Strand | None
    parent: Session | None
    rooms: tuple[Room, ...]


@dataclass(frozen=True, slots=True)
class CarryPlan:
    """Everything that would be copied. ``days`` is the shift, ``None`` if days are not known."""

    source: Edition
    starts_on: date | None
    ends_on: date | None
    days: int | None
    places: tuple[PlannedPlace, ...]
    organisers: tuple[PlannedOrganiser, ...]
    strands: tuple[Strand, ...]
    venues: tuple[Venue, ...]
    rooms: tuple[Room, ...]
    tasks: tuple[PlannedTask, ...]
    sessions: tuple[PlannedSession, ...]


def plan_new_edition(
    *,
    actor: Actor,
    edition: Edition,
    choices: CarryOver,
    starts_on: date | None,
    hosts: Iterable[City] = (),
) -> CarryPlan:
    """Say what a new edition would take over, with shifted dates. At most nine queries.

    Args:
        starts_on: first day of the new edition; ``None`` leaves every date open.
        hosts: host cities of the new edition, besides a next host that was named.

    Raises:
        NotAllowed: the actor may not create editions in this series.
    """
    require(actor, Permission.PROGRAMME_CREATE, scope_path(edition.series))
    days = (starts_on - edition.starts_on).days if starts_on and edition.starts_on else None
    places = _places(edition, choices, hosts)
    venues = _venues(edition, choices, {place.city.pk for place in places if place.city})
    rooms = Room.objects.filter(venue__in=[venue.pk for venue in venues]) if choices.rooms else ()
    strands = tuple(edition.strands.order_by("position", "id")) if choices.strands else ()
    kept_rooms = tuple(rooms)
    return CarryPlan(
        source=edition,
        starts_on=starts_on,
        ends_on=_moved(edition.ends_on, days),
        days=days,
        places=places,
        organisers=_organisers(edition, choices),
        strands=strands,
        venues=venues,
        rooms=kept_rooms,
        tasks=tuple(
            PlannedTask(task, _moved(task.due_on, days))
            for task in edition.tasks.select_related("owner").order_by("id")
            if choices.tasks
        ),
        sessions=_sessions(edition, choices, days, strands, kept_rooms),
    )


def _places(
    edition: Edition, choices: CarryOver, hosts: Iterable[City]
) -> tuple[PlannedPlace, ...]:
    chosen = [PlannedPlace(city, None, None) for city in hosts]
    if choices.next_host:
        rows = EditionPlace.objects.filter(edition=edition, role=HostRole.NEXT)
        for row in rows.select_related("city", "region", "country").order_by("position", "id"):
            chosen.append(PlannedPlace(row.city, row.region, row.country, row.as_written))
    cities: set[int] = set()
    places = []
    for place in chosen:
        if place.city is None or place.city.pk not in cities:
            places.append(place)
        if place.city is not None:
            cities.add(place.city.pk)
    return tuple(places)


def _organisers(edition: Edition, choices: CarryOver) -> tuple[PlannedOrganiser, ...]:
    found: list[PlannedOrganiser] = []
    if choices.organisers:
        for own in edition.organisers.select_related("organisation").order_by("position", "id"):
            found.append(PlannedOrganiser(own.organisation, OrganiserRole(own.role)))
    if choices.series_organisers:
        for behind in edition.series.organisers.select_related("organisation").order_by("id"):
            found.append(PlannedOrganiser(behind.organisation, OrganiserRole(behind.role)))
    return tuple(dict.fromkeys(found))


def _venues(edition: Edition, choices: CarryOver, cities: set[int]) -> tuple[Venue, ...]:
    if choices.venues is VenueCarry.NONE:
        return ()
    rows = edition.venues.select_related("city").order_by("position", "id")
    return tuple(
        venue for venue in rows if choices.venues is VenueCarry.ALL or venue.city_id in cities
    )


def _sessions(
    edition: Edition,
    choices: CarryOver,
    days: int | None,
    strands: tuple[Strand, ...],
    rooms: tuple[Room, ...],
) -> tuple[PlannedSession, ...]:
    parts = [ProgrammePart.MAIN] if choices.sessions else []
    if choices.side_programme:
        parts += [ProgrammePart.SIDE, ProgrammePart.SATELLITE]
    if not parts:
        return ()
    in_rooms = SessionRoom.objects.select_related("room__venue").order_by("position", "id")
    rows = edition.sessions.filter(part__in=parts).exclude(status=SessionStatus.CANCELLED)
    rows = rows.select_related("strand", "parent", "city")
    sessions = list(rows.prefetch_related(Prefetch("session_rooms", in_rooms)))
    copied = {session.pk for session in sessions}
    return tuple(
        _shell(session, edition, days, set(strands), set(rooms), copied) for session in sessions
    )


def _shell(
    session: Session,
    edition: Edition,
    days: int | None,
    strands: set[Strand],
    rooms: set[Room],
    copied: set[int],
) -> PlannedSession:
    held_in = [one.room for one in session.session_rooms.all()]
    zone = _zone_of(session, held_in, edition)
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    if session.starts_at is not None and days is not None:
        starts_at, ends_at = shift_span(session.starts_at, session.ends_at, days, ZoneInfo(zone))
    return PlannedSession(
        source=session,
        starts_at=starts_at,
        ends_at=ends_at,
        on_date="" if days is None else shift_stated(session.on_date, days),
        time_zone=zone,
        strand=session.strand if session.strand in strands else None,
        parent=session.parent if session.parent_id in copied else None,
        rooms=tuple(room for room in held_in if room in rooms),
    )


def _zone_of(session: Session, held_in: list[Room], edition: Edition) -> str:
    """The zone whose clocks a session goes by: of its first hall, its city or edition."""
    if held_in:
        return held_in[0].venue.time_zone
    return session.city.time_zone if session.city else edition.time_zone


def _moved(day: date | None, days: int | None) -> date | None:
    return None if day is None or days is None else day + timedelta(days=days)
