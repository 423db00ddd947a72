"""The draft timetable in the form in which it would be released. For the desk only."""

from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from folkmoot.engines.timetable.clashes import Clash, ClashKind, Placement, find_clashes
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
from folkmoot.rooms.programme.queries.released import Programme, current_programme
from folkmoot.rooms.programme.queries.timetable import slot_of
from folkmoot.rooms.programme.terms import SessionStatus, WarningCode
from folkmoot.rooms.registry.models import City

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
    """The draft, drafts of sessions included, limited to what the actor may see. Seven queries."""
    rows = Session.objects.filter(sessions_with(actor, Permission.PROGRAMME_READ_DRAFT))
    return _programme(edition, rows.filter(edition=edition))


def programme_to_release(edition: Edition) -> Programme:
    """Every session that is ready: the draft without sessions in draft. Seven queries."""
    ready = Session.objects.filter(edition=edition).exclude(status=SessionStatus.DRAFT)
    return _programme(edition, ready)


def release_preview(edition: Edition) -> ReleasePreview:
    """What would be released now, to be read before releasing. Ten queries."""
    programme = programme_to_release(edition)
    latest = current_programme(edition)
    drafts = Session.objects.filter(edition=edition, status=SessionStatus.DRAFT).count()
    return ReleasePreview(
        programme=programme,
        changes=changes_since(latest, programme),
        warnings=find_warnings(programme),
        drafts_left_out=drafts,
        is_first=latest is None,
    )


def changes_since(latest: Programme | None, programme: Programme) -> tuple[Change, ...]:
    """The changes against the release before; a first release changes nothing."""
    return compare(latest.sessions, programme.sessions) if latest else ()


def find_warnings(programme: Programme) -> tuple[ReleaseWarning, ...]:
    """Double-booked halls and people, and sessions outside the edition's days. No query."""
    shown = {one.uid: one for one in programme.sessions if not one.is_cancelled}
    names = {room.uid: room.name for one in shown.values() for room in one.rooms}
    names |= {part.person_uid: part.name for one in shown.values() for part in one.parts}
    placements = [placed for placed in map(_placement, shown.values()) if placed]
    clashes = tuple(_clash_warning(clash, shown, names) for clash in find_clashes(placements))
    return (*clashes, *_outside_days(programme))


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
    found = []
    for session in programme.sessions:
        if session.starts_at is None:
            continue
        # Side events around the forum may well lie outside its days; the main programme may not.
        day = session.starts_at.astimezone(ZoneInfo(frame.time_zone)).date()
        early = frame.starts_on is not None and day < frame.starts_on
        late = frame.ends_on is not None and day > frame.ends_on
        if session.part == "main" and (early or late):
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
    sessions = list(_with_everything(rows))
    kept = {session.pk for session in sessions}
    return Programme(
        uid="",
        label="",
        note=_NOTHING,
        released_at=None,
        frame=making.frame(edition),
        changes=(),
        sessions=tuple(making.session(session, kept) for session in sessions),
    )


def _with_everything(rows: QuerySet[Session]) -> QuerySet[Session]:
    rooms = SessionRoom.objects.select_related("room__venue__city__country")
    parts = SessionPart.objects.select_related("person", "organisation", "office__organisation")
    materials = Material.objects.filter(is_public=True).select_related("file").order_by("id")
    return rows.select_related("strand", "parent", "city__country").prefetch_related(
        Prefetch("session_rooms", rooms.order_by("position", "id")),
        Prefetch("parts", parts.order_by("position", "id")),
        Prefetch("materials", materials),
    )


class _Making:
    """Makes values of rows; places repeat in every session and are made once."""

    def __init__(self) -> None:
        self._known: dict[tuple[type, int], ShownCity | ShownVenue | ShownRoom] = {}

    def frame(self, edition: Edition) -> Frame:
        venues = Venue.objects.filter(edition=edition).select_related("city__country")
        rooms = Room.objects.filter(venue__edition=edition).select_related("venue__city__country")
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
            strands=tuple(
                ShownStrand(str(one.uid), one.name, one.hue) for one in edition.strands.all()
            ),
            rooms=tuple(
                self._room(one)
                for one in rooms.order_by("venue__position", "venue_id", "position", "id")
            ),
            venues=tuple(self._venue(one) for one in venues.order_by("position", "id")),
        )

    def session(self, row: Session, kept: set[int]) -> ShownSession:
        """One session; a block that is not shown itself is not named either."""
        strand, parent = row.strand, row.parent
        return ShownSession(
            uid=str(row.uid),
            kind=row.kind,
            part=row.part,
            status=row.status,
            format=row.format,
            title=row.title,
            abstract=row.abstract,
            strand=ShownStrand(str(strand.uid), strand.name, strand.hue) if strand else None,
            parent=ShownBlock(str(parent.uid), parent.title)
            if parent and parent.pk in kept
            else None,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            on_date=row.on_date,
            stated_city=self._city(row.city) if row.city else None,
            place_note=row.place_note,
            rooms=tuple(self._room(one.room) for one in row.session_rooms.all()),
            parts=tuple(_part(one, row.title.original) for one in row.parts.all()),
            languages=tuple(row.languages),
            interpretation=tuple(row.interpretation),
            stream_url=row.stream_url,
            materials=tuple(_material(one) for one in row.materials.all()),
        )

    def _room(self, room: Room) -> ShownRoom:
        found = self._known.get((Room, room.pk))
        if not isinstance(found, ShownRoom):
            found = ShownRoom(str(room.uid), room.name, room.capacity, self._venue(room.venue))
            self._known[Room, room.pk] = found
        return found

    def _venue(self, venue: Venue) -> ShownVenue:
        found = self._known.get((Venue, venue.pk))
        if not isinstance(found, ShownVenue):
            found = ShownVenue(
                uid=str(venue.uid),
                name=venue.name,
                address=venue.address,
                city=self._city(venue.city),
                time_zone=venue.time_zone,
                latitude=_degrees(venue.latitude),
                longitude=_degrees(venue.longitude),
            )
            self._known[Venue, venue.pk] = found
        return found

    def _city(self, city: City) -> ShownCity:
        found = self._known.get((City, city.pk))
        if not isinstance(found, ShownCity):
            found = ShownCity(
                uid=str(city.uid),
                name=city.name,
                time_zone=city.time_zone,
                latitude=_degrees(city.latitude),
                longitude=_degrees(city.longitude),
                country=city.country.code,
            )
            self._known[City, city.pk] = found
        return found


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
