"""Series, editions and sessions as linking compares them with what documents propose."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from folkmoot.engines.linking import Candidate, Described, Subject
from folkmoot.engines.values.dates import from_days
from folkmoot.rooms.evidence.models import Citation
from folkmoot.rooms.programme.models import Edition, EditionPlace, Series, Session
from folkmoot.rooms.programme.terms import INTERNAL_KINDS, HostRole

# Nobody holds more forums; beyond these the newest are compared.
_EDITIONS_AT_MOST = 3000
_SESSIONS_AT_MOST = 5000


def possible_series(_asked: Sequence[Described]) -> list[Candidate]:
    """Every series under its names. One query."""
    rows = Series.objects.order_by("id").only("uid", "name", "short_name")
    return [
        Candidate(str(row.ref), Described(subject=Subject.SERIES, names=_series_names(row)))
        for row in rows
    ]


def possible_editions(_asked: Sequence[Described]) -> list[Candidate]:
    """Every edition with the names of its series, its ordinal, dates and places. Three queries."""
    rows = Edition.objects.select_related("series").order_by("-starts_on", "-id")
    editions = list(rows[:_EDITIONS_AT_MOST])
    places: dict[int, list[str]] = {}
    hosts = EditionPlace.objects.filter(edition__in=editions).exclude(role=HostRole.NEXT)
    for place in hosts.select_related("city", "region", "country").order_by("position", "id"):
        places.setdefault(place.edition_id, []).extend(_place_names(place))
    told = _first_told(one for one in editions if not dates_of(one))
    return [
        Candidate(
            str(one.ref),
            Described(
                subject=Subject.EDITION,
                names=(*_series_names(one.series), *one.name.texts.values()),
                ordinal=one.ordinal,
                dates=dates_of(one),
                told=told.get(one.uid, ""),
                status=one.status,
                places=tuple(places.get(one.pk, ())),
            ),
        )
        for one in editions
    ]


def possible_sessions(asked: Sequence[Described]) -> list[Candidate]:
    """The sessions of the editions that are asked for, which a document can mean. One query."""
    uids = {parent.partition(":")[2] for parent in _parents(asked)}
    rows = Session.objects.filter(edition__uid__in=uids).select_related("edition", "city")
    rows = rows.exclude(kind__in=INTERNAL_KINDS)
    return [
        Candidate(
            str(one.ref),
            Described(
                subject=Subject.SESSION,
                names=tuple(one.title.texts.values()),
                dates=one.on_date or (f"{one.starts_at:%Y-%m-%d}" if one.starts_at else ""),
                places=tuple(one.city.name.texts.values()) if one.city else (),
                parent=str(one.edition.ref),
            ),
        )
        for one in rows.order_by("id")[:_SESSIONS_AT_MOST]
    ]


def dates_of(edition: Edition) -> str:
    """When an edition is, as EDTF; empty where nobody said."""
    if edition.starts_on and edition.ends_on:
        return str(from_days(edition.starts_on, edition.ends_on))
    day = edition.starts_on or edition.ends_on
    return edition.dates or (day.isoformat() if day else "")


def _first_told(editions: Iterable[Edition]) -> dict[UUID, str]:
    """When the first source wrote of each edition: the nearest there is to an unstated date."""
    uids = [edition.uid for edition in editions]
    rows = Citation.objects.filter(record_kind=Edition._meta.label_lower, record_uid__in=uids)
    told: dict[UUID, str] = {}
    published = rows.exclude(passage__source__published="").order_by("-passage__source__published")
    for uid, stated in published.values_list("record_uid", "passage__source__published"):
        told[uid] = stated  # the earliest comes last and stays
    return told


def _parents(asked: Iterable[Described]) -> set[str]:
    return {described.parent for described in asked if described.parent}


def _series_names(series: Series) -> tuple[str, ...]:
    return (*series.name.texts.values(), *series.short_name.texts.values())


def _place_names(place: Any) -> Iterable[str]:
    for one in (place.city, place.region, place.country):
        if one is not None:
            yield from one.name.texts.values()
    if place.as_written:
        yield place.as_written
