"""One entry of an imported programme beside what is here: what is new, what differs."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.engines.interchange.incoming import Fault, FaultKind, StatedSession
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key
from folkmoot.kernel.texts import shown
from folkmoot.rooms.programme.models import Room, Session
from folkmoot.rooms.programme.services.importing_known import Known, names_of
from folkmoot.rooms.programme.services.importing_plan import (
    Difference,
    EntryState,
    ImportEntry,
    fault_sentence,
)
from folkmoot.rooms.programme.terms import SessionKind, SessionStatus
from folkmoot.ui.dates import say_moment
from folkmoot.ui.languages import language_list
from folkmoot.ui.markup import markdown_to_text

_LENGTHS = {"title": 500, "abstract": 5000, "stream": 200}
_NOMINAL = timedelta(hours=1)
_CYRILLIC = range(0x400, 0x530)
_OF_BELARUSIAN = frozenset("ўіЎІ")


def plan_entry(stated: StatedSession, known: Known) -> ImportEntry:
    """What an entry would make or change. No query."""
    faults = [*stated.faults, *_too_long(stated)]
    if faults:
        remarks = tuple(fault_sentence(fault) for fault in faults)
        return ImportEntry(stated, EntryState.WRONG, remarks=remarks)
    session = known.session(stated)
    reader = _Entry(stated, known, session)
    reader.compare()
    state = EntryState.NEW
    if session is not None:
        state = EntryState.CHANGED if reader.differences else EntryState.SAME
    return ImportEntry(
        stated=stated,
        state=state,
        session=session,
        values=reader.values,
        rooms=reader.rooms,
        parts=reader.parts,
        differences=tuple(reader.differences) if session else (),
        remarks=tuple(reader.remarks),
    )


def language_of(words: str) -> str:
    """The language that the letters tell, as far as letters can."""
    if any(letter in _OF_BELARUSIAN for letter in words):
        return "be"
    return "ru" if any(ord(letter) in _CYRILLIC for letter in words) else "en"


class _Entry:
    """Compares one entry, field by field; what the file is silent on is not looked at."""

    def __init__(self, stated: StatedSession, known: Known, session: Session | None) -> None:
        self.stated, self._known, self._session = stated, known, session
        self.values: dict[str, Any] = {}
        self.rooms: tuple[Room, ...] | None = None
        self.parts: tuple[Mapping[str, Any], ...] | None = None
        self.differences: list[Difference] = []
        self.remarks: list[str] = []

    def compare(self) -> None:
        self._title()
        self._abstract()
        self._times()
        self._kind_and_strand()
        self._places()
        self._people()
        self._languages()
        self._stream_and_status()

    def _set(self, column: str, label: str, value: Any, stored: str, given: str) -> None:
        self.values[column] = value
        self.differences.append(Difference(label, stored, given))

    def _title(self) -> None:
        stored = self._session.title if self._session else Multilingual({}, "en")
        if self.stated.title in stored.texts.values():
            return
        told = _with(stored, self.stated.title)
        self._set("title", _("Title"), told, shown(stored), self.stated.title)

    def _abstract(self) -> None:
        given = self.stated.abstract
        if not given:
            return
        stored = self._session.abstract if self._session else Multilingual({}, "en")
        same = {form for text in stored.texts.values() for form in (text, markdown_to_text(text))}
        if given.strip() not in same and markdown_to_text(given) not in same:
            self._set("abstract", _("Abstract"), _with(stored, given), shown(stored), given)

    def _times(self) -> None:
        session, stated = self._session, self.stated
        stored = (session.starts_at, session.ends_at) if session else (None, None)
        if stated.starts_at is None:
            self._day(stated.on)
            return
        given = (
            stated.starts_at.astimezone(UTC),
            stated.ends_at and stated.ends_at.astimezone(UTC),
        )
        # Formats that cannot leave an end open state an hour.
        is_nominal = bool(given[1]) and stored[1] is None and given[1] == given[0] + _NOMINAL
        if session and (is_nominal or given[1] is None):
            given = (given[0], stored[1])
        if given == stored:
            return
        self.values |= {"starts_at": given[0], "ends_at": given[1]}
        zone = ZoneInfo(session.edition.time_zone if session else "UTC")
        self.differences.append(Difference(_("Time"), _span(stored, zone), _span(given, zone)))

    def _day(self, on: date | None) -> None:
        session = self._session
        if on is None or (session and session.starts_at):
            return
        stored = session.on_date if session else ""
        if on.isoformat() != stored:
            self._set("on_date", _("Date as stated"), on.isoformat(), stored, on.isoformat())

    def _kind_and_strand(self) -> None:
        session, stated = self._session, self.stated
        kind = self._known.kind(stated.kind) if stated.kind else ""
        if stated.kind and not kind:
            self.remarks.append(_("The kind “%(kind)s” is not known here.") % {"kind": stated.kind})
        if kind and (session is None or session.kind != kind):
            before = _kind_words(session.kind) if session else ""
            self._set("kind", _("Kind"), kind, before, _kind_words(kind))
        if not stated.strand:
            return
        strand = self._known.strand(stated.strand)
        if strand is None:
            told = {"strand": stated.strand}
            self.remarks.append(_("There is no strand “%(strand)s” here; it is left out.") % told)
        elif session is None or session.strand_id != strand.pk:
            before = str(session.strand) if session and session.strand else ""
            self._set("strand", _("Strand"), strand, before, str(strand))

    def _places(self) -> None:
        session = self._session
        names = [one for one in self.stated.rooms or () if not self._known.is_nowhere(one)]
        if not names:
            return
        found = [self._known.room(name) for name in names]
        rooms = tuple(dict.fromkeys(room for room in found if room is not None))
        if len(rooms) < len(names) or None in found:
            self._place_as_stated(names, found)
            if session is not None or not rooms:
                return
        stored = [row.room for row in session.session_rooms.all()] if session else []
        if {room.pk for room in rooms} != {room.pk for room in stored}:
            self.rooms = rooms
            before, after = (", ".join(map(str, one)) for one in (stored, rooms))
            self.differences.append(Difference(_("Rooms"), before, after))

    def _place_as_stated(self, names: list[str], found: list[Room | None]) -> None:
        session = self._session
        unknown = "; ".join(name for name, room in zip(names, found, strict=True) if room is None)
        if session and (session.session_rooms.all() or self._says(session, unknown)):
            if session.session_rooms.all():
                said = _("There is no room “%(room)s” here; the rooms are left as they are.")
                self.remarks.append(said % {"room": unknown})
            return
        if not unknown:
            return
        said = _("There is no room “%(room)s” here; it is kept as the place stated.")
        self.remarks.append(said % {"room": unknown})
        stored = session.place_note if session else Multilingual({}, "en")
        told = _with(stored, unknown[:300])
        self._set("place_note", _("Place as stated"), told, shown(stored), unknown)

    def _says(self, session: Session, place: str) -> bool:
        """Whether the place as stated, alone or with its city, reads so already."""
        cities = session.city.name.texts.values() if session.city else ()
        notes = session.place_note.texts.values()
        told = {*notes, *cities, *(f"{note}, {city}" for note in notes for city in cities)}
        return name_key(place) in {name_key(words) for words in told}

    def _people(self) -> None:
        stated = self.stated.people
        if stated is None:
            return
        session = self._session
        left = list(session.parts.all()) if session else []
        wanted: list[Mapping[str, Any]] = []
        is_new = False
        for one in stated:
            key = name_key(one.name)
            part = next((part for part in left if key in names_of(part)), None)
            if part is not None:
                left.remove(part)
                columns = ("person", "organisation", "office", "name_as_written", "role")
                kept = {name: getattr(part, name) for name in (*columns, "attendance")}
                wanted.append(kept)
                continue
            is_new = True
            person = self._known.person(one.uid)
            wanted.append({"person": person} if person else {"name_as_written": one.name})
        if is_new or left:
            self.parts = tuple(wanted)
            before = ", ".join(map(str, session.parts.all())) if session else ""
            after = ", ".join(one.name for one in stated)
            self.differences.append(Difference(_("People"), before, after))

    def _languages(self) -> None:
        given = [one for one in self.stated.languages or () if _is_tag(one)]
        stored = list(self._session.languages) if self._session else []
        # Most formats have room for one language; it says nothing of the others.
        if not given or given == stored or given == stored[:1]:
            return
        told = (language_list(stored) if stored else "", language_list(given))
        self._set("languages", _("Languages"), given, *told)

    def _stream_and_status(self) -> None:
        session, stated = self._session, self.stated
        stream = stated.stream or ""
        if stream and (session is None or session.stream_url != stream):
            if _is_address(stream):
                before = session.stream_url if session else ""
                self._set("stream_url", _("Stream"), stream, before, stream)
            else:
                self.remarks.append(_("The address of the stream is none; it is left out."))
        if stated.is_cancelled and (session is None or session.status != SessionStatus.CANCELLED):
            before = str(SessionStatus(session.status).label) if session else ""
            after = SessionStatus.CANCELLED
            self._set("status", _("Status"), after.value, before, str(after.label))


def _with(stored: Multilingual, words: str) -> Multilingual:
    """The text with these words in the language their letters tell; other languages stay."""
    language = language_of(words)
    if not stored:
        return Multilingual({language: words}, language)
    return Multilingual({**stored.texts, language: words}, stored.original)


def _span(times: Iterable[datetime | None], zone: ZoneInfo) -> str:
    return " – ".join(say_moment(one, zone) for one in times if one)


def _kind_words(kind: str) -> str:
    return capfirst(str(SessionKind(kind).label))


def _too_long(stated: StatedSession) -> list[Fault]:
    texts = {"title": stated.title, "abstract": stated.abstract, "stream": stated.stream}
    return [
        Fault(FaultKind.TOO_LONG, stated.where, str(words)[:40])
        for name, words in texts.items()
        if len(words or "") > _LENGTHS[name]
    ]


def _is_tag(words: str) -> bool:
    try:
        Multilingual({words: "x"}, words)
    except ValueError:
        return False
    return True


def _is_address(words: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(words)
    except ValidationError:
        return False
    return True
