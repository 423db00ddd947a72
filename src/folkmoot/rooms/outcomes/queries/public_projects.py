"""Projects, programmes and practices that anyone may see."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.outcomes.models import Adoption, AdoptionStep, Practice, Project, ProjectPartner
from folkmoot.rooms.programme.models import Edition

_PUBLIC = {"is_public": True, "edition__is_public": True, "edition__series__is_public": True}
_PARTNERS = Prefetch(
    "partners", ProjectPartner.objects.select_related("organisation", "region__country")
)
_ADOPTIONS = Prefetch(
    "adoptions",
    Adoption.objects.select_related(
        "adopter", "adopter_region", "mentor", "commitment__edition__series"
    ).prefetch_related(Prefetch("steps", AdoptionStep.objects.select_related("file"))),
)


def published_projects(edition: Edition | None = None) -> QuerySet[Project]:
    """Public projects of public editions with their partners, newest first. Two queries."""
    rows = Project.objects.filter(**_PUBLIC)
    if edition is not None:
        rows = rows.filter(edition=edition)
    return (
        rows.select_related("edition__series", "strand", "parent__edition__series")
        .prefetch_related(_PARTNERS)
        .order_by("-id")
    )


def published_project(uid: UUID | str) -> Project:
    """One public project. Two queries.

    Raises:
        NotFound: there is none.
    """
    found = published_projects().filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def published_practices(edition: Edition | None = None) -> QuerySet[Practice]:
    """Public practices of public editions with their adoptions, newest first. Three queries."""
    rows = Practice.objects.filter(**_PUBLIC)
    if edition is not None:
        rows = rows.filter(edition=edition)
    return (
        rows.select_related("edition__series", "strand", "owner", "owner_region")
        .prefetch_related(_ADOPTIONS)
        .order_by("-id")
    )


def published_practice(uid: UUID | str) -> Practice:
    """One public practice. Three queries.

    Raises:
        NotFound: there is none.
    """
    found = published_practices().filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found
