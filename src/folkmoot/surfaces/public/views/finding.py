"""The search over everything public, and the feed of what is new."""

from datetime import datetime

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.search import SearchResult, search
from folkmoot.rooms.evidence.queries import published as evidence
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.surfaces.public import links
from folkmoot.surfaces.public.kinds import KIND_OF_ONE, KINDS
from folkmoot.surfaces.public.pages import PARAMETERS, Page, in_words, show
from folkmoot.surfaces.public.structured import absolute
from folkmoot.ui.languages import language_name
from folkmoot.ui.navigation import Crumb

_RESULTS_ON_A_PAGE = 20
_NEW_OF_EACH = 20
FILTERS = ("kind", "series", "year", "place", "language")


@stored_page(seconds=600, parameters=PARAMETERS)
def search_page(request: HttpRequest) -> HttpResponse:
    """Everything public that has all the words, best first. Seven queries and those of the links.

    Only the empty page is stored: what people ask for is endless.
    """
    query = request.GET.get("q", "").strip()[:200]
    series = programme.published_series()
    chosen = {name: request.GET.get(name, "").strip() for name in FILTERS}
    number = _number(request.GET.get("page", ""))
    results: list[SearchResult] = []
    count = 0
    if query or any(chosen.values()):
        results, count = search(
            query,
            filters=_filters(chosen, {one.slug: str(one.uid) for one in series}),
            limit=_RESULTS_ON_A_PAGE,
            offset=(number - 1) * _RESULTS_ON_A_PAGE,
        )
    urls = links.addresses(one.ref for one in results)
    title = _("Search")
    page = Page(
        title=_("%(query)s · Search") % {"query": query} if query else title,
        crumbs=(Crumb(_("Forums"), reverse("public:home")), Crumb(title)),
        section="search",
    )
    context = {
        "query": query,
        "results": [
            {"result": one, "url": urls[one.ref], "kind": KIND_OF_ONE.get(one.ref.kind, "")}
            for one in results
            if one.ref in urls
        ],
        "count": count,
        "asked": bool(query or any(chosen.values())),
        "pages": Paginator(range(count), _RESULTS_ON_A_PAGE).get_page(number),
        "chosen": chosen,
        "kinds": list(KINDS.items()),
        "series_choices": [(one.slug, in_words(request, one.name)) for one in series],
        "language_choices": [(code, language_name(code)) for code in settings.CONTENT_LANGUAGES],
    }
    return show(request, "search", page, context)


@stored_page(seconds=600)
def feed(request: HttpRequest) -> HttpResponse:
    """What is new: released programmes and added sources, the newest first (Atom). Two queries."""
    entries: list[tuple[datetime, str, str, str, str]] = []
    for release in programme.newest_releases(_NEW_OF_EACH):
        edition = release.edition
        title = _("Programme released: %(edition)s, version %(label)s") % {
            "edition": in_words(request, edition.name),
            "label": release.label,
        }
        address = links.edition_url(edition.series.slug, edition.slug, "programme")
        note = in_words(request, release.note)
        entries.append((release.released_at, title, address, f"urn:uuid:{release.uid}", note))
    for card, added_at in evidence.newest_sources(_NEW_OF_EACH):
        title = _("Source added: %(title)s") % {"title": card.title}
        address = reverse("public:source", args=[card.uid])
        entries.append((added_at, title, address, f"urn:uuid:{card.uid}", card.publisher))
    atom = Atom1Feed(
        title=_("Folkmoot: what is new"),
        link=absolute(reverse("public:home")),
        description=_("Released programmes and added sources."),
        language=request.LANGUAGE_CODE,
        feed_url=absolute(request.path),
    )
    for moment, title, address, identity, note in sorted(entries, reverse=True):
        atom.add_item(
            title, absolute(address), note, unique_id=identity, updateddate=moment, pubdate=moment
        )
    return HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


def _filters(chosen: dict[str, str], series: dict[str, str]) -> dict[str, object]:
    filters: dict[str, object] = {
        name: chosen[name] for name in ("kind", "language") if chosen[name]
    }
    if chosen["place"]:
        filters["place"] = chosen["place"].upper()
    if chosen["year"].isdecimal() and len(chosen["year"]) == 4:
        filters["year"] = int(chosen["year"])
    if chosen["series"] in series:
        filters["series_uid"] = series[chosen["series"]]
    return filters


def _number(raw: str) -> int:
    return max(1, int(raw)) if raw.isdecimal() and len(raw) < 7 else 1
