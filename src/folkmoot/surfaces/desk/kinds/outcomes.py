"""How outcomes as sources report them are edited."""

from django.utils.translation import gettext_lazy as _

from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.surfaces.desk.kinds.table import Column, Fieldset, Kind

REPORTED_OUTCOME = Kind(
    model=ReportedOutcome,
    title_one=_("Reported outcome"),
    title_many=_("Reported outcomes"),
    title_new=_("New reported outcome"),
    empty=_("Nothing is reported yet."),
    lead=_("Agreements, projects, programmes and practices as sources report them."),
    icon="check",
    read=Permission.PROGRAMME_READ_DRAFT,
    write=Permission.OUTCOMES_EDIT,
    scope_lookups={"series": "edition__series__uid", "edition": "edition__uid"},
    parent="edition",
    fieldsets=(
        Fieldset(_("What"), ("kind", "title", "status", "comparator", "count", "parties")),
        Fieldset(
            _("Who answers for it"), ("owner", "owner_region", "owner_as_written", "stated_by")
        ),
        Fieldset(_("Taken up"), ("taken_up_by",), is_folded=True),
    ),
    help_texts={"status": _("In the source's own words; this is no assessment of ours.")},
    columns=(
        Column(_("Title"), lambda one: one.title),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(_("Status"), lambda one: one.get_status_display()),
        Column(_("Edition"), lambda one: one.edition.name),
    ),
    filters=("edition", "kind", "status"),
    related=("edition",),
    ordering=("-changed_at",),
)

OUTCOMES = (REPORTED_OUTCOME,)
