"""The first page, and one series with its editions in time."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Scope
from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries import published as evidence
from folkmoot.rooms.evidence.queries.citations import citations_of
from folkmoot.rooms.evidence.queries.figures import claims_about
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.method import tally
from folkmoot.rooms.outcomes.queries.published import series_with_results
from folkmoot.rooms.programme.models import Edition, Series
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.programme.queries.days import edition_date
from folkmoot.rooms.programme.terms import EditionStatus, HostRole
from folkmoot.surfaces.public import links, structured
from folkmoot.surfaces.public.editions import is_only_reported
from folkmoot.surfaces.public.pages import PARAMETERS, Editable, Page, in_words, show
from folkmoot.surfaces.public.views.results_showing import counts_of
from folkmoot.ui.navigation import Crumb

_SHOWN_OF_EACH = 5
_FIGURES_OF_AN_EDITION = 4


@stored_page(seconds=600, parameters=PARAMETERS)
def home(request: HttpRequest) -> HttpResponse:
    """Every public series, what is on or next, what is new. Six queries."""
    series = programme.published_series()
    with_results = series_with_results(series)
    coming = programme.on_or_next(series, clock.now())
    page = Page(
        title=_("Forums between regions, from plan to proof"),
        description=_(
            "Programmes, people, figures and outcomes of recurring forums, each with its source."
        ),
        texts=[one.name for one in series],
    )
    return show(
        request,
        "home",
        page,
        {
            "series": [_series_card(one, one.pk in with_results) for one in series],
            "coming": [_coming(one) for one in coming[:_SHOWN_OF_EACH]],
            "releases": [
                {
                    "release": one,
                    "edition": one.edition,
                    "url": _edition_url(one.edition, "programme"),
                }
                for one in programme.newest_releases(_SHOWN_OF_EACH)
            ],
            "sources": [card for card, _at in evidence.newest_sources(_SHOWN_OF_EACH)],
        },
    )


@stored_page(parameters=PARAMETERS)
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """One series: its editions in time with host, theme and claimed figures.

    Eight queries, six more where something public was agreed.
    """
    one = programme.published_series_page(slug)
    editions = list(one.editions.all())
    figures = claims_about(edition.ref for edition in editions)
    today = clock.now().date()
    url = reverse("public:series", args=[slug])
    name = in_words(request, one.name)
    page = Page(
        title=name,
        description=in_words(request, one.summary) or name,
        crumbs=(Crumb(_("Forums"), reverse("public:home")), Crumb(name)),
        texts=[one.name, one.summary, *(edition.name for edition in editions)],
        graph=structured.series(
            one, url, [(edition, _edition_url(edition, "edition")) for edition in editions]
        ),
        edit=Editable(one.ref, Permission.PROGRAMME_EDIT, (Scope("series", str(one.uid)),)),
    )
    return show(
        request,
        "series",
        page,
        {
            "series": one,
            **_came_of_it(one),
            "organisers": one.organisers.all(),
            "editions": [
                {
                    "edition": edition,
                    "is_current": edition.status == EditionStatus.UNDER_WAY
                    and not is_only_reported(edition, today),
                    "date": edition_date(edition),
                    "url": _edition_url(edition, "edition"),
                    "figures_url": _edition_url(edition, "edition_figures"),
                    "hosts": programme.hosts(edition),
                    "next": programme.hosts(edition, HostRole.NEXT),
                    "figures": figures.get(edition.ref, ())[:_FIGURES_OF_AN_EDITION],
                    "more": len(figures.get(edition.ref, ())[_FIGURES_OF_AN_EDITION:]),
                }
                for edition in editions
            ],
            "citations": citations_of(
                [one.ref, *(edition.ref for edition in editions), *_place_refs(editions)]
            ),
        },
    )


def _came_of_it(one: Series) -> dict[str, Any]:
    if not series_with_results([one]):
        return {}
    told = tally(published_commitments().filter(edition__series=one), clock.now().date())
    base = {"series": one.slug}
    return {
        "results_url": reverse("public:series_results", args=[one.slug]),
        "agreements": published_agreements().filter(edition__series=one).count(),
        "agreements_url": f"{reverse('public:register')}?{urlencode(base)}",
        "tally": told,
        "counts": counts_of(told, base),
    }


def _place_refs(editions: list[Edition]) -> list[RecordRef]:
    return [place.ref for edition in editions for place in edition.places.all()]


def _series_card(one: Series, has_results: bool) -> dict[str, object]:
    editions = list(one.editions.all())
    return {
        "series": one,
        "url": reverse("public:series", args=[one.slug]),
        "results_url": reverse("public:series_results", args=[one.slug]) if has_results else "",
        "count": len(editions),
        "latest": editions[0] if editions else None,
        "latest_url": _edition_url(editions[0], "edition", one.slug) if editions else "",
    }


def _coming(edition: Edition) -> dict[str, object]:
    today = clock.now().date()
    return {
        "edition": edition,
        "date": edition_date(edition),
        "url": _edition_url(edition, "edition"),
        "programme_url": _edition_url(edition, "programme"),
        "now_url": _edition_url(edition, "now"),
        "is_on": bool(edition.starts_on and edition.starts_on <= today),
        "hosts": programme.hosts(edition),
    }


def _edition_url(edition: Edition, page: str, series_slug: str = "") -> str:
    return links.edition_url(series_slug or edition.series.slug, edition.slug, page)
