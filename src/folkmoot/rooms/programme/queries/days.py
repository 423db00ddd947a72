"""When an edition is held, as exactly as known. No query."""

from datetime import date

from folkmoot.engines.values.dates import parse
from folkmoot.rooms.programme.models import Edition


def edition_date(edition: Edition) -> str:
    """The days of an edition in EDTF: from its own days, else as stated; empty if unknown."""
    if edition.starts_on is None:
        return edition.dates
    last = edition.ends_on or edition.starts_on
    if last == edition.starts_on:
        return edition.starts_on.isoformat()
    return f"{edition.starts_on.isoformat()}/{last.isoformat()}"


def is_over(edition: Edition, today: date) -> bool:
    """Whether the last day an edition can have is past; unknown days are never over."""
    when = edition_date(edition)
    return bool(when) and parse(when).latest < today
