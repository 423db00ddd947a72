"""A release as the formats of the interchange engine take it: in one language, narrowed or whole.

No query: everything is told from values that were read before. Strings are those of the
interface language that is on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.engines.interchange.programmes import (
    Attachment,
    Hall,
    Item,
    Line,
    Participant,
)
from folkmoot.engines.interchange.programmes import Programme as Facts
from folkmoot.engines.values.dates import parse
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.queries.frozen import (
    Frame,
    ShownCity,
    ShownMaterial,
    ShownPart,
    ShownRoom,
    ShownSession,
    ShownStrand,
)
from folkmoot.rooms.programme.queries.history import History, Revision
from folkmoot.rooms.programme.queries.released import Programme
from folkmoot.rooms.programme.terms import EditionStatus, PartRole, SessionKind
from folkmoot.rooms.registry.terms import NAME_WITHHELD
from folkmoot.ui.languages import language_list
from folkmoot.ui.markup import markdown_to_text


@dataclass(frozen=True, slots=True)
class Addresses:
    """Absolute addresses of pages; ``edition`` is that of the programme exported."""

    edition: str
    session: Callable[[str], str]
    person: Callable[[str], str]
    file: Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which part of a programme is meant: identities, each empty for all.

    Attributes:
        sessions: as chosen one by one; ``None`` for all, empty for none.
    """

    city: str = ""
    strand: str = ""
    person: str = ""
    sessions: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.sessions is None and not (self.city or self.strand or self.person)

    def has(self, one: ShownSession) -> bool:
        """Whether a session lies in the part."""
        return (
            (not self.city or any(city.uid == self.city for city in one.cities))
            and (not self.strand or (one.strand is not None and one.strand.uid == self.strand))
            and (not self.person or any(_is(part, self.person) for part in one.parts))
            and (self.sessions is None or one.uid in self.sessions)
        )


def programme_facts(
    edition: Edition,
    programme: Programme,
    history: History,
    removed: Iterable[ShownSession],
    *,
    language: str,
    addresses: Addresses,
    part: Narrowing | None = None,
) -> Facts:
    """A release as it holds now, and what earlier ones had beyond it (``removed``), as cancelled.

    A city's part keeps that city's halls only and goes by its clock.

    Raises:
        NotFound: no session, then or now, is of that city, strand or person.
    """
    part = part or Narrowing()
    telling = _Telling(programme, history, language, addresses)
    off = edition.status == EditionStatus.CANCELLED
    shown = [_off(one) if off else one for one in programme.sessions if part.has(one)]
    gone = [_off(one) for one in removed if part.has(one)]
    if not part.is_whole and part.sessions is None and not (shown or gone):
        raise NotFound
    frame = programme.frame
    city = _city(part.city, (*shown, *gone))
    zone = _city_zone(frame, city) if city else frame.time_zone
    blocks = {one.parent.uid for one in shown if one.parent and one.starts_at}
    items = [telling.item(one, part.city, blocks) for one in shown]
    # The release's sessions keep their order; what is gone comes after.
    items += [replace(telling.item(one, part.city, blocks), is_removed=True) for one in gone]
    return Facts(
        uid=frame.edition_uid,
        stem=f"{frame.series_slug}/{frame.edition_slug}",
        title=telling.said(frame.edition_name),
        version=programme.label,
        released_at=max([history.releases[-1].released_at, *(one.changed_at for one in items)]),
        time_zone=zone,
        first_day=frame.starts_on,
        last_day=frame.ends_on or frame.starts_on,
        address=addresses.edition,
        language=language,
        items=tuple(items),
        about=telling.said(frame.theme),
        halls=tuple(telling.hall(room) for room in frame.rooms),
        lines=tuple(telling.line(one) for one in frame.strands),
        unplaced=_("Place not stated"),
        narrowed_to=_name_of(part, shown or gone, city, telling),
        is_cancelled=off,
        # The first release follows the days alone, which stood in the calendar before it.
        revision=len(history.releases) + off,
    )


def edition_facts(edition: Edition, *, language: str, addresses: Addresses) -> Facts:
    """An edition whose programme is not released yet: its days, and no session."""
    said = edition.name.pick((language,))[1]
    return Facts(
        uid=str(edition.uid),
        stem=f"{edition.series.slug}/{edition.slug}",
        title=said,
        version="0",
        released_at=edition.changed_at,
        time_zone=edition.time_zone,
        first_day=edition.starts_on,
        last_day=edition.ends_on,
        address=addresses.edition,
        language=language,
        items=(),
        about=edition.theme.pick((language,))[1],
        is_cancelled=edition.status == EditionStatus.CANCELLED,
    )


