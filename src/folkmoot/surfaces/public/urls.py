"""Addresses of the public surface, below the language prefix."""

from django.urls import path

from folkmoot.surfaces.public.views import (
    agreements,
    commitments,
    edition,
    embed,
    evidence,
    finding,
    home,
    now,
    programme,
    programme_data,
    projects,
    register,
    register_feed,
    registry,
    results,
    signs,
    verify,
)

app_name = "public"
_EDITION = "series/<slug:series_slug>/<slug:slug>/"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", finding.search_page, name="search"),
    path("figures/", evidence.figures_page, name="figures"),
    path("feed.atom", finding.feed, name="feed"),
    path("series/<slug:slug>/", home.series, name="series"),
    # No edition can be called so: the address of its own comes first.
    path("series/<slug:slug>/results/", results.series_results, name="series_results"),
    path("series/<slug:slug>/results/editions/", results.series_cohort, name="series_cohort"),
    path("series/<slug:series_slug>/<slug:slug>/", edition.overview, name="edition"),
    path(
        "series/<slug:series_slug>/<slug:slug>/programme/",
        programme.programme_page,
        name="programme",
    ),
    path(
        "series/<slug:series_slug>/<slug:slug>/programme/data/",
        programme_data.programme_data,
        name="programme_data",
    ),
    path(f"{_EDITION}programme/embed/", embed.programme_embed, name="programme_embed"),
    path("sessions/<uuid:uid>/embed/", embed.session_embed, name="session_embed"),
    path("oembed/", embed.oembed, name="oembed"),
    path(f"{_EDITION}now/", now.now, name="now"),
    path(f"{_EDITION}now/state.json", now.live_state, name="live_state"),
    path(f"{_EDITION}now/<uuid:city>/", now.now_in_city, name="now_city"),
    path(f"{_EDITION}screens/", signs.signs, name="signs"),
    path(f"{_EDITION}screens/rooms/<uuid:room>/", signs.sign_room, name="sign_room"),
    path(f"{_EDITION}screens/venues/<uuid:venue>/", signs.sign_venue, name="sign_venue"),
    path("series/<slug:series_slug>/<slug:slug>/people/", edition.people, name="edition_people"),
    path("series/<slug:series_slug>/<slug:slug>/sources/", edition.sources, name="edition_sources"),
    path("series/<slug:series_slug>/<slug:slug>/figures/", edition.figures, name="edition_figures"),
    path(
        "series/<slug:series_slug>/<slug:slug>/outcomes/", edition.outcomes, name="edition_outcomes"
    ),
    path(
        "series/<slug:series_slug>/<slug:slug>/results/",
        results.edition_results,
        name="edition_results",
    ),
    path(
        "series/<slug:series_slug>/<slug:slug>/agreements/",
        agreements.edition_agreements,
        name="edition_agreements",
    ),
    path(
        "series/<slug:series_slug>/<slug:slug>/projects/",
        projects.edition_projects,
        name="edition_projects",
    ),
    path("register/", register.register, name="register"),
    path("register/feed.atom", register_feed.register_feed, name="register_feed"),
    path("verify/", verify.verify, name="verify"),
    path("agreements/<uuid:uid>/", agreements.agreement, name="agreement"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<uuid:uid>/", commitments.commitment, name="commitment"),
    path("projects/<uuid:uid>/", projects.project, name="project"),
    path("practices/<uuid:uid>/", projects.practice, name="practice"),
    path("sessions/<uuid:uid>/", programme.session, name="session"),
    path("people/<uuid:uid>/", registry.person, name="person"),
    path("organisations/<uuid:uid>/", registry.organisation, name="organisation"),
    path("regions/<str:code>/", registry.region, name="region"),
    path("sources/<uuid:uid>/", evidence.source, name="source"),
]
