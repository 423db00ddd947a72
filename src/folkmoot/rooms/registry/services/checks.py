"""What the columns of one record must say together; used before anything is written."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.engines.values import dates
from folkmoot.kernel.records import Record, model_of
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.registry.models import Organisation, Region
from folkmoot.rooms.registry.terms import NAMED_KINDS

Subject = Record | type[Record]
DEEPEST = 12


def _reader(subject: Subject, values: Mapping[str, Any]) -> Callable[[str], Any]:
    """Each column as it would be stored: the new value, else that of the record."""

    def read(name: str) -> Any:
        if name in values:
            return values[name]
        return getattr(subject, name) if isinstance(subject, Record) else None

    return read


def _refuse(column: str, sentence: str) -> None:
    raise Invalid({column: [sentence]})


def _check_order(read: Callable[[str], Any], first: str, last: str) -> None:
    start, end = read(first), read(last)
    if not start or not end:
        return
    try:
        begins_late = dates.parse(start).earliest > dates.parse(end).latest
    except ValueError:
        return  # the column's own check names the malformed date
    if begins_late:
        _refuse(last, _("This is before the beginning."))


def check_country(subject: Subject, values: Mapping[str, Any]) -> None:
    """A code is two capital letters.

    Raises:
        Invalid: it is not.
    """
    code = str(_reader(subject, values)("code") or "")
    if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
        _refuse("code", _("Write two capital letters, such as BY."))


def check_region(subject: Subject, values: Mapping[str, Any]) -> None:
    """The code begins with the country's; the parent lies in the same country, no loop.

    Raises:
        Invalid: one of these fails.
    """
    read = _reader(subject, values)
    country, code, parent = read("country"), str(read("code") or ""), read("parent")
    if country and code and not code.startswith(f"{country.code}-"):
        _refuse("code", _("The code begins with the code of the country and a hyphen."))
    if parent and country and parent.country_id != country.pk:
        _refuse("parent", _("This region lies in another country."))
    if parent and isinstance(subject, Region) and _is_below(parent, subject):
        _refuse("parent", _("A region cannot be part of itself."))


def check_city(subject: Subject, values: Mapping[str, Any]) -> None:
    """The zone is one of IANA's; the region lies in the city's country.

    Raises:
        Invalid: one of these fails.
    """
    read = _reader(subject, values)
    zone, region, country = read("time_zone"), read("region"), read("country")
    if zone and not is_time_zone(zone):
        _refuse("time_zone", _("There is no such time zone. Write it like Europe/Minsk."))
    if region and country and region.country_id != country.pk:
        _refuse("region", _("This region lies in another country."))


def is_time_zone(name: str) -> bool:
    """Whether IANA has such a zone (ZoneInfo also refuses paths)."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder of zones is an OSError
        return False
    return True


def check_organisation(subject: Subject, values: Mapping[str, Any]) -> None:
    """No organisation is part of itself, nor ends before it begins.

    Raises:
        Invalid: one of these fails.
    """
    read = _reader(subject, values)
    _check_order(read, "founded", "dissolved")
    parent = read("parent")
    if parent and isinstance(subject, Organisation) and _is_below(parent, subject):
        _refuse("parent", _("An organisation cannot be part of itself."))


def _is_below(one: Region | Organisation, other: Region | Organisation) -> bool:
    above: Any = one
    for _step in range(DEEPEST):
        if above is None:
            return False
        if above.pk == other.pk:
            return True
        above = above.parent
    return True  # deeper than any real body: a loop made elsewhere


def check_membership(subject: Subject, values: Mapping[str, Any]) -> None:
    """A membership does not end before it begins.

    Raises:
        Invalid: it does.
    """
    _check_order(_reader(subject, values), "since", "until")


def check_office(subject: Subject, values: Mapping[str, Any]) -> None:
    """An office is not left before it is taken.

    Raises:
        Invalid: it is.
    """
    _check_order(_reader(subject, values), "since", "until")


def check_owner(subject: Subject, values: Mapping[str, Any]) -> None:
    """The record that is to bear a name or identifier exists, and may bear one.

    Raises:
        Invalid: there is no such record.
    """
    read = _reader(subject, values)
    kind, uid = read("owner_kind"), read("owner_uid")
    if kind not in NAMED_KINDS:
        _refuse("owner_kind", _("Records of this kind have no further names."))
    if not model_of(kind)._default_manager.filter(uid=uid).exists():
        _refuse("owner_uid", _("There is no such record."))


def check_name(subject: Subject, values: Mapping[str, Any]) -> None:
    """As :func:`check_owner`; and a name is not given up before it is taken.

    Raises:
        Invalid: one of these fails.
    """
    check_owner(subject, values)
    _check_order(_reader(subject, values), "since", "until")
