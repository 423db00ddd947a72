"""What releases changed, in sentences that a visitor can read. No query."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.engines.values.dates import parse
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.programme.queries.frozen import Change
from folkmoot.rooms.programme.terms import ChangeCode
from folkmoot.ui.dates import say_moment, say_partial_date


def change_sentences(changes: Iterable[Change], *, language: str, zone: str) -> list[str]:
    """One or two sentences for each change, in the interface language that is on.

    Args:
        language: of titles and names.
        zone: IANA name; times are said on its clock.
    """
    return [sentence for one in changes for sentence in _said(one, language, ZoneInfo(zone))]


def _said(change: Change, language: str, zone: ZoneInfo) -> Iterator[str]:
    told = {"title": change.title.pick((language,))[1]}
    match ChangeCode(change.code):
        case ChangeCode.ADDED:
            yield _("New: “%(title)s”.") % told
        case ChangeCode.REMOVED:
            yield _("“%(title)s” was taken out of the programme.") % told
        case ChangeCode.CANCELLED:
            yield _("“%(title)s” is cancelled.") % told
        case ChangeCode.REINSTATED:
            yield _("“%(title)s” takes place after all.") % told
        case ChangeCode.MOVED:
            yield _moved(change, told, zone)
        case ChangeCode.ROOM:
            yield _moved_room(change, told, language)
        case ChangeCode.RENAMED:
            before = {"before": _names(change.before, language)}
            yield _("“%(before)s” is now called “%(title)s”.") % {**told, **before}
        case ChangeCode.PEOPLE:
            yield from _people(change, told, language)
        case ChangeCode.DETAILS:
            yield _("Details of “%(title)s” changed.") % told


def _moved(change: Change, told: dict[str, str], zone: ZoneInfo) -> str:
    before, after = (_time(values, zone) for values in (change.before, change.after))
    times = {**told, "before": before, "after": after}
    if before and after and before != after:
        return _("“%(title)s” moved from %(before)s to %(after)s.") % times
    if after and not before:
        return _("“%(title)s” now has a time: %(after)s.") % times
    if before and not after:
        return _("“%(title)s” no longer has a time; it was %(before)s.") % times
    return _("“%(title)s” ends at another time.") % times


def _moved_room(change: Change, told: dict[str, str], language: str) -> str:
    before, after = _names(change.before, language), _names(change.after, language)
    rooms = {**told, "before": before, "after": after}
    if before and after:
        return _("“%(title)s” moved from the room %(before)s to %(after)s.") % rooms
    if after:
        return _("“%(title)s” now has a room: %(after)s.") % rooms
    return _("“%(title)s” no longer has a room; it was %(before)s.") % rooms


def _people(change: Change, told: dict[str, str], language: str) -> Iterator[str]:
    come, gone = _names(change.after, language), _names(change.before, language)
    if come:
        yield _("“%(title)s”: %(names)s now takes part.") % {**told, "names": come}
    if gone:
        yield _("“%(title)s”: %(names)s no longer takes part.") % {**told, "names": gone}


def _names(values: Iterable[object], language: str) -> str:
    return ", ".join(
        one.pick((language,))[1] for one in values if isinstance(one, Multilingual) and one
    )


def _time(values: tuple[str, ...], zone: ZoneInfo) -> str:
    """The start, else the day as stated."""
    start, _end, stated = (*values, "", "", "")[:3]
    if start:
        return say_moment(datetime.fromisoformat(start), zone)
    return say_partial_date(parse(stated)) if stated else ""
