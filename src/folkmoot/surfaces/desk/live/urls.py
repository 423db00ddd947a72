"""Addresses of the days of a forum at the desk."""

from django.urls import path

from folkmoot.surfaces.desk.live import page

urlpatterns = [
    path("editions/<uuid:uid>/live/", page.edition_live, name="edition_live"),
    path("editions/<uuid:uid>/live/<uuid:session>/", page.live_session, name="live_session"),
]
