"""Addresses of the surface: outside the language prefix, for machines and downloads."""

from django.urls import path

from folkmoot.surfaces.api.views import (
    agreements,
    downloads,
    due_dates,
    health,
    open_data,
    programme,
    robots,
)

app_name = "api"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("files/<uuid:uid>/<str:name>", downloads.file, name="file"),
    path("data/contracts.ocds-releases.json", open_data.ocds_releases, name="ocds_releases"),
    path("data/contracts.ocds-records.json", open_data.ocds_records, name="ocds_records"),
    path("data/projects.iati.xml", open_data.iati, name="iati"),
    path("data/due-dates.ics", due_dates.due_dates_calendar, name="due_dates"),
    path("data/<str:name>", open_data.table, name="table"),
    path(
        "series/<slug:series_slug>/<slug:slug>/data/changes.atom",
        programme.programme_changes,
        name="programme_changes",
    ),
    path(
        "series/<slug:series_slug>/<slug:slug>/data/<str:name>",
        programme.programme_file,
        name="programme_file",
    ),
    path("agreements/<uuid:uid>/status.csv", agreements.agreement_status, name="agreement_status"),
    path("agreements/<uuid:uid>/ocds.json", open_data.agreement_ocds, name="agreement_ocds"),
    path(
        "agreements/<uuid:uid>/signatures.xml",
        agreements.agreement_report,
        name="agreement_report",
    ),
    path(
        "agreements/<uuid:uid>/text.<str:language>.akn.xml",
        agreements.agreement_text,
        name="agreement_text",
    ),
    path(
        "agreements/files/<uuid:uid>/<str:name>", agreements.agreement_file, name="agreement_file"
    ),
    path("evidence/<uuid:uid>/<str:name>", agreements.evidence_file, name="evidence_file"),
    path("register/entries/<int:serial>.json", agreements.register_entry, name="register_entry"),
    path("register/files/<path:path>", agreements.register_file, name="register_file"),
    path("register/tools/<str:name>", agreements.verifier, name="verifier"),
]
