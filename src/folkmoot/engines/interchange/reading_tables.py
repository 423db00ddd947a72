"""Reads sessions from the rows of a table: our own, or one that people keep in a spreadsheet.

The first row that has a heading for the title is the head. Headings are known in English,
Russian and Belarusian; others are left out and named.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from folkmoot.engines.interchange.incoming import (
    SESSIONS_AT_MOST,
    Fault,
    FaultKind,
    StatedPerson,
    StatedProgramme,
    StatedSession,
    Unreadable,
)

_HEADS = {
    "uid": ("uid", "id", "guid", "identity", "номер", "код", "нумар"),
    "title": ("title", "session", "name", "название", "заседание", "мероприятие", "назва"),
    "abstract": ("abstract", "description", "аннотация", "описание", "анатацыя", "апісанне"),
    "kind": ("kind", "type", "вид", "тип", "від", "тып"),
    "strand": ("strand", "track", "section", "направление", "секция", "кірунак", "секцыя"),
    "date": ("date", "day", "дата", "день", "дзень"),
    "starts": ("starts", "start", "begin", "from", "начало", "время", "пачатак", "час"),
    "ends": ("ends", "end", "to", "until", "окончание", "конец", "канец", "заканчэнне"),
    "time_zone": ("time_zone", "time zone", "timezone", "часовой пояс", "часавы пояс"),
    "room": ("room", "rooms", "hall", "place", "зал", "место", "зала", "месца"),
    "people": ("people", "speakers", "speaker", "persons", "участники", "спикеры", "удзельнікі"),
    "languages": ("languages", "language", "языки", "язык", "мовы", "мова"),
    "stream": ("stream", "stream link", "трансляция", "трансляцыя"),
    "status": ("status", "статус"),
}
_MEANS = {word: name for name, words in _HEADS.items() for word in words}
_HEADS_WITHIN = 10
_CANCELLED = ("cancelled", "canceled", "отменено", "адменена")
_DAY_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


def read_session_rows(
    rows: Iterable[tuple[int, Sequence[str]]], *, zone: str
) -> tuple[StatedProgramme, tuple[str, ...]]:
    """The sessions of a table, and the headings that nobody knows.

    Args:
        rows: each with its number as the spreadsheet shows it.
        zone: IANA name; of times in rows that name no zone and no offset.

    Raises:
        Unreadable: no row is a head with a column for titles, or there is no row below it.
    """
    told = list(rows)
    place, heads = _head(told)
    unknown = tuple(words for words, name in heads if words and not name)
    sessions = [
        _session(number, _cells(heads, cells), zone)
        for number, cells in told[place + 1 :]
        if any(cell.strip() for cell in cells)
    ]
    if not sessions:
        raise Unreadable(Fault(FaultKind.NO_SESSIONS))
    if len(sessions) > SESSIONS_AT_MOST:
        raise Unreadable(Fault(FaultKind.TOO_MANY))
    return StatedProgramme("table", "", tuple(sessions)), unknown


def _head(rows: list[tuple[int, Sequence[str]]]) -> tuple[int, list[tuple[str, str]]]:
    for place, (_number, cells) in enumerate(rows[:_HEADS_WITHIN]):
        heads = [(cell.strip(), _MEANS.get(cell.strip().casefold(), "")) for cell in cells]
        if any(name == "title" for _words, name in heads):
            return place, heads
    raise Unreadable(Fault(FaultKind.NOT_THIS_FORMAT, "row 1"))


def _cells(heads: list[tuple[str, str]], cells: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for (_words, name), cell in zip(heads, cells, strict=False):
        if name and name not in found:
            found[name] = cell.strip()
    return found


def _session(number: int, cells: Mapping[str, str], zone: str) -> StatedSession:
    where = f"row {number}"
    title = " ".join(cells.get("title", "").split())
    faults = [] if title else [Fault(FaultKind.NO_TITLE, where)]
    starts_at, ends_at, on = None, None, None
    try:
        clock = ZoneInfo(cells.get("time_zone") or zone)
        on = _day(cells.get("date", ""))
        starts_at = _moment(cells.get("starts", ""), on, clock)
        ends_at = _moment(cells.get("ends", ""), starts_at.date() if starts_at else on, clock)
    except (ZoneInfoNotFoundError, OSError):
        faults.append(Fault(FaultKind.BAD_ZONE, where, cells.get("time_zone", "")[:60]))
    except ValueError as fault:
        faults.append(Fault(FaultKind.BAD_DATE, where, str(fault)[:60]))
    if ends_at and (starts_at is None or ends_at <= starts_at):
        faults.append(Fault(FaultKind.BAD_LENGTH, where, cells.get("ends", "")[:60]))
    people = _several(cells.get("people", ""))
    return StatedSession(
        where=where,
        identities=(cells["uid"].lower(),) if cells.get("uid") else (),
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        on=on if starts_at is None else None,
        abstract=cells.get("abstract") or None,
        kind=cells.get("kind") or None,
        strand=cells.get("strand") or None,
        rooms=_several(cells.get("room", "")),
        people=tuple(StatedPerson(_without_role(one)) for one in people) if people else None,
        languages=_several(cells.get("languages", "")),
        stream=cells.get("stream") or None,
        is_cancelled=cells.get("status", "").casefold() in _CANCELLED,
        faults=tuple(faults),
    )


def _day(cell: str) -> date | None:
    if not cell:
        return None
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(cell[:10], form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(cell)


def _moment(cell: str, on: date | None, zone: ZoneInfo) -> datetime | None:
    """A moment as ISO 8601, or a time on the day of the row."""
    if not cell:
        return None
    if "T" in cell or " " in cell or len(cell) > 8:
        try:
            at = datetime.fromisoformat(cell)
        except ValueError:
            raise ValueError(cell) from None
        return at if at.tzinfo else at.replace(tzinfo=zone)
    if on is None:
        raise ValueError(cell)
    try:
        clock = time.fromisoformat(cell.replace(".", ":").zfill(5))
    except ValueError:
        raise ValueError(cell) from None
    return datetime.combine(on, clock, zone)


def _several(cell: str) -> tuple[str, ...] | None:
    """The parts between semicolons; ``None`` where the cell is empty."""
    return tuple(" ".join(one.split()) for one in cell.split(";") if one.strip()) or None


def _without_role(name: str) -> str:
    """Our own table writes the role behind the name."""
    return name.rpartition(" (")[0] if name.endswith(")") and " (" in name else name
