"""What came of it: an edition and a whole series, counted, with the unknown never left out.

Each number leads to the list it counts. What sources report stands beside it and is never added.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.method import (
    cohort,
    tallies_by_body,
    tallies_by_strand,
    tally,
)
from folkmoot.rooms.outcomes.queries.public_following import left_open
from folkmoot.rooms.outcomes.queries.public_register import edition_register, register_rows
from folkmoot.rooms.outcomes.queries.published import reported_outcomes
from folkmoot.rooms.outcomes.queries.results import money, states_of
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.programme.queries.days import is_over
from folkmoot.surfaces.public import structured
from folkmoot.surfaces.public.editions import EditionFrame, edition_frame
from folkmoot.surfaces.public.pages import PARAMETERS, Editable, Page, in_words, show
from folkmoot.surfaces.public.views.agreements_showing import state_shape
from folkmoot.surfaces.public.views.commitments_showing import commitments_url, promise_rows
from folkmoot.surfaces.public.views.results_exports import (
    exports_of_edition,
    exports_of_series,
    typeset_reports,
)
from folkmoot.surfaces.public.views.results_showing import (
    body_row,
    edition_row,
    standing_labels,
    strand_row,
    told_tally,
)
from folkmoot.ui.navigation import Crumb

_SECONDS = 600
_OPEN_SHOWN = 20
_BODIES_SHOWN = 25


@stored_page(seconds=_SECONDS, parameters=PARAMETERS)
def edition_results(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """What came of one edition. At most 44 queries, however much was agreed."""
    frame = edition_frame(request, series_slug, slug, "edition_results")
    edition, today = frame.edition, clock.now().date()
    commitments = published_commitments(edition)
    rows = edition_register(edition, today)
    total = tally(commitments, today)
    # For an edition that is over the agenda was another one.
    left = [] if is_over(edition, today) else left_open(edition, today)
    title = _("What came of it")
    base = {"edition": f"{series_slug}/{slug}"}
    page = Page(
        title=f"{title} · {frame.name}",
        description=_("What was agreed at %(edition)s, and what is done, late or unknown.")
        % {"edition": frame.name},
        crumbs=frame.crumbs(title),
        texts=[edition.name],
        graph=_graph(f"{title}: {frame.name}", frame.address("edition_results"), frame),
        edit=frame.editable,
    )
    context = {
        **frame.context,
        **told_tally(total, base),
        "agreements": len(rows),
        "states": _states(rows, base),
        "agreements_url": frame.address("edition_agreements"),
        "money": money(rows, commitments),
        "strands": [strand_row(one, base) for one in tallies_by_strand(commitments, today)],
        "bodies": [
            body_row(one, base) for one in tallies_by_body(commitments, today)[:_BODIES_SHOWN]
        ],
        "left_open": promise_rows(left[:_OPEN_SHOWN]),
        "left_open_url": commitments_url({"before": base["edition"]}),
        "has_more_open": len(left) > _OPEN_SHOWN,
        "reported": len(reported_outcomes(edition)),
        "reported_url": frame.address("edition_outcomes"),
        "standing_labels": standing_labels(),
        "exports": exports_of_edition(edition),
        "reports": typeset_reports(edition),
    }
    return show(request, "outcomes/edition_results", page, context)


@stored_page(seconds=_SECONDS, parameters=PARAMETERS)
def series_results(request: HttpRequest, slug: str) -> HttpResponse:
    """What came of all editions of a series, beside each other. At most 35 queries."""
    one = programme.published_series_page(slug)
    today = clock.now().date()
    name = in_words(request, one.name)
    commitments = published_commitments().filter(edition__series=one)
    rows = register_rows(published_agreements().filter(edition__series=one), today)
    told = cohort(one, today)
    base = {"series": slug}
    title = _("What came of it")
    page = Page(
        title=f"{title} · {name}",
        description=_("What the editions of %(series)s agreed, and what became of it.")
        % {"series": name},
        crumbs=(
            Crumb(_("Forums"), reverse("public:home")),
            Crumb(name, reverse("public:series", args=[slug])),
            Crumb(title),
        ),
        texts=[one.name, *(row.edition.name for row in told.rows)],
        graph={
            "@type": "Dataset",
            "name": f"{title}: {name}",
            "url": structured.absolute(request.path),
        },
        edit=Editable(one.ref, Permission.OUTCOMES_READ),
    )
    context = {
        "series": one,
        "series_url": reverse("public:series", args=[slug]),
        "cohort_url": reverse("public:series_cohort", args=[slug]),
        **told_tally(told.total, base),
        "agreements": len(rows),
        "states": _states(rows, base),
        "agreements_url": f"{reverse('public:register')}?{urlencode(base)}",
        "money": money(rows, commitments),
        "cohort": [edition_row(row.edition, row.tally, slug) for row in told.rows],
        "bodies": [
            body_row(each, base) for each in tallies_by_body(commitments, today)[:_BODIES_SHOWN]
        ],
        "standing_labels": standing_labels(),
        "exports": exports_of_series(one),
        "reports": typeset_reports(one),
    }
    return show(request, "outcomes/series_results", page, context)


@stored_page(seconds=_SECONDS, parameters=PARAMETERS)
def series_cohort(request: HttpRequest, slug: str) -> HttpResponse:
    """The table of all editions alone. Seven queries, however many editions and commitments."""
    one = programme.published_series_alone(slug)
    told = cohort(one, clock.now().date())
    name = in_words(request, one.name)
    title = _("Edition by edition")
    results = reverse("public:series_results", args=[slug])
    page = Page(
        title=f"{title} · {name}",
        description=_("What the editions of %(series)s agreed, and what became of it.")
        % {"series": name},
        crumbs=(
            Crumb(_("Forums"), reverse("public:home")),
            Crumb(name, reverse("public:series", args=[slug])),
            Crumb(_("What came of it"), results),
            Crumb(title),
        ),
        texts=[one.name, *(row.edition.name for row in told.rows)],
        edit=Editable(one.ref, Permission.OUTCOMES_READ),
    )
    context = {
        "series": one,
        "results_url": results,
        **told_tally(told.total, {"series": slug}),
        "cohort": [edition_row(row.edition, row.tally, slug) for row in told.rows],
        "standing_labels": standing_labels(),
    }
    return show(request, "outcomes/series_cohort", page, context)


def _states(rows: list[Any], base: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "label": capfirst(str(state.label)),
            "shape": state_shape(state),
            "number": number,
            "url": f"{reverse('public:register')}?{urlencode({**base, 'state': state.value})}",
        }
        for state, number in states_of(rows)
    ]


def _graph(name: str, url: str, frame: EditionFrame) -> dict[str, Any]:
    return {
        "@type": "Dataset",
        "name": name,
        "url": structured.absolute(url),
        "about": {"@type": "Event", "name": frame.name, "url": structured.absolute(frame.url)},
        "distribution": [
            {"@type": "DataDownload", "name": label, "contentUrl": structured.absolute(at)}
            for label, at in exports_of_edition(frame.edition)
        ],
    }
