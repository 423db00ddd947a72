"""How sessions are edited, with their rooms, people and materials."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.dates import parse
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Material, Session, SessionPart, SessionRoom
from folkmoot.surfaces.desk.kinds.table import Collection, Column, Fieldset, Kind
from folkmoot.ui.dates import say_moment, say_partial_date

_EDITED: dict[str, Any] = {
    "read": Permission.PROGRAMME_READ_DRAFT,
    "write": Permission.PROGRAMME_SESSIONS,
}


def _begins(session: Session) -> str:
    if session.starts_at:
        return say_moment(session.starts_at, ZoneInfo(session.edition.time_zone))
    return say_partial_date(parse(session.on_date)) if session.on_date else ""


SESSION = Kind(
    model=Session,
    title_one=_("Session"),
    title_many=_("Sessions"),
    title_new=_("New session"),
    empty=_("No session yet. Open an edition and add the first one."),
    icon="calendar",
    **_EDITED,
    scope_lookups={
        "series": "edition__series__uid",
        "edition": "edition__uid",
        "venue": "session_rooms__room__venue__uid",
        "strand": "strand__uid",
    },
    parent="edition",
    fieldsets=(
        Fieldset(_("What"), ("title", "kind", "part", "strand", "parent", "status")),
        Fieldset(
            _("When"),
            ("starts_at", "ends_at", "on_date"),
            _("Leave the times empty while they are open; the date can be kept as it is stated."),
        ),
        Fieldset(_("About"), ("abstract", "languages", "interpretation", "format", "stream_url")),
        Fieldset(
            _("Place as stated, where no room is known"), ("city", "place_note"), is_folded=True
        ),
    ),
    help_texts={
        "status": _("A draft is left out of releases."),
        "parent": _("A block that holds several sessions."),
    },
    columns=(
        Column(_("Title"), lambda one: one.title),
        Column(_("Begins"), _begins),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(_("Status"), lambda one: one.get_status_display()),
        Column(_("Edition"), lambda one: one.edition.name),
    ),
    filters=("edition", "kind", "status", "part"),
    related=("edition",),
    ordering=("-edition_id", "starts_at", "position", "id"),
    collections=(
        Collection(
            name="rooms",
            kind="programme.sessionroom",
            owner="session",
            fields=("room",),
            title=_("Rooms"),
            add=_("Add a room"),
            help=_(
                "Rooms in several cities make a bridge: one session held at once in all of them."
            ),
            is_ordered=True,
            is_given_first=True,
        ),
        Collection(
            name="parts",
            kind="programme.sessionpart",
            owner="session",
            fields=("role", "person", "organisation", "name_as_written", "attendance"),
            title=_("People"),
            add=_("Add a person"),
            help=_("The office is taken from what the person held on the day."),
            is_ordered=True,
        ),
        Collection(
            name="materials",
            kind="programme.material",
            owner="session",
            fields=("title", "address", "language", "is_public"),
            title=_("Materials"),
            add=_("Add a link"),
            help=_("Recordings and pages elsewhere by their address, and files kept here."),
            shares=("edition",),
        ),
    ),
)

SESSION_ROOM = Kind(
    model=SessionRoom,
    title_one=_("Room of a session"),
    title_many=_("Rooms of sessions"),
    title_new=_("New room"),
    **_EDITED,
    scope_lookups={
        "series": "session__edition__series__uid",
        "edition": "session__edition__uid",
        "venue": "room__venue__uid",
    },
    parent="session",
    fieldsets=(Fieldset(_("Room"), ("room",)),),
    is_part=True,
)
SESSION_PART = Kind(
    model=SessionPart,
    title_one=_("Part in a session"),
    title_many=_("Parts in sessions"),
    title_new=_("New part"),
    **_EDITED,
    scope_lookups={"series": "session__edition__series__uid", "edition": "session__edition__uid"},
    parent="session",
    fieldsets=(
        Fieldset(
            _("Who"), ("role", "person", "organisation", "office", "name_as_written", "attendance")
        ),
    ),
    is_part=True,
)
MATERIAL = Kind(
    model=Material,
    title_one=_("Material"),
    title_many=_("Materials"),
    title_new=_("New link"),
    empty=_("No material yet."),
    **_EDITED,
    scope_lookups={"series": "edition__series__uid", "edition": "edition__uid"},
    parent="edition",
    fieldsets=(Fieldset(_("Link"), ("title", "address", "language", "is_public")),),
    columns=(
        Column(_("Title"), lambda one: one.title),
        Column(_("Edition"), lambda one: one.edition.name),
        Column(_("Language"), lambda one: one.language),
    ),
    filters=("edition",),
    related=("edition",),
    ordering=("-changed_at",),
)

SESSIONS = (SESSION, SESSION_ROOM, SESSION_PART, MATERIAL)
