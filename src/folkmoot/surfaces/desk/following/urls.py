"""Addresses of following up at the desk."""

from django.urls import path

from folkmoot.surfaces.desk.following import (
    adopting,
    assessing,
    ending,
    linking,
    lists,
    making,
    promise,
    queue,
    reports,
)

_ONE = "commitments/<uuid:uid>/"

urlpatterns = [
    path("commitments/", lists.commitments, name="commitments"),
    path("commitments/list.csv", lists.commitments_csv, name="commitments_csv"),
    path("editions/<uuid:uid>/commitments/", lists.edition_commitments, name="edition_commitments"),
    path(
        "editions/<uuid:uid>/commitments/list.csv",
        lists.edition_commitments_csv,
        name="edition_commitments_csv",
    ),
    path(
        "editions/<uuid:uid>/commitments/earlier/",
        lists.edition_open_before,
        name="edition_open_before",
    ),
    path(_ONE, promise.commitment, name="commitment"),
    path(f"{_ONE}guideline/", ending.commitment_guideline, name="commitment_guideline"),
    path(f"{_ONE}split/", ending.commitment_split, name="commitment_split"),
    path(f"{_ONE}close/", ending.commitment_close, name="commitment_close"),
    path(f"{_ONE}carry/", ending.commitment_carry, name="commitment_carry"),
    path(f"{_ONE}reports/", reports.commitment_reports, name="commitment_reports"),
    path(f"{_ONE}reports/<uuid:body>/", reports.commitment_report, name="commitment_report"),
    path(f"{_ONE}evidence/", reports.commitment_evidence, name="commitment_evidence"),
    path(f"{_ONE}evidence/<uuid:item>/", reports.evidence_file, name="evidence_file"),
    path(f"{_ONE}assessments/", assessing.commitment_assessments, name="commitment_assessments"),
    path("assessments/", queue.assessments, name="assessments"),
    path("assessments/<uuid:uid>/", assessing.assessment, name="assessment"),
    path("verification/", queue.verification, name="verification"),
    path(
        "agreements/<uuid:uid>/commitments/",
        making.agreement_commitments,
        name="agreement_commitments",
    ),
    path(
        "agreements/<uuid:uid>/commitments/clause/",
        making.agreement_clause,
        name="agreement_clause",
    ),
    path(
        "agreements/<uuid:uid>/commitments/<uuid:clause>/",
        making.commitment_from_clause,
        name="commitment_from_clause",
    ),
    path(
        "statements/<uuid:uid>/commitment/",
        making.commitment_from_statement,
        name="commitment_from_statement",
    ),
    path("adoptions/<uuid:uid>/", adopting.adoption, name="adoption"),
    path("projects/<uuid:uid>/links/", linking.project_links, name="project_links"),
]
