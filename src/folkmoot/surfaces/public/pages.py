"""What every public page has: language of the contents, the visitor's zone, the way here,
what machines read, and the edit link for those who may.

Nothing of a person who is signed in ever enters a page that is stored: the edit link is
made only for a request that brings a session, and such requests bypass the stored pages.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Scope
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.registry.queries.redirects import resolve_redirect
from folkmoot.surfaces.public import structured
from folkmoot.ui.languages import own_name
from folkmoot.ui.navigation import Crumb, NavItem

# Query parameters that every public page understands.
PARAMETERS = ("content", "tz", "theme")


@dataclass(frozen=True, slots=True)
class Editable:
    """The record a page is about, and who may edit it."""

    ref: RecordRef
    permission: Permission
    path: tuple[Scope, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The frame of one public page.

    Attributes:
        title: of the browser's tab and of link previews.
        description: one sentence for search engines and link previews.
        crumbs: the way here; the page itself comes last.
        texts: the multilingual texts shown, from which the content languages are offered.
        graph: schema.org data of the page.
        og_type: kind of thing for link previews.
    """

    title: str
    description: str = ""
    crumbs: Sequence[Crumb] = ()
    texts: Iterable[Multilingual] = ()
    graph: Mapping[str, Any] | None = None
    edit: Editable | None = None
    og_type: str = "website"
    section: str = field(default="forums")


def show(
    request: HttpRequest, template: str, page: Page, context: Mapping[str, Any]
) -> HttpResponse:
    """Render a public page in its frame. No query, but three for somebody who is signed in."""
    frame = {
        "page_frame": page,
        "breadcrumbs": tuple(page.crumbs),
        "navigation": _navigation(page.section),
        "content": content_language(request),
        "content_choices": _content_choices(request, page.texts),
        "visitor_zone": visitor_zone(request),
        "structured_data": _script(page.graph),
        "edit_url": _edit_url(request, page.edit),
    }
    return render(request, f"public/{template}.html", {**frame, **context})


def content_language(request: HttpRequest) -> str:
    """The language the visitor wants the contents in; empty for that of the interface."""
    wanted = request.GET.get("content", "")
    return wanted if wanted in settings.CONTENT_LANGUAGES else ""


def visitor_zone(request: HttpRequest) -> ZoneInfo | None:
    """The zone the visitor chose with ``?tz=``; without one a script shows the browser's own."""
    wanted = request.GET.get("tz", "").strip()
    return ZoneInfo(wanted) if wanted in available_timezones() else None


def in_words(request: HttpRequest, text: Multilingual) -> str:
    """A text alone, in the language of the contents or else of the interface."""
    return text.pick((content_language(request), request.LANGUAGE_CODE))[1]


def follows_merges(
    kind: str,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Mark a view whose ``uid`` may belong to a record that was merged into another.

    The old address leads to the new one for ever (status 301). One query, only for an
    identity that is not found.
    """

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def marked(request: HttpRequest, uid: object) -> HttpResponse:
            try:
                return view(request, uid=uid)
            except NotFound:
                kept = resolve_redirect(kind, str(uid))
                if kept is None:
                    raise
            name = resolve(request.path_info).view_name
            return HttpResponsePermanentRedirect(reverse(name, args=[kept]))

        return marked

    return mark


def _navigation(section: str) -> tuple[NavItem, ...]:
    items = (
        ("forums", _("Forums"), "public:home"),
        ("register", _("Agreements"), "public:register"),
        ("commitments", _("Commitments"), "public:commitments"),
        ("figures", _("Figures"), "public:figures"),
    )
    shown = [NavItem(label, reverse(name), section == key) for key, label, name in items]
    return (*shown, NavItem(_("Search everything"), reverse("public:search"), section == "search"))


def _content_choices(request: HttpRequest, texts: Iterable[Multilingual]) -> tuple[NavItem, ...]:
    languages = {language for text in texts for language in text.texts}
    languages &= set(settings.CONTENT_LANGUAGES)
    chosen = content_language(request)
    if len(languages) < 2:
        return ()
    shown_now = chosen or request.LANGUAGE_CODE
    choices = []
    for language in sorted(languages):
        query = request.GET.copy()
        query["content"] = language
        choices.append(
            NavItem(
                own_name(language), f"?{query.urlencode()}", language == shown_now, icon=language
            )
        )
    return tuple(choices)


def _script(graph: Mapping[str, Any] | None) -> SafeString:
    if graph is None:
        return SafeString("")
    # json_script escapes <, > and &; only its type has to say that this is linked data.
    plain = json_script(structured.with_context(graph))
    return SafeString(plain.replace('type="application/json"', 'type="application/ld+json"', 1))


def _edit_url(request: HttpRequest, edit: Editable | None) -> str:
    if edit is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    actor = request.actor  # type: ignore[attr-defined]
    if not decide(actor, edit.permission, edit.path).is_allowed:
        return ""
    try:
        return reverse("desk:record_edit", args=[edit.ref.kind, edit.ref.uid])
    except NoReverseMatch:
        return ""
