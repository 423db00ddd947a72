"""Projects, programmes and practices for everybody, with who took a practice up and how far."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries.citations import citations_of
from folkmoot.rooms.outcomes.models import Practice, Project
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.following import commitment_rows
from folkmoot.rooms.outcomes.queries.public_projects import (
    published_practice,
    published_practices,
    published_project,
    published_projects,
)
from folkmoot.rooms.outcomes.queries.public_register import register_rows
from folkmoot.rooms.outcomes.terms.projects import ActivityStatus, AdoptionState
from folkmoot.surfaces.public import links, structured
from folkmoot.surfaces.public.editions import edition_frame
from folkmoot.surfaces.public.pages import PARAMETERS, Editable, Page, in_words, show
from folkmoot.surfaces.public.views.agreements_showing import list_rows, say_amount
from folkmoot.surfaces.public.views.commitments_showing import commitment_url, promise_rows
from folkmoot.ui.navigation import Crumb

_STATUS_SHAPES = {
    ActivityStatus.PIPELINE: "waiting",
    ActivityStatus.IMPLEMENTATION: "active",
    ActivityStatus.FINALISATION: "active",
    ActivityStatus.CLOSED: "done",
    ActivityStatus.CANCELLED: "stopped",
    ActivityStatus.SUSPENDED: "late",
}
_ADOPTION_SHAPES = {
    AdoptionState.INTERESTED: "draft",
    AdoptionState.ASSESSING: "waiting",
    AdoptionState.PILOTING: "active",
    AdoptionState.ADOPTED: "done",
    AdoptionState.ADAPTED: "done",
    AdoptionState.STOPPED: "stopped",
}


@stored_page(parameters=PARAMETERS)
def edition_projects(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """The projects, programmes and practices of one edition. Six queries."""
    frame = edition_frame(request, series_slug, slug, "edition_projects")
    projects = [_project_row(one) for one in published_projects(frame.edition)]
    practices = [_practice_row(one) for one in published_practices(frame.edition)]
    title = _("Projects and practices")
    page = Page(
        title=f"{title} · {frame.name}",
        description=_("Projects, programmes and practices of %(edition)s.")
        % {"edition": frame.name},
        crumbs=frame.crumbs(title),
        texts=[frame.edition.name, *(row["project"].title for row in projects)],
        edit=frame.editable,
    )
    context = {**frame.context, "projects": projects, "practices": practices}
    return show(request, "outcomes/edition_projects", page, context)


@stored_page(seconds=600, parameters=PARAMETERS)
def project(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One project or programme: who takes part, and what it rests on. At most 23 queries.

    Raises:
        NotFound: there is none, or it is not public.
    """
    found = published_project(uid)
    today = clock.now().date()
    parts = published_projects().filter(parent=found)
    parent = found.parent if found.parent and found.parent.is_public else None
    page = _page(
        request,
        found,
        graph={
            "@type": "Project",
            "name": in_words(request, found.title),
            "description": in_words(request, found.summary),
            "url": structured.absolute(reverse("public:project", args=[found.uid])),
        },
    )
    context = {
        **_project_row(found),
        "budget": say_amount(found.budget, found.currency),
        "citations": citations_of([found.ref]),
        "parts": [_project_row(one) for one in parts],
        "parent": parent,
        "parent_url": reverse("public:project", args=[parent.uid]) if parent else "",
        "agreements": list_rows(register_rows(_agreements(found), today)),
        "commitments": promise_rows(
            commitment_rows(published_commitments().filter(projects=found), today)
        ),
        "edition_url": links.edition_url(found.edition.series.slug, found.edition.slug),
    }
    return show(request, "outcomes/project", page, context)


