"""The draft timetable in the form in which it would be released. For the desk only."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from folkmoot.engines.timetable.clashes import (
    Clash,
    ClashKind,
    Placement,
    find_clashes,
    is_outside_days,
)
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import (
    Edition,
    Material,
    Room,
    Session,
    SessionPart,
    SessionRoom,
    Venue,
)
from folkmoot.rooms.programme.policies import sessions_with
from folkmoot.rooms.programme.queries.changes import compare
from folkmoot.rooms.programme.queries.frozen import (
    Change,
    Frame,
    ShownBlock,
    ShownCity,
    ShownMaterial,
    ShownPart,
    ShownRoom,
    ShownSession,
    ShownStrand,
    ShownVenue,
)
from folkmoot.rooms.programme.queries.released import Programme, latest_release
from folkmoot.rooms.programme.queries.timetable import slot_of
from folkmoot.rooms.programme.terms import INTERNAL_KINDS, SessionStatus, WarningCode
from folkmoot.rooms.registry.models import City, OfficeHeld

_CLASHES_SHOWN = 100
_NOTHING = Multilingual({}, "en")


@dataclass(frozen=True, slots=True)
class ReleaseWarning:
    """What deserves a look before a release: a hall or person wanted twice, a day that is off.

    ``contested`` is the name of the hall or person; empty for a session outside the days.
    """

    code: str
    sessions: tuple[ShownBlock, ...]
    contested: Multilingual


@dataclass(frozen=True, slots=True)
class ReleasePreview:
    """What a release would publish, change and leave out, were it made now."""

    programme: Programme
    changes: tuple[Change, ...]
    warnings: tuple[ReleaseWarning, ...]
    drafts_left_out: int
    is_first: bool


def draft_programme(actor: Actor, edition: Edition) -> Programme:
    """The draft, sessions in draft included, as far as the actor may see it.

    At most twelve queries.
    """
    rows = Session.objects.filter(sessions_with(actor, Permission.PROGRAMME_READ_DRAFT))
    return _programme(edition, rows.filter(edition=edition))


def programme_to_release(edition: Edition) -> Programme:
    """Every session that is ready: the draft without sessions in draft and without what only the
    desk may see. At most twelve queries.
    """
    ready = Session.objects.filter(edition=edition).exclude(status=SessionStatus.DRAFT)
    return _programme(edition, ready.exclude(kind__in=INTERNAL_KINDS))


def release_preview(edition: Edition) -> ReleasePreview:
    """What would be released now, to be read before releasing. At most fifteen queries."""
    programme = programme_to_release(edition)
    latest = latest_release(edition)
    drafts = Session.objects.filter(edition=edition, status=SessionStatus.DRAFT)
    return ReleasePreview(
        programme=programme,
        changes=changes_since(latest, programme),
        warnings=find_warnings(programme),
        drafts_left_out=drafts.exclude(kind__in=INTERNAL_KINDS).count(),
        is_first=latest is None,
    )


def changes_since(latest: Programme | None, programme: Programme) -> tuple[Change, ...]:
    """The changes against the release before; a first release changes nothing."""
    return compare(latest.sessions, programme.sessions) if latest else ()


def find_warnings(programme: Programme) -> tuple[ReleaseWarning, ...]:
    """Double-booked halls and people, and sessions outside the edition's days. No query.

    The first hundred clashes, in order of start: a hundred say enough about a draft.
    """
    shown = {one.uid: one for one in programme.sessions if not one.is_cancelled}
    names = {room.uid: room.name for one in shown.values() for room in one.rooms}
    names |= {part.person_uid: part.name for one in shown.values() for part in one.parts}
    placements = [placed for placed in map(_placement, shown.values()) if placed]
    clashes = islice(find_clashes(placements), _CLASHES_SHOWN)
    found = (_clash_warning(clash, shown, names) for clash in clashes)
    return (*found, *_outside_days(programme))


def _clash_warning(
    clash: Clash, shown: dict[str, ShownSession], names: dict[str, Multilingual]
) -> ReleaseWarning:
    is_hall = clash.kind is ClashKind.HALL
    return ReleaseWarning(
        code=(WarningCode.HALL_CLASH if is_hall else WarningCode.PERSON_CLASH).value,
        sessions=tuple(ShownBlock(uid, shown[uid].title) for uid in clash.sessions),
        contested=names[clash.contested],
    )


def _outside_days(programme: Programme) -> list[ReleaseWarning]:
    frame = programme.frame
    zone = ZoneInfo(frame.time_zone)
    found = []
    for session in programme.sessions:
        # Side events around the forum may well lie outside its days; the main programme may not.
        if session.starts_at is None or session.part != "main" or session.is_cancelled:
            continue
        if is_outside_days(session.starts_at, zone, frame.starts_on, frame.ends_on):
            block = ShownBlock(session.uid, session.title)
            found.append(ReleaseWarning(WarningCode.OUTSIDE_DAYS.value, (block,), _NOTHING))
    return found


def _placement(session: ShownSession) -> Placement | None:
    slot = slot_of(session)
    if slot is None:
        return None
    return Placement(
        session=session.uid,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        halls=frozenset(slot.columns),
        people=frozenset(part.person_uid for part in session.parts if part.person_uid),
        parent=session.parent.uid if session.parent else None,
    )


def _programme(edition: Edition, rows: QuerySet[Session]) -> Programme:
    making = _Making()
    frame = making.frame(edition)
    sessions = list(_with_everything(rows))
    titles = {session.pk: ShownBlock(str(session.uid), session.title) for session in sessions}
    return Programme(
        uid="",
        label="",
        note=_NOTHING,
        released_at=None,
        frame=frame,
        changes=(),
        sessions=tuple(making.session(session, titles) for session in sessions),
    )


def _with_everything(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Rows with what hangs on them; people, bodies and offices are fetched once each, not joined
    to every part, which halves the time of two thousand sessions.
    """
    rooms = SessionRoom.objects.order_by("position", "id")
    parts = SessionPart.objects.order_by("position", "id")
    materials = Material.objects.filter(is_public=True).order_by("id")
    return rows.prefetch_related(
        Prefetch("city", City.objects.select_related("country")),
        Prefetch("session_rooms", rooms),
        Prefetch("parts", parts.prefetch_related("person", "organisation")),
        Prefetch("parts__office", OfficeHeld.objects.select_related("organisation")),
        Prefetch("materials", materials.select_related("file")),
    )


