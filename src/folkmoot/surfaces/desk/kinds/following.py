"""How commitments with their bodies and steps, evidence and assessors are edited.

What is done to a commitment (confirmed, reported on, assessed) has pages of its own.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import (
    Assessor,
    Commitment,
    EvidenceItem,
    Milestone,
    Responsibility,
)
from folkmoot.surfaces.desk.kinds.table import Collection, Column, Fieldset, Kind
from folkmoot.ui.dates import say_range

_RIGHTS: dict[str, Any] = {"read": Permission.OUTCOMES_READ, "write": Permission.OUTCOMES_EDIT}
_BODY = ("role", "organisation", "region", "office", "email", "mail_language")
_STEP = ("title", "due_on", "met_on")


def _lookups(way: str) -> dict[str, str]:
    return {
        "series": f"{way}edition__series__uid",
        "edition": f"{way}edition__uid",
        "agreement": f"{way}agreement__uid",
    }


COMMITMENT = Kind(
    model=Commitment,
    title_one=_("Commitment"),
    title_many=_("Commitments"),
    title_new=_("New commitment"),
    empty=_("No commitment yet."),
    icon="check",
    **_RIGHTS,
    scope_lookups=_lookups(""),
    can_create=False,
    fieldsets=(
        Fieldset(_("What is promised"), ("title", "kind", "elements")),
        Fieldset(_("How much"), ("target", "target_value", "target_unit")),
        Fieldset(_("By when"), ("due_on", "due_basis", "due_as_stated", "conditions")),
        Fieldset(_("How it is followed"), ("strand", "ambition", "is_priority", "is_public")),
    ),
    help_texts={
        "title": _("One promise in a short sentence."),
        "elements": _("All four: fully specific. Two or fewer: an intention, not scored."),
        "due_as_stated": _("Where the text names no day: 2032-06, spring 2032."),
        "ambition": _("Judged when it was made; fixed when it takes effect."),
        "is_public": _("Shown to everybody once a responsible body has confirmed it."),
    },
    columns=(
        Column(_("Commitment"), lambda one: one.title),
        Column(_("Edition"), lambda one: one.edition.name),
        Column(_("Due"), lambda one: say_range(one.due_on, one.due_on)),
    ),
    filters=("edition",),
    related=("edition", "agreement"),
    ordering=("due_on", "id"),
    collections=(
        Collection(
            name="responsibilities",
            kind="outcomes.responsibility",
            owner="commitment",
            fields=_BODY,
            title=_("Who answers for it"),
            add=_("Add a body"),
            help=_("One body leads. Its office is asked for reports at the address given here."),
        ),
        Collection(
            name="milestones",
            kind="outcomes.milestone",
            owner="commitment",
            fields=_STEP,
            title=_("Steps on the way"),
            add=_("Add a step"),
        ),
    ),
)

RESPONSIBILITY = Kind(
    model=Responsibility,
    title_one=_("Responsible body"),
    title_many=_("Responsible bodies"),
    title_new=_("Add a body"),
    **_RIGHTS,
    scope_lookups=_lookups("commitment__"),
    fieldsets=(Fieldset("", _BODY),),
    is_part=True,
)

MILESTONE = Kind(
    model=Milestone,
    title_one=_("Step"),
    title_many=_("Steps"),
    title_new=_("Add a step"),
    **_RIGHTS,
    scope_lookups=_lookups("commitment__"),
    fieldsets=(Fieldset("", _STEP),),
    is_part=True,
)

EVIDENCE_ITEM = Kind(
    model=EvidenceItem,
    title_one=_("Piece of evidence"),
    title_many=_("Evidence of commitments"),
    title_new=_("Add evidence"),
    empty=_("Evidence is added at its commitment."),
    **_RIGHTS,
    scope_lookups=_lookups("commitment__"),
    can_create=False,
    fieldsets=(
        Fieldset(
            "",
            ("title", "kind", "proves", "publisher", "published_on", "address", "is_public"),
        ),
    ),
    help_texts={"is_public": _("Whether everybody may have the file.")},
    columns=(
        Column(_("Title"), lambda one: one.title),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(_("Commitment"), lambda one: one.commitment.title),
    ),
    filters=("kind",),
    related=("commitment__edition", "report", "file"),
    ordering=("-captured_at", "-id"),
)

ASSESSOR = Kind(
    model=Assessor,
    title_one=_("Assessor"),
    title_many=_("Assessors"),
    title_new=_("Name an assessor"),
    empty=_("Nobody is named yet."),
    lead=_("Who assesses the commitments of an edition, and for whom they work."),
    icon="user",
    **_RIGHTS,
    scope_lookups={"series": "edition__series__uid", "edition": "edition__uid"},
    parent="edition",
    fieldsets=(
        Fieldset(
            "",
            ("user", "organisation", "region"),
            _("Nobody assesses what their own body is responsible for."),
        ),
    ),
    columns=(
        Column(pgettext_lazy("of a person", "Name"), lambda one: str(one.user)),
        Column(_("Works for"), lambda one: str(one.organisation or one.region or "")),
        Column(_("Edition"), lambda one: one.edition.name),
    ),
    filters=("edition",),
    related=("edition", "user", "organisation", "region"),
    ordering=("edition", "id"),
)

FOLLOWING = (COMMITMENT, RESPONSIBILITY, MILESTONE, EVIDENCE_ITEM, ASSESSOR)
