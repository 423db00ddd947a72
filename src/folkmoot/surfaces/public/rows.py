"""Lists of the public pages as values: sessions, people, dates. Plain, no query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date, format_skeleton
from django.utils.translation import ngettext

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.programme.queries.frozen import LocalTime, ShownPart, ShownRoom, ShownSession
from folkmoot.rooms.programme.queries.live import LiveChange
from folkmoot.rooms.programme.queries.timetable import SOON, slot_of
from folkmoot.rooms.programme.terms import Attendance, PartRole, ProgrammePart, SessionKind
from folkmoot.surfaces.public import links
from folkmoot.ui.dates import interface_locale

_HUE_STEP = 30  # twelve colours; a style attribute would need a hole in the content policy


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as one row of a list.

    Attributes:
        first: the time to show large, on the clock of the list's zone; ``None`` without a time.
        others: the times in the other zones of a bridge.
        is_continued: it began on an earlier day.
        live: how it differs as of now from the release.
        is_near: it runs or is about to, so that people need the way in.
    """

    session: ShownSession
    url: str
    kind: str
    part: str
    first: LocalTime | None
    others: tuple[LocalTime, ...]
    hue: str
    is_continued: bool = False
    is_now: bool = False
    live: LiveChange | None = None
    is_near: bool = False

    @property
    def late(self) -> str:
        """How late it runs, in words; empty if it does not, or does not take place."""
        minutes = self.live.late_minutes if self.live and not self.session.is_cancelled else 0
        return say_late(minutes) if minutes else ""

    @property
    def left_rooms(self) -> tuple[ShownRoom, ...]:
        """The halls of the release in which it is not."""
        return self.live.left_rooms if self.live else ()

    @property
    def room(self) -> ShownRoom | None:
        """Its room, unless several halls or none are known."""
        return self.session.rooms[0] if len(self.session.rooms) == 1 else None

    @property
    def city_names(self) -> tuple[Multilingual, ...]:
        """The cities it is held in."""
        return tuple(city.name for city in self.session.cities)


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody does in one session."""

    label: str
    attendance: str
    session: ShownSession
    url: str


@dataclass(frozen=True, slots=True)
class Participant:
    """A person or body of an edition, in the office as of then, with every role."""

    name: Multilingual
    url: str
    office: Multilingual
    body: Multilingual
    body_url: str
    roles: tuple[Role, ...]


def session_row(
    session: ShownSession,
    zone: str,
    *,
    moment: datetime | None = None,
    is_continued: bool = False,
    prefer_zone: bool = False,
    live: LiveChange | None = None,
) -> SessionRow:
    """The row of a session.

    Args:
        zone: of the edition, or of the city whose programme is shown.
        moment: the present, where the page tells what is on now.
        prefer_zone: show the clock of ``zone`` first where the session has it.
        live: what notices changed of it already.
    """
    times = session.local_times(zone)
    if prefer_zone:
        times = tuple(sorted(times, key=lambda one: one.time_zone != zone))
    slot = slot_of(session)
    runs = bool(moment and slot and slot.starts_at <= moment < slot.ends_at)
    near = bool(moment and slot and slot.starts_at - SOON <= moment < slot.ends_at)
    return SessionRow(
        session=session,
        url=links.session_url(session.uid),
        kind=session_kind(session.kind),
        part="" if session.part == ProgrammePart.MAIN else str(ProgrammePart(session.part).label),
        first=times[0] if times else None,
        others=times[1:],
        hue=hue_class(session.strand.hue) if session.strand else "",
        is_continued=is_continued,
        is_now=runs and not session.is_cancelled,
        live=live,
        is_near=near and not session.is_cancelled,
    )


def say_late(minutes: int) -> str:
    """ "15 minutes late"."""
    return ngettext("%(n)s minute late", "%(n)s minutes late", minutes) % {"n": minutes}


def session_kind(kind: str) -> str:
    """The kind in words; "other" says nothing to a visitor."""
    return "" if kind == SessionKind.OTHER else str(SessionKind(kind).label)


def hue_class(hue: int) -> str:
    """The class of the nearest of the twelve strand colours."""
    return f"hue-{round(hue / _HUE_STEP) % 12 * _HUE_STEP}"


def participants(sessions: Iterable[ShownSession]) -> tuple[list[Participant], list[Participant]]:
    """People and bodies of a programme, each once with all roles, in order of first appearance."""
    found: dict[tuple[str, str], list[tuple[ShownPart, ShownSession]]] = {}
    for session in sessions:
        for part in session.parts:
            who = part.person_uid or part.body_uid or part.name_as_written
            kind = "person" if part.person_uid or not part.body_uid else "body"
            found.setdefault((kind, who), []).append((part, session))
    people = [_participant(rows) for (kind, _who), rows in found.items() if kind == "person"]
    bodies = [_participant(rows) for (kind, _who), rows in found.items() if kind == "body"]
    return people, bodies


def part_row(part: ShownPart, session: ShownSession) -> Participant:
    """One part of a session."""
    return _participant([(part, session)])


def say_day(day: date) -> str:
    """A day for a tab: "Tue, 20 May"."""
    return format_skeleton("MMMEd", day, locale=interface_locale())


def say_full_day(day: date) -> str:
    """A day for a heading: "Tuesday, 20 May 2031"."""
    return format_date(day, "full", locale=interface_locale())


def _participant(rows: list[tuple[ShownPart, ShownSession]]) -> Participant:
    part = rows[0][0]
    url = links.person_url(part.person_uid) if part.person_uid else ""
    is_body = not part.person_uid and bool(part.body_uid)
    body_url = links.organisation_url(part.body_uid) if part.body_uid else ""
    written = (
        Multilingual({"en": part.name_as_written}, "en") if part.name_as_written else part.name
    )
    return Participant(
        name=part.name or written,
        url=body_url if is_body else url,
        office=part.office,
        body=Multilingual({}, "en") if is_body else part.body,
        body_url="" if is_body else body_url,
        roles=tuple(
            Role(
                label=str(PartRole(one.role).label),
                attendance=str(Attendance(one.attendance).label) if one.attendance else "",
                session=session,
                url=links.session_url(session.uid),
            )
            for one, session in rows
        ),
    )