@stored_page(parameters=PARAMETERS)
def practice(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One practice: what was done, what it cost, who took it up and with which steps.

    At most five queries.

    Raises:
        NotFound: there is none, or it is not public.
    """
    found = published_practice(uid)
    page = _page(
        request,
        found,
        graph={
            "@type": "HowTo",
            "name": in_words(request, found.title),
            "description": in_words(request, found.problem),
            "url": structured.absolute(reverse("public:practice", args=[found.uid])),
        },
    )
    context = {
        **_practice_row(found),
        "told": _told(found),
        "citations": citations_of([found.ref]),
        "adoptions": [_adoption(one) for one in found.adoptions.all()],
        "edition_url": links.edition_url(found.edition.series.slug, found.edition.slug),
    }
    return show(request, "outcomes/practice", page, context)


def _page(request: HttpRequest, found: Project | Practice, graph: dict[str, Any]) -> Page:
    title = in_words(request, found.title)
    edition = found.edition
    slugs = (edition.series.slug, edition.slug)
    return Page(
        title=title,
        description=str(graph.get("description") or title),
        crumbs=(
            Crumb(_("Forums"), reverse("public:home")),
            Crumb(in_words(request, edition.name), links.edition_url(*slugs)),
            Crumb(_("Projects and practices"), links.edition_url(*slugs, page="edition_projects")),
            Crumb(title),
        ),
        texts=[found.title],
        graph=graph,
        edit=Editable(found.ref, Permission.OUTCOMES_EDIT, scope_path(found)),
    )


def _agreements(found: Project) -> QuerySet[Any]:
    return published_agreements().filter(projects=found)


def _project_row(one: Project) -> dict[str, Any]:
    status = ActivityStatus(one.status)
    bodies = [
        (each, body)
        for each in one.partners.all()
        if (body := each.organisation or each.region) is not None
    ]
    return {
        "project": one,
        "url": reverse("public:project", args=[one.uid]),
        "kind": capfirst(one.get_kind_display()),
        "status": capfirst(str(status.label)),
        "shape": _STATUS_SHAPES[status],
        "partners": [
            {
                "name": body.name,
                "url": _body_url(partner.organisation, partner.region),
                "role": partner.get_role_display(),
            }
            for partner, body in bodies
        ],
        "partner_names": [body.name for _each, body in bodies],
    }


def _practice_row(one: Practice) -> dict[str, Any]:
    owner = one.owner or one.owner_region
    adoptions = list(one.adoptions.all())
    taken_up = (AdoptionState.ADOPTED, AdoptionState.ADAPTED)
    return {
        "practice": one,
        "url": reverse("public:practice", args=[one.uid]),
        "owner": owner,
        "owner_url": _body_url(one.owner, one.owner_region),
        "adoption_count": len(adoptions),
        "adopted_count": sum(each.state in taken_up for each in adoptions),
    }


def _told(one: Practice) -> list[tuple[str, str, Multilingual]]:
    """What is told of a practice: label, field, words; what nobody tells is left out."""
    cost = say_amount(one.cost, one.currency)
    told = [
        (_("Problem"), "problem", one.problem),
        (_("What was done"), "what_was_done", one.what_was_done),
        (_("Cost"), "cost", Multilingual({"en": cost}, "en") if cost else None),
        (_("Evidence of success"), "success", one.success),
        (_("Conditions for transfer"), "conditions", one.conditions),
        (_("What did not work"), "what_failed", one.what_failed),
    ]
    return [(label, field, words) for label, field, words in told if words]


def _adoption(one: Any) -> dict[str, Any]:
    state = AdoptionState(one.state)
    promise = one.commitment
    is_public = promise is not None and promise.is_public and promise.edition.is_public
    return {
        "adoption": one,
        "adopter": one.adopter or one.adopter_region,
        "mentor": one.mentor.name if one.mentor else None,
        "url": _body_url(one.adopter, one.adopter_region),
        "state": capfirst(str(state.label)),
        "shape": _ADOPTION_SHAPES[state],
        "steps": [
            {
                "day": step.taken_on.isoformat(),
                "note": step.note,
                "state": capfirst(str(AdoptionState(step.state).label)),
            }
            for step in one.steps.all()
        ],
        "commitment_url": commitment_url(promise) if promise is not None and is_public else "",
        "commitment": promise if is_public else None,
    }


def _body_url(organisation: Any, region: Any) -> str:
    if organisation is not None:
        return links.organisation_url(organisation.uid)
    return links.place_url(region.code) if region is not None else ""
