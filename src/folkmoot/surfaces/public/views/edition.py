"""The pages of one edition besides its programme: overview, people, figures, outcomes, sources."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.queries import published as evidence
from folkmoot.rooms.evidence.queries.citations import citations_of
from folkmoot.rooms.evidence.queries.differences import differences_about
from folkmoot.rooms.evidence.queries.figures import claims_about, disagreements
from folkmoot.rooms.evidence.queries.statements import statements_about
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.method import tally
from folkmoot.rooms.outcomes.queries.public_following import left_open
from folkmoot.rooms.outcomes.queries.published import outcome_identities, reported_outcomes
from folkmoot.rooms.outcomes.terms import OutcomeKind
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.programme.queries.released import current_programme, current_release
from folkmoot.rooms.programme.terms import HostRole
from folkmoot.surfaces.public import links, structured
from folkmoot.surfaces.public.differences import differing_about, differing_figures
from folkmoot.surfaces.public.editions import EditionFrame, edition_frame
from folkmoot.surfaces.public.pages import PARAMETERS, Page, in_words, show
from folkmoot.surfaces.public.rows import participants
from folkmoot.surfaces.public.views.commitments_showing import commitments_url, promise_rows
from folkmoot.surfaces.public.views.results_showing import counts_of

_FIGURES_SHOWN = 6
_LEFT_SHOWN = 5


@stored_page(parameters=PARAMETERS)
def overview(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """What the edition is: days, hosts, theme, organisers, figures, what was said.

    At most 19 queries, 18 where no source differs about a day, name or place; seven more where
    something was agreed, six more where earlier editions left something open.
    """
    frame = edition_frame(request, series_slug, slug, "edition")
    edition = frame.edition
    places = programme.edition_places(edition)
    organisers = programme.edition_organisers(edition)
    figures = claims_about([edition.ref]).get(edition.ref, ())
    outcomes = reported_outcomes(edition)
    refs = [edition.ref, *(one.ref for one in (*places, *organisers, *outcomes))]
    before, after = programme.neighbours(edition)
    page = Page(
        title=frame.name,
        description=in_words(request, edition.theme)
        or in_words(request, edition.summary)
        or frame.name,
        crumbs=frame.crumbs(),
        texts=[edition.name, edition.theme, edition.summary, *(one.title for one in outcomes)],
        graph=structured.edition(
            edition,
            frame.url,
            frame.series_url,
            cities=[place.city for place in places if place.city and place.role == HostRole.HOST],
            organisers=[one.organisation for one in organisers],
        ),
        edit=frame.editable,
    )
    return show(
        request,
        "edition",
        page,
        {
            **frame.context,
            "hosts": [one for one in places if one.role == HostRole.HOST],
            "further": [one for one in places if one.role == HostRole.VENUE],
            "next_hosts": [one for one in places if one.role == HostRole.NEXT],
            "organisers": organisers,
            "figures": figures[:_FIGURES_SHOWN],
            "figures_url": frame.address("edition_figures"),
            "differing": differing_about(request, differences_about(refs), own=edition.ref),
            "statements": statements_about([edition.ref]).get(edition.ref, ()),
            "outcomes": outcomes[:_FIGURES_SHOWN],
            "outcomes_url": frame.address("edition_outcomes"),
            "programme_url": frame.address("programme"),
            **_came_of_it(frame),
            "release": current_release(edition),
            "materials": programme.edition_materials(edition),
            "before": before,
            "after": after,
            "before_url": _neighbour(frame, before),
            "after_url": _neighbour(frame, after),
            "citations": citations_of(refs),
        },
    )


@stored_page(parameters=PARAMETERS)
def people(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """Everybody in the released programme, in the office as of then. Four queries."""
    frame = edition_frame(request, series_slug, slug, "edition_people")
    released = current_programme(frame.edition)
    persons, bodies = participants(released.sessions if released else ())
    page = _page(frame, _("People"), _("Who takes part in %(edition)s, and in which office."))
    return show(
        request, "edition_people", page, {**frame.context, "people": persons, "bodies": bodies}
    )


@stored_page(parameters=PARAMETERS)
def figures(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """Every figure claimed of the edition or its sessions, and where sources disagree.

    Six queries.
    """
    frame = edition_frame(request, series_slug, slug, "edition_figures")
    released = current_programme(frame.edition)
    sessions = released.sessions if released else ()
    refs = [frame.edition.ref, *(RecordRef("programme.session", one.uid) for one in sessions)]
    found = [figure for group in claims_about(refs).values() for figure in group]
    page = _page(frame, _("Figures"), _("Figures claimed of %(edition)s, each with its source."))
    context = {
        **frame.context,
        "figures": found,
        "differing": differing_figures(request, disagreements(found)),
    }
    return show(request, "edition_figures", page, context)


@stored_page(parameters=PARAMETERS)
def outcomes(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """What came of the edition as sources report it, by kind. Ten queries at most."""
    frame = edition_frame(request, series_slug, slug, "edition_outcomes")
    found = reported_outcomes(frame.edition)
    refs = [one.ref for one in found]
    groups = [(kind.label, [one for one in found if one.kind == kind]) for kind in OutcomeKind]
    page = _page(
        frame,
        _("Outcomes"),
        _("What came of %(edition)s, as sources report it."),
        texts=[one.title for one in found],
    )
    context = {
        **frame.context,
        "groups": [(label, rows) for label, rows in groups if rows],
        "citations": citations_of(refs),
        "differing": differing_about(request, differences_about(refs), own=frame.edition.ref),
    }
    return show(request, "edition_outcomes", page, context)


@stored_page(parameters=PARAMETERS)
def sources(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """The public sources that support the edition's records or speak of them. Three queries."""
    frame = edition_frame(request, series_slug, slug, "edition_sources")
    found = evidence.sources_of(
        (*programme.edition_identities(frame.edition), outcome_identities(frame.edition))
    )
    page = _page(frame, _("Sources"), _("The documents on which the record of %(edition)s rests."))
    return show(request, "edition_sources", page, {**frame.context, "sources": found})


def _came_of_it(frame: EditionFrame) -> dict[str, Any]:
    """The counts of what was agreed, and what earlier editions left for this one."""
    edition, today = frame.edition, clock.now().date()
    base = {"edition": f"{edition.series.slug}/{edition.slug}"}
    told: dict[str, Any] = {"results_url": frame.address("edition_results")}
    if frame.known.agreements or frame.known.commitments:
        told["agreements"] = published_agreements(edition).count()
        told["agreements_url"] = frame.address("edition_agreements")
        told["tally"] = tally(published_commitments(edition), today)
        told["counts"] = counts_of(told["tally"], base)
    if frame.known.left_open:
        rows = promise_rows(left_open(edition, today))
        told["left_open"] = rows[:_LEFT_SHOWN]
        told["left_open_url"] = commitments_url({"before": base["edition"]})
        told["has_more_open"] = len(rows) > _LEFT_SHOWN
    return told


def _page(
    frame: EditionFrame, title: str, description: str, texts: Sequence[Multilingual] = ()
) -> Page:
    return Page(
        title=f"{title} · {frame.name}",
        description=description % {"edition": frame.name},
        crumbs=frame.crumbs(title),
        texts=[frame.edition.name, frame.edition.theme, *texts],
        edit=frame.editable,
    )


def _neighbour(frame: EditionFrame, other: Edition | None) -> str:
    return links.edition_url(frame.edition.series.slug, other.slug) if other else ""
