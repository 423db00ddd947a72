"""How projects, programmes, practices and their adoption are edited."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Adoption, Practice, Project, ProjectPartner
from folkmoot.surfaces.desk.kinds.table import Collection, Column, Fieldset, Kind

_RIGHTS: dict[str, Any] = {"read": Permission.OUTCOMES_READ, "write": Permission.OUTCOMES_EDIT}
_PARTNER = ("role", "organisation", "region")


def _lookups(way: str) -> dict[str, str]:
    return {"series": f"{way}edition__series__uid", "edition": f"{way}edition__uid"}


PROJECT = Kind(
    model=Project,
    title_one=_("Project"),
    title_many=_("Projects"),
    title_new=_("New project or programme"),
    empty=_("No project yet."),
    lead=_("What carries agreements and commitments out."),
    icon="flag",
    **_RIGHTS,
    scope_lookups=_lookups(""),
    parent="edition",
    fieldsets=(
        Fieldset(_("What"), ("kind", "title", "summary", "status")),
        Fieldset(_("When and how much"), ("starts", "ends", "budget", "currency")),
        Fieldset(_("Where it belongs"), ("parent", "strand", "reported_as", "is_public")),
    ),
    help_texts={"reported_as": _("What sources say of it, if that is on record here.")},
    columns=(
        Column(_("Title"), lambda one: one.title),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(_("Status"), lambda one: one.get_status_display()),
        Column(_("Edition"), lambda one: one.edition.name),
    ),
    filters=("edition", "kind", "status"),
    related=("edition",),
    ordering=("-changed_at",),
    collections=(
        Collection(
            name="partners",
            kind="outcomes.projectpartner",
            owner="project",
            fields=_PARTNER,
            title=_("Partners"),
            add=_("Add a partner"),
            help=_("One of them leads."),
        ),
    ),
)

PROJECT_PARTNER = Kind(
    model=ProjectPartner,
    title_one=_("Partner"),
    title_many=_("Partners"),
    title_new=_("Add a partner"),
    **_RIGHTS,
    scope_lookups=_lookups("project__"),
    fieldsets=(Fieldset("", _PARTNER),),
    is_part=True,
)

PRACTICE = Kind(
    model=Practice,
    title_one=_("Practice"),
    title_many=_("Practices"),
    title_new=_("New practice"),
    empty=_("No practice yet."),
    lead=_("Something that works in one region, told so that another can take it up."),
    icon="people",
    **_RIGHTS,
    scope_lookups=_lookups(""),
    parent="edition",
    fieldsets=(
        Fieldset(_("What"), ("title", "owner", "owner_region", "problem", "what_was_done")),
        Fieldset(
            _("What others need to know"),
            ("success", "conditions", "what_failed", "cost", "currency"),
        ),
        Fieldset(_("Where it belongs"), ("strand", "reported_as", "is_public")),
    ),
    columns=(
        Column(_("Title"), lambda one: one.title),
        Column(_("Owner"), lambda one: str(one.owner or one.owner_region or "")),
        Column(_("Edition"), lambda one: one.edition.name),
    ),
    filters=("edition",),
    related=("edition", "owner", "owner_region"),
    ordering=("-changed_at",),
)

ADOPTION = Kind(
    model=Adoption,
    title_one=_("Adoption of a practice"),
    title_many=_("Adoptions"),
    title_new=_("New adoption"),
    empty=_("Nobody has taken a practice up yet."),
    lead=_("Who takes up what works elsewhere, step by step with evidence."),
    icon="forward",
    **_RIGHTS,
    scope_lookups=_lookups("practice__"),
    parent="practice",
    fieldsets=(
        Fieldset(
            "",
            ("adopter", "adopter_region", "mentor", "adapted", "commitment"),
        ),
    ),
    columns=(
        Column(_("Who"), lambda one: str(one)),
        Column(_("Practice"), lambda one: one.practice.title),
        Column(_("How far"), lambda one: one.get_state_display()),
    ),
    filters=("state",),
    related=("practice__edition", "adopter", "adopter_region"),
    ordering=("-changed_at",),
)

PROJECTS = (PROJECT, PROJECT_PARTNER, PRACTICE, ADOPTION)
