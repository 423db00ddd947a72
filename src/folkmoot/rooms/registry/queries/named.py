"""Registry records by the names that documents use for them, and what may be meant by a name."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

import pycountry
from django.db.models import Q

from folkmoot.engines.linking import Candidate, Described, Subject
from folkmoot.engines.values.spelling import name_key
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.records import model_of
from folkmoot.rooms.registry.models import (
    City,
    Country,
    Name,
    OfficeHeld,
    Organisation,
    Person,
    Region,
)
from folkmoot.rooms.registry.terms import NAME_WITHHELD, ORGANISATION, PERSON

P = TypeVar("P", City, Country, Region, Organisation)

# Names asked for at once, and records looked at for them; beyond these the reviewer searches.
_NAMES_AT_MOST = 150
_RECORDS_AT_MOST = 400


def country_named(name: str) -> Country | None:
    """The country of a name in any language, or of its official English name. Four queries."""
    found = named(Country, name)
    if found is not None:
        return found
    code = _official_names().get(name_key(name))
    return Country.objects.filter(code=code).first() if code else None


def place_named(name: str) -> City | Region | Country | None:
    """The city, else the region, else the country that bears exactly this name in any language.

    At most ten queries. ``None`` where nothing or more than one of equal weight does.
    """
    return named(City, name) or named(Region, name) or country_named(name)


def named(model: type[P], name: str) -> P | None:
    """The record whose name in any language, or further name, is exactly this, however spelt.

    Of namesakes the weightier one; ``None`` where two weigh the same. At most three queries.
    """
    key = name_key(name)
    if not key:
        return None
    kind = model._meta.label_lower
    rows = SearchEntry.objects.filter(_sounding(key), kind=kind).order_by("-weight", "id")
    bearers = _called(key, kind, list(rows.only("uid", "title", "weight")[:_RECORDS_AT_MOST]))
    if not bearers or (len(bearers) > 1 and bearers[0].weight == bearers[1].weight):
        return None
    manager: Any = model._default_manager
    found: P | None = manager.filter(uid=bearers[0].uid).first()
    return found


def possible_people(asked: Sequence[Described]) -> list[Candidate]:
    """The people who may be meant by any of the names. Four queries."""
    records = _possible(PERSON, asked)
    further = _further_names(PERSON, [record.uid for record in records])
    offices: dict[int, list[OfficeHeld]] = {}
    held = OfficeHeld.objects.filter(person__in=[record.pk for record in records])
    for office in held.select_related("organisation").order_by("-since", "-id"):
        offices.setdefault(office.person_id, []).append(office)
    return [
        Candidate(
            str(person.ref),
            Described(
                subject=Subject.PERSON,
                names=(*person.name.texts.values(), *further[person.uid]),
                offices=tuple(
                    text for office in offices.get(person.pk, ()) for text in _office_texts(office)
                ),
                country=_country_texts(person),
            ),
        )
        for person in records
        if person.name != NAME_WITHHELD
    ]


def possible_organisations(asked: Sequence[Described]) -> list[Candidate]:
    """The organisations that may be meant by any of the names. Three queries."""
    records = _possible(ORGANISATION, asked)
    further = _further_names(ORGANISATION, [record.uid for record in records])
    return [
        Candidate(
            str(body.ref),
            Described(
                subject=Subject.ORGANISATION,
                names=(*body.name.texts.values(), *further[body.uid]),
                country=_country_texts(body),
            ),
        )
        for body in records
    ]


def _possible(kind: str, asked: Sequence[Described]) -> list[Any]:
    """Records that share a name's longest word; spellings differ most in short words."""
    keys = {name_key(name) for described in asked for name in described.names}
    beginnings = {
        max(key.split(), key=len)[:5] for key in sorted(keys)[:_NAMES_AT_MOST] if key.split()
    }
    if not beginnings:
        return []
    condition = Q()
    for beginning in sorted(beginnings):
        condition |= Q(name_keys__contains=beginning)
    found = SearchEntry.objects.filter(condition, kind=kind)
    uids = list(found.order_by("-weight", "id").values_list("uid", flat=True)[:_RECORDS_AT_MOST])
    manager: Any = model_of(kind)._default_manager
    return list(manager.filter(uid__in=uids).select_related("country").order_by("id"))


@cache
def _official_names() -> dict[str, str]:
    """ "Kingdom of …", "… Republic": the skeleton of each official name and its country's code."""
    named = {one.alpha_2: getattr(one, "official_name", "") for one in pycountry.countries}
    return {name_key(name): code for code, name in named.items() if name}


def _called(key: str, kind: str, entries: Sequence[SearchEntry]) -> list[SearchEntry]:
    """The entries of which one name, not only a part of it, has the key."""
    further = _further_names(kind, [entry.uid for entry in entries])
    return [
        entry
        for entry in entries
        if key in {name_key(text) for text in (*entry.title.texts.values(), *further[entry.uid])}
    ]


def _sounding(key: str) -> Q:
    condition = Q()
    for word in key.split():
        condition &= Q(name_keys__contains=word)
    return condition


def _further_names(kind: str, uids: Iterable[Any]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {uid: [] for uid in uids}
    rows = Name.objects.filter(owner_kind=kind, owner_uid__in=list(found)).order_by("id")
    for uid, text in rows.values_list("owner_uid", "text"):
        found[uid].append(text)
    return found


def _office_texts(office: OfficeHeld) -> Iterable[str]:
    for language, title in office.title.texts.items():
        yield title
        body = office.organisation.name.texts.get(language) if office.organisation else ""
        if body:
            yield f"{title} {body}"


def _country_texts(record: Person | Organisation) -> str:
    """All names of the country in one, so that any of them is found in it."""
    return " ".join(record.country.name.texts.values()) if record.country else ""
