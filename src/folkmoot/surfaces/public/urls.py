"""Addresses of the public surface, below the language prefix."""

from django.urls import path

from folkmoot.surfaces.public.views import edition, evidence, finding, home, programme, registry

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", finding.search_page, name="search"),
    path("figures/", evidence.figures_page, name="figures"),
    path("feed.atom", finding.feed, name="feed"),
    path("series/<slug:slug>/", home.series, name="series"),
    path("series/<slug:series_slug>/<slug:slug>/", edition.overview, name="edition"),
    path(
        "series/<slug:series_slug>/<slug:slug>/programme/",
        programme.programme_page,
        name="programme",
    ),
    path("series/<slug:series_slug>/<slug:slug>/now/", programme.now, name="now"),
    path("series/<slug:series_slug>/<slug:slug>/people/", edition.people, name="edition_people"),
    path("series/<slug:series_slug>/<slug:slug>/sources/", edition.sources, name="edition_sources"),
    path("series/<slug:series_slug>/<slug:slug>/figures/", edition.figures, name="edition_figures"),
    path(
        "series/<slug:series_slug>/<slug:slug>/outcomes/", edition.outcomes, name="edition_outcomes"
    ),
    path("sessions/<uuid:uid>/", programme.session, name="session"),
    path("people/<uuid:uid>/", registry.person, name="person"),
    path("organisations/<uuid:uid>/", registry.organisation, name="organisation"),
    path("regions/<str:code>/", registry.region, name="region"),
    path("sources/<uuid:uid>/", evidence.source, name="source"),
]
