"""Checks that several use cases share: zones exist, records stay where they belong."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from folkmoot.kernel.records import Record
from folkmoot.kernel.refusals import Invalid


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def check_zone(values: Mapping[str, Any]) -> None:
    """Refuse a time zone that the IANA database does not know.

    Raises:
        Invalid: names the field.
    """
    zone = values.get("time_zone")
    if zone is not None and zone not in _zones():
        raise Invalid({"time_zone": [_("There is no such time zone. Write it like Europe/Minsk.")]})


def check_stays(record: Record, values: Mapping[str, Any], *names: str) -> None:
    """Refuse to move a record to another owner; its rights and its history hang on it.

    Raises:
        Invalid: names the field.
    """
    for name in names:
        if name in values and values[name] != getattr(record, name):
            raise Invalid({name: [_("This cannot be moved elsewhere. Make a new one there.")]})


def owner(values: Mapping[str, Any], name: str) -> Any:
    """The record that a new one will belong to.

    Raises:
        Invalid: none is given.
    """
    found = values.get(name)
    if found is None:
        raise refuse(name, _("Say where this belongs."))
    return found


def refuse(field: str, sentence: str) -> Invalid:
    """A refusal of one field, for raising."""
    return Invalid({field: [sentence]})


def check_label(label: str) -> None:
    """Refuse a label that is empty or longer than its column.

    Raises:
        Invalid: names the field.
    """
    if not 1 <= len(label.strip()) <= 40:
        raise refuse("label", _("A label has 1 to 40 characters, such as 1.2."))
