"""Accepted proposals of sessions and side events of an edition."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.intake import Accepted, Compared, Support, Taken, empty_columns, needed
from folkmoot.rooms.programme.intake.shared import among, cited, edtf, items, places, there
from folkmoot.rooms.programme.models import Edition, Session
from folkmoot.rooms.programme.services import change_session, create_session, create_session_part
from folkmoot.rooms.programme.terms import (
    Format,
    PartRole,
    ProgrammePart,
    SessionKind,
    SessionStatus,
)
from folkmoot.rooms.registry.models import City

# The kinds that documents tell apart, as this room calls them.
_KINDS = {
    "plenary": SessionKind.PLENARY,
    "expert session": SessionKind.EXPERT,
    "thematic section": SessionKind.SECTION,
    "working group": SessionKind.SECTION,
    "panel": SessionKind.SECTION,
    "round table": SessionKind.SECTION,
    "council meeting": SessionKind.COMMISSION,
    "youth forum": SessionKind.YOUTH,
    "business forum": SessionKind.BUSINESS,
    "matchmaking": SessionKind.BUSINESS,
    "signing ceremony": SessionKind.SIGNING,
    "ceremony": SessionKind.CEREMONY,
    "flower-laying": SessionKind.CEREMONY,
    "church service": SessionKind.CEREMONY,
    "bilateral meeting": SessionKind.BILATERAL,
    "press briefing": SessionKind.BRIEFING,
    "exhibition": SessionKind.EXHIBITION,
    "cultural event": SessionKind.CULTURAL,
    "competition": SessionKind.CULTURAL,
    "site visit": SessionKind.VISIT,
}
_SESSION_STATUS = {
    "held": SessionStatus.HELD,
    "planned": SessionStatus.CONFIRMED,
    "under way": SessionStatus.CONFIRMED,
    "cancelled": SessionStatus.CANCELLED,
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


def take_session(actor: Actor, accepted: Accepted) -> Taken:
    """A session or side event of the edition that the source speaks of, in the draft.

    Raises:
        NotAllowed: the actor lacks ``programme.sessions`` in the edition.
        Invalid: there is no name.
    """
    title = needed(accepted.text("name"), "name", _("Say what the session is called."))
    city, note = _session_place(accepted)
    values = {
        "kind": _kind(accepted.text("kind")),
        "part": ProgrammePart.SIDE if accepted.kind == "side_event" else ProgrammePart.MAIN,
        "title": accepted.worded(title),
        "abstract": accepted.words("topic"),
        "on_date": edtf(accepted.text("date")),
        "city": city,
        "place_note": note,
        "format": among(Format.values, accepted.text("format").replace(" ", "_"), ""),
        "status": _SESSION_STATUS.get(accepted.text("status"), SessionStatus.DRAFT),
    }
    if accepted.link is None:
        edition = there(Edition, needed(accepted.about, "about", _("Say of which edition.")))
        session = create_session(actor=actor, values={**values, "edition": edition}, at=accepted.at)
    else:
        session = there(Session, accepted.link)
        missing = empty_columns(session, values)
        if missing:
            session = change_session(actor=actor, session=session, values=missing, at=accepted.at)
    supports = cited(session, accepted, _SESSION_FIELDS)
    supports += _participants(actor, session, accepted)
    return Taken(session.ref, tuple(supports))


def _session_place(accepted: Accepted) -> tuple[City | None, Multilingual]:
    """The city of a session if the registry knows it, and what is stated otherwise."""
    city, others = None, []
    for place, reading in places(accepted, "place"):
        if isinstance(place, City) and city is None:
            city = place
        else:
            others.append(str(reading.value))
    return city, accepted.worded("; ".join(others)[:300])


def _participants(actor: Actor, session: Session, accepted: Accepted) -> list[Support]:
    """Those who take part, as they are written; a person may join them with people later."""
    known = {part.name_as_written: part for part in session.parts.all()}
    supports: list[Support] = []
    for name, reading in items(accepted, "participants"):
        part = known.get(name[:300]) or create_session_part(
            actor=actor,
            values={
                "session": session,
                "name_as_written": name[:300],
                "role": PartRole.PARTICIPANT,
                "position": len(known) + len(supports),
            },
            at=accepted.at,
        )
        supports.append(Support(part.ref, "name_as_written", reading))
    return supports


def _kind(said: str) -> str:
    return _KINDS.get(said) or among(SessionKind.values, said, SessionKind.OTHER)