class _Telling:
    """Tells values in one language; places and strands once each."""

    def __init__(
        self, programme: Programme, history: History, language: str, addresses: Addresses
    ) -> None:
        self._frame, self._live, self._history = programme.frame, programme.live, history
        self._language, self._addresses = language, addresses
        self._halls: dict[str, Hall] = {}

    def said(self, text: Multilingual) -> str:
        return text.pick((self._language,))[1]

    def revision(self, uid: str) -> Revision:
        """Of the releases, and of what was said during the days since."""
        released, live = self._history.of(uid), self._live.get(uid)
        if live is None:
            return released
        return Revision(released.count + live.revision, max(released.at, live.changed_at))

    def item(self, one: ShownSession, city: str, blocks: set[str]) -> Item:
        rooms = [room for room in one.rooms if not city or room.venue.city.uid == city]
        zones = [room.venue.time_zone for room in rooms]
        if not zones and one.stated_city:
            zones = [one.stated_city.time_zone]
        revision = self.revision(one.uid)
        return Item(
            uid=one.uid,
            title=self.said(one.title),
            kind=one.kind,
            # "Other" says nothing to a visitor.
            kind_name=""
            if one.kind == SessionKind.OTHER
            else capfirst(str(SessionKind(one.kind).label)),
            address=self._addresses.session(one.uid),
            time_zone=zones[0] if zones else self._frame.time_zone,
            changed_at=revision.at,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            on=_day(one.on_date) if one.starts_at is None else None,
            abstract=markdown_to_text(self.said(one.abstract)),
            line=self.line(one.strand) if one.strand else None,
            halls=tuple(self.hall(room) for room in rooms),
            place=self._place(one) if not one.rooms else "",
            participants=tuple(self._participant(part) for part in one.parts),
            languages=one.languages,
            stream=one.stream_url,
            attachments=tuple(self._attachment(material) for material in one.materials),
            notes=tuple(self._notes(one)),
            is_cancelled=one.is_cancelled,
            revision=revision.count,
            language=one.title.pick((self._language,))[0],
            is_whole=one.uid in blocks,
            first_hall=one.rooms[0].uid if one.rooms else "",
        )

    def hall(self, room: ShownRoom) -> Hall:
        if room.uid not in self._halls:
            venue = room.venue
            self._halls[room.uid] = Hall(
                uid=room.uid,
                name=self.said(room.name),
                venue=self.said(venue.name),
                city=self.said(venue.city.name),
                city_uid=venue.city.uid,
                time_zone=venue.time_zone,
                address=self.said(venue.address),
                latitude=venue.latitude or venue.city.latitude,
                longitude=venue.longitude or venue.city.longitude,
                capacity=room.capacity,
                country=venue.city.country,
            )
        return self._halls[room.uid]

    def line(self, strand: ShownStrand) -> Line:
        return Line(strand.uid, self.said(strand.name), strand.hue)

    def _place(self, one: ShownSession) -> str:
        city = self.said(one.stated_city.name) if one.stated_city else ""
        return ", ".join(words for words in (self.said(one.place_note), city) if words)

    def _participant(self, part: ShownPart) -> Participant:
        # Somebody who is withheld is nobody in particular.
        person = part.person_uid if part.name != NAME_WITHHELD else ""
        return Participant(
            name=self.said(part.name) or part.name_as_written,
            role=str(PartRole(part.role).label),
            uid=person or part.body_uid,
            office=self.said(part.office),
            body=self.said(part.body),
            address=self._addresses.person(person) if person else "",
        )

    def _attachment(self, one: ShownMaterial) -> Attachment:
        address = self._addresses.file(one.file_uid, one.file_name) if one.file_uid else one.address
        return Attachment(self.said(one.title), address, is_file=bool(one.file_uid))

    def _notes(self, one: ShownSession) -> Iterable[str]:
        if one.is_bridge:
            yield _("Held at once in several cities: %(cities)s.") % {
                "cities": ", ".join(self.said(city.name) for city in one.cities)
            }
        if one.languages:
            yield _("Languages: %(languages)s.") % {"languages": language_list(one.languages)}
        if one.interpretation:
            told = {"languages": language_list(one.interpretation)}
            yield _("Interpretation into: %(languages)s.") % told
        if one.starts_at and one.ends_at is None:
            yield _("The end is not stated; one hour is assumed.")


def _off(one: ShownSession) -> ShownSession:
    return replace(one, status="cancelled")


def _is(part: ShownPart, person: str) -> bool:
    return part.person_uid == person and part.name != NAME_WITHHELD


def _day(stated: str) -> date | None:
    """The day of an EDTF date that names exactly one, else nothing."""
    when = parse(stated) if stated else None
    return when.earliest if when and when.earliest == when.latest else None


def _city(uid: str, sessions: Iterable[ShownSession]) -> ShownCity | None:
    found = (city for one in sessions for city in one.cities if city.uid == uid)
    return next(found, None) if uid else None


def _city_zone(frame: Frame, city: ShownCity) -> str:
    zones = (venue.time_zone for venue in frame.venues if venue.city.uid == city.uid)
    return next(zones, city.time_zone)


def _name_of(
    part: Narrowing, shown: Iterable[ShownSession], city: ShownCity | None, telling: _Telling
) -> str:
    names = [telling.said(city.name)] if city else []
    for one in shown:
        if part.strand and one.strand:
            names.append(telling.said(one.strand.name))
        if part.person:
            found = next(other for other in one.parts if other.person_uid == part.person)
            names.append(telling.said(found.name))
        break
    if part.sessions is not None:
        names.append(_("my choice"))
    return " · ".join(names)
