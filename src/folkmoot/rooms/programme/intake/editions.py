"""Accepted proposals of series, editions and next hosts.

An existing edition is completed where it is empty, never overwritten; only a planned one becomes
held by a report of it. What the source states
otherwise is cited with its value, so that the difference is shown.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.engines.linking import Described, Subject, rank
from folkmoot.engines.values import dates
from folkmoot.engines.values.spelling import transliterate
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.intake import Accepted, Compared, Support, Taken, empty_columns, needed
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.programme.intake.shared import (
    Place,
    among,
    cited,
    column_of,
    edtf,
    items,
    places,
    there,
)
from folkmoot.rooms.programme.models import Edition, EditionOrganiser, EditionPlace, Series
from folkmoot.rooms.programme.queries.linking import possible_series
from folkmoot.rooms.programme.services import (
    change_edition,
    create_edition,
    create_edition_organiser,
    create_edition_place,
    create_series,
)
from folkmoot.rooms.programme.terms import EditionStatus, Format, HostRole
from folkmoot.rooms.registry.intake import body_named

_SLUG = 60
# What documents say of a status, as this room calls it; the first that fits counts.
_STATUS = (
    ("postponed", EditionStatus.POSTPONED),
    ("cancel", EditionStatus.CANCELLED),
    ("under", EditionStatus.UNDER_WAY),
    ("closing", EditionStatus.UNDER_WAY),
    ("held", EditionStatus.HELD),
)

# Column of the record: field of the proposal and how sources are compared in it.
_EDITION_FIELDS: Mapping[str, tuple[str, str]] = {
    "name": ("series", Compared.NAME),
    "ordinal": ("ordinal", Compared.NUMBER),
    "dates": ("dates", Compared.DATE),
    "starts_on": ("start", Compared.DATE),
    "ends_on": ("end", Compared.DATE),
    "theme": ("topic", ""),
    "status": ("status", ""),
    "participants": ("participants", ""),
    "format": ("format", ""),
    "places": ("place", Compared.PLACE),
}


def take_series(actor: Actor, accepted: Accepted) -> Taken:
    """A series under the name that the source gives it.

    Raises:
        NotAllowed: the actor lacks ``programme.create`` everywhere.
        Invalid: there is no name.
    """
    name = needed(accepted.text("series"), "series", _("Say what the series is called."))
    series = there(Series, accepted.link) if accepted.link else _new_series(actor, accepted, name)
    return Taken(
        series.ref, (Support(series.ref, "name", accepted.readings["series"], Compared.NAME),)
    )


def take_edition(actor: Actor, accepted: Accepted) -> Taken:
    """An edition of a series that is known, chosen, or begun with it.

    Raises:
        NotAllowed: the actor lacks ``programme.create``, or ``programme.edit`` for one that exists.
        Invalid: nothing says of which series.
    """
    values = _edition_values(accepted)
    supports: list[Support] = []
    if accepted.link is None:
        series, is_new = _series_for(actor, accepted)
        if is_new and "series" in accepted.readings:
            supports.append(Support(series.ref, "name", accepted.readings["series"]))
        edition = create_edition(
            actor=actor,
            values={**values, "series": series, **_naming(series, accepted)},
            at=accepted.at,
        )
    else:
        edition = there(Edition, accepted.link)
        missing = empty_columns(edition, values)
        missing.pop("status", None)
        # "Planned" is all that an announcement can say; a report that it was held says more.
        if values["status"] == EditionStatus.HELD and edition.status == EditionStatus.PLANNED:
            missing["status"] = EditionStatus.HELD
        if missing:
            edition = change_edition(actor=actor, edition=edition, values=missing, at=accepted.at)
    supports += cited(edition, accepted, _EDITION_FIELDS)
    supports += _add_places(actor, edition, accepted)
    supports += _add_organisers(actor, edition, accepted)
    # Nothing tells whether it is a short name or another forum's; a person knows.
    left = ("alias",) if accepted.value("alias") else ()
    return Taken(edition.ref, tuple(supports), left)


def take_next_host(actor: Actor, accepted: Accepted) -> Taken:
    """Who holds the next edition, noted with the edition where it was said.

    Raises:
        NotAllowed: the actor lacks ``programme.edit``.
        Invalid: it is only an offer, or no place is named.
    """
    if accepted.text("status") == "offered":
        raise Invalid({"status": [_("An offer is no decision. Refuse this, or clear the status.")]})
    edition = there(Edition, needed(accepted.about, "about", _("Say of which edition.")))
    found, supports = [], []
    for field in ("place", "city", "region"):
        for place, reading in places(accepted, field):
            named = place or str(reading.value)
            row = _add_place(actor, edition, HostRole.NEXT, named, accepted)
            found.append(row)
            support = Support(row.ref, column_of(named), reading, Compared.PLACE)
            supports += [] if support in supports else [support]
    if not found:
        raise Invalid({"place": [_("Say which place holds the next edition.")]})
    return Taken(found[0].ref, tuple(supports))


def _edition_values(accepted: Accepted) -> dict[str, Any]:
    start, end = _day(accepted.text("start")), _day(accepted.text("end"))
    stated = edtf(accepted.text("dates"))
    if stated and not (start or end):
        start, end = _days(stated)
    status = accepted.text("status").casefold()
    return {
        "ordinal": _ordinal(accepted.value("ordinal")),
        "theme": accepted.words("topic"),
        "starts_on": start,
        "ends_on": end,
        "dates": ""
        if start and end
        else stated or edtf(accepted.text("start") or accepted.text("end")),
        "status": next((ours for word, ours in _STATUS if word in status), EditionStatus.PLANNED),
        "format": among(Format.values, accepted.text("format").replace(" ", "_"), ""),
        "participants": accepted.words("participants"),
    }


def _series_for(actor: Actor, accepted: Accepted) -> tuple[Series, bool]:
    chosen = accepted.choices.get("series")
    if chosen is not None and chosen.uid:
        return there(Series, chosen), False
    name = needed(accepted.text("series"), "series", _("Say of which series this is an edition."))
    if chosen is None:
        described = Described(subject=Subject.SERIES, names=(name, *accepted.texts("alias")))
        for match in rank(described, possible_series([described])):
            if match.is_strong:
                kind, _colon, uid = match.key.partition(":")
                return there(Series, RecordRef(kind, uid)), False
    return _new_series(actor, accepted, name), True


def _new_series(actor: Actor, accepted: Accepted, name: str) -> Series:
    taken = set(Series.objects.values_list("slug", flat=True))
    values = {"name": accepted.worded(name), "slug": _free_slug(name, taken)}
    return create_series(actor=actor, values=values, at=accepted.at)


def _naming(series: Series, accepted: Accepted) -> dict[str, Any]:
    """What a new edition is called, and where: by ordinal, else year, else its own words."""
    ordinal = _ordinal(accepted.value("ordinal"))
    stated = accepted.text("dates") or accepted.text("start") or accepted.text("end")
    wanted = str(ordinal) if ordinal else stated[:4] or accepted.text("series")
    taken = set(Edition.objects.filter(series=series).values_list("slug", flat=True))
    return {
        "slug": _free_slug(wanted, taken),
        "name": accepted.worded((_name_as_written(accepted) or str(series))[:300]),
    }


def _name_as_written(accepted: Accepted) -> str:
    """The name with the ordinal in it, if that is this edition's own.

    Without its ordinal the words may begin and end anywhere, and "the first, four years ago"
    stands far from the name, which then holds the ordinal of another edition.
    """
    name, ordinal = accepted.readings.get("series"), accepted.readings.get("ordinal")
    if name is None or ordinal is None or not name.spans:
        return ""
    start, end = name.spans[0]
    is_inside = any(start <= first and last <= end for first, last in ordinal.spans)
    return " ".join(name.text.split(" … ")[0].split()) if is_inside else ""


def _free_slug(text: str, taken: set[str]) -> str:
    base = slugify(transliterate(text))[: _SLUG - 4].strip("-") or "forum"
    if base not in taken:
        return base
    return next(slug for number in range(2, 10_000) if (slug := f"{base}-{number}") not in taken)


def _add_places(actor: Actor, edition: Edition, accepted: Accepted) -> list[Support]:
    supports = []
    for place, reading in places(accepted, "place"):
        named = place or str(reading.value)
        if accepted.link is not None and _other_hosts(edition, named):
            # Another place than the known ones: shown as a disagreement, not added to them.
            continue
        row = _add_place(actor, edition, HostRole.HOST, named, accepted)
        supports.append(Support(row.ref, column_of(named), reading))
    return supports


def _other_hosts(edition: Edition, place: Place | str) -> bool:
    """Whether others than this place are known to host; for an unknown town, any at all."""
    known = [row for row in edition.places.all() if row.role != HostRole.NEXT]
    if isinstance(place, str):
        return bool(known) and all(row.as_written != place for row in known)
    column = column_of(place)
    same_sort = [row for row in known if getattr(row, column) is not None]
    return bool(same_sort) and all(getattr(row, column) != place for row in same_sort)


def _add_place(
    actor: Actor,
    edition: Edition,
    role: HostRole,
    place: Place | str,
    accepted: Accepted,
) -> EditionPlace:
    column = column_of(place)
    hosts = (
        edition.places.filter(role=role)
        if role == HostRole.NEXT
        else edition.places.exclude(role=HostRole.NEXT)
    )
    known = hosts.filter(**{column: place}).first()
    if known is not None:
        return known
    values = {
        "edition": edition,
        "role": role,
        column: place,
        "position": edition.places.count(),
    }
    return create_edition_place(actor=actor, values=values, at=accepted.at)


def _add_organisers(actor: Actor, edition: Edition, accepted: Accepted) -> list[Support]:
    supports = []
    for name, reading in items(accepted, "organiser"):
        body = body_named(actor, accepted, name)
        known = EditionOrganiser.objects.filter(edition=edition, organisation=body).first()
        row = known or create_edition_organiser(
            actor=actor,
            values={
                "edition": edition,
                "organisation": body,
                "position": edition.organisers.count(),
            },
            at=accepted.at,
        )
        supports.append(Support(row.ref, "organisation", reading))
    return supports


def _ordinal(value: Any) -> int | None:
    if value is None:
        return None
    try:
        return int(value)
    except (TypeError, ValueError) as fault:
        raise Invalid({"ordinal": [_("An ordinal is a whole number.")]}) from fault


def _day(text: str) -> date | None:
    stated = edtf(text)
    return dates.parse(stated).day if stated else None


def _days(stated: str) -> tuple[date | None, date | None]:
    """The first and last day of an interval of days, or of one day."""
    if "/" not in stated:
        day = _day(stated)
        return day, day
    first, last = stated.split("/")
    return _day(first), _day(last)
