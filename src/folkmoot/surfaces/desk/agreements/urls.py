"""Addresses of agreements at the desk."""

from django.urls import path

from folkmoot.surfaces.desk.agreements import (
    accepting,
    beginning,
    importing,
    lists,
    paper,
    parties,
    proposing,
    signatories,
    text,
)

urlpatterns = [
    path("agreements/", lists.agreements, name="agreements"),
    path("editions/<uuid:uid>/agreements/", lists.edition_agreements, name="edition_agreements"),
    path("editions/<uuid:uid>/agreements/paper/", paper.paper_new, name="agreement_paper"),
    path("editions/<uuid:uid>/agreements/new/", beginning.agreement_new, name="agreement_new"),
    path("editions/<uuid:uid>/agreements/import/", importing.import_new, name="agreement_import"),
    path(
        "editions/<uuid:uid>/agreements/import/<uuid:file>/",
        importing.import_plan,
        name="agreement_import_plan",
    ),
    path("agreements/list.csv", importing.import_example, name="agreement_import_example"),
    path("agreements/<uuid:uid>/", text.agreement, name="agreement"),
    path("agreements/<uuid:uid>/propose/", proposing.propose, name="agreement_propose"),
    path(
        "agreements/<uuid:uid>/acceptance/",
        accepting.agreement_acceptance,
        name="agreement_acceptance",
    ),
    path("agreements/<uuid:uid>/parties/", parties.agreement_parties, name="agreement_parties"),
    path(
        "agreements/<uuid:uid>/parties/<uuid:party>/signatory/",
        signatories.signatory_new,
        name="agreement_signatory_new",
    ),
    path(
        "agreements/<uuid:uid>/signatories/<uuid:signatory>/",
        signatories.signatory_edit,
        name="agreement_signatory",
    ),
    path(
        "agreements/<uuid:uid>/signatories/<uuid:signatory>/document/",
        signatories.signatory_document,
        name="agreement_signatory_document",
    ),
]
