"""What anyone may see of outcomes: those reported of public editions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.programme.models import Edition


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


def outcome_identities(edition: Edition) -> QuerySet[Any, Any]:
    """Identities of an edition's outcomes, as a lazy subquery, for finding its sources."""
    return ReportedOutcome.objects.filter(edition=edition).values("uid")
