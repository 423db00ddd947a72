"""A source with its marked passages, and every figure that sources claim."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries import published as evidence
from folkmoot.rooms.evidence.queries.figures import claimed_figures, disagreements
from folkmoot.rooms.evidence.queries.statements import statements_in
from folkmoot.rooms.programme.models import Series
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.surfaces.public import links, structured
from folkmoot.surfaces.public.differences import differing_figures
from folkmoot.surfaces.public.pages import (
    PARAMETERS,
    Editable,
    Page,
    follows_merges,
    in_words,
    show,
)
from folkmoot.surfaces.public.reading import margin, paragraphs, quotations
from folkmoot.ui.navigation import Crumb, NavGroup, NavItem

_FIGURES_ON_A_PAGE = 50


@stored_page(parameters=PARAMETERS)
@follows_merges("evidence.source")
def source(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A document: its text as its rights allow, each cited passage marked and explained.

    Seven queries,
    and one or two for each kind of record that rests on it."""
    found = evidence.published_source(uid)
    one = found.source
    statements = statements_in(str(uid))
    figures = claimed_figures(source_uid=str(uid))
    notes = margin(found, statements, figures)
    page = Page(
        title=one.title,
        description=_("What this document says, and which records rest on it: %(title)s")
        % {"title": one.title},
        crumbs=(Crumb(_("Forums"), reverse("public:home")), Crumb(_("Sources")), Crumb(one.title)),
        texts=[one.summary],
        graph={
            "@type": "CreativeWork",
            "name": one.title,
            "url": structured.absolute(reverse("public:source", args=[uid])),
            "inLanguage": one.language,
            "datePublished": one.published,
            "publisher": {"@type": "Organization", "name": one.publisher} if one.publisher else {},
            "sameAs": one.address,
            "hasPart": [
                *(structured.quotation(each) for each in statements),
                *(structured.claim(each) for each in figures),
            ],
        },
        edit=Editable(one.ref, Permission.EVIDENCE_REVIEW),
        og_type="article",
    )
    context = {
        "source": one,
        "page": found,
        "paragraphs": paragraphs(found, {note.anchor for note in notes}),
        "quotations": quotations(found),
        "margin": notes,
        "statements": statements,
        "figures": figures,
    }
    return show(request, "source", page, context)


@stored_page(parameters=(*PARAMETERS, "series", "edition", "measure", "page"))
def figures_page(request: HttpRequest) -> HttpResponse:
    """Every claimed figure, narrowed by series, edition and measure. Nine queries,
    and two for each further kind of record the figures are about."""
    series = programme.published_series()
    hidden = programme.hidden_identities()
    number = _number(request.GET.get("page", ""))
    found, count = evidence.published_figures(
        hidden=hidden,
        about=_about(request, series),
        measure=request.GET.get("measure", ""),
        limit=_FIGURES_ON_A_PAGE,
        offset=(number - 1) * _FIGURES_ON_A_PAGE,
    )
    title = _("Figures")
    page = Page(
        title=title,
        description=_(
            "Every figure claimed of the forums, with who claims it and where it stands."
        ),
        crumbs=(Crumb(_("Forums"), reverse("public:home")), Crumb(title)),
        section="figures",
    )
    context = {
        "figures": found,
        "count": count,
        "pages": Paginator(range(count), _FIGURES_ON_A_PAGE).get_page(number),
        "differing": differing_figures(request, disagreements(found)),
        "abouts": links.named_links({one.about for one in found if one.about}),
        "groups": _filters(request, series, evidence.published_measures(hidden=hidden)),
        "is_narrowed": any(request.GET.get(name) for name in ("series", "edition", "measure")),
    }
    return show(request, "figures", page, context)


def _about(request: HttpRequest, series: list[Series]) -> Sequence[QuerySet[Any, Any]] | None:
    """The records of the chosen series or edition; ``None`` for all."""
    slug, uid = request.GET.get("series", ""), request.GET.get("edition", "")
    if not slug and not uid:
        return None
    chosen = [one for one in series if not slug or one.slug == slug]
    editions = [
        each for one in chosen for each in one.editions.all() if not uid or str(each.uid) == uid
    ]
    within = programme.edition_identities(*editions)
    return within if uid else (*within, *(programme.series_identity(one) for one in chosen))


def _filters(
    request: HttpRequest, series: list[Series], measures: list[str]
) -> tuple[NavGroup, ...]:
    chosen = {name: request.GET.get(name, "") for name in ("series", "edition", "measure")}

    def item(label: str, name: str, value: str, *without: str) -> NavItem:
        query = request.GET.copy()
        for key in ("page", *without):
            query.pop(key, None)
        query[name] = "" if chosen[name] == value else value
        return NavItem(label, f"?{query.urlencode()}", chosen[name] == value)

    editions = [
        each for one in series if one.slug == chosen["series"] for each in one.editions.all()
    ]
    groups = (
        NavGroup(
            _("Forum"),
            tuple(
                item(in_words(request, one.name), "series", one.slug, "edition") for one in series
            ),
        ),
        NavGroup(
            _("Edition"),
            tuple(item(in_words(request, one.name), "edition", str(one.uid)) for one in editions),
        ),
        NavGroup(
            _("Measure"), tuple(item(one.replace("-", " "), "measure", one) for one in measures)
        ),
    )
    return tuple(group for group in groups if group.items)


def _number(raw: str) -> int:
    return max(1, int(raw)) if raw.isdecimal() and len(raw) < 7 else 1