class _Making:
    """Makes values of rows; places and strands repeat in every session and are made once."""

    def __init__(self) -> None:
        self._strands: dict[int, ShownStrand] = {}
        self._rooms: dict[int, ShownRoom] = {}
        self._venues: dict[int, ShownVenue] = {}
        self._cities: dict[int, ShownCity] = {}

    def frame(self, edition: Edition) -> Frame:
        """The edition; must come first, for sessions name its strands and halls. Three queries."""
        venues = Venue.objects.filter(edition=edition).select_related("city__country")
        for venue in venues.order_by("position", "id"):
            self._venues[venue.pk] = self._venue(venue)
        rooms = Room.objects.filter(venue__edition=edition)
        for room in rooms.order_by("venue__position", "venue_id", "position", "id"):
            self._rooms[room.pk] = ShownRoom(
                str(room.uid), room.name, room.capacity, self._venues[room.venue_id]
            )
        for strand in edition.strands.order_by("position", "id"):
            self._strands[strand.pk] = ShownStrand(str(strand.uid), strand.name, strand.hue)
        series = edition.series
        return Frame(
            edition_uid=str(edition.uid),
            edition_slug=edition.slug,
            edition_name=edition.name,
            theme=edition.theme,
            ordinal=edition.ordinal,
            series_uid=str(series.uid),
            series_slug=series.slug,
            series_name=series.name,
            starts_on=edition.starts_on,
            ends_on=edition.ends_on,
            dates=edition.dates,
            time_zone=edition.time_zone,
            format=edition.format,
            languages=tuple(edition.languages),
            strands=tuple(self._strands.values()),
            rooms=tuple(self._rooms.values()),
            venues=tuple(self._venues.values()),
        )

    def session(self, row: Session, titles: Mapping[int, ShownBlock]) -> ShownSession:
        """One session; a block that is not shown itself is not named either."""
        return ShownSession(
            uid=str(row.uid),
            kind=row.kind,
            part=row.part,
            status=row.status,
            format=row.format,
            title=row.title,
            abstract=row.abstract,
            strand=self._strands.get(row.strand_id) if row.strand_id else None,
            parent=titles.get(row.parent_id) if row.parent_id else None,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            on_date=row.on_date,
            stated_city=self._city(row.city) if row.city else None,
            place_note=row.place_note,
            rooms=tuple(self._rooms[one.room_id] for one in row.session_rooms.all()),
            parts=tuple(_part(one, row.title.original) for one in row.parts.all()),
            languages=tuple(row.languages),
            interpretation=tuple(row.interpretation),
            stream_url=row.stream_url,
            materials=tuple(_material(one) for one in row.materials.all()),
        )

    def _venue(self, venue: Venue) -> ShownVenue:
        return ShownVenue(
            uid=str(venue.uid),
            name=venue.name,
            address=venue.address,
            city=self._city(venue.city),
            time_zone=venue.time_zone,
            latitude=_degrees(venue.latitude),
            longitude=_degrees(venue.longitude),
        )

    def _city(self, city: City) -> ShownCity:
        if city.pk not in self._cities:
            self._cities[city.pk] = ShownCity(
                uid=str(city.uid),
                name=city.name,
                time_zone=city.time_zone,
                latitude=_degrees(city.latitude),
                longitude=_degrees(city.longitude),
                country=city.country.code,
            )
        return self._cities[city.pk]


def _part(part: SessionPart, language: str) -> ShownPart:
    person, office = part.person, part.office
    body = part.organisation or (office.organisation if office else None)
    if person:
        name = person.name
    elif body:
        name = body.name
    else:
        name = Multilingual({language: part.name_as_written}, language)
    return ShownPart(
        role=part.role,
        attendance=part.attendance,
        name=name,
        name_as_written=part.name_as_written,
        person_uid=str(person.uid) if person else "",
        office=office.title if office else _NOTHING,
        body=body.name if body and person else _NOTHING,
        body_uid=str(body.uid) if body else "",
    )


def _material(material: Material) -> ShownMaterial:
    file = material.file
    return ShownMaterial(
        uid=str(material.uid),
        title=material.title,
        address=material.address,
        language=material.language,
        file_uid=str(file.uid) if file else "",
        file_name=file.name if file else "",
        media_type=file.media_type if file else "",
        size_bytes=file.size_bytes if file else 0,
    )


def _degrees(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")
