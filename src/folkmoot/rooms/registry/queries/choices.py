"""What a form offers while somebody types: "which Minsk?"."""

import re
from dataclasses import dataclass

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.search import find_by_name
from folkmoot.rooms.registry.models import OfficeHeld
from folkmoot.rooms.registry.terms import COUNTRY, OFFICE_HELD, REGION

# Enough to find the exact name among those that merely contain what was typed.
LOOKED_AT = 100
_CODE = re.compile(r"[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line to choose; ``detail`` tells namesakes apart (an office, a region)."""

    kind: str
    uid: str
    label: Multilingual
    detail: Multilingual


def choices(kind: str, text: str = "", *, limit: int = 20) -> list[Choice]:
    """Records of a registry kind that fit what was typed so far, best first. At most two queries.

    Nothing typed gives the weightiest. A code ("BY", "BY-HR") finds a country or region.
    """
    if kind == OFFICE_HELD:
        return _offices(text, limit)
    if not name_key(text):
        rows = SearchEntry.objects.filter(kind=kind).order_by("-weight", "id")[:limit]
        return [Choice(kind, str(row.uid), row.title, row.excerpt) for row in rows]
    if kind in (COUNTRY, REGION) and _CODE.fullmatch(text.strip()):
        # At most this one query more: two letters would fit half the names of the world.
        coded = SearchEntry.objects.filter(kind=kind, place=text.strip().upper()).first()
        if coded:
            return [Choice(kind, str(coded.uid), coded.title, coded.excerpt)]
    found = find_by_name(kind, text, limit=max(limit, LOOKED_AT))
    found.sort(key=lambda one: not _is_called(one.title, text))
    return [Choice(kind, one.ref.uid, one.title, one.excerpt) for one in found[:limit]]


def _is_called(title: Multilingual, text: str) -> bool:
    """Whether the typed words are the whole name, so that Brest comes before Budapest."""
    return name_key(text) in {name_key(name) for name in title.texts.values()}


def _offices(text: str, limit: int) -> list[Choice]:
    """Offices of the people whose name fits. Two queries."""
    people = [one.ref.uid for one in find_by_name("registry.person", text, limit=limit)]
    held = OfficeHeld.objects.filter(person__uid__in=people).select_related("person")
    return [
        Choice(OFFICE_HELD, str(one.uid), one.person.name, one.title)
        for one in held.order_by("person_id", "-since", "-id")[:limit]
    ]
