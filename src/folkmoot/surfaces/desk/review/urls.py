"""Addresses of the review desk, inside the namespace of the desk."""

from django.urls import include, path

from folkmoot.surfaces.desk.review import disagreeing, duplicates, noting, reading, sources, uploads

urlpatterns = [
    path("sources/", sources.sources, name="sources"),
    path("sources/upload/", uploads.upload, name="source_upload"),
    path("sources/uploads/", uploads.uploads, name="source_uploads"),
    path("sources/catalogue/", sources.catalogue, name="source_catalogue"),
    path("sources/runs/", include("folkmoot.surfaces.desk.runs.urls")),
    path("sources/choices/", noting.choices, name="review_choices"),
    path("sources/<uuid:uid>/", reading.source_review, name="source_review"),
    path("sources/<uuid:uid>/note/", noting.note, name="source_note"),
    path("sources/<uuid:uid>/attach/", sources.attach, name="source_attach"),
    path("citations/<uuid:uid>/remove/", reading.uncite, name="source_uncite"),
    path("disagreements/", disagreeing.disagreeing, name="disagreements"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/<str:kind>/<uuid:first>/<uuid:second>/", duplicates.compare, name="compare"),
    path("merges/<uuid:uid>/undo/", duplicates.unmerge, name="merge_undo"),
]
