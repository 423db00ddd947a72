"""A released programme in one language, as the formats of this package take it.

Plain values: texts are picked, addresses are absolute, times are aware. What a format leaves
out (breaks, sessions without a time) is that format's business.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Hall:
    """A room in a venue in a city.

    Attributes:
        uid: of the room; a UUID.
        time_zone: IANA name of the venue's zone.
        latitude: of the venue, else of the city; empty if neither is known.
    """

    uid: str
    name: str
    venue: str
    city: str
    city_uid: str
    time_zone: str
    address: str = ""
    latitude: str = ""
    longitude: str = ""
    capacity: int | None = None
    country: str = ""

    @property
    def full_name(self) -> str:
        """The hall with its city, for readers that know rooms only."""
        return " · ".join(part for part in (self.name, self.city) if part)


@dataclass(frozen=True, slots=True)
class Line:
    """A thematic line with its hue on the colour circle (0 to 359)."""

    uid: str
    name: str
    hue: int = 210


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part and as what; ``uid`` is empty where only a name is stated."""

    name: str
    role: str = ""
    uid: str = ""
    office: str = ""
    body: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A link or file of a session."""

    title: str
    address: str
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One session as released.

    Attributes:
        uid: of the session; a UUID.
        kind: its code, such as "plenary"; ``kind_name`` is the word for it.
        on: the day of a session without a time, where one is stated exactly.
        halls: in order; several are a bridge.
        place: as stated, where no hall is known.
        time_zone: of its first place, or of the edition.
        notes: further sentences, such as languages of interpretation.
        revision: how often a release changed it.
        changed_at: when a release changed it last.
        language: of the title.
        is_removed: it stood in an earlier release only; it is cancelled as well.
        is_whole: a block whose sessions stand in the programme themselves.
        first_hall: identity of its first hall in the whole programme, in whatever city.
    """

    uid: str
    title: str
    kind: str
    kind_name: str
    address: str
    time_zone: str
    changed_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on: date | None = None
    abstract: str = ""
    line: Line | None = None
    halls: tuple[Hall, ...] = ()
    place: str = ""
    participants: tuple[Participant, ...] = ()
    languages: tuple[str, ...] = ()
    stream: str = ""
    attachments: tuple[Attachment, ...] = ()
    notes: tuple[str, ...] = ()
    is_cancelled: bool = False
    revision: int = 0
    language: str = ""
    is_removed: bool = False
    is_whole: bool = False
    first_hall: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A release of an edition, or the part of it in one city.

    Attributes:
        uid: of the edition.
        stem: the series and edition in an address, "lantern-coast/2".
        version: the release's label.
        released_at: when it was released, or corrected since.
        time_zone: by which days are grouped and clocks are read.
        first_day: of the edition; ``None`` where the days are not known.
        language: of the texts.
        unplaced: what to call the place of a session whose place is not known.
        narrowed_to: name of the city, strand or person; empty for all of it.
        revision: how many releases there were before.
    """

    uid: str
    stem: str
    title: str
    version: str
    released_at: datetime
    time_zone: str
    first_day: date | None
    last_day: date | None
    address: str
    language: str
    items: tuple[Item, ...]
    about: str = ""
    halls: tuple[Hall, ...] = ()
    lines: tuple[Line, ...] = ()
    unplaced: str = "?"
    narrowed_to: str = ""
    is_cancelled: bool = False
    revision: int = 0

    @property
    def name(self) -> str:
        """The edition, and what of it this is."""
        return " · ".join(part for part in (self.title, self.narrowed_to) if part)
