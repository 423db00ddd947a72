"""What anyone may see of outcomes: those reported of public editions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.outcomes.queries.agreements import published_agreements
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.following import open_before
from folkmoot.rooms.outcomes.queries.public_projects import published_practices, published_projects
from folkmoot.rooms.programme.models import Edition, Series

_PUBLIC: dict[str, Callable[[], QuerySet[Any]]] = {
    "outcomes.agreement": published_agreements,
    "outcomes.commitment": published_commitments,
    "outcomes.project": published_projects,
    "outcomes.practice": published_practices,
}


@dataclass(frozen=True, slots=True)
class Known:
    """Which pages of an edition have something to show.

    Attributes:
        left_open: promises of earlier editions wait for this one.
    """

    agreements: bool
    commitments: bool
    projects: bool
    left_open: bool

    @property
    def results(self) -> bool:
        """Whether there is anything to say of what came of it."""
        return self.agreements or self.commitments or self.left_open


def reported_outcomes(edition: Edition) -> list[ReportedOutcome]:
    """The outcomes of one edition as sources report them, by kind. One query.

    Args:
        edition: a public one; the caller has asked :func:`published_edition`.
    """
    rows = edition.reported_outcomes.select_related("owner", "owner_region", "stated_by")
    return list(rows.order_by("kind", "id"))


def outcome_editions(uids: Iterable[UUID | str]) -> dict[str, tuple[str, str]]:
    """Series and edition address names of the outcomes of public editions. One query."""
    rows = ReportedOutcome.objects.filter(
        uid__in=list(uids), edition__is_public=True, edition__series__is_public=True
    )
    return {
        str(uid): (series, slug)
        for uid, series, slug in rows.values_list("uid", "edition__series__slug", "edition__slug")
    }


def public_uids(kind: str, uids: Iterable[UUID | str]) -> set[str]:
    """Of these identities those that anyone may see the page of. One query.

    Args:
        kind: ``outcomes.agreement``, ``commitment``, ``project`` or ``practice``.
    """
    rows = _PUBLIC[kind]().filter(uid__in=list(uids)).order_by()
    return {str(uid) for uid in rows.values_list("uid", flat=True)}


def known_of(edition: Edition, *, looks_back: bool) -> Known:
    """What there is to see of an edition besides what sources report. One query.

    Args:
        looks_back: whether open promises of earlier editions count as something to see.
    """
    told = Edition.objects.filter(pk=edition.pk).annotate(
        agreements_known=Exists(published_agreements(edition).order_by()),
        commitments_known=Exists(published_commitments(edition).order_by()),
        left_known=Exists(open_before(edition, published_commitments()).order_by()),
        projects_known=Exists(published_projects(edition).order_by()),
        practices_known=Exists(published_practices(edition).order_by()),
    ).values()[0]  # fmt: skip
    return Known(
        agreements=told["agreements_known"],
        commitments=told["commitments_known"],
        projects=told["projects_known"] or told["practices_known"],
        left_open=looks_back and told["left_known"],
    )


def public_addresses() -> Iterator[tuple[str, UUID, datetime]]:
    """Every record of outcomes with a page of its own: kind, identity, last change. Four queries."""
    for kind, rows in _PUBLIC.items():
        for uid, changed_at in rows().order_by("id").values_list("uid", "changed_at"):
            yield kind, uid, changed_at


def series_with_results(series: Iterable[Series]) -> set[int]:
    """The primary keys of those series of which something public was agreed. One query."""
    rows = Series.objects.filter(pk__in=[one.pk for one in series]).filter(
        Exists(published_agreements().filter(edition__series=OuterRef("pk")).order_by())
        | Exists(published_commitments().filter(edition__series=OuterRef("pk")).order_by())
    )
    return set(rows.values_list("pk", flat=True))


def outcome_identities(edition: Edition) -> QuerySet[Any, Any]:
    """Identities of an edition's outcomes, as a lazy subquery, for finding its sources."""
    return ReportedOutcome.objects.filter(edition=edition).values("uid")
