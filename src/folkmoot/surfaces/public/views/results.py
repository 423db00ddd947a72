"""What came of it: an edition and a whole series, counted, with the unknown never left out.

Each number leads to the list it counts. What sources report stands beside it and is never added.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.following import commitment_rows, open_before
from folkmoot.rooms.outcomes.queries.method import (
    BodyTally,
    StrandTally,
    Tally,
    cohort,
    tallies_by_body,
    tallies_by_strand,
    tally,
)
from folkmoot.rooms.outcomes.queries.public_following import NO_STRAND, Summary
from folkmoot.rooms.outcomes.queries.public_register import edition_register, register_rows
from folkmoot.rooms.outcomes.queries.published import reported_outcomes
from folkmoot.rooms.outcomes.queries.results import money, states_of
from folkmoot.rooms.outcomes.terms.method import Standing
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.registry.models import Organisation
from folkmoot.surfaces.public import links, structured
from folkmoot.surfaces.public.editions import EditionFrame, edition_frame
from folkmoot.surfaces.public.pages import PARAMETERS, Editable, Page, in_words, show
from folkmoot.surfaces.public.views.agreements_showing import state_shape
from folkmoot.surfaces.public.views.commitments_showing import promise_rows
from folkmoot.surfaces.public.views.results_exports import exports_of_edition, exports_of_series
from folkmoot.ui.navigation import Crumb

_SECONDS = 600
_OPEN_SHOWN = 20
_BODIES_SHOWN = 25
# In the order in which people ask: what was done first, what nobody knows never last of all.
STANDINGS = (
    Standing.DONE,
    Standing.PARTLY,
    Standing.NOT_DONE,
    Standing.LATE,
    Standing.UNKNOWN,
    Standing.OPEN,
    Standing.ENDED,
)


@dataclass(frozen=True, slots=True)
class Count:
    """One number with its word and the list it leads to."""

    key: str
    label: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One line of a table of tallies; ``counts`` in the order of :data:`STANDINGS`."""

    name: Multilingual | None
    url: str
    agreed: Count
    counts: tuple[Count, ...]
    index: str
    n: int


@stored_page(seconds=_SECONDS, parameters=PARAMETERS)
def edition_results(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """What came of one edition. At most 44 queries, however much was agreed."""
    frame = edition_frame(request, series_slug, slug, "edition_results")
    edition, today = frame.edition, clock.now().date()
    commitments = published_commitments(edition)
    rows = edition_register(edition, today)
    total = tally(commitments, today)
    left = list(open_before(edition, published_commitments())[: _OPEN_SHOWN + 1])
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
        **_told(total, base),
        "agreements": len(rows),
        "states": _states(rows, base),
        "agreements_url": frame.address("edition_agreements"),
        "money": money(rows, commitments),
        "strands": [_strand_row(one, base) for one in tallies_by_strand(commitments, today)],
        "bodies": [
            _body_row(one, base) for one in tallies_by_body(commitments, today)[:_BODIES_SHOWN]
        ],
        "left_open": promise_rows(commitment_rows(left[:_OPEN_SHOWN], today)),
        "left_open_url": commitments_url({"before": base["edition"]}),
        "has_more_open": len(left) > _OPEN_SHOWN,
        "reported": len(reported_outcomes(edition)),
        "reported_url": frame.address("edition_outcomes"),
        "standing_labels": _labels(),
        "exports": exports_of_edition(edition),
        "reports": _reports(edition),
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
        **_told(told.total, base),
        "agreements": len(rows),
        "states": _states(rows, base),
        "agreements_url": f"{reverse('public:register')}?{urlencode(base)}",
        "money": money(rows, commitments),
        "cohort": [_edition_row(row.edition, row.tally, slug) for row in told.rows],
        "bodies": [
            _body_row(each, base) for each in tallies_by_body(commitments, today)[:_BODIES_SHOWN]
        ],
        "standing_labels": _labels(),
        "exports": exports_of_series(one),
        "reports": [],
    }
    return show(request, "outcomes/series_results", page, context)


def summary_counts(summary: Summary, base: dict[str, str]) -> list[Count]:
    """The counts of a summary, for the pages of editions and series. No query."""
    return _counts(summary.tally, base)


def commitments_url(asked: dict[str, str]) -> str:
    """The list of commitments that fit."""
    return f"{reverse('public:commitments')}?{urlencode(asked)}"


def _told(total: Tally, base: dict[str, str]) -> dict[str, Any]:
    return {
        "tally": total,
        "agreed_url": commitments_url(base),
        "counts": _counts(total, base),
        "scores": _scores(total),
        "index": _index(total),
    }


def _counts(told: Tally, base: dict[str, str]) -> list[Count]:
    return [
        Count(
            one.value,
            capfirst(str(one.label)),
            told.standings[one],
            commitments_url({**base, "standing": one.value}),
        )
        for one in STANDINGS
    ]


def _scores(told: Tally) -> list[tuple[str, int]]:
    minus, nought, plus = told.final.scores
    return [("+1", plus), ("0", nought), ("−1", minus)]


def _index(told: Tally) -> str:
    return "" if told.final.percent is None else f"{told.final.percent} %"


def _labels() -> list[str]:
    return [capfirst(str(one.label)) for one in STANDINGS]


def _row(name: Multilingual | None, url: str, told: Tally, base: dict[str, str]) -> TallyRow:
    agreed = Count("agreed", "", told.agreed, commitments_url(base))
    return TallyRow(name, url, agreed, tuple(_counts(told, base)), _index(told), told.final.n)


def _strand_row(one: StrandTally, base: dict[str, str]) -> TallyRow:
    key = str(one.strand.uid) if one.strand else NO_STRAND
    name = one.strand.name if one.strand else None
    return _row(name, "", one.tally, {**base, "strand": key})


def _body_row(one: BodyTally, base: dict[str, str]) -> TallyRow:
    if isinstance(one.body, Organisation):
        url, key = links.organisation_url(one.body.uid), f"organisation:{one.body.uid}"
    else:
        url, key = links.place_url(one.body.code), f"region:{one.body.code}"
    return _row(one.body.name, url, one.tally, {**base, "body": key})


def _edition_row(edition: Edition, told: Tally, slug: str) -> TallyRow:
    url = links.edition_url(slug, edition.slug, "edition_results")
    return _row(edition.name, url, told, {"edition": f"{slug}/{edition.slug}"})


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


def _reports(edition: Edition) -> list[Any]:
    return []
