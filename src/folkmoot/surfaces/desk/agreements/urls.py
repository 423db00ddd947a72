"""Addresses of agreements at the desk."""

from django.urls import path

from folkmoot.surfaces.desk.agreements import (
    accepting,
    acts,
    beginning,
    handing,
    importing,
    lists,
    paper,
    parties,
    proposing,
    registering,
    signatories,
    signing,
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
    path("agreements/<uuid:uid>/signing/", signing.agreement_signing, name="agreement_signing"),
    path(
        "agreements/<uuid:uid>/signing/<uuid:slot>/scan/",
        signing.agreement_offered,
        name="agreement_offered",
    ),
    path(
        "agreements/<uuid:uid>/signing/<uuid:slot>/hand-on/",
        handing.agreement_hand_on,
        name="agreement_hand_on",
    ),
    path(
        "agreements/<uuid:uid>/signatures/<uuid:act>/report/",
        signing.agreement_report,
        name="agreement_report",
    ),
    path(
        "agreements/<uuid:uid>/files/<uuid:rendition>/",
        signing.agreement_file,
        name="agreement_file",
    ),
    path(
        "agreements/<uuid:uid>/register/",
        registering.agreement_register,
        name="agreement_register",
    ),
    path(
        "agreements/<uuid:uid>/register/<uuid:entry>/",
        registering.agreement_proof,
        name="agreement_proof",
    ),
    path("agreements/<uuid:uid>/acts/", acts.agreement_acts, name="agreement_acts"),
    path(
        "agreements/<uuid:uid>/acts/status.csv", acts.agreement_acts_csv, name="agreement_acts_csv"
    ),
    path(
        "agreements/<uuid:uid>/acts/<uuid:act>/paper/",
        acts.agreement_instrument,
        name="agreement_instrument",
    ),
]
