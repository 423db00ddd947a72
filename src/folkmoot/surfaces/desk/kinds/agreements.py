"""How agreements, their parties, signatories and clauses are edited, and the clause library."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import (
    Agreement,
    AgreementLink,
    Clause,
    LibraryClause,
    Party,
    Signatory,
)
from folkmoot.surfaces.desk.kinds.table import Collection, Column, Fieldset, Kind

_RIGHTS: dict[str, Any] = {"read": Permission.OUTCOMES_READ, "write": Permission.OUTCOMES_EDIT}


def _lookups(way: str) -> dict[str, str]:
    return {
        "series": f"{way}edition__series__uid",
        "edition": f"{way}edition__uid",
        "agreement": f"{way}uid",
        "party": f"{way}parties__uid",
    }


AGREEMENT = Kind(
    model=Agreement,
    title_one=_("Agreement"),
    title_many=_("Agreements"),
    title_new=_("New agreement"),
    empty=_("No agreement yet."),
    lead=_("What is to be negotiated and signed here. For papers there is a shorter form."),
    **_RIGHTS,
    scope_lookups=_lookups(""),
    parent="edition",
    fieldsets=(
        Fieldset(_("What"), ("title", "kind", "force", "summary", "strand")),
        Fieldset(
            _("Languages"),
            ("languages", "authentic_languages", "prevailing_language"),
            _("Every authentic text counts alike, unless one is said to prevail."),
        ),
        Fieldset(
            pgettext_lazy("group of fields", "In force"),
            (
                "entry_rule",
                "entry_on",
                "entry_approvals",
                "duration_months",
                "renewal",
                "notice_months",
            ),
        ),
        Fieldset(_("Money and place"), ("amount", "currency", "signed_at_place"), is_folded=True),
        Fieldset(_("Who sees it"), ("is_public", "publication", "depositary")),
    ),
    help_texts={"languages": _("The languages in which the text is written.")},
    columns=(
        Column(_("Title"), lambda one: one.title),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(_("Edition"), lambda one: one.edition.name),
    ),
    filters=("edition", "kind"),
    related=("edition",),
    ordering=("-changed_at",),
    collections=(
        Collection(
            name="parties",
            kind="outcomes.party",
            owner="agreement",
            fields=("name", "region", "organisation", "capacity", "own_language", "place"),
            title=_("Parties"),
            add=_("Add a party"),
            help=_("In the copy of its own language each party is named first."),
        ),
    ),
)

AGREEMENT_LINK = Kind(
    model=AgreementLink,
    title_one=_("Earlier agreement"),
    title_many=_("Earlier agreements"),
    title_new=_("Name an earlier agreement"),
    **_RIGHTS,
    scope_lookups=_lookups("agreement__"),
    fieldsets=(Fieldset("", ("relation", "earlier")),),
    is_part=True,
)

PARTY = Kind(
    model=Party,
    title_one=_("Party"),
    title_many=_("Parties"),
    title_new=_("New party"),
    **_RIGHTS,
    scope_lookups=_lookups("agreement__"),
    parent="agreement",
    fieldsets=(
        Fieldset("", ("name", "region", "organisation", "capacity", "own_language", "place")),
    ),
    columns=(
        Column(pgettext_lazy("of a person", "Name"), lambda one: one.name),
        Column(_("Agreement"), lambda one: one.agreement.title),
    ),
    related=("agreement",),
    collections=(
        Collection(
            name="signatories",
            kind="outcomes.signatory",
            owner="party",
            fields=(
                "name",
                "title",
                "person",
                "email",
                "language",
                "authority",
                "authority_text",
                "authority_from",
                "authority_until",
            ),
            title=_("Who signs"),
            add=_("Add who signs"),
            help=_("The authority must be valid on the day of signing."),
        ),
    ),
)

SIGNATORY = Kind(
    model=Signatory,
    title_one=_("Signatory"),
    title_many=_("Signatories"),
    title_new=_("Add who signs"),
    **_RIGHTS,
    scope_lookups=_lookups("party__agreement__"),
    fieldsets=(
        Fieldset(
            "",
            (
                "name",
                "title",
                "person",
                "email",
                "language",
                "authority",
                "authority_text",
                "authority_from",
                "authority_until",
            ),
        ),
    ),
    is_part=True,
)

CLAUSE = Kind(
    model=Clause,
    title_one=_("Clause"),
    title_many=_("Clauses"),
    title_new=_("New clause"),
    **_RIGHTS,
    scope_lookups=_lookups("agreement__"),
    parent="agreement",
    fieldsets=(Fieldset("", ("kind", "number", "heading", "text")),),
    help_texts={"number": _("Leave it empty to count by itself.")},
    columns=(
        Column(_("Heading"), lambda one: one.heading),
        Column(_("Agreement"), lambda one: one.agreement.title),
    ),
    related=("agreement",),
    ordering=("agreement", "position"),
)

LIBRARY_CLAUSE = Kind(
    model=LibraryClause,
    title_one=_("Clause of the library"),
    title_many=_("Clause library"),
    title_new=_("New clause for the library"),
    empty=_("Clauses to use again, each with the commitment that it makes."),
    **_RIGHTS,
    fieldsets=(Fieldset("", ("slug", "kind", "heading", "text", "is_retired")),),
    columns=(
        Column(_("Heading"), lambda one: one.heading),
        Column(_("Kind"), lambda one: one.get_kind_display()),
    ),
    filters=("kind",),
    ordering=("kind", "slug"),
)

AGREEMENTS = (AGREEMENT, AGREEMENT_LINK, PARTY, SIGNATORY, CLAUSE, LIBRARY_CLAUSE)
