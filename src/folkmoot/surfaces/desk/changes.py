"""What a release changes and what deserves a look, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.texts import shown
from folkmoot.rooms.programme.queries.draft import ReleaseWarning
from folkmoot.rooms.programme.queries.frozen import Change
from folkmoot.rooms.programme.terms import ChangeCode, WarningCode
from folkmoot.surfaces.desk.telling import field_label
from folkmoot.ui.dates import say_moment


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change of a session: which, how, from what to what."""

    title: Multilingual
    how: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownWarning:
    """Something that a release points out, with links to the sessions."""

    what: str
    contested: Multilingual
    sessions: tuple[tuple[Multilingual, str], ...]


def shown_changes(changes: Iterable[Change], zone_name: str) -> list[ShownChange]:
    """Changes in the words of the interface. No query."""
    zone = ZoneInfo(zone_name)
    return [
        ShownChange(
            one.title,
            str(ChangeCode(one.code).label),
            _say(one.code, one.before, zone),
            _say(one.code, one.after, zone),
        )
        for one in changes
    ]


def shown_warnings(warnings: Iterable[ReleaseWarning]) -> list[ShownWarning]:
    """Warnings in the words of the interface. No query."""
    return [
        ShownWarning(
            str(WarningCode(one.code).label),
            one.contested,
            tuple(
                (block.title, reverse("desk:record_edit", args=["programme.session", block.uid]))
                for block in one.sessions
            ),
        )
        for one in warnings
    ]


def _say(code: str, values: tuple[Any, ...], zone: ZoneInfo) -> str:
    if code == ChangeCode.MOVED:
        return " – ".join(_say_time(value, zone) for value in values if value)
    if code == ChangeCode.DETAILS:
        return ", ".join(field_label("programme.session", name) for name in values)
    return ", ".join(shown(value) for value in values if isinstance(value, Multilingual))


def _say_time(value: str, zone: ZoneInfo) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:  # a date as stated
        return value
    return say_moment(moment, zone) if moment.tzinfo else value
