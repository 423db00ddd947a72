"""Addresses of the surface: outside the language prefix, for machines and downloads."""

from django.urls import path

from folkmoot.surfaces.api.views import downloads, health, robots

app_name = "api"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("files/<uuid:uid>/<str:name>", downloads.file, name="file"),
]
