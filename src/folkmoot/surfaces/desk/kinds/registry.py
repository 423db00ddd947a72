"""How the registry's records are edited: places, organisations, people and their offices."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.registry.models import (
    City,
    Country,
    Identifier,
    Membership,
    Name,
    OfficeHeld,
    Organisation,
    Person,
    Region,
)
from folkmoot.surfaces.desk.kinds.table import Collection, Column, Fieldset, Kind

_SHARED: dict[str, Any] = {"read": Permission.DESK_OPEN, "write": Permission.REGISTRY_EDIT}

_NAMES = Collection(
    name="names",
    kind="registry.name",
    owner="",
    fields=("text", "language", "kind"),
    title=_("Further names"),
    add=_("Add a name"),
    help=_("Former names, short names, other spellings. Search finds the record by each of them."),
)
_IDENTIFIERS = Collection(
    name="identifiers",
    kind="registry.identifier",
    owner="",
    fields=("scheme", "value"),
    title=_("Identifiers elsewhere"),
    add=_("Add an identifier"),
    help=_("The number or address under which another register knows the same record."),
)

PERSON = Kind(
    model=Person,
    title_one=_("Person"),
    title_many=_("People"),
    title_new=_("New person"),
    empty=_("Nobody is recorded yet. Add the first person, or note who speaks in a source."),
    icon="people",
    **_SHARED,
    fieldsets=(
        Fieldset(_("Who"), ("name", "country", "is_historical")),
        Fieldset(_("About"), ("summary",)),
    ),
    help_texts={
        "name": _(
            "As the record should know the person; spellings in sources go to further names."
        ),
        "is_historical": _("Somebody who is spoken of but took no part."),
    },
    columns=(
        Column(pgettext_lazy("of a person", "Name"), lambda one: one.name),
        Column(_("Country"), lambda one: one.country.name if one.country else ""),
    ),
    filters=("country",),
    related=("country",),
    ordering=("-changed_at",),
    collections=(
        Collection(
            name="offices",
            kind="registry.officeheld",
            owner="person",
            fields=("title", "organisation", "since", "until"),
            title=_("Offices held"),
            add=_("Add an office"),
            help=_(
                "Dates as far as they are known. A programme keeps the office as it was on its day."
            ),
        ),
        _NAMES,
        _IDENTIFIERS,
    ),
)

ORGANISATION = Kind(
    model=Organisation,
    title_one=_("Organisation"),
    title_many=_("Organisations"),
    title_new=_("New organisation"),
    empty=_("No organisation is recorded yet."),
    icon="flag",
    **_SHARED,
    fieldsets=(
        Fieldset(_("What it is"), ("name", "kind", "parent", "website")),
        Fieldset(_("Where"), ("country", "region", "city")),
        Fieldset(_("About"), ("summary", "founded", "dissolved")),
    ),
    columns=(
        Column(_("Name"), lambda one: one.name),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(_("Country"), lambda one: one.country.name if one.country else ""),
    ),
    filters=("kind", "country"),
    related=("country",),
    ordering=("-changed_at",),
    collections=(
        Collection(
            name="members",
            kind="registry.membership",
            owner="alliance",
            fields=("member", "since", "until"),
            title=_("Members"),
            add=_("Add a member"),
            help=_("For alliances and associations."),
        ),
        _NAMES,
        _IDENTIFIERS,
    ),
)

CITY = Kind(
    model=City,
    title_one=_("City"),
    title_many=_("Cities"),
    title_new=_("New city"),
    empty=_("No city is recorded yet."),
    icon="place",
    **_SHARED,
    fieldsets=(
        Fieldset(_("Where"), ("name", "country", "region", "time_zone")),
        Fieldset(_("On the map"), ("latitude", "longitude", "population")),
    ),
    columns=(
        Column(_("Name"), lambda one: one.name),
        Column(_("Country"), lambda one: one.country.name),
        Column(_("Region"), lambda one: one.region.name if one.region else ""),
        Column(_("Time zone"), lambda one: one.time_zone),
    ),
    filters=("country",),
    related=("country", "region"),
    ordering=("-population", "id"),
    collections=(_NAMES, _IDENTIFIERS),
)

REGION = Kind(
    model=Region,
    title_one=_("Region"),
    title_many=_("Regions"),
    title_new=_("New region"),
    empty=_("No region is recorded yet."),
    icon="place",
    **_SHARED,
    fieldsets=(Fieldset(_("What it is"), ("name", "code", "kind", "country", "parent")),),
    columns=(
        Column(_("Name"), lambda one: one.name),
        Column(_("Code"), lambda one: one.code),
        Column(_("Country"), lambda one: one.country.name),
    ),
    filters=("country",),
    related=("country",),
    ordering=("code",),
    collections=(_NAMES, _IDENTIFIERS),
)

COUNTRY = Kind(
    model=Country,
    title_one=_("Country"),
    title_many=_("Countries"),
    title_new=_("New country"),
    empty=_("No country is recorded yet."),
    icon="place",
    **_SHARED,
    fieldsets=(Fieldset(_("What it is"), ("name", "code")),),
    columns=(Column(_("Name"), lambda one: one.name), Column(_("Code"), lambda one: one.code)),
    ordering=("code",),
)

OFFICE_HELD = Kind(
    model=OfficeHeld,
    title_one=_("Office held"),
    title_many=_("Offices held"),
    title_new=_("New office"),
    empty=_("No office is recorded yet."),
    icon="user",
    **_SHARED,
    fieldsets=(
        Fieldset(_("Who and what"), ("person", "title", "organisation", "country")),
        Fieldset(_("When"), ("since", "until", "stated_on")),
    ),
    columns=(
        Column(_("Office"), lambda one: one.title),
        Column(_("Person"), lambda one: one.person.name),
        Column(_("Organisation"), lambda one: one.organisation.name if one.organisation else ""),
    ),
    related=("person", "organisation"),
    ordering=("-changed_at",),
)

MEMBERSHIP = Kind(
    model=Membership,
    title_one=_("Membership"),
    title_many=_("Memberships"),
    title_new=_("New membership"),
    **_SHARED,
    fieldsets=(Fieldset(_("Who belongs where"), ("alliance", "member", "since", "until")),),
    is_part=True,
)
NAME = Kind(
    model=Name,
    title_one=_("Further name"),
    title_many=_("Further names"),
    title_new=_("New name"),
    **_SHARED,
    fieldsets=(Fieldset(_("Name"), ("text", "language", "kind", "since", "until")),),
    is_part=True,
)
IDENTIFIER = Kind(
    model=Identifier,
    title_one=_("Identifier"),
    title_many=_("Identifiers"),
    title_new=_("New identifier"),
    **_SHARED,
    fieldsets=(Fieldset(_("Identifier"), ("scheme", "value")),),
    is_part=True,
)

REGISTRY = (PERSON, ORGANISATION, CITY, REGION, COUNTRY, OFFICE_HELD, MEMBERSHIP, NAME, IDENTIFIER)
