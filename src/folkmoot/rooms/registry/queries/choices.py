"""What a form offers while somebody types: "which Minsk?"."""

from dataclasses import dataclass

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key, search_text
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.search import find_by_name
from folkmoot.rooms.registry.models import OfficeHeld
from folkmoot.rooms.registry.terms import OFFICE_HELD


@dataclass(frozen=True, slots=True)
class Choice:
    """One line to choose; ``detail`` tells namesakes apart (an office, a region)."""

    kind: str
    uid: str
    label: Multilingual
    detail: Multilingual


def choices(kind: str, text: str = "", *, limit: int = 20) -> list[Choice]:
    """Records of a registry kind that fit what was typed so far, best first. One query.

    Nothing typed gives the weightiest. A code ("BY", "BY-HR") finds a country or region.
    """
    if kind == OFFICE_HELD:
        return _offices(text, limit)
    if not name_key(text):
        rows = SearchEntry.objects.filter(kind=kind).order_by("-weight", "id")[:limit]
        return [Choice(kind, str(row.uid), row.title, row.excerpt) for row in rows]
    found = find_by_name(kind, text, limit=limit)
    if not found:
        # Codes are words, not names. At most this one query more.
        rows = SearchEntry.objects.filter(kind=kind, search_text__contains=search_text(text))
        return [Choice(kind, str(row.uid), row.title, row.excerpt) for row in rows[:limit]]
    return [Choice(kind, one.ref.uid, one.title, one.excerpt) for one in found]


def _offices(text: str, limit: int) -> list[Choice]:
    """Offices of the people whose name fits. Two queries."""
    people = [one.ref.uid for one in find_by_name("registry.person", text, limit=limit)]
    held = OfficeHeld.objects.filter(person__uid__in=people).select_related("person")
    return [
        Choice(OFFICE_HELD, str(one.uid), one.person.name, one.title)
        for one in held.order_by("person_id", "-since", "-id")[:limit]
    ]
