"""How series and editions are edited, with what an edition is made of besides its sessions."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from folkmoot.engines.values.dates import parse
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import (
    Edition,
    EditionOrganiser,
    EditionPlace,
    Room,
    Series,
    SeriesOrganiser,
    Strand,
    Task,
    Venue,
)
from folkmoot.surfaces.desk.kinds.sessions import SESSIONS
from folkmoot.surfaces.desk.kinds.table import Collection, Column, Fieldset, Kind
from folkmoot.ui.dates import say_partial_date, say_range

_EDITED: dict[str, Any] = {
    "read": Permission.PROGRAMME_READ_DRAFT,
    "write": Permission.PROGRAMME_EDIT,
}
_BY_EDITION = {"series": "edition__series__uid", "edition": "edition__uid"}


def _days(edition: Edition) -> str:
    if edition.starts_on:
        return say_range(edition.starts_on, edition.ends_on or edition.starts_on)
    return say_partial_date(parse(edition.dates)) if edition.dates else ""


SERIES = Kind(
    model=Series,
    title_one=_("Series"),
    title_many=pgettext_lazy("several", "Series"),
    title_new=_("New series"),
    empty=_("No series yet. A series is a forum that recurs; its editions come next."),
    icon="flag",
    read=Permission.PROGRAMME_READ_DRAFT,
    write=Permission.PROGRAMME_EDIT,
    scope_lookups={
        "series": "uid",
        "edition": "editions__uid",
        "venue": "editions__venues__uid",
        "strand": "editions__strands__uid",
    },
    fieldsets=(
        Fieldset(_("Name"), ("name", "short_name", "slug")),
        Fieldset(_("About"), ("summary",)),
        Fieldset(_("Who sees it"), ("is_public", "is_fictional")),
    ),
    help_texts={
        "slug": _(
            "Latin letters, digits and hyphens; part of the public address. Keep it once published."
        ),
    },
    columns=(
        Column(_("Name"), lambda one: one.name),
        Column(_("Address name"), lambda one: one.slug),
        Column(_("Visible"), lambda one: _("public") if one.is_public else _("desk only")),
    ),
    ordering=("slug",),
    collections=(
        Collection(
            name="organisers",
            kind="programme.seriesorganiser",
            owner="series",
            fields=("organisation", "role"),
            title=_("Organisers"),
            add=_("Add an organiser"),
        ),
    ),
)

EDITION = Kind(
    model=Edition,
    title_one=_("Edition"),
    title_many=_("Editions"),
    title_new=_("New edition"),
    empty=_("No edition yet. Start one from scratch, or from the last edition of its series."),
    icon="calendar",
    **_EDITED,
    # Whoever fills one venue or strand must be able to open the edition around it.
    scope_lookups={
        "series": "series__uid",
        "edition": "uid",
        "venue": "venues__uid",
        "strand": "strands__uid",
    },
    parent="series",
    fieldsets=(
        Fieldset(_("Name"), ("name", "ordinal", "slug", "theme")),
        Fieldset(
            _("When"),
            ("starts_on", "ends_on", "dates", "time_zone"),
            _("Fill the days only when they are known; otherwise write the date as it is stated."),
        ),
        Fieldset(_("How"), ("format", "languages", "participants")),
        Fieldset(_("About"), ("summary", "is_public")),
    ),
    help_texts={
        "slug": _(
            "Latin letters, digits and hyphens; part of the public address. Keep it once published."
        ),
        "time_zone": _("Groups the programme into days. Each venue keeps its own time."),
        "is_public": _(
            "Shows the edition on the public site. Its programme appears with the first release."
        ),
    },
    columns=(
        Column(_("Name"), lambda one: one.name),
        Column(_("Series"), lambda one: one.series.name),
        Column(_("Days"), _days),
        Column(_("Status"), lambda one: one.get_status_display()),
    ),
    filters=("series", "status"),
    related=("series",),
    ordering=("-starts_on", "-id"),
    collections=(
        Collection(
            name="places",
            kind="programme.editionplace",
            owner="edition",
            fields=("role", "city", "region", "country", "as_written"),
            title=_("Places"),
            add=_("Add a place"),
            help=_("Host cities or regions, and the host of the next edition once it is known."),
            is_ordered=True,
        ),
        Collection(
            name="organisers",
            kind="programme.editionorganiser",
            owner="edition",
            fields=("organisation", "role"),
            title=_("Organisers"),
            add=_("Add an organiser"),
            is_ordered=True,
        ),
    ),
)

STRAND = Kind(
    model=Strand,
    title_one=_("Strand"),
    title_many=_("Strands"),
    title_new=_("New strand"),
    empty=_("No strand yet. Strands are the thematic lines of an edition."),
    **_EDITED,
    scope_lookups={**_BY_EDITION, "strand": "uid"},
    parent="edition",
    fieldsets=(Fieldset(_("Strand"), ("name", "summary", "hue", "position")),),
    help_texts={"hue": _("A number on the colour circle: 0 red, 120 green, 240 blue.")},
    columns=(
        Column(_("Name"), lambda one: one.name),
        Column(_("Edition"), lambda one: one.edition.name),
    ),
    filters=("edition",),
    related=("edition",),
    ordering=("-edition_id", "position", "id"),
)

VENUE = Kind(
    model=Venue,
    title_one=_("Venue"),
    title_many=_("Venues"),
    title_new=_("New venue"),
    empty=_("No venue yet. Add the first place where sessions are held."),
    icon="place",
    **_EDITED,
    scope_lookups={**_BY_EDITION, "venue": "uid"},
    parent="edition",
    fieldsets=(
        Fieldset(_("Where"), ("name", "city", "address", "time_zone")),
        Fieldset(_("On the map"), ("latitude", "longitude", "position"), is_folded=True),
    ),
    help_texts={
        "time_zone": _(
            "The clock of its sessions. Set it first: a later change moves the times shown, "
            "because sessions keep their moment."
        ),
    },
    columns=(
        Column(_("Name"), lambda one: one.name),
        Column(_("City"), lambda one: one.city.name),
        Column(_("Time zone"), lambda one: one.time_zone),
        Column(_("Edition"), lambda one: one.edition.name),
    ),
    filters=("edition",),
    related=("edition", "city"),
    ordering=("-edition_id", "position", "id"),
    collections=(
        Collection(
            name="rooms",
            kind="programme.room",
            owner="venue",
            fields=("name", "capacity"),
            title=_("Rooms"),
            add=_("Add a room"),
            is_ordered=True,
        ),
    ),
)

ROOM = Kind(
    model=Room,
    title_one=_("Room"),
    title_many=_("Rooms"),
    title_new=_("New room"),
    empty=_("No room yet."),
    icon="place",
    **_EDITED,
    scope_lookups={
        "series": "venue__edition__series__uid",
        "edition": "venue__edition__uid",
        "venue": "venue__uid",
    },
    parent="venue",
    fieldsets=(Fieldset(_("Room"), ("name", "capacity", "equipment", "position")),),
    columns=(
        Column(_("Name"), lambda one: one.name),
        Column(_("Venue"), lambda one: one.venue.name),
        Column(_("Seats"), lambda one: one.capacity or ""),
    ),
    related=("venue",),
    ordering=("-venue_id", "position", "id"),
)

TASK = Kind(
    model=Task,
    title_one=_("Task"),
    title_many=_("Tasks"),
    title_new=_("New task"),
    empty=_("Nothing to prepare. Tasks are carried over to the next edition with their dates."),
    icon="check",
    **_EDITED,
    scope_lookups=_BY_EDITION,
    parent="edition",
    fieldsets=(Fieldset(_("Task"), ("title", "owner", "due_on", "note")),),
    columns=(
        Column(_("Task"), lambda one: one.title),
        Column(_("Edition"), lambda one: one.edition.name),
        Column(_("Owner"), lambda one: str(one.owner or "")),
        Column(_("Due"), lambda one: say_range(one.due_on, one.due_on) if one.due_on else ""),
        Column(_("State"), lambda one: _("done") if one.done_at else _("open")),
    ),
    filters=("edition", "owner"),
    related=("edition", "owner"),
    ordering=("done_at", "due_on", "id"),
)

EDITION_PLACE = Kind(
    model=EditionPlace,
    title_one=_("Place of an edition"),
    title_many=_("Places of editions"),
    title_new=_("New place"),
    **_EDITED,
    scope_lookups=_BY_EDITION,
    parent="edition",
    fieldsets=(Fieldset(_("Place"), ("role", "city", "region", "country", "as_written")),),
    is_part=True,
)
EDITION_ORGANISER = Kind(
    model=EditionOrganiser,
    title_one=_("Organiser of an edition"),
    title_many=_("Organisers of editions"),
    title_new=_("New organiser"),
    **_EDITED,
    scope_lookups=_BY_EDITION,
    parent="edition",
    fieldsets=(Fieldset(_("Organiser"), ("organisation", "role")),),
    is_part=True,
)
SERIES_ORGANISER = Kind(
    model=SeriesOrganiser,
    title_one=_("Organiser of a series"),
    title_many=_("Organisers of series"),
    title_new=_("New organiser"),
    **_EDITED,
    scope_lookups={"series": "series__uid"},
    parent="series",
    fieldsets=(Fieldset(_("Organiser"), ("organisation", "role")),),
    is_part=True,
)

PROGRAMME = (
    SERIES,
    EDITION,
    STRAND,
    VENUE,
    ROOM,
    TASK,
    *SESSIONS,
    EDITION_PLACE,
    EDITION_ORGANISER,
    SERIES_ORGANISER,
)
