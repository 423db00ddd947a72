"""Sessions as outside files state them, whatever the format, and what is wrong where."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

SESSIONS_AT_MOST = 3000


class FaultKind(StrEnum):
    """Why a file, or an entry of it, cannot be taken."""

    TOO_LARGE = "too_large"
    NOT_THIS_FORMAT = "not_this_format"
    HARMFUL = "harmful"
    TOO_MANY = "too_many"
    NO_SESSIONS = "no_sessions"
    NO_TITLE = "no_title"
    TOO_LONG = "too_long"
    BAD_DATE = "bad_date"
    BAD_LENGTH = "bad_length"
    BAD_ZONE = "bad_zone"
    REPEATS_ITSELF = "repeats_itself"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and at which element, row or component of the file."""

    kind: FaultKind
    where: str = ""
    given: str = ""


class Unreadable(ValueError):
    """The file as a whole cannot be taken; ``fault`` says why and where."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(f"{fault.kind} {fault.where} {fault.given}".strip())


@dataclass(frozen=True, slots=True)
class StatedPerson:
    """Somebody as the file names them; ``uid`` where it gives a UUID."""

    name: str
    uid: str = ""


@dataclass(frozen=True, slots=True)
class StatedSession:
    """One session as the file has it. ``None`` means that the file is silent on it.

    Attributes:
        where: of the file, for a person who looks there: "line 12", "row 3".
        identities: under which the file knows it; the first one is kept with the record.
        starts_at: aware; ``on`` is a day without a time.
        rooms: names as written; several are one session held at once.
    """

    where: str
    identities: tuple[str, ...]
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    on: date | None = None
    abstract: str | None = None
    kind: str | None = None
    strand: str | None = None
    rooms: tuple[str, ...] | None = None
    people: tuple[StatedPerson, ...] | None = None
    languages: tuple[str, ...] | None = None
    stream: str | None = None
    is_cancelled: bool = False
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedProgramme:
    """What a file states; its name and its sessions in their order."""

    format: str
    title: str
    sessions: tuple[StatedSession, ...]
