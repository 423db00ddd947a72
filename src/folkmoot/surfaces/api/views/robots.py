"""What search engines ask for: the rules and the map of the site, in every language."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.evidence.queries.published import public_source_addresses
from folkmoot.rooms.outcomes.queries.published import public_addresses
from folkmoot.rooms.programme.queries.published import published_addresses, published_participants

# The protocol of sitemaps allows 50,000 addresses in a file.
_ADDRESSES_IN_A_FILE = 50_000
_PAGES_OF_AN_EDITION = (
    "edition",
    "programme",
    "edition_people",
    "edition_figures",
    "edition_outcomes",
    "edition_agreements",
    "edition_results",
    "edition_projects",
    "edition_sources",
)


@stored_page()
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read; accounts and search results are not for machines.

    The desk needs no rule: it sends strangers to the sign-in, which is an account's page.
    No query.
    """
    lines = ["User-agent: *"]
    for language, _name in settings.LANGUAGES:
        lines += [f"Disallow: /{language}/{part}/" for part in ("accounts", "search")]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('api:sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@stored_page()
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page with its other languages. Ten queries."""
    languages = [code for code, _name in settings.LANGUAGES]
    limit = _ADDRESSES_IN_A_FILE // len(languages)
    prefixes = {}
    for language in languages:
        with translation.override(language):
            prefixes[language] = reverse("public:home")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    with translation.override(languages[0]):
        here = prefixes[languages[0]]
        for path, changed_at in islice(_pages(), limit):
            lines += _entries(path.removeprefix(here), changed_at, prefixes)
    lines.append("</urlset>")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")


def _pages() -> Iterator[tuple[str, datetime | None]]:
    yield reverse("public:home"), None
    for page in ("figures", "register", "commitments", "verify"):
        yield reverse(f"public:{page}"), None
    series, editions, sessions = published_addresses()
    for slug, changed_at in series:
        yield reverse("public:series", args=[slug]), changed_at
        yield reverse("public:series_results", args=[slug]), None
    for series_slug, slug, changed_at in editions:
        for page in _PAGES_OF_AN_EDITION:
            yield reverse(f"public:{page}", args=[series_slug, slug]), changed_at
    for uid, changed_at in public_source_addresses():
        yield reverse("public:source", args=[uid]), changed_at
    for uid, changed_at in sessions:
        yield reverse("public:session", args=[uid]), changed_at
    for kind, own, changed_at in public_addresses():
        yield reverse(kind.replace("outcomes.", "public:"), args=[own]), changed_at
    people, bodies = published_participants()
    for uid in people:
        yield reverse("public:person", args=[uid]), None
    for uid in bodies:
        yield reverse("public:organisation", args=[uid]), None


def _entries(rest: str, changed_at: datetime | None, prefixes: dict[str, str]) -> Iterator[str]:
    urls = {language: settings.BASE_URL + prefix + rest for language, prefix in prefixes.items()}
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(url)}/>'
        for language, url in urls.items()
    )
    changed = f"<lastmod>{changed_at.date().isoformat()}</lastmod>" if changed_at else ""
    for url in urls.values():
        yield f"<url><loc>{escape(url)}</loc>{changed}{alternates}</url>"
