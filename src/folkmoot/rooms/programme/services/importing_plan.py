"""What importing a programme would do, entry by entry; and reading the file it comes in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from folkmoot.engines.interchange.incoming import (
    Fault,
    FaultKind,
    StatedProgramme,
    StatedSession,
    Unreadable,
)
from folkmoot.engines.interchange.reading_calendars import read_calendar
from folkmoot.engines.interchange.reading_schedules import read_schedule_json, read_schedule_xml
from folkmoot.engines.interchange.reading_tables import read_session_rows
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.sheets import read_table
from folkmoot.rooms.programme.models import Room, Session

BYTES_AT_MOST = 12_000_000


class EntryState(StrEnum):
    """What happens to an entry of the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REPEATED = "repeated"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that the file has otherwise; both sides in words."""

    field: str
    stored: str
    given: str


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """One session of the file, and what would be written.

    Attributes:
        session: the one that is here already, or was made.
        values: columns to set.
        rooms: halls to set; ``None`` leaves them.
        parts: people to set; ``None`` leaves them.
        remarks: what to know; of a wrong entry, why it cannot be taken.
    """

    stated: StatedSession
    state: EntryState
    session: Session | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    rooms: tuple[Room, ...] | None = None
    parts: tuple[Mapping[str, Any], ...] | None = None
    differences: tuple[Difference, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would do, or has done.

    Attributes:
        title: of the programme, as the file calls it.
        left_out: headings of a table that nobody knows.
    """

    format: str
    title: str
    entries: tuple[ImportEntry, ...]
    left_out: tuple[str, ...] = ()

    def count(self, state: EntryState) -> int:
        """How many entries are so."""
        return sum(entry.state is state for entry in self.entries)


def read_programme(data: bytes, name: str, zone: str) -> tuple[StatedProgramme, tuple[str, ...]]:
    """What a file states, by whatever its first bytes say it is; and headings left out.

    Args:
        zone: of times that name none.

    Raises:
        FileRefused: too large, no programme, or made to harm; the sentence says what and where.
    """
    if len(data) > BYTES_AT_MOST:
        raise FileRefused(name=name, reason=_("it is larger than a programme can be."))
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].upper()
    try:
        if start.startswith(b"<"):
            return read_schedule_xml(data, zone=zone), ()
        if start.startswith((b"{", b"[")):
            return read_schedule_json(data, zone=zone), ()
        if start.startswith(b"BEGIN:VCALENDAR"):
            return read_calendar(data, zone=zone), ()
        table = read_table(data, name, with_times=True)
        return read_session_rows([(row.number, row.cells) for row in table.rows], zone=zone)
    except Unreadable as refused:
        raise FileRefused(name=name, reason=fault_sentence(refused.fault)) from refused


def fault_sentence(fault: Fault) -> str:
    """A fault in the words of the interface, with its place in the file."""
    said = _fault_words(fault.kind)
    told = f"{said} ({fault.given})" if fault.given else said
    return f"{fault.where}: {told}" if fault.where else told


def _fault_words(kind: FaultKind) -> str:
    return {
        FaultKind.TOO_LARGE: _("it is larger than a programme can be."),
        FaultKind.NOT_THIS_FORMAT: _(
            "this is no programme. Take schedule.xml, schedule.json, a calendar (.ics), "
            "or a table with a column “Title”."
        ),
        FaultKind.HARMFUL: _("the file holds something that a programme may not hold."),
        FaultKind.TOO_MANY: _("these are more sessions than can be taken at once."),
        FaultKind.NO_SESSIONS: _("there is no session in the file."),
        FaultKind.NO_TITLE: _("the title is missing."),
        FaultKind.TOO_LONG: _("this is longer than it can be."),
        FaultKind.BAD_DATE: _("this is no date or time."),
        FaultKind.BAD_LENGTH: _("the session must end after it starts, and within 60 days."),
        FaultKind.BAD_ZONE: _("this time zone is not known."),
        FaultKind.REPEATS_ITSELF: _("repeated events are not taken; write each session by itself."),
    }[kind]
