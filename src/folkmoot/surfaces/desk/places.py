"""Where a record's form is filled in: its edition, and the clock of its venue."""

from typing import Any
from zoneinfo import ZoneInfo

from folkmoot.kernel.records import Record
from folkmoot.rooms.programme.models import Edition, Session, Venue
from folkmoot.surfaces.desk.forms import FormPlace


def place_of(record: Record | None, given: dict[str, Any]) -> FormPlace:
    """The place of a stored record, or of a new one by its address. At most two queries."""
    edition = _edition_of(record, given)
    if edition is None:
        return FormPlace()
    return FormPlace(edition, _zone_of(record) or ZoneInfo(edition.time_zone))


def _edition_of(record: Record | None, given: dict[str, Any]) -> Edition | None:
    if isinstance(record, Edition):
        return record
    found = getattr(record, "edition", None) if record is not None else given.get("edition")
    if found is None and "venue" in given:
        found = given["venue"].edition
    if found is None and record is not None and hasattr(record, "venue"):
        found = record.venue.edition
    if found is None and (practice := given.get("practice") or getattr(record, "practice", None)):
        found = practice.edition
    return found if isinstance(found, Edition) else None


def _zone_of(record: Record | None) -> ZoneInfo | None:
    """The zone of the first room of a session: its times are written on that clock."""
    if isinstance(record, Venue):
        return ZoneInfo(record.time_zone)
    if not isinstance(record, Session) or record.pk is None:
        return None
    held_in = record.session_rooms.select_related("room__venue").order_by("position", "id").first()
    return ZoneInfo(held_in.room.venue.time_zone) if held_in else None
