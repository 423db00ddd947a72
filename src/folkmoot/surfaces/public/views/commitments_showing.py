"""Commitments in words and shapes, for lists and pages."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from folkmoot.rooms.outcomes.models import Commitment, Responsibility
from folkmoot.rooms.outcomes.queries.commitments import Quote
from folkmoot.rooms.outcomes.queries.following import CommitmentRow
from folkmoot.rooms.outcomes.terms.commitments import ClaimedProgress, DueBasis
from folkmoot.rooms.outcomes.terms.method import Flag, Specificity, Standing
from folkmoot.surfaces.public import links

STANDING_SHAPES = {
    Standing.DONE: "done",
    Standing.PARTLY: "active",
    Standing.NOT_DONE: "stopped",
    Standing.LATE: "late",
    Standing.OPEN: "waiting",
    Standing.UNKNOWN: "draft",
    Standing.ENDED: "draft",
}


_WITHOUT_RESULT = frozenset({Standing.OPEN, Standing.LATE, Standing.UNKNOWN})


def promise_rows(
    rows: Iterable[CommitmentRow], quotes: Mapping[int, Quote] | None = None
) -> list[dict[str, Any]]:
    """Rows for the tables of commitments. No query."""
    return [
        {
            "commitment": one.commitment,
            "url": commitment_url(one.commitment),
            "bodies": [body_of(body) for body in one.bodies],
            "lead": body_of(one.lead) if one.lead else None,
            "due": one.due_on,
            "due_text": one.due_on.isoformat(),
            "basis": str(DueBasis(one.commitment.due_basis).label),
            "standing": capfirst(str(one.standing.label)),
            "shape": STANDING_SHAPES[one.standing],
            "flag": flag_of(one),
            "progress": _progress(one),
            "is_intention": one.specificity is Specificity.INTENTION,
            "quote": quotes.get(one.commitment.pk) if quotes else None,
        }
        for one in rows
    ]


def flag_of(one: CommitmentRow) -> str:
    """The flag of a promise that still has no result; empty for the others. No query."""
    is_telling = one.standing in _WITHOUT_RESULT and one.flag is not Flag.NONE
    return capfirst(str(one.flag.label)) if is_telling else ""


def commitment_url(commitment: Commitment) -> str:
    """The page of a public commitment."""
    return reverse("public:commitment", args=[commitment.uid])


def commitments_url(asked: dict[str, str]) -> str:
    """The list of commitments that fit."""
    return f"{reverse('public:commitments')}?{urlencode(asked)}"


def body_of(one: Responsibility) -> dict[str, Any]:
    """A responsible body with its page."""
    body = one.organisation or one.region
    url = (
        links.organisation_url(one.organisation.uid)
        if one.organisation
        else links.place_url(one.region.code)
        if one.region
        else ""
    )
    return {"name": body.name if body else None, "url": url, "role": one.get_role_display()}


def _progress(one: CommitmentRow) -> str:
    return capfirst(str(ClaimedProgress(one.progress).label)) if one.progress else ""
