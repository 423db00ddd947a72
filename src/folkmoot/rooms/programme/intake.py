"""Accepted proposals of series, editions, sessions and next hosts become programme records.

Existing records are completed where they are empty, never overwritten. What the source states
otherwise is cited with its value, so that the difference is shown.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.utils.text import slugify
from django.utils.translation import gettext as _

from folkmoot.engines.linking import Described, Subject, rank
from folkmoot.engines.values import dates
from folkmoot.engines.values.spelling import transliterate
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.intake import (
    Accepted,
    Compared,
    Intake,
    Reading,
    Support,
    Taken,
    empty_columns,
    needed,
)
from folkmoot.kernel.records import Record, RecordRef
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.programme.models import (
    Edition,
    EditionOrganiser,
    EditionPlace,
    Series,
    Session,
)
from folkmoot.rooms.programme.queries.linking import (
    possible_editions,
    possible_series,
    possible_sessions,
)
from folkmoot.rooms.programme.services import (
    change_edition,
    change_session,
    create_edition,
    create_edition_organiser,
    create_edition_place,
    create_series,
    create_session,
)
from folkmoot.rooms.programme.terms import (
    EditionStatus,
    Format,
    HostRole,
    ProgrammePart,
    SessionKind,
    SessionStatus,
)
from folkmoot.rooms.registry.intake import body_named
from folkmoot.rooms.registry.models import City, Country, Region
from folkmoot.rooms.registry.queries.named import place_named

R = TypeVar("R", bound=Record)

SERIES = Series._meta.label_lower
EDITION = Edition._meta.label_lower
SESSION = Session._meta.label_lower
EDITION_PLACE = EditionPlace._meta.label_lower
_SLUG = 60
# What documents say of a status, as this room calls it; the first that fits counts.
_STATUS = (
    ("postponed", EditionStatus.POSTPONED),
    ("cancel", EditionStatus.CANCELLED),
    ("under", EditionStatus.UNDER_WAY),
    ("closing", EditionStatus.UNDER_WAY),
    ("held", EditionStatus.HELD),
)
_SESSION_STATUS = {
    "held": SessionStatus.HELD,
    "planned": SessionStatus.CONFIRMED,
    "under way": SessionStatus.CONFIRMED,
    "cancelled": SessionStatus.CANCELLED,
}


def take_series(actor: Actor, accepted: Accepted) -> Taken:
    """A series under the name that the source gives it.

    Raises:
        NotAllowed: the actor lacks ``programme.create`` everywhere.
        Invalid: there is no name.
    """
    name = needed(accepted.text("series"), "series", _("Say what the series is called."))
    series = _there(Series, accepted.link) if accepted.link else _new_series(actor, accepted, name)
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
        edition = _there(Edition, accepted.link)
        missing = empty_columns(edition, values)
        missing.pop("status", None)
        if missing:
            edition = change_edition(actor=actor, edition=edition, values=missing, at=accepted.at)
    supports += _cited(edition, accepted, _EDITION_FIELDS)
    left = []
    for name, add in (("place", _add_places), ("organiser", _add_organisers)):
        more, rest = add(actor, edition, accepted)
        supports += more
        left += [name] if rest else []
    return Taken(edition.ref, tuple(supports), tuple(left))


def take_session(actor: Actor, accepted: Accepted) -> Taken:
    """A session or side event of the edition that the source speaks of, in the draft.

    Raises:
        NotAllowed: the actor lacks ``programme.sessions`` in the edition.
        Invalid: there is no name.
    """
    title = needed(accepted.text("name"), "name", _("Say what the session is called."))
    city, note, left = _session_place(accepted)
    values = {
        "kind": _among(SessionKind.values, accepted.text("kind"), SessionKind.OTHER),
        "part": ProgrammePart.SIDE if accepted.kind == "side_event" else ProgrammePart.MAIN,
        "title": accepted.worded(title),
        "abstract": accepted.words("topic"),
        "on_date": _edtf(accepted.text("date")),
        "city": city,
        "place_note": note,
        "format": _among(Format.values, accepted.text("format").replace(" ", "_"), ""),
        "status": _SESSION_STATUS.get(accepted.text("status"), SessionStatus.DRAFT),
    }
    if accepted.link is None:
        edition = _there(Edition, needed(accepted.about, "about", _("Say of which edition.")))
        session = create_session(actor=actor, values={**values, "edition": edition}, at=accepted.at)
    else:
        session = _there(Session, accepted.link)
        missing = empty_columns(session, values)
        if missing:
            session = change_session(actor=actor, session=session, values=missing, at=accepted.at)
    return Taken(session.ref, tuple(_cited(session, accepted, _SESSION_FIELDS)), left)


def take_next_host(actor: Actor, accepted: Accepted) -> Taken:
    """Who holds the next edition, noted with the edition where it was said.

    Raises:
        NotAllowed: the actor lacks ``programme.edit``.
        Invalid: it is only an offer, or the registry knows none of the places.
    """
    if accepted.text("status") == "offered":
        raise Invalid({"status": [_("An offer is no decision. Refuse this, or clear the status.")]})
    edition = _there(Edition, needed(accepted.about, "about", _("Say of which edition.")))
    found, supports, left = [], [], []
    for field in ("place", "city", "region"):
        for place, reading in _places(accepted, field):
            if place is None:
                left.append(field)
                continue
            row = _add_place(actor, edition, HostRole.NEXT, place, accepted)
            found.append(row)
            supports.append(Support(row.ref, _column(place), reading, Compared.PLACE))
    if not found:
        raise Invalid({"place": [_("None of these places is known. Add the place first.")]})
    return Taken(found[0].ref, tuple(supports), tuple(dict.fromkeys(left)))


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
_SESSION_FIELDS: Mapping[str, tuple[str, str]] = {
    "title": ("name", ""),
    "on_date": ("date", Compared.DATE),
    "kind": ("kind", ""),
    "abstract": ("topic", ""),
    "format": ("format", ""),
    "status": ("status", ""),
    "city": ("place", Compared.PLACE),
}


def _cited(
    record: Record, accepted: Accepted, fields: Mapping[str, tuple[str, str]]
) -> list[Support]:
    return [
        Support(record.ref, column, accepted.readings[field], compared)
        for column, (field, compared) in fields.items()
        if accepted.value(field) is not None
    ]


def _edition_values(accepted: Accepted) -> dict[str, Any]:
    start, end = _day(accepted.text("start")), _day(accepted.text("end"))
    stated = _edtf(accepted.text("dates"))
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
        else stated or _edtf(accepted.text("start") or accepted.text("end")),
        "status": next((ours for word, ours in _STATUS if word in status), EditionStatus.PLANNED),
        "format": _among(Format.values, accepted.text("format").replace(" ", "_"), ""),
        "participants": accepted.words("participants"),
    }


def _series_for(actor: Actor, accepted: Accepted) -> tuple[Series, bool]:
    chosen = accepted.choices.get("series")
    if chosen is not None and chosen.uid:
        return _there(Series, chosen), False
    name = needed(accepted.text("series"), "series", _("Say of which series this is an edition."))
    if chosen is None:
        described = Described(subject=Subject.SERIES, names=(name, *accepted.texts("alias")))
        for match in rank(described, possible_series([described])):
            if match.is_strong:
                kind, _colon, uid = match.key.partition(":")
                return _there(Series, RecordRef(kind, uid)), False
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
    name = accepted.readings["series"].text if "series" in accepted.readings else ""
    return {
        "slug": _free_slug(wanted, taken),
        "name": accepted.worded((name or str(series))[:300]),
    }


def _free_slug(text: str, taken: set[str]) -> str:
    base = slugify(transliterate(text))[: _SLUG - 4].strip("-") or "forum"
    if base not in taken:
        return base
    return next(slug for number in range(2, 10_000) if (slug := f"{base}-{number}") not in taken)


def _add_places(
    actor: Actor, edition: Edition, accepted: Accepted
) -> tuple[list[Support], list[str]]:
    supports, unknown = [], []
    for place, reading in _places(accepted, "place"):
        if place is None:
            unknown.append(str(reading.value))
            continue
        if accepted.link is not None and _other_hosts(edition, place):
            # Another place than the known ones: shown as a disagreement, not added to them.
            continue
        row = _add_place(actor, edition, HostRole.HOST, place, accepted)
        supports.append(Support(row.ref, _column(place), reading))
    return supports, unknown


def _other_hosts(edition: Edition, place: City | Region | Country) -> bool:
    known = [row for row in edition.places.all() if row.role != HostRole.NEXT]
    column = _column(place)
    same_sort = [row for row in known if getattr(row, column) is not None]
    return bool(same_sort) and all(getattr(row, column) != place for row in same_sort)


def _add_place(
    actor: Actor,
    edition: Edition,
    role: HostRole,
    place: City | Region | Country,
    accepted: Accepted,
) -> EditionPlace:
    column = _column(place)
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


def _add_organisers(
    actor: Actor, edition: Edition, accepted: Accepted
) -> tuple[list[Support], list[str]]:
    supports = []
    for name, reading in _items(accepted, "organiser"):
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
    return supports, []


def _session_place(accepted: Accepted) -> tuple[City | None, Any, tuple[str, ...]]:
    """The city of a session if the registry knows it, and what is stated otherwise."""
    city, others = None, []
    for place, reading in _places(accepted, "place"):
        if isinstance(place, City) and city is None:
            city = place
        else:
            others.append(str(reading.value))
    return city, accepted.worded("; ".join(others)[:300]), ()


def _places(accepted: Accepted, field: str) -> list[tuple[City | Region | Country | None, Reading]]:
    return [(place_named(name), reading) for name, reading in _items(accepted, field)]


def _items(accepted: Accepted, field: str) -> list[tuple[str, Reading]]:
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


def _column(place: City | Region | Country) -> str:
    return {City: "city", Region: "region", Country: "country"}[type(place)]


def _ordinal(value: Any) -> int | None:
    if value is None:
        return None
    try:
        return int(value)
    except (TypeError, ValueError) as fault:
        raise Invalid({"ordinal": [_("An ordinal is a whole number.")]}) from fault


def _edtf(text: str) -> str:
    try:
        return str(dates.parse(text)) if text else ""
    except ValueError:
        return ""


def _day(text: str) -> date | None:
    stated = _edtf(text)
    return dates.parse(stated).day if stated else None


def _days(stated: str) -> tuple[date | None, date | None]:
    """The first and last day of an interval of days, or of one day."""
    if "/" not in stated:
        day = _day(stated)
        return day, day
    first, last = stated.split("/")
    return _day(first), _day(last)


def _among(allowed: Any, value: str, otherwise: str) -> str:
    return value if value in allowed else otherwise


def _there(model: type[R], ref: RecordRef) -> R:
    manager: Any = model._default_manager
    found: R | None = manager.filter(uid=ref.uid).first()
    if found is None or ref.kind != model._meta.label_lower:
        raise NotFound
    return found


INTAKES = (
    Intake(("series",), SERIES, take_series, Subject.SERIES, possible_series),
    Intake(("edition",), EDITION, take_edition, Subject.EDITION, possible_editions),
    Intake(
        ("session", "side_event"),
        SESSION,
        take_session,
        Subject.SESSION,
        possible_sessions,
        needs_about=EDITION,
    ),
    Intake(("next_host",), EDITION_PLACE, take_next_host, needs_about=EDITION),
)
