"""What the intakes of the programme share: citing, places, dates, closed sets."""

from collections.abc import Mapping
from typing import Any, TypeVar

from folkmoot.engines.values import dates
from folkmoot.kernel.intake import Accepted, Reading, Support
from folkmoot.kernel.records import Record, RecordRef
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.registry.models import City, Country, Region
from folkmoot.rooms.registry.queries.named import place_named

R = TypeVar("R", bound=Record)
Place = City | Region | Country


def cited(
    record: Record, accepted: Accepted, fields: Mapping[str, tuple[str, str]]
) -> list[Support]:
    """What of a record the proposal's fields support.

    Args:
        fields: column of the record → field of the proposal, and how sources are compared in it.
    """
    return [
        Support(record.ref, column, accepted.readings[field], compared)
        for column, (field, compared) in fields.items()
        if accepted.value(field) is not None
    ]


def places(accepted: Accepted, field: str) -> list[tuple[Place | None, Reading]]:
    """Each place of a field as the registry knows it, or ``None``, with its own words."""
    return [(place_named(name), reading) for name, reading in items(accepted, field)]


def items(accepted: Accepted, field: str) -> list[tuple[str, Reading]]:
    """Each item of a list with its own words; all the words where they are not one an item."""
    reading = accepted.readings.get(field)
    texts = accepted.texts(field)
    if reading is None:
        return []
    if len(reading.spans) != len(texts):
        return [(text, Reading(text, reading.spans, reading.text)) for text in texts]
    return [
        (text, Reading(text, (span,), reading.text))
        for text, span in zip(texts, reading.spans, strict=True)
    ]


def column_of(place: Place | str) -> str:
    """The column in which a place of this sort is kept; a name that nobody knows, as written."""
    return {City: "city", Region: "region", Country: "country", str: "as_written"}[type(place)]


def edtf(text: str) -> str:
    """A stated date as EDTF; empty where it is none."""
    try:
        return str(dates.parse(text)) if text else ""
    except ValueError:
        return ""


def among(allowed: Any, value: str, otherwise: str) -> str:
    """The value if it is one of a closed set."""
    return value if value in allowed else otherwise


def there(model: type[R], ref: RecordRef) -> R:
    """The record behind a pointer.

    Raises:
        NotFound: it is gone, or of another kind.
    """
    manager: Any = model._default_manager
    found: R | None = manager.filter(uid=ref.uid).first()
    if found is None or ref.kind != model._meta.label_lower:
        raise NotFound
    return found
