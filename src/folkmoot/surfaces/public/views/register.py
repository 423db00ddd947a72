"""The public register: agreements by number, its log, and how to check it without us."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.outcomes.queries.public_register import (
    Narrowed,
    public_register,
    years_of_signature,
)
from folkmoot.rooms.outcomes.queries.register import newest_checkpoint
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind, AgreementState
from folkmoot.rooms.programme.models import Series
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.surfaces.public import structured
from folkmoot.surfaces.public.pages import PARAMETERS, Page, in_words, show
from folkmoot.surfaces.public.views.agreements_showing import list_rows
from folkmoot.ui.navigation import Crumb

FILTERS = ("series", "edition", "party", "kind", "state", "year")
_ON_A_PAGE = 50


@stored_page(seconds=600, parameters=(*PARAMETERS, *(one for one in FILTERS if one != "party")))
def register(request: HttpRequest) -> HttpResponse:
    """The public agreements by number, narrowed by what is asked, and the log. At most 14 queries.

    A page narrowed by words of a party is not stored: what people ask for is endless.
    """
    chosen = {name: request.GET.get(name, "").strip()[:200] for name in FILTERS}
    asked = narrowed(chosen)
    rows = public_register(asked, clock.now().date())
    pages = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    series = programme.published_series()
    title = _("Register of agreements")
    page = Page(
        title=title,
        description=_(
            "Every public agreement by its number, with parties, dates and the state of today."
        ),
        crumbs=(Crumb(_("Forums"), reverse("public:home")), Crumb(title)),
        texts=[one.row.agreement.title for one in pages],
        graph=_graph(title),
        section="register",
    )
    context = {
        "rows": list_rows(pages),
        "pages": pages,
        "count": len(rows),
        "is_narrowed": asked.is_narrow,
        "chosen": chosen,
        **_choices(request, series),
        "files_address": structured.absolute(
            reverse("api:register_file", args=["checkpoint"])
        ).removesuffix("checkpoint"),
        "checkpoint": newest_checkpoint(),
        "exports": exports(),
    }
    return show(request, "outcomes/register", page, context)


def narrowed(chosen: dict[str, str]) -> Narrowed:
    """What the fields of the form ask for; words that mean nothing ask for everything."""
    series, _slash, edition = chosen["edition"].partition("/")
    state = chosen["state"]
    return Narrowed(
        series=series if edition else chosen["series"],
        edition=edition,
        party=chosen["party"],
        kind=chosen["kind"],
        states=(state,) if state in AgreementState.values else (),
        year=chosen["year"],
    )


def exports() -> list[tuple[str, str]]:
    """What can be downloaded of the whole register."""
    return [
        (_("Table (CSV)"), reverse("api:table", args=["agreements.csv"])),
        (_("Description of the table (CSVW)"), reverse("api:table", args=["agreements.csv-metadata.json"])),
        (_("Open contracting releases (OCDS)"), reverse("api:ocds_releases")),
        (_("Open contracting records (OCDS)"), reverse("api:ocds_records")),
        (_("New entries (Atom)"), reverse("public:register_feed")),
    ]  # fmt: skip


def _choices(request: HttpRequest, series: list[Series]) -> dict[str, Any]:
    return {
        "series_choices": [(one.slug, in_words(request, one.name)) for one in series],
        "edition_choices": [
            (f"{one.slug}/{edition.slug}", in_words(request, edition.name))
            for one in series
            for edition in one.editions.all()
        ],
        "kind_choices": [(one.value, capfirst(str(one.label))) for one in AgreementKind],
        "state_choices": [(one.value, capfirst(str(one.label))) for one in AgreementState],
        "year_choices": [(str(one), str(one)) for one in years_of_signature()],
    }


def _graph(title: str) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": title,
        "url": structured.absolute(reverse("public:register")),
        "distribution": [
            {"@type": "DataDownload", "name": label, "contentUrl": structured.absolute(url)}
            for label, url in exports()
        ],
    }
