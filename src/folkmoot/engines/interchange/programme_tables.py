"""A programme as a table: one row for each session, for CSV, CSVW and a workbook."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from folkmoot.engines.interchange.programmes import Item, Programme
from folkmoot.engines.interchange.slots import clean
from folkmoot.engines.interchange.tables import Cell, Column

COLUMNS = (
    Column("uid", {"en": "Identity"}, is_required=True, means="Of the session; never changes."),
    Column("title", {"en": "Title"}, is_required=True),
    Column("kind", {"en": "Kind"}, is_required=True, means="Code, such as plenary."),
    Column("strand", {"en": "Strand"}, means="Empty: none."),
    Column("date", {"en": "Date"}, "date", means="On the venue's clock. Empty: not known to the day."),
    Column("starts", {"en": "Starts"}, "dateTime", means="With offset. Empty: no time is stated."),
    Column("ends", {"en": "Ends"}, "dateTime", means="With offset. Empty: not stated."),
    Column("time_zone", {"en": "Time zone"}, is_required=True, means="IANA name."),
    Column("city", {"en": "City"}, means="Several with semicolons: held at once in all."),
    Column("venue", {"en": "Venue"}, means="In the order of the cities."),
    Column("room", {"en": "Room"}, means="Where no room is known, the place as stated."),
    Column("address", {"en": "Address"}, means="Of the venue."),
    Column("people", {"en": "People"}, means="Name (role), with semicolons."),
    Column("languages", {"en": "Languages"}, means="BCP 47 tags with semicolons."),
    Column("abstract", {"en": "Abstract"}),
    Column("stream", {"en": "Stream"}, "anyURI"),
    Column("status", {"en": "Status"}, is_required=True, means="confirmed or cancelled."),
    Column("changed_at", {"en": "Changed"}, "dateTime", is_required=True,
           means="When a release changed the session last."),
    Column("url", {"en": "Page"}, "anyURI", is_required=True),
)  # fmt: skip


def programme_rows(programme: Programme) -> Iterator[list[Cell]]:
    """The sessions in the order of the programme; what was taken out is not among them."""
    return (_row(item) for item in programme.items if not item.is_removed)


def _row(item: Item) -> list[Cell]:
    zone = ZoneInfo(item.time_zone)
    starts_at = item.starts_at.astimezone(zone) if item.starts_at else None
    ends_at = item.ends_at.astimezone(zone) if item.ends_at else None
    rooms = [hall.name for hall in item.halls] or [item.place]
    return [
        item.uid,
        _line(item.title),
        item.kind,
        _line(item.line.name) if item.line else None,
        starts_at.date() if starts_at else item.on,
        starts_at,
        ends_at,
        item.time_zone,
        _several(hall.city for hall in item.halls),
        _several(hall.venue for hall in item.halls),
        _several(rooms),
        _several(hall.address for hall in item.halls),
        _several(f"{one.name} ({one.role})" if one.role else one.name for one in item.participants),
        ";".join(item.languages),
        clean(item.abstract),
        item.stream,
        "cancelled" if item.is_cancelled else "confirmed",
        _whole_seconds(item.changed_at),
        item.address,
    ]


def _several(words: Iterator[str] | list[str]) -> str:
    # A semicolon inside a name would part it in two.
    return "; ".join(_line(one).replace(";", ",") for one in words if one)


def _line(words: str) -> str:
    return " ".join(clean(words).split())


def _whole_seconds(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
