"""A programme as it is shown: frozen values made from the draft or read from a release.

The same values serve both, so that a preview at the desk is what the public will see.
``to_plain`` writes the JSON that a release keeps; :class:`Thawing` reads it back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from folkmoot.engines.values.multilingual import Multilingual

# A start without a stated end is laid out as if this long; the end itself is never shown.
NOMINAL_MINUTES = 60


@dataclass(frozen=True, slots=True)
class ShownCity:
    """A city with its zone (IANA) and coordinates (WGS 84)."""

    uid: str
    name: Multilingual
    time_zone: str
    latitude: str
    longitude: str
    country: str


@dataclass(frozen=True, slots=True)
class ShownVenue:
    """A venue; ``latitude`` and ``longitude`` are empty if not known."""

    uid: str
    name: Multilingual
    address: Multilingual
    city: ShownCity
    time_zone: str
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class ShownRoom:
    """A hall with its venue."""

    uid: str
    name: Multilingual
    capacity: int | None
    venue: ShownVenue


@dataclass(frozen=True, slots=True)
class ShownStrand:
    """A thematic line with its colour."""

    uid: str
    name: Multilingual
    hue: int


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """The block in which a session lies."""

    uid: str
    title: Multilingual


@dataclass(frozen=True, slots=True)
class ShownPart:
    """Who takes part, in which office as of then.

    ``name`` is the person's, else the body's, else the name as written. ``body`` is the
    organisation they speak for: stated with the part, else that of the office. Where the
    part is the body's own, ``body`` is empty and ``body_uid`` still says which it is.
    """

    role: str
    attendance: str
    name: Multilingual
    name_as_written: str
    person_uid: str
    office: Multilingual
    body: Multilingual
    body_uid: str


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """A link, or a stored file known by its hash."""

    uid: str
    title: Multilingual
    address: str
    language: str
    file_uid: str
    file_name: str
    media_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A session's time on the clocks of one city; ``ends_at`` is ``None`` if not stated."""

    city: ShownCity | None
    time_zone: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShownSession:
    """One item of the programme with everything a page shows. Times are UTC.

    ``stated_city`` and ``place_note`` are kept for sessions whose rooms are not known.
    """

    uid: str
    kind: str
    part: str
    status: str
    format: str
    title: Multilingual
    abstract: Multilingual
    strand: ShownStrand | None
    parent: ShownBlock | None
    starts_at: datetime | None
    ends_at: datetime | None
    on_date: str
    stated_city: ShownCity | None
    place_note: Multilingual
    rooms: tuple[ShownRoom, ...]
    parts: tuple[ShownPart, ...]
    languages: tuple[str, ...]
    interpretation: tuple[str, ...]
    stream_url: str
    materials: tuple[ShownMaterial, ...]

    @property
    def cities(self) -> tuple[ShownCity, ...]:
        """The cities of its rooms, each once, in order; else the city as stated."""
        found = {room.venue.city.uid: room.venue.city for room in self.rooms}
        if not found and self.stated_city:
            return (self.stated_city,)
        return tuple(found.values())

    @property
    def is_bridge(self) -> bool:
        """Whether it is held at once in rooms of several cities."""
        return len(self.cities) > 1

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.status == "cancelled"

    def local_times(self, fallback_zone: str) -> tuple[LocalTime, ...]:
        """The time on the clocks of each city of its rooms, in order; empty without a time.

        A city is there once per zone of its venues, cities of one zone each.

        Args:
            fallback_zone: the zone of the edition, where no place is known.
        """
        if self.starts_at is None:
            return ()
        places: dict[tuple[str, str], ShownCity | None] = {
            (room.venue.city.uid, room.venue.time_zone): room.venue.city for room in self.rooms
        }
        if not places and self.stated_city:
            places = {(self.stated_city.uid, self.stated_city.time_zone): self.stated_city}
        starts_at, ends_at = self.starts_at, self.ends_at
        return tuple(
            LocalTime(
                city,
                zone,
                starts_at.astimezone(ZoneInfo(zone)),
                ends_at.astimezone(ZoneInfo(zone)) if ends_at else None,
            )
            for (_uid, zone), city in (places or {("", fallback_zone): None}).items()
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """The edition around its sessions: names, days, zone, strands and halls in their order."""

    edition_uid: str
    edition_slug: str
    edition_name: Multilingual
    theme: Multilingual
    ordinal: int | None
    series_uid: str
    series_slug: str
    series_name: Multilingual
    starts_on: date | None
    ends_on: date | None
    dates: str
    time_zone: str
    format: str
    languages: tuple[str, ...]
    strands: tuple[ShownStrand, ...]
    rooms: tuple[ShownRoom, ...]
    venues: tuple[ShownVenue, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """How one session differs from the release before.

    ``before`` and ``after`` are what the code names: times for "moved", room names for
    "room", titles for "renamed", names for "people", field names for "details".
    """

    code: str
    session_uid: str
    title: Multilingual
    before: tuple[Any, ...] = ()
    after: tuple[Any, ...] = ()


def to_plain(value: Any) -> Any:
    """Any of these values as JSON: mappings, lists, strings and numbers only."""
    if isinstance(value, str | int | None):
        return value
    if isinstance(value, Multilingual):
        return value.to_plain() if value else {}
    if isinstance(value, tuple):
        return [to_plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return {name: to_plain(getattr(value, name)) for name in value.__dataclass_fields__}


class Thawing:
    """Reads values back from the JSON of one release.

    Cities, venues, rooms and strands repeat in every session and are built once.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[type, str], Any] = {}

    def session(self, data: Mapping[str, Any]) -> ShownSession:
        """One session of the release."""
        values = dict(data)
        for name in ("title", "abstract", "place_note"):
            values[name] = _text(data[name])
        for name in ("starts_at", "ends_at"):
            values[name] = datetime.fromisoformat(data[name]) if data[name] else None
        for name in ("languages", "interpretation"):
            values[name] = tuple(data[name])
        values["strand"] = self._strand(data["strand"]) if data["strand"] else None
        values["parent"] = _block(data["parent"]) if data["parent"] else None
        values["stated_city"] = self._city(data["stated_city"]) if data["stated_city"] else None
        values["rooms"] = tuple(self.room(one) for one in data["rooms"])
        values["parts"] = tuple(_part(one) for one in data["parts"])
        values["materials"] = tuple(
            ShownMaterial(**{**one, "title": _text(one["title"])}) for one in data["materials"]
        )
        return ShownSession(**values)

    def frame(self, data: Mapping[str, Any]) -> Frame:
        """The edition as it stood."""
        values = dict(data)
        for name in ("edition_name", "theme", "series_name"):
            values[name] = _text(data[name])
        for name in ("starts_on", "ends_on"):
            values[name] = date.fromisoformat(data[name]) if data[name] else None
        values["languages"] = tuple(data["languages"])
        values["strands"] = tuple(self._strand(one) for one in data["strands"])
        values["rooms"] = tuple(self.room(one) for one in data["rooms"])
        values["venues"] = tuple(self._venue(one) for one in data["venues"])
        return Frame(**values)

    def _strand(self, data: Mapping[str, Any]) -> ShownStrand:
        key = (ShownStrand, data["uid"])
        if key not in self._known:
            self._known[key] = ShownStrand(**{**data, "name": _text(data["name"])})
        found: ShownStrand = self._known[key]
        return found

    def room(self, data: Mapping[str, Any]) -> ShownRoom:
        """One hall with its venue."""
        key = (ShownRoom, data["uid"])
        if key not in self._known:
            values = {**data, "name": _text(data["name"]), "venue": self._venue(data["venue"])}
            self._known[key] = ShownRoom(**values)
        found: ShownRoom = self._known[key]
        return found

    def _venue(self, data: Mapping[str, Any]) -> ShownVenue:
        key = (ShownVenue, data["uid"])
        if key not in self._known:
            texts = {name: _text(data[name]) for name in ("name", "address")}
            self._known[key] = ShownVenue(**{**data, **texts, "city": self._city(data["city"])})
        found: ShownVenue = self._known[key]
        return found

    def _city(self, data: Mapping[str, Any]) -> ShownCity:
        key = (ShownCity, data["uid"])
        if key not in self._known:
            self._known[key] = ShownCity(**{**data, "name": _text(data["name"])})
        found: ShownCity = self._known[key]
        return found


def thaw_changes(data: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """The list of changes that a release keeps."""
    return tuple(
        Change(
            code=one["code"],
            session_uid=one["session_uid"],
            title=_text(one["title"]),
            before=tuple(_change_value(value) for value in one["before"]),
            after=tuple(_change_value(value) for value in one["after"]),
        )
        for one in data
    )


def _change_value(value: Any) -> Any:
    return _text(value) if isinstance(value, dict) else value


def _part(data: Mapping[str, Any]) -> ShownPart:
    return ShownPart(**{**data, **{name: _text(data[name]) for name in ("name", "office", "body")}})


def _block(data: Mapping[str, Any]) -> ShownBlock:
    return ShownBlock(uid=data["uid"], title=_text(data["title"]))


def _text(data: Mapping[str, Any]) -> Multilingual:
    return Multilingual.from_plain(data)
